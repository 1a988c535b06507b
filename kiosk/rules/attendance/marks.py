"""Marks: who was in a session. They are only ever added; the last one counts.

Nobody is in two places: signing in to a session ends another at the same time, and leaving the site
ends any. One that begins when the other ends is no second place: its door opens before that.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import (
    UNDO_GRACE,
    arrival,
    departure,
    has_arrived,
    is_on_site,
    require_today,
    was_on_site,
)
from kiosk.rules.choosing.bookings import booking_of, is_full
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.places import choose, promote_waiting
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import Mark, Person, Session, join_ids, next_number
from kiosk.rules.model.requirement import (
    hours_on,
    is_in_audience,
    leads,
    overlap,
    session_requirement,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.text import Text, t


class EntryState(Enum):
    """Whether one may sign in to a session."""

    SHUT = auto()
    """It is not about to begin yet."""
    OPEN = auto()
    OVER = auto()


def entry_state(school: School, session: Session, now: datetime) -> EntryState:
    """Return whether one may sign in to a session now (it opens some minutes before: a setting)."""
    opens = school.moment(session.day, session.start) - timedelta(
        minutes=school.settings.opens_before
    )
    if now < opens:
        return EntryState.SHUT
    return EntryState.OPEN if now < school.moment(session.day, session.end) else EntryState.OVER


def current_mark(school: School, session: Session, person: str) -> Mark | None:
    """Return the mark that counts."""
    marks = marks_of(school, session, person)
    return marks[-1] if marks else None


def marks_of(school: School, session: Session, person: str) -> tuple[Mark, ...]:
    """Return all marks of a person in a session, the oldest first."""
    return school.day_record(session.day).marks.get(session.id, {}).get(person, ())


def attended(school: School, session: Session, person: str) -> bool:
    """Return whether the person was in the session, for all or part of it.

    Who signed in ahead and left before it began was not.
    """
    mark = current_mark(school, session, person)
    if mark is None or mark.state is not MarkState.LEFT:
        return mark is not None and mark.state.attended
    return mark.at >= school.moment(session.day, session.start)


def took_place(school: School, session: Session, without: str = "") -> bool:
    """Return whether anybody attended a session, other than `without`.

    Elsewhere nobody signs in: a session off site is taken to be given.
    """
    marked = school.day_record(session.day).marks.get(session.id, {})
    there = (attended(school, session, who) for who in marked if who != without)
    return session.off_site or any(there)


def may_have_led(school: School, person: Person, session: Session) -> bool:
    """Return whether the person leads a session and was on site at its time, or it is elsewhere."""
    if not leads(person, session):
        return False
    times = (school.moment(session.day, at) for at in (session.start, session.end))
    return session.off_site or was_on_site(school, session.day, person.id, *times)


def is_late(school: School, person: Person, session: Session, now: datetime) -> bool:
    """Return whether signing in now is late.

    Judged against the session's start or the start of the person's own hours, whichever is later,
    and some minutes of grace (a setting). Nobody is late outside their hours, nor where hours are
    not known: who comes then is a guest.
    """
    bound = hours_on(school, person, school.programme.days[session.day]).required_window
    if bound is None or bound.end <= session.start:
        return False
    start = max(session.start, bound.start)
    grace = timedelta(minutes=school.settings.late_after)
    return now > school.moment(session.day, start) + grace


@decision
def sign_in_to_session(
    school: School, now: datetime, person: str, session: str, proof: Evidence
) -> Changes:
    """Sign a person in to a session that is about to begin or running: on time, or late.

    It implies having arrived; in a slot with a choice it takes a free place where none is held.
    Another session at that time ends for the person; whoever has left this one comes back.

    Raises:
        Refused: too early, over, full, not for the person, or the day is closed.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    if is_in_the_room(school, meant, person):
        return Changes((), t("You are signed in to {title}.", title=title))
    _check_entry(school, who, meant, now)
    state = _entry_mark(school, who, meant, now)
    signed = _new_mark(school, meant, person, state, now, proof)
    left = _overlapping_now(school, meant, person, now)
    ended = _leave_marks(school, left, person, now, proof)
    # the place after the marks: who is in the room is not moved up from it to another session
    place = _walk_in_booking(school.apply([signed, *ended]), who, meant, now, proof)
    items = [*_implied_arrival(school, meant, person, now, proof), signed, *ended, *place]
    said = t("Signed in to {title}.", title=title)
    if state is MarkState.LATE:
        said = t("Signed in to {title}, late.", title=title)
    return Changes(tuple(items), _with_left_sessions(school, said, left))


