"""The board as plain data: its groups add up, and after any changes it is what it would be anew."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in, undo_sign_in
from kiosk.rules.attendance.board import BoardState
from kiosk.rules.attendance.board_view import board_view
from kiosk.rules.attendance.just_happened import KEPT, SHOWN, just_happened
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.attendance.people_of_board import (
    Order,
    Status,
    in_group,
    in_order,
    since,
    where_next,
    where_now,
)
from kiosk.rules.attendance.sessions_of_board import Phase, of_phase
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.school import TABLES, School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import Sayable
from tests.builders import DAY, after, at, by, day, person, school, session, slot

NAMES = ("aled", "bron", "cai", "dai", "eira", "fflur")
SCHOOL = school(
    day(slot("talk", "08:45-09:30", SlotKind.TOGETHER), slot("one", "10:00-11:00"),
        slot("two", "11:00-12:00")),
    session("TALK", "talk", "08:45-09:30", room="Hall"),
    session("A", "one", "10:00-11:00", 5, room="Lab 3"),
    session("B", "one", "10:00-11:00", 5, room="Room 1"),
    session("C", "two", "11:00-12:00", 5),
    *map(person, NAMES),
    person("gwen", hours="10:00-12:00"),
    person("rhu", hours={"wed": "08:30-15:30"}),
)  # fmt: skip


def english(what: Sayable) -> str:
    return Language("en").say(what)


def rebuilt(known: School) -> School:
    """Return a school of the same records, of which nothing was worked out before."""
    return School().apply([put(record) for name in TABLES for record in known.records(name)])


def test_everybody_is_in_one_group_and_the_groups_add_up() -> None:
    known = after(
        SCHOOL, at("08:50"), sign_in("aled"), sign_in("bron"), report_absent("cai", DAY),
        by(Evidence.BADGE, leave_site("bron")), sign_in("rhu"),
    )  # fmt: skip
    view = board_view(known, at("09:00"), known.day(DAY))
    assert view.statuses == Counter({
        Status.IN: 2, Status.OFF_SITE: 1, Status.ABSENT: 1, Status.LATE: 3, Status.NOT_YET: 1,
    })  # fmt: skip
    assert sum(view.statuses.values()) == len(view.lines) == len(known.people)
    for status in Status:
        assert len(in_group(view.lines, status)) == view.statuses[status]
    assert view.longest_late == 15
    assert view.due_next == (1, at("10:00"))
    assert (view.everyone.due, view.everyone.others) == (7, 1)
    past = board_view(known, at("09:00", "2026-09-02"), known.day(DAY))
    assert (past.statuses[Status.LATE], past.longest_late) == (4, 0)


def test_people_are_listed_late_first_or_by_name_department_or_time() -> None:
    known = after(SCHOOL, at("08:20"), sign_in("fflur"))
    known = after(known, at("08:30"), sign_in("aled"))
    today = known.day(DAY)
    lines = board_view(known, at("09:00"), today).lines

    def names(order: Order) -> list[str]:
        found: list[str] = [one.person.id for one in in_order(known, today, lines, order)]
        again = in_order(known, today, lines, order, sort_key)
        assert found == [one.person.id for one in again]
        return found

    assert names(Order.LATE_FIRST) == ["bron", "cai", "dai", "eira", "gwen", "aled", "fflur", "rhu"]
    assert names(Order.NAME) == sorted(known.people)
    assert names(Order.TIME) == ["fflur", "aled", "bron", "cai", "dai", "eira", "gwen", "rhu"]


def test_a_row_says_since_when_and_where_now_and_next() -> None:
    booked = after(SCHOOL, at("08:30"), sign_in("aled"), choose("aled", "A"))
    known = after(booked, at("10:02"), by(Evidence.BADGE, sign_in_to_session("aled", "A")))
    today, aled = known.day(DAY), known.person(PersonId("aled"))
    view = board_view(known, at("10:05"), today)
    line = next(line for line in view.lines if line.person is aled)
    assert line.presence is BoardState.IN
    assert since(known, today, line) == at("08:30")
    assert english(where_now(known, view.at, aled, today)) == "Lab 3 · W-A"
    assert english(where_next(known, view.at, aled, today)) == "11:00 not chosen yet"
    assert english(where_next(booked, at("09:40"), aled, today)) == "10:00 Lab 3 · W-A"


def test_the_running_slot_comes_first_and_past_ones_last() -> None:
    today = SCHOOL.day(DAY)

    def slots(clock: str) -> list[tuple[str, Phase]]:
        found = board_view(SCHOOL, at(clock), today).slots
        return [(one.slot.id, one.phase) for one in found]

    assert slots("08:00") == [
        ("talk", Phase.TO_COME), ("one", Phase.TO_COME), ("two", Phase.TO_COME),
    ]  # fmt: skip
    assert slots("10:30") == [("one", Phase.RUNNING), ("two", Phase.TO_COME), ("talk", Phase.OVER)]
    running = of_phase(board_view(SCHOOL, at("10:30"), today).slots, Phase.RUNNING)
    assert [one.slot.id for one in running] == ["one"]


def test_the_arrivals_grow_to_the_number_of_those_due() -> None:
    known = after(SCHOOL, at("08:21"), sign_in("aled"))
    known = after(known, at("08:33"), sign_in("bron"), sign_in("cai"))
    curve = board_view(known, at("08:41"), known.day(DAY), steps=10).arrivals
    assert curve is not None
    assert curve.begins == time(8, 15)
    # 08:15, 08:20, … to the step of now
    assert curve.arrived == (0, 1, 1, 3, 3, 3)
    assert curve.due == (0, 0, 0, 0, 0, 0, 6, 6, 6, 6)
    past = board_view(known, at("08:00", "2026-09-03"), known.day(DAY), steps=10).arrivals
    assert past is not None
    assert len(past.arrived) == 10


def test_a_past_day_is_shown_as_it_ended() -> None:
    known = after(SCHOOL, at("08:30"), sign_in("aled"))
    view = board_view(known, at("09:00", "2026-09-03"), known.day(DAY))
    assert view.at == at("23:59")
    assert view.statuses[Status.LATE] == 6
    assert {one.phase for one in view.slots} == {Phase.OVER}


def test_just_happened_tells_arrivals_and_changed_sessions_and_nothing_private() -> None:
    known = after(SCHOOL, at("08:30"), sign_in("aled"), choose("aled", "A"))
    known = after(known, at("08:31"), report_absent("cai", DAY), sign_in("bron"))
    known = after(known, at("08:32"), by(Evidence.BADGE, leave_site("aled")))
    known = after(known, at("08:33"), cancel_session("B"))
    found = just_happened(known, known.day(DAY), 10)
    assert [(one.movement.person, one.movement.inward) for one in found if one.movement] == [
        ("aled", False), ("bron", True),
    ]  # fmt: skip
    assert [one.session.id for one in found if one.session] == ["B"]
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)


ACTS = st.lists(
    st.tuples(
        st.sampled_from((*NAMES, "gwen", "rhu")).map(PersonId),
        st.sampled_from(("in", "out", "undo", "absent")),
    ),
    max_size=14,
)


def act(who: PersonId, what: str) -> Decision:
    match what:
        case "in":
            return by(Evidence.BADGE, sign_in(who))
        case "out":
            return by(Evidence.BADGE, leave_site(who))
        case "undo":
            return undo_sign_in(who)
        case _:
            return report_absent(who, DAY)


@given(ACTS)
def test_kept_up_it_is_what_it_would_be_anew(acts: list[tuple[PersonId, str]]) -> None:
    now, clock = SCHOOL, at("08:00")
    for who, what in acts:
        clock += timedelta(minutes=3)
        with suppress(Refused):
            now = after(now, clock, act(who, what))
        shown = board_view(now, clock, now.day(DAY), steps=30, happenings=SHOWN)
        assert shown == board_view(rebuilt(now), clock, now.day(DAY), steps=30, happenings=SHOWN)
        assert sum(shown.statuses.values()) == len(now.people)


def test_of_hundreds_of_arrivals_the_last_ones_are_known_also_after_many_were_taken_back() -> None:
    names = [f"p{number:03}" for number in range(2 * KEPT)]
    known = school(day(slot("talk", "08:45-09:30", SlotKind.TOGETHER)), *map(person, names))
    for number, name in enumerate(names):
        known = after(known, at("08:00") + timedelta(seconds=number), sign_in(PersonId(name)))
        just_happened(known, known.day(DAY), SHOWN)
    for name in reversed(names[-KEPT:]):
        known = after(known, at("08:02"), undo_sign_in(PersonId(name)))
        latest = just_happened(known, known.day(DAY), SHOWN)
        assert latest == just_happened(rebuilt(known), known.day(DAY), SHOWN)
        assert len(latest) == SHOWN
