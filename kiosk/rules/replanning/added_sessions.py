"""One more session of a workshop, in a slot with a choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import overlap
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.replanned import misfits, moved_up, slot_to_replan, with_promotions
from kiosk.text import t


@decision
def add_session(
    school: School,
    now: datetime,
    day: DayId,
    slot: SlotId,
    workshop: WorkshopId,
    room: str | None = None,
    leaders: tuple[PersonId, ...] | None = None,
    places: int | None = None,
) -> Changes:
    """Give a workshop once more. What is not given is as in its other sessions, if that is free.

    Raises:
        Refused: the day is closed or cancelled, the slot has no choice or is over, or nothing and
            nobody has such an id.
    """
    found = slot_to_replan(school, now, day, slot)
    if workshop not in school.programme.workshops:
        raise Refused(t("No workshop has the id {id}.", id=workshop))
    if found.kind is not SlotKind.CHOICE:
        raise Refused(t("A session can only be added where people choose."))
    for leader in leaders or ():
        school.person(leader)
    base = _other_session(school, workshop, day)
    session = Session(_unused_id(school, workshop), day, slot, workshop, found.start, found.end)
    if base is not None:
        session = replace(session, audience=base.audience, language=base.language,
                          off_site=base.off_site, places=base.places)  # fmt: skip
        beside = [one for one in school.sessions_on(day) if overlap(one, session)]
        session = replace(session, leaders=_who_are_free(school, session, base.leaders),
                          room=_unless_taken(base.room, (one.room for one in beside)),
                          speaker=_unless_taken(base.speaker, (one.speaker for one in beside))
                         )  # fmt: skip
    given: dict[str, Any] = {"room": room, "places": places}
    if leaders is not None:
        given |= {"leaders": tuple(dict.fromkeys(leaders)), "speaker": ""}
    session = replace(session, **{name: one for name, one in given.items() if one is not None})
    items = with_promotions(school, now, day, [put(session)])
    after = school.apply(items)
    title = school.programme.workshops[workshop].title
    message = t("{title}, {start}: added as {id}.", title=title, start=session.start, id=session.id)
    notes = tuple(moved_up(school, after, day))
    return Changes(items, message, notes, partial(misfits, school, after, day))


def _other_session(school: School, workshop: WorkshopId, day: DayId) -> Session | None:
    """Return a session of the workshop that tells how it is given, of that day if there is one."""
    known = [one for one in school.programme.sessions.values() if one.workshop == workshop]
    return min(known, key=lambda one: (one.day != day, one.is_cancelled, one.id), default=None)


def _unused_id(school: School, workshop: WorkshopId) -> SessionId:
    ids = (SessionId(f"{workshop}-{number}") for number in count(2))
    return next(id for id in ids if id not in school.programme.sessions)


def _unless_taken(name: str, taken: Iterable[str]) -> str:
    """Return the name of a room or a speaker, or a blank one if it is among those taken."""
    return "" if name.casefold() in {one.casefold() for one in taken} else name


def _who_are_free(
    school: School, session: Session, leaders: tuple[PersonId, ...]
) -> tuple[PersonId, ...]:
    """Return those of these leaders who lead nothing else at that time."""
    return tuple(
        who
        for who in leaders
        if not any(overlap(one, session) for one in school.sessions_led(who, session.day))
    )
