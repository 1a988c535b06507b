"""How fast the screens answer, as ratios: `python -m tests.bench.bench_latency [RUNS]`.

From a key in the search box to its list, painted, at 200, 2,000 and 10,000 names, and from Enter to
My day, each against a key in a bare Textual app with one Input: medians, and the slowest (p95, p99)
beside the bare median. Keys are pressed by Textual's pilot,
which waits until the app is at rest: some 20 ms of each figure, the bare one too. The runs are
interleaved, so that a busy machine slows all of them, and medians are compared. A key is mostly rest and a screen mostly work, so a busy machine makes the ratio of
My day larger: beside it stands a screen of Textual's own widgets in the same places, with no rules.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.sample.school import open_demo
from kiosk.widgets.day_rail import DayRail

NOW = datetime(2026, 9, 1, 13, 5, tzinfo=UTC)
SIZE = (120, 36)
SIZES = (200, 2_000, 10_000)
WHO = PersonId("GBO")


class BareDay(Screen[None]):
    """Widgets where My day has them, and nothing else."""

    CSS = """
    #greeting { height: 2; } #panels { height: 1fr; } OptionList, Vertical { width: 1fr; }
    #keys { dock: bottom; height: 1; }
    """

    def compose(self) -> ComposeResult:
        """Make them."""
        yield Static("name")
        with Horizontal(id="greeting"):
            yield Static("who")
            yield Static("since")
        yield Static("message")
        with Horizontal(id="panels"):
            yield OptionList(*map(str, range(6)))
            with Vertical():
                yield Static("about")
                yield VerticalScroll()
        yield Static("keys", id="keys")


class Bare(App[None]):
    """One Input and nothing else; F6 opens the bare day."""

    def compose(self) -> ComposeResult:
        """Make it."""
        yield Input()

    def key_f6(self) -> None:
        """Open it."""
        self.push_screen(BareDay())


@decision
def crowd(school: School, now: datetime, count: int) -> Changes:
    """Let the school have that many people, by giving its own new ids."""
    del now
    known = list(school.people.values())
    more = range(max(0, count - len(known)))
    return Changes(
        tuple(put(msgspec.structs.replace(known[n % len(known)], id=f"X{n}")) for n in more)
    )


async def timed(pilot: Pilot[Any], key: str, done: Callable[[], object]) -> float:
    """Return the seconds from a key until something is so and is painted."""
    app, painted = pilot.app, asyncio.Event()
    begun = perf_counter()
    await pilot.press(key)
    while not done():
        await asyncio.sleep(0)
    app.screen.call_after_refresh(painted.set)
    await painted.wait()
    return perf_counter() - begun


async def bare_key(pilot: Pilot[Any]) -> float:
    """Time one key in a bare app."""
    box = pilot.app.screen.query_one(Input)
    box.value = ""
    await asyncio.sleep(0.02)
    return await timed(pilot, "a", lambda: box.value)


async def key_to_list(pilot: Pilot[Any]) -> float:
    """Time one key in the search box of Welcome."""
    app = pilot.app
    found = app.screen.query_one("#search-found", OptionList)
    app.screen.query_one(Input).value = ""
    while found.display:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)
    return await timed(pilot, "a", lambda: found.display)


async def open_my_day(pilot: Pilot[Any]) -> float:
    """Time Enter on somebody who is in, until the day is there; and go back."""
    app = pilot.app
    app.screen.query_one(Input).value = "Gareth Bowen"
    await asyncio.sleep(0.08)
    app.screen.query_one("#search-found", OptionList).highlighted = 0
    welcome = app.screen
    found = await timed(pilot, "enter", lambda: _is_shown(app, DayRail))
    app.simulate_key("escape")
    while app.screen is not welcome:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    return found


async def open_bare_day(pilot: Pilot[Any]) -> float:
    """Time the key that opens the bare day, until it is there; and go back."""
    app = pilot.app
    found = await timed(pilot, "f6", lambda: _is_shown(app, OptionList))
    await app.pop_screen()
    await asyncio.sleep(0.05)
    return found


def _is_shown(app: App[Any], kind: type[OptionList]) -> bool:
    lists = app.screen.query(kind)
    return bool(lists) and lists.first().option_count > 0 and lists.first().size.width > 0


async def measure(folder: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run."""
    async with AsyncExitStack() as stack:
        apps: dict[str, App[Any]] = {"bare": Bare()}
        for count in SIZES:
            kiosk = stack.enter_context(open_demo(folder / str(count), lambda: NOW))
            kiosk.desk.perform_now(crowd(count), Actor("bench", Evidence.TYPED))
            kiosk.desk.perform_now(sign_in(WHO), Actor("bench", Evidence.TYPED))
            apps[f"{count}"] = kiosk.app(Language("en"))
        pilots = {
            name: await stack.enter_async_context(app.run_test(size=SIZE))
            for name, app in apps.items()
        }
        await asyncio.sleep(1)
        found: dict[str, list[float]] = {name: [] for name in (*apps, "my day", "bare day")}
        for run in range(runs + 3):
            times = {
                "bare": await bare_key(pilots["bare"]),
                **{f"{count}": await key_to_list(pilots[f"{count}"]) for count in SIZES},
                "my day": await open_my_day(pilots["200"]),
                "bare day": await open_bare_day(pilots["bare"]),
            }
            for name, seconds in times.items():
                if run >= 3:  # the first ones warm up
                    found[name].append(seconds)
        return found


def told(times: list[float], floor: float) -> str:
    """Return the median, p95 and p99 as ratios to the floor, and in milliseconds."""
    ordered = sorted(times)
    said = []
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99)):
        time = ordered[min(len(ordered) - 1, int(share * len(ordered)))]
        said.append(f"{name} {time / floor:.2f} ({1000 * time:.0f} ms)")
    return ", ".join(said)


def main() -> int:
    """Measure, and print the ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), runs))
    middle = {name: statistics.median(times) for name, times in found.items()}
    floor = middle["bare"]
    sys.stdout.write(f"a key in a bare Input: {1000 * floor:.1f} ms\n")
    for name in map(str, SIZES):
        sys.stdout.write(f"key to list, {name} names: {told(found[name], floor)}\n")
    sys.stdout.write(f"open My day: {told(found['my day'], floor)}\n")
    day = middle["my day"] / middle["bare day"]
    sys.stdout.write(f"open a bare day: {told(found['bare day'], floor)}; My day / it {day:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
