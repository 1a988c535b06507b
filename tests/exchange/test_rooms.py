"""`rooms.csv`: optional, with blanks for what is not known, and errors by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import BadInput
from kiosk.exchange.programme import read_programme
from kiosk.rules.attention.day_check import attention
from kiosk.rules.attention.findings import FindingKind
from kiosk.rules.loading.school_files import load_programme
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.rooms import Room, RoomId, room_named
from kiosk.rules.replanning.session_changes import change_session
from tests.builders import DAY, SOMEBODY, after, at, day, school, session, slot
from tests.rules.replanning.test_session_changes import english

ROOMS = "room,capacity,step_free,zone\nRoom 1,30,yes,Main\nRoom [/x],10,no,\nYsgubor,,,\n"
SCHOOL = school(
    day(slot("one", "09:30-10:30")),
    session("K1", "one", "09:30-10:30", 20, room="room  1"),
)


def loaded(folder: Path, text: str = ROOMS) -> dict[RoomId, Room]:
    (folder / "rooms.csv").write_text(text, encoding="utf-8")
    read = after(SCHOOL, at("08:00"), load_programme(read_programme(folder)))
    return dict(read.programme.rooms)


def test_what_is_blank_is_not_known(tmp_path: Path) -> None:
    assert loaded(tmp_path) == {
        "Room 1": Room(RoomId("Room 1"), 30, True, "Main"),
        "Room [/x]": Room(RoomId("Room [/x]"), 10, False),
        "Ysgubor": Room(RoomId("Ysgubor")),
    }


def test_a_room_is_found_however_its_name_is_written(tmp_path: Path) -> None:
    rooms = loaded(tmp_path)
    assert room_named(rooms, "ROOM   1") == rooms[RoomId("Room 1")]
    assert room_named(rooms, "") is None


@pytest.mark.parametrize(
    ("row", "column"), [("Room 2,many,,", "capacity"), ("Room 2,5,perhaps,", "step_free"),
                        (",5,,", "room")],
)  # fmt: skip
def test_an_error_names_the_row_and_the_column(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(BadInput) as bad:
        loaded(tmp_path, f"room,capacity,step_free,zone\nRoom 1,3,,\n{row}\n")
    (problem,) = bad.value.problems
    assert (problem.file, problem.row, problem.column) == ("rooms.csv", 3, column)


def test_a_room_too_small_or_with_a_step_is_said_before_a_session_moves_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "rooms.csv").write_text(ROOMS, encoding="utf-8")
    known = after(SCHOOL, at("08:00"), load_programme(read_programme(tmp_path)))
    asked = change_session(SessionId("K1"), room="Room [/x]")
    assert [english(note) for note in asked(known, at("08:30"), SOMEBODY).all_notes()] == [
        "Room: Room [/x] (was room  1)",
        "Room [/x] is not step-free.",
        "Put a note on the door of room  1: “W-K1: Room [/x]”.",
        "W-K1, 09:30: 20 places, but Room [/x] holds 10.",
    ]
    moved = after(known, at("08:30"), asked)
    kinds = {one.kind for one in attention(moved, DAY)}
    assert FindingKind.ROOM_TOO_SMALL in kinds
    unknown = after(known, at("08:30"), change_session(SessionId("K1"), room="Ysgubor"))
    assert FindingKind.ROOM_TOO_SMALL not in {one.kind for one in attention(unknown, DAY)}
