"""Every screen in the real Welsh catalogue: nothing fails, and no text of the kiosk's is cut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.widgets import Input, Static

from kiosk.language import Language
from kiosk.screen_language import ScreenLanguage
from kiosk.screens.base import BaseScreen
from kiosk.text import t
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.pseudo import FIRST, Pseudo
from tests.screens.test_pictures import LARGE_TEXT
from tests.screens.test_switching import in_the_first
from tests.screens.tutors.test_day_acts import does, to_board
from tests.screens.walk import WALK, stopped_at
from tests.screens.ways import show_sessions

STAFF = ("welcome", "my-day", "give-up", "wish")
"""What large text is made for, which is where a terminal has 60 columns."""


def two_languages() -> ScreenLanguage:
    """Return the language of screens that begin in English, and may become Welsh."""
    return ScreenLanguage(Language("en"), {"cy": Language("cy")})


def has_room(stage: Stage) -> bool:
    """Return whether no text is cut while the school's own texts are short; a list's row may be."""
    screens = stage.app.screen_stack
    prompts = [str(box.placeholder) for screen in screens for box in screen.query(Input)]
    own_words = stage.picture
    for prompt in filter(None, prompts):
        own_words = own_words.replace(prompt, "")
    lists = "OptionList.panel, LineList.panel"
    return "…" not in own_words or any(screen.query(lists) for screen in screens)


@pytest.mark.parametrize("name", WALK)
async def test_a_screen_in_welsh_has_all_of_its_words(sample: Path, name: str) -> None:
    language = ScreenLanguage(Pseudo("en", FIRST), {"cy": Language("cy")})
    async with stopped_at(name, sample, language=language) as stage:
        await stage.press("ctrl+l")
        for size in (LARGE, SMALL, *([LARGE_TEXT] if name.startswith(STAFF) else [])):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            assert in_the_first(stage) == [], stage.picture
            assert has_room(stage), stage.picture


@pytest.mark.parametrize("size", [LARGE, SMALL, LARGE_TEXT])
async def test_the_board_names_its_numbers_in_full(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:52", size, two_languages()) as stage:
        await stage.open_tutors()
        await show_sessions(stage)
        await stage.press("ctrl+l")
        await stage.settle()
        assert re.search(r"disgwylir .*yma .*heb (?:gyrraedd|ddod)", stage.picture)
        for label in stage.app.screen.query(".label").results(Static):
            assert cell_len(str(label.content)) <= label.size.width


async def test_a_change_of_room_names_the_rooms_in_welsh(sample: Path) -> None:
    async with staged(sample, language=two_languages()) as stage:
        await to_board(stage)
        await does(stage, "ctrl+l", "m", "1")
        await stage.sees("Prif neuadd · ar gael")
        await does(stage, "enter")
        await stage.on("PreviewDialog")
        assert await stage.sees("(Labordy gwyddoniaeth 3 gynt)")


def test_the_key_names_the_other_language_in_its_own_words() -> None:
    key = next(
        one for one in BaseScreen.BINDINGS if isinstance(one, Binding) and one.key == "ctrl+l"
    )
    welsh = Language("cy")
    if welsh.say(t("Help")) == "Help":
        pytest.skip("there is no Welsh catalogue yet")
    assert [one.say(t(key.description)) for one in (Language("en"), welsh)] == [
        "Cymraeg",
        "English",
    ]
