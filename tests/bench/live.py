"""What following costs: how soon another program's change is seen, processor time and memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from time import perf_counter, sleep

from tests.bench.figures import Figure, share, spread
from tests.bench.run import Run, open_board, size_of
from tests.bench.schools import PIN, Plan
from tests.bench.terminal import PYTHON, Terminal

CHANGES = 60
SLOW, FAST = 3.0, 20.0
"""Changes a second: each drawn by itself, and more than can be drawn one by one."""
SEEN = 250.0
"""Milliseconds within which 99 of 100 changes must be seen."""
CORE = 0.2
"""The most of a processor that the board may take at 20 sign-ins a second."""
IDLE, IDLE_MORE = 60.0, 0.2
"""For how many seconds nothing happens, and how many points more than a bare Input it may take."""
MANY, MOST_KB = 5_000, 1.0
"""Changes after which memory is compared, and what one must keep: its record, and its line."""


def live(run: Run) -> Iterator[Figure]:
    """Measure each size, and last what idle kiosks take."""
    for plan in run.plans():
        run.tell(f"live, {size_of(plan)}")
        for rate in (SLOW, FAST):
            yield from _seen(run, plan, rate)
        yield from _seen(run, plan, FAST, on_board=True)
        yield _board(run, plan)
    yield _memory(run, run.plans()[-1])
    yield from _idle(run)


def _seen(run: Run, plan: Plan, rate: float, *, on_board: bool = False) -> Iterator[Figure]:
    """Yield how long after it was saved a sign-in stands among the last ones on Welcome.

    `on_board`: among what just happened on the tutors' board.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(run.copy(plan))
        kiosk = stack.enter_context(run.kiosk(folder))
        if on_board:
            open_board(kiosk, PIN)
        kiosk.press("")
        count = min(run.rounds(10) * int(rate), CHANGES)
        other = stack.enter_context(run.other(folder, "sign-in", rate, count))
        said, _ = other.communicate()
        sleep(1.0)
        arrivals = kiosk.arrivals()
    saved = [(int(who[1:]), float(at)) for who, at, _ in map(str.split, said.splitlines())]
    names = [plan.name(number) for number, _ in saved]
    labels = names if on_board else [*map(_label, names)]
    times, began = [], 0
    for place, (_, at) in enumerate(saved):
        # where several came at once, the last ones are shown
        later = labels[place : place + 20]
        while began < len(arrivals) and arrivals[began][0] < at:
            began += 1
        seen = (when for when, text in arrivals[max(0, began - 1) :] if _names(text, later))
        times.append(max(0.0, next(seen, perf_counter()) - at))
    where = "on the board" if on_board else "at another kiosk"
    for part, most in ((0.5, None), (0.99, SEEN)):
        yield Figure(
            f"seen {where}, {rate:g} a second, p{100 * part:.0f}", size_of(plan),
            1_000 * share(times, part), most, "ms", spread(times) if most else "",
        )  # fmt: skip


def _label(name: str) -> str:
    first, last = name.split()
    return f"{first} {last[0]}."


def _names(text: str, labels: list[str]) -> bool:
    return any(label in text for label in labels)


def _board(run: Run, plan: Plan) -> Figure:
    """Return what the board takes while twenty people a second sign in elsewhere."""
    seconds = run.rounds(10)
    with ExitStack() as stack:
        # the day has enough people who are not in
        count = min(int(FAST * seconds), plan.people - 2)
        folder = stack.enter_context(run.copy(plan))
        kiosk = stack.enter_context(run.kiosk(folder))
        open_board(kiosk, PIN)
        other = stack.enter_context(run.other(folder, "sign-in", FAST, count))
        began, before = perf_counter(), kiosk.processor_time()
        said, _ = other.communicate()
        assert len(said.splitlines()) == count, "not everybody could sign in"
        sleep(0.5)
        took, passed = kiosk.processor_time() - before, perf_counter() - began
    what = f"board at {FAST:.0f} sign-ins a second"
    return Figure(what, size_of(plan), took / passed, CORE, "of a core", f"{passed:.0f} s")


def _memory(run: Run, plan: Plan) -> Figure:
    """Return how many kilobytes a kiosk keeps of each change that others make."""
    count = min(run.rounds(MANY), plan.people // 3)
    with ExitStack() as stack:
        folder = stack.enter_context(run.copy(plan))
        kiosk = stack.enter_context(run.kiosk(folder))
        found = []
        for _ in range(2):  # the first ones fill up what fills up
            with run.other(folder, "sign-in", 0, count) as other:
                other.communicate()
            kiosk.settle()
            found.append(kiosk.megabytes())
    kept = 1024 * (found[1] - found[0]) / count
    note = f"{found[0]:.0f} to {found[1]:.0f} MB over {count:,} more sign-ins of others"
    return Figure("memory of a change for good", size_of(plan), kept, MOST_KB, "KB", note)


def _idle(run: Run) -> Iterator[Figure]:
    """Yield how much more of a processor idle kiosks take than an Input alone, in points."""
    run.tell("idle")
    with ExitStack() as stack:
        bare = stack.enter_context(Terminal([PYTHON, "-m", "tests.bench.floor"]))
        bare.painted()
        programs = [bare]
        for plan in run.plans():
            folder = stack.enter_context(run.copy(plan))
            programs.append(stack.enter_context(run.kiosk(folder)))
        before, began = [one.processor_time() for one in programs], perf_counter()
        sleep(run.rounds(int(IDLE)))
        passed = perf_counter() - began
        floor, *found = (
            100 * (one.processor_time() - start) / passed
            for one, start in zip(programs, before, strict=True)
        )
    for plan, ours in zip(run.plans(), found, strict=True):
        note = f"{ours:.2f} % beside {floor:.2f} % of an Input alone, over {passed:.0f} s"
        yield Figure(
            "idle, points above", size_of(plan), ours - floor, IDLE_MORE, "points", note
        )  # fmt: skip
