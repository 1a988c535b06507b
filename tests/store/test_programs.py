"""Several programs on one folder: no change is lost, no place is given twice."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

import pytest

from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from tests.bench.schools import Plan
from tests.builders import DAY
from tests.store.faults import names
from tests.store.programs import (
    desk_on,
    everything,
    lay,
    rows,
    show,
    sign_in_all,
    sign_in_and_choose,
    stock,
    write,
)

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KIOSK_TEST_KILLS", "15"))
TOGETHER = 15
"""Kills in one folder: what each costs grows with what is there."""


@pytest.mark.parametrize("programs", [2, 4])
def test_programs_that_write_at_once_lose_nothing_and_give_no_place_twice(
    tmp_path: Path, programs: int
) -> None:
    people = [f"p{number}" for number in range(programs * 15)]
    places = len(people) // 3
    lay(tmp_path, len(people), places)
    spawn = get_context("spawn")
    together = spawn.Barrier(programs)
    running = [
        spawn.Process(
            target=sign_in_and_choose,
            args=(tmp_path, people[number::programs], "AB"[number % 2], together),
        )
        for number in range(programs)
    ]
    for program in running:
        program.start()
    for program in running:
        program.join(60)
    assert [program.exitcode for program in running] == [0] * programs
    assert Counter(row["person"] for row in rows(tmp_path, "movements")) == Counter(people)
    bookings = rows(tmp_path, "bookings")
    assert Counter(row["person"] for row in bookings) == Counter(people)
    for wanted in "AB":
        held = [row for row in bookings if row["session"] == wanted]
        assert sum(row["confirmed"] for row in held) == min(places, len(held))
        assert sorted(row["waiting_order"] for row in held) == list(range(1, len(held) + 1))
    assert len(rows(tmp_path, "history")) == 1 + 2 * len(people)
    left = stock(tmp_path)
    assert {name: list(rows.values()) for name, rows in left.items()} == everything(tmp_path)
    for numbered in left.values():
        assert sorted(numbered) == list(range(1, len(numbered) + 1))
    assert names(tmp_path) == {"attendance.json", "attendance.json.j000001"}


def test_a_draw_and_sign_ins_of_another_program_are_all_saved_and_nobody_is_refused(
    tmp_path: Path,
) -> None:
    school = Plan(300, 45, wishes=5)
    write(tmp_path, *school.records())
    spawn = get_context("spawn")
    together = spawn.Barrier(2)
    other = spawn.Process(target=sign_in_all, args=(tmp_path, school.ids(), together))
    other.start()
    desk = desk_on(tmp_path)
    together.wait(60)
    desk.perform_now(run_lottery(school.day), TUTOR)
    other.join(60)
    assert other.exitcode == 0
    assert Counter(row["person"] for row in rows(tmp_path, "movements")) == Counter(school.ids())
    assert rows(tmp_path, "days")[0]["drawn_at"] is not None
    drawn = Counter(row["person"] for row in rows(tmp_path, "bookings") if row["confirmed"])
    assert set(drawn) <= set(school.ids())
    assert drawn.total() > 200


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_said_was_saved(
    tmp_path: Path,
) -> None:
    chance = random.Random(0)
    for first in range(0, KILLS, TOGETHER):
        folder = tmp_path / str(first)
        folder.mkdir()
        kills = min(TOGETHER, KILLS - first)
        assert write_and_kill(folder, kills, chance) > kills
        show(f"a desk: {first + kills} of {KILLS} kills")
        shutil.rmtree(folder)


def write_and_kill(folder: Path, kills: int, chance: random.Random) -> int:
    """Kill a desk that often in the middle of its work, and look each time at what is left.

    Returns how many changes were saved.
    """
    people, said = kills * 40, list[str]()
    lay(folder, people, places=1)
    for _ in range(kills):
        wanted = len(said) + chance.randrange(1, 12)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.programs", str(folder), str(len(said))],
            stdout=subprocess.PIPE, cwd=ROOT, text=True,
        ) as writer:  # fmt: skip
            assert writer.stdout is not None
            while len(said) < wanted:
                line = writer.stdout.readline()
                if not line:  # the last kill came late, on a busy machine: nobody is left
                    assert len(said) == people - 1, "the writer ended by itself"
                    break
                said.append(line.strip())
            for _ in range(chance.randrange(3_000)):  # somewhere inside the next write
                pass
            writer.kill()
            said += writer.stdout.read().split()
        kept = [row["person"] for row in rows(folder, "movements")]
        assert kept[: len(said)] == said
        assert len(kept) <= len(said) + 1, "at most one change was saved and not yet said"
        assert len(everything(folder)["history"]) == 1 + len(kept)
        said = kept  # what was saved and not said counts as well
    desk = desk_on(folder)
    last = PersonId(f"p{people - 1}")  # whom the writers leave out
    desk.perform_now(sign_in(last), Actor(last, Evidence.TYPED))
    desk.close()
    assert {row["person"] for row in stock(folder)["movements"].values()} == {*said, last}
    assert all(is_on_site(desk_on(folder).school, PersonId(who), DAY) for who in [*said, last])
    return len(said)


async def test_a_second_program_sees_the_change_by_following(tmp_path: Path) -> None:
    lay(tmp_path, people=2, places=1)
    kiosk, board = desk_on(tmp_path), desk_on(tmp_path)
    seen: list[bool] = []
    board.watch(lambda school: seen.append(is_on_site(school, "p0", DAY)))
    await board.follow()
    assert seen == []
    await kiosk.perform(sign_in("p0"), Actor("p0", Evidence.TYPED))
    await board.follow()
    await board.follow()
    assert seen == [True]


async def test_a_place_taken_elsewhere_is_not_given_here_though_nothing_was_followed(
    tmp_path: Path,
) -> None:
    lay(tmp_path, people=2, places=1)
    one, other = desk_on(tmp_path), desk_on(tmp_path)
    await asyncio.gather(
        one.perform(choose("p0", "A"), Actor("p0", Evidence.TYPED)),
        other.perform(choose("p1", "A"), Actor("p1", Evidence.TYPED)),
    )
    assert sorted(row["confirmed"] for row in rows(tmp_path, "bookings")) == [False, True]
