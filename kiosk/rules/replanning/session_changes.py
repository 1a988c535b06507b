"""Another room, time or leader for a session, or more or fewer places.

Nobody loses a place by it. What no longer fits is said before it is done and after, and stays in
the list of what needs attention.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.announcements import with_leaders, with_move
from kiosk.rules.choosing.bookings import booking_of, bookings_in
from kiosk.rules.choosing.capacity import holds_without_room
from kiosk.rules.choosing.held_places import no_longer_held
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.labels import leader_names
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.records import Session
from kiosk.rules.model.rooms import room_named
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.replanned import misfits, moved_up, with_promotions
from kiosk.text import Text, t, tn


@decision
def change_session(
    school: School,
    now: datetime,
    session: SessionId,
    room: str | None = None,
    start: time | None = None,
    end: time | None = None,
    leaders: tuple[PersonId, ...] | None = None,
    places: int | None = None,
    kept_back: int | None = None,
) -> Changes:
    """Change what is given of a session; None stays as it is. The notes say whom it touches.

    `kept_back`: how many places nobody can take; 0 gives all out.

    A start without an end keeps the end. Leaders take the place of a visiting speaker as well.
    More places go to the waiting list; fewer remove nobody.

    Raises:
        Refused: the day is closed or cancelled, the session cancelled or over, its times outside
            its slot, or nobody has a leader's id.
    """
    old = school.session(session)
    day_to_replan(school, old.day)
    title = school.workshop(old).title
    if old.is_cancelled:
        raise Refused(t("{title} is cancelled.", title=title))
    if now >= school.moment(old.day, old.end):
        raise Refused(t("{title} is over.", title=title))
    for leader in leaders or ():
        school.person(leader)
    given: dict[str, Any] = {"room": room, "start": start, "end": end, "places": places,
                             "kept_back": kept_back}  # fmt: skip
    if leaders is not None:  # in place of a speaker too, who would still be named beside them
        given |= {"leaders": tuple(dict.fromkeys(leaders)), "speaker": ""}
    new = replace(old, **{name: value for name, value in given.items() if value is not None})
    if (old.start, old.end) != (new.start, new.end):
        _check_times(school, new)
    if new.kept_back and new.places is None:
        raise Refused(t("{title} has no limit of places, so none can be kept back.", title=title))
    what = tuple(described_changes(school, old, new))
    if not what:
        return Changes((), t("{title}, {start}: nothing to change.", title=title, start=old.start))
    new = with_leaders(now, old, with_move(now, old, new))
    # who leads a session needs no place in it
    held = (booking_of(school, leader, old) for leader in new.leaders)
    freed = [remove(booking) for booking in held if booking is not None]
    items = with_promotions(school, now, old.day, [put(new), *freed])
    items = (*items, *map(remove, holds_without_room(school.apply(items), new)))
    after = school.apply(items)
    gone = no_longer_held(school, after, session)
    notes = (*what, *_touched(after, old, new), *gone, *moved_up(school, after, old.day))
    message = t("{title}, {start}: changed.", title=title, start=new.start)
    return Changes(items, message, notes, partial(misfits, school, after, old.day))


def _check_times(school: School, session: Session) -> None:
    slot = school.slot(session)
    if session.start >= session.end:
        raise Refused(t("The session would end before it starts."))
    if not slot.start <= session.start < session.end <= slot.end:
        raise Refused(
            t(
                "That's outside its slot, {start} to {end}. To move the whole slot: “kiosk shift”.",
                start=slot.start,
                end=slot.end,
            )
        )


def described_changes(school: School, old: Session, new: Session) -> Iterator[Text]:
    """Yield a line for each thing that changes: what it becomes, and what it was."""
    if old.room != new.room:
        room, before = (school.word(one.room) or "-" for one in (new, old))
        yield t("Room: {room} (was {before})", room=room, before=before)
    if (old.start, old.end) != (new.start, new.end):
        yield t(
            "Time: {start} to {end} (was {before} to {until})",
            start=new.start, end=new.end, before=old.start, until=old.end,
        )  # fmt: skip
    if set(old.leaders) != set(new.leaders) or old.speaker != new.speaker:
        yield t(
            "Leader: {names} (was {before})",
            names=leader_names(school, new) or "-",
            before=leader_names(school, old) or "-",
        )
    if old.places != new.places and new.places is not None:
        limit: int | Text = t("no limit") if old.places is None else old.places
        yield t("Places: {places} (was {before})", places=new.places, before=limit)
    if old.kept_back != new.kept_back:
        yield t("Places kept back: {n} (was {before})", n=new.kept_back, before=old.kept_back)


def _touched(school: School, old: Session, new: Session) -> Iterator[Text]:
    """Yield how many people see the change, and what to put on the door of the old room."""
    booked = len(bookings_in(school, new))
    if school.slot(new).kind is SlotKind.CHOICE and booked:
        yield tn(
            "{n} person has a place in it, and sees the change at the kiosk.",
            "{n} people have a place in it, and see the change at the kiosk.",
            booked,
        )
    room = room_named(school.programme.rooms, new.room) if old.room != new.room else None
    if room is not None and room.step_free is False:
        yield t("{room} is not step-free.", room=school.word(room.id))
    if old.room and old.room != new.room:
        title = school.workshop(new).title
        yield t(
            "Put a note on the door of {before}: “{title}: {room}”.",
            before=school.word(old.room), title=title, room=school.word(new.room),
        )  # fmt: skip
