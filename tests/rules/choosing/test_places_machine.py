"""No sequence of actions overfills a session, books anybody twice, or leaves a place wasted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import (
    current_mark,
    mark,
    sign_in_to_session,
)
from kiosk.rules.attendance.undone_marks import undo_session_sign_in
from kiosk.rules.choosing.bookings import booking_of, bookings_in, waiting_list_of, wishes_of
from kiosk.rules.choosing.places import (
    choose,
    give_up_place,
    place_anyway,
    rank_wish,
)
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import Decision, Private, decision
from kiosk.rules.model.ids import PersonId, SessionId, SlotId
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import overlap
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, ReopenReason, Role, SlotKind
from tests.builders import DAY, SOMEBODY, at, by, day, person, school, session, slot
from tests.rules.views import Documents, view

CUT_OFF = timedelta(minutes=10)
"""As the settings have it."""
MORNING = {"tue": "08:45-12:15"}
PEOPLE = (
    person("ann"),
    person("bob"),
    person("cai", Role.LEADER),
    person("nia", Role.TA, MORNING),
    person("tunde", Role.SUPPLY, None),
    person("guest", Role.VISITOR, None),
)
TODAY = day(
    slot("hall", "08:45-09:30", SlotKind.TOGETHER),
    slot("one", "10:00-11:00"),
    slot("two", "10:30-11:30"),
    slot("aln", "11:15-11:45", SlotKind.TOGETHER, required=("TA",)),
    slot("three", "11:30-12:30", required=("teacher",), invited=("all",)),
)
SESSIONS = (
    session("hall", "hall", "08:45-09:30"),
    session("A1", "one", "10:00-11:00"),
    session("A2", "one", "10:00-11:00"),
    session("A3", "one", "10:00-10:30", audience=("teacher", "TA")),
    session("B1", "two", "10:30-11:30"),
    session("B2", "two", "10:30-11:15"),
    session("aln", "aln", "11:15-11:45", audience=("TA",)),
    session("C1", "three", "11:45-12:30"),
    session("C2", "three", "11:30-12:00", audience=("staff",)),
)
CHOSEN = [one.id for one in SESSIONS if one.slot in ("one", "two", "three")]
PLACES = st.sampled_from([1, 1, 2, 2, 3, 0, None])
WHO = st.sampled_from([one.id for one in PEOPLE])
WHAT = st.sampled_from(CHOSEN)
ANY = st.sampled_from([one.id for one in SESSIONS])


def could_take(school: School, who: Person, wanted: Session) -> bool:
    """Return whether a free place suits the person, worked out independently of the rules."""
    hours = (who.hours or {}).get("tue")
    if who.hours is not None and not (hours and hours.holds(wanted.start, wanted.end)):
        return False
    role = "staff" if who.role is not Role.VISITOR else "visitor"
    if not {"all", role, str(who.role)} & set(wanted.audience):
        return False
    for other in school.programme.sessions.values():
        if who.id in other.leaders and (other.id == wanted.id or overlap(other, wanted)):
            return False
        if other.id == wanted.id or not overlap(other, wanted):
            continue
        held = booking_of(school, who.id, other)
        if held is not None and held.confirmed and other.slot != wanted.slot:
            return False
        last = current_mark(school, who.id, other)
        if last is not None and last.state in (MarkState.PRESENT, MarkState.LATE):
            return False
        if other.id == "aln" and who.role is Role.TA and not _leads_beside(school, who, other):
            return False
    return True


def _leads_beside(school: School, who: Person, session: Session) -> bool:
    every = school.programme.sessions.values()
    return any(who.id in one.leaders and overlap(one, session) for one in every)


@decision
def set_places(school: School, now: datetime, session: SessionId, places: int | None) -> Changes:
    """Give a session more places, or fewer, as a reload of the programme does."""
    items = [put(replace(school.session(session), places=places))]
    if school.session(session).places == places:
        return Changes()
    return Changes((*items, *promote_waiting(school.apply(items), now, DAY)))


class Places(RuleBasedStateMachine):
    """People choose, give up places, sign in and are marked while the day goes on."""

    @initialize(
        places=st.lists(PLACES, min_size=len(CHOSEN), max_size=len(CHOSEN)),
        leaders=st.lists(st.sampled_from([(), (), ("bob",), ("nia",)]), min_size=9, max_size=9),
    )
    def open_doors(self, places: list[int | None], leaders: list[tuple[str, ...]]) -> None:
        room = dict(zip(CHOSEN, places, strict=True))
        given = [
            replace(one, places=room.get(one.id), leaders=led)
            for one, led in zip(SESSIONS, leaders, strict=True)
        ]
        self.school = school(TODAY, *given, *PEOPLE)
        self.documents = Documents(
            put(record)
            for records in (self.school.people, self.school.programme.days,
                            self.school.programme.workshops, self.school.programme.sessions)
            for record in records.values()
        )  # fmt: skip
        self.now = at("08:30")

    def do(self, decision: Decision, actor: str = "", *, twice: bool = True) -> bool:
        """Carry a decision out as the Desk does, and check all that it may not do."""
        before, said = self.school, view(self.school)
        try:
            changes = decision(before, self.now, SOMEBODY)
        except Refused:
            assert view(self.school) == said
            return False
        other_machine = self.documents.shuffled(len(said)).school()
        same = decision(other_machine, self.now, SOMEBODY).items
        assert _by_id(same) == _by_id(changes.items), "the same on every machine"
        self.school = before.apply(changes.items)
        self.documents.take(changes.items)
        assert view(before) == said, "a School never changes"
        self.check_what_was_taken_away(before, decision, actor)
        self.check_the_order_of_queues(before, actor)
        if twice and not (decision.rule == "choose" and self.has_moved_on(**decision.arguments)):
            assert decision(self.school, self.now, SOMEBODY).items == (), (
                "asking twice changes nothing"
            )
        return True

    def has_moved_on(self, person: PersonId, session: SessionId) -> bool:
        """Return whether taking the place freed, at once, another that the person waited for."""
        chosen = self.school.session(session)
        others = [
            booking_of(self.school, person, other)
            for other in self.school.sessions_on(DAY, chosen.slot)
            if other.id != session
        ]
        moved = any(held is not None and held.confirmed and held.promoted for held in others)
        return moved and booking_of(self.school, person, chosen) is None

    def check_what_was_taken_away(self, before: School, decision: Decision, actor: str) -> None:
        for one in before.programme.sessions.values():
            after = self.school.programme.sessions[one.id]
            gone = _confirmed(before, one) - _confirmed(self.school, after)
            if decision.rule == "give_up_place":
                assert gone <= (
                    {actor} if decision.arguments["session"] == one.id else set()
                ) | _moved(before, self.school, one)
            else:
                assert gone <= _moved(before, self.school, one)
            for who in _confirmed(self.school, after) - _confirmed(before, one):
                told = booking_of(self.school, who, after)
                assert told is not None
                assert told.why or could_take(self.school, self.school.people[who], after)
                assert (
                    told.why
                    or after.places is None
                    or (
                        len(_confirmed(self.school, after))
                        <= max(after.places, len(_confirmed(before, one)))
                    )
                ), "only an override exceeds the places"
            lost = _queue(before, one) - _queue(self.school, after) - _confirmed(self.school, after)
            for who in lost - {actor}:
                assert self.got_a_dearer_wish(before, one, who)

    def got_a_dearer_wish(self, before: School, lost: Session, who: PersonId) -> bool:
        """Return whether a wish was lost to one that the person had ranked higher."""
        ranked = [one.session for one in wishes_of(before, who, DAY, lost.slot)]
        dearer = ranked[: ranked.index(lost.id)]
        return any(who in _confirmed(self.school, self.school.session(one)) for one in dearer)

    def check_the_order_of_queues(self, before: School, actor: str) -> None:
        for one in before.programme.sessions.values():
            waiting = [booking.person for booking in waiting_list_of(before, one)]
            risen = [who for who in waiting if who in _confirmed(self.school, one) and who != actor]
            for who in risen:
                mine = booking_of(self.school, who, one)
                if mine is not None and mine.why:
                    continue  # given by a professional tutor
                for ahead in waiting[: waiting.index(who)]:
                    person = self.school.people[ahead]
                    assert ahead not in _queue(self.school, one) or not (
                        could_take(before, person, one) and could_take(self.school, person, one)
                    ), f"{who} overtook {ahead}"

    @rule(who=WHO, what=ANY)
    def choose(self, who: PersonId, what: SessionId) -> None:
        self.do(choose(who, what), who)

    @rule(people=st.permutations([one.id for one in PEOPLE]), what=WHAT)
    def all_choose(self, people: list[PersonId], what: SessionId) -> None:
        for who in people:
            self.do(choose(who, what), who)
            self.check_all()

    @rule(who=WHO, what=WHAT)
    def leave(self, who: PersonId, what: SessionId) -> None:
        self.do(give_up_place(who, what), who)

    @rule(who=WHO, what=WHAT, place=st.integers(-1, 4))
    def rank(self, who: PersonId, what: SessionId, place: int) -> None:
        before = _queue(self.school, self.school.session(what))
        if self.do(rank_wish(who, what, place), who):
            assert who in before
            slot_id = self.school.session(what).slot
            names = [one.session for one in wishes_of(self.school, who, DAY, slot_id)]
            assert names.index(what) == max(0, min(place, len(names)) - 1)

    @rule(who=WHO, what=WHAT)
    def place_anyway(self, who: PersonId, what: SessionId) -> None:
        if self.do(place_anyway(who, what, Private("asked by the head")), who):
            assert who in _confirmed(self.school, self.school.session(what))

    @rule(number=st.integers(0, 20))
    def somebody_leaves(self, number: int) -> None:
        sessions = self.school.programme.sessions.values()
        held = [booking for one in sessions for booking in bookings_in(self.school, one)]
        if held:
            booking = held[number % len(held)]
            self.do(give_up_place(booking.person, booking.session), booking.person)

    @rule(number=st.integers(0, 20), what=WHAT)
    def somebody_chooses_another(self, number: int, what: SessionId) -> None:
        sessions = self.school.programme.sessions.values()
        held = [booking for one in sessions for booking in bookings_in(self.school, one)]
        if held:
            who = held[number % len(held)].person
            self.do(choose(who, what), who)

    @rule(who=WHO, what=ANY)
    def sign_in_to(self, who: PersonId, what: SessionId) -> None:
        earlier = current_mark(self.school, who, self.school.session(what))
        if self.do(by(Evidence.TYPED, sign_in_to_session(who, what)), who):
            last = current_mark(self.school, who, self.school.session(what))
            assert last is not None
            assert last.state.attended
            leads = who in self.school.session(what).leaders
            if what in CHOSEN and last != earlier and not leads:
                assert who in _confirmed(self.school, self.school.session(what))

    @rule(who=WHO, what=WHAT)
    def take_back(self, who: PersonId, what: SessionId) -> None:
        self.do(undo_session_sign_in(who, what), who, twice=False)

    @rule(who=WHO, what=ANY, state=st.sampled_from(MarkState))
    def mark(self, who: PersonId, what: SessionId, state: MarkState) -> None:
        self.do(by(Evidence.TUTOR, mark(who, what, state)))

    @rule(who=WHO)
    def arrive(self, who: PersonId) -> None:
        self.do(by(Evidence.BADGE, sign_in(who)), who)

    @rule(who=WHO)
    def go(self, who: PersonId) -> None:
        self.do(by(Evidence.BADGE, leave_site(who)), who)

    @rule(what=WHAT, places=PLACES)
    def change_places(self, what: SessionId, places: int | None) -> None:
        self.do(set_places(what, places))

    @rule(minutes=st.sampled_from([1, 5, 20, 60]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(people=st.lists(st.tuples(WHO, WHAT), max_size=3))
    def close_and_reopen(self, people: list[tuple[PersonId, SessionId]]) -> None:
        self.do(close_day(DAY))
        for who, what in people:
            self.do(give_up_place(who, what), who)
            self.check_all()
        self.do(reopen_day(DAY, ReopenReason.TOO_EARLY))

    def check_all(self) -> None:
        self.nobody_has_two_places_at_once()
        self.no_place_stays_free_that_somebody_waiting_could_take()
        self.replay_gives_the_same_school()

    @invariant()
    def no_two_have_the_same_turn(self) -> None:
        for people in self.school.day_record(DAY).bookings.values():
            turns = [booking.waiting_order for booking in people.values()]
            assert len(turns) == len(set(turns))

    @invariant()
    def nobody_has_two_places_at_once(self) -> None:
        sessions = list(self.school.programme.sessions.values())
        for who in PEOPLE:
            firm = [one for one in sessions if who.id in _confirmed(self.school, one)]
            for one, other in combinations(firm, 2):
                assert one.slot != other.slot
                assert self.is_given(who.id, one, other) or not overlap(one, other)
            for one in firm:
                assert self.is_given(who.id, one) or not any(
                    overlap(one, other)
                    for other in sessions
                    if who.id in other.leaders
                    or (
                        other.id == "aln"
                        and who.role is Role.TA
                        and not _leads_beside(self.school, who, other)
                    )
                )

    def is_given(self, who: PersonId, *sessions: Session) -> bool:
        """Return whether a professional tutor gave the person one of these places."""
        held = [booking_of(self.school, who, one) for one in sessions]
        return any(booking is not None and booking.why for booking in held)

    @invariant()
    def wishes_have_an_order(self) -> None:
        for slot_id in ("one", "two", "three"):
            for who in PEOPLE:
                ranks = [one.rank for one in wishes_of(self.school, who.id, DAY, SlotId(slot_id))]
                assert len(set(ranks)) == len(ranks)
                assert all(rank > 0 for rank in ranks)

    @invariant()
    def no_place_stays_free_that_somebody_waiting_could_take(self) -> None:
        if self.school.day(DAY).closed_at is not None:
            return
        for one in self.school.programme.sessions.values():
            full = one.places is not None and len(_confirmed(self.school, one)) >= one.places
            cut_off = self.school.moment(DAY, self.school.slot(one).start) - CUT_OFF
            if not full and self.now < cut_off:
                waiting = [self.school.people[who] for who in _queue(self.school, one)]
                assert not any(could_take(self.school, who, one) for who in waiting)

    @invariant()
    def a_look_at_every_session_finds_nobody_whom_a_decision_forgot(self) -> None:
        assert promote_waiting(self.school, self.now, DAY) == []

    @invariant()
    def replay_gives_the_same_school(self) -> None:
        assert view(self.documents.school()) == view(self.school)


def _by_id(items: Iterable[Put | Remove]) -> dict[tuple[str, str], Put | Remove]:
    return {(item.table, item.id): item for item in items}


def _confirmed(school: School, session: Session) -> set[PersonId]:
    return {booking.person for booking in bookings_in(school, session)}


def _queue(school: School, session: Session) -> set[PersonId]:
    return {booking.person for booking in waiting_list_of(school, session)}


def _moved(before: School, after: School, left: Session) -> set[PersonId]:
    """Return who has a place in another session of the slot that they had not before."""
    return {
        who
        for other in after.sessions_on(DAY, left.slot)
        if other.id != left.id
        for who in _confirmed(after, other) - _confirmed(before, other)
    }


TestPlaces = Places.TestCase
TestPlaces.settings = settings(stateful_step_count=40)
