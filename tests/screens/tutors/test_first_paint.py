"""What a tutors' screen shows first is as wide as its list, however late that is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.kiosks import staged

WORD = {
    "": "Alun Adeyemi",
    "tab": "Welcome and the year",
    "n": "Alun Adeyemi",
    "c": "Tŵnc ab Ieuan",
}
"""What a key opens, and a text of its list that would be cut in rows of no width."""


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (140, 40)])
@pytest.mark.parametrize("key", list(WORD))
async def test_the_rows_are_as_wide_as_the_list_without_a_further_change(
    sample: Path, key: str, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.open_tutors()
        if key:
            await stage.press(key)
        await stage.sees(WORD[key][:10])
        assert stage.shows(WORD[key][:10])
