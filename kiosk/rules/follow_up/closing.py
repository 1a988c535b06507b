"""Closing the day: who was there, who missed what, who was not required; then it stands."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, current_mark, may_have_led, took_place
from kiosk.rules.choosing.places import promote_waiting
from kiosk.rules.follow_up.catch_up import missed_slots, record_catch_ups
from kiosk.rules.follow_up.certificates import issue_certificates
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School, put
from kiosk.text import t


class DaySummary(msgspec.Struct, frozen=True):
    """The account of a day. A person can be in `present` and in `missed`."""

    present: tuple[Person, ...]
    """With attendance in at least one session, or on site and leading one that others attended."""
    missed: tuple[tuple[Person, tuple[Slot, ...]], ...]
    """With the required slots that were missed."""
    not_required: tuple[Person, ...]
    """Required for nothing, and not there."""
    unfinished: tuple[Session, ...]
    """Sessions that are not over yet."""
    unattended: tuple[Session, ...]
    """Sessions that are over and that nobody attended, so far as is marked: leaders are not present
    for them, and owe nothing for them either."""


def summarise_day(school: School, now: datetime, day: InsetDay) -> DaySummary:
    """Return the account of a day as it stands."""
    present, missed, not_required = [], [], []
    sessions = school.sessions_on(day.id)
    for person in sorted(school.people.values(), key=sort_key):
        there = any(_counts_as_present(school, person, session) for session in sessions)
        slots = tuple(
            slot for slot, standing in missed_slots(school, now, person, day) if standing.required
        )
        if there:
            present.append(person)
        if slots:
            missed.append((person, slots))
        if not there and not slots and expected_from(school, person, day) is None:
            not_required.append(person)
    unfinished = tuple(one for one in sessions if now < school.moment(day.id, one.end))
    unattended = tuple(
        one for one in sessions if one not in unfinished and not took_place(school, one)
    )
    return DaySummary(tuple(present), tuple(missed), tuple(not_required), unfinished, unattended)


def _counts_as_present(school: School, person: Person, session: Session) -> bool:
    """Return whether the person attended a session, or led it: then others attended it."""
    if current_mark(school, person.id, session) is not None:
        return attended(school, person.id, session)
    return may_have_led(school, person, session) and took_place(school, session, without=person.id)


def days_to_close(school: School, now: datetime) -> list[InsetDay]:
    """Return the days that have come, the latest first: each of them can be closed."""
    today = school.local(now).date().isoformat()
    days = school.programme.days
    return [days[one] for one in sorted(days, reverse=True) if one <= today]


def unclosed_day(school: School, now: datetime) -> InsetDay | None:
    """Return the latest past day on which somebody was here and which was not closed."""
    today = school.local(now).date()
    for day in days_to_close(school, now):
        if day.date < today and day.closed_at is None and school.day_record(day.id).movements:
            return day
    return None


@decision
def close_day(school: School, now: datetime, actor: Actor, day: str) -> Changes:
    """Close a day: nothing more is chosen or signed in to; certificates and catch-ups are recorded.

    A day that is closed already keeps its time; corrections since are taken in.
    """
    today = school.day(day)
    first = [put(replace(today, closed_at=now))] if today.closed_at is None else []
    closed = school.apply(first)
    second = issue_certificates(day)(closed, now, actor).items
    third = record_catch_ups(day)(closed, now, actor).items
    return Changes((*first, *second, *third), t("The day is closed."))


@decision
def reopen_day(school: School, now: datetime, day: str) -> Changes:
    """Open a closed day again: certificates keep their numbers, queues move on."""
    today = school.day(day)
    if today.closed_at is None:
        return Changes((), t("The day is open."))
    opened = [put(replace(today, closed_at=None))]
    return Changes(
        (*opened, *promote_waiting(school.apply(opened), now, day)), t("The day is open again.")
    )
