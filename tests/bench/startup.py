"""How soon the kiosk is there: its first paint, its list, its School, and what that School weighs.

A paint is timed from the start of the process, in turn with a bare Textual app's.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

import kiosk
from tests.bench.figures import Figure, share, spread
from tests.bench.keys import ROW
from tests.bench.run import Run, size_of
from tests.bench.schools import Plan
from tests.bench.terminal import KIOSK, PYTHON, READY, Terminal, kiosk_on

BARE = [PYTHON, "-c", "from textual.app import App; App().run()"]
PASS = [PYTHON, "-c", "pass"]
ROUNDS = 12
FIRST_PAINT = {120: 1.6, 2_000: 1.6, 10_000: 2.5}
"""What is allowed, by people."""
LIST = 300.0
"""Milliseconds after the first paint in which the list must come to whoever types at once."""
BEFORE = {2_000: 18.8, 10_000: 162.0}
"""Megabytes that a School of so many people kept before it was read straight into records; half of
them are allowed."""

MEASURE = """
import gc, json, os, sys
from contextlib import suppress
from pathlib import Path
from time import process_time
from kiosk.factory import assemble
def kept():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
gc.disable()  # as the command line does
what, small, folder = sys.argv[1], *map(Path, sys.argv[2:])
first = assemble(small)  # loads the code
before, began = kept(), process_time()
if what == "school":
    made = assemble(folder).desk.school
else:
    made = json.loads((folder / "attendance.json").read_bytes())
print(process_time() - began, (kept() - before) / 2**20)
sys.stdout.flush()
os._exit(0)
"""


def startup(run: Run) -> Iterator[Figure]:
    """Measure first paints and lists in turn, then Schools, then `--version`."""
    compile_dir(Path(kiosk.__file__).parent, quiet=1)  # as pip does when it installs
    with ExitStack() as stack:
        folders = {plan: stack.enter_context(run.copy(plan)) for plan in run.plans()}
        yield from _paints(run, folders)
        small = next(iter(folders.values()))
        for plan, folder in folders.items():
            yield from _school(run, plan, small, folder)
    version, floor = [], []
    for _ in range(run.rounds(2 * ROUNDS)):
        version.append(_ended([*KIOSK, "--version"]))
        floor.append(_ended(PASS))
    note = f"{spread(version)} beside {spread(floor)}"
    ratio = share(version, 0.5) / share(floor, 0.5)
    yield Figure("kiosk --version / python -c pass", "", ratio, 3.0, note=note)


def _paints(run: Run, folders: dict[Plan, Path]) -> Iterator[Figure]:
    run.tell("first paints")
    bare: list[float] = []
    paints: dict[Plan, list[float]] = {plan: [] for plan in folders}
    lists: dict[Plan, list[float]] = {plan: [] for plan in folders}
    for number in range(run.rounds(ROUNDS) + 1):
        with Terminal(BARE) as program:
            times = [program.painted()]
        for plan, folder in folders.items():
            with Terminal(kiosk_on(folder)) as program:
                times.append(program.painted(READY))
                program.press("a")
                lists[plan] += [run.seen(program, ROW.format("[A-Z]"))][:number]
        if number:  # the first ones warm up
            bare.append(times[0])
            for plan, time in zip(folders, times[1:], strict=True):
                paints[plan].append(time)
    for plan in folders:
        ratio = share(paints[plan], 0.5) / share(bare, 0.5)
        note = f"{spread(paints[plan])} beside {spread(bare)}"
        yield Figure(
            "first paint / bare app's", size_of(plan), ratio, FIRST_PAINT[plan.people], note=note
        )
        middle = 1_000 * share(lists[plan], 0.5)
        note = spread(lists[plan])
        yield Figure("list of a key at the first paint", size_of(plan), middle, LIST, "ms", note)


def _school(run: Run, plan: Plan, small: Path, folder: Path) -> Iterator[Figure]:
    run.tell(f"School of {size_of(plan)}")
    times: dict[str, list[float]] = {"school": [], "json": []}
    weights: dict[str, list[float]] = {"school": [], "json": []}
    for _ in range(run.rounds(5)):
        for what in times:
            words = [PYTHON, "-c", MEASURE, what, str(small), str(folder)]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            seconds, megabytes = map(float, said.split())
            times[what].append(seconds)
            weights[what].append(megabytes)
    ratio = share(times["school"], 0.5) / share(times["json"], 0.5)
    note = f"processor {spread(times['school'])} beside {spread(times['json'])}"
    most = 1.5 if plan.documents else None  # a small file is read in no time
    yield Figure("School ready / json.loads of its file", size_of(plan), ratio, most, note=note)
    before = BEFORE.get(plan.people)
    weight, beside = (share(weights[what], 0.5) for what in ("school", "json"))
    note = f"what json.loads makes: {beside:.0f} MB"
    yield Figure(
        "memory of the School", size_of(plan), weight, before and before / 2, "MB", note
    )  # fmt: skip


def _ended(command: list[str]) -> float:
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun
