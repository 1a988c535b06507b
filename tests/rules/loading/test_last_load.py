"""What was changed at the kiosk since the last load stays, is listed, and yields when asked."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.changes import Put
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile, StaffFile
from kiosk.rules.model.ids import join_ids
from kiosk.rules.model.records import Session, Track, Workshop
from kiosk.rules.model.references import replace_references
from kiosk.rules.model.school import TABLES, School, put
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import SOMEBODY, after, day, moves, person, school, session, slot
from tests.rules.loading.test_loading_programme import REPLACE, placed, report_of
from tests.rules.loading.test_loading_staff import BARE, NOW, file, row
from tests.rules.views import view

FILE_WINS = LoadOptions(file_wins=True)
KEPT = "Changed here since the last load, so kept (--file-wins takes the file's values):"
WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))
GIVEN = tuple(name for name in Session.__struct_fields__ if name not in ("moved_from", "moved_at"))


def of_sessions(*sessions: Session) -> ProgrammeFile:
    rows = tuple(placed(one, GIVEN, n) for n, one in enumerate(sessions, 2))
    return ProgrammeFile("workshops.csv", sessions=rows)


def reopened(known: School) -> School:
    """Return the school as it is once it was written and read again."""
    items = [put(record) for table in TABLES for record in known.records(table)]
    return School().apply(msgspec.convert(json.loads(msgspec.json.encode(items)), list[Put]))


FIRST = session("1", "am", "09:00-10:00", 5, room="Room 1")
LAID = after(school(WHOLE, FIRST), NOW, load_programme(of_sessions(FIRST)))


def test_a_room_that_was_changed_here_stays_and_is_listed_with_what_the_file_says() -> None:
    moved = after(LAID, NOW, moves(FIRST.id, "Hall"))
    again = load_programme(of_sessions(replace(FIRST, places=6)))
    assert report_of(moved, again) == {
        "Changed:": ["session 1, W-1, 2026-09-01: places: 5 → 6"],
        KEPT: ["session 1, W-1, 2026-09-01: room: Hall stays; the file says Room 1"],
    }
    found = after(moved, NOW, again).session(FIRST.id)
    assert (found.room, found.places) == ("Hall", 6)


def test_a_value_changed_here_yields_to_the_file_where_somebody_says_so() -> None:
    moved = after(LAID, NOW, moves(FIRST.id, "Hall"), load_programme(of_sessions(FIRST)))
    assert moved.session(FIRST.id).room == "Hall", "however often it is loaded"
    asked = load_programme(of_sessions(FIRST), FILE_WINS)
    assert KEPT not in report_of(moved, asked)
    won = after(moved, NOW, asked)
    assert won.session(FIRST.id).room == "Room 1"
    later = load_programme(of_sessions(replace(FIRST, room="Room 2")))
    assert after(won, NOW, later).session(FIRST.id).room == "Room 2"


def test_a_file_that_takes_over_what_was_changed_here_is_followed_from_then_on() -> None:
    moved = after(LAID, NOW, moves(FIRST.id, "Hall"))
    agreed = load_programme(of_sessions(replace(FIRST, room="Hall")))
    assert report_of(moved, agreed) == {}
    later = load_programme(of_sessions(replace(FIRST, room="Room 2")))
    assert after(moved, NOW, agreed, later).session(FIRST.id).room == "Room 2"


def test_of_a_school_that_was_loaded_by_an_earlier_version_the_file_is_followed() -> None:
    known = school(WHOLE, replace(FIRST, room="Hall"))
    assert after(known, NOW, load_programme(of_sessions(FIRST))).session("1").room == "Room 1"


def test_a_badge_given_here_is_not_replaced_by_the_files() -> None:
    def badged(badge: str) -> StaffFile:
        return file(row("1", badge=badge), given=frozenset({"forename", "surname", "badge"}))

    for first in ("", "INSET-A"):
        known = after(School(), NOW, load_staff(badged(first)))
        given_here = after(known, NOW, give_badge("1", Private("INSET-B")))
        later = load_staff(badged("INSET-C"))
        assert after(given_here, NOW, later).people["1"].badge == "INSET-B"
        assert report_of(given_here, later) == {KEPT: ["Siân Jones (1): badge"]}
        assert after(known, NOW, later).people["1"].badge == "INSET-C"


def test_a_blank_leaving_date_in_the_file_lets_nothing_go_that_was_changed_here() -> None:
    given = BARE | {"department", "left"}
    staff = load_staff(file(row("1", department="Maths"), given=given))
    known = after(School(), NOW, staff)
    moved = known.apply([put(replace(known.people["1"], department="Art"))])
    assert after(moved, NOW, staff).people["1"].department == "Art"
    # as an earlier version remembered a blank date
    last = moved.loaded[join_ids("people", "1")]
    older = moved.apply([put(replace(last, document={**last.document, "left": ""}))])
    assert after(older, NOW, staff).people["1"].department == "Art"


def test_days_tracks_workshops_and_settings_know_what_the_last_load_said() -> None:
    track, workshop = Track("nqt", Both("NQT"), "Head"), Workshop("W-1", Both("One"))
    loaded = ProgrammeFile(
        "plan",
        settings=FileRecord(Settings(late_after=3), "school.toml", 0, frozenset({"late_after"})),
        days=(placed(WHOLE, ("id", "title", "slots")),),
        workshops=(placed(workshop, ("id", "title", "topic")),),
        tracks=(placed(track, ("id", "title", "owner", "steps")),),
    )
    known = after(School(), NOW, load_programme(loaded))
    shifted = replace(WHOLE, slots=(slot("am", "09:10-10:10"), WHOLE.slots[1]))
    here = [shifted, replace(workshop, topic="Reading"), replace(track, owner="Deputy")]
    changed = known.apply([*map(put, here), put(Settings(late_after=9))])
    again = load_programme(loaded)
    assert again(changed, NOW, SOMEBODY).items == ()
    assert len(report_of(changed, again)[KEPT]) == 4
    assert view(after(changed, NOW, load_programme(loaded, FILE_WINS))) == view(known)


def test_what_goes_is_forgotten() -> None:
    other = session("2", "am", "09:00-10:00", workshop="W-1")
    gone = after(LAID, NOW, load_programme(of_sessions(other), REPLACE))
    assert set(gone.loaded) == {join_ids("sessions", "2")}


def test_somebody_who_takes_anothers_place_does_so_in_what_was_loaded_too() -> None:
    led = replace(FIRST, leaders=("A",), audience=("person:A",))
    known = school(WHOLE, person("A"), person("B"), FIRST)
    known = after(known, NOW, load_programme(of_sessions(led)))
    merged = known.apply(replace_references(known, "A", "B"))
    (last,) = merged.loaded.values()
    assert (last.document["leaders"], last.document["audience"]) == (["B"], ["person:B"])
    later = load_programme(of_sessions(replace(led, leaders=(), audience=("all",))))
    assert after(merged, NOW, later).session("1").leaders == ()


ROOMS = st.sampled_from(["", "Hall", "Room 1", "Room 2"])
STEPS = st.lists(st.tuples(st.sampled_from(["here", "load", "win"]), ROOMS), max_size=8)


@given(STEPS, st.booleans())
def test_a_load_follows_the_file_except_where_the_value_was_changed_here(
    steps: list[tuple[str, str]], reopens: bool
) -> None:
    known, last = LAID, "Room 1"
    for kind, room in steps:
        before = known.session("1").room
        if kind == "here":
            known = known.apply([put(replace(known.session("1"), room=room))])
            continue
        options = FILE_WINS if kind == "win" else LoadOptions()
        asked = load_programme(of_sessions(replace(FIRST, room=room)), options)
        known = after(known, NOW, asked)
        stays = kind == "load" and before != last
        assert known.session("1").room == (before if stays else room)
        last = room
        known = reopened(known) if reopens else known
        assert asked(known, NOW, SOMEBODY).items == (), "loaded twice"


FIELDS = st.fixed_dictionaries(
    {
        "department": st.sampled_from(["", "Maths", "Art"]),
        "role": st.sampled_from(Role),
        "duties": st.sampled_from([(), ("alnco",), ("alnco", "fire marshal")]),
        "badge": st.sampled_from(["", "INSET-A", "INSET-B", "INSET-C"]),
        "preferred_forename": st.sampled_from(["", "Mica"]),
        "hours": st.sampled_from([None, person("x", hours="09:00-12:00").hours]),
    }
)


@given(st.lists(st.tuples(st.booleans(), FIELDS, st.booleans()), min_size=1, max_size=5))
def test_a_staff_file_loaded_twice_changes_nothing_the_second_time_whatever_changed_here(
    steps: list[tuple[bool, dict[str, Any], bool]],
) -> None:
    known = after(School(), NOW, load_staff(file(row("1"))))
    for is_here, values, wins in steps:
        if is_here:
            known = known.apply([put(replace(known.people["1"], **values))])
            continue
        named = frozenset({"forename", "surname", *values})
        staff = file(row("1", **values), given=named)
        asked: Decision = load_staff(staff, LoadOptions(file_wins=wins))
        known = reopened(after(known, NOW, asked))
        assert asked(known, NOW, SOMEBODY).items == ()
        if wins:
            certain = set(values) - {"badge", "preferred_forename"}  # blank there says nothing
            assert all(getattr(known.people["1"], name) == values[name] for name in certain)
