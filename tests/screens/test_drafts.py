"""What somebody has half written is asked about or kept, and shown to nobody else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import put
from kiosk.screens.staff.self_added import AddSelfDialog
from kiosk.screens.welcome import WelcomeScreen
from kiosk.widgets.people_search import PeopleSearch
from tests.builders import Ruled
from tests.screens.conftest import fill_disk
from tests.screens.kiosks import Stage, staged
from tests.screens.test_badges import FFION, TUNDE
from tests.screens.walk import stopped_at
from tests.screens.walk_forms import GARETH
from tests.screens.ways import open_row, take_row

WORDS = "Ask one more question before I answer"


async def begin(stage: Stage, name: str, box: str) -> None:
    """Write into a box, and leave it at that."""
    stage.app.screen.query_one(f"#{box}", Input).value = name
    await stage.pilot.pause()


async def fall_idle(stage: Stage) -> None:
    stage.wait(70)
    await stage.on("WelcomeScreen")
    stage.wait(11)
    await stage.pilot.pause(0.6)


async def open_plan(stage: Stage, badge: str) -> None:
    await stage.scan(badge)
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("MyDayScreen")
    await open_row(stage, "plan")
    await stage.on("IntentionDialog")


async def test_a_plan_is_there_again_for_who_began_it_and_for_nobody_else(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_plan(stage, FFION)
        await begin(stage, WORDS, "plan")
        await fall_idle(stage)
        assert not stage.shows(WORDS)
        await open_plan(stage, TUNDE)
        await stage.pilot.pause()
        assert not stage.shows(WORDS)
        await fall_idle(stage)
        await open_plan(stage, FFION)
        assert await stage.sees(WORDS)


async def test_a_plan_that_could_not_be_saved_is_there_to_be_sent_again(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample) as stage:
        await open_plan(stage, FFION)
        await begin(stage, WORDS, "plan")
        with monkeypatch.context() as while_full:
            fill_disk(while_full)
            await stage.press("enter", "enter")
            await stage.on("MyItemsDialog")
            await stage.sees("Not saved", "Please tell Carys Pŵel")
        await open_row(stage, "plan")
        await stage.on("IntentionDialog")
        await stage.sees(WORDS)
        await stage.press("enter", "enter")
        await stage.on("MyItemsDialog")
        assert stage.app.context.drafts == {}


async def test_a_scan_by_the_next_person_keeps_what_was_begun(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_plan(stage, FFION)
        await begin(stage, WORDS, "plan")
        await open_plan(stage, TUNDE)
        assert not stage.shows(WORDS)
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        await open_plan(stage, FFION)
        assert await stage.sees(WORDS)


async def test_a_remark_that_was_begun_is_a_row_to_go_on_with(sample: Path) -> None:
    async with stopped_at("evaluation-line", sample) as stage:
        await begin(stage, WORDS, "line")
        await fall_idle(stage)
        await stage.scan(stage.school.people["RHU"].badge)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await open_row(stage, "remark")
        await stage.on("RemarkDialog")
        assert await stage.sees(WORDS)


@pytest.mark.parametrize("stop", ["person-name", "person-badge", "person-leaves"])
async def test_what_was_begun_about_one_person_is_not_put_into_the_box_of_another(
    sample: Path, stop: str
) -> None:
    async with stopped_at(stop, sample) as stage:
        dialog = stage.screen
        await begin(stage, WORDS, "line")
        stage.wait(70)
        await stage.on("PersonScreen")
        for who, is_kept in ((PersonId("SJO"), False), (PersonId("GBO"), True)):
            await stage.press("escape")
            await stage.on("BoardScreen")
            await stage.press("slash")
            await stage.on("FindPersonDialog")
            await stage.pick(who)
            await stage.on("PersonScreen")
            rows = {"person-name": "name", "person-badge": "badge", "person-leaves": "left"}
            await take_row(stage, rows[stop])
            await stage.on(dialog)
            await stage.pilot.pause()
            box = stage.app.screen.query_one("#line", Input)
            assert (box.value == WORDS) is is_kept
            if not is_kept:
                await stage.press("escape")
                await stage.on("PersonScreen")


@pytest.mark.parametrize(
    ("name", "box"),
    [("plan", "plan"), ("not-listed", "surname"), ("ask-why", "line"), ("person-name", "line"),
     ("evaluation-line", "line")],
)  # fmt: skip
async def test_escape_asks_before_words_are_lost(sample: Path, name: str, box: str) -> None:
    async with stopped_at(name, sample) as stage:
        dialog = stage.screen
        await begin(stage, WORDS, box)
        await stage.press("escape")
        await stage.on("ConfirmDialog")
        await stage.sees("Throw away what you wrote?")
        await stage.press("enter")
        await stage.on(dialog)
        assert stage.app.screen.query_one(f"#{box}", Input).value == WORDS
        await stage.press("escape")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.until(lambda: stage.screen not in (dialog, "ConfirmDialog"))
        assert stage.app.context.drafts == {}


async def test_escape_asks_nothing_where_nothing_was_written(sample: Path) -> None:
    async with stopped_at("plan", sample) as stage:
        await stage.press("escape")
        assert await stage.on("MyItemsDialog")


async def test_a_form_that_closes_by_itself_says_that_nobody_was_added(sample: Path) -> None:
    async with stopped_at("not-listed", sample) as stage:
        await begin(stage, "Pryce", "surname")
        stage.wait(25)  # the box below is emptied first, as it is when time goes on by itself
        await stage.until(lambda: not stage.app.screen_stack[0].query_one(PeopleSearch).typed)
        stage.wait(45)
        await stage.sees("The form timed out and you were not added. Press F2 to start again.")
        assert not stage.shows("Pryce")


async def test_a_badge_may_be_scanned_while_the_form_opens(sample: Path) -> None:
    async with staged(sample) as stage:
        who = stage.school.people[PersonId("SJO")]
        welcome = stage.app.screen
        assert isinstance(welcome, WelcomeScreen)
        form = AddSelfDialog(welcome.context, "Dewi")
        stage.app.push_screen(form)
        while not form.query(Input):  # its boxes are there, and it is not mounted yet
            await asyncio.sleep(0)
        welcome.handle_badge(who.id)
        await stage.sees(f"✓ {who.name}")
        assert stage.app.screen is welcome


async def test_a_form_that_is_kept_does_not_take_back_what_somebody_else_changed(
    sample: Path,
) -> None:
    async with stopped_at("entry-form", sample) as stage:
        await begin(stage, "GBW", "staff_code")
        await stage.press("ctrl+s")
        await stage.on("PreviewDialog")
        moved = put(replace(stage.school.people[GARETH], department="Geology"))
        await stage.perform(Ruled("change_person", {}, lambda *_: Changes((moved,))))
        await stage.press("escape")
        await stage.on("PersonScreen")
        await stage.press("m")
        await stage.on("FormDialog")
        await stage.until(lambda: stage.app.screen.query_one("#staff_code", Input).value == "GBW")
        assert stage.app.screen.query_one("#department", Input).value == "Geology"
