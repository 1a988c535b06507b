"""Events of two machines: their ids differ, and put together they have one order."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import is_on_site, sign_in, undo_sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import current_mark, mark, marks_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.changes import Put
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import event_order
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, after, at, by, day, person, school, session, slot
from tests.rules.views import view

SCHOOL = school(day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00"), person("ann"))
START = at("08:30")
ACTS = st.sampled_from(
    [
        sign_in("ann"),
        undo_sign_in("ann"),
        leave_site("ann"),
        mark("ann", "A", MarkState.ABSENT),
        mark("ann", "A", MarkState.RELEASED),
    ]
)
DAYS = st.lists(st.tuples(ACTS, st.sampled_from([0, 0, 1, 7, -5])), max_size=8)
"""What is done, and how many seconds after what was done before; a clock may be set back."""


def noted(device: str, acts: list[tuple[Decision, int]]) -> list[Put]:
    """Return what one machine writes that knows nothing of the other."""
    known, now, written = SCHOOL, START, list[Put]()
    for number, (asked, seconds) in enumerate(acts):
        now += timedelta(seconds=seconds)
        with suppress(Refused):
            items = asked(known, now, Actor("ann", Evidence.TYPED, f"{device}.{number}")).items
            known = known.apply(items)
            written += [item for item in items if isinstance(item, Put)]
    return written


@given(DAYS, DAYS)
def test_what_two_machines_noted_can_be_put_together(
    one: list[tuple[Decision, int]], other: list[tuple[Decision, int]]
) -> None:
    first, second = noted("hall", one), noted("gym", other)
    ids = [(item.table, item.id) for item in (*first, *second)]
    assert len(ids) == len(set(ids))
    together = SCHOOL.apply([*first, *second])
    assert view(together) == view(SCHOOL.apply([*second, *first]))
    for events in (
        together.day_record(DAY).movements.get("ann", ()),
        marks_of(together, "ann", together.session("A")),
    ):
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert list(events) == sorted(events, key=event_order)


def test_of_two_marks_at_one_moment_the_one_made_later_counts() -> None:
    def marked(known: School, state: MarkState, device: str, now: datetime = START) -> School:
        asked = mark("ann", "A", state)
        return known.apply(asked(known, now, Actor("tutor", Evidence.TUTOR, device)).items)

    known = SCHOOL
    states = [MarkState.ABSENT, MarkState.PRESENT, MarkState.LATE, MarkState.LEFT] * 4
    for number, state in enumerate(states):  # the clock stands still, as with `--at`
        known = marked(known, state, "z" if number % 2 else "a", at("10:30"))
    assert [one.state for one in marks_of(known, "ann", known.session("A"))] == states


def test_a_correction_counts_though_the_clock_was_set_back() -> None:
    def marked(known: School, state: MarkState, now: datetime) -> School:
        return after(known, now, by(Evidence.TUTOR, mark("ann", "A", state)))

    known = marked(SCHOOL, MarkState.PRESENT, at("10:05"))
    known = marked(known, MarkState.ABSENT, at("10:02"))
    last = current_mark(known, "ann", known.session("A"))
    assert last is not None
    assert (last.state, last.at) == (MarkState.ABSENT, at("10:05"))
    known = after(SCHOOL, at("10:05"), sign_in("ann"))
    known = after(known, at("10:02"), leave_site("ann"))
    assert not is_on_site(known, "ann", DAY)


def test_an_event_that_another_program_made_has_its_place_in_time() -> None:
    foreign = Movement(f"{DAY}/ann/manual", DAY, "ann", True, at("09:00"), Evidence.BADGE)
    known = SCHOOL.apply([put(foreign)])
    assert is_on_site(known, "ann", DAY)
    known = after(known, at("09:30"), leave_site("ann"))
    assert [one.inward for one in known.day_record(DAY).movements["ann"]] == [True, False]
