"""What the store costs, beside what it could cost: `python -m tests.bench.bench_store [SIZES]`.

A durable change (look a person up, decide, write one document) is measured operation by operation
in turn with SQLite (WAL, synchronous=FULL) doing the same work, with the bare append and flush of
the same bytes and, now and then, with what rewrites the whole file, so that a busy disk slows all.
Ratios are compared with what is allowed; that to the bare flush is compared as it is where a flush
takes 0.28 ms, since on a disk that does nothing at a flush it says only how slow Python is.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from kiosk.store.database import Database
from kiosk.store.maintenance import PAUSE, MaintainedJournal
from kiosk.system.durable_files import flush, flush_folder, write_all
from tests.bench.sqlite import Sqlite
from tests.bench.waiting import ENTRY, WRITERS, waiting

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 300
WHOLE, LARGEST = 5, 100_000
"""How often what rewrites the whole file is measured, and up to how many documents."""
FLUSH = 0.28
"""Milliseconds of the flush for which the ratio to it is allowed."""

MOST = {
    "change / SQLite": 1.15,
    f"change / bare, where a flush takes {FLUSH} ms": 1.7,
    "p99 of a change / of SQLite": 1.3,
    "two changes in one / SQLite": 1.4,
    "opening / json.loads": 1.2,
    "p99 of another's change during a checkpoint, ms": 10.0,
    "p99 of following, ms": 50.0,
    f"longest wait of {WRITERS} writers, ms": 150.0,
    "CPU of a change without its flush, µs": 90.0,
}
"""What is allowed."""
GROWTH = 1.1
"""How much more a change may cost with more documents, in such ratios."""


def document(number: int) -> dict[str, Any]:
    return {
        "id": f"2026-09-01/p{number}/{number}",
        "day": "2026-09-01",
        "person": f"p{number}",
        "at": "2026-09-01T08:41:00+01:00",
        "inward": True,
        "evidence": "typed name",
    }


class Ours:
    """The journal, as a desk uses it."""

    def __init__(self, folder: Path, size: int) -> None:
        path = folder / "attendance.json"
        rows = {str(n): document(n) for n in range(1, size + 1)}
        path.write_text(json.dumps({"movements": rows}, separators=(",", ":")))
        self.journal = MaintainedJournal(path)
        self.change(size)
        self.journal.checkpoint()

    def change(self, number: int, count: int = 1) -> None:
        with self.journal.transaction() as state:
            rows = state.tables.rows["movements"]
            if rows[str(number)]["inward"]:
                free = state.tables.free_number("movements")
                ops = [["put", "movements", str(free + n), document(free)] for n in range(count)]
                self.journal.append(ops, ENTRY)


class Bare:
    """The same bytes, appended and flushed."""

    def __init__(self, folder: Path) -> None:
        self.handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        op = ["put", "movements", "100000", document(100_000)]
        self.line = json.dumps({"crc": "0" * 8, **ENTRY, "ops": [op]}).encode() + b"\n"

    def change(self) -> None:
        write_all(self.handle, self.line)
        flush(self.handle)


class Whole:
    """What rewrites the whole file at each change: stock TinyDB, and a file that is replaced."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path, self.size = folder / "stock.json", size
        rows = {str(n): document(n) for n in range(1, size + 1)}
        self.path.write_text(json.dumps({"_default": rows}))
        self.tiny = TinyDB(self.path)
        self.beside = folder / "rewritten.json"
        self.beside.write_bytes(self.path.read_bytes())

    def inserted(self) -> None:
        self.tiny.insert(document(1))

    def rewritten(self) -> None:
        tables = json.loads(self.beside.read_bytes())
        rows = tables["_default"]
        rows[str(len(rows) + 1)] = document(1)
        new = self.beside.with_suffix(".new")
        with new.open("w") as file:
            file.write(json.dumps(tables))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.beside)
        flush_folder(self.beside.parent)


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def changes(folder: Path, size: int) -> Iterator[tuple[str, float]]:
    """Yield the ratios of a durable change at a size."""
    ours, bare = Ours(folder, size), Bare(folder)
    sqlite = Sqlite(folder, movements=(document(number) for number in range(1, size + 1)))
    one, two = ([*([("movements", document(1))] * count), ("history", ENTRY)] for count in (1, 2))
    times: dict[str, list[float]] = {"ours": [], "sqlite": [], "bare": [], "two": [], "sqlite2": []}
    cpu: list[float] = []
    cpu_of_sqlite: list[float] = []
    whole = Whole(folder, size) if size <= LARGEST else None
    for number in range(1, ROUNDS + 1):
        if whole is not None and number % (ROUNDS // WHOLE) == 0:
            times.setdefault("stock", []).append(timed(whole.inserted))
            times.setdefault("rewritten", []).append(timed(whole.rewritten))
            ours.change(number)  # not measured: they find the caches full of other things
            sqlite.change("movements", number, one)
            bare.change()
        times["ours"].append(timed(partial(ours.change, number)))
        times["sqlite"].append(timed(partial(sqlite.change, "movements", number, one)))
        times["bare"].append(timed(bare.change))
        times["two"].append(timed(partial(ours.change, number, 2)))
        times["sqlite2"].append(timed(partial(sqlite.change, "movements", number, two)))
        marks = [time.thread_time()]
        for work in (partial(ours.change, number), bare.change,
                     partial(sqlite.change, "movements", number, one)):  # fmt: skip
            work()
            marks.append(time.thread_time())
        took = [(after - before) * 1e6 for before, after in pairwise(marks)]
        cpu.append(took[0] - took[1])
        cpu_of_sqlite.append(took[2] - took[1])
    middle_of = {name: statistics.median(found) for name, found in times.items()}
    told = "  ".join(
        f"{name} {middle_of[name]:.3f}/{p99(found):.2f}" for name, found in times.items()
    )
    sys.stdout.write(f"{size:>9,} documents, p50/p99 in ms: {told}\n")
    yield "change / SQLite", middle_of["ours"] / middle_of["sqlite"]
    extra = middle_of["ours"] - middle_of["bare"]
    sys.stdout.write(
        f"  a change takes {extra * 1_000:.0f} µs more than its flush: "
        f"/ bare as measured {middle_of['ours'] / middle_of['bare']:.2f}\n"
    )
    yield f"change / bare, where a flush takes {FLUSH} ms", (FLUSH + extra) / FLUSH
    yield "p99 of a change / of SQLite", p99(times["ours"]) / p99(times["sqlite"])
    yield "two changes in one / SQLite", middle_of["two"] / middle_of["sqlite2"]
    told = " beside SQLite's ".join(
        f"{middle:.0f} µs ({low:.0f} to {high:.0f})"
        for low, middle, high in (statistics.quantiles(one, n=4) for one in (cpu, cpu_of_sqlite))
    )
    sys.stdout.write(f"  CPU without the flush: {told}\n")
    yield "CPU of a change without its flush, µs", statistics.median(cpu)
    ours.journal.close()
    sqlite.close()
    os.close(bare.handle)


OPEN = """
import os, sys
from pathlib import Path
from kiosk.store.maintenance import MaintainedJournal
def kept():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024
before = kept()
journal = MaintainedJournal(Path(sys.argv[1]))
journal.follow()
print(kept() - before)
"""
"""Prints the kibibytes that are kept after opening; the most that a process ever held is inherited
from the one that started it."""


def opening(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what opening costs beside parsing the file; prints the memory as well."""
    path = folder / "attendance.json"
    ours, parse = [], []
    for _ in range(WHOLE):
        ours.append(timed(lambda: MaintainedJournal(path).follow()))
        gc.collect()
        parse.append(timed(lambda: json.loads(path.read_bytes())))
        gc.collect()
    words = [sys.executable, "-c", OPEN, str(path)]
    memory = int(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    ours_ms, parse_ms = statistics.median(ours), statistics.median(parse)
    sys.stdout.write(f"  opening {ours_ms:.1f} ms, parsing {parse_ms:.1f}, +{memory // 1024} MB\n")
    yield "opening / json.loads", ours_ms / parse_ms


def checkpointing(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield how long another program's changes take while this one makes a checkpoint."""
    ours, other = (
        MaintainedJournal(folder / "attendance.json"),
        MaintainedJournal(folder / "attendance.json"),
    )
    other.follow()
    with other.transaction():
        other.append([["put", "movements", "1", document(1)]], ENTRY)
    script = (
        "import sys; from pathlib import Path;"
        "from kiosk.store.maintenance import MaintainedJournal as Journal;"
        f"sys.exit(not Journal(Path({str(folder / 'attendance.json')!r})).checkpoint({PAUSE}))"
    )
    times = []
    with subprocess.Popen([sys.executable, "-c", script]) as program:
        while program.poll() is None:
            with other.transaction() as state:
                free = str(state.tables.free_number("movements"))
                one = [["put", "movements", free, document(2)]]
                times.append(timed(partial(other.append, one, ENTRY)))
    yield "p99 of another's change during a checkpoint, ms", p99(times)
    stall = asyncio.run(_stalled(ours))
    sys.stdout.write(f"  the event loop stalls for {stall:.1f} ms at most during a checkpoint\n")
    other.close()
    ours.close()


async def _stalled(journal: MaintainedJournal) -> float:
    """Return the longest stall of an event loop while a thread makes a checkpoint."""
    journal.follow()
    thread = threading.Thread(target=journal.checkpoint, args=(PAUSE,))
    thread.start()
    longest = 0.0
    while thread.is_alive():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began)
    return longest * 1_000


def following(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield how long a change takes to be seen by another program that looks every 20 ms."""
    one, other = Database(folder / "f.json"), MaintainedJournal(folder / "f.json")
    one.insert({})
    other.follow()
    seen: list[float] = []
    ends = threading.Event()

    def watch() -> None:
        while not ends.is_set():
            if other.has_news():
                other.follow()
                seen.append(time.perf_counter())
            time.sleep(0.02)

    thread = threading.Thread(target=watch)
    thread.start()
    said = []
    for _ in range(60):
        one.insert({"x": 1})
        said.append(time.perf_counter())
        time.sleep(0.06)
    ends.set()
    thread.join()
    times = [(after - before) * 1_000 for before, after in zip(said, seen, strict=False)]
    sys.stdout.write(f"  followed after {statistics.median(times):.1f} ms (looking every 20 ms)\n")
    yield "p99 of following, ms", p99(times)
    one.close()
    other.close()


def main() -> int:
    """Measure each size, print the ratios, and return 1 if one is above what is allowed."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    relative: dict[int, float] = {}
    above = 0
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            found = [*changes(folder, size), *opening(folder), *checkpointing(folder)]
            if size == sizes[0]:
                found += [*following(folder), *waiting(folder)]
        for what, ratio in found:
            if "bare" in what:
                relative[size] = ratio
            above += ratio > MOST[what]
            sys.stdout.write(f"  {what}: {ratio:.2f} (at most {MOST[what]})\n")
    for size in sizes[1:]:
        growth = relative[size] / relative[sizes[0]]
        above += growth > GROWTH
        sys.stdout.write(
            f"change / bare, {size:,} / {sizes[0]:,} documents: {growth:.2f} (at most {GROWTH})\n"
        )
    return int(bool(above))


if __name__ == "__main__":
    sys.exit(main())
