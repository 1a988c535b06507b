"""A programme that is loaded again, unchanged, takes back nothing that a tutor changed."""

from __future__ import annotations

from datetime import time
from importlib.resources import as_file, files

from msgspec.structs import replace

from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.school_files import load_both, load_programme
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import PersonId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.school import School
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.choosing_times import close_choosing
from kiosk.rules.replanning.notices import post_notice
from kiosk.rules.replanning.session_changes import change_session
from kiosk.rules.replanning.slot_times import shift_slot
from tests.builders import DAY, after, at
from tests.rules.views import view

with as_file(files("seed")) as seed:
    STAFF, PROGRAMME = read_staff(seed / "staff.csv"), read_programme(seed)
LOADED = after(School(), at("07:00"), load_both(STAFF, PROGRAMME))
ACTS: tuple[Decision, ...] = (
    choose("FDV", "A1"),
    change_session(SessionId("A1"), room="Room 14", places=40),
    change_session(SessionId("A2"), leaders=(PersonId("SJO"),), start=time(11, 30)),
    change_session(SessionId("A3"), kept_back=4),
    cancel_session("A4"),
    shift_slot(DAY, SlotId("break"), 10),
    add_session(DAY, SlotId("workshops-2"), WorkshopId("retrieval")),
    close_choosing(DAY, SlotId("workshops-2")),
    post_notice(DAY, Private("Lift out of order")),
)


def reload(before: School, options: LoadOptions | None = None) -> School:
    load = load_programme(PROGRAMME, options or LoadOptions())
    return after(before, at("09:00"), load)


def test_what_was_changed_at_the_kiosk_stays() -> None:
    changed = after(LOADED, at("08:30"), *ACTS)
    assert view(reload(changed)) == view(changed)


def test_so_does_a_session_whose_times_stand_in_the_file() -> None:
    rows = tuple(
        replace(row, given=frozenset({*row.given, "start", "end"}),
                record=replace(row.record, start=time(11, 20), end=time(12, 20)))
        if row.record.id == "A5" else row
        for row in PROGRAMME.sessions
    )  # fmt: skip
    load = load_programme(replace(PROGRAMME, sessions=rows))
    changed = after(LOADED, at("08:30"), load, shift_slot(DAY, SlotId("break"), 10))
    assert changed.session("A5").start == time(11, 30)
    assert view(after(changed, at("09:00"), load)) == view(changed)


def test_a_session_added_by_a_tutor_stays_even_where_the_file_replaces() -> None:
    changed = after(LOADED, at("08:30"), ACTS[0], ACTS[6], choose("SJO", "retrieval-2"))
    assert "retrieval-2" in reload(changed, LoadOptions(replace=True)).programme.sessions


def test_where_the_file_is_to_win_it_does() -> None:
    changed = after(LOADED, at("08:30"), *ACTS[:3])
    again = reload(changed, LoadOptions(file_wins=True))
    assert again.session("A1").room == LOADED.session("A1").room
    assert again.session("A2").leaders == LOADED.session("A2").leaders
    assert (again.session("A2").led_before, again.session("A2").led_since) == ((), None)
