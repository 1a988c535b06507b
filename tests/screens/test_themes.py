"""Themes: set by the school, changed by a key, and reset for the next person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest
from msgspec.structs import replace
from textual.css.stylesheet import Stylesheet

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School, put
from tests.screens.kiosks import LARGE, staged


@decision
def paints(school: School, now: datetime, theme: str) -> Changes:
    """Set the school's theme."""
    del now
    return Changes((put(replace(school.settings, theme=theme)),))


@pytest.mark.parametrize("theme", ["slate", "paper", "contrast"])
async def test_the_school_sets_what_it_begins_with(sample: Path, theme: str) -> None:
    async with staged(sample, "08:41", LARGE, None, paints(theme)) as stage:
        assert stage.app.theme == theme
        assert stage.app.current_theme.dark == (theme != "paper")


async def test_the_first_paint_parses_styles_once(sample: Path) -> None:
    with mock.patch.object(Stylesheet, "reparse") as parsed_again:
        async with staged(sample, "08:41", LARGE, None, paints("paper")) as stage:
            assert "-theme-paper" in stage.app.classes
    parsed_again.assert_not_called()


async def test_a_key_goes_through_them_on_every_screen(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f12")
        assert stage.app.theme == "paper"
        await stage.open_day("GBO")
        await stage.press("f12")
        assert stage.app.theme == "contrast"
        await stage.press("f1")
        await stage.on("HelpDialog")
        await stage.press("f12")
        assert stage.app.theme == "slate"


async def test_the_next_person_finds_the_school_s_own(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f12")
        stage.wait(19)
        await stage.pilot.pause(0.6)
        assert stage.app.theme == "paper"
        stage.wait(1)
        await stage.until(lambda: stage.app.theme == "slate")
