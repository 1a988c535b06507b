"""Texts that a person reads: what is said, apart from the language it is said in.

A rule returns a `Text`; a `Language` (see `kiosk.language`) says it. The names `t`, `tn`, `tc` and
`n_` are the keywords by which the message catalogue is extracted.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeAlias

import msgspec
from msgspec import field


class Both(msgspec.Struct, frozen=True):
    """A school's own text in English and Welsh; either may be blank, and then the other serves."""

    en: str = ""
    cy: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.cy)


Param: TypeAlias = "str | int | date | datetime | time | Both | Text"
Sayable: TypeAlias = "str | date | datetime | time | Both | Text"


class Text(msgspec.Struct, frozen=True):
    """A message to translate, with the values that go into its `{name}` places."""

    msgid: str
    params: dict[str, Param] = field(default_factory=dict)
    plural: str = ""
    """The English plural form; blank where the text has no number."""
    count: int = 0
    """The number that chooses the plural form; also available as `{n}`."""
    context: str = ""
    """Tells two senses of one English word apart."""


def t(msgid: str, **params: Param) -> Text:
    """Return a text to translate."""
    return Text(msgid, params)


def tn(singular: str, plural: str, n: int, **params: Param) -> Text:
    """Return a text whose form depends on the number `n`."""
    return Text(singular, params, plural, n)


def tc(context: str, msgid: str, **params: Param) -> Text:
    """Return a text whose sense `context` makes plain to the translator."""
    return Text(msgid, params, context=context)


def n_(msgid: str) -> str:
    """Mark a text for translation that is translated later, where it is shown."""
    return msgid
