from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from kiosk.exchange.listings import listed_name
from kiosk.factory import assemble
from kiosk.rules.attendance.self_added import SelfDescription, add_self
from kiosk.rules.follow_up.intentions import IntentionPlan, add_intention
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Evidence, GuestKind, Role
from tests.builders import SOMEBODY
from tests.commands.conftest import Shell

NAMES = Path(__file__).parent.parent / "data" / "names.csv"


@pytest.fixture
def names(empty: Shell, tmp_path: Path) -> Shell:
    """A school of all the hard names; the row's number is the id."""
    rows = list(csv.DictReader(NAMES.open(encoding="utf-8-sig", newline="")))
    staff = tmp_path / "names.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "forename", "surname", "preferred_forename", "display_name", "role"))
        for row in rows:
            name = (row["forename"], row["surname"], row["preferred_forename"], row["display_name"])
            writer.writerow((f"N{row['n']}", *name, "teacher"))
    assert empty("load", "staff", str(staff)).status == 0
    return empty


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_people_as_json_is_one_array_of_what_is_promised(kiosk: Shell) -> None:
    people = kiosk("people", "--json").json
    assert len(people) == 120
    assert {tuple(person) for person in people} == {
        ("id", "forename", "surname", "role", "on_site")
    }
    assert {person["on_site"] for person in people} == {True, False}
    assert {"teacher", "TA"} <= {person["role"] for person in people}


def test_sessions_as_json_are_those_of_the_day(kiosk: Shell) -> None:
    sessions = kiosk("sessions", "--json").json
    assert {tuple(one) for one in sessions} == {
        (
            "id",
            "places",
            "booked",
            "queue",
            "audience",
            "status",
            "start",
            "end",
            "room",
            "leaders",
            "cancelled",
            "moved_from",
            "start_was",
            "held",
        )
    }
    by_id = {one["id"]: one for one in sessions}
    assert by_id["BRIEF"]["places"] is None
    assert by_id["A7"] == {
        "id": "A7", "places": 8, "booked": 8, "queue": 3, "audience": ["all"],
        "status": "on offer", "start": "11:20", "end": "12:20", "room": "Meeting room",
        "leaders": ["DEV"], "cancelled": False, "moved_from": "", "start_was": "", "held": 0,
    }  # fmt: skip
    assert "A1" in by_id


def test_attendance_as_json_has_the_mark_and_its_time_with_offset(kiosk: Shell) -> None:
    assert kiosk("attendance", "--json").json == []
    kiosk("mark", "TAI", "BRIEF", "present", "--at", "08:50")
    (row,) = kiosk("attendance", "--json").json
    assert {name: row[name] for name in ("person", "session", "mark", "at")} == {
        "person": "TAI", "session": "BRIEF", "mark": "present", "at": "2026-09-01T08:50:00+01:00",
    }  # fmt: skip


def test_whose_id_is_not_checked_stands_in_the_lists(kiosk: Shell) -> None:
    with assemble(kiosk.folder, kiosk.clock) as opened:
        who = SelfDescription("Dewi", "Prys", GuestKind.SUPPLY)
        opened.desk.perform_now(add_self(PersonId("new-1"), who), SOMEBODY)
    assert "on site, ID not checked" in kiosk("people", "--find", "Dewi").out
    kiosk("mark", "new-1", "BRIEF", "present", "--at", "08:50")
    assert "ID not checked: Dewi Prys" in kiosk("attendance").out


@pytest.mark.parametrize("listing", ["people", "sessions", "attendance"])
def test_csv_has_the_columns_of_json(kiosk: Shell, listing: str) -> None:
    kiosk("mark", "TAI", "BRIEF", "present")
    as_json, as_csv = kiosk(listing, "--json").json, rows_of(kiosk(listing, "--csv").out)
    assert len(as_json) == len(as_csv) > 0
    assert list(as_json[0]) == list(as_csv[0])


def test_people_are_found_as_at_the_kiosk(kiosk: Shell) -> None:
    found = kiosk("people", "--find", "sian jon", "--json").json
    assert len(found) == 4
    assert {(one["forename"], one["surname"]) for one in found} == {("Siân", "Jones")}
    nobody = kiosk("people", "--find", "qqq")
    assert (nobody.status, nobody.out) == (0, "Nobody was found.\n")
    assert kiosk("people", "--find", "qqq", "--json").json == []


@pytest.mark.parametrize("typed", ["yn y brif neuadd", "Main hall"])
def test_sessions_are_found_by_their_room_in_either_language(kiosk: Shell, typed: str) -> None:
    found = kiosk("sessions", "--find", typed, "--json").json
    assert found
    assert {one["room"] for one in found} == {"Main hall"}
    nothing = kiosk("sessions", "--find", "qqq")
    assert (nothing.status, nothing.out) == (0, "There is no such session on this day.\n")


def test_every_hard_name_is_exported_unharmed(names: Shell) -> None:
    people = {one["id"]: one for one in names("people", "--json").json}
    tables = {one["id"]: one for one in rows_of(names("people", "--csv").out)}
    checked = 0
    for row in csv.DictReader(NAMES.open(encoding="utf-8-sig", newline="")):
        person = people.get(f"N{row['n']}")
        assert person is not None
        wanted = unicodedata.normalize("NFC", row["preferred_forename"] or row["forename"])
        if any(unicodedata.category(char) in ("Cc", "Cf") for char in wanted + row["surname"]):
            continue
        assert person["forename"] == wanted.strip()
        given = tables[f"N{row['n']}"]["forename"]
        assert given.removeprefix("'") == person["forename"].removeprefix("'")
        checked += 1
    assert checked > 150


