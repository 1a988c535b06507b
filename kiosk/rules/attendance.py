"""Marks: who was in a session. They are only ever added; the last one counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from kiosk.errors import Refused
from kiosk.rules.arrivals import GRACE, arrival, has_arrived, is_on_site
from kiosk.rules.bookings import booking_of, is_full
from kiosk.rules.changes import Changes, Put, Remove
from kiosk.rules.decisions import decision
from kiosk.rules.places import choose, settle
from kiosk.rules.records import InsetDay, Mark, Person, Proof, Session, SlotKind, State, key
from kiosk.rules.requirement import (
    hours_on,
    is_in,
    leads,
    own_session,
    session_standing,
    slot_standing,
)
from kiosk.rules.school import School, put
from kiosk.text import t


class Door(Enum):
    """Whether one may sign in to a session."""

    SHUT = auto()
    """It is not about to begin yet."""
    OPEN = auto()
    OVER = auto()


def door(school: School, session: Session, now: datetime) -> Door:
    """Return whether one may sign in to a session now (it opens some minutes before: a setting)."""
    opens = school.moment(session.day, session.start) - timedelta(
        minutes=school.settings.opens_before
    )
    if now < opens:
        return Door.SHUT
    return Door.OPEN if now < school.moment(session.day, session.end) else Door.OVER


def mark_of(school: School, session: Session, person: str) -> Mark | None:
    """Return the mark that counts."""
    marks = marks_of(school, session, person)
    return marks[-1] if marks else None


def marks_of(school: School, session: Session, person: str) -> tuple[Mark, ...]:
    """Return all marks of a person in a session, the oldest first."""
    return school.book(session.day).marks.get(session.id, {}).get(person, ())


def attended(school: School, session: Session, person: str) -> bool:
    """Return whether the person was in the session, for all or part of it."""
    mark = mark_of(school, session, person)
    return mark is not None and mark.state.attended


def is_late(school: School, person: Person, session: Session, now: datetime) -> bool:
    """Return whether signing in now is late.

    Judged against the session's start or the start of the person's own hours, whichever is later,
    and some minutes of grace (a setting). Nobody is late outside their hours, nor where hours are
    not known: who comes then is a guest.
    """
    hours = hours_on(school, person, school.programme.days[session.day])
    if hours.window is None or hours.window.end <= session.start:
        return False
    start = max(session.start, hours.window.start)
    grace = timedelta(minutes=school.settings.late_after)
    return now > school.moment(session.day, start) + grace


@decision
def sign_in_to(school: School, now: datetime, person: str, session: str, proof: Proof) -> Changes:
    """Sign a person in to a session that is about to begin or running: on time, or late.

    It implies having arrived; in a slot with a choice it takes a free place where none is held.

    Raises:
        Refused: too early, over, full, not for the person, or the day is closed.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    if attended(school, meant, person):
        return Changes((), t("You are signed in to {title}.", title=title))
    _may_enter(school, who, meant, now)
    late = is_late(school, who, meant, now)
    signed = _mark(school, meant, person, State.LATE if late else State.PRESENT, now, proof)
    # the place after the mark: who is in the room is not moved up from it to another session
    place = _place(school.apply([signed]), who, meant, now)
    items = [*_arrival(school, meant, person, now, proof), signed, *place]
    said = t("Signed in to {title}, late.", title=title) if late else t(
        "Signed in to {title}.", title=title
    )  # fmt: skip
    return Changes(tuple(items), said)


