"""What a sign-in costs until it is safely saved: `python -m tests.bench.bench_desk [SIZES]`.

A size is how many documents are there: movements of earlier days. Each sign-in is measured in turn
with SQLite (WAL, synchronous=FULL), which looks the person up and inserts the same documents, and
with the bare append and flush of the same bytes, so that a busy disk slows all. SQLite decides
nothing and builds no School: the stages tell how much of the difference that is.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from kiosk.desk import Desk
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.store.journal.lines import read_line
from kiosk.store.opening import open_store
from kiosk.system.durable_files import flush, write_all
from tests.bench.sqlite import Sqlite
from tests.bench.stages import FLUSH, stages
from tests.builders import at, day, person, school, slot

SIZES = (1_000, 10_000, 100_000)
PEOPLE, FIRST = 400, 20
"""How many sign in, and how many of them before anything is measured."""
STAGED = 150
"""How many of them by stage."""
EARLIER = DayId("2025-09-01")
MOST = {"sign-in / SQLite": 1.15, "processor, µs": 150.0}
"""What is allowed."""


def fill(folder: Path, documents: int) -> None:
    """Save a school, and movements of an earlier day."""
    planned = school(day(slot("hall", "08:30-09:30", SlotKind.TOGETHER))).programme
    people = [f"p{number}" for number in range(PEOPLE)]
    earlier = (
        Movement(
            f"{EARLIER}/{who}/{number:08x}.1/{number}", EARLIER, PersonId(who), number % 2 == 0,
            at("08:20"), Evidence.TYPED,
        )
        for number, who in zip(range(documents), cycle(people), strict=False)
    )  # fmt: skip
    store = open_store(folder)
    entry = HistoryEntry(at("08:00"), "bench", "command", "command", "bench")
    with store.transaction():
        records = (*planned.days.values(), *map(person, people), *earlier)
        store.append([put(record) for record in records], entry)
    store.close()


class Times:
    """Seconds by the clock and by the processor."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []

    def take(self, work: Callable[[], object]) -> None:
        """Carry a piece of work out."""
        processor, clock = thread_time(), perf_counter()
        work()
        self.clock.append(perf_counter() - clock)
        self.processor.append(thread_time() - processor)

    def spread(self) -> str:
        """Return the middle in ms, the quarters and the 99th of a hundred."""
        low, middle, high = statistics.quantiles([one * 1e3 for one in self.clock], n=4)
        worst = sorted(self.clock)[int(len(self.clock) * 0.99)] * 1e3
        return f"{middle:.3f} ms ({low:.3f} to {high:.3f}, p99 {worst:.2f})"


def beyond(times: Times, bare: Times) -> tuple[float, str]:
    """Return the processor's µs beyond those of the bare flush, and their spread."""
    flushing = statistics.median(bare.processor)
    low, middle, high = statistics.quantiles(
        [(one - flushing) * 1e6 for one in times.processor], n=4
    )
    return middle, f"{middle:.0f} µs ({low:.0f} to {high:.0f})"


def last_line(folder: Path) -> bytes:
    """Return the last line of the journal, with its newline."""
    journal = max(folder.glob("attendance.json.j*"))
    return journal.read_bytes().splitlines(keepends=True)[-1]


def written(line: bytes) -> list[tuple[str, Any]]:
    """Return the documents of a line, by table, the entry of the history among them."""
    read = read_line(line[:-1])
    assert read is not None
    entry = {name: value for name, value in read.body.items() if name not in ("prev", "seq", "ops")}
    return [*((op[1], op[3]) for op in read.body["ops"]), ("history", entry)]


def measure(folder: Path, documents: int) -> dict[str, float]:
    """Print what sign-ins cost where so many documents are, and return the ratios."""
    ours_in, beside = folder / "ours", folder / "beside"
    beside.mkdir()
    fill(ours_in, documents)
    tables = json.loads((ours_in / "attendance.json").read_bytes())
    kept = {name: tables[name].values() for name in ("people", "movements")}
    sqlite = Sqlite(beside, **kept)
    del tables, kept
    now = at("08:25")
    desk = Desk(open_store(ours_in), lambda: now)
    desk.prepare()
    gc.collect()

    def arrives(number: int) -> None:
        who = PersonId(f"p{number}")
        desk.perform_now(sign_in(who), Actor(who, Evidence.TYPED))

    for number in range(FIRST):
        arrives(number)
    line = last_line(ours_in)
    same = written(line)
    handle = os.open(beside / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        write_all(handle, line)
        flush(handle)

    ours, theirs, bare = Times(), Times(), Times()
    for number in range(FIRST, PEOPLE - STAGED):
        ours.take(lambda: arrives(number))  # noqa: B023
        theirs.take(lambda: sqlite.change("people", number + 1, same))  # noqa: B023
        bare.take(append)
    by_stage: list[dict[str, float]] = []
    with stages() as took:
        for number in range(PEOPLE - STAGED, PEOPLE):
            took.clear()
            arrives(number)
            by_stage.append(dict(took))
            sqlite.change("people", number + 1, same)
            append()
    desk.close()
    sqlite.close()
    os.close(handle)
    processor, of_ours = beyond(ours, bare)
    _, of_sqlite = beyond(theirs, bare)
    middle = {stage: statistics.median(one.get(stage, 0.0) for one in by_stage) for stage in took}
    told = ", ".join(
        f"{stage} {seconds * 1e6:.0f}"
        for stage, seconds in sorted(middle.items(), key=lambda one: -one[1]) if stage != FLUSH
    )  # fmt: skip
    sys.stdout.write(
        f"{documents:>9,} documents: sign-in {ours.spread()}; SQLite {theirs.spread()}; "
        f"append and flush {bare.spread()}\n"
        f"  processor, without the flush: {of_ours}; SQLite {of_sqlite}\n"
        f"  by stage, in µs, with what it costs to look: {told}\n"
    )
    middles = [statistics.median(one.clock) for one in (ours, theirs, bare)]
    sys.stdout.write(f"  sign-in / append and flush: {middles[0] / middles[2]:.2f}\n")
    return {"sign-in / SQLite": middles[0] / middles[1], "processor, µs": processor}


def main() -> int:
    """Measure each size in a folder of its own, and return 1 if a ratio is above its target."""
    above = False
    for documents in [int(word) for word in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for what, value in measure(Path(folder), documents).items():
                above |= value > MOST[what]
                sys.stdout.write(f"  {what}: {value:.2f} (at most {MOST[what]})\n")
                sys.stdout.flush()
    return int(above)


if __name__ == "__main__":
    sys.exit(main())
