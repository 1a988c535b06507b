"""What a scanned code means: somebody's badge, or a line of the sheet beside the kiosk.

With the sheet a scanner alone does what the keys do. Its codes are of the badges' alphabet, which
no keyboard layout and no Caps Lock changes, and of a form that no badge has: two hyphens.
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
from kiosk.rules.model.school import School
from kiosk.text import t

SHEET_CODE = re.compile(r"INSET-(?:DO|GO)-[0-9A-Z]+")
"""What the sheet says: DO and an act, or GO and a session."""

DIGEST_LENGTH = 10
"""Characters that tell a session: fifty bits, and the smallest QR code still holds them."""


class ScanAction(StrEnum):
    """What somebody does with a code instead of a key; its value is what the code says."""

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
        """What the sheet says for it."""
        return f"INSET-DO-{self.value}"


def session_code(session: Session) -> str:
    """Return the code of a session, of the day and workshop that are printed beside it.

    Where another workshop is given instead, the sheet that hangs there is no longer true, and its
    code means nothing any more.
    """
    said = "\0".join((session.day, session.id, session.workshop))
    return f"INSET-GO-{b32encode(sha256(said.encode()).digest()).decode()[:DIGEST_LENGTH]}"


def is_kiosk_code(text: str) -> bool:
    """Return whether a text is a badge's code or one of a sheet, in capitals or not."""
    return is_code(text) or SHEET_CODE.fullmatch(text.upper()) is not None


def meaning_of_code(school: School, now: datetime, code: str) -> Person | Session | ScanAction:
    """Return whose badge has a code, or which session of today or act it stands for.

    Raises:
        Refused: it is of another day's sheet, or no badge that is valid here.
    """
    wanted = code.upper()
    if not SHEET_CODE.fullmatch(wanted):
        return holder_of(school, wanted)
    day = school.today(now)
    slots = slots_to_choose(school, day) if day is not None else []
    for session in (one for _, sessions in slots for one in sessions):
        if session_code(session) == wanted:
            return session
    for act in ScanAction:
        if act.code == wanted:
            return act
    raise Refused(t("This code is not on today's sheet: nothing was done."))
