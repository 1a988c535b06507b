"""The account of a day: what came of it for everybody listed, each person once.

It goes by what was required on site, as the board does: the people whom the board counts as due
are those of every outcome but `NOT_REQUIRED`. While the day runs, it says how things stand so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from functools import cached_property

import msgspec

from kiosk.rules.attendance.absences import first_expected_at
from kiosk.rules.attendance.arrivals import has_arrived
from kiosk.rules.attendance.board import required_times
from kiosk.rules.attendance.marks import attended, current_mark, may_have_led, took_place
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.follow_up.missed_slots import is_absent, is_marked_away
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.programme import start_order
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import required_slots
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState


class Outcome(IntEnum):
    """What came of somebody's day, in the order in which closing lists it."""

    PART = 1
    """They attended part of what was required, or left early."""
    NONE = 2
    """They attended none of it, and were expected; until the day is over: none of it yet."""
    REPORTED_ABSENT = 3
    """They did not come, and were known to be away for all of it."""
    ALL = 4
    NOT_REQUIRED = 5
    """Nothing was required of them on site: not asked, only invited, or off site."""


class SlotResult(msgspec.Struct, frozen=True):
    """What came of one required slot for a person."""

    slot: Slot
    session: Session | None
    """The session they attended, else the one that was theirs; None: there is none, or no place."""
    attended: bool
    left_early: bool
    missed: bool
    """Neither attended nor missed: it is still to come, or nobody came to the one they lead."""


class AccountLine(msgspec.Struct, frozen=True):
    """One person in the account."""

    person: Person
    outcome: Outcome
    results: tuple[SlotResult, ...]
    """Those of the required slots, in the order of the day."""
    sessions: tuple[Session, ...]
    """All sessions that they attended or led, required or not, in order of start."""

    @property
    def missed(self) -> tuple[Slot, ...]:
        """The required slots that they missed."""
        return tuple(one.slot for one in self.results if one.missed)

    @property
    def left_early(self) -> tuple[Slot, ...]:
        """The required slots that they left before the end."""
        return tuple(one.slot for one in self.results if one.left_early)


class DayAccount(msgspec.Struct, frozen=True, dict=True):
    """A day as it stands: everybody once, and the sessions that are not clear."""

    day: InsetDay
    lines: tuple[AccountLine, ...]
    """Everybody listed for the day, in no particular order."""
    unfinished: tuple[Session, ...]
    """The sessions that are not over yet."""
    unattended: tuple[Session, ...]
    """The sessions that are over without any mark of attendance.

    Their leaders did not lead them as far as is known, and have nothing to catch up with either.
    """
    without_leader: tuple[Session, ...]
    """The sessions that others attended, and in which none of the leaders is marked."""

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """How many people there are of each outcome."""
        return Counter(line.outcome for line in self.lines)


def day_account(school: School, now: datetime, day: InsetDay) -> DayAccount:
    """Return the account of a day as it stands."""
    people = school.people_on(day.date).values()
    over = {one.id: now >= school.moment(day.id, one.end) for one in school.sessions_on(day.id)}
    held = [one for one in school.sessions_on(day.id) if over[one.id]]
    given = {one.id: took_place(school, one) for one in held}
    return DayAccount(
        day,
        tuple(account_line(school, now, person, day) for person in people),
        tuple(one for one in school.sessions_on(day.id) if not over[one.id]),
        tuple(one for one in held if not given[one.id]),
        tuple(one for one in held if given[one.id] and not _has_leader(school, one)),
    )


def _has_leader(school: School, session: Session) -> bool:
    """Return whether a leader is marked, or there is none who could be: a speaker, or off site."""
    leaders = [one for one in session.leaders if one in school.people]
    return (
        not leaders
        or session.off_site
        or any(current_mark(school, leader, session) is not None for leader in leaders)
    )


def account_line(school: School, now: datetime, person: Person, day: InsetDay) -> AccountLine:
    """Return what came of the day for one person."""
    sessions = sessions_attended(school, person, day)
    required = required_times(school, day).get(person.id, ())
    if not required:
        return AccountLine(person, Outcome.NOT_REQUIRED, (), sessions)
    marked = school.sessions_of(person.id, day.id)
    results = tuple(
        result
        for slot, session in required_slots(school, person, day)
        if (result := _result(school, now, person, day, slot, session, marked, sessions))
    )
    outcome = _outcome(results)
    if outcome is Outcome.NONE and not has_arrived(school, person.id, day.id):
        is_away = first_expected_at(school, person.id, day.id, required) is None
        outcome = Outcome.REPORTED_ABSENT if is_away else outcome
    return AccountLine(person, outcome, results, sessions)


def sessions_attended(school: School, person: Person, day: InsetDay) -> tuple[Session, ...]:
    """Return the day's sessions that the person attended, or led with others there, by start."""
    marked, led = school.sessions_of(person.id, day.id), school.sessions_led(person.id, day.id)
    own: dict[SessionId, Session] = {one.id: one for one in (*marked, *led)}
    in_order = sorted(own.values(), key=start_order)
    return tuple(one for one in in_order if _was_in(school, person, one))


def _was_in(school: School, person: Person, session: Session) -> bool:
    """Return whether the person attended the session, or led it with others attending."""
    if current_mark(school, person.id, session) is not None:
        return attended(school, person.id, session)
    return may_have_led(school, person, session) and took_place(school, session, without=person.id)


def _result(
    school: School,
    now: datetime,
    person: Person,
    day: InsetDay,
    slot: Slot,
    own: Session | None,
    marked: Iterable[Session],
    sessions: Iterable[Session],
) -> SlotResult | None:
    here = [one for one in sessions if one.slot == slot.id]
    marked_here = [one for one in marked if one.slot == slot.id]
    # Off site nobody signs in: what counts is whether a tutor says that they were not there.
    is_elsewhere = own is not None and own.off_site and not here
    if is_elsewhere and not any(is_marked_away(school, person.id, one) for one in marked_here):
        return None
    # Where there is nothing to sign in to, being at the school is all that is asked.
    was_there = bool(here) or (
        not school.sessions_on(day.id, slot.id) and has_arrived(school, person.id, day.id)
    )
    missed = not here and is_absent(school, now, person, day, slot, own, marked_here)
    states = [final_state(school, person.id, one) for one in here]
    has_left = bool(here) and all(state is MarkState.LEFT for state in states)
    return SlotResult(slot, here[-1] if here else own, was_there, has_left, missed)


def _outcome(results: Iterable[SlotResult]) -> Outcome:
    results = list(results)
    if not any(one.attended for one in results):
        return Outcome.NONE
    is_part = any(one.missed or one.left_early for one in results)
    return Outcome.PART if is_part else Outcome.ALL
