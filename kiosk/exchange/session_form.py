"""The form of a session: a row of a programme, without what the day's other acts change."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.exchange.fields import FieldReader
from kiosk.exchange.forms import FormField, Values, changed_values
from kiosk.exchange.programme_sheets import WORKSHOPS_SHEET
from kiosk.exchange.programme_tables import workshops_in
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.text import t

SHOWN = ("title_en", "title_cy", "aim_en", "aim_cy", "topic", "slot", "audience", "language")
OF_BOTH = ("title", "aim")


def session_fields(school: School, session: Session) -> list[FormField]:
    """Return the fields of a session's description."""
    workshop, day = school.workshop(session), school.day(session.day)
    values = {
        "title_en": workshop.title.en, "title_cy": workshop.title.cy,
        "aim_en": workshop.aim.en, "aim_cy": workshop.aim.cy, "topic": workshop.topic,
        "slot": session.slot, "audience": "; ".join(session.audience),
        "language": session.language,
    }  # fmt: skip
    sheet = {one.name: one for one in WORKSHOPS_SHEET.fields}
    slots = ", ".join(slot.id for slot in day.slots if not slot.kind.is_pause)
    about = {
        "slot": t("One of {slots}. It then has the times of that slot.", slots=slots),
        "language": t("en, cy or both."),
    }
    return [
        FormField(name, sheet[name].heading, about.get(name, sheet[name].note or ""), values[name])
        for name in SHOWN
    ]


def read_session(
    session: Session, fields: Sequence[FormField], values: Values
) -> tuple[ProgrammeFile, list[Problem]]:
    """Return the rows of a session and its workshop, and what cannot be read.

    They give only the fields whose texts are changed and can be read.
    """
    problems: list[Problem] = []
    about = {"id": session.id, "workshop": session.workshop, "day": session.day}
    [workshop], [row] = workshops_in([FieldReader("", 0, {**about, **values}, problems)], ())
    changed = set(changed_values(fields, values))
    touched = [one for one in problems if one.column in changed]
    given = changed - {one.column for one in touched}
    both = {name for name in OF_BOTH if given & {f"{name}_en", f"{name}_cy"}}
    file = ProgrammeFile(
        "",
        workshops=(replace(workshop, given=frozenset(given | both)),),
        sessions=(replace(row, given=frozenset(given)),),
    )
    return file, touched
