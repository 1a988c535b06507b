"""The file of replies: nobody's own can be read from it, and none is lost."""

from __future__ import annotations

import itertools
import os
import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.replies import FILE, Replies
from kiosk.rules.evaluation import LONGEST
from tests.builders import DAY, session

A, B = session("A", "one", "09:00-10:00"), session("B", "one", "09:00-10:00")
GIVEN = [(A, 3, 2, "More time, please"), (A, 0, 0, ""), (B, 1, 1, "Abc"), (A, 3, 1, "Diolch!")]


def give(folder: Path, order: tuple[int, ...]) -> bytes:
    folder.mkdir()
    replies = Replies(folder)
    for place in order:
        about, useful, will_use, line = GIVEN[place]
        replies.rate(about, useful, will_use)
        replies.remark(about, line)
    return (folder / FILE).read_bytes()


def test_the_file_is_the_same_in_whatever_order_people_came(tmp_path: Path) -> None:
    orders = itertools.permutations(range(len(GIVEN)))
    assert len({give(tmp_path / str(n), order) for n, order in enumerate(orders)}) == 1


def test_an_answer_cannot_be_put_beside_another_answer_or_a_line(tmp_path: Path) -> None:
    kept = []
    for name, given in (("one", ((3, 0), (0, 2))), ("other", ((3, 2), (0, 0)))):
        folder = tmp_path / name
        folder.mkdir()
        for useful, will_use in given:
            Replies(folder).rate(A, useful, will_use)
        kept.append((folder / FILE).read_bytes())
    assert kept[0] == kept[1]


def test_the_file_is_private_and_tells_no_time(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    replies.rate(A, 1, 1)
    found = (tmp_path / FILE).stat()
    assert os.name == "nt" or found.st_mode & 0o077 == 0
    assert {(tmp_path / name).stat().st_mtime for name in os.listdir(tmp_path)} == {0}
    assert replies.box(DAY).tallies["A"].replies == 1


def test_a_box_that_was_opened_takes_no_more(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    replies.rate(A, 1, 1)
    assert replies.open(DAY).tallies["A"].replies == 1
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused):
        replies.rate(A, 1, 1)
    with pytest.raises(Refused):
        replies.remark(A, "late")
    assert (tmp_path / FILE).read_bytes() == before
    other = session("A", "one", "09:00-10:00", day="2027-09-01")
    replies.rate(other, 3, 2)  # another year's session of that id is another matter
    assert replies.box(DAY).tallies["A"].replies == 1


def test_a_line_is_one_line_and_short_and_a_blank_one_is_none(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    replies.remark(A, " \t ")
    assert not (tmp_path / FILE).exists()
    replies.remark(A, "x\ny\x1b[31m" + "z" * 999)
    (line,) = replies.box(DAY).tallies["A"].lines
    assert line.startswith("x y[31mz")
    assert len(line) == LONGEST


@pytest.mark.parametrize("content", ["", "[]", '{"2026-09-01": 5}', "{"])
def test_a_damaged_file_is_told_and_not_written_over(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    replies = Replies(tmp_path)
    for ask in (lambda: replies.box(DAY), lambda: replies.rate(A, 1, 1)):
        with pytest.raises(DataFolderError):
            ask()
    assert (tmp_path / FILE).read_text() == content


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved):
        Replies(tmp_path / "file").rate(A, 1, 1)


def rate_often(folder: Path, times: int) -> None:
    replies = Replies(folder)
    for _ in range(times):
        replies.rate(A, random.randrange(4), random.randrange(3))


def test_several_programs_lose_no_reply(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as programs:
        for done in [programs.submit(rate_often, tmp_path, 20) for _ in range(3)]:
            done.result()
    assert Replies(tmp_path).box(DAY).tallies["A"].replies == 60
