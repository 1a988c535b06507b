"""Marks: who was in a session. Marks are only ever added; the last one counts.

A person is in one place at a time. Signing in to a session ends any other that overlaps it, and
leaving the site ends all. Two sessions of which one ends when the other begins do not overlap,
though sign-in to the second opens while the first still runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import (
    arrival,
    has_arrived,
    is_on_site,
    was_on_site,
)
from kiosk.rules.attendance.corrections import check_marking, check_reason
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.places import choose
from kiosk.rules.choosing.promotion import promotions_for
from kiosk.rules.choosing.typed_changes import note_taken, require_proof
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, event_id, time_after
from kiosk.rules.model.labels import day_is_closed
from kiosk.rules.model.personal_records import Taken
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import (
    FOR_OTHERS,
    hours_on,
    leads,
    leads_outside_hours,
    needs_proof,
    overlap,
    session_requirement,
)
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Correction, Evidence, MarkState, SlotKind
from kiosk.text import Text, t


class EntryState(Enum):
    """Whether people can sign in to a session."""

    SHUT = auto()
    """Sign-in has not opened yet."""
    OPEN = auto()
    OVER = auto()


def entry_state(school: School, now: datetime, session: Session) -> EntryState:
    """Return whether people can sign in now: from some minutes before the start (a setting)."""
    opens = school.moment(session.day, session.start) - timedelta(
        minutes=school.settings.opens_before
    )
    if now < opens:
        return EntryState.SHUT
    return EntryState.OPEN if now < school.moment(session.day, session.end) else EntryState.OVER


def current_mark(school: School, person: PersonId, session: Session) -> Mark | None:
    """Return the mark that counts, or None."""
    marks = marks_of(school, person, session)
    return marks[-1] if marks else None


def marks_of(school: School, person: PersonId, session: Session) -> tuple[Mark, ...]:
    """Return all marks of a person in a session, the oldest first."""
    return school.day_record(session.day).marks.get(session.id, {}).get(person, ())


def attended(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the person was in the session, for all or part of it."""
    mark = current_mark(school, person, session)
    # "Left" counts as attended, except before the start: the person signed in early and went away.
    if mark is None or mark.state is not MarkState.LEFT:
        return mark is not None and mark.state.attended
    return mark.at >= school.moment(session.day, session.start)


def took_place(school: School, session: Session, without: PersonId | None = None) -> bool:
    """Return whether anybody but `without` attended the session, or it is off site."""
    marked = school.day_record(session.day).marks.get(session.id, {})
    attendance = (attended(school, who, session) for who in marked if who != without)
    # Off site nobody signs in, so there are no marks to judge by.
    return session.off_site or any(attendance)


def may_have_led(school: School, person: Person, session: Session) -> bool:
    """Return whether the person leads the session and was on site during it, or it is off site."""
    if not leads(person, session):
        return False
    times = (school.moment(session.day, at) for at in (session.start, session.end))
    return session.off_site or was_on_site(school, person.id, session.day, *times)


def is_late(school: School, now: datetime, person: Person, session: Session) -> bool:
    """Return whether signing in now is late.

    The limit is the session's start or the start of the hours in which the person must attend,
    whichever is later, plus some minutes of grace (a setting). Nobody is late outside those hours,
    or where hours are unknown.
    """
    required = hours_on(school, person, school.programme.days[session.day]).required_window
    if required is None or required.end <= session.start:
        return False
    start = max(session.start, required.start)
    grace = timedelta(minutes=school.settings.late_after)
    return now > school.moment(session.day, start) + grace


