"""Every screen in the real Welsh catalogue: nothing fails, and no text of the kiosk's is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Input

from kiosk.language import Language
from kiosk.screen_language import ScreenLanguage
from kiosk.screens.base import BaseScreen
from kiosk.text import t
from tests.screens.kiosks import LARGE, SMALL, Stage
from tests.screens.pseudo import FIRST, Pseudo
from tests.screens.test_pictures import LARGE_TEXT
from tests.screens.test_switching import in_the_first
from tests.screens.walk import WALK, stopped_at

STAFF = ("welcome", "my-day", "give-up", "wish")
"""What large text is made for, which is where a terminal has 60 columns."""


def has_room(stage: Stage) -> bool:
    """Return whether no text is cut while the school's own texts are short; a list's row may be."""
    screens = stage.app.screen_stack
    prompts = [str(box.placeholder) for screen in screens for box in screen.query(Input)]
    own_words = stage.picture
    for prompt in filter(None, prompts):
        own_words = own_words.replace(prompt, "")
    return "…" not in own_words or any(screen.query("OptionList.panel") for screen in screens)


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
