"""Whether memory stays flat: `python -m tests.bench.bench_memory [SIGN_INS]`.

The real app, headless, on a real folder: people sign in by their badge, every tenth opens My day
and goes back, and each sign-in is undone, so that nobody more is in at the end than before.
Only the history grows, by two entries each time, and is packed. Resident memory is told after a
fifth of the sign-ins, when what fills up has filled up, halfway and at the end.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from textual.widgets import Input

from kiosk.app import KioskApp
from kiosk.factory import Kiosk
from kiosk.language import Language
from kiosk.rules.model.terms import Evidence
from kiosk.sample.school import open_demo
from kiosk.screens.welcome import WelcomeScreen
from tests.bench.bench_latency import NOW, SIZE

MOST = 1.05
"""How much larger the last figure may be than the first."""
EVERY = 10
"""Of so many people one opens My day."""


def megabytes() -> float:
    """Return this process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def until(true: Callable[[], object]) -> None:
    """Wait, without the pilot's rests."""
    end = perf_counter() + 30
    while not true():
        await asyncio.sleep(0.001)
        assert perf_counter() < end


async def sign_in_and_undo(app: KioskApp, badge: str, *, opens: bool) -> None:
    """Be one person of the queue."""
    welcome = app.screen
    assert isinstance(welcome, WelcomeScreen)
    welcome.query_one(Input).value = badge
    app.simulate_key("enter")
    await until(lambda: welcome.visit.signed_in)
    app.simulate_key("ctrl+z")
    await until(lambda: not welcome.visit.signed_in)
    if opens:
        welcome._open_day(next(iter(app.context.desk.school.people)), Evidence.BADGE)
        await until(lambda: app.screen is not welcome and app.screen.is_mounted)
        await asyncio.sleep(0.05)
        app.simulate_key("escape")
        await until(lambda: app.screen is welcome)


async def measure(kiosk: Kiosk, count: int) -> list[tuple[int, float]]:
    """Return the sign-ins so far and the memory then."""
    app = kiosk.app(Language("en"))
    told, found = {count // 5, count // 2, count}, []
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause(1)
        today = kiosk.desk.school.today(kiosk.desk.now())
        assert today is not None
        known = set(kiosk.desk.school.day_record(today.id).movements)
        absent = [
            one.badge
            for one in kiosk.desk.school.people.values()
            if one.badge and one.id not in known
        ]
        for number in range(1, count + 1):
            badge = absent[number % len(absent)]
            await sign_in_and_undo(app, badge, opens=number % EVERY == 0)
            if number in told:
                found.append((number, megabytes()))
                sys.stdout.write(f"{number:>6} sign-ins: {found[-1][1]:.1f} MB\n")
                sys.stdout.flush()
    return found


def main() -> int:
    """Measure, and print; return 1 where memory grew."""
    count = int(sys.argv[-1]) if sys.argv[1:] else 10_000
    with tempfile.TemporaryDirectory() as folder, open_demo(Path(folder), lambda: NOW) as kiosk:
        found = asyncio.run(measure(kiosk, count))
    growth = found[-1][1] / found[0][1]
    sys.stdout.write(f"grew to {growth:.3f} of the first (at most {MOST})\n")
    return int(growth > MOST)


if __name__ == "__main__":
    sys.exit(main())
