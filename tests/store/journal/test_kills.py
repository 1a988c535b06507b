"""Writers killed while they write and make checkpoints: nothing that they said is lost."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from kiosk.rules.model.school import School
from kiosk.store.opening import open_store
from tests.store.programs import show, stock
from tests.store.writers import PIECEMEAL, Writer, save

KILLS = int(os.environ.get("KIOSK_TEST_KILLS", "9"))
LONGEST = 0.15
"""Seconds of writing before a kill, at most."""
FULL = 3_000
"""Changes after which a new folder is begun: what a turn costs grows with what is there."""


class Campaign:
    """One folder, what has to be in it, and the chance by which its writers are killed."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self.saved: set[str] = set()
        folder.mkdir()

    def kill(self, turn: int, writers: int) -> None:
        """Start writers and kill one after another; who is left goes on, and all is there."""
        how = [PIECEMEAL] if turn % 2 else []
        running = [Writer(self._folder, f"{turn}-{number}", *how) for number in range(writers)]
        for writer in running if turn % 4 else ():  # or kill while they open the folder
            assert writer.writes.wait(60)
        for number, writer in enumerate(running):
            time.sleep(self._chance.uniform(0, LONGEST))
            writer.kill()
            for other in running[number + 1 :]:
                assert other.goes_on(), "a dead writer held it up"
        for writer in running:
            self.saved.update(writer.said)
        self._look(f"after-{turn}", {writer.under_way for writer in running})

    def _look(self, name: str, under_way: set[str]) -> None:
        """Compare what is there with what was said; write, and leave at times, at times die."""
        store = open_store(self._folder)
        school = School().apply(store.news().items)
        kept: set[str] = set(school.people)
        assert self.saved <= kept
        assert kept - self.saved <= under_way, "each had at most one under way"
        assert kept == set(school.programme.resources), "half a change"
        save(store, name)
        self.saved = kept | {name}  # what was saved and not said counts as well
        if self._chance.random() < 0.5:
            store.close()

    def end(self) -> int:
        """Leave the folder as the last, look at it as stock TinyDB, and return its torn lines."""
        store = open_store(self._folder)
        save(store, "the end")
        store.close()
        left = stock(self._folder)
        for table in ("people", "resources"):
            assert {row["id"] for row in left[table].values()} == self.saved | {"the end"}
            assert sorted(left[table]) == list(range(1, len(self.saved) + 2))
        assert len(left["history"]) == len(self.saved) + 1
        torn = len(list(self._folder.glob("**/*.torn-*")))
        shutil.rmtree(self._folder)
        return torn


@pytest.mark.parametrize("writers", [1, 2, 4])
def test_nothing_that_was_said_to_be_saved_is_lost_by_kills(tmp_path: Path, writers: int) -> None:
    chance, began = random.Random(writers), time.monotonic()
    turns, folders, saved, torn = max(2, KILLS // writers), 0, 0, 0
    campaign = Campaign(tmp_path / "0", chance)
    for turn in range(turns):
        campaign.kill(turn, writers)
        show(f"{writers} at once: {(turn + 1) * writers} of {turns * writers} kills")
        if len(campaign.saved) > FULL or turn == turns - 1:
            torn, saved, folders = torn + campaign.end(), saved + len(campaign.saved), folders + 1
            campaign = Campaign(tmp_path / str(folders), chance)
    seconds = time.monotonic() - began
    assert saved >= turns, "hardly anything was saved that could have been lost"
    show(
        f"{writers} at once: {turns * writers} kills, {saved} changes saved in {folders} folders, "
        f"{torn} torn lines cut off, {seconds:.0f} s"
    )
