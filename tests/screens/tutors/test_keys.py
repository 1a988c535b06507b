"""In the tutors' area one key has one meaning, and no act needs an F key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from textual.binding import Binding
from textual.widgets import OptionList

import kiosk.screens.tutors
from kiosk.screens.base import BaseScreen
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.tutors import keys
from kiosk.widgets.line_list import LineList
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.walk import stopped_at
from tests.screens.ways import open_register

EVERYWHERE = {"enter", "escape", "f1", "f12"}
"""Enter does what the row is for, and Esc goes back; help and theme are on every screen."""


def kinds() -> Iterator[type[LiveScreen]]:
    """Yield every screen of the tutors' area."""
    for found in iter_modules(kiosk.screens.tutors.__path__):
        module = import_module(f"kiosk.screens.tutors.{found.name}")
        for one in vars(module).values():
            is_screen = isinstance(one, type) and issubclass(one, LiveScreen)
            if is_screen and one.__module__ == module.__name__:
                yield one


def bound() -> Iterator[tuple[type[LiveScreen], Binding]]:
    """Yield every key of every screen of the area, with those of its lists."""
    for screen in kinds():
        lists = [getattr(screen, "ROWS", OptionList)]
        for kind in (*screen.__mro__, *(one for rows in lists for one in rows.__mro__)):
            if kind.__module__.startswith("kiosk.") and kind not in (BaseScreen, LineList):
                own = kind.__dict__.get("BINDINGS", ())
                yield from ((screen, one) for one in own if isinstance(one, Binding))


@pytest.mark.parametrize("stop", ["attention-nothing", "to-confirm-nothing"])
async def test_on_an_empty_list_nobody_can_be_looked_for(sample: Path, stop: str) -> None:
    async with stopped_at(stop, sample) as stage:
        assert await stage.until(lambda: not stage.shows("/ Find"))


def test_the_screens_of_the_area_are_known() -> None:
    assert {"BoardScreen", "RegisterScreen", "NotYetInScreen", "ClosingScreen", "ToCheckScreen",
            "ByNameOnlyScreen", "FeedbackScreen", "InvitationsScreen", "CaseloadScreen",
            "AttentionScreen", "PersonScreen", "ReceptionScreen", "FiguresScreen",
            "YourSchoolScreen"} <= {
                one.__name__ for one in kinds()}  # fmt: skip


def test_one_key_has_one_meaning_in_the_whole_area() -> None:
    meanings, labels = defaultdict(set), defaultdict(list)
    for _, binding in bound():
        for key in binding.key.split(","):
            if key not in EVERYWHERE:
                meanings[key].add(binding.action)
                words = binding.description.lower().replace(":", "").split()
                labels[key].append(set(words) - {"the", "a", "or"})
    assert {key: several for key, several in meanings.items() if len(several) > 1} == {}
    # a label may say more of what it acts on, after the same word for the act
    assert [key for key, several in labels.items() if not set.intersection(*several)] == []


def test_one_meaning_has_one_key_in_the_whole_area() -> None:
    ways = defaultdict(set)
    for _, binding in bound():
        if not set(binding.key.split(",")) & EVERYWHERE:
            ways[binding.action].add(binding.key)
    assert {action: several for action, several in ways.items() if len(several) > 1} == {}


def test_every_act_can_be_reached_without_an_f_key() -> None:
    for screen, binding in bound():
        first = binding.key.split(",")[0]
        is_f_key = first[0] == "f" and first[1:].isdigit()
        assert not is_f_key, f"{screen.__name__}: {binding.description}"


def test_every_key_of_the_map_is_used_and_does_something_where_it_is() -> None:
    used = set()
    for screen, binding in bound():
        used.add(binding)
        name = binding.action.partition("(")[0]
        if "." not in name and binding.key != "enter":
            assert callable(getattr(screen, f"action_{name}", None)), (screen.__name__, name)
    listed = {one for one in vars(keys).values() if isinstance(one, Binding)}
    assert listed <= used


def test_the_readme_names_every_key_of_the_map() -> None:
    readme = Path(__file__).parents[3] / "README.md"
    cells = (cell.strip() for line in readme.read_text().splitlines() for cell in line.split("|"))
    named = {key for cell in cells for key in cell.split(", ")}
    mapped = {one.key_display for one in vars(keys).values() if isinstance(one, Binding)}
    assert mapped <= named


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("n", "NotYetInScreen"), ("t", "ToCheckScreen"), ("k", "AttentionScreen"),
        ("c", "ClosingScreen"), ("v", "InvitationsScreen"), ("i", "CaseloadScreen"),
        ("b", "FeedbackScreen"), ("number_sign", "ChoiceDialog"), ("slash", "FindPersonDialog"),
        ("f3", "FindPersonDialog"), ("q", "ConfirmDialog"), ("comma", "YourSchoolScreen"),
        ("full_stop", "OutstandingScreen"),
    ],
)  # fmt: skip
async def test_what_opens_from_the_board_and_esc_comes_back(
    sample: Path, key: str, screen: str
) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press(key)
        await stage.on(screen)
        await stage.press("escape")
        assert await stage.on("BoardScreen")


async def test_help_and_theme_need_no_f_key_either(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("ctrl+p")
        await stage.on("HelpDialog")
        before = stage.app.theme
        rows = stage.app.screen.query_one(OptionList)
        rows.highlighted = next(
            place for place, option in enumerate(rows.options) if "Theme" in str(option.prompt)
        )
        await stage.press("enter")
        assert await stage.until(lambda: stage.app.theme != before)


@pytest.mark.parametrize("old", ["f4", "f7", "f8"])
async def test_the_old_keys_of_the_board_are_gone(sample: Path, old: str) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press(old)
        await stage.settle()
        assert stage.screen == "BoardScreen"


@pytest.mark.parametrize("old", ["p", "c"])
async def test_the_old_letters_of_a_register_mark_nobody(sample: Path, old: str) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        before = marks(stage)
        await stage.press(old)
        await stage.settle()
        assert stage.screen == "RegisterScreen"
        assert marks(stage) == before


def marks(stage: Stage) -> int:
    of_sessions = stage.school.day_record(DAY).marks.values()
    return sum(len(made) for people in of_sessions for made in people.values())
