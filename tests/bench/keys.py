"""What one person does at the kiosk, key by key, beside stock Textual doing the same.

From a letter to its list, from Enter to “signed in”, from Enter to My day. Kiosk and floor take
turns. A key comes at a moment of its own, whatever the other program does just then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from random import Random
from time import perf_counter, sleep

from tests.bench.figures import Figure, beside
from tests.bench.run import Run, size_of
from tests.bench.schools import CHOICES, Plan
from tests.bench.terminal import PYTHON, READY, Terminal

PEOPLE = 20
"""How many people come, to each program."""
LONGEST = 100.0
"""Seconds after which nobody more comes."""
BYTES = 700
"""What the journal's line of a sign-in has."""
ROW = r"\b{}\w* [A-Z][a-z]+ +[Tt]eacher"
"""Finds a row of the list, of somebody whose name begins so."""
LIST, SIGN_IN, MY_DAY = "key to list", "Enter to “signed in”", "Enter to My day"


def keys(run: Run) -> Iterator[Figure]:
    """Measure quiet kiosks, then with another program that chooses once a second."""
    for plan in run.plans():
        with ExitStack() as stack:
            folder = stack.enter_context(run.copy(plan))
            kiosk = stack.enter_context(run.kiosk(folder))
            floor = stack.enter_context(Terminal(floor_of(run, plan)))
            floor.painted("Who are you")
            programs = {"ours": kiosk, "floor": floor}
            yield from _compared(run, plan, programs, range(PEOPLE), 0.1, "", 1.5)
            other = stack.enter_context(run.other(folder, "choose", 1.0))
            others = range(PEOPLE, 2 * PEOPLE)
            words = ", another choosing"
            yield from _compared(run, plan, programs, others, 0.5, words, 2.0)
            assert other.poll() is None, "the other program has ended"


def floor_of(run: Run, plan: Plan) -> list[str]:
    """Return the command of the floor beside a school."""
    names = run.folder / f"names-{plan.people}"
    listed = map(plan.name, range(plan.people))
    names.write_text("\n".join(listed), encoding="utf-8")
    cards = len(plan.chosen[::CHOICES])
    file = str(run.folder / f"floor-{plan.people}")
    return [PYTHON, "-m", "tests.bench.floor", str(names), file, str(cards), str(BYTES)]


def _compared(
    run: Run, plan: Plan, programs: dict[str, Terminal], people: range, pause: float, words: str,
    most: float,
) -> Iterator[Figure]:  # fmt: skip
    run.tell(f"keys, {size_of(plan)}{words}")
    dice, end = Random(plan.people), perf_counter() + LONGEST
    times: dict[str, dict[str, list[float]]] = {
        name: {step: [] for step in (LIST, SIGN_IN, MY_DAY)} for name in programs
    }
    leaders = {leader for session in plan.chosen for leader in session.leaders}
    # whoever leads has no workshops to choose from then
    guests = [number for number, id in enumerate(plan.ids()[:-1]) if id not in leaders]
    for one in people[: run.rounds(len(people))]:
        if perf_counter() > end:
            break
        for name in ("ours", "floor") if one % 2 else ("floor", "ours"):
            person = plan.name(guests[37 * one % len(guests)])
            program = programs[name]
            # what the floor does not show in time must not stand beside the kiosk
            seen = program.seen if name == "floor" else partial(run.seen, program)
            visit = _Visit(program, seen, person, dice, pause)
            for step, time in visit.times():
                times[name][step].append(time)
    for step in (LIST, SIGN_IN, MY_DAY):
        yield from beside(
            step + words, size_of(plan), times["ours"][step], times["floor"][step], most
        )


class _Visit:
    """One person at one program, who looks before each key for a moment of some length."""

    def __init__(
        self, program: Terminal, seen: Callable[..., float], name: str, dice: Random, pause: float
    ) -> None:
        self._program, self._seen, self._name = program, seen, name
        self._dice, self._pause = dice, pause

    def times(self) -> Iterator[tuple[str, float]]:
        """Yield the steps with their seconds."""
        name, typed = self._name, self._name.lower()
        yield LIST, self._press(typed[0], ROW.format("[A-Z]"))
        yield LIST, self._press(typed[1], ROW.format(name[:2]))
        for key in typed[2:-1]:
            self._program.press(key)
            sleep(0.01)
        self._press(typed[-1], f"{name} +[Tt]eacher")
        yield SIGN_IN, self._press("\r", rf"[✓▲·] {name}")
        yield MY_DAY, self._press("\r", rf"Good morning, +{name}", r"Aim of S\d|\d free")
        self._press("\x1b", READY)

    def _press(self, key: str, *wanted: str) -> float:
        """Return the seconds until it shows."""
        sleep(self._dice.uniform(0.2, 1.0) * self._pause)
        self._program.press(key)
        return self._seen(*wanted)
