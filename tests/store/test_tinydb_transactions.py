"""Transactions and several programs through TinyDB's interface."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage, MemoryStorage
from tinydb.table import Document

from kiosk.errors import KioskError
from kiosk.store.database import Database
from kiosk.store.history import encode_entry
from kiosk.store.memory import MemoryLog, Shared
from kiosk.store.storage import JournalStorage, TransactionStorage
from tests.store.faults import names
from tests.store.programs import ENTRY, stock

CACHING: Any = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]


def test_a_transaction_is_one_line_and_sees_itself(ours: Database, tmp_path: Path) -> None:
    journal = tmp_path / "attendance.json.j000001"
    lines = journal.read_bytes().count(b"\n")
    with ours.transaction():
        first = ours.insert({"n": 1})
        ours.table("other").insert({"n": 2})
        ours.update({"n": 3}, doc_ids=[first])
        ours.remove(where("char") == "a")
        with ours.transaction():
            assert ours.get(doc_id=first) == {"n": 3}
            ours.table("other").truncate()
            assert ours.table("other").insert({"n": 4}) == 2
        assert len(ours) == 3
        assert ours.tables() == {"_default", "other"}
        assert journal.read_bytes().count(b"\n") == lines
    assert journal.read_bytes().count(b"\n") == lines + 1
    assert ours.table("other").all() == [{"n": 4}]


def test_what_is_taken_back_in_a_transaction_is_as_if_it_had_never_been(
    ours: Database, tmp_path: Path
) -> None:
    journal = tmp_path / "attendance.json.j000001"
    before = journal.read_bytes()
    with ours.transaction():
        ours.remove(doc_ids=[ours.insert({"new": 1})])
        ours.update({"int": 2}, doc_ids=[1])
        ours.update({"int": 1}, doc_ids=[1])
        assert len(ours) == 3
    ours.storage.write({name: dict(rows) for name, rows in (ours.storage.read() or {}).items()})
    assert journal.read_bytes() == before
    with ours.transaction():
        ours.remove(doc_ids=[2])
        ours.insert(Document({"again": 1}, doc_id=2))
        assert [row.doc_id for row in ours] == [1, 2, 3]
    assert ours.get(doc_id=2) == {"again": 1}
    assert len(ours) == 3


def test_a_number_of_ones_own_is_not_given_again_in_the_same_transaction(ours: Database) -> None:
    with ours.transaction():
        ours.insert(Document({}, doc_id=40))
        assert ours.insert({}) == 41


def test_another_thread_sees_nothing_of_a_transaction(ours: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with ours.transaction():
            ours.insert({"int": 2})
            found = pool.submit(len, ours)
            with pytest.raises(TimeoutError):
                found.result(0.1)
            ours.drop_tables()
        assert found.result() == 0


def test_threads_that_write_at_once_lose_nothing(ours: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda n: ours.insert({"n": n}), range(100)))
    assert sorted(numbers) == list(range(4, 104))
    assert {row["n"] for row in ours if "n" in row} == {*range(100)}


def test_an_error_in_a_transaction_leaves_nothing_of_it(ours: Database) -> None:
    def fails() -> None:
        with ours.transaction():
            ours.insert({"n": 1})
            ours.drop_tables()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert len(ours) == 3
    with ours.transaction():
        with pytest.raises(ValueError, match="already"):
            ours.insert_multiple([{"half": 1}, Document({}, doc_id=1)])
        ours.insert({"whole": 1})
    assert [row for row in ours if "char" not in row] == [{"whole": 1}]


def test_a_dropped_table_that_is_made_again_holds_only_what_came_after(ours: Database) -> None:
    with ours.transaction():
        ours.drop_table("_default")
        assert ours.tables() == {*()}
        ours.insert({"new": 1})
    assert ours.all() == [{"new": 1}]
    ours.storage.write({"only": {"7": {"x": 1}}})
    assert ours.tables() == {"only"}
    assert ours.table("only").insert({}) == 8


@pytest.mark.parametrize(
    "options",
    [
        {"storage": JournalStorage},
        {"access_mode": "rb+", "encoding": "utf-8"},
        {"create_dirs": True, "encoding": "latin-1"},
        {"indent": None, "sort_keys": False, "separators": (",", ":"), "ensure_ascii": True},
        {"wait": 1.0},
    ],
)
def test_what_stock_tinydb_takes_is_taken(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / ("new/folder" if "create_dirs" in options else "") / "attendance.json"
    with Database(path, **options) as db:
        db.insert({"name": "Siân"})
    assert stock(path.parent)["_default"] == {1: {"name": "Siân"}}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"storage": JSONStorage}, "as a whole"),
        ({"storage": MemoryStorage}, "as a whole"),
        ({"storage": CACHING}, "as a whole"),
        ({"encoding": "utf-16"}, "ASCII"),
        ({"encoding": "utf-8-sig"}, "ASCII"),
        ({"access_mode": "w+"}, "empty"),
        ({"access_mode": "a"}, "empty"),
        ({"indent": 4}, "checksum"),
        ({"sort_keys": True}, "checksum"),
        ({"default": str}, "checksum"),
        ({"colour": "red"}, "no option"),
    ],
)
def test_what_cannot_be_kept_to_is_refused_with_its_reason(
    tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TypeError, match=reason):
        Database(tmp_path / "attendance.json", **options)
    assert list(tmp_path.iterdir()) == []


def test_what_is_open_for_reading_follows_and_is_not_written(
    ours: Database, tmp_path: Path
) -> None:
    for mode in ("r", "rb"):
        reader = Database(tmp_path / "attendance.json", access_mode=mode)
        assert len(reader) == 3
        number = ours.insert({"int": 2})
        assert reader.get(doc_id=number) == {"int": 2}
        with pytest.raises(OSError, match="reading"):
            reader.insert({})
        with pytest.raises(OSError, match="reading"), reader.transaction():
            pass
        before = {path: path.read_bytes() for path in tmp_path.glob("attendance.json*")}
        reader.close()
        assert {path: path.read_bytes() for path in tmp_path.glob("attendance.json*")} == before
        ours.remove(doc_ids=[number])
    with pytest.raises(FileNotFoundError):
        Database(tmp_path / "none.json", access_mode="r")


def test_two_programs_may_work_in_memory() -> None:
    shared = Shared()
    one, other = (Database(MemoryLog(shared), storage=TransactionStorage) for _ in range(2))
    with one.transaction():
        number = one.table("people").insert({"n": 1})
        one.table("people").insert({"n": 2})
    assert other.table("people").get(doc_id=number) == {"n": 1}
    other.table("people").remove(where("n") == 1)
    assert [row["n"] for row in one.table("people")] == [2]


def test_a_transaction_says_in_the_history_who_asked(ours: Database) -> None:
    with ours.transaction(encode_entry(ENTRY)):
        ours.insert({"n": 1})
        with ours.transaction():
            ours.insert({"n": 2})
    assert ours.table("history").all() == [encode_entry(ENTRY)]


def test_the_last_to_leave_puts_the_folder_in_order(tmp_path: Path) -> None:
    one, other = (Database(tmp_path / "attendance.json") for _ in range(2))
    one.insert({"n": 1})
    other.insert({"n": 2})
    one.close()
    assert names(tmp_path) == {"attendance.json.j000001"}
    other.close()
    assert stock(tmp_path) == {"_default": {1: {"n": 1}, 2: {"n": 2}}}


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with Database(tmp_path / "none" / "attendance.json") as db, pytest.raises(KioskError):
        db.insert({})


def test_numbers_that_a_plain_file_held_do_not_come_again_either(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "attendance.json") as db:
        db.insert_multiple([{}, {}])
    with Database(tmp_path / "attendance.json") as ours:
        ours.truncate()
        assert ours.insert({}) == 3
