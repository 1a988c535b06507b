"""The repeat of a missed session: the first route to catch up, where there is one in time.

Printing a slip holds a place in it, if one is free and nobody waits for it, so that the person
still finds it free when they read the slip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import confirmed_session, waiting_list_of
from kiosk.rules.choosing.capacity import (
    has_place,
    held_for,
    holds_without_room,
    is_full,
    may_catch_up_in,
    place_after,
    places_held,
    places_left,
    sessions_given,
)
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.held_places import held_until
from kiosk.rules.choosing.lots import lot_number
from kiosk.rules.model.attendance_records import CatchUp, HeldPlace
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.records import Session
from kiosk.rules.model.requirement import overlap
from kiosk.rules.model.school import School, put, remove
from kiosk.rules.model.terms import SlotKind
from kiosk.text import ShortDate, Text, t


def repeat_of(school: School, catch_up: CatchUp) -> Session | None:
    """Return the next session of what was missed that its person may attend, or None.

    One in which they have a place, or one is held for them, comes first.
    """
    repeats = _repeats(school, catch_up)
    mine = (one for one in repeats if _has_or_may_take(school, catch_up.person, one))
    free = (one for one in repeats if not is_full(school, one))
    return next(chain(mine, free), None)


def _has_or_may_take(school: School, person: PersonId, session: Session) -> bool:
    return has_place(school, person, session) or held_for(school, person, session) is not None


def _repeats(school: School, catch_up: CatchUp) -> list[Session]:
    """Return the sessions to come in which its person may catch up, full or not, by date."""
    after = str(catch_up.printed_on or catch_up.day)
    return [
        session
        for session in sessions_given(school, catch_up.subject)
        if session.day > after and may_catch_up_in(school, session, catch_up)
    ]


# -- a place that is held ---------------------------------------------------------------------


def place_held(school: School, catch_up: CatchUp) -> tuple[Session, date] | None:
    """Return the repeat in which a place is held for a catch-up, and until when; or None."""
    for session in sessions_given(school, catch_up.subject) if catch_up.is_open else ():
        held = held_for(school, catch_up.person, session)
        if held is not None and may_catch_up_in(school, session, catch_up):
            return session, held_until(school, held)
    return None


def place_note(school: School, catch_up: CatchUp) -> Text | None:
    """Return what the person of an open catch-up has in a repeat to come; None: nothing yet."""
    held = place_held(school, catch_up)
    if held is not None:
        session, until = held
        return t("place held for {repeat} until {day}", day=ShortDate(until),
                 repeat=ShortDate(school.day(session.day).date))  # fmt: skip
    if not catch_up.is_open:
        return None
    place = place_after(school, catch_up.person, catch_up.day, catch_up.subject)
    return t("place on {day}", day=ShortDate(school.day(place.day).date)) if place else None


def places_to_hold(
    school: School, now: datetime, catch_ups: Iterable[CatchUp]
) -> Iterator[Put | Remove]:
    """Yield the places to be held for the people of these catch-ups, and those held for longer.

    Of what is required alone. Where there are too few, the earliest due date comes first, then a
    lot: an alphabet would favour the same people every time. Older holds that are not needed and
    have no place left then are taken away: theirs would come first if they were needed again.
    """
    last = school.local(now).date() + timedelta(days=school.settings.hold_days)
    free, items = _FreePlaces(school, now, last), dict[str, Put]()
    required = [one for one in catch_ups if one.required and school.settings.hold_days]
    for one in sorted(required, key=lambda one: _turn(school, one)):
        held = free.hold(one)
        if held is not None:
            items[held.id] = put(held)
    yield from items.values()
    after = school.apply(items.values())
    for session in sorted(free.newly_held):
        yield from map(remove, holds_without_room(after, after.session(session)))


def _turn(school: School, catch_up: CatchUp) -> tuple[date, str, str]:
    lot = lot_number(catch_up.person, school.day(catch_up.day))
    return catch_up.due or date.max, lot, catch_up.id


class _FreePlaces:
    """The places still free to be held, while many people's are: a session is counted once."""

    def __init__(self, school: School, now: datetime, last: date) -> None:
        self._school, self._now, self._last = school, now, last
        self._held: dict[SessionId, dict[PersonId, HeldPlace]] = {}
        self._left: dict[SessionId, int] = {}
        self.newly_held = set[SessionId]()
        """The sessions in which a place is held that was free before."""

    def hold(self, catch_up: CatchUp) -> HeldPlace | None:
        """Hold a place, or hold it for longer, and return it; None: nothing changes.

        A person has one place held of a workshop, however often they missed it; and none where they
        have a place in another repeat of it.
        """
        school, who = self._school, catch_up.person
        if place_after(school, who, catch_up.day, catch_up.subject) is not None:
            return None
        repeats, given = _repeats(school, catch_up), sessions_given(school, catch_up.subject)
        known = next((one for one in given if who in self._held_in(one)), None)
        if known is not None and known not in repeats:
            return None
        session = known or next((one for one in repeats if self._is_free(who, one)), None)
        return self._hold_in(session, catch_up) if session is not None else None

    def _hold_in(self, session: Session, catch_up: CatchUp) -> HeldPlace | None:
        who, held = catch_up.person, self._held_in(session)
        until = min(self._last, self._school.day(session.day).date)
        known = held.get(who)
        if known is not None and known.until >= until:  # a date on paper is kept to
            return None
        if known is None:
            self._left[session.id] = self._left_in(session) - 1
            self.newly_held.add(session.id)
            id = join_ids(session.id, who)
            known = HeldPlace(id, session.id, who, catch_up.day, self._now, until)
        held[who] = replace(known, until=until)
        return held[who]

    def _held_in(self, session: Session) -> dict[PersonId, HeldPlace]:
        if session.id not in self._held:
            self._held[session.id] = dict(places_held(self._school, session))
        return self._held[session.id]

    def _is_free(self, who: PersonId, session: Session) -> bool:
        """Return whether a place can be held for a person, who has nothing else at that time."""
        school = self._school
        return (
            self._left_in(session) > 0
            and confirmed_session(school, who, session.day, session.slot) is None
            and not any(
                who in self._held_in(one) and (one.slot == session.slot or overlap(one, session))
                for one in school.sessions_on(session.day)
            )
            and ineligibility(school, self._now, school.people[who], session) is None
        )

    def _left_in(self, session: Session) -> int:
        if session.id not in self._left:
            self._left[session.id] = _free_to_hold(self._school, session)
        return self._left[session.id]


def _free_to_hold(school: School, session: Session) -> int:
    """Return how many places can be held: none that somebody waits for, or that a draw gives.

    None either where there is no limit: a place is always free there.
    """
    is_drawn = school.day(session.day).awaits_draw
    if school.slot(session).kind is not SlotKind.CHOICE or is_drawn:
        return 0
    return 0 if waiting_list_of(school, session) else places_left(school, session) or 0
