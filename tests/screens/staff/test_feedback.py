"""Feedback: three large answers to a question, by number, arrow keys or touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.screens.staff.feedback import LargeAnswer
from tests.builders import DAY
from tests.screens import yours
from tests.screens.kiosks import LARGE, SMALL, Stage, staged


def tally(stage: Stage) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = stage.app.context.replies.box(DAY).tallies["A3"]
    return found.useful, found.will_use


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("1",), ("2",), ((1, 0, 0, 0), (0, 1, 0))),
        (("2",), ("3",), ((0, 0, 1, 0), (0, 0, 1))),
        (("3",), ("1",), ((0, 0, 0, 1), (1, 0, 0))),
        (("right", "right", "enter"), ("end", "enter"), ((0, 0, 1, 0), (0, 0, 1))),
        (("down", "up", "enter"), ("home", "enter"), ((1, 0, 0, 0), (1, 0, 0))),
    ],
)
async def test_keys_answer(
    sample: Path, first: tuple[str], second: tuple[str], kept: tuple[tuple[int, ...], ...]
) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        await stage.press(*first)
        await stage.sees("Will you use this?")
        await stage.press(*second)
        await stage.on("RemarkDialog")
        assert tally(stage) == kept


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE])
async def test_a_touch_answers_and_each_answer_is_three_rows_high_or_more(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "12:16", size) as stage:
        await yours.evaluation(stage)
        for question in ("How useful was this", "Will you use this?"):
            await stage.sees(question)
            answers = list(stage.app.screen.query(LargeAnswer))
            assert len(answers) == 3
            assert all(answer.outer_size.height >= 3 for answer in answers)
            x, y = answers[1].region.offset
            await stage.pilot.click(offset=(x + 2, y + 1))
            await stage.pilot.pause()
        await stage.on("RemarkDialog")
        assert tally(stage) == ((0, 0, 1, 0), (0, 1, 0))


async def test_a_digit_without_an_answer_does_nothing_and_escape_keeps_nothing(
    sample: Path,
) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        for key in ("4", "0", "escape"):  # together they would be a scanner's
            await stage.press(key)
        await stage.on("MyItemsDialog")
        assert not (sample / "evaluations.json").exists()
