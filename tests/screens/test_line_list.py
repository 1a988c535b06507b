"""The list of thousands of rows: what is drawn, where the highlight goes, and the mouse."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, ComposeResult
from textual.content import Content

from kiosk.rules.model.names import clean
from kiosk.textual_private import screen_lines
from kiosk.theme import css_variables
from kiosk.widgets.columns import cell
from kiosk.widgets.line_list import LineList, Rows

NAMES = [
    clean(row["display_name"] or f"{row['forename']} {row['surname']}")
    for row in csv.DictReader(
        (Path(__file__).parent.parent / "data" / "names.csv").read_text("utf-8").splitlines()
    )
]


class Shown(App[None]):
    """A list alone, which notes what it draws and tells."""

    CSS = "LineList { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []
        self.told: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables("slate")

    def compose(self) -> ComposeResult:
        yield LineList("rows")

    @property
    def rows(self) -> LineList:
        return self.query_one(LineList)

    def fill(self, names: Sequence[str], *, with_names: bool = False) -> None:
        """Show these rows; one that begins with “#” is a heading."""

        def draw(place: int, width: int) -> Content:
            self.drawn.append(place)
            return cell(names[place], width)

        ids = ["" if name.startswith("#") else name for name in names]
        above = (lambda width: cell("Name", width)) if with_names else None
        self.rows.fill(Rows(ids, draw, names=above))

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        self.told.append(event.row)

    @property
    def seen(self) -> list[str]:
        return [line.strip(" │╭╮╰╯─▊▎▁▔▌") for line in screen_lines(self)]


MANY = [f"row {number}" for number in range(10_000)]


async def test_of_ten_thousand_rows_only_those_in_sight_are_drawn() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.fill(MANY)
        await pilot.pause()
        assert len(set(app.drawn)) <= 12
        app.drawn.clear()
        await pilot.press("end")
        await pilot.pause()
        assert app.rows.picked == "row 9999"
        assert len(set(app.drawn)) <= 24
        assert any("row 9999" in line for line in app.seen)
        app.drawn.clear()
        app.fill([*MANY[:-1], "row changed"])
        await pilot.pause()
        assert any("row changed" in line for line in app.seen)
        assert len(set(app.drawn)) <= 24


async def test_the_highlight_stays_on_its_row_and_at_its_height_when_rows_come_and_go() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.fill(MANY[:100])
        await pilot.press(*["down"] * 30)
        await pilot.pause()
        assert app.rows.picked == "row 30"
        height = app.rows.highlighted - app.rows.scroll_offset.y  # type: ignore[operator]
        app.fill(MANY[5:100])
        await pilot.pause()
        assert app.rows.picked == "row 30"
        assert app.rows.highlighted - app.rows.scroll_offset.y == height  # type: ignore[operator]
        app.fill([name for name in MANY[5:100] if name != "row 30"])
        await pilot.pause()
        assert app.rows.picked == "row 31"
        app.fill([])
        await pilot.pause()
        assert app.rows.picked is None
        await pilot.press("down", "up", "pagedown", "home", "end", "enter")
        assert app.told == []


async def test_headings_are_passed_over_by_keys_and_by_the_mouse() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.fill(["# one", "a", "b", "# two", "c"])
        await pilot.pause()
        found = [app.rows.picked]
        for _ in range(3):
            await pilot.press("down")
            found.append(app.rows.picked)
        assert found == ["a", "b", "c", "a"]
        await pilot.press("up")
        assert app.rows.picked == "c"
        await pilot.click(LineList, offset=(5, 3))  # the second heading
        assert app.told == []
        await pilot.click(LineList, offset=(5, 2))
        assert app.told == ["b"]
        await pilot.press("enter")
        assert app.told == ["b", "b"]


async def test_the_names_of_the_columns_stay_above_the_rows() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.fill(MANY[:100], with_names=True)
        await pilot.press("end")
        await pilot.pause()
        assert app.seen[0].startswith("Name")
        assert any("row 99" in line for line in app.seen)
        assert not any(line.startswith("row 88") for line in app.seen)
        await pilot.press("home", "pagedown")
        await pilot.pause()
        assert app.rows.picked == "row 10"
        await pilot.click(LineList, offset=(5, 1))
        assert app.told == ["row 0"]


async def test_every_name_is_shown_as_it_is() -> None:
    app = Shown()
    async with app.run_test(size=(80, len(NAMES) + 2)) as pilot:
        app.fill(NAMES)
        await pilot.pause()
        shown = screen_lines(app)
        for name, line in zip(NAMES, shown, strict=False):
            assert line[1:].startswith(name[:60].rstrip())
