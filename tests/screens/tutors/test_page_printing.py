"""P says how many pages it makes and where they go, and sends them to the printer that is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, by
from tests.screens.kiosks import Stage, staged
from tests.screens.tutors.test_roll_call import with_printer
from tests.screens.ways import agree_to_print
from tests.system.test_printer import with_lp

GARETH = PersonId("GBO")
THERE = by(Evidence.TUTOR, mark(GARETH, "BRIEF", MarkState.PRESENT))


async def ask_for_everybody(stage: Stage) -> None:
    """Open the closing screen and ask for everybody's pages."""
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")
    await stage.press("p")
    await stage.on("ChoiceDialog")
    await stage.press("enter")
    await stage.on("ConfirmDialog")


async def test_enter_alone_prints_nothing_and_gives_no_number(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, THERE) as stage:
        await ask_for_everybody(stage)
        await stage.sees("1 certificate (1 page) and 114 catch-up slips (", "to be saved in")
        await stage.press("enter")
        await stage.on("ClosingScreen")
        await stage.settle()
        assert not (sample / "pages").exists()
        assert not stage.school.day_record(DAY).certificates


async def test_pages_go_to_the_printer_that_is_set(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    async with staged(sample, "16:00", (120, 36), None, THERE, with_printer("Office")) as stage:
        await ask_for_everybody(stage)
        await stage.sees("to be printed on Office, and saved in")
        await agree_to_print(stage)
        await stage.sees("Sent to the printer Office. Also saved: demo/pages/slips")
    given = asked.read_text().splitlines()
    assert given[:6] == ["-d", "Office", "-t", "slips", "-o", "media=A5"]


async def test_a_printer_that_takes_nothing_is_said_with_the_file(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_lp(tmp_path, monkeypatch, status=1)
    async with staged(sample, "16:00", (120, 36), None, THERE, with_printer("Office")) as stage:
        await ask_for_everybody(stage)
        await agree_to_print(stage)
        await stage.sees("The printer Office did not take it. Print it by hand: demo/pages/cert")
        assert (sample / "pages" / f"slips-{DAY}.pdf").exists()


async def test_closing_the_day_saves_the_pages_and_sends_none(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    async with staged(sample, "16:00", (120, 36), None, THERE, with_printer("Office")) as stage:
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press("c")
        await agree_to_print(stage)
        await stage.sees("Saved, ready to print: demo/pages/slips-2026-09-01.pdf.")
    assert not asked.exists()
