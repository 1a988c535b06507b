"""What reaches a screen that was closed meanwhile is no error; on an open screen it is one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from textual import events, on, work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.message import Message
from textual.widgets import Static

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.screens.base import KioskScreen
from kiosk.screens.dialogs.help import HelpDialog
from kiosk.screens.dialogs.pin import PinDialog
from kiosk.screens.staff.my_day import MyDayScreen
from kiosk.screens.tutors.closing import ClosingScreen
from kiosk.screens.tutors.figures import FiguresScreen
from kiosk.screens.tutors.not_yet_in import NotYetInScreen
from kiosk.store.opening import open_administration
from kiosk.text import t
from kiosk.widgets.stable_list import RowList, StableList
from tests.screens.kiosks import Noted, Stage, staged


class Asked(Message):
    """Somebody asks a widget to look."""


class Looker(Static):
    """A widget that looks for its sibling, a moment later."""

    @on(Asked)
    async def _asked(self) -> None:
        screen = self.screen
        assert isinstance(screen, Slow)
        await screen.look()


class Slow(KioskScreen[None]):
    """A screen that looks for a widget a moment after it was asked to, in several ways."""

    looked, tried = 0, False

    def compose(self) -> ComposeResult:
        yield Static(id="here")
        yield Looker(id="looker")

    async def look(self) -> None:
        # shielded: closing cancels a worker at once, where Textual awaits a message to its end
        await asyncio.shield(asyncio.sleep(0.05))
        self.looked += 1
        self.query_one("#here")

    @on(Asked)
    async def _asked(self) -> None:
        await self.look()

    @work
    async def in_a_worker(self) -> None:
        try:
            await self.look()
        except asyncio.CancelledError:
            self.looked += 1
            self.query_one("#here")

    def in_a_message(self) -> None:
        self.post_message(Asked())

    def in_a_callback(self) -> None:
        self.call_next(self.look)

    def after_a_refresh(self) -> None:
        self.call_after_refresh(self.look)

    def in_a_timer(self) -> None:
        self.set_timer(0.01, self.look)

    def in_an_interval(self) -> None:
        self.set_interval(0.01, self.look)

    def in_a_widget(self) -> None:
        self.query_one(Looker).post_message(Asked())

    async def help(self) -> None:
        with suppress(NoMatches, asyncio.CancelledError):
            await self.look()
        self.tried = True
        self.app.push_screen(HelpDialog(self.context, t("Help"), self))

    @work
    async def help_in_a_worker(self) -> None:
        await self.help()

    def help_in_a_callback(self) -> None:
        self.call_next(self.help)


WAYS: list[Callable[[Slow], object]] = [
    Slow.in_a_worker, Slow.in_a_message, Slow.in_a_callback, Slow.after_a_refresh,
    Slow.in_a_timer, Slow.in_an_interval, Slow.in_a_widget,
]  # fmt: skip


async def opened(stage: Stage) -> Slow:
    screen = Slow(stage.app.context)
    await stage.app.push_screen(screen)
    await stage.on("Slow")
    return screen


def noted(stage: Stage) -> list[BaseException]:
    log = stage.app.context.error_log
    assert isinstance(log, Noted)
    return log.errors


@pytest.mark.parametrize("way", WAYS)
async def test_a_screen_that_is_closed_while_something_is_under_way_ends_quietly(
    sample: Path, way: Callable[[Slow], object]
) -> None:
    async with staged(sample) as stage:
        screen = await opened(stage)
        way(screen)
        await asyncio.sleep(0.03)  # it is under way
        screen.dismiss(None)
        await stage.until(lambda: not screen.is_running)
        assert await stage.on("WelcomeScreen")
        assert not noted(stage)
        await stage.press("f1")
        assert await stage.on("HelpDialog")


@pytest.mark.parametrize("way", WAYS)
async def test_the_same_fault_of_an_open_screen_is_noted(
    sample: Path, way: Callable[[Slow], object]
) -> None:
    async def fail() -> None:
        async with staged(sample) as stage:
            screen = await opened(stage)
            await screen.query_one("#here").remove()
            way(screen)
            await stage.until(lambda: noted(stage))

    with pytest.raises(NoMatches):
        await fail()


@pytest.mark.parametrize("way", [Slow.help_in_a_worker, Slow.help_in_a_callback])
async def test_what_a_closed_screen_was_about_to_open_stays_closed(
    sample: Path, way: Callable[[Slow], object]
) -> None:
    async with staged(sample) as stage:
        screen = await opened(stage)
        way(screen)
        await asyncio.sleep(0.03)  # it is under way
        screen.dismiss(None)
        await stage.until(lambda: not screen.is_running and screen.tried)
        await stage.settle()
        assert len(stage.app.screen_stack) == 1
        assert not noted(stage)


@pytest.mark.parametrize("turns", range(4))
async def test_a_screen_that_is_closed_before_it_is_shown_ends_quietly(
    sample: Path, turns: int
) -> None:
    async with staged(sample, "11:25") as stage:
        context = stage.app.context
        for screen in (
            NotYetInScreen(context),
            ClosingScreen(context),
            FiguresScreen(context),
            MyDayScreen(context, PersonId("FDV"), Evidence.TYPED, lambda *_: None),
            HelpDialog(context, t("Help"), stage.app.screen),
            PinDialog(context),
        ):
            stage.app.push_screen(screen)
            for _ in range(turns):
                await asyncio.sleep(0)
            screen.dismiss(None)
        await stage.settle()
        assert not noted(stage)
        await stage.press("f1")
        assert await stage.on("HelpDialog")


async def test_a_click_on_a_row_that_is_gone_does_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("jones")
        rows = stage.app.screen.query_one("#search-found", RowList)
        offset = (rows.region.x + 3, rows.region.bottom - 1)
        for kind in (events.MouseDown, events.MouseUp):
            stage.app.post_message(kind(None, *offset, 0, 0, 1, False, False, False, *offset))
        stage.app.call_later(rows.set_options, rows.options[:1])
        await stage.settle()
        assert not noted(stage)


async def test_a_page_of_a_list_without_room_is_no_page(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        rows = stage.app.screen.query_one(StableList)
        rows.styles.height = 0
        await stage.press("pagedown", "pageup")
        await stage.settle()
        assert not noted(stage)


async def test_what_tutors_are_told_does_not_stay_when_they_lock_their_area(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.scan(stage.school.people[PersonId("FDV")].badge)
        await stage.sees("Ffion ffrench-Davies signed in")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.settle()
        assert not stage.shows("Ffion")


async def test_what_is_shown_of_a_person_closes_when_another_program_erases_them(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.open_day(PersonId("FDV"))
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.press("f1")
        await stage.on("HelpDialog")
        open_administration(sample).erase_person(PersonId("FDV"), stage.kiosk.desk.now())
        assert await stage.on("WelcomeScreen")
        assert len(stage.app.screen_stack) == 1
        assert not noted(stage)
