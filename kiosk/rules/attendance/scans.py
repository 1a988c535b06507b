"""Scan as you go: what a badge does for somebody at the kiosk, in one decision.

It signs in for the day where that is not done, and to the session that is the person's now, or next
if its door is open; and says where to be. Scanned twice in a row it does no more than once.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

import msgspec

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import UNDO_GRACE, arrival, is_on_site, require_today
from kiosk.rules.attendance.evaluation import OPENS_BEFORE_END
from kiosk.rules.attendance.marks import (
    EntryState,
    current_mark,
    current_sessions,
    entry_state,
    sign_in_to_session,
    undo_marks_at,
)
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import overlap, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.text import Both, Text, t


class Destination(msgspec.Struct, frozen=True):
    """Where a person is meant to be: in a session, or in a slot that has none for them."""

    slot: Slot
    session: Session | None
    required: bool

    @property
    def start(self) -> time:
        """When it begins."""
        return (self.session or self.slot).start

    @property
    def end(self) -> time:
        """When it ends."""
        return (self.session or self.slot).end


def next_destination(
    school: School, person: Person, day: InsetDay, now: datetime
) -> Destination | None:
    """Return where the person is meant to be now or next; None: nowhere any more that day.

    Not where the person is already, nor what goes on beside a session that the person is in. What
    is as good as over, as whoever was in it may evaluate it already, gives way to a later session
    that is open: whoever comes then comes for that.
    """
    here = current_sessions(school, day.id, person.id, now)
    stops = []
    for slot in day.slots:
        stop = _destination_in(school, person, day, slot)
        band = (stop.session or stop.slot) if stop else slot
        over = now >= school.moment(day.id, band.end)
        if stop is not None and not over and not any(overlap(band, one) for one in here):
            stops.append(stop)
    sessions = (*here, *(stop.session for stop in stops if stop.session))
    begun = [one.start for one in sessions if entry_state(school, one, now) is EntryState.OPEN]
    stops = [
        stop
        for stop in stops
        if now < school.moment(day.id, stop.end) - OPENS_BEFORE_END
        or not any(start > stop.start for start in begun)
    ]
    return min(stops, key=lambda stop: (stop.start, not stop.required), default=None)


def _destination_in(
    school: School, person: Person, day: InsetDay, slot: Slot
) -> Destination | None:
    standing = slot_requirement(school, person, day, slot)
    session = own_session(school, person, day, slot)
    if standing.requirement in (Requirement.REQUIRED, Requirement.INVITED):
        if session is None and not standing.required:
            return None
        return Destination(slot, session, standing.required)
    if session is not None and standing.requirement is Requirement.NOT_REQUIRED:
        booking = booking_of(school, session, person.id)
        if booking is not None and booking.confirmed:
            return Destination(slot, session, required=False)
    return None


@decision
def sign_in_by_scan(school: School, now: datetime, person: str, proof: Evidence) -> Changes:
    """Sign a person in for the day, and to the session that is theirs, if its door is open.

    Where the session cannot be entered, the reason is what is said.

    Raises:
        Refused: nobody has that id, or there is no INSET day today.
    """
    who, day = school.person(person), require_today(school, now)
    again = _repeated_message(school, who, day, now)
    if again is not None:
        return Changes((), again)
    came = not is_on_site(school, day.id, person)
    items: list[Put | Remove] = [arrival(school, day.id, person, now, proof)] if came else []
    stop, reason = next_destination(school, who, day, now), None
    if (
        stop is not None
        and stop.session
        and entry_state(school, stop.session, now) is EntryState.OPEN
    ):
        try:
            items += sign_in_to_session(person, stop.session.id, proof)(
                school.apply(items), now
            ).items
        except Refused as refused:
            reason = refused.reason
    after = school.apply(items)
    said = reason or _describe_entry_or_next(after, who, day, now)
    return Changes(tuple(items), _welcome(who, school.local(now), said) if came else said)


def _repeated_message(school: School, person: Person, day: InsetDay, now: datetime) -> Text | None:
    """Return what the scan of a moment ago said; None: there was none."""
    at = _last_sign_in_at(school, person.id, day)
    if at is None or now - at > timedelta(seconds=school.settings.undo_for):
        return None
    said = _describe_entry_or_next(school, person, day, at)
    moved = school.day_record(day.id).movements.get(person.id, ())
    return _welcome(person, school.local(at), said) if moved and moved[-1].at == at else said


def _last_sign_in_at(school: School, person: str, day: InsetDay) -> datetime | None:
    """Return when the person on site last signed in, for the day or to a session, by themselves."""
    if not is_on_site(school, day.id, person):
        return None
    marks = (current_mark(school, session, person) for session in school.sessions_on(day.id))
    entered = [one.at for one in marks if one and _is_own_sign_in(one.state, one.proof)]
    return max([school.day_record(day.id).movements[person][-1].at, *entered])


def _is_own_sign_in(state: MarkState, proof: Evidence) -> bool:
    return state in (MarkState.PRESENT, MarkState.LATE) and not proof.is_by_hand


def _describe_entry_or_next(school: School, person: Person, day: InsetDay, at: datetime) -> Text:
    """Return the session signed in to at a moment, else where to be next, in one line."""
    for session in school.sessions_on(day.id):
        mark = current_mark(school, session, person.id)
        if mark is not None and mark.at == at and _is_own_sign_in(mark.state, mark.proof):
            where = _where(session.start, school.workshop(session).title, session.room)
            late = mark.state is MarkState.LATE
            return t("{where}, signed in, late", where=where) if late else t(
                "{where}, signed in", where=where
            )  # fmt: skip
    stop = next_destination(school, person, day, at)
    if stop is None:
        return t("Nothing more for you today.")
    if stop.session is not None:
        title = school.workshop(stop.session).title
        return t("Next: {where}", where=_where(stop.start, title, stop.session.room))
    where = _where(stop.start, stop.slot.title, stop.slot.place)
    if stop.slot.kind is SlotKind.CHOICE:
        return t("Next: {where}, not chosen yet", where=where)
    return t("Next: {where}", where=where)


def _where(start: time, title: Both, room: str) -> Text:
    if not room:
        return t("{start} {title}", start=start, title=title)
    return t("{start} {title} · {room}", start=start, title=title, room=room)


def _welcome(person: Person, at: datetime, said: Text) -> Text:
    return t("{name} signed in at {time}.\n{said}", name=person.name, time=at, said=said)


@decision
def undo_scan(school: School, now: datetime, person: str) -> Changes:
    """Take back all that a person's last sign-in did: to the session and for the day.

    Raises:
        Refused: there is none, or the time in which it can be undone (a setting) is over.
    """
    who, day = school.person(person), require_today(school, now)
    at = _last_sign_in_at(school, person, day)
    if at is None:
        raise Refused(t("There is nothing to undo."))
    if now - at > timedelta(seconds=school.settings.undo_for) + UNDO_GRACE:
        raise Refused(t("It is too late to undo this: ask a professional tutor."))
    arrived = school.day_record(day.id).movements[person][-1]
    gone = [Remove("movements", arrived.id)] if arrived.at == at else []
    said = t("{name} is not signed in any more.", name=who.name) if gone else t("Undone.")
    marks = undo_marks_at(school.apply(gone), day.id, person, at, now)
    return Changes((*gone, *marks), said)
