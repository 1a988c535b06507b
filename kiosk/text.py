"""Texts for a person to read, not yet in any language.

A rule returns a `Text`, and a `Language` (see `kiosk.language`) translates it. The message
catalogue is extracted by the names `t`, `tn`, `tc` and `n_`, so call them with literals.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import field


class Both(msgspec.Struct, frozen=True):
    """A school's own text in English and Welsh. Where one is blank, the other is shown."""

    en: str = ""
    cy: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.cy)


class ShortDate(msgspec.Struct, frozen=True):
    """A date that is said without its year: Wed 2 Sept."""

    day: date


if TYPE_CHECKING:
    Param: TypeAlias = "str | int | date | datetime | time | ShortDate | Both | Text"
else:  # msgspec, which reads decisions that were sent, cannot tell the two structs apart
    Param = Any
Sayable: TypeAlias = "str | date | datetime | time | ShortDate | Both | Text"


class Text(msgspec.Struct, frozen=True):
    """A message to translate, with the values that go into its `{name}` places."""

    msgid: str
    params: dict[str, Param] = field(default_factory=dict)
    plural: str = ""
    """The English plural form; blank where the text has no number."""
    count: int = 0
    """The number that chooses the plural form; also available as `{n}`."""
    context: str = ""
    """Distinguishes two senses of the same English words."""


def t(msgid: str, **params: Param) -> Text:
    """Return a text to translate."""
    return Text(msgid, params)


def tn(singular: str, plural: str, n: int, **params: Param) -> Text:
    """Return a text whose form depends on the number `n`."""
    return Text(singular, params, plural, n)


def tc(context: str, msgid: str, **params: Param) -> Text:
    """Return a text to translate whose sense depends on `context`, such as the place it stands."""
    return Text(msgid, params, context=context)


def n_(msgid: str) -> str:
    """Mark a text for extraction, and return it as it is; `t` translates it where it is shown."""
    return msgid


UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What moves the cursor or commands a terminal, turns the direction, or is half a character."""


def visible(text: str) -> str:
    """Return a text that a terminal only shows: what would do more is written as `\\u001b`.

    In JSON, where such characters stand in strings only, that is the same value.
    """
    return UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