@decision
def sign_in_to_session(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Sign a person in to a session, on time or late.

    This also records the arrival on site, takes a free place in a chosen slot where the person has
    none, and ends any other session at that time. A person who left this session comes back to it.

    Raises:
        ProofNeeded: there is only a typed name, and it would cost them a place, or end a session
            that they are in.
        Refused: cancelled, too early, over, full, not for the person, or the day is closed.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    door, typed = entry_state(school, now, meant), actor.evidence is Evidence.TYPED
    # Before any check of times or roles: a repeated sign-in is never an error. But of what is over
    # nothing is shown for a typed name.
    if is_in_the_room(school, person, meant) and not (door is EntryState.OVER and typed):
        return _sign_in_again(school, now, actor, person, meant)
    _check_entry(school, now, who, meant)
    state = _entry_mark(school, now, who, meant)
    entry = new_mark(school, now, actor, person, meant, state)
    ended_sessions = _overlapping_now(school, now, person, meant)
    if ended_sessions:
        require_proof(school, actor, person)
    left = leave_marks(school, now, actor, person, ended_sessions)
    # The booking is decided after the marks: a person who is in the room must not be promoted out
    # of it to another session that they waited for.
    booking = _walk_in_booking(school.apply([entry, *left]), now, actor, who, meant)
    items = [*_implied_arrival(school, now, actor, person, meant), entry, *left, *booking]
    noted = school.apply(items)  # each note has a number of its own
    for ended in ended_sessions:
        note = note_taken(noted, now, actor, person, meant.day, Taken.SESSION, ended.id)
        items, noted = [*items, *note], noted.apply(note)
    items += promotions_for(school, now, person, items)
    is_late = state is MarkState.LATE
    message = t("Signed in to {title}.", title=title)
    if is_late:
        message = t("Signed in to {title}, late.", title=title)
    lacks_proof = typed and needs_proof(school, meant)
    if lacks_proof:
        message = t("{said} For your certificate, scan your badge too.", said=message)
    message = _with_left_sessions(school, message, ended_sessions)
    return Changes(tuple(items), message, is_partial=is_late or lacks_proof)


def _sign_in_again(
    school: School, now: datetime, actor: Actor, person: PersonId, session: Session
) -> Changes:
    """Return what a repeated sign-in does: a badge or code proves what a typed name only said."""
    message = t("You're signed in to {title}.", title=school.workshop(session).title)
    last = current_mark(school, person, session)
    is_open = entry_state(school, now, session) is EntryState.OPEN
    if last and is_open and actor.evidence.is_proof and _adds_proof(last, actor.evidence):
        return Changes((new_mark(school, now, actor, person, session, last.state),), message)
    return Changes((), message)


def _entry_mark(school: School, now: datetime, person: Person, session: Session) -> MarkState:
    """Return PRESENT or LATE for a sign-in now."""
    # A person who was present, went out and comes back is not late.
    before = [
        previous.state
        for previous in marks_of(school, person.id, session)
        if previous.state in IN_ROOM
    ]
    if before and attended(school, person.id, session):
        return before[-1]
    return MarkState.LATE if is_late(school, now, person, session) else MarkState.PRESENT


def current_sessions(school: School, now: datetime, person: PersonId, day: DayId) -> list[Session]:
    """Return the sessions that the person is signed in to and that are not over."""
    return [
        session
        for session in school.sessions_of(person, day)
        if is_in_the_room(school, person, session)
        and entry_state(school, now, session) is not EntryState.OVER
    ]


def _overlapping_now(
    school: School, now: datetime, person: PersonId, session: Session
) -> list[Session]:
    """Return the other sessions at the same time that the person is signed in to."""
    current = current_sessions(school, now, person, session.day)
    return [other for other in current if other.id != session.id and overlap(other, session)]


def leave_marks(
    school: School, now: datetime, actor: Actor, person: PersonId, sessions: Iterable[Session]
) -> list[Put]:
    """Return a "left" mark for each session."""
    return [new_mark(school, now, actor, person, session, MarkState.LEFT) for session in sessions]


def _with_left_sessions(school: School, message: Text, left: Iterable[Session]) -> Text:
    for session in left:
        title = school.workshop(session).title
        message = t("{said} Signed out of {title}.", said=message, title=title)
    return message


def _check_entry(school: School, now: datetime, person: Person, session: Session) -> None:
    title = school.workshop(session).title
    if session.is_cancelled:
        raise Refused(t("{title} is cancelled.", title=title))
    if school.programme.days[session.day].closed_at is not None:
        raise Refused(day_is_closed(school.settings))
    match entry_state(school, now, session):
        case EntryState.SHUT:
            opens = school.moment(session.day, session.start) - timedelta(
                minutes=school.settings.opens_before
            )
            if school.local(now).date() < opens.date():
                raise Refused(t("{title} is on {day}.", title=title, day=opens.date()))
            raise Refused(t("Sign-in for {title} opens at {time}.", title=title, time=opens))
        case EntryState.OVER:
            raise Refused(t("{title} is over.", title=title))
        case EntryState.OPEN:
            if not (leads(person, session) or is_in_audience(person, session.audience)):
                raise Refused(FOR_OTHERS)


def _walk_in_booking(
    school: School, now: datetime, actor: Actor, person: Person, session: Session
) -> list[Put | Remove]:
    """Return the booking for a person who signs in to a chosen session without a place."""
    if school.slot(session).kind is not SlotKind.CHOICE or leads(person, session):
        return []
    booking = booking_of(school, person.id, session)
    if booking is not None and booking.confirmed:
        return []
    # that a place is held for somebody tells what they missed: for a typed name none is
    holder = person.id if actor.evidence is not Evidence.TYPED else None
    full = t("{title} is full.", title=school.workshop(session).title)
    if is_full(school, session, holder):
        raise Refused(full)
    chosen = choose(person.id, session.id)(school, now, actor)
    if chosen.is_partial:  # the free place is for those who wait for it
        raise Refused(full)
    return list(chosen.items)


def new_mark(
    school: School,
    now: datetime,
    actor: Actor,
    person: PersonId,
    session: Session,
    state: MarkState,
    correction: Correction | None = None,
) -> Put:
    """Return one more mark of a person in a session."""
    earlier = marks_of(school, person, session)
    id = event_id(actor, (previous.id for previous in earlier), session.id, person)
    at = time_after(now, earlier)
    return put(Mark(id, session.id, person, state, at, actor.evidence, correction))


@decision
def mark(
    school: School,
    now: datetime,
    actor: Actor,
    person: PersonId,
    session: SessionId,
    state: MarkState,
    correction: Correction | None = None,
) -> Changes:
    """Mark a person in a session, by the word of a professional tutor or of the session's leader.

    The same mark again changes nothing, unless it replaces a typed name by better evidence. Marked
    as present or late while the session runs, the person also arrives on site, so that the roll
    call has them, and any other session at that time ends.

    Raises:
        ReasonNeeded: the day is closed, and no reason for the correction is given.
        Refused: the session is cancelled, or has not begun, so that nobody can have left it; or a
            leader marks elsewhere than in their own session, or once the day is closed.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    message = t("{name}: {state}, {title}.", name=who.name, state=STATE_NAMES[state], title=title)
    check_marking(school, actor, meant)
    # The other marks may be known beforehand: who sits there already, is ill, or comes later.
    if state is MarkState.LEFT and now < school.moment(meant.day, meant.start):
        raise not_started(school, now, meant)
    last = current_mark(school, person, meant)
    if last is not None and last.state is state and not _adds_proof(last, actor.evidence):
        return Changes((), message)
    if last is None or last.state is not state:
        check_reason(school, meant, correction)
    items: list[Put | Remove] = [new_mark(school, now, actor, person, meant, state, correction)]
    is_there, ended_sessions = state in IN_ROOM, list[Session]()
    if state.attended and entry_state(school, now, meant) is EntryState.OPEN:
        # A person who left the session early may have left the site since: do not bring them back.
        if is_there or not has_arrived(school, person, meant.day):
            items += _implied_arrival(school, now, actor, person, meant)
        if is_there:
            ended_sessions = _overlapping_now(school, now, person, meant)
            items += leave_marks(school, now, actor, person, ended_sessions)
    promotions = promotions_for(school, now, person, items)
    return Changes((*items, *promotions), _with_left_sessions(school, message, ended_sessions))


def not_started(school: School, now: datetime, session: Session) -> Refused:
    """Return the refusal of what cannot be before a session begins."""
    title, start = school.workshop(session).title, school.moment(session.day, session.start)
    when = start if school.local(now).date() == start.date() else start.date()
    return Refused(t("{title} hasn't started yet ({when}).", title=title, when=when))


def _adds_proof(last: Mark, evidence: Evidence) -> bool:
    """Return whether the last mark rests on a typed name only and this evidence is better."""
    return last.evidence is Evidence.TYPED and evidence is not Evidence.TYPED


def _implied_arrival(
    school: School, now: datetime, actor: Actor, person: PersonId, session: Session
) -> list[Put]:
    """Return the arrival that being in an on-site session implies, where none is recorded."""
    if session.off_site or is_on_site(school, person, session.day):
        return []
    return [arrival(school, now, actor, person, session.day)]


def is_expected(school: School, person: Person, session: Session) -> bool:
    """Return whether the person stands on the session's register as expected."""
    if session.is_cancelled or not person.is_here(school.programme.days[session.day].date):
        return False
    if leads(person, session):
        return not leads_outside_hours(school, person, session)
    if school.slot(session).kind is SlotKind.CHOICE:
        booking = booking_of(school, person.id, session)
        return booking is not None and booking.confirmed
    return session_requirement(school, person, session).required


IN_ROOM = (MarkState.PRESENT, MarkState.LATE)
"""The states of a person who is in the room now."""

STATE_NAMES = {
    MarkState.PRESENT: t("here"),
    MarkState.LATE: t("late"),
    MarkState.LEFT: t("left early"),
    MarkState.ABSENT: t("absent"),
    MarkState.RELEASED: t("released"),
}
"""The names of the states, on screen and in print."""
