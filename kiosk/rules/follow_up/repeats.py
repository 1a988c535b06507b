"""The repeat of a missed session: the first route to catch up, where there is one in time.

Printing a slip holds a place in it, if one is free and nobody waits for it, so that the person
still finds it free when they read the slip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain

from msgspec.structs import replace

from kiosk.rules.choosing.bookings import booking_of, is_full, places_left, waiting_list_of
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.held_places import held_for, held_until, places_held
from kiosk.rules.choosing.lottery import lot_number
from kiosk.rules.model.attendance_records import CatchUp, HeldPlace
from kiosk.rules.model.audiences import is_in_audience
from kiosk.rules.model.changes import Put
from kiosk.rules.model.ids import (
    NO_WORKSHOP,
    DayId,
    PersonId,
    SessionId,
    SlotId,
    WorkshopId,
    join_ids,
)
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School, put
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


def has_place(school: School, person: PersonId, session: Session) -> bool:
    """Return whether the person holds a place in the session."""
    booking = booking_of(school, person, session)
    return booking is not None and booking.confirmed


def _repeats(school: School, catch_up: CatchUp) -> list[Session]:
    """Return the sessions of what was missed that its person may attend, full or not, by date.

    They are on later days, by the due date where there is one, and within the person's hours.
    """
    who = school.people.get(catch_up.person)
    if who is None or catch_up.subject == NO_WORKSHOP or catch_up.pathway:
        return []
    after, found = catch_up.printed_on or date.fromisoformat(catch_up.day), list[Session]()
    for session in _given(school, catch_up.subject):
        when = school.programme.days[session.day].date
        is_in_time = after < when and (catch_up.due is None or when <= catch_up.due)
        if is_in_time and who.is_here(when) and _may_attend(school, who, session):
            found.append(session)
    return found


@planned
def _given(school: School, workshop: WorkshopId) -> tuple[Session, ...]:
    """Return the workshop's sessions by date, but not a department's own planning time."""
    found = [
        session
        for day in school.programme.days.values()
        if day.cancelled_at is None
        for session in school.sessions_on(day.id)
        if session.workshop == workshop and school.slot(session).kind is not SlotKind.DEPARTMENT
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.start, one.id)))


def _may_attend(school: School, person: Person, session: Session) -> bool:
    slot, day = school.slot(session), school.programme.days[session.day]
    return (
        is_in_audience(person, session.audience)
        and is_in_audience(person, (*slot.required, *slot.invited))
        and hours_on(school, person, day).allow(session.start, session.end)
    )


# -- a place that is held ---------------------------------------------------------------------


def place_held(school: School, catch_up: CatchUp) -> tuple[Session, date] | None:
    """Return the repeat in which a place is held for a catch-up, and until when; or None."""
    for session in _given(school, catch_up.subject) if catch_up.is_open else ():
        held = held_for(school, catch_up.person, session)
        if held is not None:
            return session, held_until(school, held)
    return None


def place_note(school: School, catch_up: CatchUp) -> Text | None:
    """Return what the person of an open catch-up has in a repeat to come; None: nothing yet."""
    held = place_held(school, catch_up)
    if held is not None:
        session, until = held
        return t("place held for {repeat} until {day}", day=ShortDate(until),
                 repeat=ShortDate(school.day(session.day).date))  # fmt: skip
    for session in _given(school, catch_up.subject) if catch_up.is_open else ():
        if session.day > catch_up.day and has_place(school, catch_up.person, session):
            return t("place on {day}", day=ShortDate(school.day(session.day).date))
    return None


def places_to_hold(school: School, now: datetime, catch_ups: Iterable[CatchUp]) -> Iterator[Put]:
    """Yield the places to be held for the people of these catch-ups, and those held for longer.

    Of what is required alone. Where there are too few, the earliest due date comes first, then a
    lot: an alphabet would favour the same people every time.
    """
    last = school.local(now).date() + timedelta(days=school.settings.hold_days)
    free = _FreePlaces(school, now)
    required = [one for one in catch_ups if one.required and school.settings.hold_days]
    for one in sorted(required, key=lambda one: _turn(school, one)):
        session = free.take(one)
        if session is None:
            continue
        until = min(last, school.day(session.day).date)
        known = free.held(session).get(one.person)
        if known is None:
            id = join_ids(session.id, one.person)
            yield put(HeldPlace(id, session.id, one.person, one.day, now, until))
        elif known.until != until:
            yield put(replace(known, until=until))


def _turn(school: School, catch_up: CatchUp) -> tuple[date, str, str]:
    lot = lot_number(catch_up.person, school.day(catch_up.day))
    return catch_up.due or date.max, lot, catch_up.id


class _FreePlaces:
    """The places still free to be held, while many people's are: a session is counted once."""

    def __init__(self, school: School, now: datetime) -> None:
        self._school, self._now = school, now
        self._held: dict[SessionId, Mapping[PersonId, HeldPlace]] = {}
        self._left: dict[SessionId, int] = {}
        self._busy: set[tuple[PersonId, DayId, SlotId]] = set()

    def held(self, session: Session) -> Mapping[PersonId, HeldPlace]:
        """Return the places held in a session before, by person."""
        if session.id not in self._held:
            self._held[session.id] = places_held(self._school, session)
        return self._held[session.id]

    def take(self, catch_up: CatchUp) -> Session | None:
        """Return the session in which a place is held, or is now to be; None: no place is."""
        who, repeats = catch_up.person, _repeats(self._school, catch_up)
        if any(has_place(self._school, who, one) for one in repeats):
            return None
        known = (one for one in repeats if who in self.held(one))
        found = next(chain(known, (one for one in repeats if self._is_free(who, one))), None)
        if found is not None:
            self._busy.add((who, found.day, found.slot))
            self._left[found.id] = self._left_in(found) - (who not in self.held(found))
        return found

    def _is_free(self, who: PersonId, session: Session) -> bool:
        """Return whether a place can be held for a person who has none in the slot yet."""
        return (
            self._left_in(session) > 0
            and (who, session.day, session.slot) not in self._busy
            and ineligibility(self._school, self._now, self._school.people[who], session) is None
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
