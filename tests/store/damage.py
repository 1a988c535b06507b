"""Every byte of a file cut off or flipped, and what comes of it: `python -m tests.store.damage`.

    python -m tests.store.damage [STEP]     each STEP-th byte; default: all of them

A folder of two days, with its archive and its copies, is damaged in one place at a time: in the
checkpoint, in the journal, in the note of the lock file. Each time a reader must show all of it or
say that it is damaged; a program must write on, or else a repair must lead to where it can. Nothing
may be lost that any file still holds, and what the repair counted is what a reader sees.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.errors import DataFolderError
from kiosk.store.interface import RepairReport
from kiosk.store.journal.file_names import FILE, LOCK, generations, journal_path
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lines import read_line
from kiosk.store.journal.reader import JournalReader
from kiosk.store.maintenance import MaintainedJournal
from kiosk.store.repair import repair
from tests.store.programs import show

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)
DAYS, CHANGES, SINCE = 2, 8, 9
"""Days, changes a day, and those of the last day that stand in the journal alone."""
ALL = set(range(DAYS * CHANGES + SINCE))


def lay(folder: Path) -> None:
    """Write two days that ended well, and a third whose programs were killed."""
    folder.mkdir(parents=True)
    for day in range(DAYS):
        moment = NOW - timedelta(days=DAYS - day)
        program = MaintainedJournal(folder / FILE, clock=lambda moment=moment: moment)  # type: ignore[misc]
        for number in range(CHANGES):
            write(program, day * CHANGES + number)
        program.run_maintenance()
        program.close()
    killed = MaintainedJournal(folder / FILE, clock=lambda: NOW)
    killed.checkpoint()
    for number in range(SINCE):
        write(killed, DAYS * CHANGES + number)


def write(program: Journal, number: int) -> None:
    """Save one document."""
    with program.transaction():
        program.append([["put", "t", str(number + 1), {"n": number}]], {})


def read(folder: Path) -> set[int]:
    """Return what a reader sees."""
    with closing(JournalReader(folder / FILE)) as reader:
        return {row["n"] for row in reader.tables.rows.get("t", {}).values()}


def places(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each kind of damage's file, and its bytes as they are."""
    last = journal_path(folder / FILE, generations(folder / FILE)[-1])
    for path in (folder / FILE, last, folder / LOCK):
        yield path.name, path.read_bytes()


def damages(data: bytes, step: int) -> Iterator[tuple[str, bytes]]:
    """Yield what is left of a file, and what was done to it."""
    for at in range(0, len(data), step):
        yield f"cut at {at}", data[:at]
        for flip in (0x01, 0x04, 0x20, 0x80):
            flipped = bytes([data[at] ^ flip])
            yield f"flipped {flip:#x} at {at}", data[:at] + flipped + data[at + 1 :]


def look(folder: Path, expected: set[int]) -> RepairReport | None:
    """Check what comes of a damaged folder; return the report if it had to be repaired."""
    with suppress(DataFolderError):
        seen = read(folder)
        assert seen == ALL, f"a reader is short and says nothing: {sorted(ALL - seen)}"
    try:
        with closing(Journal(folder / FILE)) as program:
            write(program, 999)
        assert read(folder) == ALL | {999}
        return None
    except DataFolderError as error:
        told = error.reason.msgid
    assert "repair" in told, told
    report = repair(folder, NOW)
    assert report.aside is not None, "a dead end: a writer is refused and nothing is repaired"
    kept = read(folder)
    lost = report.missing
    missing = {n for n in ALL if any(first - 1 <= n < last for first, last in lost)}
    assert kept >= expected, f"lost, though a file holds them: {sorted(expected - kept)}"
    assert kept >= ALL - missing, f"lost without a word: {sorted(ALL - missing - kept)}"
    with closing(Journal(folder / FILE)) as program:
        write(program, 999)
    assert read(folder) == kept | {999}
    assert repair(folder, NOW).aside is None
    return report


def campaign(folder: Path, step: int) -> dict[str, tuple[int, int]]:
    """Damage everything; return by file how many damages there were, and how many repairs."""
    laid = folder / "laid"
    lay(laid)
    counts: dict[str, tuple[int, int]] = {}
    for name, data in places(laid):
        damaged = repaired = 0
        for what, left in damages(data, step):
            again = folder / "again"
            shutil.rmtree(again, ignore_errors=True)
            shutil.copytree(laid, again)
            (again / name).write_bytes(left)
            # what stands in the journal alone and is damaged there is nowhere else
            expected = (
                ALL if name in (FILE, LOCK) else set(range(DAYS * CHANGES)) | lines_left(left)
            )
            try:
                repaired += look(again, expected) is not None
            except AssertionError as error:
                raise AssertionError(f"{name} {what}: {error}") from error
            damaged += 1
            if damaged % 100 == 0:
                show(f"{name}: {damaged}")
        counts[name] = damaged, repaired
        show(f"{name}: {damaged} damages, {repaired} repairs, nothing lost")
    return counts


def lines_left(journal: bytes) -> set[int]:
    """Return the numbers of the documents whose lines are whole in a damaged journal."""
    lines = filter(None, map(read_line, journal.split(b"\n")))
    return {op[3]["n"] for line in lines for op in line.body.get("ops", ())}


def main() -> None:
    """Carry out the campaign and print as it goes."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        campaign(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    show(f"no dead end and no short reader either: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
