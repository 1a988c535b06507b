"""Places held in a repeat session for people who missed its workshop, until a date.

A place is held by printing a catch-up slip (`follow_up/repeats.py`). No rule that counts places
asks for the time: once a hold's last day is over, the running kiosk takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from kiosk.rules.choosing.bookings import (
    bookings_in,
    holds_in,
    is_past_cut_off,
    waiting_list_of,
)
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.attendance_records import HeldPlace
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, remove
from kiosk.text import Text, t


def places_held(school: School, session: Session) -> Mapping[PersonId, HeldPlace]:
    """Return the places that are held in a session, by person: no more than there are left."""
    held = holds_in(school, session)
    if held and session.open_places is not None:
        held = held[: max(0, session.open_places - len(bookings_in(school, session)))]
    return {one.person: one for one in held}


def held_for(school: School, person: PersonId, session: Session) -> HeldPlace | None:
    """Return the place that is held for a person in a session, or None."""
    is_noted = person in school.day_record(session.day).held_places.get(session.id, {})
    return places_held(school, session).get(person) if is_noted else None


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

    Their last day is over, or their session about to begin; or they are no longer needed, and
    somebody waits.
    """
    return [
        one
        for record in school.day_records.values()
        for session, held in record.held_places.items()
        for one in _to_release(school, now, school.session(session), list(held.values()))
    ]


def _to_release(
    school: School, now: datetime, session: Session, held: list[HeldPlace]
) -> Iterator[HeldPlace]:
    today, needed = school.local(now).date(), holds_in(school, session)
    is_late = is_past_cut_off(school, now, session)
    is_waited_for = bool(waiting_list_of(school, session))
    for one in held:
        if is_late or one.until < today or (is_waited_for and one not in needed):
            yield one


@decision
def release_held_places(school: School, now: datetime) -> Changes:
    """End the holds that are over. Each place goes to the first who waits for it."""
    items = [remove(one) for one in holds_to_release(school, now)]
    return Changes((*items, *promotions_after(school, now, items)) if items else ())
