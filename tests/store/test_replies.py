"""The files of replies: nobody's own can be read from them, none is lost, none counts twice."""

from __future__ import annotations

import itertools
import json
import os
import random
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.attendance.evaluation import MAX_REMARK
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session
from kiosk.store.replies import FILE, Replies
from kiosk.system.secrets import FILE as SECRETS
from kiosk.system.secrets import SecretStore
from tests.builders import DAY, session

A, B = session("A", "one", "09:00-10:00"), session("B", "one", "09:00-10:00")
ANN = PersonId("ann")
GIVEN = [
    (A, ANN, 3, 2, "More time, please"),
    (A, PersonId("bob"), 0, 0, ""),
    (B, ANN, 1, 1, "Abc"),
    (A, PersonId("cat"), 3, 1, "Diolch!"),
]


def replies_in(folder: Path, secrets: Path | None = None) -> Replies:
    return Replies(folder, SecretStore(secrets or folder))


def give(folder: Path, order: tuple[int, ...]) -> bytes:
    folder.mkdir()
    replies = replies_in(folder, folder.parent)
    for place in order:
        about, who, useful, will_use, line = GIVEN[place]
        replies.rate(about, who, useful, will_use)
        replies.remark(about, line)
    return (folder / FILE).read_bytes()


def test_the_file_is_the_same_in_whatever_order_people_came(tmp_path: Path) -> None:
    orders = itertools.permutations(range(len(GIVEN)))
    assert len({give(tmp_path / str(n), order) for n, order in enumerate(orders)}) == 1


def test_an_answer_cannot_be_put_beside_another_answer_or_a_line(tmp_path: Path) -> None:
    kept = []
    for name, answers in (("one", ((3, 0), (0, 2))), ("other", ((3, 2), (0, 0)))):
        folder = tmp_path / name
        folder.mkdir()
        for who, (useful, will_use) in zip(("ann", "bob"), answers, strict=True):
            replies_in(folder, tmp_path).rate(A, PersonId(who), useful, will_use)
        kept.append((folder / FILE).read_bytes())
    assert kept[0] == kept[1]


def test_the_file_is_private_and_tells_no_time(tmp_path: Path) -> None:
    replies = replies_in(tmp_path)
    replies.rate(A, "ann", 1, 1)
    replies.rate(A, "bob", 1, 1)
    for name in (FILE, SECRETS):
        assert os.name == "nt" or (tmp_path / name).stat().st_mode & 0o077 == 0
    files = [path for path in tmp_path.iterdir() if path.name.startswith("evaluations")]
    assert {path.stat().st_mtime for path in files} == {0}
    assert replies.box(DAY).tallies["A"].replies == 2


def test_a_box_that_was_opened_takes_no_more(tmp_path: Path) -> None:
    replies = replies_in(tmp_path)
    for number in range(5):
        replies.rate(A, PersonId(f"p{number}"), 1, 1)
    assert replies.open(DAY).tallies["A"].replies == 5
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Refused):
        replies.rate(A, "bob", 1, 1)
    with pytest.raises(Refused):
        replies.remark(A, "late")
    assert (tmp_path / FILE).read_bytes() == before
    other = session("A", "one", "09:00-10:00", day="2027-09-01")
    replies.rate(other, "ann", 3, 2)  # another year's session of that id is another matter
    assert replies.box(DAY).tallies["A"].replies == 5


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_opening_deletes_for_good_what_fewer_than_five_replied_and_keeps_the_rest(
    counts: list[int],
) -> None:
    with TemporaryDirectory() as folder:
        replies = replies_in(Path(folder))
        for place, count in enumerate(counts):
            meant = session(f"S{place}", "one", "09:00-10:00")
            for number in range(count):
                replies.rate(meant, PersonId(f"p{number}"), 1, 1)
                replies.remark(meant, f"words {place}.")
        box = replies.open(DAY)
        enough = {f"S{place}": count for place, count in enumerate(counts) if count >= 5}
        assert {id: tally.replies for id, tally in box.tallies.items()} == enough
        assert replies.box(DAY) == box
        kept = (Path(folder) / FILE).read_text()
        for place, count in enumerate(counts):
            assert (f"words {place}." in kept) == (count >= 5)


def test_a_line_is_one_line_and_short_and_a_blank_one_is_none(tmp_path: Path) -> None:
    replies = replies_in(tmp_path)
    replies.remark(A, " \t ")
    assert not (tmp_path / FILE).exists()
    replies.remark(A, "x\ny\x1b[31m" + "z" * 999)
    (line,) = replies.box(DAY).tallies["A"].lines
    assert line.startswith("x y[31mz")
    assert len(line) == MAX_REMARK