def _entry_mark(school: School, person: Person, session: Session, now: datetime) -> MarkState:
    """Return whether coming now is on time or late; whoever comes back is what they were before."""
    before = [one.state for one in marks_of(school, session, person.id) if one.state in IN_ROOM]
    if before and attended(school, session, person.id):
        return before[-1]
    return MarkState.LATE if is_late(school, person, session, now) else MarkState.PRESENT


def current_sessions(school: School, day: str, person: str, now: datetime) -> list[Session]:
    """Return the sessions in which the person is and that are not over."""
    return [
        session
        for session in school.sessions_on(day)
        if is_in_the_room(school, session, person)
        and entry_state(school, session, now) is not EntryState.OVER
    ]


def _overlapping_now(school: School, session: Session, person: str, now: datetime) -> list[Session]:
    """Return the other sessions at the time of one in which the person is."""
    here = current_sessions(school, session.day, person, now)
    return [other for other in here if other.id != session.id and overlap(other, session)]


def _leave_marks(
    school: School, sessions: Iterable[Session], person: str, now: datetime, proof: Evidence
) -> list[Put]:
    """Return the marks by which sessions end for a person."""
    return [_new_mark(school, session, person, MarkState.LEFT, now, proof) for session in sessions]


def _with_left_sessions(school: School, said: Text, left: Iterable[Session]) -> Text:
    for session in left:
        title = school.workshop(session).title
        said = t("{said} No longer in {title}.", said=said, title=title)
    return said


