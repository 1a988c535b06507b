"""Who waits for whom: a queue of badges, a sign-in while the day is closed or wishes are drawn."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from math import isinf
from time import perf_counter, sleep

from kiosk.desk import Desk
from kiosk.factory import assemble
from kiosk.rules.model.ids import DayId
from tests.bench.decisions import WISHES
from tests.bench.figures import Figure, share, spread
from tests.bench.run import Run, open_board, size_of
from tests.bench.schools import PIN, Plan, today
from tests.bench.terminal import KIOSK

BADGES, EVERY = 60, 0.02
"""How many badges, and the seconds from one to the next."""
PATIENCE = 120.0
"""Seconds in which all of them must be saved, and in which another screen must come."""
WAIT = 600.0
"""Milliseconds for which a sign-in may wait behind a long decision, which may take 500."""
SIGN_INS = 20.0
"""Sign-ins a second by another program while wishes are drawn."""


def badges(run: Run) -> Iterator[Figure]:
    """Scan a queue of badges at each size, one while the day is closed; sign in beside a draw."""
    for plan in run.plans():
        yield from _queue(run, plan)
    people, sessions = (120, 32) if run.is_short else (2_000, 300)
    yield _while_closing(run, Plan(people, sessions, today(), is_over=True))
    for plan in run.plans():
        yield _while_drawing(run, Plan(plan.people, plan.sessions, today(), wishes=WISHES))


def _queue(run: Run, plan: Plan) -> Iterator[Figure]:
    run.tell(f"badges, {size_of(plan)}")
    count = 5 * run.rounds(BADGES // 5)
    with (
        run.copy(plan) as folder, run.kiosk(folder) as kiosk, assemble(folder) as other,
    ):  # fmt: skip
        before, began = _arrived(other.desk, plan.day), perf_counter()
        for number in range(count):
            kiosk.press(f"{plan.badge(number)}\r")
            sleep(max(0.0, began + (number + 1) * EVERY - perf_counter()))
        last, due = perf_counter(), {f"p{number}" for number in range(count)}
        while (found := _arrived(other.desk, plan.day) - before) != due:
            if perf_counter() - last > PATIENCE:
                break
            sleep(0.02)
        took = perf_counter() - last
    wrong = float(len(due ^ found))
    note = f"{count} badges, one every {1_000 * EVERY:.0f} ms; {len(found)} are in"
    yield Figure("badges not saved, or another's", size_of(plan), wrong, 0.0, "", note)
    yield Figure("from the last badge until all are saved", size_of(plan), took, unit="s")


def _arrived(desk: Desk, day: DayId) -> set[str]:
    """Return who is in, by what is saved."""
    asyncio.run(desk.follow())
    return set(desk.school.day_record(day).movements)


def _while_closing(run: Run, plan: Plan) -> Figure:
    """Return how long a badge waits for its answer that is scanned when the closing began."""
    run.tell(f"a sign-in while closing, {size_of(plan)}")
    times = []
    for _ in range(run.rounds(3)):
        with run.copy(plan) as folder, run.kiosk(folder, "15:45") as kiosk:
            open_board(kiosk, PIN)
            kiosk.press("c")
            kiosk.seen("Close the day", limit=PATIENCE)
            kiosk.settle()
            kiosk.press("c")
            kiosk.seen("Not yet", limit=PATIENCE)
            kiosk.settle(limit=2.0)
            kiosk.press("\x1b[C")
            sleep(0.1)
            kiosk.press("\r")
            sleep(0.1)
            absent = plan.people - 3
            kiosk.press(f"{plan.badge(absent)}\r")
            times.append(run.seen(kiosk, "signed in at"))
    what = "a badge's answer while the day is closed"
    return Figure(what, size_of(plan), 1_000 * share(times, 0.5), WAIT, "ms", spread(times))


def _while_drawing(run: Run, plan: Plan) -> Figure:
    """Return how long another program's sign-in waits at most while wishes are drawn."""
    run.tell(f"sign-ins while wishes are drawn, {size_of(plan)}")
    with run.copy(plan) as folder, run.other(folder, "sign-in", SIGN_INS) as other:
        draw = [*KIOSK, "--data", str(folder), "--at", "08:20", "draw", plan.day]
        subprocess.run(draw, check=True, capture_output=True)
        other.terminate()
        assert other.stdout is not None
        waits = [float(line.split()[2]) for line in other.stdout.read().splitlines()]
    wishes = f"{plan.people * WISHES:,} wishes"
    most = WAIT if plan.people <= 2_000 else None
    what = f"another's sign-in while {wishes} are drawn, longest"
    refused = sum(map(isinf, waits))
    note = f"{refused} of {len(waits)} refused as busy" if refused else spread(waits)
    return Figure(what, size_of(plan), 1_000 * max(waits), most, "ms", note)
