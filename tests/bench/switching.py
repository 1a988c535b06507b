"""The other language, on Welcome and on My day, beside stock Textual that composes it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from random import Random
from time import sleep

from tests.bench.figures import Figure, beside
from tests.bench.keys import floor_of
from tests.bench.run import Run, size_of
from tests.bench.terminal import PYTHON, Terminal

ROUNDS = 15
"""How often each program goes there and back, on each screen."""
KEY = "\x0c"
"""Ctrl+L."""
MOST = 1.5
WELCOME, MY_DAY = "language on Welcome", "language on My day"
SHOWN = {
    ("ours", WELCOME): (r"Dydd [A-Z]", r"[A-Z][a-z]+day \d"),
    ("floor", WELCOME): ("wHO ARE YOU", "Who are you"),
    ("ours", MY_DAY): (r"Gweithdy S\d", r"Workshop S\d"),
    ("floor", MY_DAY): (r"wORKSHOP s\d", r"Workshop S\d"),
}
"""What each program shows in the other words, and then again in the first."""


def switching(run: Run) -> Iterator[Figure]:
    """Measure both screens at each size, kiosk and floor in turn."""
    for plan in run.plans():
        with ExitStack() as stack:
            kiosk = stack.enter_context(run.kiosk(stack.enter_context(run.copy(plan))))
            front = stack.enter_context(Terminal([PYTHON, "-m", "tests.bench.floor", "welcome"]))
            front.seen("Who are you")
            yield from _compared(run, size_of(plan), {"ours": kiosk, "floor": front}, WELCOME)
            floor = stack.enter_context(Terminal(floor_of(run, plan)))
            floor.painted("Who are you")
            programs = {"ours": kiosk, "floor": floor}
            leaders = {leader for session in plan.chosen for leader in session.leaders}
            guest = next(n for n, id in enumerate(plan.ids()) if id not in leaders)
            for program in programs.values():
                _open_day(program, plan.name(guest))
            yield from _compared(run, size_of(plan), programs, MY_DAY)


def _open_day(program: Terminal, name: str) -> None:
    for key in name.lower():
        program.press(key)
        sleep(0.02)
    program.seen(f"{name} +[Tt]eacher")
    program.press("\r")
    program.seen(rf"[✓▲·] {name}")
    program.press("\r")
    program.seen(rf"Good morning, +{name}", r"Workshop S\d")
    program.settle()


def _compared(run: Run, size: str, programs: dict[str, Terminal], screen: str) -> Iterator[Figure]:
    run.tell(f"{screen}, {size}")
    dice, times = Random(size), {name: list[float]() for name in programs}
    for turn in range(run.rounds(ROUNDS)):
        for name in ("ours", "floor") if turn % 2 else ("floor", "ours"):
            program = programs[name]
            # what the floor does not show in time must not stand beside the kiosk
            seen: Callable[..., float] = (
                program.seen if name == "floor" else partial(run.seen, program)
            )
            for wanted in SHOWN[name, screen]:
                sleep(dice.uniform(0.05, 0.15))
                program.press(KEY)
                times[name].append(seen(wanted))
    yield from beside(screen, size, times["ours"], times["floor"], MOST)
