"""Required training: owed by everyone it names, whether or not they work that day.

Attendance is judged within a person's hours, training is not: a part-timer who does not work on the
day of the safeguarding update owes it all the same, in their next paid hours. There are no editions
yet: what counts is any giving of the workshop in the same school year, or a catch-up that is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum

import msgspec

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.marks import attended, current_mark
from kiosk.rules.attendance.session_proof import is_proved
from kiosk.rules.attendance.taking_part import is_over, sessions_of_workshop, took_part
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.audiences import is_in_audience, is_named
from kiosk.rules.model.ids import DayId, WorkshopId
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session, Workshop
from kiosk.rules.model.requirement import hours_on_date, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, WaiveReason
from kiosk.text import Text, t

FIRST_MONTH = 9
"""The month in which a school year begins."""
FRIDAY = 4
SEARCHED_DAYS = 35
"""How far ahead paid hours are looked for: five weeks hold every pattern of a week."""


class TrainingState(Enum):
    """How far a person is with one required training of a day."""

    DONE = "done"
    UNPROVED = "by name only"
    """There by a typed name, which a professional tutor has not confirmed."""
    MISSED = "missed"
    """Expected there, and it is over, or the person is known to be away."""
    NOT_EXPECTED = "not expected"
    """Named, and not done, but not required there that day: owed in the next paid hours."""
    TO_COME = "still to come"


TRAINING_STATE_NAMES = {
    TrainingState.DONE: t("done"),
    TrainingState.UNPROVED: t("by typed name only"),
    TrainingState.MISSED: t("missed"),
    TrainingState.NOT_EXPECTED: t("not expected that day"),
    TrainingState.TO_COME: t("still to come"),
}
"""The names of the states, in lists."""


class TrainingLine(msgspec.Struct, frozen=True):
    """One required training of a day, with everyone it names by name and how far they are."""

    workshop: Workshop
    people: tuple[tuple[Person, TrainingState], ...]

    def count(self, state: TrainingState) -> int:
        """Return how many people are in a state."""
        return sum(one is state for _, one in self.people)


def trainings_of(school: School, day: InsetDay) -> list[tuple[Workshop, tuple[Session, ...]]]:
    """Return the workshops of a day that are required training, each with its sessions that day."""
    return _trainings_of(school, day.id)


@planned
def _trainings_of(school: School, day: DayId) -> list[tuple[Workshop, tuple[Session, ...]]]:
    found: dict[WorkshopId, list[Session]] = {}
    for session in school.sessions_on(day):
        if school.workshop(session).required_training:
            found.setdefault(session.workshop, []).append(session)
    workshops = school.programme.workshops
    return [(workshops[one], tuple(sessions)) for one, sessions in found.items()]


def is_trained(school: School, person: Person, day: InsetDay, workshop: WorkshopId) -> bool:
    """Return whether it is proved that the person attended it in the day's school year.

    Or that they led it, caught up, or did it elsewhere.
    """
    caught_up = any(
        _is_passed(school, one) for one in _catch_ups_in_year(school, person, day, workshop)
    )
    return caught_up or any(
        is_proved(school, person.id, session) or not attended(school, person.id, session)
        for session in _sessions_attended(school, person, day, workshop)
    )


def _is_passed(school: School, catch_up: CatchUp) -> bool:
    """Return whether a catch-up shows that the training was done, here or elsewhere."""
    state = state_of(school, catch_up)
    was_elsewhere = catch_up.waived_for is WaiveReason.ELSEWHERE
    return state is CatchUpState.DONE or (state is CatchUpState.WAIVED and was_elsewhere)


def _catch_ups_in_year(
    school: School, person: Person, day: InsetDay, workshop: WorkshopId
) -> Iterator[CatchUp]:
    """Yield the person's recorded catch-ups of the workshop, of the day's school year."""
    for other in _days_in_year(school, school_year(day.date)):
        for one in school.day_record(other).catch_ups.get(person.id, {}).values():
            if one.subject == workshop and one.is_owed:
                yield one


def attended_training(school: School, person: Person, day: InsetDay, workshop: WorkshopId) -> bool:
    """Return whether the person attended or led the workshop in the day's school year.

    Proved or not: people in the register have nothing to catch up on.
    """
    return any(_sessions_attended(school, person, day, workshop))


def _sessions_attended(
    school: School, person: Person, day: InsetDay, workshop: WorkshopId
) -> Iterator[Session]:
    """Yield the workshop's sessions of the day's school year that the person attended or led."""
    in_year = _days_in_year(school, school_year(day.date))
    for session in sessions_of_workshop(school, workshop):
        if session.day in in_year and took_part(school, person, session):
            yield session


@planned
def _days_in_year(school: School, year: int) -> frozenset[DayId]:
    days = school.programme.days.values()
    return frozenset(day.id for day in days if school_year(day.date) == year)


def school_year(when: date) -> int:
    """Return the year in which a date's school year begins."""
    return when.year if when.month >= FIRST_MONTH else when.year - 1


