"""Events of two machines: their ids differ, and put together they have one order."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import leave_site, mark, marks_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Put
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import event_order
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, at, day, person, school, session, slot
from tests.rules.views import view

SCHOOL = school(day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00"), person("ann"))
START = at("08:30")
ACTS = st.sampled_from(
    [
        sign_in("ann"),
        leave_site("ann"),
        mark("ann", "A", MarkState.ABSENT),
        mark("ann", "A", MarkState.RELEASED),
    ]
)
DAYS = st.lists(st.tuples(ACTS, st.sampled_from([0, 0, 1, 7])), max_size=8)
"""What is done, and how many seconds after what was done before."""


def noted(device: str, acts: list[tuple[Decision, int]]) -> list[Put]:
    """Return what one machine writes that knows nothing of the other."""
    known, now, written = SCHOOL, START, list[Put]()
    for asked, seconds in acts:
        now += timedelta(seconds=seconds)
        items = asked(known, now, Actor("ann", Evidence.TYPED, device)).items
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
        known = marked(known, state, "z" if number % 2 else "a")
    assert [one.state for one in marks_of(known, "ann", known.session("A"))] == states
