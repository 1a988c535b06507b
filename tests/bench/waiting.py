"""How long programs wait for each other: each of them makes change after change, with no pause.

It is run as a program by itself: `python -m tests.bench.waiting FOLDER NAME BEGIN END`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from kiosk.store.maintenance import MaintainedJournal

WRITERS, SECONDS = 8, 10.0
START = 3.0
"""Seconds in which they all have started."""
ENTRY = {
    "at": "2026-09-01T08:41:00+01:00", "device": "kiosk:4711", "by": "p1",
    "evidence": "typed name", "decision": "sign_in", "arguments": {"person": "p1"},
    "records": [["movements", "2026-09-01/p1/0a1b2c3d/1"]],
}  # fmt: skip


def waiting(folder: Path, seconds: float = SECONDS) -> Iterator[tuple[str, float]]:
    """Yield the longest wait of all, in milliseconds; prints the others."""
    began = time.time() + START
    words = [str(folder / "attendance.json"), str(began), str(began + seconds)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.waiting", *words, f"w{number}"],
            stdout=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    each = [[float(wait) for wait in program.communicate()[0].split()] for program in programs]
    waits = sorted(wait for one in each for wait in one)
    counts = [len(one) for one in each]
    sys.stdout.write(
        f"  {WRITERS} writers for {seconds:.0f} s, {sum(counts):,} changes, {min(counts):,} to "
        f"{max(counts):,} each: wait p50 {median(waits):.1f} ms, p99 "
        f"{waits[int(len(waits) * 0.99)]:.1f}; the longest of each "
        f"{min(map(max, each)):.0f} to {waits[-1]:.0f}\n"
    )
    yield f"longest wait of {WRITERS} writers, ms", waits[-1]


def main(path: Path, began: float, ends: float, name: str) -> None:
    """Change something again and again, and print the milliseconds waited for the folder."""
    journal, waits = MaintainedJournal(path), []
    journal.follow()
    time.sleep(max(0.0, began - time.time()))
    while time.time() < ends:
        asked = time.perf_counter()
        with journal.transaction() as state:
            waits.append((time.perf_counter() - asked) * 1_000)
            number = state.tables.free_number("movements")
            row = {"id": f"2026-09-01/{name}/{number}", "inward": True}
            journal.append([["put", "movements", str(number), row]], ENTRY)
    sys.stdout.write(" ".join(f"{wait:.3f}" for wait in waits))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
