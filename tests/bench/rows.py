"""The board's list beside Textual's DataTable: a tick of changes, filtering, sorting, scrolling.

Both run in a terminal of their own, of as many rows of eight columns: `python -m tests.bench.rows
(table|lines) ROWS`, which does each thing over and over when asked by a key, and then says how much
processor time one took.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from time import process_time
from typing import Any

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Static

from kiosk.theme import css_variables
from kiosk.widgets.columns import cell
from kiosk.widgets.line_list import LineList, Rows
from tests.bench.figures import Figure
from tests.bench.run import Run
from tests.bench.terminal import PYTHON, Terminal

COLUMNS = ("state", "name", "role", "since", "now", "next", "room", "more")
CHANGES, TICKS, MOST = 20, 60, 0.05
"""How many rows a tick changes, how many ticks, and the share of the table's time that is allowed.
"""
FRAME = 1 / 60
"""Seconds within which a list is filtered, sorted or scrolled."""
SIZES = (500, 10_000)
KEYS = {"t": "tick", "f": "filter", "s": "sort", "p": "page"}


def rows(run: Run) -> Iterator[Figure]:
    """Measure both at each size, in turn."""
    for size in SIZES[:1] if run.is_short else SIZES:
        run.tell(f"rows, {size:,}")
        with ExitStack() as stack:
            shown = {
                kind: stack.enter_context(
                    Terminal([PYTHON, "-m", "tests.bench.rows", kind, str(size)])
                )
                for kind in ("table", "lines")
            }
            for one in shown.values():
                one.seen("said: ready")
            for key, what in KEYS.items():
                took = {kind: _asked(one, key, what) for kind, one in shown.items()}
                ratio, table, lines = took["lines"] / took["table"], took["table"], took["lines"]
                beside = f"{1_000 * lines:.1f} ms beside {1_000 * table:.1f} ms of a DataTable"
                if what == "tick":
                    yield Figure(
                        f"{CHANGES} changes in a list", f"{size:,}", ratio, MOST, "x", beside
                    )
                else:
                    yield Figure(f"{what} a list", f"{size:,}", lines, FRAME, "s", beside)


def _asked(shown: Terminal, key: str, what: str) -> float:
    shown.press(key)
    said = re.compile(rf"said: {what} ([0-9.]+)")
    shown.seen(said.pattern)
    found = said.search("".join(text for _, text in shown.arrivals()))
    assert found is not None
    return float(found[1])


class Peer(App[None]):
    """One of both, with a line that says what was measured."""

    CSS = "#said { dock: bottom; height: 1; } LineList, DataTable { height: 1fr; }"
    BINDINGS = [(key, f"measure('{what}')", what) for key, what in KEYS.items()]

    def __init__(self, kind: str, count: int) -> None:
        super().__init__()
        self._kind, self._dice = kind, Random(1)
        self._data = [[f"{name} {row}" for name in COLUMNS] for row in range(count)]
        self._turn = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables("slate")

    def compose(self) -> ComposeResult:
        if self._kind == "table":
            yield DataTable(id="rows", cursor_type="row")
        else:
            yield LineList("rows")
        yield Static("", id="said")

    def on_mount(self) -> None:
        if self._kind == "table":
            self._table.add_columns(*((name, name) for name in COLUMNS))
        self._fill(range(len(self._data)))
        self.query_one("#said", Static).update("said: ready")

    @property
    def _table(self) -> DataTable[str]:
        table: DataTable[str] = self.query_one(DataTable)
        return table

    def _fill(self, places: Any) -> None:
        if self._kind == "table":
            self._table.clear()
            for place in places:
                self._table.add_row(*self._data[place], key=str(place))
            return
        shown = [*places]
        rows = Rows(
            [*map(str, shown)],
            lambda at, _width: self._drawn(shown[at]),
            about=lambda at: tuple(self._data[shown[at]]),
        )
        self.query_one(LineList).fill(rows)

    def _drawn(self, place: int) -> Content:
        return Content.assemble(*(cell(text, 14) for text in self._data[place]))

    async def action_measure(self, what: str) -> None:
        """Do one thing over and over, each time until it is drawn; say what one took."""
        began = process_time()
        rounds = max(2, TICKS * SIZES[0] // len(self._data))
        for _ in range(rounds):
            self._turn += 1
            getattr(self, f"_{what}_once")()
            await asyncio.sleep(0.03)
        took = (process_time() - began) / rounds
        self.query_one("#said", Static).update(f"said: {what} {took:.6f}")

    def _tick_once(self) -> None:
        # in sight, as in a table of those who are late: the others cost less
        places = self._dice.sample(range(500), CHANGES)
        for place in places:
            self._data[place][3] = f"since {self._turn}"
        if self._kind == "table":
            for place in places:
                self._table.update_cell(str(place), "since", self._data[place][3])
        else:
            self._fill(range(len(self._data)))

    def _filter_once(self) -> None:
        self._fill(range(self._turn % 2, len(self._data), 2))

    def _sort_once(self) -> None:
        order = sorted(
            range(len(self._data)),
            key=lambda place: self._data[place][1],
            reverse=self._turn % 2 == 0,
        )
        self._fill(order)

    def _page_once(self) -> None:
        shown = self.query_one("#rows")
        if self._turn % 2:
            shown.action_page(1) if isinstance(shown, LineList) else self._table.action_page_down()
        else:
            shown.action_page(-1) if isinstance(shown, LineList) else self._table.action_page_up()


if __name__ == "__main__":
    Peer(sys.argv[1], int(sys.argv[2])).run()
