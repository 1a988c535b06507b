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
from kiosk.screen_language import ScreenLanguage
from kiosk.text import Both

Letters = dict[int, int]


def _letters(capital: int, small: int) -> Letters:
    return {
        **{ord("A") + place: capital + place for place in range(26)},
        **{ord("a") + place: small + place for place in range(26)},
    }


FIRST, SECOND = _letters(0x410, 0x430), _letters(0x531, 0x561)
"""Each English letter's number to that of the letter that stands for it: Cyrillic, Armenian."""

OWN_TEXTS = {
    "name", "head", "tutor", "tutor_title", "forename", "surname", "preferred_forename",
    "display_name", "staff_code", "title", "place", "aim", "topic", "priority", "room", "speaker",
    "hint", "provider", "owner", "signer", "department",
}  # fmt: skip
"""The record fields that hold a school's own texts."""

SHORT = 3
"""The length to which a school's own texts are cut."""


def alter(text: str, letters: Letters = FIRST) -> str:
    """Return a text in the pseudo-language."""
    return text.translate(letters)


class Catalogue(gettext.NullTranslations):
    """A gettext catalogue that has every message."""

    def __init__(self, letters: Letters = FIRST) -> None:
        super().__init__()
        self._letters = letters

    def gettext(self, message: str) -> str:
        return re.sub(r"\{\w+\}|[^{]+", lambda part: self._piece(part[0]), message)

    def _piece(self, text: str) -> str:
        return text if text.startswith("{") else alter(text, self._letters)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        del context
        return self.ngettext(msgid1, msgid2, n)


class Pseudo(Language):
    """A language that translates everything, dates included."""

    def __init__(self, code: str = "en", letters: Letters = FIRST) -> None:
        super().__init__(code, Catalogue(letters))
        self._letters = letters

    def full_date(self, day: date) -> str:
        return alter(super().full_date(day), self._letters)

    def short_date(self, day: date) -> str:
        return alter(super().short_date(day), self._letters)


def two_languages() -> ScreenLanguage:
    """Return the language of screens that are in a first one, and may become a second one."""
    return ScreenLanguage(Pseudo("en", FIRST), {"cy": Pseudo("cy", SECOND)})


def is_pseudo(language: Language | None) -> bool:
    """Return whether screens in a language begin in a pseudo-language."""
    return isinstance(language.now if isinstance(language, ScreenLanguage) else language, Pseudo)


@decision
def say_otherwise(school: School, now: datetime) -> Changes:
    """Put a school's own texts into the pseudo-languages, and shorten them.

    Everybody reads the first.
    """
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
            changed[name] = _both(value)
        elif name == "language":
            changed[name] = "en"
        elif isinstance(value, str) and name in OWN_TEXTS:
            changed[name] = value if value.startswith("self") else alter(value[:SHORT])
        elif isinstance(value, tuple):
            changed[name] = tuple(_inner(one) for one in value)
    return msgspec.structs.replace(record, **changed)


def _both(value: Both) -> Both:
    return Both(alter(value.en[:SHORT]), alter(value.cy[:SHORT], SECOND))


def _inner(value: Any) -> Any:
    if isinstance(value, Both):
        return _both(value)
    if isinstance(value, str) and value.startswith("dept:"):
        return f"dept:{alter(value.removeprefix('dept:')[:SHORT])}"
    return _otherwise(value) if isinstance(value, msgspec.Struct) else value
