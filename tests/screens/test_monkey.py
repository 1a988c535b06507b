"""Random keys find no error, no way past a PIN, nobody else's data and no screen without a way out.

`python -m tests.screens.monkey` goes on for longer, and again with a seed that found something.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

import pytest

from tests.screens.monkey.schools import Tally, go, lay
from tests.screens.monkey.writer import start_process

SECONDS = float(os.environ.get("KIOSK_TEST_MONKEY", "60"))
"""Seconds for all seeds together, if each has a processor of its own."""
SEEDS = range(1, 13)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted") / "laid"
    lay(folder)
    return folder


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_keys_find_nothing(planted: Path, tmp_path: Path, seed: int) -> None:
    start_process()
    tally = Tally()
    await go(seed, planted, tmp_path / "school", monotonic() + SECONDS / len(SEEDS), tally)
    assert tally.acts, "it raises what it finds; it has to have looked"