def _check_entry(school: School, person: Person, session: Session, now: datetime) -> None:
    title = school.workshop(session).title
    if school.programme.days[session.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    match entry_state(school, session, now):
        case EntryState.SHUT:
            opens = school.moment(session.day, session.start) - timedelta(
                minutes=school.settings.opens_before
            )
            raise Refused(t("{title} opens for sign-in at {time}.", title=title, time=opens))
        case EntryState.OVER:
            raise Refused(t("{title} is over.", title=title))
        case EntryState.OPEN:
            if not (leads(person, session) or is_in_audience(person, session.audience)):
                raise Refused(t("This session is not for your role."))


def _walk_in_booking(
    school: School, person: Person, session: Session, now: datetime, proof: Evidence
) -> list[Put | Remove]:
    """Return the booking that a walk-in to a chosen workshop needs."""
    if school.slot(session).kind is not SlotKind.CHOICE or leads(person, session):
        return []
    booking = booking_of(school, session, person.id)
    if booking is not None and booking.confirmed:
        return []
    if is_full(school, session):
        raise Refused(t("{title} is full.", title=school.workshop(session).title))
    return list(choose(person.id, session.id, proof)(school, now).items)


def _new_mark(
    school: School, session: Session, person: str, state: MarkState, now: datetime, proof: Evidence
) -> Put:
    number = next_number(one.id for one in marks_of(school, session, person))
    return put(Mark(join_ids(session.id, person, number), session.id, person, state, now, proof))


@decision
def mark(
    school: School, now: datetime, person: str, session: str, state: MarkState, proof: Evidence
) -> Changes:
    """Mark a person in a session: the professional tutor's act, at any time, also after the close.

    The same mark again changes nothing, unless it is the proof that was missing. To be marked as
    there while the session runs implies having arrived, so that the roll call has everyone, and
    ends another session at that time; whoever left early is not brought back on site.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    said = t("{name}: {state}, {title}.", name=who.name, state=STATE_NAMES[state], title=title)
    last = current_mark(school, meant, person)
    if last is not None and last.state is state and not _adds_proof(last, proof):
        return Changes((), said)
    items: list[Put | Remove] = [_new_mark(school, meant, person, state, now, proof)]
    is_there, left = state in IN_ROOM, list[Session]()
    if state.attended and entry_state(school, meant, now) is EntryState.OPEN:
        if is_there or not has_arrived(school, meant.day, person):
            items += _implied_arrival(school, meant, person, now, proof)
        if is_there:
            left = _overlapping_now(school, meant, person, now)
            items += _leave_marks(school, left, person, now, proof)
    moves = promote_waiting(school.apply(items), meant.day, now)
    return Changes((*items, *moves), _with_left_sessions(school, said, left))


def _adds_proof(last: Mark, proof: Evidence) -> bool:
    """Return whether a mark was by a typed name, which proves nothing, and now there is more."""
    return last.proof is Evidence.TYPED and proof is not Evidence.TYPED


def _implied_arrival(
    school: School, session: Session, person: str, now: datetime, proof: Evidence
) -> list[Put]:
    """Return the arrival that being in a session implies, where none is recorded."""
    if session.off_site or is_on_site(school, session.day, person):
        return []
    return [arrival(school, session.day, person, now, proof)]


@decision
def undo_session_sign_in(school: School, now: datetime, person: str, session: str) -> Changes:
    """Undo a sign-in to a session, by the person and within the undo time, and what it ended.

    Raises:
        Refused: there is none, a professional tutor made it, or it is too late.
    """
    meant = school.session(session)
    last = current_mark(school, meant, person)
    if last is None or last.proof.is_by_hand:
        raise Refused(t("There is nothing to undo."))
    if now - last.at > timedelta(seconds=school.settings.undo_for) + UNDO_GRACE:
        raise Refused(t("It is too late to undo this: ask a professional tutor."))
    return Changes(tuple(undo_marks_at(school, meant.day, person, last.at, now)), t("Undone."))


def undo_marks_at(
    school: School, day: str, person: str, at: datetime, now: datetime
) -> list[Put | Remove]:
    """Return what undoes the marks that a person made at one moment, and what follows from it.

    Whoever is thereby back in a session has the place again that was given up for the other.
    """
    gone = [
        (session, last)
        for session in school.sessions_on(day)
        if (last := current_mark(school, session, person))
        and last.at == at
        and not last.proof.is_by_hand
    ]
    items: list[Put | Remove] = [Remove("marks", last.id) for _, last in gone]
    for session, _ in gone:
        if is_in_the_room(school.apply(items), session, person):
            with suppress(Refused):
                items += choose(person, session.id)(school.apply(items), now).items
    return [*items, *promote_waiting(school.apply(items), day, now)]


@decision
def leave_site(school: School, now: datetime, person: str, proof: Evidence) -> Changes:
    """Record that a person has left the site, which ends the session one is in.

    Not being on site is no error.
    """
    who, day = school.person(person), require_today(school, now)
    if not is_on_site(school, day.id, person):
        return Changes((), t("{name} is not signed in.", name=who.name))
    here = [one for one in current_sessions(school, day.id, person, now) if not one.off_site]
    items: list[Put | Remove] = [departure(school, day.id, person, now, proof)]
    items += _leave_marks(school, here, person, now, proof)
    return Changes(
        (*items, *promote_waiting(school.apply(items), day.id, now)),
        t("{name} left at {time}.", name=who.name, time=school.local(now)),
    )


def is_expected(school: School, person: Person, session: Session) -> bool:
    """Return whether the person belongs on the session's register as expected."""
    if leads(person, session):
        return True
    if school.slot(session).kind is SlotKind.CHOICE:
        booking = booking_of(school, session, person.id)
        return booking is not None and booking.confirmed
    return session_requirement(school, person, session).required


IN_ROOM = (MarkState.PRESENT, MarkState.LATE)
"""The states of whoever is in the room."""

STATE_NAMES = {
    MarkState.PRESENT: t("present"),
    MarkState.LATE: t("late"),
    MarkState.LEFT: t("left early"),
    MarkState.ABSENT: t("absent"),
    MarkState.ACCOUNTED: t("accounted for"),
}
"""What a mark's state is called on screen and in print."""