def test_every_hard_name_is_found_by_its_own_spelling(names: Shell) -> None:
    for person in names.school.people.values():
        found = names("people", "--find", person.name, "--json").json
        assert person.id in {one["id"] for one in found}, person.name


def test_a_legal_forename_that_is_not_shown_is_in_no_listing(own: Callable[..., Shell]) -> None:
    shell = own(
        "A,Michael,Brown,teacher,Mica,Mica Brown",
        "B,Gerald,Reed,teacher,,Geri Reed",
        "C,Winifred,Moss,teacher,Win,",
        "D,Ethelbert,Stone,teacher,,Bertie",
        heading="id,forename,surname,role,preferred_forename,display_name",
    )
    for options in ((), ("--csv",), ("--json",), ("--find", "e")):
        out = shell("people", *options).out
        assert not [n for n in ("Michael", "Gerald", "Winifred", "Ethelbert") if n in out]
    for legal in ("Michael", "Gerald", "Ethelbert"):
        assert shell("people", "--find", legal, "--json").json == []
    people = {
        one["id"]: (one["forename"], one["surname"]) for one in shell("people", "--json").json
    }
    assert people == {
        "A": ("Mica", "Brown"), "B": ("Geri", "Reed"), "C": ("Win", "Moss"), "D": ("Bertie", ""),
    }  # fmt: skip


def test_a_whole_name_to_show_gives_forename_and_surname() -> None:
    person = Person("A", "Li", "Wei", Role.TEACHER, display_name="Li Wei")
    assert listed_name(person) == ("Li", "Wei")


@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless_in_csv_only(
    own: Callable[..., Shell], mark: str
) -> None:
    shell = own(f"A,{mark}1+1,Lee,teacher")
    assert rows_of(shell("people", "--csv").out)[0]["forename"] == f"'{mark}1+1"
    assert shell("people", "--json").json[0]["forename"] == f"{mark}1+1"
    assert f"  {mark}1+1 Lee" in shell("people").out


@pytest.mark.parametrize("listing", ["people", "sessions", "attendance"])
def test_a_table_is_aligned_and_fits_eighty_columns(
    kiosk: Shell, listing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    kiosk("mark", "WXM", "BRIEF", "present")
    lines = kiosk(listing).out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert lines[0].split()[0] in ("Id", "Name")


def test_wide_letters_are_measured_as_they_are_shown(own: Callable[..., Shell]) -> None:
    shell = own("A,王,小明,teacher", "B,Ann,Lee,teacher")
    lines = shell("people").out.splitlines()
    assert len({cell_len(line[: line.index("Teacher")]) for line in lines[1:]}) == 1


def test_a_day_without_inset_has_people_but_no_sessions(kiosk: Shell) -> None:
    assert kiosk("people", "--json", "--day", "2026-09-02").status == 1
    assert kiosk("sessions", "--day", "2026-09-02").sentence == (
        "There is no INSET day on 2026-09-02."
    )


def test_where_there_is_no_day_today_the_next_one_is_named(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("A,Ann,Lee,teacher")
    shell("load", "programme", str(day_file))
    shell.pass_time(days=-3)
    assert shell("attendance").sentence == (
        "There is no INSET day today. For another day, add --day 2026-09-01."
    )
    assert [one["on_site"] for one in shell("people", "--json").json] == [False]
    assert len(shell("sessions", "--json", "--day", "01/09/2026").json) == 3


def test_what_somebody_wants_to_try_is_in_no_listing(kiosk: Shell) -> None:
    with assemble(kiosk.folder, kiosk.clock) as opened:
        plan = IntentionPlan("Cold calling with 9B", date(2026, 10, 12))
        opened.desk.perform_now(add_intention("RHU", plan), Actor("RHU", Evidence.BADGE))
    lists = (["people"], ["sessions"], ["attendance"], ["history", "RHU"])
    for words in lists:
        for form in ([], ["--csv"], ["--json"]):
            result = kiosk(*words, *form)
            assert result.status == 0
            assert "Cold" not in result.out
    assert kiosk("history", "RHU", "--json").json[-1]["about"] == ["RHU"]


def test_attendance_ends_with_figures_that_add_up_and_count_others_apart(kiosk: Shell) -> None:
    for who, state in (("TAI", "present"), ("GBO", "absent"), ("RHU", "present")):
        kiosk("mark", who, "BRIEF", state, "--at", "08:50")
    out = " ".join(kiosk("attendance").out.split())
    assert (
        "Welcome and the year's priorities: 96 expected, 1 there, 1 away "
        "or gone, 94 not marked; 1 more there who weren't expected"
    ) in out


def test_people_says_whose_own_hours_are_over(kiosk: Shell) -> None:
    kiosk("sign-in", "TWY")
    assert "hours over" not in kiosk("people", "--find", "TWY", "--at", "12:19").out
    assert "on site, hours ended 12:20" in kiosk("people", "--find", "TWY", "--at", "12:20").out
