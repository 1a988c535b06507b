"""The first start: names, a day or a programme, and a few answers become a school.

It is made by the rules of loading.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.loading.person_matching import match_people
from kiosk.rules.loading.school_files import load_both, load_staff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile, StaffFile
from kiosk.rules.model.ids import DayId, ResourceId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.records import InsetDay, Person, Resource, Session, Slot, Window, Workshop
from kiosk.rules.model.terms import DayKind, Role, SlotKind
from kiosk.settings import LANGUAGES, Settings
from kiosk.text import Both

STAFF, ALL = ("staff",), ("all",)
WHOLE_DAY = SlotId("day")
MUST_DO = WorkshopId("must-do")
TITLE = Both("INSET day", "Diwrnod HMS")
"""The title of a day of which only the date is known."""


class SmallDay(msgspec.Struct, frozen=True):
    """A day without workshops."""

    date: date
    hours: Window
    nation: str = "wales"
    """One of `kiosk.settings.NATIONS`."""
    language: str = "en"
    """`en` or `cy`: what these texts are in, and the school's first language in Wales."""
    school: str = ""
    """The school's name; blank: not given yet."""
    must_do: str = ""
    """What everybody is to do that day, such as "Safeguarding update"; blank: nothing."""
    catch_up: str = ""
    """What people who miss it do, in a line; blank: not known yet."""

    @property
    def id(self) -> DayId:
        """The day's id."""
        return DayId(self.date.isoformat())


class Draft(msgspec.Struct, frozen=True):
    """What was typed in a first start so far. Nothing of it is recorded."""

    typed: dict[str, str] = {}
    """What stands in the boxes, by their ids, for people who go back."""
    staff: StaffFile = StaffFile("")
    day: SmallDay | None = None
    """The day, unless there is a programme."""
    by_file: bool = False
    """Whether the day comes as a programme with workshops, from a file."""
    programme: ProgrammeFile | None = None
    is_paid: bool = False
    """Whether everybody who is not in `unpaid` is paid for all of the days; else nobody knows."""
    unpaid: frozenset[int] = frozenset()
    """Who is not, by their places in `staff`."""
    pin: str = ""

    @property
    def days(self) -> dict[DayId, Window]:
        """The hours of each day. A twilight has them only where they count for everyone."""
        if not self.by_file:
            return {} if self.day is None else {self.day.id: self.day.hours}
        days = [row.record for row in self.programme.days] if self.programme is not None else []
        return {
            day.id: hours
            for day in days
            if (hours := day.span) is not None
            and (day.kind is not DayKind.TWILIGHT or day.counts_for_everyone)
        }


def with_staff(draft: Draft, today: date, staff: StaffFile) -> Draft:
    """Return a draft with these people. What was answered about others is forgotten.

    Several posts of one person become one row. People who are known to work part of the week are
    taken not to be paid for all of it, until somebody says that they are.
    """
    problems: list[Problem] = []
    rows = match_people(staff.rows, {}, today, problems)
    staff = staff if problems else replace(staff, rows=tuple(rows))
    if [row.record for row in draft.staff.rows] == [row.record for row in staff.rows]:
        return replace(draft, staff=staff)
    part_time = (place for place, row in enumerate(staff.rows) if row.record.part_time)
    return replace(draft, staff=staff, is_paid=False, unpaid=frozenset(part_time))


def asked_for_hours(draft: Draft) -> dict[int, Person]:
    """Return the people whose hours are not known on all of the days, by their places in `staff`.

    A visitor is nobody's employee, and is not asked about.
    """
    settings = draft.programme.settings if draft.by_file and draft.programme is not None else None
    usual = settings.record.usual_hours if settings is not None else {}
    days = {*draft.days}

    def is_asked(person: Person) -> bool:
        is_usual = person.role in usual and not person.part_time
        is_known = person.hours is not None or is_usual or days <= {*person.agreed}
        return person.role is not Role.VISITOR and not is_known

    people = (row.record for row in draft.staff.rows)
    return {place: person for place, person in enumerate(people) if is_asked(person)}


def loading_of(draft: Draft) -> Decision:
    """Return the decision that makes the school: its people, and its day or programme if any."""
    programme = draft.programme if draft.by_file else None
    if draft.day is not None and not draft.by_file:
        programme = programme_of(draft.day)
    staff = staff_of(draft)
    return load_staff(staff) if programme is None else load_both(staff, programme)


def staff_of(draft: Draft) -> StaffFile:
    """Return the staff with what was answered about their hours.

    They are agreed for the days: of other days nothing is known. Who is not paid for all of it has
    hours that are not known, and until anything is answered so has everybody.
    """
    if not draft.is_paid:
        return draft.staff
    rows = list(draft.staff.rows)
    for place, person in asked_for_hours(draft).items():
        if place in draft.unpaid:
            answer: dict[str, Any] = {"part_time": True}
        else:
            answer = {"agreed": {**draft.days, **person.agreed}}
        given = rows[place].given | {*answer}
        rows[place] = replace(rows[place], record=replace(person, **answer), given=given)
    return replace(draft.staff, rows=tuple(rows))


def programme_of(day: SmallDay) -> ProgrammeFile:
    """Return the programme of a day without workshops.

    It is one slot from its start to its end, to which nobody signs in: being there is all that is
    asked. What everybody must do is a session in it, and required training.
    """
    slot = Slot(
        WHOLE_DAY, TITLE, SlotKind.TOGETHER, day.hours.start, day.hours.end,
        required=STAFF, invited=ALL,
    )  # fmt: skip
    inset = InsetDay(day.id, 1, TITLE, slots=(slot,))
    programme = ProgrammeFile(
        "", settings=_settings(day), days=_rows([inset], {"number", "title", "slots"})
    )
    if not day.must_do:
        return programme
    resource = Resource(
        ResourceId(f"{MUST_DO}-catch-up"), _said(day, day.catch_up), language=day.language
    )
    resources = [resource] if day.catch_up else []
    workshop = Workshop(
        MUST_DO, _said(day, day.must_do), resources=tuple(one.id for one in resources),
        required_training=STAFF,
    )  # fmt: skip
    session = Session(
        SessionId(f"{MUST_DO}-{day.id}"), day.id, WHOLE_DAY, MUST_DO,
        day.hours.start, day.hours.end, language=day.language,
    )  # fmt: skip
    return replace(
        programme,
        workshops=_rows([workshop], {"title", "resources", "required_training"}),
        sessions=_rows([session], {"day", "slot", "workshop", "start", "end", "language"}),
        resources=_rows(resources, {"title", "language"}),
    )


def _settings(day: SmallDay) -> FileRecord[Settings]:
    """Return the settings that follow from where the school is: England has English alone."""
    languages = "en" if day.nation == "england" else _both_from(day.language)
    settings = Settings(nation=day.nation, languages=languages)
    given = frozenset({"nation", "languages"})
    if not day.school:
        return FileRecord(settings, "", 0, given)
    return FileRecord(replace(settings, name=Both(day.school, day.school)), "", 0, given | {"name"})


def _both_from(first: str) -> str:
    return next(one for one in LANGUAGES if "+" in one and one.startswith(first))


def _said(day: SmallDay, text: str) -> Both:
    return Both(cy=text) if day.language == "cy" else Both(en=text)


def _rows(records: Iterable[Any], given: set[str]) -> tuple[FileRecord[Any], ...]:
    return tuple(FileRecord(one, "", 0, frozenset(given)) for one in records)
