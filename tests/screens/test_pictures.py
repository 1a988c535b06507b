"""Text snapshots of every screen and dialog, at both sizes that the kiosk is made for.

The staff's screens also in large text, where the terminal has 60 columns and 18 rows.

After an intended change, run
`python -m pytest tests/screens/test_pictures.py --snapshot-update` and review `git diff`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.screens.kiosks import LARGE, SMALL
from tests.screens.walk import WALK, stopped_at

LARGE_TEXT = (60, 18)


class Picture(SingleFileSnapshotExtension):
    """Stores each snapshot as a text file."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", WALK)
async def test_a_screen_looks_as_it_did(
    sample: Path, snapshot: SnapshotAssertion, name: str, size: tuple[int, int]
) -> None:
    async with stopped_at(name, sample, size) as stage:
        picture = snapshot.use_extension(Picture)
        assert stage.picture == picture


@pytest.mark.parametrize(
    "name", [name for name in WALK if name.startswith(("welcome", "my-day", "give-up", "wish"))]
)
async def test_in_large_text_nothing_is_cut(
    sample: Path, snapshot: SnapshotAssertion, name: str
) -> None:
    async with stopped_at(name, sample, LARGE_TEXT) as stage:
        assert stage.picture == snapshot.use_extension(Picture)
        assert "…" not in stage.picture.replace("Start typing your name…", "")
