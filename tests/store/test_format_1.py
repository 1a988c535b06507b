"""A folder that the version before wrote: `tests/data/format-1`, with somebody in every file of it.

Tables, fields and decisions had other names then. It opens, goes on, and can be erased from.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import marks_of
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.store.erasure.erasure_scope import PersonScope, TableScope
from kiosk.store.journal.file_names import ARCHIVE, ERASING, FILE
from kiosk.store.journal.lines import StoredDocument, read_line
from kiosk.store.journal.recovery import load
from kiosk.store.journal.tables import Tables
from kiosk.store.maintenance import MaintainedJournal, erase
from kiosk.store.repair import repair
from tests.builders import DAY
from tests.store.programs import desk_on, history, rows, stock
from tests.store.remembering import ALL, NOW, WHO, found_in

WRITTEN = Path(__file__).parents[1] / "data" / "format-1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WRITTEN, tmp_path / "folder"))


def test_the_school_in_it_says_what_it_said(old: Path) -> None:
    desk = desk_on(old)
    school, session = desk.school, desk.school.session("A")
    assert set(school.people) == {WHO, "p0", "p1", "p2"}
    assert is_reported_absent(school, "p0", DAY) is False, "they have come after all"
    assert school.day_record(DAY).reported_absences["p0"].evidence is Evidence.TUTOR
    assert [one.state for one in marks_of(school, "p1", session)] == [
        MarkState.RELEASED,
        MarkState.PRESENT,
    ]
    booking = booking_of(school, WHO, session)
    assert booking is not None
    assert (booking.confirmed, booking.waiting_order) == (True, 2)
    assert is_on_site(school, "p1", DAY), "the last line of the journal"
    desk.close()


def test_reading_writes_nothing_and_a_change_begins_a_journal_of_this_version(old: Path) -> None:
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    load(old / FILE)
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    desk = desk_on(old)
    desk.perform_now(leave_site("p1"), Actor("p1", Evidence.BADGE))
    desk.close()
    tables = stock(old)
    assert "accounted" not in tables
    assert [row["id"] for row in tables["reported_absences"].values()] == [f"{DAY}/p0"]
    assert all("evidence" in row and "proof" not in row for row in tables["marks"].values())
    assert {row["state"] for row in tables["marks"].values()} == {"left", "present", "released"}
    assert all("confirmed" in row for row in tables["bookings"].values())
    assert json.loads((old / FILE).read_bytes())["_meta"]["1"]["format"] == 2


def test_its_history_goes_on_under_the_names_of_today(old: Path) -> None:
    assert [one.decision for one in history(old, "p0")][-2:] == ["test", "report_absent"]
    [reported] = [one for one in history(old, "p0") if one.decision == "report_absent"]
    assert (reported.by, reported.evidence) == ("tutor", "professional tutor")
    assert list(reported.arguments.values()) == ["p0", DAY]
    desk = desk_on(old)
    desk.perform_now(leave_site("p2"), Actor("p2", Evidence.BADGE))
    desk.close()
    assert [one.decision for one in history(old, "p2")][-2:] == ["sign_in", "leave_site"]
    assert history(old, "p2")[-1].arguments == {"person": "p2"}


def test_a_person_is_erased_from_its_archives_and_copies_too(old: Path) -> None:
    assert found_in(old, *ALL) != set()
    erase(old, PersonScope(WHO), NOW)
    assert found_in(old, *ALL) == set()
    assert repair(old, NOW).aside is None, "every line and sum is right"


def test_a_table_is_erased_under_its_former_name_too(old: Path) -> None:
    archived = [path.read_bytes() for path in (old / ARCHIVE).iterdir()]
    assert any(b'"accounted"' in data for data in archived)
    erase(old, TableScope("reported_absences"), NOW)
    assert rows(old, "reported_absences") == []
    written = {
        op[1]
        for path in (old / ARCHIVE).iterdir()
        for line in map(read_line, path.read_bytes().splitlines())
        if line is not None
        for op in line.body.get("ops", ())
        if op[0] == "put"
    }
    assert written.isdisjoint({"accounted", "reported_absences"})
    assert "movements" in written


def test_an_erasure_that_was_begun_under_a_former_name_is_finished(old: Path) -> None:
    begun = {
        "chosen": {"type": "kind", "table": "accounted", "before": None},
        "at": "2026-09-02T09:00:00+00:00", "device": "hall:7", "by": "command", "proof": "command",
    }  # fmt: skip
    (old / ERASING).write_text(json.dumps(begun), encoding="utf-8")
    with closing(MaintainedJournal(old / FILE)) as journal:
        journal.run_maintenance()
    assert not (old / ERASING).exists()
    assert rows(old, "reported_absences") == []
    assert rows(old, "history")[-1]["arguments"] == {"table": "reported_absences"}


def test_of_marks_made_while_a_clock_was_set_back_the_last_still_counts() -> None:
    def mark(number: int, state: str, at: str) -> StoredDocument:
        return {"id": f"A/p0/{number}", "state": state, "at": f"2026-09-01T{at}:00+01:00"}

    marks = {"4": mark(2, "absent", "10:02"), "1": mark(1, "present", "10:05")}
    tables = Tables({"marks": marks}, format=1)
    tables.migrate()
    kept = sorted(tables.rows["marks"].values(), key=lambda row: str(row["id"]))
    assert [row["at"][11:16] for row in kept] == ["10:05", "10:05"]
    assert [row["state"] for row in kept] == ["present", "absent"]
