"""The board's rows of sessions: titles whole, or cut after a word, in every window."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.language import Language
from kiosk.rules.attendance.sessions_of_board import slots_of_board
from kiosk.rules.model.school import School
from kiosk.widgets.board_sessions import SessionRows
from kiosk.widgets.columns import cut_at_word
from tests.builders import DAY, at
from tests.rules.model.test_names import people_with_hard_names
from tests.screens.kiosks import SMALL, staged
from tests.screens.ways import show_sessions

TITLES = [
    "Safeguarding", "Retrieval practice that lasts", "Person-centred practice and IDPs",
    "Diversity and anti-racism in every subject", "Department time: Additional learning needs",
]  # fmt: skip


@given(st.sampled_from([*TITLES, *(one.name for one in people_with_hard_names().values())]),
       st.integers(1, 60))  # fmt: skip
def test_a_text_is_cut_after_a_word_and_fits(text: str, width: int) -> None:
    shown = cut_at_word(text, width)
    assert cell_len(shown) <= width
    if shown != text:
        kept = shown.removesuffix("…")
        assert shown.endswith("…")
        assert text.startswith(kept.rstrip())


def test_a_long_word_is_cut_all_the_same() -> None:
    assert cut_at_word("Person-centred practice and IDPs", 28) == "Person-centred practice and…"
    assert cut_at_word("Safeguarding: annual update", 14) == "Safeguarding…"
    assert cut_at_word("Llanfairpwllgwyngyll", 10) == "Llanfairp…"


def drawn(school: School, clock: str, width: int, code: str = "en") -> list[str]:
    slots = slots_of_board(school, at(clock), school.day(DAY))
    rows = SessionRows(Language(code), school, slots).rows()
    return [rows.draw(place, width).plain for place in range(len(rows.ids))]


@pytest.mark.parametrize("code", ["en", "cy"])
@pytest.mark.parametrize("clock", ["08:00", "08:52", "11:30", "13:30", "16:00"])
@pytest.mark.parametrize("width", [28, 32, 54, 72, 83, 84, 112, 114, 170])
async def test_every_row_is_as_wide_as_the_list(
    sample: Path, width: int, clock: str, code: str
) -> None:
    async with staged(sample, clock) as stage:
        lines = drawn(stage.school, clock, width, code)
        assert {cell_len(line) for line in lines} == {width}


async def test_in_80_columns_titles_and_rooms_are_whole(sample: Path) -> None:
    async with staged(sample, "11:30", SMALL) as stage:
        await stage.open_tutors()
        await show_sessions(stage)
        assert await stage.sees(
            "booked +waiting in not yet", "Person-centred practice and IDPs ICT 1 5/28 0 5",
            "Trauma-aware routines Science lab 3", "Coaching conversations Meeting room 8/8 +3 0 8",
        )  # fmt: skip


async def test_in_60_columns_the_room_goes_first_and_no_word_is_broken(sample: Path) -> None:
    async with staged(sample, "11:30", (60, 18)) as stage:
        lines = drawn(stage.school, "11:30", 54)
        assert not any("Room 12" in line for line in lines)
        told = "\n".join(lines)
        assert "Retrieval practice that lasts" in told
        words = {
            word
            for one in stage.school.programme.workshops.values()
            for word in one.title.en.replace("-", " ").split()
        }
        cut = [line.split("…")[0].replace("-", " ").split()[-1] for line in lines if "…" in line]
        assert cut
        assert {f"{one}" for one in cut} <= {word.rstrip(":,(") for word in words}


async def test_in_a_wide_window_titles_are_whole_and_leaders_stand_beside_them(
    sample: Path,
) -> None:
    async with staged(sample, "11:30", (180, 48)) as stage:
        lines = drawn(stage.school, "11:30", 170)
        for title in TITLES[1:]:
            assert any(title in line for line in lines), title
        assert any("Yusuf Khan" in line for line in lines)
