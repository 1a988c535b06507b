"""A pseudo-language that shows untranslated text: each of its letters stands for an English one.

Messages, dates and a school's own texts are written in it. English that is left on a screen or a
page was never given to gettext. The school's texts are shortened as well: if something is still
cut, it is the kiosk's own wording that has no room.
"""

from __future__ import annotations

import gettext
import re
from datetime import date, datetime
from typing import Any

import msgspec

from kiosk.language import Language
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School, put
from kiosk.text import Both

LETTERS = {
    **{ord("A") + place: 0x410 + place for place in range(26)},
    **{ord("a") + place: 0x430 + place for place in range(26)},
}

OWN_TEXTS = {
    "name", "head", "tutor", "tutor_title", "forename", "surname", "preferred_forename",
    "display_name", "staff_code", "title", "place", "aim", "topic", "priority", "room", "speaker",
    "hint", "provider", "owner", "signer", "department",
}  # fmt: skip
"""The record fields that hold a school's own texts."""

SHORT = 3
"""The length to which a school's own texts are cut."""


def alter(text: str) -> str:
    """Return a text in the pseudo-language."""
    return text.translate(LETTERS)


def _message(text: str) -> str:
    """Return a message in the pseudo-language, with its placeholders unchanged."""
    return re.sub(r"\{\w+\}|[^{]+", lambda part: _piece(part[0]), text)


def _piece(text: str) -> str:
    return text if text.startswith("{") else alter(text)


class Catalogue(gettext.NullTranslations):
    """A gettext catalogue that has every message."""

    def gettext(self, message: str) -> str:
        return _message(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _message(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return _message(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        del context
        return self.ngettext(msgid1, msgid2, n)


class Pseudo(Language):
    """A language that translates everything, dates included."""

    def __init__(self) -> None:
        super().__init__("en", Catalogue())

    def full_date(self, day: date) -> str:
        return alter(super().full_date(day))

    def short_date(self, day: date) -> str:
        return alter(super().short_date(day))


@decision
def say_otherwise(school: School, now: datetime) -> Changes:
    """Put a school's own texts into the pseudo-language, and shorten them."""
    del now
    programme = school.programme
    records = (
        school.settings,
        *school.people.values(),
        *programme.days.values(),
        *programme.workshops.values(),
        *programme.sessions.values(),
        *programme.resources.values(),
        *programme.tracks.values(),
    )
    return Changes(tuple(put(_otherwise(record)) for record in records))


def _otherwise(record: Any) -> Any:
    """Return a record with its own texts altered, and those of the records inside it."""
    changed: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, Both):
            changed[name] = Both(alter(value.en[:SHORT]), alter(value.cy[:SHORT]))
        elif isinstance(value, str) and name in OWN_TEXTS:
            changed[name] = value if value.startswith("self") else alter(value[:SHORT])
        elif isinstance(value, tuple):
            changed[name] = tuple(_inner(one) for one in value)
    return msgspec.structs.replace(record, **changed)


def _inner(value: Any) -> Any:
    if isinstance(value, Both):
        return Both(alter(value.en[:SHORT]), alter(value.cy[:SHORT]))
    if isinstance(value, str) and value.startswith("dept:"):
        return f"dept:{alter(value.removeprefix('dept:')[:SHORT])}"
    return _otherwise(value) if isinstance(value, msgspec.Struct) else value
