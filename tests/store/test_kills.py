"""Writers killed while they write and make checkpoints: nothing that they said is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.rules.school import School
from kiosk.store import open_store
from tests.store.programs import stock
from tests.store.writers import save

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KIOSK_TEST_KILLS", "9"))
LONGEST = 0.25
"""Seconds of writing before a kill, at most."""


class Writer:
    """A program that writes, and what it said is saved."""

    def __init__(self, folder: Path, name: str) -> None:
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.writers", str(folder), name],
            stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        self.writes = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line.strip())
            self.writes.set()

    def kill(self) -> None:
        assert self._process.poll() is None, "the writer ended by itself"
        self._process.kill()
        self._process.wait()
        self._reader.join()


@pytest.mark.parametrize("writers", [1, 2, 4])
def test_nothing_that_was_said_to_be_saved_is_lost_by_kills(tmp_path: Path, writers: int) -> None:
    chance, said = random.Random(writers), set[str]()
    for turn in range(max(2, KILLS // writers)):
        running = [Writer(tmp_path, f"{turn}-{number}") for number in range(writers)]
        for writer in running:
            assert writer.writes.wait(60)
        for writer in running:
            time.sleep(chance.uniform(0, LONGEST))
            writer.kill()
            said |= set(writer.said)
        with closing(open_store(tmp_path)) as store:
            school = School().apply(store.news())
            kept = set(school.people)
            assert said <= kept
            assert len(kept - said) <= writers, "each had at most one under way"
            assert kept == set(school.programme.resources), "half a change"
            save(store, f"after-{turn}")
        said = kept | {f"after-{turn}"}
        if turn % 10 == 0:
            left = stock(tmp_path)
            for table in ("people", "resources"):
                assert {row["id"] for row in left[table].values()} == said
                assert len(left[table]) == len(said)
