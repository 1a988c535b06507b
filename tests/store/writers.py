"""A program that writes without end until it is killed, with checkpoints going on meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from kiosk.rules.model.ids import ResourceId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import put
from kiosk.store import maintenance
from kiosk.store.interface import Store
from kiosk.store.opening import open_store
from kiosk.text import Both
from tests.builders import person
from tests.store.programs import ENTRY

ROOT = Path(__file__).parents[2]
PIECEMEAL, UNFLUSHED = "piecemeal", "unflushed"
"""A disk that takes half of what it is given at once; a planted mistake: no flush at all."""

MOMENT = 0.0003
"""Seconds that a writer leaves to the others after a change: the folder changes hands often."""


class Writer:
    """Such a program, started, and what it said is saved."""

    def __init__(self, folder: Path, name: str, *how: str) -> None:
        self.said: list[str] = []
        self.writes = threading.Event()
        self._name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.writers", str(folder), name, *how],
            stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def under_way(self) -> str:
        """The one name that may be saved and was not yet said to be."""
        return self.name_of(len(self.said))

    def name_of(self, number: int) -> str:
        """Return the name that it writes after so many others."""
        return f"{self._name}-{number}"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line.strip())
            self.writes.set()

    def goes_on(self, seconds: float = 60) -> bool:
        """Wait until it says that one more is saved."""
        self.writes.clear()
        return self.writes.wait(seconds)

    def kill(self) -> None:
        """Kill it, and hear all that it said before."""
        ended = self._process.poll() is not None
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert not ended, "the writer ended by itself"


def save(store: Store, name: str) -> None:
    """Write two records of one name in one change."""
    with store.transaction():
        items = [put(person(name)), put(Resource(ResourceId(name), Both(name)))]
        store.append(items, ENTRY)


def _checkpoints(store: Store) -> None:
    while True:
        store.run_maintenance()


class _Half:
    """Takes half of a line at once, taking its time, and the note in the lock file as it is."""

    def __init__(self) -> None:
        self._write = os.write

    def __call__(self, handle: int, data: Any) -> int:
        if len(data) < 100:
            return self._write(handle, data)
        time.sleep(0.0001)
        return self._write(handle, data[: len(data) // 2])


def main(folder: Path, name: str, *how: str) -> None:
    """Write, and print each name once its two records are said to be saved."""
    if PIECEMEAL in how:
        mock.patch.object(os, "write", _Half()).start()
    if UNFLUSHED in how:
        for flush in ("fdatasync", "fsync"):
            mock.patch.object(os, flush, return_value=None).start()
    maintenance.LARGE, maintenance.IDLE, maintenance.RETRY = 2_000, 0.0, 0.0
    store = open_store(folder)
    threading.Thread(target=_checkpoints, args=(store,), daemon=True).start()
    for number in count():
        save(store, f"{name}-{number}")
        sys.stdout.write(f"{name}-{number}\n")
        sys.stdout.flush()
        time.sleep(MOMENT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *sys.argv[3:])
