"""Folders of an older version: brought up as they are read, written as new, a copy kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from kiosk.errors import DataFolderError
from kiosk.store import maintenance, repair
from kiosk.store.database import Database
from kiosk.store.journal import journal, migration
from kiosk.store.journal.lines import Operation, StoredDocument
from tests.store.programs import history, stock
from tests.store.test_repair import NOW

OLD = {"at": "2026-09-01T08:20:00+01:00", "device": "d", "by": "p1", "asked": "sign_in",
       "about": ["p1"]}  # fmt: skip
NEW = {"at": OLD["at"], "device": "d", "by": "p1", "evidence": "", "decision": "sign_in",
       "arguments": {"1": "p1"}, "records": []}  # fmt: skip


def test_the_history_of_a_plain_file_is_brought_up_and_the_file_kept(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "attendance.json") as plain:
        plain.table("history").insert(OLD)
    before = (tmp_path / "attendance.json").read_bytes()
    assert [(one.by, one.evidence) for one in history(tmp_path, "p1")] == [("p1", "")]
    assert (tmp_path / "attendance.json").read_bytes() == before, "reading writes nothing"
    with Database(tmp_path / "attendance.json") as db:
        db.insert({"n": 1})
    assert stock(tmp_path)["history"] == {1: NEW}
    [kept] = (tmp_path / "attendance.backups").glob("original-*.json")
    assert kept.read_bytes() == before


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a folder of this version with a checkpoint, and a journal that goes on after it."""
    folder, killed = tmp_path / "old", tmp_path / "killed"
    folder.mkdir()
    with Database(folder / "attendance.json") as db:
        db.insert({"n": 1})
    db = Database(folder / "attendance.json")
    db.insert({"n": 2})
    shutil.copytree(folder, killed)
    db.close()
    return killed


@pytest.fixture
def newer(old: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this program be of the next version, in which every number is a text."""

    def to_text(there: dict[str, dict[str, StoredDocument]]) -> Iterator[Operation]:
        for number, row in there["_default"].items():
            yield ["put", "_default", number, {"n": f"<{row['n']}>"}]

    monkeypatch.setattr(migration, "STEPS", [*migration.STEPS, to_text])
    monkeypatch.setattr(migration, "FORMAT", len(migration.STEPS))
    return old


def there(folder: Path) -> list[object]:
    with closing(journal.Journal(folder / "attendance.json")) as found:
        return [row["n"] for row in found.tables.rows["_default"].values()]


def test_an_older_journal_is_read_without_being_written(newer: Path) -> None:
    files = {path: path.read_bytes() for path in newer.iterdir() if path.is_file()}
    assert there(newer) == ["<1>", "<2>"]
    assert {path: path.read_bytes() for path in files} == files


def test_the_first_change_begins_a_journal_of_the_new_version(newer: Path) -> None:
    reader = journal.Journal(newer / "attendance.json")
    assert len(reader.tables.rows["_default"]) == 2
    before = (newer / "attendance.json").read_bytes()
    with Database(newer / "attendance.json") as db:
        db.insert({"n": "new"})
        assert there(newer) == ["<1>", "<2>", "new"], "replayed across both versions"
    reader.follow()
    assert [row["n"] for row in reader.tables.rows["_default"].values()] == ["<1>", "<2>", "new"]
    reader.close()
    assert [row["n"] for row in stock(newer)["_default"].values()] == ["<1>", "<2>", "new"]
    assert there(newer) == ["<1>", "<2>", "new"]
    kept = [path.read_bytes() for path in (newer / "attendance.backups").glob("original-*")]
    assert before in kept


def test_a_checkpoint_of_an_older_folder_begins_a_journal_too(newer: Path) -> None:
    with closing(maintenance.MaintainedJournal(newer / "attendance.json")) as kept:
        kept.follow()
        assert kept.checkpoint()
    about = json.loads((newer / "attendance.json").read_bytes())["_meta"]["1"]
    assert about["format"] == migration.FORMAT
    assert there(newer) == ["<1>", "<2>"]


def test_a_line_of_an_older_program_that_still_runs_is_brought_up_too(
    old: Path, request: pytest.FixtureRequest
) -> None:
    path = old / "attendance.json.j000001"
    older, there_at = Database(old / "attendance.json"), []
    for number in (3, 4):
        older.insert({"n": number})
        there_at.append(path.read_bytes())
    path.write_bytes(there_at[0])
    (old / "attendance.lock").unlink()  # it would tell that a line is missing
    request.getfixturevalue("newer")
    reader = journal.Journal(old / "attendance.json")
    assert [row["n"] for row in reader.tables.rows["_default"].values()] == ["<1>", "<2>", "<3>"]
    path.write_bytes(there_at[1])
    reader.follow()
    assert [row["n"] for row in reader.tables.rows["_default"].values()][-1] == "<4>"
    reader.close()


def test_an_older_copy_is_brought_up_when_it_is_gone_back_to(newer: Path) -> None:
    [copy] = (newer / "attendance.backups").glob("attendance-*")
    repair.restore(newer, copy, NOW)
    assert there(newer) == ["<1>"]
    assert repair.repair(newer, NOW).aside is None


def test_a_damaged_older_journal_is_repaired_and_brought_up(newer: Path) -> None:
    path = newer / "attendance.json.j000001"
    path.write_bytes(path.read_bytes() + b"what is this\n")
    assert repair.repair(newer, NOW).spoilt == 1
    assert there(newer) == ["<1>", "<2>"]


def test_an_older_program_refuses_what_a_newer_one_began(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database(newer / "attendance.json") as db:
        db.insert({"n": "new"})
    monkeypatch.undo()
    with pytest.raises(DataFolderError, match="newer"):
        there(newer)
