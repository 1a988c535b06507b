from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.commands.command import CHOICES
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.terms import Correction, Evidence, MarkState
from tests.builders import DAY
from tests.commands.conftest import Shell
from tests.screens.kiosks import second_program


def on_site(kiosk: Shell, person: str, *options: str) -> bool:
    [found] = [one for one in kiosk("people", "--json", *options).json if one["id"] == person]
    return bool(found["on_site"])


def test_sign_in_makes_a_person_be_on_site(kiosk: Shell) -> None:
    assert not on_site(kiosk, "TAI")
    result = kiosk("sign-in", "TAI")
    assert (result.status, result.err) == (0, "")
    assert result.out == "Tŵnc ab Ieuan signed in at 08:20.\n"
    assert on_site(kiosk, "TAI")


def test_who_is_signed_in_already_is_told_so_and_it_is_success(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    before = (kiosk.folder / "attendance.json").read_bytes()
    result = kiosk("sign-in", "TAI")
    assert (result.status, result.out) == (0, "Tŵnc ab Ieuan already signed in at 08:20.\n")
    assert (kiosk.folder / "attendance.json").read_bytes() == before


def test_nobody_of_that_id_is_refused_in_one_sentence(kiosk: Shell) -> None:
    result = kiosk("sign-in", "nobody")
    assert result.status == 1
    assert result.sentence == "Nobody here has the id nobody."


def test_an_id_of_two_characters_for_one_letter_is_the_same_id(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("Siân 1,Siân,Jones,teacher")
    assert [one["id"] for one in shell("people", "--json").json] == ["Siân 1"]
    shell("load", "programme", str(day_file))
    assert shell("sign-in", "Sia\u0302n 1").status == 0


def test_an_id_that_is_no_text_is_nobodys(own: Callable[..., Shell]) -> None:
    shell = own("A,Ann,Lee,teacher")
    result = shell("sign-in", "A\udce9")
    assert result.status == 1
    assert "Nobody" in result.err


def test_an_id_that_begins_with_a_hyphen_stands_after_two(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("-5x,Ann,Lee,teacher")
    shell("load", "programme", str(day_file))
    assert shell("sign-in", "--", "-5x").status == 0


def test_sign_in_for_a_past_day_is_entered_on_that_day(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("A,Ann,Lee,teacher")
    shell("load", "programme", str(day_file))
    shell.pass_time(days=1)
    assert shell("sign-in", "A").sentence == "There is no INSET day today."
    assert shell("sign-in", "A", "--day", "01/09/2026", "--at", "08:41").status == 0
    assert on_site(shell, "A", "--day", "2026-09-01")
    [moved] = shell.school.day_record("2026-09-01").movements["A"]
    assert moved.at.isoformat() == "2026-09-01T08:41:00+01:00"


def test_nobody_is_signed_in_for_a_day_to_come(own: Callable[..., Shell], day_file: Path) -> None:
    shell = own("A,Ann,Lee,teacher")
    shell("load", "programme", str(day_file))
    shell.pass_time(days=-1)
    assert shell("sign-in", "A", "--day", "2026-09-01").status == 1


def test_choosing_a_full_session_queues_and_is_success(
    own: Callable[..., Shell], day_file: Path
) -> None:
    shell = own("A,Ann,Lee,teacher", "B,Bob,Lee,teacher", "C,Cai,Lee,teacher")
    shell("load", "programme", str(day_file))
    assert shell("choose", "A", "ONE", "--at", "08:30").out == "You have a place in One place.\n"
    queued = shell("choose", "B", "ONE", "--at", "08:30")
    assert (queued.status, queued.err) == (0, "")
    assert queued.out == (
        "Full. You're 1st on the waiting list for One place. There's space in Many places, "
        "10:30, Room 2.\n"
    )
    assert "You're 2nd on the waiting list" in shell("choose", "C", "ONE", "--at", "08:30").out
    [one] = [row for row in shell("sessions", "--json").json if row["id"] == "ONE"]
    assert (one["places"], one["booked"], one["queue"]) == (1, 1, 2)


def test_choosing_what_one_has_is_success(kiosk: Shell) -> None:
    for _ in range(2):
        assert (
            kiosk("choose", "TAI", "A1").out
            == "You have a place in Retrieval practice that lasts.\n"
        )


def test_choosing_by_the_rules_is_refused_with_their_reason(kiosk: Shell) -> None:
    assert kiosk("choose", "TAI", "BRIEF").sentence == "You don't need a place. Just come along."
    told = kiosk("choose", "TAI", "A1", "--at", "12:30").sentence
    assert told.startswith("This session is over. There's space in Retrieval practice")
    assert kiosk("choose", "TAI", "Z9").sentence == "No session has the id Z9."


def test_a_place_can_be_taken_on_the_days_before(own: Callable[..., Shell], day_file: Path) -> None:
    shell = own("A,Ann,Lee,teacher")
    shell("load", "programme", str(day_file))
    shell.pass_time(days=-20)
    assert shell("choose", "A", "ONE", "--day", "2026-09-01").status == 0
    assert shell("choose", "A", "MANY", "--day", "02/09/2026").status == 1


@pytest.mark.parametrize("state", CHOICES["MARK"])
def test_mark_needs_no_pin_and_works_at_any_time(kiosk: Shell, state: str) -> None:
    clock = "05:00"
    if state == "left":  # which nobody can have done yet
        assert kiosk("mark", "TAI", "A1", state, "--at", clock).status == 1
        clock = "11:20"
    assert kiosk("mark", "TAI", "A1", state, "--at", clock).status == 0
    [row] = kiosk("attendance", "--json").json
    first = {"person": "TAI", "session": "A1", "mark": state, "at": f"2026-09-01T{clock}:00+01:00"}
    assert [*row.items()][:4] == [*first.items()]


def test_the_same_mark_again_is_success_and_another_keeps_the_original(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "A1", "present")
    assert kiosk("mark", "TAI", "A1", "present").status == 0
    kiosk("mark", "TAI", "A1", "late")
    marks = kiosk.school.day_record("2026-09-01").marks["A1"]["TAI"]
    assert [mark.state for mark in marks] == [MarkState.PRESENT, MarkState.LATE]
    assert {mark.evidence for mark in marks} == {Evidence.COMMAND}
    assert [row["mark"] for row in kiosk("attendance", "--json").json] == ["late"]


def test_the_marks_of_the_command_line_are_those_of_the_rules() -> None:
    assert set(CHOICES["MARK"]) == set(MarkState)


def test_what_a_command_did_stands_in_the_history_by_ids_alone(kiosk: Shell) -> None:
    kiosk("sign-in", "TAI")
    kept = (kiosk.folder / "attendance.json").read_text(encoding="utf-8")
    history = kept[kept.index('"history"') :]
    entry = '"by":"command","evidence":"command","decision":"sign_in",'
    assert entry in history
    assert '"arguments":{"person":"TAI"}' in history
    assert "Tŵnc" not in history


def test_on_a_closed_day_mark_says_why_and_lists_what_no_longer_holds(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present", "--at", "09:00")
    with second_program(kiosk.folder, "16:00") as other:
        other.perform_now(close_day(DAY), TUTOR)
    late = ("mark", "TAI", "BRIEF", "absent", "--at", "16:10")
    assert kiosk(*late).sentence == (
        "This day is closed. Say why with --correct: "
        "wrong-person, by-mistake, register-late, done-elsewhere."
    )
    told = kiosk(*late, "--correct", "wrong-person")
    assert told.status == 0
    assert "Tŵnc ab Ieuan: certificate EIRLYS-2026-0001 no longer holds\n" in told.out
    assert told.out.endswith("or print the day's pages.\n")
    marks = kiosk.school.day_record(DAY).marks["BRIEF"]["TAI"]
    assert [mark.correction for mark in marks] == [None, Correction.WRONG_PERSON]
    kiosk("print", "certificates", "--at", "16:20")
    assert "no longer holds" not in kiosk(*late, "--correct", "wrong-person").out


def test_a_correction_may_say_why_on_an_open_day_too(kiosk: Shell) -> None:
    kiosk("mark", "TAI", "BRIEF", "present", "--at", "09:00")
    assert kiosk("mark", "TAI", "BRIEF", "late", "--correct", "by-mistake").status == 0
    marks = kiosk.school.day_record(DAY).marks["BRIEF"]["TAI"]
    assert [mark.correction for mark in marks] == [None, Correction.BY_MISTAKE]


def test_the_reasons_of_the_command_line_are_those_of_the_rules() -> None:
    assert CHOICES["REASON"] == tuple(Correction)
