"""Scanning a badge at the kiosk, as one decision, and the answer to any sign-in.

A scan signs the person in for the day, then to their session if it is open, and says where to go.
A second scan within the undo time changes nothing and repeats the message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import (
    MORE_UNDO,
    arrival,
    is_on_site,
    on_site_since,
    require_today,
    too_late_to_undo,
)
from kiosk.rules.attendance.day_notes import GO_TO_RECEPTION
from kiosk.rules.attendance.destinations import (
    Stop,
    describe_stop,
    is_own_sign_in,
    next_destination,
    next_stop,
    nowhere,
)
from kiosk.rules.attendance.marks import (
    EntryState,
    current_mark,
    current_sessions,
    entry_state,
    sign_in_to_session,
)
from kiosk.rules.attendance.undone_marks import undo_marks_at
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState
from kiosk.text import Text, t


class SignInAnswer(msgspec.Struct, frozen=True):
    """What the kiosk answers to a sign-in."""

    name: str
    stop: Stop | None
    """Where to be; None: nowhere."""
    otherwise: Text
    """What to say where that is nowhere."""
    has_session: bool
    """Whether a session waits for a sign-in of its own."""
    note: Text
    """What came of it."""
    is_new: bool
    """Whether it did anything, or did a moment ago."""
    is_caution: bool
    """Whether the note is not only good news: late, or kept out of the session."""


@decision
def sign_in_by_scan(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Sign a person in for the day, and to their session if it is open.

    Where the session refuses them, the day's sign-in still counts and the message gives the reason.

    Raises:
        Refused: nobody has that id, or there is no INSET day today.
    """
    who, day = school.person(person), require_today(school, now)
    # A badge proves a sign-in to a session that runs, where that was by a typed name.
    items: list[Put | Remove] = []
    for session in current_sessions(school, now, person, day.id):
        items += sign_in_to_session(person, session.id)(school, now, actor).items
    # People scan again when they saw no answer. That must not sign them in to the next session.
    repeated = _repeated_message(school, now, who, day)
    if repeated is not None:
        return Changes(tuple(items), repeated)
    arrives = not is_on_site(school, person, day.id)
    items += [arrival(school, now, actor, person, day.id)] if arrives else []
    destination, reason = next_destination(school, now, who, day), None
    if (
        destination is not None
        and destination.session
        and entry_state(school, now, destination.session) is EntryState.OPEN
    ):
        try:
            items += sign_in_to_session(person, destination.session.id)(
                school.apply(items), now, actor
            ).items
        # The roll call needs the arrival, whatever keeps the person out of the session.
        except Refused as refused:
            reason = refused.reason
    stop = next_stop(school.apply(items), who, day, now)
    said = reason or describe_stop(stop, nowhere(school, who, day))
    message = _welcome(who, school.local(now), said) if arrives else _named(who, said)
    is_late = stop is not None and stop.entered is MarkState.LATE
    notes = (reason,) if reason else ()
    return Changes(tuple(items), message, notes, is_partial=is_late or reason is not None)


def sign_in_answer(
    school: School, now: datetime, person: PersonId, reason: Text | None = None
) -> SignInAnswer:
    """Return what to answer to a sign-in asked for at `now`, by badge or typed name.

    `school` is the School after it. `reason`: what kept the person out of their session.

    Raises:
        Refused: nobody has that id, or there is no INSET day today.
    """
    who, day = school.person(person), require_today(school, now)
    at = _last_sign_in_at(school, person, day)
    is_new = at is not None and now - at <= timedelta(seconds=school.settings.undo_for)
    stop = next_stop(school, who, day, at if at is not None and is_new else now)
    entered = stop.entered if stop is not None else None
    time, is_late = school.local(at or now), entered is MarkState.LATE
    if not is_new:
        since = on_site_since(school, person, day.id) or now
        note = t("Already signed in at {time}.", time=school.local(since))
    elif is_late:
        note = t("Signed in at {time}, late.", time=time)
    elif entered is not None:
        note = t("Signed in at {time} to this session.", time=time)
    else:
        note = t("Signed in at {time}.", time=time)
    if who.to_confirm:
        note = t("{said} {then}", said=note, then=GO_TO_RECEPTION)
    is_caution = is_late or reason is not None
    destination = next_destination(school, now, who, day)
    session = destination.session if destination is not None else None
    return SignInAnswer(
        who.name, stop, nowhere(school, who, day),
        entered is None and session is not None
        and entry_state(school, now, session) is EntryState.OPEN,
        reason or note, is_new, is_caution,
    )  # fmt: skip


def _repeated_message(school: School, now: datetime, person: Person, day: InsetDay) -> Text | None:
    """Return the message of a scan within the undo time, or None if there was none."""
    at = _last_sign_in_at(school, person.id, day)
    if at is None or now - at > timedelta(seconds=school.settings.undo_for):
        return None
    said = describe_stop(next_stop(school, person, day, at), nowhere(school, person, day))
    movements = school.day_record(day.id).movements.get(person.id, ())
    if movements and movements[-1].at == at:
        return _welcome(person, school.local(at), said)
    return _named(person, said)


def _last_sign_in_at(school: School, person: PersonId, day: InsetDay) -> datetime | None:
    """Return when a person on site last signed in themselves, for the day or to a session."""
    if not is_on_site(school, person, day.id):
        return None
    marks = (current_mark(school, person, session) for session in school.sessions_on(day.id))
    entered = [mark.at for mark in marks if mark and is_own_sign_in(mark)]
    return max([school.day_record(day.id).movements[person][-1].at, *entered])


def _welcome(person: Person, at: datetime, message: Text) -> Text:
    return t("{name} signed in at {time}.\n{said}", name=person.name, time=at, said=message)


def _named(person: Person, said: Text) -> Text:
    return t("{name}: {said}", name=person.name, said=said)


@decision
def undo_scan(school: School, now: datetime, actor: Actor, person: PersonId) -> Changes:
    """Undo all that a person's last sign-in did: to the session and for the day.

    Raises:
        Refused: there is no sign-in, or the undo time (a setting) is over.
    """
    who, day = school.person(person), require_today(school, now)
    at = _last_sign_in_at(school, person, day)
    if at is None:
        raise Refused(t("There's nothing to undo."))
    if now - at > timedelta(seconds=school.settings.undo_for) + MORE_UNDO:
        raise too_late_to_undo(school)
    # Arrival and mark of one scan have the same time: that is how an undo finds both.
    arrived = school.day_record(day.id).movements[person][-1]
    removed = [Remove("movements", arrived.id)] if arrived.at == at else []
    message = t("Undone: {name} is signed out.", name=who.name) if removed else t("Undone.")
    marks = undo_marks_at(school.apply(removed), now, actor, person, day.id, at)
    return Changes((*removed, *marks), message)
