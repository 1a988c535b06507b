"""Forms on a screen: each is one row of a file, read by the same functions as when it is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.staff import person_in
from kiosk.exchange.staff_sheet import FIELDS
from kiosk.rules.loading.person_changes import FIELD_NAMES
from kiosk.rules.model.file_contents import MORE_DUTIES, FileRecord
from kiosk.rules.model.records import WEEKDAYS, Person
from kiosk.rules.model.terms import Role
from kiosk.text import Sayable, Text, t

Values = Mapping[str, str]
"""The texts of a form's fields by their names, which are those of the columns of a file."""


class FormField(msgspec.Struct, frozen=True):
    """One field of a form."""

    name: str
    """As the column is called in files."""
    label: Sayable
    about: Sayable = ""
    """What to write there."""
    value: str = ""
    """What stands there now."""


def changed_values(fields: Sequence[FormField], values: Values) -> dict[str, str]:
    """Return the texts that are not what stood in their fields at first."""
    return {
        one.name: values[one.name]
        for one in fields
        if values[one.name].strip() != one.value.strip()
    }


def expected_by_field(problems: Sequence[Problem]) -> dict[str, Text]:
    """Return what is expected in each field that has a problem."""
    return {one.column: one.expected for one in reversed(problems)}


ALWAYS = (
    "forename", "surname", "preferred_forename", "display_name", "role", "department",
    "staff_code", "duties", "badge", "language", "mon", "tue", "wed", "thu", "fri",
)  # fmt: skip
WEEKEND = {"sat": t("Saturday"), "sun": t("Sunday")}
ABOUT: dict[str, Text] = {
    "role": t("One of {roles}; or a job title, such as Head of Maths.", roles=", ".join(Role)),
    "staff_code": t("Short, such as SJO. No two people have the same."),
    "language": t("en or cy. Blank: the school's first language."),
    "badge": t("Scan the card, or type its number. Blank: no badge."),
    "left": t("The first date on which they are no longer here. Blank: they are here."),
}
"""What to write in fields of a person of which the staff sheet says less."""


def person_fields(person: Person | None, name: str = "") -> list[FormField]:
    """Return the fields of a person's entry; None: of a new one, whose name was typed so far."""
    known = written_person(person) if person is not None else _named(name)
    fields = {one.name: FormField(one.name, one.heading, one.note or "") for one in FIELDS}
    fields |= {day: FormField(day, name, fields["mon"].about) for day, name in WEEKEND.items()}
    fields["left"] = FormField("left", FIELD_NAMES["left"])
    shown = [*ALWAYS, *(day for day in WEEKEND if known.get(day, "no") != "no")]
    return [
        replace(fields[name], about=ABOUT.get(name, fields[name].about), value=known.get(name, ""))
        for name in (*shown, *(("left",) if person is not None else ()))
    ]


def _named(typed: str) -> dict[str, str]:
    # people search in small letters
    words = [word[:1].upper() + word[1:] for word in typed.split()]
    return {"forename": " ".join(words[:1]), "surname": " ".join(words[1:])}


def written_person(person: Person) -> dict[str, str]:
    """Return a person's entry as the cells of a row of a staff file hold it, but for the badge."""
    hours = person.hours
    return {
        "forename": person.forename,
        "surname": person.surname,
        "preferred_forename": person.preferred_forename,
        "display_name": person.display_name,
        "role": person.role.value,
        "department": person.department,
        "staff_code": person.staff_code,
        "duties": "; ".join(person.duties),
        "language": person.language,
        # four characters tell badges apart; a whole code could be copied off the screen
        "badge": f"…{person.badge[-4:]}" if person.badge else "",
        "left": f"{person.left:%d/%m/%Y}" if person.left else "",
        **{
            day: f"{hours[day].start:%H:%M}-{hours[day].end:%H:%M}" if day in hours else "no"
            for day in WEEKDAYS
            if hours is not None
        },
    }


def read_person(
    fields: Sequence[FormField], values: Values
) -> tuple[FileRecord[Person], list[Problem]]:
    """Return the person of a form, and what cannot be read of what was changed.

    The record gives only the fields whose texts are changed and can be read; hours as a whole.
    """
    problems: list[Problem] = []
    row = person_in(FieldReader("", 0, dict(values), problems))
    changed = set(changed_values(fields, values))
    touched = [one for one in problems if one.column in changed]
    unread = {one.column for one in touched}
    given = changed - unread
    if unread.intersection(WEEKDAYS):
        given -= set(WEEKDAYS)
    given |= {"hours"} if given.intersection(WEEKDAYS) else set()
    given |= row.given & {"coming", MORE_DUTIES} if "role" in given else set()
    return replace(row, given=frozenset(given)), touched
