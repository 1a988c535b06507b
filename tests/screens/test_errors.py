"""What cannot be saved or is refused shows a sentence, and is not shown as done."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.ids import PersonId
from tests.builders import DAY
from tests.screens.conftest import Failing, fill_disk
from tests.screens.kiosks import staged
from tests.screens.walk import stopped_at
from tests.screens.ways import open_register, to_slot


async def test_a_sign_in_that_is_not_saved_is_not_shown_as_saved(
    sample: Path, failing: Failing
) -> None:
    async with staged(sample) as stage:
        failing()
        await stage.pick("FDV")
        await stage.sees("Not saved")
        assert not stage.shows("✓")
        assert not is_on_site(stage.school, "FDV", DAY)
        await stage.press("enter")
        assert stage.screen == "WelcomeScreen"


async def test_a_choice_that_is_not_saved_is_not_shown_as_taken(
    sample: Path, failing: Failing
) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.press("right")
        await stage.settle()
        failing()
        await stage.press("enter")
        await stage.sees("Not saved")
        assert not stage.shows("yours")
        assert booking_of(stage.school, "FDV", stage.school.session("A1")) is None


async def test_a_mark_that_is_not_saved_is_not_shown(sample: Path, failing: Failing) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A8")
        failing()
        await stage.press("h")
        await stage.sees("Not saved", "○ not yet in")
        assert current_mark(stage.school, "CPW", stage.school.session("A8")) is None


async def test_a_tutor_reads_in_red_whose_mark_was_not_saved_until_a_key_is_pressed(
    sample: Path, failing: Failing
) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A8")
        failing()
        await stage.press("h")
        await stage.sees("Carys Pŵel: Not saved", "Please tell Carys Pŵel or reception")
        [notice] = stage.app.screen.query("Toast")
        colours = stage.app.current_theme.variables
        assert notice.styles.background.hex.lower() == colours["late"]
        await stage.press("down")  # the next mark may be on its way: it stands for some seconds
        assert stage.shows("Not saved")
        stage.wait(120)
        await stage.pilot.pause()
        assert stage.shows("Not saved")
        await stage.press("down")
        await stage.until(lambda: not stage.shows("Not saved"))


async def test_whoever_adds_themselves_in_vain_reads_whom_to_tell(
    sample: Path, failing: Failing
) -> None:
    async with stopped_at("not-listed", sample) as stage:
        stage.app.screen.query_one("#forename", Input).value = "Dewi"
        stage.app.screen.query_one("#surname", Input).value = "Prys"
        stage.app.screen.query_one("#host", Input).focus()
        failing()
        await stage.press("enter")
        await stage.sees("✗ Not saved", "Please tell Carys Pŵel")
        assert stage.app.screen.query_one("#surname", Input).value == "Prys"


async def test_what_the_rules_refuse_is_told(sample: Path) -> None:
    async with staged(sample, "11:25", (120, 36), None, close_day(DAY)) as stage:
        await stage.open_day("GBO")
        await to_slot(stage, "11:20")
        await stage.press("enter")
        assert await stage.sees(
            "This day is closed. For changes, please ask the professional tutor."
        )


async def test_it_goes_on_after_a_failure(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(sample) as stage:
        with monkeypatch.context() as while_full:
            fill_disk(while_full)
            await stage.pick("FDV")
            await stage.sees("Not saved")
        await stage.pick("FDV")
        assert await stage.sees("Signed in at 08:41.")


async def test_keys_in_a_burst_that_open_and_close_dialogs_do_not_end_the_kiosk(
    sample: Path,
) -> None:
    async with stopped_at("person-name", sample) as stage:
        for key in ("escape", "enter", "escape", "enter", "escape"):
            stage.app.post_message(events.Key(key, None))
        await stage.until(lambda: not stage.app.message_queue_size)
        await stage.settle()
        while stage.screen not in ("BoardScreen", "WelcomeScreen"):
            await stage.press("escape")
            await stage.settle()
        await stage.press("f1")
        assert await stage.on("HelpDialog")


async def test_what_was_not_saved_goes_at_a_key_on_the_next_screen_too(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        with monkeypatch.context() as full:
            fill_disk(full)
            await stage.scan(stage.school.people[PersonId("FDV")].badge)
            await stage.sees("Not saved")
            await stage.press("n")
            await stage.on("NotYetInScreen")
        assert stage.shows("Not saved")
        stage.wait(60)
        await stage.press("down")
        await stage.until(lambda: not stage.shows("Not saved"))