def _may_enter(school: School, person: Person, session: Session, now: datetime) -> None:
    title = school.workshop(session).title
    if school.programme.days[session.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    match door(school, session, now):
        case Door.SHUT:
            opens = school.moment(session.day, session.start) - timedelta(
                minutes=school.settings.opens_before
            )
            raise Refused(t("{title} opens for sign-in at {time}.", title=title, time=opens))
        case Door.OVER:
            raise Refused(t("{title} is over.", title=title))
        case Door.OPEN:
            if not (leads(person, session) or is_in(person, session.audience)):
                raise Refused(t("This session is not for your role."))


def _place(school: School, person: Person, session: Session, now: datetime) -> list[Put | Remove]:
    """Return the booking that a walk-in to a chosen workshop needs."""
    if school.slot(session).kind is not SlotKind.CHOICE or leads(person, session):
        return []
    booking = booking_of(school, session, person.id)
    if booking is not None and booking.firm:
        return []
    if is_full(school, session):
        raise Refused(t("{title} is full.", title=school.workshop(session).title))
    return list(choose(person.id, session.id)(school, now).items)


def _mark(
    school: School, session: Session, person: str, state: State, now: datetime, proof: Proof
) -> Put:
    number = len(marks_of(school, session, person)) + 1
    return put(Mark(key(session.id, person, str(number)), session.id, person, state, now, proof))


@decision
def mark(
    school: School, now: datetime, person: str, session: str, state: State, proof: Proof
) -> Changes:
    """Mark a person in a session: the professional tutor's act, at any time, also after the close.

    The same mark again changes nothing. To be marked as there while the session runs implies having
    arrived, so that the roll call has everyone; whoever left early is not brought back on site.
    """
    who, meant = school.person(person), school.session(session)
    title = school.workshop(meant).title
    said = t("{name}: {state}, {title}.", name=who.name, state=STATE_NAMES[state], title=title)
    last = mark_of(school, meant, person)
    if last is not None and last.state is state:
        return Changes((), said)
    items: list[Put | Remove] = [_mark(school, meant, person, state, now, proof)]
    there = state in (State.PRESENT, State.LATE) or not has_arrived(school, meant.day, person)
    if state.attended and there and door(school, meant, now) is Door.OPEN:
        items += _arrival(school, meant, person, now, proof)
    return Changes((*items, *settle(school.apply(items), meant.day, now)), said)


def _arrival(
    school: School, session: Session, person: str, now: datetime, proof: Proof
) -> list[Put]:
    """Return the arrival that being in a session implies, where none is recorded."""
    if session.off_site or is_on_site(school, session.day, person):
        return []
    return [arrival(school, session.day, person, now, proof)]


@decision
def take_back(school: School, now: datetime, person: str, session: str) -> Changes:
    """Undo a sign-in to a session, by the person and within the undo time.

    Raises:
        Refused: there is none, a professional tutor made it, or it is too late.
    """
    meant = school.session(session)
    last = mark_of(school, meant, person)
    if last is None or last.proof in (Proof.TUTOR, Proof.COMMAND):
        raise Refused(t("There is nothing to undo."))
    if now - last.at > timedelta(seconds=school.settings.undo_for) + GRACE:
        raise Refused(t("It is too late to undo this: ask a professional tutor."))
    gone = [Remove("marks", last.id)]
    return Changes((*gone, *settle(school.apply(gone), meant.day, now)), t("Undone."))


@decision
def account_for(school: School, now: datetime, person: str, day: str) -> Changes:
    """Mark a person as accounted for in everything expected of them that day. No reason is kept.

    Raises:
        Refused: nothing is expected of the person.
    """
    who, today = school.person(person), school.day(day)
    expected = sessions_expected(school, who, today) or _open_to(school, who, today)
    items = [
        _mark(school, session, person, State.ACCOUNTED, now, Proof.TUTOR)
        for session in expected
        if mark_of(school, session, person) is None
    ]
    if not items:
        raise Refused(t("Nothing more is expected of {name} today.", name=who.name))
    return Changes(tuple(items), t("{name} is accounted for.", name=who.name))


def _open_to(school: School, person: Person, day: InsetDay) -> list[Session]:
    """Return one session of each required slot in which the person has not chosen yet."""
    found = []
    for slot in day.slots:
        if slot_standing(school, person, day, slot).required:
            sessions = school.sessions_on(day.id, slot.id)
            found += [one for one in sessions if is_in(person, one.audience)][:1]
    return found


@decision
def undo_account_for(school: School, now: datetime, person: str, day: str) -> Changes:
    """Take back that a person was accounted for: the marks that say so, where nothing came after.

    Raises:
        Refused: no mark says so.
    """
    del now
    who = school.person(person)
    lasts = [mark_of(school, session, person) for session in school.sessions_on(day)]
    gone = [Remove("marks", one.id) for one in lasts if one and one.state is State.ACCOUNTED]
    if not gone:
        raise Refused(t("{name} is not accounted for.", name=who.name))
    return Changes(tuple(gone), t("{name} is expected again.", name=who.name))


def sessions_expected(school: School, person: Person, day: InsetDay) -> list[Session]:
    """Return the sessions in which the person is expected: required ones and firm places."""
    found = []
    for slot in day.slots:
        session = own_session(school, person, day, slot)
        if session is None:
            continue
        if slot.kind is SlotKind.CHOICE or slot_standing(school, person, day, slot).required:
            found.append(session)
    return found


def is_expected(school: School, person: Person, session: Session) -> bool:
    """Return whether the person belongs on the session's register as expected."""
    if leads(person, session):
        return True
    if school.slot(session).kind is SlotKind.CHOICE:
        booking = booking_of(school, session, person.id)
        return booking is not None and booking.firm
    return session_standing(school, person, session).required


def minutes_attended(school: School, session: Session, person: str) -> int:
    """Return the minutes a certificate may state.

    Present or late: the session's length. Left: up to the mark, where it was made during the
    session; a mark made afterwards does not tell when, and counts nothing.
    """
    mark = mark_of(school, session, person)
    if mark is None or not mark.state.attended:
        return 0
    if mark.state is not State.LEFT:
        return session.minutes
    start = school.moment(session.day, session.start)
    stayed = int((mark.at - start).total_seconds() // 60)
    return stayed if 0 < stayed < session.minutes else 0


STATE_NAMES = {
    State.PRESENT: t("present"),
    State.LATE: t("late"),
    State.LEFT: t("left early"),
    State.ABSENT: t("absent"),
    State.ACCOUNTED: t("accounted for"),
}
"""What a mark's state is called on screen and in print."""
