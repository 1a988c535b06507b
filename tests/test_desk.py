"""The one door: first in, first out; shown only once it is saved; an error harms nobody else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.desk import CONFLICTS, Desk
from kiosk.errors import Busy, DataFolderError, NotSaved, Refused
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import COMMAND, TUTOR, Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.store import maintenance
from kiosk.store.opening import open_store
from kiosk.text import t
from tests.builders import DAY, SOMEBODY, Ruled, by
from tests.store.faults import FLUSHES, Disk
from tests.store.programs import CLOCK, desk_on, everything, lay, rows, stock


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lay(tmp_path, people=6, places=1)
    made = desk_on(tmp_path)
    yield made
    made.close()


def arrive(person: PersonId) -> Decision:
    return by(Evidence.TYPED, sign_in(person))


def broken(school: School, now: datetime) -> Changes:
    del school, now
    raise ZeroDivisionError


async def test_what_was_asked_first_is_done_first(desk: Desk, tmp_path: Path) -> None:
    people = [f"p{number}" for number in (3, 1, 5, 0, 4, 2)]
    await asyncio.gather(
        *(desk.perform(choose(PersonId(who), "A"), Actor(who, Evidence.TYPED)) for who in people)
    )
    turns = {row["person"]: row["waiting_order"] for row in rows(tmp_path, "bookings")}
    assert sorted(turns, key=turns.__getitem__) == people


async def test_a_new_school_is_shown_on_the_event_loop_after_it_is_saved(
    desk: Desk, tmp_path: Path
) -> None:
    loop_thread, seen = threading.current_thread(), list[bool]()

    def watcher(school: School) -> None:
        assert threading.current_thread() is loop_thread
        assert desk.school is school
        seen.append([row["person"] for row in rows(tmp_path, "movements")] == ["p0"])

    desk.watch(watcher)
    before = desk.school
    doing = asyncio.ensure_future(desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED)))
    await asyncio.sleep(0)
    assert desk.school is before
    outcome = await doing
    assert outcome.school is desk.school
    assert outcome.message is not None
    assert seen == [True]


async def test_watchers_are_called_once_for_each_change_and_not_for_none(desk: Desk) -> None:
    first, second = list[School](), list[School]()
    desk.watch(first.append)
    desk.watch(second.append)
    for who in ("p0", "p1", "p0"):
        await desk.perform(arrive(PersonId(who)), Actor(who, Evidence.TYPED))
    assert len(first) == 2
    assert first == second
    assert first[-1] is desk.school


async def test_schools_are_shown_in_the_order_in_which_they_came_about(desk: Desk) -> None:
    seen: list[int] = []
    desk.watch(lambda school: seen.append(len(school.day_record(DAY).movements)))
    doing = [desk.perform(arrive(PersonId(f"p{number}")), COMMAND) for number in range(6)]
    await asyncio.gather(*doing, desk.follow())
    assert seen == sorted(seen)
    assert seen[-1] == 6


async def test_what_screens_show_is_worked_out_anew_before_another_plan_is_published(
    desk: Desk,
) -> None:
    asked: list[tuple[School, bool]] = []

    def rule(school: School) -> None:
        asked.append((school, threading.current_thread() is threading.main_thread()))

    def rename(school: School, now: datetime) -> Changes:
        del now
        return Changes((put(replace(school.person(PersonId("p1")), surname="Ŵyn")),))

    shown: list[bool] = []
    desk.watch(lambda school: shown.append(asked[-1] == (school, False)))
    await desk.work_out(rule)
    await desk.perform(Ruled("rename", {}, rename), COMMAND)
    assert (len(asked), shown) == (2, [True])
    await desk.perform(arrive(PersonId("p1")), SOMEBODY)  # no other plan: it is kept up
    desk.forget(rule)
    await desk.perform(Ruled("rename", {}, rename), COMMAND)
    assert len(asked) == 2


async def test_what_is_refused_changes_and_shows_nothing(desk: Desk, tmp_path: Path) -> None:
    seen: list[School] = []
    desk.watch(seen.append)
    before, on_disk = desk.school, everything(tmp_path)
    with pytest.raises(Refused):
        await desk.perform(arrive("nobody"), Actor("nobody", Evidence.TYPED))
    assert desk.school is before
    assert seen == []
    assert everything(tmp_path) == on_disk


async def test_an_error_in_one_does_not_stop_the_next(desk: Desk) -> None:
    done = await asyncio.gather(
        desk.perform(arrive("nobody"), Actor("nobody", Evidence.TYPED)),
        desk.perform(Ruled("broken", {}, broken), TUTOR),
        desk.perform(arrive("p1"), Actor("p1", Evidence.TYPED)),
        return_exceptions=True,
    )
    assert isinstance(done[0], Refused)
    assert isinstance(done[1], ZeroDivisionError)
    assert is_on_site(desk.school, "p1", DAY)


async def test_what_could_not_be_saved_is_not_shown_and_can_be_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    disk.fail(lambda number: number == 0, 28, *FLUSHES)
    with pytest.raises(NotSaved):
        await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    await desk.follow()
    assert not is_on_site(desk.school, "p0", DAY)
    await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    assert is_on_site(desk.school, "p0", DAY)


async def test_what_others_wrote_is_shown_though_a_decision_on_it_was_refused(
    desk: Desk, tmp_path: Path
) -> None:
    other = desk_on(tmp_path)
    other.perform_now(arrive("p3"), Actor("p3", Evidence.TYPED))
    with pytest.raises(Refused):
        await desk.perform(arrive("nobody"), Actor("nobody", Evidence.TYPED))
    await desk.follow()
    assert is_on_site(desk.school, "p3", DAY)


async def test_a_change_that_nobody_waited_for_is_shown_all_the_same(desk: Desk) -> None:
    doing = asyncio.ensure_future(desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED)))
    await asyncio.sleep(0)
    doing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await doing
    await desk.perform(Ruled("nothing", {}, lambda _school, _now: Changes()), TUTOR)
    await desk.follow()
    assert is_on_site(desk.school, "p0", DAY)


async def test_what_waits_its_turn_is_done_though_nobody_waits_for_it_any_more(desk: Desk) -> None:
    go = threading.Event()

    def slow(school: School, now: datetime) -> Changes:
        del school, now
        go.wait(10)
        return Changes()

    first = asyncio.ensure_future(
        desk.perform(Ruled("slow", {}, slow), Actor("p0", Evidence.TYPED))
    )
    second = asyncio.ensure_future(desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED)))
    await asyncio.sleep(0)
    second.cancel()
    go.set()
    await first
    await desk.perform(arrive("p1"), Actor("p1", Evidence.TYPED))
    assert is_on_site(desk.school, "p0", DAY)


def test_a_command_sees_what_it_did_at_once(desk: Desk) -> None:
    outcome = desk.perform_now(arrive("p0"), COMMAND)
    assert outcome.school is desk.school
    assert is_on_site(desk.school, "p0", DAY)


def test_a_decision_is_made_on_what_others_wrote_and_at_the_desks_time(
    desk: Desk, tmp_path: Path
) -> None:
    desk_on(tmp_path).perform_now(choose("p1", "A"), Actor("p1", Evidence.TYPED))
    told: list[datetime] = []

    def look(school: School, now: datetime) -> Changes:
        held = booking_of(school, "p1", school.session("A"))
        assert held is not None
        assert held.confirmed
        told.append(now)
        return Changes((), t("Seen."))

    assert desk.perform_now(Ruled("look", {}, look), TUTOR).message == t("Seen.")
    assert told == [CLOCK]
    assert desk.now() == CLOCK


class Counting:
    """A rule that signs somebody in, and lets another program write while it decides."""

    def __init__(self, meanwhile: Callable[[], object], times: int) -> None:
        self.seen: list[int] = []
        self._meanwhile, self._times = meanwhile, times

    def __call__(self, school: School, now: datetime) -> Changes:
        self.seen.append(len(school.day_record(DAY).movements))
        if len(self.seen) <= self._times:
            self._meanwhile()
        return arrive("p0")(school, now, SOMEBODY)


@pytest.mark.parametrize("times", [1, 2, CONFLICTS])
def test_a_desk_that_holds_nothing_decides_again_when_another_was_faster(
    tmp_path: Path, times: int
) -> None:
    lay(tmp_path, people=6, places=1)
    store, other = open_store(tmp_path), desk_on(tmp_path)
    store.holds_while_deciding = False
    desk, people = Desk(store, lambda: CLOCK), iter(["p1", "p2", "p3"])

    def meanwhile() -> None:
        who = PersonId(next(people))
        other.perform_now(arrive(who), Actor(who, Evidence.TYPED))

    rule = Counting(meanwhile, times)
    outcome = desk.perform_now(Ruled("count", {}, rule), Actor("p0", Evidence.TYPED))
    assert rule.seen == list(range(times + 1))
    assert len(outcome.school.day_record(DAY).movements) == times + 1
    assert [row["decision"] for row in rows(tmp_path, "history")][1:] == (
        ["sign_in"] * times + ["count"]
    )
    desk.close()
    other.close()


def test_after_some_conflicts_in_a_row_a_desk_keeps_the_others_out(tmp_path: Path) -> None:
    lay(tmp_path, people=6, places=1)
    store, other = open_store(tmp_path), Desk(open_store(tmp_path, wait=0.01), lambda: CLOCK)
    store.holds_while_deciding = False
    desk, people = Desk(store, lambda: CLOCK), iter(["p1", "p2", "p3", "p4"])

    def meanwhile() -> None:
        who = PersonId(next(people))
        with suppress(Busy):
            other.perform_now(arrive(who), Actor(who, Evidence.TYPED))

    rule = Counting(meanwhile, 10)
    outcome = desk.perform_now(Ruled("count", {}, rule), Actor("p0", Evidence.TYPED))
    assert rule.seen == list(range(CONFLICTS + 1))
    assert len(outcome.school.day_record(DAY).movements) == CONFLICTS + 1
    desk.close()
    other.close()


async def test_changes_that_could_not_be_applied_are_not_lost_and_applied_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, applied = desk_on(tmp_path), list[str]()
    other.perform_now(arrive("p1"), Actor("p1", Evidence.TYPED))
    apply = School.apply

    def fails(_school: School, _items: Iterable[Put | Remove]) -> School:
        raise DataFolderError(t("No."))

    def counts(school: School, items: Iterable[Put | Remove]) -> School:
        items = list(items)
        applied.extend(item.id for item in items)
        return apply(school, items)

    with monkeypatch.context() as patch:
        patch.setattr(School, "apply", fails)
        for _ in range(2):
            with pytest.raises(DataFolderError):
                await desk.follow()
            with pytest.raises(DataFolderError):
                await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    with monkeypatch.context() as patch:
        patch.setattr(School, "apply", counts)
        other.perform_now(arrive("p2"), Actor("p2", Evidence.TYPED))
        applied.clear()
        await desk.perform(arrive("p3"), Actor("p3", Evidence.TYPED))
        await desk.follow()
        await desk.follow()
    assert len(applied) == len(set(applied)) == 3
    assert all(is_on_site(desk.school, PersonId(who), DAY) for who in ("p1", "p2", "p3"))
    other.close()


async def test_what_the_school_cannot_take_in_is_not_saved(desk: Desk, tmp_path: Path) -> None:
    before = everything(tmp_path)
    wrong = Changes((Put("people", "p0", {"forename": 3}),))
    with pytest.raises(DataFolderError):
        await desk.perform(Ruled("wrong", {}, lambda _school, _now: wrong), TUTOR)
    assert everything(tmp_path) == before
    await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    assert is_on_site(desk.school, "p0", DAY)


def test_asking_what_changes_nothing_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.perform_now(arrive("p0"), Actor("p0", Evidence.TYPED))
    before = [(path.name, path.stat().st_mtime_ns) for path in tmp_path.glob("attendance.json*")]
    desk.perform_now(arrive("p0"), Actor("p0", Evidence.TYPED))
    after = [(path.name, path.stat().st_mtime_ns) for path in tmp_path.glob("attendance.json*")]
    assert after == before


def test_a_desk_opened_later_shows_the_same_school(desk: Desk, tmp_path: Path) -> None:
    desk.perform_now(arrive("p0"), Actor("p0", Evidence.TYPED))
    desk.perform_now(choose("p1", "A"), Actor("p1", Evidence.TYPED))
    later = Desk(open_store(tmp_path), lambda: CLOCK).school
    assert later.people == desk.school.people
    assert later.day_record(DAY).bookings == desk.school.day_record(DAY).bookings
    assert later.day_record(DAY).movements == desk.school.day_record(DAY).movements


async def test_what_was_saved_is_in_the_tinydb_file_a_moment_after_the_last_change(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "IDLE", 0.0)
    await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    for _ in range(200):
        await desk.follow()
        await asyncio.sleep(0.01)
        if "movements" in stock(tmp_path):
            break
    assert [row["person"] for row in stock(tmp_path)["movements"].values()] == ["p0"]


async def test_a_desk_that_is_closed_leaves_a_file_for_stock_tinydb(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.perform(arrive("p0"), Actor("p0", Evidence.TYPED))
    assert "movements" not in stock(tmp_path)
    desk.close()
    assert [row["person"] for row in stock(tmp_path)["movements"].values()] == ["p0"]
