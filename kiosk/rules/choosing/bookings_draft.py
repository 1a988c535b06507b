"""The bookings of one day while a decision is made: a step on them costs what it touches."""

from __future__ import annotations

from dataclasses import replace

from kiosk.rules.choosing.bookings import all_bookings_in, wished_sessions
from kiosk.rules.choosing.capacity import free_places, holds_by_need
from kiosk.rules.model.attendance_records import Booking, HeldPlace
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.large_map import LargeMap
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, put, remove

Holds = dict[PersonId, HeldPlace]


class BookingsDraft:
    """A School whose bookings of one day are written step by step, by one decision.

    Rules read `school` as any other: it shows each step at once. It changes with the draft, so a
    decision returns `items` and keeps nothing else. The School that it was made from stays as it
    was.
    """

    def __init__(self, school: School, day: DayId) -> None:
        """Start from the bookings as they stand."""
        self.day = day
        self.items: list[Put | Remove] = []
        """The steps so far, as changes."""
        record = school.day_record(day)
        self._bookings = dict(record.bookings)
        self._sessions_of = record.sessions_of.as_dict()
        self._copies: dict[SessionId, dict[PersonId, Booking]] = {}
        self._confirmed: dict[SessionId, int] = {}
        self._last_turns: dict[SessionId, int] = {}
        self._holds = {session: dict(held) for session, held in record.held_places.items()}
        self._holds_by_need: dict[SessionId, tuple[Holds, Holds]] = {}
        self._freed: set[SessionId] = set()
        self._people: set[PersonId] = set()
        own = replace(record, held_places=self._holds)
        own = own.with_bookings(self._bookings, LargeMap(self._sessions_of))
        # results of its own, which each step clears: they hold for what does not change
        self.school = replace(school, day_records={**school.day_records, day: own}, results={})

    def put(self, booking: Booking) -> None:
        """Write a booking, new or in place of the person's in that session.

        A place that was held for them is no longer held once they have one. Nor is one of anybody
        for whom no place is left: it would be held again as soon as somebody leaves, ahead of those
        who came to wait meanwhile.
        """
        self._end_holds_without_room(booking.session)
        self.items.append(put(booking))
        self._write(booking.session, booking.person, booking)
        own = self._holds.get(booking.session, {}).get(booking.person)
        if booking.confirmed and own is not None:
            self._end_hold(own)
        self._end_holds_without_room(booking.session)

    def remove(self, booking: Booking) -> None:
        """Take a booking away."""
        self._end_holds_without_room(booking.session)
        self.items.append(remove(booking))
        self._write(booking.session, booking.person, None)

    def is_full(self, session: Session, person: PersonId | None = None) -> bool:
        """Return whether no place is left, or none for a person.

        Places taken are counted and those held put in order once, and then kept up.
        """
        if session.open_places is None:
            return False
        left = session.open_places - self._taken(session)
        return free_places(left, self._holds_in(session)[0], person) == 0

    def _taken(self, session: Session) -> int:
        if session.id not in self._confirmed:
            bookings = all_bookings_in(self.school, session)
            self._confirmed[session.id] = sum(booking.confirmed for booking in bookings)
        return self._confirmed[session.id]

    def _holds_in(self, session: Session) -> tuple[Holds, Holds]:
        """Return the holds that are needed and those that are not, put in order once."""
        if session.id not in self._holds_by_need:
            self._holds_by_need[session.id] = holds_by_need(self.school, session)
        return self._holds_by_need[session.id]

    def _end_holds_without_room(self, id: SessionId) -> None:
        session = self.school.session(id)
        if not self._holds.get(id) or session.open_places is None:
            return
        needed, others = self._holds_in(session)
        left = max(0, session.open_places - self._taken(session))
        while len(needed) + len(others) > left:
            last = others or needed
            self._end_hold(last[next(reversed(last))])

    def _end_hold(self, held: HeldPlace) -> None:
        self.items.append(remove(held))
        for people in (self._holds[held.session], *self._holds_by_need.get(held.session, ())):
            people.pop(held.person, None)

    def next_turn(self, session: Session) -> int:
        """Return the turn of the next booking in a session: above all that it has."""
        # Not the number of bookings: those given up leave gaps, and no turn may occur twice.
        if session.id not in self._last_turns:
            turns = (one.waiting_order for one in all_bookings_in(self.school, session))
            self._last_turns[session.id] = max(turns, default=0)
        return 1 + self._last_turns[session.id]

    def take_touched(self) -> set[SessionId]:
        """Return the sessions in which steps since the last call may let somebody move up.

        A place was freed there; or somebody waits there whose own bookings were written, and a
        place elsewhere may have stood in their way.
        """
        touched, people = self._freed, self._people
        self.clear_touched()
        for person in people:
            touched |= {one.id for one in wished_sessions(self.school, person, self.day)}
        return touched

    def clear_touched(self) -> None:
        """Leave out of `take_touched` what the steps so far touched."""
        self._freed, self._people = set(), set()

    def _write(self, session: SessionId, person: PersonId, booking: Booking | None) -> None:
        held = self._copies.get(session)
        if held is None:
            held = dict(self._bookings.get(session, {}))
            self._bookings[session] = self._copies[session] = held
        self.school.results.clear()
        old = held.get(person)
        if booking is not None:
            held[person] = booking
        elif old is not None:
            del held[person]
        change = _places(booking) - _places(old)
        if session in self._confirmed:
            self._confirmed[session] += change
        last = self._last_turns.get(session)
        if last is not None and booking is not None and booking.waiting_order > last:
            self._last_turns[session] = booking.waiting_order
        elif last is not None and old is not None and old.waiting_order == last:
            del self._last_turns[session]
        if change < 0:
            self._freed.add(session)
        if change:
            self._note_need(person, session)
        self._people.add(person)
        known = self._sessions_of.get(person, ())
        # The index says where to look: what was given up may stay in it.
        if booking is not None and session not in known:
            self._sessions_of[person] = (*known, session)

    def _note_need(self, person: PersonId, elsewhere: SessionId) -> None:
        """Note that a place elsewhere ends or renews a person's need of those held for them."""
        for session, held in self._holds.items():
            if person in held and session != elsewhere:
                self._holds_by_need.pop(session, None)
                self._freed.add(session)


def _places(booking: Booking | None) -> int:
    return 1 if booking is not None and booking.confirmed else 0
