"""TinyDB's interface on the journal: as stock TinyDB, but where it must differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tinydb import TinyDB, where
from tinydb.operations import add, decrement, delete, increment, set, subtract
from tinydb.table import Document

from kiosk.store.database import Database
from tests.store.programs import stock

Make: TypeAlias = Callable[[Path], TinyDB]


@pytest.fixture(params=[TinyDB, Database], ids=["stock", "ours"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    """Return three documents, `int` 1 and `char` a, b, c."""
    with request.param(tmp_path / "attendance.json") as made:
        made.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield made


def test_insert_gives_numbers_in_order(db: TinyDB) -> None:
    db.drop_tables()
    table = db.table("new")
    assert [table.insert({"n": n}) for n in range(3)] == [1, 2, 3]
    assert table.insert_multiple([{"n": 3}, {"n": 4}]) == [4, 5]
    assert table.insert_multiple(iter([])) == []
    assert [row.doc_id for row in table] == [1, 2, 3, 4, 5]


def test_insert_takes_any_mapping_and_nothing_else(db: TinyDB) -> None:
    class Own(Mapping[str, Any]):
        def __getitem__(self, key: str) -> int:
            return 7

        def __iter__(self) -> Iterator[str]:
            return iter(["seven"])

        def __len__(self) -> int:
            return 1

    assert db.get(doc_id=db.insert(Own())) == {"seven": 7}
    for wrong in ([1], "text", 3):
        with pytest.raises(ValueError, match="Mapping"):
            db.insert(wrong)
        with pytest.raises(ValueError, match="Mapping"):
            db.insert_multiple([{"fine": 1}, wrong])
    assert len(db) == 4


def test_insert_with_a_number_of_ones_own(db: TinyDB) -> None:
    assert db.insert(Document({"x": 1}, doc_id=77)) == 77
    assert db.insert_multiple([Document({"x": 2}, doc_id=80), {"x": 3}])[0] == 80
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"x": 1}, doc_id=77))
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([{"y": 1}, Document({"x": 1}, doc_id=77)])
    assert db.get(doc_id=77) == {"x": 1}
    assert not db.contains(where("y") == 1)


def test_search_get_contains_count(db: TinyDB) -> None:
    assert len(db.search(where("int") == 1)) == 3
    assert [row.doc_id for row in db.search(where("char") == "b")] == [2]
    assert db.search(where("char") == "z") == []
    found = db.get(where("char") == "b")
    assert isinstance(found, Document)
    assert found.doc_id == 2
    assert db.get(where("char") == "z") is None
    assert db.get(doc_id=3) == {"int": 1, "char": "c"}
    assert db.get(doc_id=33) is None
    assert [row["char"] for row in db.get(doc_ids=[1, 3, 9])] == ["a", "c"]
    with pytest.raises(RuntimeError):
        db.get()
    assert db.contains(where("char") == "a")
    assert not db.contains(doc_id=9)
    with pytest.raises(RuntimeError):
        db.contains()
    assert db.count(where("int") == 1) == len(db) == len(db.all()) == len(list(db)) == 3


def test_update(db: TinyDB) -> None:
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.count(where("int") == 2) == 1
    assert db.update({"new": True}) == [1, 2, 3]
    assert db.update({"int": 9}, doc_ids=[2, 44]) == [2]
    assert [row["int"] for row in db] == [2, 9, 1]
    assert db.update({"int": 1}, where("char") == "z") == []
    assert db.update(lambda row: row.update(extra=row["int"] * 2)) == [1, 2, 3]
    assert [row["extra"] for row in db] == [4, 18, 2]
    assert all(row["new"] for row in db)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (delete("int"), {"char": "a"}),
        (add("int", 5), {"int": 6, "char": "a"}),
        (subtract("int", 5), {"int": -4, "char": "a"}),
        (set("char", "xyz"), {"int": 1, "char": "xyz"}),
        (increment("int"), {"int": 2, "char": "a"}),
        (decrement("int"), {"int": 0, "char": "a"}),
    ],
)
def test_update_by_an_operation(db: TinyDB, change: Any, wanted: dict[str, Any]) -> None:
    db.update(change, where("char") == "a")
    assert db.get(doc_id=1) == wanted


def test_update_multiple(db: TinyDB) -> None:
    assert db.update_multiple([
        ({"int": 2}, where("char") == "a"), ({"int": 4}, where("char") == "b"),
    ]) == [1, 2]  # fmt: skip
    assert [row["int"] for row in db] == [2, 4, 1]


def test_an_update_that_fails_changes_nothing(db: TinyDB) -> None:
    def fails(row: dict[str, Any]) -> None:
        row["int"] = 5
        if row["char"] == "b":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.update(fails)
    if isinstance(db, Database):  # stock TinyDB hands out what it keeps nowhere: the file is whole
        assert [row["int"] for row in db] == [1, 1, 1]


def test_upsert(db: TinyDB) -> None:
    assert db.upsert({"int": 5, "char": "a"}, where("char") == "a") == [1]
    assert db.upsert({"int": 6, "char": "y"}, where("char") == "y") == [4]
    assert db.upsert(Document({"int": 7}, doc_id=2)) == [2]
    assert db.upsert(Document({"int": 8}, doc_id=20)) == [20]
    assert [row["int"] for row in db] == [5, 7, 1, 6, 8]
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"int": 1})


def test_remove_and_truncate(db: TinyDB) -> None:
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[1, 2]) == [1]
    assert db.remove(where("char") == "z") == []
    with pytest.raises(RuntimeError):
        db.remove()
    assert len(db) == 1
    db.truncate()
    assert (len(db), db.all(), list(db)) == (0, [], [])


def test_tables(db: TinyDB) -> None:
    db.table("one").insert({"a": 1})
    db.table("two").insert({"b": 1})
    assert db.tables() == {"_default", "one", "two"}
    assert db.table("one") is db.table("one")
    db.drop_table("one")
    db.drop_table("never there")
    assert db.tables() == {"_default", "two"}
    assert len(db.table("one")) == 0
    db.table("empty", persist_empty=True)
    assert "empty" in db.tables()
    db.drop_tables()
    assert db.tables() == {*()}
    db.insert({"again": 1})
    assert db.all() == [{"again": 1}]


def test_repr_names_the_tables(db: TinyDB) -> None:
    assert re.match(r"<(TinyDB|Database) tables=\['_default'\]", repr(db))
    assert "total=3" in repr(db.table("_default"))


def test_nested_and_hostile_values_come_back(db: TinyDB) -> None:
    row = {"deep": {"list": [1, {"x": None}], "t": True}, "text": "Siân \ud800 \x00 </b>", "f": 1.5}
    db.insert(row)
    assert db.get(doc_id=4) == row


def test_a_closed_one_is_read_by_the_next(tmp_path: Path) -> None:
    for make in (TinyDB, Database, Database):
        with make(tmp_path / "attendance.json") as db:
            db.insert({"by": make.__name__})
    assert [row["by"] for row in stock(tmp_path)["_default"].values()] == [
        "TinyDB", "Database", "Database",
    ]  # fmt: skip


# --- where ours differs ------------------------------------------------------------------------


def test_numbers_never_come_again(ours: Database, tmp_path: Path) -> None:
    ours.remove(doc_ids=[3])
    assert ours.insert({}) == 4
    ours.truncate()
    assert ours.insert({}) == 5
    ours.drop_tables()
    assert ours.insert({}) == 6
    ours.insert(Document({}, doc_id=40))
    ours.remove(doc_ids=[40])
    assert ours.insert({}) == 41
    ours.remove(doc_ids=[41])
    ours.close()
    with Database(tmp_path / "attendance.json") as later:
        assert later.insert({}) == 42


def test_what_is_read_may_be_changed_to_its_depths_and_nothing_else_is(ours: Database) -> None:
    ours.insert({"deep": [{"x": 1}]})
    for found in (ours.get(doc_id=4), ours.all()[3], ours.search(where("deep").exists())[0]):
        assert found is not None
        found["deep"][0]["x"] = 2
        assert ours.get(doc_id=4) == {"deep": [{"x": 1}]}
    given = {"deep": [1]}
    number = ours.insert(given)
    given["deep"].append(2)
    assert ours.get(doc_id=number) == {"deep": [1]}


def test_a_search_finds_what_another_program_wrote(ours: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "attendance.json")
    assert other.count(where("int") == 1) == 3
    ours.insert({"int": 1})
    assert other.count(where("int") == 1) == 4
    assert other.insert({}) == 5


def test_what_does_not_change_is_not_written(ours: Database, tmp_path: Path) -> None:
    journal = tmp_path / "attendance.json.j000001"
    before = journal.read_bytes()
    ours.update({"int": 1})
    ours.update(lambda row: row.update(int=1), doc_ids=[1])
    ours.remove(where("char") == "z")
    ours.table("_default", persist_empty=True)
    ours.drop_table("never there")
    assert journal.read_bytes() == before


def test_an_existing_table_is_not_emptied_by_asking_for_one_that_stays(tmp_path: Path) -> None:
    with Database(tmp_path / "attendance.json") as db:
        db.table("t").insert({})
    with Database(tmp_path / "attendance.json") as db:
        assert len(db.table("t", persist_empty=True)) == 1


def test_what_json_has_no_word_for_is_refused_and_nothing_is_written(ours: Database) -> None:
    for wrong in (float("nan"), float("inf"), object()):
        with pytest.raises((ValueError, TypeError)):
            ours.insert_multiple([{"fine": 1}, {"x": wrong}])
    assert len(ours) == 3
    with pytest.raises(ValueError, match="_meta"):
        ours.table("_meta")
