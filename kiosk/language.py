"""Translates texts into one language: messages by gettext, dates by CLDR (Babel)."""

from __future__ import annotations

import gettext
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk import catalogues
from kiosk.text import Both, Sayable, ShortDate, Text, t, tn, visible

if TYPE_CHECKING:
    from babel import Locale

WELSH_DAY, WITHIN = "Dydd ", "dydd "
"""The first word of a date in full, alone or at the start of a sentence, and within one."""

BABEL_NAMES = {"en": "en_GB", "cy": "cy_GB"}


class Language:
    """One language. It is passed to what needs it and never global: one page can hold two."""

    def __init__(self, code: str = "en", catalogue: gettext.NullTranslations | None = None) -> None:
        """Use `code` (`en` or `cy`), and `catalogue` or else the language's own."""
        self._code = code
        self._given = catalogue

    @property
    def code(self) -> str:
        """`en` or `cy`."""
        return self._code

    def say(self, what: Sayable | int) -> str:
        """Return what a person reads: a text translated, a date, time or number formatted."""
        match what:
            case str():
                return what
            case Text():
                return self._message(what)
            case Both():
                first, second = (what.cy, what.en) if self.code == "cy" else (what.en, what.cy)
                return first or second
            case ShortDate():
                return self.short_date(what.day)
            case datetime():  # before `date`, of which it is a kind
                return self.clock(what.time())
            case date():
                return self.full_date(what)
            case time():
                return self.clock(what)
            case _:
                return str(what)

    def _message(self, text: Text) -> str:
        # read when the first message is said, once for each language
        catalogue = self._given or catalogues.catalogue(self.code)
        if text.plural and text.context:
            message = catalogue.npgettext(text.context, text.msgid, text.plural, text.count)
        elif text.plural:
            message = catalogue.ngettext(text.msgid, text.plural, text.count)
        elif text.context:
            message = catalogue.pgettext(text.context, text.msgid)
        else:
            message = catalogue.gettext(text.msgid)
        if not text.params and not text.plural:
            return message
        # a path, or what stands in a file, may hold what a terminal would take for a command
        values = {name: visible(self._within(value)) for name, value in text.params.items()}
        said = message.format(**{"n": str(text.count), **values})
        return said.replace(WITHIN, WELSH_DAY, 1) if said.startswith(WITHIN) else said

    def _within(self, value: Sayable | int) -> str:
        """Return a value as it stands within a sentence: in Welsh a day has no capital there."""
        said = self.say(value)
        is_welsh_day = isinstance(value, date) and self.code == "cy"
        return said.replace(WELSH_DAY, WITHIN, 1) if is_welsh_day else said

    def clock(self, moment: time) -> str:
        """Return a time as 08:41."""
        return f"{moment:%H:%M}"

    def full_date(self, day: date) -> str:
        """Return a date in full: Wednesday 2 September 2026."""
        return self._formatted(day, "EEEE d MMMM y")

    def short_date(self, day: date) -> str:
        """Return a date without its year: Wed 2 Sept."""
        return self._formatted(day, "EEE d MMM")

    def long_time(self, minutes: int) -> str:
        """Return a length of time: 1 h 30 min."""
        return self.say(length_of_time(minutes))

    def _formatted(self, day: date, pattern: str) -> str:
        # loaded on first use: most commands show no date, and Babel would add 25 ms to each
        from babel.dates import format_date

        return format_date(day, pattern, locale=_locale(self.code))


def length_of_time(minutes: int) -> Text:
    """Return a length of time to say: 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tn("{n} min", "{n} min", rest)
    if not rest:
        return tn("{n} h", "{n} h", hours)
    return t("{hours} h {minutes} min", hours=hours, minutes=rest)


@lru_cache
def _locale(code: str) -> Locale:
    from babel import Locale

    return Locale.parse(BABEL_NAMES.get(code, "en_GB"))
