"""The account of a day that closing shows: made off the event loop, since it looks at everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum

import msgspec

from kiosk.rules.attendance.absences import first_expected_at
from kiosk.rules.attendance.arrivals import doubted_sign_ins, has_arrived
from kiosk.rules.attendance.board import headcount, required_times
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.attendance.session_proof import unproved_people
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.typed_changes import disputed_changes
from kiosk.rules.follow_up.certificates import unproved_sessions
from kiosk.rules.follow_up.closing import summarise_day
from kiosk.rules.follow_up.required_training import TrainingLine, training_lines
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.school import School


class Outcome(IntEnum):
    """What came of somebody's day, in the order in which closing lists it."""

    MISSED_PART = 1
    NOT_HERE = 2
    NOT_MARKED_YET = 3
    """Until the day is closed: nothing says yet whether they come."""
    REPORTED_ABSENT = 4
    ATTENDED = 5
    NOT_REQUIRED = 6


class AccountLine(msgspec.Struct, frozen=True):
    """One person in the account."""

    person: Person
    outcome: Outcome
    missed: tuple[Slot, ...]
    """The required slots that they missed."""
    unproved: int
    """In how many sessions they are by a name that is not enough."""
    is_in: bool
    """Whether they arrived that day."""


class DayAccount(msgspec.Struct, frozen=True):
    """A day as closing shows it: everybody once, and what is to be looked at first."""

    day: InsetDay
    lines: tuple[AccountLine, ...]
    """Everybody, by name."""
    unfinished: int
    """How many sessions are not over."""
    unattended: tuple[Session, ...]
    """The sessions that are over and in which nobody is marked."""
    training: tuple[TrainingLine, ...]
    unproved: int
    """How many people are in a register by a name that is not enough."""
    to_check: int
    not_yet_in: int
    misfits: int
    """How many things do not fit on the day. This and the two before are counted on the day."""


def account_for(school: School, now: datetime, day: InsetDay, language: str) -> DayAccount:
    """Return the account of a day, sorted by a language's alphabet."""
    by_name = sort_key_for(language)
    summary = summarise_day(school, now, day)
    present = {who.id for who in summary.present}
    missed = {who.id: slots for who, slots in summary.missed}
    free = {who.id for who in summary.not_required}
    is_today = day.date == school.local(now).date() and day.closed_at is None

    def lines() -> Iterator[AccountLine]:
        for who in sorted(school.people_on(day.date).values(), key=by_name):
            slots, outcome = missed.get(who.id, ()), Outcome.NOT_HERE
            is_in = has_arrived(school, who.id, day.id)
            if who.id in present:
                outcome = Outcome.MISSED_PART if slots else Outcome.ATTENDED
            elif who.id in free:
                outcome = Outcome.NOT_REQUIRED
            elif not is_in and _is_covered(school, who.id, day):
                outcome = Outcome.REPORTED_ABSENT
            elif is_today and not (is_in and slots):
                outcome = Outcome.NOT_MARKED_YET
            unproved = len(unproved_sessions(school, who.id, day.id))
            yield AccountLine(who, outcome, slots, unproved, is_in)

    return DayAccount(
        day,
        tuple(lines()),
        len(summary.unfinished),
        summary.unattended,
        tuple(training_lines(school, now, day)),
        len({who.id for one in school.sessions_on(day.id) for who in unproved_people(school, one)}),
        people_to_check(school, day.id) if is_today else 0,
        headcount(school, day).not_yet_in if is_today else 0,
        len(attention(school, day.id)) if is_today else 0,
    )


def _is_covered(school: School, person: PersonId, day: InsetDay) -> bool:
    """Return whether a reported absence leaves no time at which the person is expected."""
    if person not in school.day_record(day.id).reported_absences:
        return False
    required = required_times(school, day).get(person, ())
    return first_expected_at(school, person, day.id, required) is None


def people_to_check(school: School, day: DayId) -> int:
    """Return how many people are to be checked: who is new, and who doubts or disputes something.

    People, not rows: one sign-in may be doubted twice.
    """
    return (
        len(unconfirmed_people(school))
        + len({doubt.person for doubt in doubted_sign_ins(school, day)})
        + len({change.person for change in disputed_changes(school, day)})
    )