def owed_trainings(
    school: School, now: datetime, person: Person, day: InsetDay
) -> Iterator[Session]:
    """Yield a session of each training of the day that the person owes by now.

    It is owed once in a school year: not again where a catch-up of another day is for it, nor once
    one is done. Who is in a repeat on a later day owes it until that is over.
    """
    if not person.is_here(day.date):
        return
    for workshop, sessions in trainings_of(school, day):
        was_there = any(
            session.day <= day.id or is_over(school, now, session)
            for session in _sessions_attended(school, person, day, workshop.id)
        )
        if was_there or not is_named(person, workshop):
            continue
        known = [*_catch_ups_in_year(school, person, day, workshop.id)]
        elsewhere = (one.day != day.id and one.waived_at is None for one in known)
        if any(elsewhere) or any(_is_passed(school, one) for one in known):
            continue
        if _is_past(school, now, person, day, sessions):
            yield _meant(school, person, day, sessions)


def _meant(school: School, person: Person, day: InsetDay, sessions: tuple[Session, ...]) -> Session:
    """Return the session that is the person's own, else the first whose audience they are in."""
    own = [one for one in sessions if own_session(school, person, day, school.slot(one)) == one]
    for_person = [one for one in sessions if is_in_audience(person, one.audience)]
    return next(iter([*own, *for_person, *sessions]))


def was_expected(school: School, person: Person, day: InsetDay, workshop: WorkshopId) -> bool:
    """Return whether the person was required in a training of the day, or it was moved away."""
    sessions = {one.id: given for one, given in trainings_of(school, day)}.get(workshop)
    return sessions is None or _is_expected(school, person, day, sessions)


def _is_expected(
    school: School, person: Person, day: InsetDay, sessions: tuple[Session, ...]
) -> bool:
    return any(
        slot_requirement(school, person, day, school.slot(session)).required for session in sessions
    )


def _is_past(
    school: School, now: datetime, person: Person, day: InsetDay, sessions: tuple[Session, ...]
) -> bool:
    """Return whether the training can no longer be attended that day."""
    if day.closed_at is not None or all(
        is_reported_absent(school, person.id, day.id, session.start) for session in sessions
    ):
        return True
    marks = [current_mark(school, person.id, session) for session in sessions]
    if all(mark and mark.state in (MarkState.ABSENT, MarkState.RELEASED) for mark in marks):
        return True
    return now >= school.moment(day.id, max(session.end for session in sessions))


def training_lines(school: School, now: datetime, day: InsetDay) -> list[TrainingLine]:
    """Return each required training of the day, with everyone it names and how far they are."""
    return [
        TrainingLine(
            workshop,
            tuple(
                (person, _state(school, now, person, day, workshop, sessions))
                for person in sorted(school.people.values(), key=sort_key)
                if is_named(person, workshop) and person.is_here(day.date)
            ),
        )
        for workshop, sessions in trainings_of(school, day)
    ]


def _state(
    school: School,
    now: datetime,
    person: Person,
    day: InsetDay,
    workshop: Workshop,
    sessions: tuple[Session, ...],
) -> TrainingState:
    if is_trained(school, person, day, workshop.id):
        return TrainingState.DONE
    if attended_training(school, person, day, workshop.id):
        return TrainingState.UNPROVED
    if not _is_expected(school, person, day, sessions):
        return TrainingState.NOT_EXPECTED
    is_past = _is_past(school, now, person, day, sessions)
    return TrainingState.MISSED if is_past else TrainingState.TO_COME


def training_figures(line: TrainingLine, *, is_today: bool) -> Text:
    """Return one sentence: how many of those named have done a training, and where the rest are."""
    return t("{title}: {figures}", title=line.workshop.title,
             figures=training_counts(line, is_today=is_today))  # fmt: skip


def training_counts(line: TrainingLine, *, is_today: bool) -> Text:
    """Return the figures of a training without its title."""
    said = t("{done} of {named} done", done=line.count(TrainingState.DONE), named=len(line.people))
    unproved = line.count(TrainingState.UNPROVED)
    to_come, missed = line.count(TrainingState.TO_COME), line.count(TrainingState.MISSED)
    elsewhere = line.count(TrainingState.NOT_EXPECTED)
    rest = (
        (unproved, t("{n} by name only", n=unproved)),
        (to_come, t("{n} still to come", n=to_come)),
        (missed, t("{n} missed it", n=missed)),
        (elsewhere, t("{n} not expected today", n=elsewhere) if is_today
         else t("{n} not expected that day", n=elsewhere)),
    )  # fmt: skip
    for count, more in rest:
        if count:
            said = t("{said}, {more}", said=said, more=more)
    return said


def paid_date_from(school: School, person: Person, start: date) -> date:
    """Return the first date from `start` on which the person has paid hours.

    Hours agreed for one date and accepted invitations count, unpaid ones do not. Where none are
    known, it is the first weekday.
    """
    for days in range(SEARCHED_DAYS):
        when = start + timedelta(days=days)
        if hours_on_date(school, person, when).required_window is not None:
            return when
    return start + timedelta(days=7 - start.weekday() if start.weekday() > FRIDAY else 0)
