"""How long a sign-in takes until it is safely saved, beside a bare write and flush of its bytes.

Run `python -m tests.bench.bench_desk`. Both are measured in turn, so that a busy disk slows both.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.desk import Desk
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store.opening import open_store
from tests.builders import at
from tests.store.programs import lay

SIZES = (120, 2_000)
SIGN_INS = 60


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def bare(path: Path, data: bytes) -> None:
    """Write the bytes and flush them to the disk, and nothing else."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def measure(folder: Path, people: int) -> str:
    """Return a line that says how long sign-ins take in a school of that many people."""
    lay(folder, people, places=30)
    desk = Desk(open_store(folder), lambda: at("08:25"))
    ours, theirs = [], []
    for number in range(SIGN_INS):
        who = PersonId(f"p{number}")
        ours.append(
            milliseconds(partial(desk.perform_now, sign_in(who), Actor(who, Evidence.TYPED)))
        )
        data = (folder / "attendance.json").read_bytes()
        theirs.append(milliseconds(partial(bare, folder / "bare", data)))
    desk.close()
    median, flush = statistics.median(ours), statistics.median(theirs)
    worst = sorted(ours)[int(len(ours) * 0.95)]
    return (
        f"{people:>6} people  sign-in {median:6.2f} ms (95% within {worst:6.2f} ms)"
        f"  write and flush {flush:6.2f} ms  ratio {median / flush:5.1f}"
    )


def main() -> None:
    """Measure each size of school in a folder of its own."""
    for people in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(measure(Path(folder), people) + "\n")


if __name__ == "__main__":
    main()
