"""The settings that are tables: usual hours by role, and words in both languages.

Each row of them is a form of its own, read as the row of a file is.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from kiosk.errors import Problem
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.forms import FormField, Values
from kiosk.exchange.programme_sheets import USUAL_HOURS, WORDS
from kiosk.exchange.programme_toml import settings_in
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.records import WEEKDAYS
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Both, Sayable, Text, t

Read = tuple[FileRecord[Settings], list[Problem]]
NO = "no"
"""What stands for a day that is not worked."""
ADD = "add"
DAY_NAMES = {field.name: field.heading for field in USUAL_HOURS.fields if field.name in WEEKDAYS}
ABOUT_WORDS = t("What a room, a department or an office is called in both languages. Your files "
                "may use either.")  # fmt: skip
TAKEN_OFF = t("Your files may use either. Leave both blank to take it off the list.")


class TableRow(NamedTuple):
    """One row of a table of settings."""

    id: str
    label: Sayable
    shown: Sayable
    what: Text
    """What it does."""
    fields: tuple[FormField, ...]
    read: Callable[[Settings, Values], Read]
    """Returns the settings with what was typed, and what is wrong with it."""


def tables(settings: Settings) -> list[tuple[Text, list[TableRow]]]:
    """Return the tables, each with its heading and its rows; the last row adds a word."""
    pairs = dict.fromkeys(settings.words.values())
    return [
        (USUAL_HOURS.title, [_hours_row(settings, role) for role in Role]),
        (
            t("Words in both languages"),
            [*(_word_row(place, pair) for place, pair in enumerate(pairs)), _word_row(ADD, Both())],
        ),
    ]


def _hours_row(settings: Settings, role: Role) -> TableRow:
    hours = settings.usual_hours.get(role)
    fields = (
        FormField(
            day, name, t("Hours such as 08:30-15:30, or no. All blank: not known."),
            "" if hours is None else hours.get(day, NO),
        )
        for day, name in DAY_NAMES.items()
    )  # fmt: skip

    def read(settings: Settings, values: Values) -> Read:
        problems: list[Problem] = []
        row = FieldReader("", 0, dict(values), problems)
        found = settings_in(FieldReader("", 0, {}, []), {role: row}, None).record.usual_hours
        others = {one: hours for one, hours in settings.usual_hours.items() if one != role}
        known = found if any(value.strip() for value in values.values()) else {}
        return _only(Settings(usual_hours={**others, **known}), "usual_hours"), problems

    return TableRow(
        f"hours {role.value}", ROLE_NAMES[role], _shown_hours(hours),
        t("The hours of people for whom the staff file has none. Until they are known, people are "
          "invited, and nobody waits for them."),
        tuple(fields), read,
    )  # fmt: skip


def _shown_hours(hours: dict[str, str] | None) -> Text | str:
    """Return hours by stretches of days: "Mon–Thu 08:00-16:30, Fri 08:00-16:00"."""
    shown: Text | str = ""
    for written, days in groupby(WEEKDAYS, lambda day: (hours or {}).get(day, "")):
        first, *others = (DAY_NAMES[day] for day in days)
        if not written:
            continue
        when = t("{first}–{last}", first=first, last=others[-1]) if others else first
        one = t("{days} {hours}", days=when, hours=written)
        shown = t("{others}, {one}", others=shown, one=one) if shown else one
    return shown


def _word_row(place: int | str, pair: Both) -> TableRow:
    fields = tuple(
        FormField(field.name, field.heading, TAKEN_OFF if pair else ABOUT_WORDS, value)
        for field, value in zip(WORDS.fields, (pair.en, pair.cy), strict=True)
    )

    def read(settings: Settings, values: Values) -> Read:
        problems: list[Problem] = []
        row = FieldReader("", 0, dict(values), problems)
        typed = Both(row.text("english"), row.text("welsh"))
        others = {name: one for name, one in settings.words.items() if one != pair}
        for name, text in (("english", typed.en), ("welsh", typed.cy)):
            if not text and (typed or not pair):
                row.needed(name)
            elif text in others:
                row.note(name, text, t("another word: this one is in the list already"))
        line = FieldReader("", 0, {typed.en: typed.cy}, [])
        found = settings_in(FieldReader("", 0, {}, []), None, line).record.words
        return _only(Settings(words={**others, **found}), "words"), problems

    label = pair.en or t("Add a word")
    return TableRow(f"word {place}", label, pair.cy, ABOUT_WORDS, fields, read)


def _only(settings: Settings, name: str) -> FileRecord[Settings]:
    return FileRecord(settings, "", 0, frozenset({name}))
