"""Erasing: nothing of a person is left in any file, and nothing else is lost."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from kiosk.errors import Busy, DataFolderError
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.certificates import certificates_of, issue_certificates
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.changes import Remove
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.records import Resource, Track
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, Role
from kiosk.store.database import Database
from kiosk.store.erasure.erasure_scope import PersonScope, TableScope
from kiosk.store.interface import ErasureReport
from kiosk.store.journal import checkpoint
from kiosk.store.journal.checkpoint import JournalPosition as Place
from kiosk.store.journal.file_names import (
    ARCHIVE,
    BACKUPS,
    ERASING,
    FILE,
    journal_path,
    journals_in,
)
from kiosk.store.journal.lines import read_line, write_line
from kiosk.store.maintenance import MaintainedJournal, erase
from kiosk.store.opening import open_store
from kiosk.store.repair import repair, restore
from kiosk.system.log import ErrorLog
from kiosk.system.secrets import SecretStore
from kiosk.text import Both
from tests.builders import DAY, at, person
from tests.store.programs import Reader, changed, desk_on, everything, history, lay, rows, stock
from tests.store.remembering import (
    ALL,
    COPY,
    NAMED,
    NOW,
    OTHER,
    WHO,
    assert_erased,
    chains,
    entry,
    found_in,
    happenings,
    lines_of,
    save,
    there,
)


def test_nothing_is_left_of_a_person_in_any_file(full: Path) -> None:
    places = found_in(full, *ALL)
    assert {Path(one).parent.name.partition("-")[0] for one in places} >= {
        "", ARCHIVE, BACKUPS, "attendance.aside"
    }  # fmt: skip
    assert any("torn" in one for one in places)
    assert any("original" in one for one in places)
    before = there(full)
    report = erase(full, PersonScope(WHO), NOW)
    assert report.called == "erased-1"
    assert report.not_rewritten == ()
    assert {path.name for path in report.removed} == {
        f"{FILE}.j000007.torn-9", f"{COPY}.new"
    }  # fmt: skip
    assert report.spoilt == 1
    assert_erased(full, before)


def test_what_others_have_of_the_person_is_taken_out_of_it(full: Path) -> None:
    erase(full, PersonScope(WHO), NOW)
    school = School().apply(open_store(full).news().items)
    assert set(school.people) == {"p0", "p1", "p2"}
    assert school.people["p1"].mentor == ""
    assert school.programme.sessions["B"].leaders == ("p1",)
    assert school.programme.sessions["B"].speaker == ""
    assert school.programme.sessions["B"].audience == ("person:erased-1", "TA")
    assert school.programme.resources["r"].audience == ("person:erased-1",)
    assert school.sign_offs["p2"]["p2/keys/signer"].by == "erased-1"
    assert (school.settings.head, school.settings.tutor) == ("", "Mr Rees")
    book = school.day_record(DAY)
    assert {who: one.agreed_by for who, one in book.invitations.items()} == {
        OTHER: "p1", "p2": "erased-1",
    }  # fmt: skip
    assert set(school.intentions) == {OTHER}
    assert set(book.movements) == {OTHER, "p2"}
    assert [set(held) for held in (book.bookings["A"], book.marks["A"])] == [{OTHER}, {OTHER}]
    assert stock(full)["notes"] == {
        1: {"person": "nobody", "of": ["erased-1", {"in": "A/erased-1"}]}
    }


def test_a_name_that_somebody_else_has_too_stays(full: Path) -> None:
    save(full, entry("command"), person("twin", Role.TA, **NAMED))
    erase(full, PersonScope(WHO), NOW)
    school = School().apply(open_store(full).news().items)
    assert school.settings.head == "Siân O'Neill-Ŵyn"
    assert school.people["twin"].surname == "O'Neill-Ŵyn"
    assert found_in(full, WHO) == set()


def test_a_certificates_number_is_never_given_again(full: Path) -> None:
    erase(full, PersonScope(WHO), NOW)
    desk = desk_on(full)
    again = person("p9")
    save(full, entry("command"), again, replace(happenings("p9", 0)[1], at=at("10:30")))
    desk.perform_now(issue_certificates(DAY, "p9"), TUTOR)
    numbers = {one.id: one.person for one in certificates_of(desk.school, DAY)}
    assert numbers == {"INSET-2026-0001": OTHER, "INSET-2026-0003": "p9"}


def test_documents_numbers_are_never_given_again(full: Path) -> None:
    [given] = [number for number, row in stock(full)["people"].items() if row["id"] == WHO]
    erase(full, PersonScope(WHO), NOW)
    copy = full / BACKUPS / "attendance-2026-09-01-end.json"
    assert checkpoint.read(copy).tables.free_number("people") > given
    with Database(full / FILE) as db:
        assert db.table("people").insert({"id": "p8", "forename": "", "surname": "", "role": "TA"})
    assert given not in stock(full)["people"]


def test_the_code_that_a_person_has_set_goes_and_the_others_stay(full: Path) -> None:
    secrets = SecretStore(full)
    secrets.set_pin("7391")
    for who in (WHO, OTHER):
        secrets.set_code(who, "4826")
    ErrorLog(full).note(ValueError())
    assert erase(full, PersonScope(WHO), NOW).not_rewritten == ()
    assert found_in(full, WHO) == set()
    assert (secrets.has_pin(), secrets.has_code(WHO), secrets.has_code(OTHER)) == (
        True,
        False,
        True,
    )


def test_secrets_that_cannot_be_read_are_told_and_the_rest_is_erased(full: Path) -> None:
    (full / "secrets.json").write_text("{")
    assert erase(full, PersonScope(WHO), NOW).not_rewritten == (full / "secrets.json",)
    assert found_in(full, *ALL) == set()


def test_two_people_who_were_erased_are_told_apart(full: Path) -> None:
    assert erase(full, PersonScope(WHO), NOW).called == "erased-1"
    assert erase(full, PersonScope(OTHER), NOW).called == "erased-2"
    school = School().apply(open_store(full).news().items)
    assert set(school.day_record(DAY).certificates) == {"erased-1", "erased-2"}
    assert certificates_of(school, DAY) == []


def test_the_lines_are_chained_anew_and_the_headers_say_why(full: Path) -> None:
    desk = desk_on(full)
    desk.perform_now(sign_in(OTHER), Actor(OTHER, Evidence.TYPED))
    desk.close()
    seqs = [line.seq for line in lines_of(full)]
    report = erase(full, PersonScope(WHO), NOW, Actor(WHO, Evidence.BADGE))
    assert [line.seq for line in lines_of(full)][: len(seqs)] == seqs
    journals = [path for path in report.rewritten if path.parent.name == ARCHIVE]
    assert journals
    for path in journals:
        first = read_line(path.read_bytes().splitlines()[0])
        assert first is not None
        assert first.body["erased"]["by"] == "erased-1"
        assert first.body["erased"]["at"] == NOW.isoformat()
    [said] = [line for line in lines_of(full) if line.body.get("decision") == "erase"]
    assert (said.body["arguments"], said.body["by"]) == ({"person": "erased-1"}, "erased-1")
    again = erase(full, PersonScope(WHO), NOW)
    assert again.changed == 0


@pytest.mark.usefixtures("small")
def test_an_archive_without_a_break_has_none_afterwards(tmp_path: Path) -> None:
    lay(tmp_path, people=5, places=5)
    for turn in range(3):
        for who in ("p1", "p2", "p3", "p4")[turn:]:
            desk = desk_on(tmp_path)
            desk.perform_now(
                choose(PersonId(who), SessionId("AB"[turn % 2])), Actor(who, Evidence.TYPED)
            )
            desk.close()
        assert chains(tmp_path)
        report = erase(tmp_path, PersonScope(PersonId(f"p{turn + 1}")), NOW)
        assert report.rewritten
        assert chains(tmp_path)
    assert found_in(tmp_path, "p1", "p2", "p3") == set()


def test_programs_at_work_take_it_in_and_go_on(full: Path) -> None:
    follower, desk, reader = desk_on(full), desk_on(full), Reader(open_store(full))
    reader.news()
    desk.perform_now(sign_in("p1"), Actor("p1", Evidence.TYPED))
    reader.news()
    erase(full, PersonScope(WHO), NOW)
    assert reader.has_news()
    news = reader.news()
    assert Remove("people", WHO) in news
    assert Remove("bookings", join_ids("A", WHO)) in news
    assert {("certificates", "INSET-2026-0002", True), ("sessions", "B", True)} <= changed(news)
    assert not reader.has_news()
    for running in (desk, follower):
        running.perform_now(sign_in(OTHER), Actor(OTHER, Evidence.TYPED))
        assert WHO not in running.school.people
        assert WHO not in running.school.day_record(DAY).certificates
    fresh = School().apply(open_store(full).news().items)
    assert fresh.people == desk.school.people
    assert fresh.day_record(DAY).certificates == desk.school.day_record(DAY).certificates
    desk.close()
    follower.close()
    assert found_in(full, *ALL) == set()


def test_a_program_that_has_the_folder_or_makes_a_checkpoint_is_waited_for(full: Path) -> None:
    other = MaintainedJournal(full / FILE)
    with other.programs.only_one_doing("checkpoint", 0), pytest.raises(Busy):
        erase(full, PersonScope(WHO), NOW, wait=0.05)
    with other.transaction(), pytest.raises(Busy):
        erase(full, PersonScope(WHO), NOW, wait=0.05)
    assert not (full / ERASING).exists()
    assert WHO in School().apply(open_store(full).news().items).people


def test_files_that_are_not_known_are_told_and_left(full: Path) -> None:
    strange = [full / BACKUPS / "attendance-2026-09-01.json.enc", full / "pages" / "list.pdf"]
    (full / "pages").mkdir()
    for path in strange:
        path.write_bytes(b"\x00")
    newer = full / BACKUPS / "attendance-2026-09-03.json"
    newer.write_bytes(b"".join(checkpoint.pieces(checkpoint.read(full / FILE).tables, Place(9), 0)))
    newer.write_bytes(newer.read_bytes().replace(b'{"format":2', b'{"format":99'))
    data = newer.read_bytes()
    (full / BACKUPS / "attendance-2026-09-04.json").write_bytes(data[:400])
    altered = full / BACKUPS / "attendance-2026-09-05.json"
    altered.write_bytes((full / FILE).read_bytes().replace(b'"p0"', b'"p9"', 1))
    report = erase(full, PersonScope(WHO), NOW)
    assert altered in report.rewritten
    with pytest.raises(DataFolderError, match="damaged"):
        checkpoint.read(altered)
    assert set(report.not_rewritten) == {*strange, newer}
    assert newer.read_bytes() == data
    assert full / BACKUPS / "attendance-2026-09-04.json" in report.removed


def test_a_copy_can_be_gone_back_to_and_what_was_erased_does_not_come_back(full: Path) -> None:
    erase(full, PersonScope(WHO), NOW)
    for copy in sorted((full / BACKUPS).glob("*.json")):
        checkpoint.read(copy)
        restore(full, copy, NOW)
        with closing(open_store(full)) as store:
            assert WHO not in School().apply(store.news().items).people
    assert found_in(full, *ALL) == set()


def test_a_kind_of_record_is_erased_up_to_a_date(full: Path) -> None:
    later = Movement(
        join_ids("2026-09-20", "p1", "1"), "2026-09-20", "p1", True, NOW, Evidence.CODE
    )
    save(full, entry("p1", "p1"), later)
    before = there(full)
    report = erase(full, TableScope("movements", date(2026, 9, 20)), NOW)
    assert report.called == ""
    assert [row["id"] for row in stock(full)["movements"].values()] == [later.id]
    assert found_in(full, '"inward":true,"at":"2026-09-01') == set()
    for name in set(before) - {"movements", "history"}:
        assert stock(full)[name] == before[name]
    assert rows(full, "history")[-1]["arguments"] == {
        "table": "movements", "before": "2026-09-20",
    }  # fmt: skip
    assert repair(full, NOW).aside is None


def test_certificates_of_before_a_date_keep_their_numbers_only(full: Path) -> None:
    erase(full, TableScope("certificates", date(2026, 9, 20)), NOW)
    school = School().apply(open_store(full).news().items)
    assert certificates_of(school, DAY) == []
    assert {one.id for one in school.day_record(DAY).certificates.values()} == {
        "INSET-2026-0001", "INSET-2026-0002"
    }  # fmt: skip
    assert found_in(full, "Reading") == set()


def test_the_history_is_erased_but_for_what_was_erased(full: Path) -> None:
    erase(full, PersonScope(WHO), NOW)
    erase(full, TableScope("history"), NOW)
    assert [row["decision"] for row in rows(full, "history")] == ["erase", "erase"]
    assert {line.body.get("decision", "erase") for line in lines_of(full)} == {"erase"}
    assert [one.decision for one in history(full, "erased-1")] == ["erase"]
    assert repair(full, NOW).aside is None


def test_what_is_being_erased_and_cannot_be_read_is_said_and_stops_nobody(full: Path) -> None:
    (full / ERASING).write_bytes(b"{")
    with pytest.raises(DataFolderError, match="cannot be read"):
        erase(full, PersonScope(WHO), NOW)
    store = open_store(full)
    store.news()
    store.run_maintenance()
    store.close()
    save(full, entry("p1", "p1"), Resource("new", Both("new")))
    assert "new" in {row["id"] for row in stock(full)["resources"].values()}


@pytest.mark.usefixtures("small")
def test_an_empty_folder_and_a_person_who_is_nobody_are_no_obstacle(tmp_path: Path) -> None:
    report = erase(tmp_path, PersonScope("nobody"), NOW)
    assert isinstance(report, ErasureReport)
    assert report.changed == 0
    assert everything(tmp_path)["history"][0]["arguments"] == {"person": "erased-1"}
    assert repair(tmp_path, NOW).aside is None


def test_a_plain_file_is_taken_over_and_kept_without_the_person(tmp_path: Path) -> None:
    people = [{"id": WHO, **NAMED, "role": "TA"}, {"id": "p1", "mentor": WHO}]
    with TinyDB(tmp_path / FILE) as tiny:
        tiny.table("people").insert_multiple(people)
        tiny.table("history").insert({"by": WHO, "about": WHO, "asked": 3})
    erase(tmp_path, PersonScope(WHO), NOW)
    assert found_in(tmp_path, *ALL) == set()
    [original] = (tmp_path / BACKUPS).glob("original-*.json")
    with TinyDB(original, access_mode="r") as tiny:
        assert [row["id"] for row in tiny.table("people")] == ["p1"]
    assert stock(tmp_path)["people"].keys() == {2}


@pytest.mark.parametrize("who", ["\ud800 alone", "people", "erased-1", "A/B", 'q"\\'])
def test_any_id_can_be_erased(tmp_path: Path, who: PersonId) -> None:
    lay(tmp_path, people=1, places=1)
    save(tmp_path, entry(who, who), person(who), *happenings(who, 1)[:-1])
    called = erase(tmp_path, PersonScope(who), NOW).called
    assert called != who
    school = School().apply(open_store(tmp_path).news().items)
    assert set(school.people) == {"p0"}
    assert set(school.programme.sessions) == {"A", "B"}
    assert not any(
        who in (row["by"], *row["arguments"].values()) for row in rows(tmp_path, "history")
    )


@pytest.mark.usefixtures("small")
def test_a_line_of_an_older_journal_that_does_not_check_goes(tmp_path: Path) -> None:
    lay(tmp_path, people=2, places=1)
    save(tmp_path, entry("p1", "p1"), person("p7"))
    save(tmp_path, entry("p1", "p1"), person("p8"))
    first = journals_in(tmp_path / ARCHIVE)[0]
    first.write_bytes(first.read_bytes() + b"p1 torn")
    second = journal_path(tmp_path / ARCHIVE / FILE, 77)
    second.write_bytes(b"p1")
    report = erase(tmp_path, PersonScope("p1"), NOW)
    assert (report.spoilt, report.removed) == (2, (second,))
    assert found_in(tmp_path, "p1") == set()
    assert write_line("0", 1, {}) not in first.read_bytes()


def test_an_id_that_is_a_number_is_not_taken_for_the_number_of_an_event(tmp_path: Path) -> None:
    lay(tmp_path, people=2, places=1)
    desk = desk_on(tmp_path)
    desk.perform_now(sign_in("p1"), Actor("p1", Evidence.TYPED))
    desk.close()
    save(tmp_path, entry("command"), person("1"))
    assert "sign_in" not in [one.decision for one in history(tmp_path, "1")]
    [before] = [row for row in rows(tmp_path, "history") if row["decision"] == "sign_in"]
    erase(tmp_path, PersonScope("1"), NOW)
    [kept] = [row for row in rows(tmp_path, "history") if row["decision"] == "sign_in"]
    assert kept == before


def test_an_entry_of_another_programs_stops_neither_the_history_nor_an_erasure(full: Path) -> None:
    with Database(full / FILE) as db:
        with pytest.raises(msgspec.ValidationError), db.transaction({"decision": "import"}):
            db.insert({"n": 1})
        db.table("history").insert({"decision": "import", "by": "mine", "records": ["movements"]})
    assert history(full, "p2")
    erase(full, PersonScope(WHO), NOW)
    assert found_in(full, *ALL) == set()


@pytest.mark.usefixtures("small")
def test_a_token_that_stands_alone_in_a_field_goes_too(tmp_path: Path) -> None:
    lay(tmp_path, people=2, places=1)
    save(tmp_path, entry("command"), Track("new", Both("New"), owner="person:p1"))
    erase(tmp_path, PersonScope("p1"), NOW)
    assert rows(tmp_path, "tracks")[0]["owner"] == "person:erased-1"
