"""The whole sign-in, at 10,000 people and 100,000 documents: `python -m tests.bench.bench_sign_in`.

From Enter in the real app on a real folder until the place of the sign-in is told on screen: the
decision, the flushed line of the journal, and the redrawing. Beside it, in turn so that a busy
machine slows both: the same on the sample school, and a key in a bare Textual app.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from kiosk.factory import Kiosk
from kiosk.language import Language
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, join_ids
from kiosk.rules.model.records import InsetDay, Movement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.sample.school import open_demo
from kiosk.screens.welcome import WelcomeScreen
from tests.bench.bench_latency import NOW, SIZE, Bare, bare_key, timed, told

PEOPLE, DOCUMENTS = 10_000, 100_000


@decision
def years(school: School, now: datetime, people: int, documents: int) -> Changes:
    """Let the school have so many people, each with a badge, and the movements of other years."""
    known = list(school.people.values())
    crowd = [
        msgspec.structs.replace(
            known[n % len(known)], id=f"X{n}", badge=f"INSET-X{n}", surname=f"{n}", staff_code=""
        )
        for n in range(people - len(known))
    ]
    days = [InsetDay(DayId(f"20{year}-09-01"), 1, school.settings.name) for year in range(11, 21)]
    movements = [
        Movement(join_ids(day.id, one.id, "1"), day.id, one.id, True, now, Evidence.TYPED)
        for day in days
        for one in crowd
    ]
    return Changes(tuple(map(put, (*crowd, *days, *movements[: documents - people]))))


async def sign_in(pilot: Pilot[Any], badge: str) -> float:
    """Time Enter after a badge until it is told that the person is in."""
    welcome = pilot.app.screen
    assert isinstance(welcome, WelcomeScreen)
    welcome.action_clear()
    welcome.query_one(Input).value = badge
    await asyncio.sleep(0.1)
    return await timed(pilot, "enter", lambda: welcome.visit.signed_in)


def absent(kiosk: Kiosk) -> list[str]:
    """Return the badges of who is not in."""
    school = kiosk.desk.school
    day = school.today(kiosk.desk.now())
    assert day is not None
    known = school.day_record(day.id).movements
    return [one.badge for one in school.people.values() if one.badge and one.id not in known]


async def measure(folder: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run."""
    async with AsyncExitStack() as stack:
        small = stack.enter_context(open_demo(folder / "small", lambda: NOW))
        large = stack.enter_context(open_demo(folder / "large", lambda: NOW))
        large.desk.perform_now(years(PEOPLE, DOCUMENTS), Actor("bench", Evidence.TYPED))
        apps: dict[str, App[Any]] = {
            "bare": Bare(),
            "small": small.app(Language("en")),
            "large": large.app(Language("en")),
        }
        pilots = {
            name: await stack.enter_async_context(app.run_test(size=SIZE))
            for name, app in apps.items()
        }
        await asyncio.sleep(2)
        found: dict[str, list[float]] = {name: [] for name in apps}
        badges = {"small": absent(small), "large": absent(large)}
        for run in range(runs + 3):
            times = {"bare": await bare_key(pilots["bare"])}
            for name in badges:
                times[name] = await sign_in(pilots[name], badges[name][run])
            for name, seconds in times.items():
                if run >= 3:  # the first ones warm up
                    found[name].append(seconds)
        return found


def main() -> int:
    """Measure, and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), runs))
    floor = sorted(found["bare"])[len(found["bare"]) // 2]
    sys.stdout.write(f"a key in a bare Input: {1000 * floor:.1f} ms\n")
    sys.stdout.write(f"sign-in, the sample school: {told(found['small'], floor)}\n")
    sys.stdout.write(
        f"sign-in, {PEOPLE} people and {DOCUMENTS} documents: {told(found['large'], floor)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
