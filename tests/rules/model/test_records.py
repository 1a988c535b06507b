"""Ids, `School.apply`, and records that the School does not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import DataFolderError
from kiosk.rules.attendance.arrivals import sign_in, undo_sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, join_ids, split_id
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.views import Documents, view


@given(st.lists(st.text(), min_size=1))
def test_joined_ids_come_apart_again_whatever_they_hold(parts: list[str]) -> None:
    assert split_id(join_ids(*parts)) == tuple(parts)


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_ids_are_joined_differently(some: list[str], others: list[str]) -> None:
    assert (join_ids(*some) == join_ids(*others)) == (some == others)


def test_a_school_shares_what_a_change_does_not_touch() -> None:
    before = school(day(slot("one", "10:00-11:00")), session("A", "one", "10:00-11:00"),
                    person("ann"), person("bob"))  # fmt: skip
    later = after(before, at("08:30"), by(Evidence.TYPED, sign_in("ann")))
    assert later.people is before.people
    assert later.programme is before.programme
    assert later.day_record(DAY).bookings is before.day_record(DAY).bookings
    assert view(before) != view(later)


def test_unknown_tables_are_left_alone() -> None:
    assert view(School().apply([Put("later", "x", {}), Remove("later", "y")])) == view(School())


@pytest.mark.parametrize(
    "item",
    [
        Put("people", "x", {"id": "x"}),
        Put("days", "x", {"id": "x", "number": "one", "title": {}}),
        Put("marks", "x", {"id": "x"}),
        Remove("movements", "x"),
    ],
)
def test_a_document_that_is_not_ours_is_said(item: Put | Remove) -> None:
    with pytest.raises(DataFolderError):
        School().apply([item])


def test_settings_that_are_removed_are_the_usual_ones() -> None:
    changed = School().apply([put(Settings(late_after=20))])
    assert changed.settings.late_after == 20
    assert changed.apply([Remove("settings", "school")]).settings == Settings()


def test_a_session_that_moves_to_another_day_takes_along_what_happened_in_it() -> None:
    other = DayId("2026-10-23")
    before = after(
        school(day(slot("one", "10:00-11:00")), day(slot("one", "10:00-11:00"), id=other),
               session("A", "one", "10:00-11:00"), person("ann"), person("bob")),
        at("08:30"), choose("ann", "A"), by(Evidence.TUTOR, mark("bob", "A", MarkState.ABSENT)),
    )  # fmt: skip
    moved = before.apply([put(replace(before.session("A"), day=other))])
    assert not moved.day_record(DAY).bookings
    assert set(moved.day_record(other).bookings["A"]) == {"ann"}
    assert set(moved.day_record(other).marks["A"]) == {"bob"}
    documents = Documents(
        put(one)
        for one in (
            *moved.people.values(),
            *moved.programme.days.values(),
            *moved.programme.workshops.values(),
            *moved.programme.sessions.values(),
            moved.day_record(other).bookings["A"]["ann"],
            *moved.day_record(other).marks["A"]["bob"],
        )
    )
    assert view(documents.school()) == view(moved)


def test_a_certificate_can_be_taken_away() -> None:
    held = Certificate("INSET-2026-0001", DAY, "ann", (), at("15:30"))
    before = school(day(), person("ann")).apply([put(held)])
    assert before.day_record(DAY).certificates == {"ann": held}
    assert not before.apply([Remove("certificates", held.id)]).day_record(DAY).certificates
    both = before.apply([put(replace(held, revision=2)), Remove("certificates", held.id)])
    assert not both.day_record(DAY).certificates


def test_more_than_nine_movements_stay_in_order() -> None:
    now, known = at("08:30"), school(day(), person("ann"))
    documents = Documents([*(put(one) for one in known.people.values()), put(known.day(DAY))])
    for _ in range(7):
        for decided in (
            by(Evidence.TYPED, sign_in("ann")),
            undo_sign_in("ann"),
            by(Evidence.TYPED, sign_in("ann")),
            by(Evidence.TYPED, leave_site("ann")),
        ):
            items = decided(known, now, SOMEBODY).items
            known = known.apply(items)
            documents.take(items)
    assert [move.inward for move in known.day_record(DAY).movements["ann"]] == [True, False] * 7
    assert view(documents.school()) == view(known)
