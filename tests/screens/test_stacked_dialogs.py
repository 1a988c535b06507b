"""Dialogs over dialogs: each is drawn over what is below it, never over what is above."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.screens.dialogs.help import HelpDialog
from kiosk.text import t
from tests.screens.kiosks import staged
from tests.screens.walk import stopped_at


async def test_a_click_on_its_way_to_a_dialog_that_two_others_cover_breaks_no_drawing(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        app = stage.app
        app.context.touch()
        for number in range(3):
            guide = t("Dialog {number}", number=number)
            await app.push_screen(HelpDialog(app.context, guide, app.screen))
            await stage.settle()
        for dialog in app.screen_stack[1:]:
            dialog.refresh(layout=True)
        for dialog in app.screen_stack[1:]:
            dialog.get_style_at(0, 0)  # as Textual does for a click
        assert await stage.sees("Dialog 2")
        await stage.press("escape", "escape", "escape")
        assert await stage.sees("Start typing your name")


@pytest.mark.parametrize(
    ("stop", "keys", "dialog"),
    [
        ("settings", ("enter", "enter"), "FormDialog"),
        ("settings", ("enter", "enter", "enter"), "FormDialog"),
        ("staff-file-to-answer", ("enter", "enter"), "ChoiceDialog"),
        ("staff-file-to-answer", ("escape", "escape"), "FilePicker"),
        ("board", ("slash", "z", "slash", "z"), "FindPersonDialog"),
        ("board", ("enter", "enter"), "PersonScreen"),
    ],
)
async def test_keys_that_wait_in_the_queue_open_one_screen_and_not_one_each(
    sample: Path, stop: str, keys: tuple[str, ...], dialog: str
) -> None:
    async with stopped_at(stop, sample) as stage:
        before = len(stage.app.screen_stack)
        await stage.keys(*keys, every=0.1)
        await stage.until(lambda: len(stage.app.screen_stack) > before)
        assert [type(one).__name__ for one in stage.app.screen_stack[before:]] == [dialog]
