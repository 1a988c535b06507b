"""Closing the day: the summary of who attended and missed what, and what the closing records."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, current_mark, may_have_led, took_place
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.catch_up import record_catch_ups
from kiosk.rules.follow_up.certificates import issue_certificates
from kiosk.rules.follow_up.missed_slots import missed_slots
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School, put
from kiosk.text import t


class DaySummary(msgspec.Struct, frozen=True):
    """The summary of a day. A person can be in both `present` and `missed`."""

    present: tuple[Person, ...]
    """People who attended a session, or led one on site that others attended."""
    missed: tuple[tuple[Person, tuple[Slot, ...]], ...]
    """People with the required slots they missed."""
    not_required: tuple[Person, ...]
    """People who were required for nothing and did not come."""
    unfinished: tuple[Session, ...]
    """Sessions that are not over yet."""
    unattended: tuple[Session, ...]
    """Sessions that are over without any mark of attendance.

    Their leaders are not in `present` for them, and have nothing to catch up with either.
    """


def summarise_day(school: School, now: datetime, day: InsetDay) -> DaySummary:
    """Return the summary of a day as it stands."""
    present, missed, not_required = [], [], []
    for person in sorted(school.people_on(day.date).values(), key=sort_key):
        own = (*school.sessions_of(person.id, day.id), *school.sessions_led(person.id, day.id))
        is_present = any(_counts_as_present(school, person, session) for session in own)
        missing = missed_slots(school, now, person, day)
        slots = tuple(one.slot for one in missing if one.requirement.required)
        if is_present:
            present.append(person)
        if slots:
            missed.append((person, slots))
        if not is_present and not slots and expected_from(school, person, day) is None:
            not_required.append(person)
    unfinished, unattended = [], []
    for session in school.sessions_on(day.id):
        if now < school.moment(day.id, session.end):
            unfinished.append(session)
        elif not took_place(school, session):
            unattended.append(session)
    return DaySummary(
        tuple(present), tuple(missed), tuple(not_required), tuple(unfinished), tuple(unattended)
    )


def _counts_as_present(school: School, person: Person, session: Session) -> bool:
    """Return whether the person attended the session, or led it with others attending."""
    if current_mark(school, person.id, session) is not None:
        return attended(school, person.id, session)
    return may_have_led(school, person, session) and took_place(school, session, without=person.id)


def days_to_close(school: School, now: datetime) -> list[InsetDay]:
    """Return the days up to today, the latest first. Each of them can be closed."""
    today = school.local(now).date().isoformat()
    days = school.programme.days
    return [days[day] for day in sorted(days, reverse=True) if day <= today]


def unclosed_day(school: School, now: datetime) -> InsetDay | None:
    """Return the latest past day with arrivals that was not closed, or None."""
    today = school.local(now).date()
    for day in days_to_close(school, now):
        if day.date < today and day.closed_at is None and school.day_record(day.id).movements:
            return day
    return None


@decision
def close_day(school: School, now: datetime, actor: Actor, day: DayId) -> Changes:
    """Close a day: no more choices or sign-ins; certificates and catch-ups are recorded.

    A day that is closed already keeps its time, and takes in the corrections made since.
    """
    today = school.day(day)
    # the line on the wall may name people, and nobody needs it any longer
    over = replace(today, closed_at=now, notice="", notice_until=None)
    closing = [put(over)] if today.closed_at is None else []
    # Certificates and catch-ups are decided on the closed day: closing is what makes them final.
    closed = school.apply(closing)
    certificates = issue_certificates(day)(closed, now, actor).items
    catch_ups = record_catch_ups(day)(closed, now, actor).items
    return Changes((*closing, *certificates, *catch_ups), t("The day is closed."))


@decision
def reopen_day(school: School, now: datetime, day: DayId) -> Changes:
    """Open a closed day again. Certificates keep their numbers; waiting lists move on."""
    today = school.day(day)
    if today.closed_at is None:
        return Changes((), t("The day is already open."))
    opened = [put(replace(today, closed_at=None))]
    return Changes(
        (*opened, *promote_waiting(school.apply(opened), now, day)), t("The day is open again.")
    )
