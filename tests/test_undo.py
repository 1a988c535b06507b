"""Undoing a decision as a whole: what stood before is back, or it says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.desk import Desk
from kiosk.errors import BadInput, Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.self_added import SelfDescription, add_self, remove_self_added
from kiosk.rules.choosing.places import choose, give_up_place, place_anyway, rank_wish
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile, StaffFile
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId
from kiosk.rules.model.records import Person, Session, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import GuestKind, MarkState, ReopenReason, Role
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.choosing_times import close_choosing
from kiosk.rules.replanning.notices import post_notice
from kiosk.rules.replanning.session_changes import change_session
from kiosk.rules.replanning.slot_times import shift_slot
from kiosk.store.memory import MemoryLog, Shared
from kiosk.store.record_store import RecordStore
from kiosk.text import Both
from tests.builders import DAY, Ruled, at, day, person, school, session, slot
from tests.rules.views import view

START = at("08:20")
PEOPLE = ("ann", "bob", "cai", "dee")
TODAY = day(slot("one", "10:00-11:00"), slot("two", "11:15-12:00"))
SESSIONS = (
    session("A1", "one", "10:00-11:00", 1),
    session("A2", "one", "10:00-11:00", 2, room="Hall"),
    session("B1", "two", "11:15-12:00", 1),
    session("B2", "two", "11:15-12:00"),
)
BEGUN = school(TODAY, *SESSIONS, *map(person, PEOPLE))


class Room:
    """A desk on a store in memory, and the clock before it."""

    def __init__(self, begun: School = BEGUN) -> None:
        self.shared = Shared()
        self.now = START
        self.desk = self.another()
        records = [TODAY, *begun.programme.workshops.values(), *SESSIONS, *begun.people.values()]
        self.does(Ruled("create_sample", {}, lambda *_: Changes(tuple(map(put, records)))))

    def another(self) -> Desk:
        return Desk(RecordStore(MemoryLog(self.shared)), lambda: self.now)

    def does(self, *decisions: Decision) -> int:
        """Carry decisions out; return the number of the last in the history."""
        for decision in decisions:
            self.now += timedelta(seconds=1)
            self.desk.perform_now(decision, TUTOR)
        return self.desk.latest(1)[0].number

    def undo(self, number: int | None = None) -> str:
        return Language("en").say(self.desk.undo_now(number, TUTOR).message or "")

    def refusal(self, number: int | None = None) -> str:
        before = view(self.desk.school)
        with pytest.raises(Refused) as caught:
            self.desk.undo_now(number, TUTOR)
        assert view(self.desk.school) == before
        return Language("en").say(caught.value.reason)

    def view(self) -> Any:
        """Return the School, after seeing that another program has the same one."""
        seen = view(self.desk.school)
        assert view(self.another().school) == seen
        return seen


def staff(*people: Person) -> Decision:
    given = frozenset({"id", "forename", "surname", "role", "department", "hours"})
    rows = [FileRecord(one, "staff.csv", row, given) for row, one in enumerate(people, 2)]
    return load_staff(StaffFile("staff.csv", tuple(rows)))


def plan(*sessions: Session) -> Decision:
    fields = frozenset(Session.__struct_fields__)
    named = [Workshop(name, Both(name)) for name in sorted({one.workshop for one in sessions})]
    return load_programme(
        ProgrammeFile(
            "plan",
            workshops=tuple(FileRecord(w, "w", 2, frozenset({"id", "title"})) for w in named),
            sessions=tuple(FileRecord(one, "w", 2, fields) for one in sessions),
        )
    )


WHO = st.sampled_from([PersonId(one) for one in PEOPLE])
WHAT = st.sampled_from([one.id for one in SESSIONS])
SLOTS = st.sampled_from([one.id for one in TODAY.slots])


def asks(rule: Callable[..., Decision], *parts: st.SearchStrategy[Any]) -> Any:
    # `builds` would take the rule's own first arguments, a School and the time, for missing ones
    return st.tuples(*parts).map(lambda values: rule(*values))


ACTS: st.SearchStrategy[Decision] = st.one_of(
    asks(sign_in, WHO),
    asks(choose, WHO, WHAT),
    asks(give_up_place, WHO, WHAT),
    asks(place_anyway, WHO, WHAT, st.just(Private("why"))),
    asks(rank_wish, WHO, WHAT, st.integers(1, 3)),
    asks(mark, WHO, WHAT, st.sampled_from(MarkState)),
    asks(add_self, st.just("new-1"), st.just(SelfDescription("Dewi", "P", GuestKind.VISITOR))),
    asks(remove_self_added, st.just("new-1")),
    asks(change_session, WHAT, st.sampled_from(("Hall", "Gym"))),
    asks(lambda what, who: change_session(what, leaders=(who,)), WHAT, WHO),
    asks(lambda what, places: change_session(what, places=places), WHAT, st.integers(1, 3)),
    asks(lambda slot, by: shift_slot(DAY, slot, by), SLOTS, st.integers(5, 15)),
    asks(lambda slot: add_session(DAY, slot, WorkshopId("W-A1")), SLOTS),
    asks(lambda slot: close_choosing(DAY, slot), SLOTS),
    asks(post_notice, st.just(DAY), st.just(Private("Lift out of order"))),
)
LOADS = st.one_of(
    st.builds(
        lambda names, roles: staff(
            *(Person(PersonId(n), n, "New", r) for n, r in zip(names, roles, strict=True))
        ),
        st.just([*PEOPLE, "eve", "fay"]),
        st.lists(st.sampled_from([Role.TEACHER, Role.TA]), min_size=6, max_size=6),
    ),
    st.builds(
        lambda places, room, clock, extra: plan(
            *(replace(one, places=places, room=room) for one in SESSIONS[:2]),
            replace(SESSIONS[2], start=clock.time()),
            *([session("A9", "one", "10:00-11:00", 1)] if extra else []),
        ),
        st.sampled_from([1, 2, 4, None]),
        st.sampled_from(["Hall", "Gym"]),
        st.sampled_from([at("11:15"), at("11:20")]),
        st.booleans(),
    ),
)


def tries(room: Room, act: Decision) -> bool:
    """Carry an act out if it is allowed; return whether it changed anything."""
    before = room.desk.latest(1)[0].number
    try:
        return room.does(act) > before
    except (Refused, BadInput):
        return False


@given(st.lists(ACTS, max_size=8), LOADS)
@settings(max_examples=150, deadline=None)
def test_a_load_followed_by_undo_gives_the_same_school(acts: list[Decision], load: Any) -> None:
    room = Room()
    for act in acts:
        tries(room, act)
    before = room.view()
    if tries(room, load):
        room.undo()
    assert room.view() == before


@given(st.lists(st.one_of(ACTS, LOADS), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_all_acts_undone_from_the_last_to_the_first_give_each_school_before(
    acts: list[Decision],
) -> None:
    room = Room()
    stood: list[tuple[int, Any]] = []
    for act in acts:
        before = room.view()
        if tries(room, act):
            stood.append((room.desk.latest(1)[0].number, before))
    for number, before in reversed(stood):
        room.undo(number)
        assert room.view() == before


def test_an_undo_is_a_decision_and_can_be_undone_itself() -> None:
    room = Room()
    chosen = room.does(choose("ann", "A1"))
    after = room.view()
    said = room.undo(chosen)
    assert said == "Undone: chosen, 01/09 08:20. 1 record is back as it was."
    [entry] = room.desk.latest(1)
    assert (entry.decision, entry.arguments, entry.by) == ("undo", {"number": chosen}, "tutor")
    assert room.refusal(chosen) == f"Number {chosen} has already been undone."
    room.undo(entry.number)
    assert room.view() == after


def test_without_a_number_the_last_load_that_stands_is_undone() -> None:
    room = Room()
    assert "There's no load to undo" in room.refusal()
    before = room.view()
    room.does(staff(Person(PersonId("eve"), "Eve", "One", Role.TA)))
    room.does(staff(Person(PersonId("eve"), "Eve", "Two", Role.TA)))
    room.undo()
    assert room.desk.school.people[PersonId("eve")].surname == "One"
    room.undo()
    assert room.view() == before


def test_what_was_changed_since_or_is_referred_to_is_named_and_nothing_is_undone() -> None:
    room = Room()
    added = room.does(plan(*SESSIONS, session("A9", "one", "10:00-11:00", 3)))
    room.does(choose("ann", "A9"))
    assert "The place W-A9 (A9) · ann was added since (chosen, 01/09 08:20)." in room.refusal(added)
    room.does(give_up_place("ann", "A9"))
    hall = replace(room.desk.school.session(SessionId("A9")), room="Gym")
    room.does(Ruled("move", {}, lambda *_: Changes((put(hall),))))
    assert "The session W-A9 (A9) has changed since." in room.refusal(added)


def test_an_arrival_or_a_mark_is_not_undone_while_a_later_one_of_the_person_stands_on_it() -> None:
    room = Room()
    came = room.does(sign_in("ann"))
    room.now = at("10:05")
    there = room.does(mark("ann", "A1", MarkState.PRESENT))
    room.does(mark("bob", "A1", MarkState.PRESENT))
    left = room.does(leave_site("ann"))
    assert "was added since (left the site, 01/09 10:05)." in room.refusal(came)
    assert "was added since (left the site, 01/09 10:05)." in room.refusal(there)
    room.undo(left)
    room.undo(there)
    room.undo(came)
    assert not is_on_site(room.desk.school, "ann", DAY)


def test_a_promotion_that_it_caused_is_undone_with_it_unless_that_place_was_used() -> None:
    room = Room()
    room.does(choose("ann", "A1"), choose("bob", "A1"))
    before = room.view()
    gave_up = room.does(give_up_place("ann", "A1"))
    assert room.desk.school.day_record(DAY).bookings[SessionId("A1")].keys() == {"bob"}
    room.undo(gave_up)
    assert room.view() == before
    gave_up = room.does(give_up_place("ann", "A1"))
    room.does(give_up_place("bob", "A1"))
    assert "The place W-A1 (A1) · bob has changed since." in room.refusal(gave_up)


def test_nobody_is_put_back_into_a_place_that_was_given_to_another() -> None:
    room = Room()
    room.does(choose("ann", "A1"))
    gave_up = room.does(give_up_place("ann", "A1"))
    room.does(choose("bob", "A1"))
    assert room.refusal(gave_up) == "Not undone. W-A1 (A1) would have 2 people for 1 place."
    room.does(give_up_place("bob", "A1"), choose("ann", "A2"))
    assert "ann would be in two places at once" in room.refusal(gave_up)


def test_a_place_that_an_undo_frees_goes_to_whoever_came_to_wait_for_it() -> None:
    room = Room()
    chosen = room.does(choose("ann", "A1"))
    room.does(choose("bob", "A1"))
    room.undo(chosen)
    [(who, booking)] = room.desk.school.day_record(DAY).bookings[SessionId("A1")].items()
    assert (who, booking.confirmed) == ("bob", True)


def test_what_stood_before_goes_when_the_last_day_it_touches_is_closed() -> None:
    room = Room()
    loaded = room.does(staff(Person(PersonId("eve"), "Eve", "One", Role.TA)))
    chosen = room.does(choose("ann", "A1"))
    table = RecordStore(log := MemoryLog(room.shared))
    assert table.past(chosen).snapshots  # type: ignore[union-attr]
    room.now = at("16:00")
    room.does(close_day(DAY))
    log.follow()
    assert log.tables.rows["undo"] == {}
    assert room.refusal(chosen) == f"Number {chosen} can't be undone: its day is closed."
    assert "the earlier values are gone" in room.refusal(loaded)
    room.does(reopen_day(DAY, ReopenReason.TOO_EARLY))
    assert "the earlier values are gone" in room.refusal(chosen)


def test_what_another_program_wrote_without_an_entry_is_not_written_over() -> None:
    room = Room()
    chosen = room.does(choose("ann", "A1"))
    log = MemoryLog(room.shared)
    with log.transaction():
        [(number, row)] = log.tables.rows["bookings"].items()
        log.append([["put", "bookings", number, {**row, "why": "by hand"}]], {})
    assert "The place W-A1 (A1) · ann has changed since." in room.refusal(chosen)


def test_a_number_that_no_decision_has_is_refused() -> None:
    assert Room().refusal(99) == "There is no number 99 in the history."
