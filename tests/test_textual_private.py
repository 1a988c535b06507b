"""What the project relies on among Textual's private names is still so, and stands in one file."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import _wait
from textual.app import App
from textual.color import Color
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import OptionList, Static

import kiosk
from kiosk.textual_private import (
    PILOT_WAITS,
    WIDGET_COLOURS,
    ClosingSafe,
    FatalErrorHook,
    replace_lines,
    screen_lines,
)
from kiosk.widgets.lazy_row import LazyRow
from tests.screens.idle import until_idle

ROOT = Path(kiosk.__file__).parents[1]
ONE_FILE = ROOT / "kiosk" / "textual_private.py"
PRIVATE = {"_compositor", "_background_screens", "_message_queue", "_dispatch_message"}
"""Attributes of Textual's objects that only the one file may touch."""


def parameters(function: object) -> list[str]:
    assert callable(function)
    return list(inspect.signature(function).parameters)


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("kiosk", "printables", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            if path not in (ONE_FILE, Path(__file__)):
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_other_file_uses_private_names_of_textual() -> None:
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                names = [*(node.module or "").split("."), *(name.name for name in node.names)]
                assert not [name for name in names if name.startswith("_")], path
            if isinstance(node, ast.Import):
                assert not [name for name in node.names if "textual._" in name.name], path
            if isinstance(node, ast.Attribute):
                assert node.attr not in PRIVATE, path
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not node.value.startswith("textual._"), path


def test_no_class_overrides_a_private_method_of_textual() -> None:
    """A later Textual may give one of its methods a name that is used here."""
    for module in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
        if module.name in ("kiosk.__main__", "kiosk.textual_private"):
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(kind) and kind.__module__ == module.name:
                bases = [one for one in kind.__mro__ if one.__module__.startswith("textual.")]
                for name, value in vars(kind).items():
                    if name.startswith("_") and not name.startswith("__") and callable(value):
                        assert not [one for one in bases if name in vars(one)], (kind, name)


def test_the_colours_of_widgets_are_cached_with_their_widget() -> None:
    assert WIDGET_COLOURS.cache_info().maxsize == 1024
    WIDGET_COLOURS.cache_clear()
    assert parameters(WIDGET_COLOURS) == ["cls", "base_background", "background"]
    holder = object()
    WIDGET_COLOURS(holder, Color(0, 0, 0), Color(0, 0, 0))
    assert WIDGET_COLOURS.cache_info().currsize == 1
    WIDGET_COLOURS.cache_clear()
    assert WIDGET_COLOURS.cache_info().currsize == 0


def test_the_pilot_waits_by_the_names_that_tests_replace() -> None:
    assert parameters(_wait.wait_for_idle) == parameters(until_idle)
    for waits in PILOT_WAITS:
        module, _, name = waits.rpartition(".")
        assert getattr(importlib.import_module(module), name) is _wait.wait_for_idle


class Asked(Message):
    """Something that a screen awaits."""


class Awaiting(ClosingSafe, Screen[None]):
    """A screen whose first await is cancelled."""

    answered = 0

    async def on_asked(self) -> None:
        self.answered += 1
        if self.answered == 1:
            raise asyncio.CancelledError


async def test_a_screen_goes_on_after_a_cancelled_await() -> None:
    assert parameters(MessagePump._dispatch_message) == ["self", "message"]
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = Awaiting()
        await app.push_screen(screen)
        for _ in range(2):
            screen.post_message(Asked())
            await pilot.pause()
        assert screen.answered == 2


class Failing(FatalErrorHook[None]):
    """An app whose first key is an error."""

    noted: Exception | None = None

    def note_fatal_error(self, error: Exception) -> None:
        self.noted = error

    def on_key(self) -> None:
        raise ZeroDivisionError


async def test_the_error_that_ends_an_app_is_told_once_and_the_app_fails() -> None:
    assert parameters(App._handle_exception) == ["self", "error"]
    app = Failing()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test() as pilot:
            await pilot.press("a")
    assert isinstance(app.noted, ZeroDivisionError)
    assert app.return_code == 1


async def test_the_text_of_a_screen_is_read_line_by_line() -> None:
    class Words(App[None]):
        def compose(self) -> Iterator[Static]:
            yield Static("one\ntwo")

    app = Words()
    async with app.run_test(size=(10, 3)) as pilot:
        await pilot.pause()
        assert [line.rstrip() for line in screen_lines(app)] == ["one", "two", ""]


async def test_only_the_lines_of_other_prompts_are_drawn_again() -> None:
    drawn: list[str] = []

    class Lists(App[None]):
        def compose(self) -> Iterator[OptionList]:
            yield OptionList(*map(told, "abc"))

    def told(text: str) -> LazyRow:
        def make() -> Content:
            drawn.append(text)
            return Content(text)

        return LazyRow(make)

    async with Lists().run_test() as pilot:
        rows = pilot.app.query_one(OptionList)
        assert drawn == ["a", "b", "c"]
        replace_lines(rows, {1: told("d")})
        await pilot.pause()
        assert drawn == ["a", "b", "c", "d"]
        assert [line.split()[1] for line in screen_lines(pilot.app)[1:4]] == ["a", "d", "c"]
