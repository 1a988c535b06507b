"""What a scanned code means: a person's badge, a line of the sheet, or the stub of a slip.

With that sheet a scanner alone can do what the keys do.
"""

from __future__ import annotations

import re
from base64 import b32encode
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from kiosk.errors import Refused
from kiosk.rules.attendance.badges import holder_of, is_code
from kiosk.rules.choosing.bookings import slots_to_choose
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import not_here_reason
from kiosk.rules.model.school import School
from kiosk.text import t

# The characters are those of the badges, which no keyboard layout or Caps Lock changes. The second
# hyphen keeps the two apart: no badge has one.
SHEET_CODE = re.compile(r"INSET-(?:DO|GO)-[0-9A-Z]+")
"""A code on the sheet: DO and an action, or GO and a session."""

STUB_CODE = re.compile(r"STUB-[0-9A-Z]{10}")
"""The code on the stub of a catch-up slip."""

DIGEST_LENGTH = 10
"""Characters that identify a session: 50 bits, which the smallest QR code still holds."""


class ScanAction(StrEnum):
    """An action on the sheet. The value is the last part of its code."""

    MY_DAY = "MYDAY"
    YES = "YES"
    NO = "NO"
    NEXT = "NEXT"
    UNDO = "UNDO"
    SITE = "SITE"
    """Leave the site, or come back."""
    YOURS = "YOURS"

    @property
    def code(self) -> str:
        """The whole code on the sheet."""
        return f"INSET-DO-{self.value}"


def session_code(session: Session) -> str:
    """Return the sheet code of a session, made from its day, id and workshop."""
    # With the workshop in it, an old sheet cannot book people into what replaced that workshop.
    identity = "\0".join((session.day, session.id, session.workshop))
    return f"INSET-GO-{b32encode(sha256(identity.encode()).digest()).decode()[:DIGEST_LENGTH]}"


def is_kiosk_code(text: str) -> bool:
    """Return whether a text has the form of a badge, sheet or stub code, in any case."""
    return is_code(text) or is_stub(text) or SHEET_CODE.fullmatch(text.upper()) is not None


def is_stub(text: str) -> bool:
    """Return whether a text has the form of a stub's code, in any case."""
    return STUB_CODE.fullmatch(text.upper()) is not None


def meaning_of_code(school: School, now: datetime, code: str) -> Person | Session | ScanAction:
    """Return the person, the session of today or the action that a code stands for.

    Raises:
        Refused: the code is of another day's sheet, or not a valid badge here.
    """
    wanted = code.upper()
    if not SHEET_CODE.fullmatch(wanted):
        holder = holder_of(school, wanted)
        if not holder.is_here(school.local(now).date()):
            raise Refused(not_here_reason(holder))
        return holder
    day = school.today(now)
    slots = slots_to_choose(school, day) if day is not None else []
    for session in (one for _, sessions in slots for one in sessions):
        if session_code(session) == wanted:
            return session
    for action in ScanAction:
        if action.code == wanted:
            return action
    raise Refused(t("That code isn't on today's sheet. Nothing was changed."))
