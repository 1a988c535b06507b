"""`kiosk history` and `kiosk undo`: what was decided, what it did, and taking it back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.self_added import SelfDescription, add_self, remove_self_added
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence, GuestKind, ReopenReason
from tests.builders import DAY, moves
from tests.commands.conftest import Shell
from tests.rules.views import view

NAMES = Path(__file__).parent.parent / "data" / "names.csv"
TAI = "Tŵnc ab Ieuan"


def does(shell: Shell, *decisions: Decision, actor: Actor = TUTOR) -> None:
    """Carry decisions out as a screen does."""
    with assemble(shell.folder, shell.clock) as opened:
        for decided in decisions:
            opened.desk.perform_now(decided, actor)


def test_the_history_of_a_person_tells_when_what_and_by_whom(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kiosk("choose", "TAI", "B1")
    out = kiosk("history", "TAI").out
    heading, loaded, *_, signed_in, chosen, place = out.splitlines()
    assert heading.split() == ["N", "When", "What", "About", "By", "Known", "by", "Device"]
    assert "sample created" in loaded, "it wrote the entry of this person"
    assert signed_in.startswith("2  2026-09-01 08:20:00  signed in  ")
    assert signed_in.count("command") == 2, "by whom, and how that is known"
    assert chosen.split()[3] == "chosen"
    assert place == f"      {TAI}: a place in Retrieval practice that lasts (B1)"
    assert kiosk("history", "TAI", "--json").json[-1]["about"] == ["TAI", "B1"]
    assert '"evidence": "command"' in kiosk("history", "TAI", "--json").out


def test_an_id_that_nobody_has_or_had_has_no_history_and_says_so(kiosk: Shell) -> None:
    for as_what in ((), ("--json",)):
        result = kiosk("history", "nobody", *as_what)
        assert result.status == kiosk("sign-in", "nobody").status == 1
        assert result.sentence == "No person or session has the id nobody."


def test_what_nobody_changed_since_has_the_history_of_its_loading(kiosk: Shell) -> None:
    for known in ("TAI", "A1"):
        asked = [entry["decision"] for entry in kiosk("history", known, "--json").json]
        assert asked == ["create_sample"]


def test_who_is_gone_still_has_a_history(kiosk: Shell) -> None:
    newcomer = SelfDescription("Dewi", "Prys", GuestKind.VISITOR)
    with assemble(kiosk.folder, kiosk.clock) as opened:
        for decided in (add_self("new-7", newcomer), remove_self_added("new-7")):
            opened.desk.perform_now(decided, TUTOR)
    asked = [entry["decision"] for entry in kiosk("history", "new-7", "--json").json]
    assert asked == ["add_self", "remove_self_added"]


def names(shell: Shell, tmp_path: Path) -> list[str]:
    """Load all the hard names as they are to be shown, and return them."""
    rows = list(csv.DictReader(NAMES.open(encoding="utf-8-sig", newline="")))
    staff = tmp_path / "names.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "forename", "surname", "preferred_forename", "display_name", "role"))
        for row in rows:
            name = (row["forename"], row["surname"], row["preferred_forename"], row["display_name"])
            writer.writerow((f"N{row['n']}", *name, "teacher"))
    assert shell("load", "staff", str(staff)).status == 0
    return [f"N{row['n']}" for row in rows]


# -- what happened to somebody, and what they never asked for -------------------------------------


def test_who_was_promoted_finds_it_with_who_gave_the_place_up_and_through_what(
    kiosk: Shell,
) -> None:
    does(kiosk, give_up_place("EWI", "A7"), actor=Actor("EWI", Evidence.BADGE))
    *_, shown, _, moved_up = kiosk("history", "DJE").out.splitlines()
    assert "place given up" in shown
    assert " badge " in shown
    school = kiosk.school
    title = "Coaching conversations (A7)"
    assert moved_up == f"      {school.people[PersonId('DJE')].name}: moved up into {title}"
    [entry] = [one for one in kiosk("history", "DJE", "--json").json if one["by"] == "EWI"]
    assert "promoted A7 DJE" in entry["effects"]
    assert "place lost A7 EWI" not in entry["effects"], "what happened to DJE alone"


def test_a_session_finds_whom_it_lost_and_its_other_room_and_time(kiosk: Shell) -> None:
    does(kiosk, give_up_place("EWI", "A7"), moves("A7", "Gym"))
    out = kiosk("history", "A7").out
    assert ": no longer has a place in Coaching conversations (A7)" in out
    assert "Coaching conversations (A7): room Meeting room → Gym" in out


def test_a_certificate_is_found_by_its_number_and_by_its_holder(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kiosk("mark", "TAI", "BRIEF", "present")
    kiosk.pass_time(hours=6)
    does(kiosk, close_day(DAY))
    [number] = [one.id for one in kiosk.school.records("certificates") if one.person == "TAI"]
    for about in (number, "TAI"):
        assert f"      {TAI}: certificate {number}\n" in kiosk("history", about).out


def test_why_a_day_was_opened_again_is_told(kiosk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    does(kiosk, close_day(DAY), reopen_day(DAY, ReopenReason.REGISTER_LATE))
    assert "A register came in late" in kiosk("history", DAY).out
    (asked,) = [one["about"] for one in kiosk("history", DAY, "--json").json
                if one["decision"] == "reopen_day"]  # fmt: skip
    assert asked == [DAY, "register late"]


def test_a_day_is_found_with_all_that_touched_it(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kiosk("choose", "TAI", "B1")
    kiosk("mark", "TAI", "B1", "present")
    does(kiosk, moves("A7", "Gym"))
    for day in ("2026-09-01", "01/09/2026"):
        found = [one["decision"] for one in kiosk("history", day, "--json").json]
        assert found == ["create_sample", "sign_in", "choose", "mark", "moves"]


def test_without_an_id_the_latest_decisions_are_listed_with_their_numbers(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kiosk("choose", "TAI", "B1")
    listed = kiosk("history", "--json").json
    assert [(one["number"], one["decision"]) for one in listed] == [
        (3, "choose"), (2, "sign_in"), (1, "create_sample")
    ]  # fmt: skip
    assert kiosk("history").out.splitlines()[1].startswith("3  2026-09-01 08:20:00  chosen")


def test_numbers_stay_when_the_file_is_written_anew(kiosk: Shell) -> None:
    kiosk("choose", "TAI", "B1")
    [before] = kiosk("history", "--json").json[:1]
    for _ in range(3):
        kiosk("backups", "--now")
    assert kiosk("history", "--json").json[0] == before
    assert kiosk("undo", "2").status == 0


def test_every_name_is_shown_as_it_is(kiosk: Shell, tmp_path: Path) -> None:
    ids = names(kiosk, tmp_path)
    does(kiosk, *(sign_in(PersonId(id)) for id in ids))
    people = kiosk.school.people
    for decided in (choose(PersonId(ids[0]), "B1"), choose(PersonId(ids[-1]), "B1")):
        does(kiosk, decided)
    for id in (ids[0], ids[-1]):
        shown = kiosk("history", id).out
        assert f"      {people[PersonId(id)].name}: a place in Retrieval practice" in shown
    listed = kiosk("history").out
    assert all(str(line).isprintable() for line in listed.splitlines())


# -- undo -----------------------------------------------------------------------------------------


def test_a_load_is_undone_by_a_command(kiosk: Shell, tmp_path: Path) -> None:
    before = view(kiosk.school)
    names(kiosk, tmp_path)
    assert view(kiosk.school) != before
    done = kiosk("undo")
    assert done.status == 0
    assert done.out.startswith("Undone: staff loaded, 01/09 08:20. ")
    assert view(kiosk.school) == before
    assert kiosk("undo").sentence.startswith("There's no load to undo")


def test_an_undo_that_is_refused_names_why_and_changes_nothing(
    kiosk: Shell, tmp_path: Path
) -> None:
    first, *_ = names(kiosk, tmp_path)
    kiosk("sign-in", first)
    who = kiosk.school.people[PersonId(first)].name
    refused = kiosk("undo")
    assert refused.status == 1
    assert refused.sentence.startswith("Not undone. The sign-in 2026-09-01 · ")
    assert who in refused.sentence
    assert len(kiosk("history", "--json").json) == 3


def test_a_decision_is_undone_by_its_number_and_what_is_no_number_is_told(kiosk: Shell) -> None:
    before = view(kiosk.school)
    does(kiosk, give_up_place("EWI", "A7"))
    assert kiosk("undo", "2").out.startswith("Undone: place given up, ")
    assert view(kiosk.school) == before
    assert [one["decision"] for one in kiosk("history", "EWI", "--json").json][-1] == "undo"
    assert kiosk("undo", "two").status == 2
    assert kiosk("undo", "77").sentence == "There is no number 77 in the history."


def test_going_back_to_a_copy_goes_back_to_what_can_be_undone_then(kiosk: Shell) -> None:
    kiosk("choose", "TAI", "B1")
    before = view(kiosk.school)
    kiosk("backups", "--now")
    kiosk("choose", "TAI", "B2")
    [copy] = (kiosk.folder / "attendance.backups").glob("attendance-*-??????.json")
    assert kiosk("restore", str(copy)).status == 0
    assert view(kiosk.school) == before
    assert kiosk("undo", "3").status == 1, "what it did is gone already"
    assert kiosk("undo", "2").status == 0


def test_a_cancelled_session_comes_back_with_everybody_in_it(kiosk: Shell) -> None:
    before = view(kiosk.school)
    assert kiosk("cancel", "A7").status == 0
    assert view(kiosk.school) != before
    assert "(A7): cancelled\n" in kiosk("history", "A7").out
    assert kiosk("undo", "2").status == 0
    assert view(kiosk.school) == before
