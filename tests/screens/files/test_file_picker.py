"""Choosing a file: by the arrow keys, by a path, from a folder whose names are hostile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from kiosk.screens.files.file_picker import TABLES, FilePicker
from kiosk.text import t
from tests.screens.files.test_staff_file import take
from tests.screens.kiosks import Stage, staged


async def picker(stage: Stage, folder: Path) -> list[Path | None]:
    """Open a picker on a folder, and return the list that will hold what is chosen."""
    chosen: list[Path | None] = []
    stage.app.context.touch()
    stage.app.context.remembered["folder"] = str(folder.absolute())
    dialog = FilePicker(stage.app.context, t("Choose your staff file"), TABLES)
    stage.app.push_screen(dialog, chosen.append)
    await stage.on("FilePicker")
    await stage.sees("Places, USB sticks")
    return chosen


def files(*names: str) -> Path:
    folder = Path("stick")
    (folder / "old").mkdir(parents=True)
    for name in names:
        (folder / name).write_text("x")
    return folder


async def test_enter_opens_folders_and_takes_files_and_backspace_goes_up(sample: Path) -> None:
    async with staged(sample) as stage:
        folder = files("staff.csv", "notes.docx", "old/staff.xlsx")
        chosen = await picker(stage, folder)
        assert not stage.shows("notes.docx")
        await stage.press("enter")
        await stage.sees("staff.xlsx")
        await stage.press("backspace")
        await stage.sees("staff.csv")
        await stage.press("down", "enter")
        await stage.until(lambda: chosen)
        assert chosen == [folder.absolute() / "staff.csv"]


async def test_esc_chooses_nothing_and_the_places_are_a_key_away(sample: Path) -> None:
    async with staged(sample) as stage:
        chosen = await picker(stage, files())
        await stage.press("f5")
        await stage.sees("this account's")
        await stage.press("escape")
        await stage.until(lambda: chosen)
        assert chosen == [None]


async def test_a_path_can_be_typed_or_dropped_and_a_wrong_one_is_told(sample: Path) -> None:
    async with staged(sample) as stage:
        folder = files("my staff.csv")
        chosen = await picker(stage, folder)
        await stage.press("tab")
        await stage.type("nowhere.csv")
        await stage.press("enter")
        await stage.sees("nowhere.csv is not there")
        await stage.press("tab")
        path = folder.absolute() / "my staff.csv"
        stage.app.screen.post_message(events.Paste(f"'{path}'"))
        await stage.until(lambda: isinstance(stage.app.focused, Input))
        await stage.press("enter")
        await stage.until(lambda: chosen)
        assert chosen == [path]


async def test_a_folder_that_is_gone_is_told_and_the_places_are_there(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.app.context.remembered["folder"] = str(Path("gone").absolute())
        stage.app.context.touch()
        stage.app.push_screen(FilePicker(stage.app.context, t("Choose a folder")))
        await stage.on("FilePicker")
        await stage.sees("this account's")
        assert await stage.sees("there is no such file or folder")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
async def test_a_hostile_name_is_only_shown(sample: Path) -> None:
    async with staged(sample) as stage:
        name = "\x1b[31m[b]Siân\udcff.csv"
        folder = files(name)
        chosen = await picker(stage, folder)
        await stage.sees("\\u001b[31m[b]Siân\\udcff.csv")
        await take(stage, "Siân")
        await stage.until(lambda: chosen)
        assert chosen == [folder.absolute() / name]