@pytest.mark.parametrize("content", ["", "[]", '{"2026-09-01": 5}', "{"])
def test_a_damaged_file_is_told_and_not_written_over(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    replies = replies_in(tmp_path)
    for ask in (lambda: replies.box(DAY), lambda: replies.rate(A, "ann", 1, 1)):
        with pytest.raises(DataFolderError):
            ask()
    assert (tmp_path / FILE).read_text() == content


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved):
        replies_in(tmp_path / "file", tmp_path).rate(A, "ann", 1, 1)


def rate_often(folder: Path, times: int) -> int:
    """Try everybody's reply; return how many were taken."""
    replies, taken = replies_in(folder), 0
    for number in range(times):
        with suppress(Refused):
            replies.rate(A, PersonId(f"P{number}"), random.randrange(4), random.randrange(3))
            taken += 1
    return taken


def test_several_programs_lose_no_reply_and_take_none_twice(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as programs:
        done = [programs.submit(rate_often, tmp_path, 20) for _ in range(3)]
        assert sum(one.result() for one in done) == 20
    box = replies_in(tmp_path).box(DAY)
    assert box.tallies["A"].replies == len(box.roll["A"]) == 20


# -- the roll: who has replied --------------------------------------------------------------------

TRIES = st.lists(
    st.tuples(
        st.sampled_from((A, B)), st.sampled_from(("ann", "bob", "cat\u0301", "9" * 80)),
        st.integers(0, 3), st.integers(0, 2),
    ),
    max_size=12,
)  # fmt: skip


@given(TRIES)
def test_one_evaluation_a_person_and_session(tries: list[tuple[Session, str, int, int]]) -> None:
    with TemporaryDirectory() as name:
        folder, given = Path(name), set[tuple[str, str]]()
        for about, who, useful, will_use in tries:
            replies = replies_in(folder)  # another program, or the same one started again
            before = (folder / FILE).read_bytes() if given else b""
            if (about.id, who) in given:
                with pytest.raises(Refused, match="already given feedback"):
                    replies.rate(about, PersonId(who), useful, will_use)
                assert (folder / FILE).read_bytes() == before
            else:
                replies.rate(about, PersonId(who), useful, will_use)
                given.add((about.id, who))
            assert replies.replied(DAY, PersonId(who)) == {one for one, by in given if by == who}
        box = replies_in(folder).box(DAY)
        counts = {one: sum(about == one for about, _ in given) for one, _ in given}
        assert {one: tally.replies for one, tally in box.tallies.items()} == counts
        assert {one: len(names) for one, names in box.roll.items()} == counts
        assert all(list(names) == sorted(set(names)) for names in box.roll.values())
        if given:
            kept = (folder / FILE).read_text()
            assert not [who for _, who in given if who in kept]


def test_without_the_key_the_roll_names_nobody(tmp_path: Path) -> None:
    rolls = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        replies = replies_in(tmp_path / name)
        replies.rate(A, "ann", 3, 2)
        replies.rate(B, "ann", 3, 2)
        rolls += [names for roll in replies.box(DAY).roll.values() for names in roll]
    assert len(set(rolls)) == 4  # another hash in each school, and for each session
    (tmp_path / "one" / SECRETS).unlink()
    assert replies_in(tmp_path / "one").replied(DAY, "ann") == set()


def test_the_roll_goes_when_it_is_not_needed_any_more(tmp_path: Path) -> None:
    replies = replies_in(tmp_path)
    replies.rate(A, "ann", 1, 1)
    earlier = session("A", "one", "09:00-10:00", day="2026-08-31")
    replies.rate(earlier, "ann", 1, 1)
    assert replies.replied(DAY, "ann") == {"A"}
    replies.rate(session("A", "one", "09:00-10:00", day="2026-09-02"), "ann", 1, 1)
    assert not replies.box(DAY).roll
    assert not replies.box("2026-08-31").roll
    assert replies.box(DAY).tallies["A"].replies == 1
    assert replies.box("2026-09-02").roll
    assert not replies.open("2026-09-02").roll


def test_a_file_from_before_there_was_a_roll_is_read(tmp_path: Path) -> None:
    tally = {"useful": [0, 1, 0, 0], "will_use": [0, 1, 0], "lines": ["Abc"]}
    (tmp_path / FILE).write_text(json.dumps({DAY: {"opened": False, "tallies": {"A": tally}}}))
    replies = replies_in(tmp_path)
    assert replies.replied(DAY, "ann") == set()
    replies.rate(A, "ann", 1, 1)
    assert replies.box(DAY).tallies["A"].replies == 2
    assert replies.replied(DAY, "ann") == {"A"}


def test_the_key_lies_among_the_secrets_and_leaves_them_as_they_are(tmp_path: Path) -> None:
    secrets = SecretStore(tmp_path)
    secrets.set_pin("271828")
    Replies(tmp_path, secrets).rate(A, "ann", 1, 1)
    key = secrets.roll_key()
    secrets.set_code("ann", "2749")
    assert secrets.opens("271828")
    assert secrets.roll_key() == key
    assert key
    assert key.hex() not in (tmp_path / FILE).read_text()
