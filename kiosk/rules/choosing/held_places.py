"""The end of places held in a repeat session for people who missed its workshop.

A place is held by printing a catch-up slip (`follow_up/repeats.py`), until a date. No rule that
counts places (`capacity.py`) asks for the time: once a hold's last day is over, the running kiosk
takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from kiosk.rules.choosing.bookings import bookings_in, is_past_cut_off, waiting_list_of
from kiosk.rules.choosing.capacity import holds_by_need, holds_without_room, places_held
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.attendance_records import HeldPlace
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, remove
from kiosk.text import Text, t


def held_until(school: School, held: HeldPlace) -> date:
    """Return the last day on which it is held: at the latest that of the session."""
    return min(held.until, school.day(school.session(held.session).day).date)


def no_longer_held(before: School, after: School, session: SessionId) -> list[Text]:
    """Return a sentence for each person for whom a place was held, and for whom none is left."""
    was, held = (places_held(one, one.session(session)) for one in (before, after))
    booked = {one.person for one in bookings_in(after, after.session(session))}
    gone = [before.people[one] for one in was if one not in held and one not in booked]
    return [t("No place is held for {name} any more.", name=one.name) for one in gone]


def holds_to_release(school: School, now: datetime) -> list[HeldPlace]:
    """Return the holds that end now.

    Their last day is over, or their session about to begin; or somebody waits, and they are needed
    no longer or have no place left.
    """
    return [
        one
        for record in school.day_records.values()
        for session, held in record.held_places.items()
        if held
        for one in _to_release(school, now, school.session(session), list(held.values()))
    ]


def _to_release(
    school: School, now: datetime, session: Session, held: list[HeldPlace]
) -> Iterator[HeldPlace]:
    today, is_late = school.local(now).date(), is_past_cut_off(school, now, session)
    ended = set[str]()
    if waiting_list_of(school, session):
        unneeded = holds_by_need(school, session)[1].values()
        ended = {one.id for one in (*unneeded, *holds_without_room(school, session))}
    for one in held:
        if is_late or one.until < today or one.id in ended:
            yield one


@decision
def release_held_places(school: School, now: datetime) -> Changes:
    """End the holds that are over. Each place goes to the first who waits for it."""
    items = [remove(one) for one in holds_to_release(school, now)]
    return Changes((*items, *promotions_after(school, now, items)) if items else ())
