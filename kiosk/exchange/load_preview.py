"""What a load would do, for a person to read before it is done: or what is wrong in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.errors import BadInput, KioskError
from kiosk.exchange.staff_account import (
    as_last_time,
    lines_of_nobody,
    private_columns,
    sheet_read,
    unused_columns,
)
from kiosk.rules.loading.leavers import split_leavers
from kiosk.rules.loading.person_matching import match_people
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.report import shown
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import Changes, ReportSection
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import ProgrammeFile, StaffFile
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.staff_mapping import AS_IT_IS, STAFF
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t, tn

FIRST = 5
"""How many of the people are shown as they will be."""
NOTHING_LOADED = t("Nothing was loaded. Please correct this:")


@dataclass(frozen=True)
class LoadPreview:
    """What a load would do, in sections; or what is wrong, and then it cannot be loaded."""

    sections: tuple[ReportSection, ...]
    is_sound: bool


def preview_staff(school: School, now: datetime, staff: StaffFile) -> LoadPreview:
    """Return what loading a staff file would do, and what is in it."""
    today = school.local(now).date()
    matched = match_people(staff.rows, school.people, today, [])
    rows, past = split_leavers(school, today, matched)
    changes = _decided(school, now, load_staff(staff))
    after = school.apply(changes.items) if isinstance(changes, Changes) else school
    people = [after.people.get(row.record.id, row.record) for row in rows]
    gone = len(past) + len(staff.leavers)
    counted = [ReportSection(tn("{n} person", "{n} people", len(people)), tuple(_by_role(people)))]
    sections = [
        # with problems in it, what people would be is not known yet
        *([] if staff.problems else counted),
        ReportSection(t("Left out:"), tuple(_left_out(staff, gone))),
        ReportSection(t("To look at:"), tuple(_doubts(staff, people))),
        ReportSection(
            t("The first people, as they will be:"),
            tuple(_as_it_will_be(school, one) for one in people[:FIRST])
            if isinstance(changes, Changes)
            else (),
        ),
    ]
    last = as_last_time(staff, school.mappings.get(STAFF, AS_IT_IS))
    above = [ReportSection(last, ())] if last is not None else []
    return _preview(changes, [*above, *filter(_says_much, sections)])


def preview_programme(school: School, now: datetime, programme: ProgrammeFile) -> LoadPreview:
    """Return what loading a programme would do."""
    unused = unused_columns(programme.name, programme.ignored)
    above = [ReportSection(t("Left out:"), (unused,))] if unused is not None else []
    return _preview(_decided(school, now, load_programme(programme)), above)


def unreadable(error: KioskError) -> LoadPreview:
    """Return what is wrong with a file of which nothing can be loaded."""
    lines = describe_all(error.problems) if isinstance(error, BadInput) else [error.reason]
    return LoadPreview((ReportSection(NOTHING_LOADED, tuple(lines)),), is_sound=False)


def _decided(school: School, now: datetime, decision: Decision) -> Changes | LoadPreview:
    """Return what a load would change, or what is wrong."""
    try:
        return decision(school, now, TUTOR)
    except KioskError as error:
        return unreadable(error)


def _preview(changes: Changes | LoadPreview, above: list[ReportSection]) -> LoadPreview:
    if isinstance(changes, LoadPreview):
        return LoadPreview((*changes.sections, *above), is_sound=False)
    message = [ReportSection(changes.message, ())] if changes.message is not None else []
    notes = ReportSection(t("Please note:"), changes.all_notes())
    rest = filter(_says_much, (*changes.report, notes))
    return LoadPreview((*message, *above, *rest), is_sound=True)


def _says_much(section: ReportSection) -> bool:
    return bool(section.lines)


def _by_role(people: list[Person]) -> Iterator[Text]:
    counts = Counter(person.role for person in people)
    for role in Role:
        if counts[role]:
            yield t("{role}: {n}", role=ROLE_NAMES[role], n=counts[role])


def _left_out(staff: StaffFile, gone: int) -> Iterator[Text]:
    if staff.pupils:
        yield tn("{n} row of a pupil", "{n} rows of pupils", staff.pupils)
    if gone:
        yield tn("{n} row of somebody who has left", "{n} rows of people who have left", gone)
    yield from filter(
        None,
        (
            lines_of_nobody(staff),
            private_columns(staff),
            unused_columns(staff.name, staff.ignored),
            sheet_read(staff),
        ),
    )


def _doubts(staff: StaffFile, people: list[Person]) -> Iterator[Text]:
    invited = sum(person.part_time and person.hours is None for person in people)
    if invited:
        yield tn(
            "{n} person works part of the week, and the hours are not in the file. They are "
            "invited, and never expected, until their hours are known.",
            "{n} people work part of the week, and the hours are not in the file. They are "
            "invited, and never expected, until their hours are known.",
            invited,
        )
    # the hours that are missing are said above, once for all
    yield from describe_all(one for one in staff.doubts if one.column != "days")


def _as_it_will_be(school: School, person: Person) -> Text:
    about: Text = t("{name}: {role}", name=person.name, role=ROLE_NAMES[person.role])
    if person.department:
        about = t("{who}, {more}", who=about, more=school.word(person.department))
    if person.hours:
        about = t("{who}, {more}", who=about, more=shown(school, "hours", person.hours))
    return about
