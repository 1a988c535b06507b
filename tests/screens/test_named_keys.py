"""A key that a text names does something where the text is read, and the help has every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from kiosk.screens.base import BaseScreen
from kiosk.widgets.key_bar import keys_of
from tests.screens.kiosks import Stage
from tests.screens.test_help import open_help
from tests.screens.walk import WALK, stopped_at

NAMED = re.compile(r"\b(?:F\d\d?|Ctrl\+\w)\b")
LETTER = re.compile(r"(?<![\w+'’“])[B-HJ-Z](?![\w'’”]| there\b)")
"""A letter that a guide names as a key; "C there" is a key of the screen that opens."""

AHEAD = {"setup-pin": {"F9"}, "setup-last": {"F9", "Q"}}
"""What the last steps of the first start tell of the screens that come after them."""


def bound(stage: Stage) -> set[str]:
    """Return the keys, as they are shown, of all that is on the screens."""
    screens = stage.app.screen_stack
    nodes: list[DOMNode] = [
        stage.app,
        *screens,
        *(one for screen in screens for one in screen.query("*")),
    ]
    classes = {kind for node in nodes for kind in type(node).__mro__ if hasattr(kind, "BINDINGS")}
    bindings = [one for kind in classes for one in kind.BINDINGS if isinstance(one, Binding)]
    return {one.key_display or "" for one in bindings}


@pytest.mark.parametrize("name", WALK)
async def test_every_key_that_is_named_is_there_and_every_key_is_in_the_help(
    sample: Path, name: str
) -> None:
    async with stopped_at(name, sample, (120, 60)) as stage:
        screen = stage.app.screen
        assert isinstance(screen, BaseScreen)
        guide = screen.say(screen.guide())
        named = {*NAMED.findall(f"{stage.seen} {guide}"), *LETTER.findall(guide)}
        assert named - AHEAD.get(name, set()) <= bound(stage)
        if "help" not in name:
            there = {one.binding.key for one in keys_of(screen)}
            rows = await open_help(stage)
            assert {row.id for row in rows.options if row.id} == there - {"f1"}
