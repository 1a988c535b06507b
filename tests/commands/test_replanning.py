"""The day is changed by commands: shown first, done, told as JSON, and undone as a whole."""

from __future__ import annotations

from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import SessionId
from kiosk.rules.replanning.session_changes import change_session
from tests.builders import DAY
from tests.commands.conftest import Shell
from tests.rules.views import view


def test_a_change_is_shown_first_and_then_done(kiosk: Shell) -> None:
    before = kiosk.school.session("A1")
    asked = ("change", "A1", "--room", "Room 14", "--at", "08:41")
    told = kiosk(*asked, "--dry-run")
    assert told.status == 0
    assert "Nothing has been changed. This is what would happen:" in told.out
    assert "Room: Room 14 (was Room 12)" in told.out
    assert "Room 14 is double-booked" in told.out
    assert kiosk.school.session("A1") == before
    done = kiosk(*asked)
    assert done.out.splitlines()[1:] == told.out.splitlines()[2:]
    assert kiosk.school.session("A1").room == "Room 14"


def test_the_command_writes_what_the_screens_write(kiosk: Shell) -> None:
    school = kiosk.school
    kiosk("change", "A1", "--places", "4", "--leader", "SJO", "--start", "11:30", "--at", "08:41")
    changed = kiosk.school.session("A1")
    from datetime import time

    now = school.local(kiosk.now).replace(hour=8, minute=41)
    asked = change_session(SessionId("A1"), places=4, leaders=("SJO",), start=time(11, 30))
    by_rule = school.apply(asked(school, now, COMMAND).items).session("A1")
    assert changed == by_rule


def test_json_says_whether_it_was_done_and_what_follows(kiosk: Shell) -> None:
    shown = kiosk("shift", DAY, "break", "20", "--dry-run", "--json", "--at", "08:41").json
    assert shown["done"] is False
    assert shown["message"] == "Break: 20 minutes later."
    assert "Break: 11:20 to 11:40 (was 11:00 to 11:20)" in shown["notes"]
    assert kiosk("shift", DAY, "break", "20", "--json", "--at", "08:41").json["done"] is True
    assert f"{kiosk.school.session('A1').start:%H:%M}" == "11:40"


def test_each_act_is_undone_as_a_whole(kiosk: Shell) -> None:
    for words in (
        ("change", "A7", "--places", "12"),
        ("shift", DAY, "workshops-1", "10"),
        ("add-session", "coaching", "--slot", "workshops-2"),
        ("cancel", "A4"),
        ("choosing", DAY, "workshops-1", "close"),
        ("notice", "Lift out of order", "--until", "12:00"),
    ):
        before = view(kiosk.school)
        assert kiosk(*words, "--at", "08:41").status == 0
        assert view(kiosk.school) != before
        number = kiosk("history", "--json", "--at", "08:41").json[0]["number"]
        assert kiosk("undo", str(number), "--at", "08:41").status == 0
        assert view(kiosk.school) == before


def test_the_sessions_as_json_say_what_is_and_what_was(kiosk: Shell) -> None:
    kiosk("change", "A1", "--room", "Room 30", "--at", "08:41")
    kiosk("shift", DAY, "workshops-1", "10", "--at", "08:41")
    kiosk("cancel", "A4", "--at", "08:41")
    by_id = {one["id"]: one for one in kiosk("sessions", "--json").json}
    assert (by_id["A1"]["room"], by_id["A1"]["moved_from"]) == ("Room 30", "Room 12")
    assert (by_id["A1"]["start"], by_id["A1"]["start_was"]) == ("11:30", "11:20")
    assert by_id["A4"]["cancelled"] is True


def test_an_absence_by_command_says_what_is_left_undone(kiosk: Shell) -> None:
    told = kiosk("absent", "SJP", "--until", "12:00", "--at", "08:10")
    assert "is reported absent until 12:00." in told.out
    assert "nobody leads it now." in told.out
    assert "expected again" in kiosk("absent", "SJP", "--undo", "--at", "08:10").out


def test_what_cannot_be_is_refused_in_one_sentence(kiosk: Shell) -> None:
    assert "outside its slot" in kiosk("change", "A1", "--start", "10:00", "--at", "08:41").sentence
    said = kiosk("choosing", DAY, "workshops-1", "soon", "--at", "08:41").sentence
    assert said == "Write “open”, “close” or a time such as 11:05."
