"""The store on real files: what is saved is there, for us and for stock TinyDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB

from kiosk.desk import Desk
from kiosk.errors import Busy, DataFolderError
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import PersonId, ResourceId
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Role
from kiosk.store.database import Database
from kiosk.store.maintenance import MaintainedJournal
from kiosk.store.opening import open_store
from kiosk.text import Both
from tests.builders import DAY, person
from tests.store.programs import (
    CLOCK,
    ENTRY,
    Reader,
    changed,
    desk_on,
    everything,
    lay,
    rows,
    stock,
    write,
)


def test_what_one_program_wrote_another_reads(tmp_path: Path) -> None:
    lay(tmp_path, people=3, places=2)
    school = School().apply(open_store(tmp_path).news().items)
    assert set(school.people) == {"p0", "p1", "p2"}
    assert school.programme.sessions["A"].places == 2


def test_a_folder_is_made_private_and_an_empty_one_holds_nothing(tmp_path: Path) -> None:
    store = Reader(open_store(tmp_path / "new" / "folder"))
    assert store.news() == []
    assert not store.has_news()
    assert (tmp_path / "new" / "folder").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DataFolderError):
        open_store(tmp_path / "file" / "folder")


def test_a_plain_tinydb_file_is_taken_over_with_every_table(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "attendance.json") as tiny:
        tiny.table("people").insert({"id": "p9", "forename": "Nia", "surname": "", "role": "TA"})
        tiny.table("notes").insert({"kept": True})
    plain = (tmp_path / "attendance.json").read_bytes()
    assert changed(open_store(tmp_path).news().items) == {("people", "p9", True)}
    write(tmp_path, person("p10"))
    [original] = (tmp_path / "attendance.backups").glob("original-*.json")
    assert original.read_bytes() == plain
    assert stock(tmp_path)["notes"] == {1: {"kept": True}}
    assert [row["id"] for row in stock(tmp_path)["people"].values()] == ["p9", "p10"]
    write(tmp_path, person("p11"))
    assert [row["id"] for row in stock(tmp_path)["people"].values()] == ["p9", "p10", "p11"]


def test_stock_tinydb_reads_the_attendance_as_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    desk.perform_now(sign_in("p1"), Actor("p1", Evidence.TYPED))
    surname = desk.school.people["p1"].surname
    desk.close()
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    code = readme.partition("```python\n")[2].partition("```")[0]
    assert len(code.splitlines()) == 6
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    [movement] = rows(tmp_path, "movements")
    assert capsys.readouterr().out == f"{movement['at']} {surname} arrived\n"


def test_a_plain_file_is_replaced_only_while_no_journal_stands(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    with TinyDB(tmp_path / "plain.json") as tiny:
        tiny.table("people").insert({"id": "p9"})
    (tmp_path / "plain.json").replace(tmp_path / "attendance.json")
    for _ in range(2):
        with pytest.raises(DataFolderError, match="damaged"):
            open_store(tmp_path).news()


def test_what_stock_tinydb_writes_beside_a_journal_is_refused_and_left_alone(
    tmp_path: Path,
) -> None:
    lay(tmp_path, people=2, places=1)
    running = desk_on(tmp_path)
    with TinyDB(tmp_path / "attendance.json") as tiny:
        tiny.table("people").insert({"id": "p9"})
    written = (tmp_path / "attendance.json").read_bytes()
    with pytest.raises(DataFolderError, match="nother program"):
        open_store(tmp_path).news()
    with pytest.raises(DataFolderError, match="nother program"):
        running.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    running.close()
    assert (tmp_path / "attendance.json").read_bytes() == written


def test_news_is_exactly_what_another_program_changed(tmp_path: Path) -> None:
    lay(tmp_path, people=3, places=2)
    reader, writer = Reader(open_store(tmp_path)), Reader(open_store(tmp_path))
    reader.news()
    writer.news()
    writer.save(put(person("p1", Role.TA)), Remove("people", "p2"), put(person("new")))
    assert not writer.has_news()
    assert writer.news() == []
    assert reader.has_news()
    assert changed(reader.news()) == {
        ("people", "p1", True), ("people", "p2", False), ("people", "new", True)
    }  # fmt: skip
    assert not reader.has_news()
    assert reader.news() == []


def test_what_maintenance_reads_is_news_as_well(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    reader = Reader(open_store(tmp_path))
    reader.news()
    write(tmp_path, person("first"))
    assert changed(reader.news()) == {("people", "first", True)}
    write(tmp_path, person("second"))
    running = desk_on(tmp_path)
    running.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    reader.store.run_maintenance()  # another thread does this
    assert {item.id for item in reader.news() if item.table == "people"} == {"second"}
    assert not reader.has_news()
    running.close()


def test_a_session_goes_after_the_places_in_it(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    follower, writer = desk_on(tmp_path), open_store(tmp_path)
    follower.perform_now(choose("p0", "A"), Actor("p0", Evidence.TYPED))
    reader = Reader(open_store(tmp_path))
    reader.news()
    with writer.transaction():
        writer.append([Remove("bookings", "A/p0"), Remove("sessions", "A")], ENTRY)
    assert reader.news() == [Remove("bookings", "A/p0"), Remove("sessions", "A")]


def test_the_same_record_again_is_one_document_with_its_number(tmp_path: Path) -> None:
    lay(tmp_path, people=2, places=1)
    write(tmp_path, replace(person("p0"), department="Maths"))
    write(tmp_path, person("p7"))
    numbered = {row["id"]: number for number, row in stock(tmp_path)["people"].items()}
    assert numbered == {"p0": 1, "p1": 2, "p7": 3}


def test_the_history_says_when_by_whom_and_what_was_asked(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    desk_on(tmp_path).perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    entry = rows(tmp_path, "history")[-1]
    assert (entry["by"], entry["decision"]) == ("p0", "sign_in")
    assert entry["arguments"] == {"person": "p0"}
    assert entry["records"] == [["movements", rows(tmp_path, "movements")[0]["id"]]]
    assert entry["at"] == CLOCK.isoformat()
    assert entry["device"]


HOSTILE = [
    "Siân ap Gŵyn", "Sia\u0302n", "الزهراء", "𠮷田", "</b>[/x]{name}", 'Robert\'); DROP "\\',
    "a\u2028b\u200d\x00\x1f", "\ud800 alone", "%s %n", "__proto__", "\N{PILE OF POO}" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_survives_in_names_and_ids(tmp_path: Path, text: PersonId) -> None:
    write(tmp_path, person(text, forename=text))
    found = School().apply(open_store(tmp_path).news().items).people[text]
    assert found.forename == text
    assert rows(tmp_path, "people")[0]["forename"] == text


@given(texts=st.lists(st.text(max_size=20), max_size=5, unique=True))
def test_all_text_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    write(folder, *(Resource(ResourceId(text), Both(text, text)) for text in texts))
    kept = School().apply(open_store(folder).news().items).programme.resources
    assert {one: resource.title.cy for one, resource in kept.items()} == {t: t for t in texts}


DAMAGED = [
    b"", b"{", b"[]", b"null", b"3", b'{"people": 3}', b'{"people": {"1": 3}}', b"\x00" * 40,
    b'{"people": {"1": {"name": "no id"}}}', b'{"people": {"one": {"id": "x"}}}', b"\xff\xfe{}",
    b'{"people": {"1": {"id": 7}}}', b"[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "attendance.json").write_bytes(data)
    store = open_store(tmp_path)
    with pytest.raises(DataFolderError, match="damaged"):
        store.news()
    with pytest.raises(DataFolderError):
        store.append([put(person("new"))], ENTRY)
    assert (tmp_path / "attendance.json").read_bytes() == data


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("people", {"id": "x", "forename": "X", "surname": "", "role": "astronaut"}),
        ("people", {"id": "x", "forename": 3, "surname": "", "role": "TA"}),
        ("people", {"id": "x"}),
        ("movements", {"id": "not-a-key", "day": DAY, "person": "p0", "inward": True}),
    ],
)
def test_a_document_that_is_not_ours_is_said_and_nothing_is_decided_without_it(
    tmp_path: Path, table: str, row: dict[str, Any]
) -> None:
    lay(tmp_path, people=1, places=1)
    running = desk_on(tmp_path)
    with Database(tmp_path / "attendance.json") as tiny:
        tiny.table(table).insert(row)
    before = everything(tmp_path)
    with pytest.raises(DataFolderError):
        desk_on(tmp_path)
    for _ in range(2):
        with pytest.raises(DataFolderError):
            running.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert everything(tmp_path) == before


def test_a_document_without_an_id_stops_a_store_only_while_it_is_there(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    reader = Reader(open_store(tmp_path))
    reader.news()
    write(tmp_path, person("before"))
    with Database(tmp_path / "attendance.json") as tiny:
        bad = tiny.table("people").insert({"forename": "Nobody"})
    for _ in range(2):
        with pytest.raises(DataFolderError, match="no id"):
            reader.news()
        with pytest.raises(DataFolderError, match="no id"):
            reader.store.append([put(person("new"))], ENTRY)
        assert reader.has_news()
    with Database(tmp_path / "attendance.json") as tiny:
        tiny.table("people").remove(doc_ids=[bad])
    write(tmp_path, person("after"))
    assert changed(reader.news()) == {("people", "before", True), ("people", "after", True)}
    assert not reader.has_news()


def test_of_two_documents_with_one_id_one_may_go_and_the_record_stays(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    reader = Reader(open_store(tmp_path))
    reader.news()
    with Database(tmp_path / "attendance.json") as tiny:
        again = tiny.table("people").insert({**rows(tmp_path, "people")[0], "forename": "New"})
        assert changed(reader.news()) == {("people", "p0", True)}
        tiny.table("people").remove(doc_ids=[again - 1])
    assert reader.news() == []
    for store in (reader.store, open_store(tmp_path)):
        with store.transaction():
            store.append([put(person("p0", forename="Newer"))], ENTRY)
    assert [row["forename"] for row in rows(tmp_path, "people")] == ["Newer"]


def test_a_place_in_a_session_that_is_gone_does_not_stop_the_kiosk(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    running = desk_on(tmp_path)
    running.perform_now(choose("p0", "A"), Actor("p0", Evidence.TYPED))
    with Database(tmp_path / "attendance.json") as tiny:
        gone = [row.doc_id for row in tiny.table("sessions") if row["id"] == "A"]
        tiny.table("sessions").remove(doc_ids=gone)
    for desk in (running, desk_on(tmp_path)):
        desk.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
        assert "A" not in desk.school.programme.sessions
        assert "A" not in desk.school.day_record(DAY).bookings


def test_a_file_that_is_gone_is_said_and_not_replaced_by_an_empty_school(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    desk = desk_on(tmp_path)
    (tmp_path / "attendance.json").rename(tmp_path / "elsewhere.json")
    for _ in range(2):
        with pytest.raises(DataFolderError, match="is missing"):
            desk.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert not (tmp_path / "attendance.json").exists()
    (tmp_path / "elsewhere.json").rename(tmp_path / "attendance.json")
    desk.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert is_on_site(desk_on(tmp_path).school, "p0", DAY)


def test_a_folder_held_by_another_program_is_busy_and_then_free_again(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    before = everything(tmp_path)
    other = open_store(tmp_path)
    waiting = Desk(open_store(tmp_path, wait=0.05), lambda: CLOCK)
    with other.transaction(), pytest.raises(Busy):
        waiting.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert everything(tmp_path) == before
    waiting.perform_now(sign_in("p0"), Actor("p0", Evidence.TYPED))
    assert len(rows(tmp_path, "movements")) == 1


def test_a_change_that_cannot_be_written_down_leaves_all_as_it_was(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    store = open_store(tmp_path)
    store.news()
    with pytest.raises(TypeError):
        store.append([put(person("new")), Put("people", "odd", {"forename": object()})], ENTRY)
    store.append([put(person("other"))], ENTRY)
    assert {row["id"] for row in rows(tmp_path, "people")} == {"p0", "other"}


def test_a_line_that_does_not_say_by_what_proof_does_not_spoil_the_folder(tmp_path: Path) -> None:
    lay(tmp_path, people=1, places=1)
    told = {"at": "2026-09-01T08:00:00+01:00", "device": "d", "by": "p0", "decision": "x"}
    journal = MaintainedJournal(tmp_path / "attendance.json")
    with journal.transaction():
        journal.append([], told)
    journal.close()
    assert stock(tmp_path)["history"][2] == told | {"evidence": "", "arguments": {}, "records": []}
