"""`kiosk left`, `erase`, `export person` and `merge`: what is done about one person."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.exchange.person_export import export_person
from kiosk.factory import assemble
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import TABLES
from tests.commands.conftest import TRUE_TIME, Shell

NAMES = Path(__file__).parents[1] / "data" / "names.csv"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a text what the next command reads from its standard input."""

    def make(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return make


def holding(folder: Path, *texts: str) -> list[Path]:
    """Return the files of a folder that hold one of some texts."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(text.encode() in path.read_bytes() for text in texts)
    ]


def test_who_has_left_is_listed_only_if_asked_for(kiosk: Shell) -> None:
    listed = kiosk("people", "--json").json
    before = len(listed)
    who = next(one for one in listed if not one["on_site"])
    result = kiosk("left", who["id"], "2026-08-31")
    assert (result.status, result.err) == (0, "")
    assert f"{who['forename']} {who['surname']}" in result.out
    assert len(kiosk("people", "--json").json) == before - 1
    assert [one["id"] for one in kiosk("people", "--left", "--json").json] == [who["id"]]
    assert "has left the school" in kiosk("sign-in", who["id"]).err
    assert "back on the lists" in kiosk("left", who["id"], "--back").out
    assert kiosk("sign-in", who["id"]).status == 0


def test_leaving_needs_somebody_and_a_date(kiosk: Shell) -> None:
    assert kiosk("left", "XXX").sentence == "Nobody here has the id XXX."
    assert kiosk("left", "GBO", "soon").status == 2


def test_nothing_of_an_erased_person_is_left_in_any_file(
    kiosk: Shell, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert kiosk("backups", "--to", str(stick)).status == 0
    kiosk("choose", "GBO", "A1")
    assert holding(stick, "Gareth")
    assert holding(kiosk.folder, '"GBO"')
    typed("GBO\n")
    result = kiosk("erase", "GBO")
    assert result.status == 0
    assert "Gareth Bowen (GBO) will be removed from every file. This can't be undone." in result.err
    assert "see to" not in result.err
    assert "erased-1" in result.out
    others = [one["forename"] for one in kiosk("people", "--json").json]
    assert "Gareth" in others or not holding(kiosk.folder, "Gareth")
    assert not holding(kiosk.folder, '"GBO"', "Gareth Bowen")
    assert not holding(stick, '"GBO"', "Gareth Bowen")
    assert kiosk("erase", "GBO", "--yes").sentence == "Nobody here has the id GBO."


@pytest.mark.parametrize("answer", ["", "\n", "yes\n", "GB\n"])
def test_without_the_id_typed_nothing_is_erased(
    kiosk: Shell, typed: Callable[[str], None], answer: str
) -> None:
    typed(answer)
    result = kiosk("erase", "GBO")
    assert result.status == 1
    assert result.err.endswith("Nothing was erased.\n")
    assert "GBO" in kiosk.school.people


def test_the_place_of_an_erased_person_goes_to_whoever_waits(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("A,Ann,One,teacher", "B,Bea,Two,teacher")
    assert shell("load", "programme", str(day_file)).status == 0
    for person in ("A", "B"):
        shell("choose", person, "ONE", "--at", "08:00")
    assert shell("erase", "A", "--yes", "--at", "08:05").status == 0
    booking = shell.school.day_record(next(iter(shell.school.day_records))).bookings["ONE"]
    assert [(one.person, one.confirmed) for one in booking.values()] == [("B", True)]


def test_all_that_is_held_on_somebody_is_written_to_a_private_file(
    kiosk: Shell, tmp_path: Path
) -> None:
    kiosk("choose", "GBO", "A1")
    kiosk("mark", "GBO", "A1", "present")
    kiosk("print", "certificates", "--person", "GBO", "--out", str(tmp_path / "pages"))
    file = tmp_path / "gbo.json"
    result = kiosk("export", "person", "GBO", str(file))
    assert result.status == 0
    assert "Gareth Bowen" in result.out
    assert file.stat().st_mode & 0o777 == 0o600
    held = json.loads(file.read_text("utf-8"))
    assert held["person"]["id"] == "GBO"
    records = held["records"]
    assert {"bookings", "marks", "movements"} <= set(records)
    assert {one["person"] for table in records.values() for one in table} == {"GBO"}
    assert {one["decision"] for one in held["history"]} >= {"choose", "mark"}
    school = kiosk.school
    led = [one.id for one in school.programme.sessions.values() if "GBO" in one.leaders]
    assert held["named_in"].get("sessions", []) == sorted(led)
    assert held["has_own_code"] is False
    again = kiosk("export", "person", "GBO", str(file))
    assert "already exists" in again.sentence
    assert kiosk("export", "person", "XXX", str(tmp_path / "x")).sentence == (
        "Nobody here has the id XXX."
    )
    nowhere = kiosk("export", "person", "GBO", str(tmp_path / "no/x")).sentence
    assert nowhere == f"There is no folder {tmp_path / 'no'}. Make it first, or give another."


def test_every_hard_name_is_exported_exactly(own: Callable[..., Shell]) -> None:
    rows = list(csv.DictReader(NAMES.open(encoding="utf-8-sig", newline="")))
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow((f"N{row['n']}", row["forename"], row["surname"], "teacher"))
    shell = own(*text.getvalue().splitlines())
    school = shell.school
    for id, person in school.people.items():
        held = json.loads(
            export_person(school, id, [], TRUE_TIME, has_code=False).encode().decode()
        )
        assert (held["person"]["forename"], held["person"]["surname"]) == (
            person.forename,
            person.surname,
        )
    assert len(school.people) == len(rows)


def test_no_table_of_the_registry_is_left_out_of_an_export(kiosk: Shell) -> None:
    school = kiosk.school
    for id in school.people:
        held = json.loads(export_person(school, id, [], TRUE_TIME, has_code=False))
        exported = {one["id"] for table in held["records"].values() for one in table}
        for table in TABLES.values():
            for record in school.records(table.name) if table.owner not in ("", "id") else ():
                assert (record.id in exported) is (getattr(record, table.owner) == id)


def test_two_entries_become_one_person_after_a_look_at_what_that_does(
    kiosk: Shell, tmp_path: Path
) -> None:
    kiosk("mark", "GBO", "B1", "present")
    before = kiosk.school
    shown = kiosk("merge", "GBO", "FDV", "--dry-run")
    assert shown.status == 0
    assert "Nothing has been changed" in shown.out
    assert "Moves over: 1 mark in a session." in shown.out
    assert kiosk.school.people == before.people
    with assemble(kiosk.folder, kiosk.clock) as opened:
        opened.secrets.set_code(PersonId("GBO"), "1793")
    done = kiosk("merge", "GBO", "FDV")
    assert done.out.splitlines() == shown.out.splitlines()[1:]
    assert "GBO" not in kiosk.school.people
    with assemble(kiosk.folder, kiosk.clock) as opened:
        assert not opened.secrets.has_code(PersonId("GBO"))
    assert kiosk("merge", "GBO", "FDV").sentence == "Nobody here has the id GBO."
    file = tmp_path / "held.json"
    assert kiosk("export", "person", "FDV", str(file)).status == 0
    held = json.loads(file.read_text("utf-8"))
    assert {one["decision"] for one in held["history"]} >= {"mark", "merge_people"}
    assert kiosk("erase", "FDV", "--yes").status == 0
    assert not holding(kiosk.folder, '"GBO"', '"FDV"')
