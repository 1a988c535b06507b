"""The figures of the board, of reception and of Welcome are the same ones, and they add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.app import KioskApp
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import roll_call, sign_in
from kiosk.rules.attendance.board import BoardState, headcount, person_lines
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.screen_language import ScreenLanguage
from kiosk.theme import stylesheet
from kiosk.widgets.headcount import side_by_side
from kiosk.widgets.line_list import LineList
from tests.builders import DAY, by
from tests.screens.kiosks import LARGE, SMALL, staged
from tests.screens.ways import open_reception, show_sessions

WIDTHS = [(100, 30), (120, 36), (139, 40), (140, 40), (160, 48), (240, 60)]
NOT_DUE = by(Evidence.TYPED, sign_in("RHU"))
"""She does not work on that day."""


def test_every_breakpoint_is_styled() -> None:
    styles = "".join(file.read_text() for file in stylesheet("shared").parent.glob("*.tcss"))
    named = [*KioskApp.HORIZONTAL_BREAKPOINTS, *KioskApp.VERTICAL_BREAKPOINTS]
    assert [name for _, name in named if f".{name}" not in styles] == []


@pytest.mark.parametrize("size", WIDTHS)
async def test_the_tiles_have_frames_in_every_wide_terminal(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, size=size) as stage:
        await stage.open_tutors()
        frames = [tile.styles.border_top[0] for tile in stage.app.screen.query(".tile")]
        assert frames == ["round"] * 5


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_who_is_in_without_being_due_is_counted_apart_everywhere(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "10:45", size, None, NOT_DUE) as stage:
        figures = headcount(stage.school, stage.school.day(DAY))
        assert figures.others == 1
        due = rf"{figures.arrived} of (the )?{figures.due}"
        await stage.until(lambda: re.search(rf"{due}.*1 not expected", stage.seen))
        await stage.open_tutors()
        await stage.until(lambda: re.search(rf"{due}.*", stage.seen))
        await stage.sees("1 not expected")
        await stage.press("n")
        await stage.on("NotYetInScreen")
        await stage.sees(f"{figures.not_yet_in} of the {figures.due} expected are not in")
        await stage.press("escape", "escape")
        await open_reception(stage)
        here = len(roll_call(stage.school, DAY))
        assert figures.arrived + figures.others == here
        await stage.sees(f"{here} in, 1 of them not expected · {figures.not_yet_in} not yet in")


async def test_a_session_counts_others_and_away_apart_and_the_rest_is_not_yet_in(
    sample: Path,
) -> None:
    async with staged(sample, "08:50", (100, 30)) as stage:
        await stage.open_tutors()
        await show_sessions(stage)
        assert not stage.shows("away")
        before = session_line(stage.school, stage.school.session("BRIEF")).figures
        await stage.perform(
            by(Evidence.TUTOR, mark("TAI", "BRIEF", MarkState.PRESENT)),
            by(Evidence.TUTOR, mark("GBO", "BRIEF", MarkState.ABSENT)),
            by(Evidence.TUTOR, mark("RHU", "BRIEF", MarkState.PRESENT)),
        )
        figures = session_line(stage.school, stage.school.session("BRIEF")).figures
        assert (figures.arrived, figures.others, figures.accounted) == (1, 1, 1)
        assert figures.not_yet_in == before.not_yet_in - 2
        await stage.sees("away", f"{figures.due} 1+1 1 {figures.not_yet_in}")


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE])
async def test_who_waits_has_a_column_and_every_number_is_shown_in_any_window(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:52", size) as stage:
        await stage.open_tutors()
        await show_sessions(stage)
        line = session_line(stage.school, stage.school.session("BRIEF"))
        assert await stage.sees(
            "expected in not yet", "booked +waiting",
            f"{line.figures.due} 0 {line.figures.not_yet_in}",
        )  # fmt: skip


@pytest.mark.parametrize(("code", "words"), [("en", "not due"), ("cy", "ychwanegol")])
async def test_how_many_are_in_unexpectedly_is_said_in_words_that_fit_the_tile(
    sample: Path, code: str, words: str
) -> None:
    language = ScreenLanguage(Language(code), {"en": Language(code)})
    async with staged(sample, "10:45", LARGE, language) as stage:
        lines = person_lines(stage.school, stage.kiosk.desk.now(), stage.school.day(DAY))
        not_due = [one.person.id for one in lines if one.presence is BoardState.NOT_REQUIRED]
        await stage.perform(*(by(Evidence.TYPED, sign_in(who)) for who in not_due))
        assert len(not_due) > 9
        await stage.open_tutors()
        assert await stage.sees(f"{len(not_due)} {words}")


async def test_whose_hours_are_over_is_told_apart_and_stays_on_the_roll_call(sample: Path) -> None:
    here = by(Evidence.TYPED, sign_in("TWY"))
    async with staged(sample, "12:14", LARGE, None, here) as stage:
        await stage.open_tutors()
        assert not stage.shows("past hours")
        await stage.goes_to("12:21")
        past = await stage.until(lambda: re.search(r"(\d+) past hours", stage.seen))
        assert past
        await stage.press("escape")
        await open_reception(stage)
        await stage.sees("hours ended 12:20 · Teacher")
        count = len(roll_call(stage.school, DAY))
        await stage.perform(by(Evidence.BADGE, leave_site("TWY")))
        assert len(roll_call(stage.school, DAY)) == count - 1
        await stage.until(lambda: not stage.shows("Wŷn Tŷ'n-y-coed"))


async def test_in_a_small_window_the_hint_at_who_is_in_after_their_hours_is_not_cut(
    sample: Path,
) -> None:
    here = by(Evidence.TYPED, sign_in("TWY"))
    async with staged(sample, "12:21", (80, 24), None, here) as stage:
        await stage.open_tutors()
        assert await stage.sees("past hours")


@pytest.mark.parametrize(
    ("clock", "session"),
    [
        ("07:30", "BRIEF"), ("08:50", "BRIEF"), ("09:45", "SAFE"), ("10:45", "SAFE"),
        ("11:05", "TA1"), ("12:00", "A1"), ("12:30", "B1"), ("15:20", "CLOSE"), ("15:50", "BRIEF"),
    ],
)  # fmt: skip
async def test_the_board_opens_at_the_slot_that_runs_or_the_next(
    sample: Path, clock: str, session: str
) -> None:
    async with staged(sample, clock, SMALL) as stage:
        await stage.open_tutors()
        await show_sessions(stage)
        rows = stage.app.screen.query_one("#sessions", LineList)
        await stage.until(lambda: rows.picked)
        await stage.pilot.pause()
        assert rows.picked == session
        assert rows.scroll_y <= (rows.highlighted or 0) < rows.scroll_y + rows.size.height


@pytest.mark.parametrize(("inside", "outside"), [(34, 69), (999, 1), (1200, 34), (7, 1200)])
@pytest.mark.parametrize("width", [26, 30, 40, 60])
def test_a_number_is_never_broken_over_two_lines(inside: int, outside: int, width: int) -> None:
    half = min(18, width // 2)
    lines = side_by_side(inside, outside, half, width - half)
    assert {line.cell_length for line in lines} == {width}
    assert len(lines) == 3 or [str(inside), str(outside)] == str(lines[0]).split()
    assert "…" not in "".join(map(str, lines))
