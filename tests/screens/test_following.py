"""Screens follow what others write: at once, then a few times a second, never for nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState
from kiosk.screens.tutors.board import BoardScreen
from tests.builders import DAY
from tests.screens.kiosks import Stage, second_program, staged
from tests.screens.ways import open_register

SECOND = 5
"""How often the screens are drawn in a second at most."""


@pytest.fixture
def _paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw as seldom as outside of tests."""
    monkeypatch.setattr("kiosk.app.REDRAW_INTERVAL", 1 / SECOND)


def shown_to(stage: Stage) -> list[School]:
    """Return a list that grows by each School which the screens are given."""
    given: list[School] = []
    stage.app.context.changed.subscribe(stage.app.screen, given.append)
    return given


@pytest.mark.usefixtures("_paced")
async def test_many_changes_are_drawn_a_few_times_a_second_and_the_last_of_them_always(
    sample: Path,
) -> None:
    async with staged(sample, "08:30") as stage:
        given = shown_to(stage)
        absent = list(stage.school.people)[:40]
        with second_program(sample, "08:30") as other:
            begun = asyncio.get_running_loop().time()
            for person in absent:
                other.perform_now(sign_in(person), TUTOR)
                await asyncio.sleep(0.02)
            took = asyncio.get_running_loop().time() - begun
        await stage.until(lambda: given and absent[-1] in given[-1].day_record(DAY).movements)
        assert 1 < len(given) <= SECOND * took + 2


@pytest.mark.usefixtures("_paced")
async def test_a_first_change_is_drawn_at_once(sample: Path) -> None:
    async with staged(sample, "08:30") as stage:
        await asyncio.sleep(1 / SECOND)
        given = shown_to(stage)
        await stage.perform(sign_in(PersonId("FDV")))
        assert given == [stage.school]


async def test_what_a_person_does_on_a_screen_is_drawn_at_once(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample, "08:30") as stage:
        await stage.open_day(PersonId("FDV"))
        monkeypatch.setattr("kiosk.app.REDRAW_INTERVAL", 3600.0)
        await stage.perform(sign_in(PersonId("TUN")))  # the last redraw for an hour
        await stage.press("down", "down", "down", "right", "enter")
        assert await stage.sees("✓ yours")


async def test_a_screen_that_is_covered_is_not_drawn_and_shows_all_as_it_returns(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[BoardScreen] = []
    show = BoardScreen.show_school

    def shown(board: BoardScreen) -> None:
        drawn.append(board)
        show(board)

    monkeypatch.setattr(BoardScreen, "show_school", shown)
    async with staged(sample, "08:50") as stage:
        await open_register(stage, "BRIEF")
        await stage.settle()
        drawn.clear()
        await stage.perform(mark(PersonId("FDV"), SessionId("BRIEF"), MarkState.PRESENT))
        await stage.sees("Ffion ffrench-Davies")
        assert not drawn
        await stage.press("escape")
        await stage.on("BoardScreen")
        await stage.until(lambda: drawn and drawn[-1].school is stage.school)


async def test_a_screen_on_which_nothing_changes_is_not_drawn(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample, "08:30") as stage:
        await stage.settle()
        await asyncio.sleep(0.5)
        written: list[str] = []
        monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, data: written.append(data))
        await asyncio.sleep(1.5)  # three ticks of the clock, and the cursor would have blinked
        assert not written
