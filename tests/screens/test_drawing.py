"""A key and what comes of it are drawn in one go: a second drawing comes two frames later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.language import Language
from kiosk.screens import base
from kiosk.store.opening import open_store
from kiosk.widgets.banner import Banner
from kiosk.widgets.people_search import PeopleSearch
from tests.screens.kiosks import Stage, staged


async def note_drawings(stage: Stage) -> list[tuple[str, bool, bool]]:
    """Return a list that grows: what is typed, whether its list is there, whether the banner is."""
    await stage.pilot.pause(0.1)  # so long after a drawing the next one comes at once
    screen, drawn = stage.app.screen, list[tuple[str, bool, bool]]()

    def note(_screen: object) -> None:
        typed = screen.query_one(PeopleSearch).typed
        listed = screen.query_one("#search-found", OptionList).region.height > 0
        drawn.append((typed, listed, bool(screen.query_one(Banner).render().plain)))

    screen.screen_layout_refresh_signal.subscribe(stage.app, note)
    return drawn


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold a drawing for as long as a busy machine takes for a sign-in."""
    monkeypatch.setattr(base, "HELD_FOR", 30.0)


async def test_a_letter_is_drawn_with_its_list(sample: Path) -> None:
    async with staged(sample) as stage:
        drawn = await note_drawings(stage)
        await stage.press("f")
        await stage.until(lambda: drawn)
        assert {listed for typed, listed, _ in drawn if typed} == {True}


@pytest.mark.usefixtures("patient")
async def test_an_emptied_box_is_drawn_with_what_its_sign_in_says(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("ferch")
        drawn = await note_drawings(stage)
        await stage.press("enter")
        await stage.until(lambda: drawn)
        assert {said for typed, _, said in drawn if not typed} == {True}


async def test_what_waits_for_the_disk_is_drawn_meanwhile(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("ferch")
        drawn = await note_drawings(stage)
        other = open_store(sample)
        with other.transaction():
            await stage.press("enter")
            await stage.until(lambda: any(not typed for typed, *_ in drawn))
        assert await stage.sees("Nia ferch Dafydd", "Signed in at")


class Dated(Language):
    """A language that notes the short dates that it makes: the first one loads a lot."""

    def __init__(self) -> None:
        super().__init__("en")
        self.made: list[date] = []

    def short_date(self, day: date) -> str:
        self.made.append(day)
        return super().short_date(day)


async def test_the_first_screen_waits_for_no_date_that_it_does_not_show(sample: Path) -> None:
    language = Dated()
    async with staged(sample, language=language):
        assert not language.made
