"""`kiosk talk`: the kiosk in lines, for a screen reader."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.commands.answers import Answers
from kiosk.commands.talk_visit import Visit
from kiosk.commands.voice import aloud, number_in
from kiosk.factory import Kiosk, assemble
from kiosk.rules.attendance.arrivals import doubted_sign_ins, is_on_site
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import give_up_place
from kiosk.rules.model.actors import COMMAND, Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence
from tests.builders import Ruled
from tests.commands.conftest import Shell
from tests.commands.test_escapes import HOSTILE, is_safe

NAMES = Path(__file__).parent.parent / "data" / "names.csv"
DAY = DayId("2026-09-01")
RHIAN = PersonId("RAD")
PIN = "8305"

Talk = Callable[..., list[str]]


@pytest.fixture
def talk(kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Talks to the sample school: the lines go in, what is said comes out."""

    def run(*lines: str, at: str = "08:38", shell: Shell = kiosk) -> list[str]:
        said = tmp_path / "said"
        said.write_text("".join(f"{line}\n" for line in lines), "utf-8", "surrogateescape")
        with said.open(encoding="utf-8") as answers:
            monkeypatch.setattr(sys, "stdin", answers)
            result = shell("talk", "--at", at)
        assert (result.status, result.err) == (0, "")
        assert is_safe(result)
        return result.out.splitlines()

    return run


@pytest.fixture
def at_desk(kiosk: Shell) -> Callable[[Callable[[Kiosk], object]], None]:
    """Does something in the sample school beside the talk."""

    def do(what: Callable[[Kiosk], object]) -> None:
        with assemble(kiosk.folder, kiosk.clock) as opened:
            what(opened)

    return do


def held(kiosk: Shell, session: str) -> bool:
    booking = booking_of(kiosk.school, RHIAN, kiosk.school.session(SessionId(session)))
    return booking is not None and booking.confirmed


def test_a_few_letters_sign_in_and_say_where_to_be(kiosk: Shell, talk: Talk) -> None:
    said = talk("rhian ad", "bye")
    assert "Rhian Adeyemi" in said
    assert "Signed in at 08:38." in said
    assert "Next: 08:45 Welcome and the year's priorities, Main hall" in said
    assert said[-1] == "Goodbye."
    assert is_on_site(kiosk.school, RHIAN, DAY)


def test_of_one_name_nobody_is_taken_without_a_number(kiosk: Shell, talk: Talk) -> None:
    said = talk("jones, siân", "", "bye")
    assert [line for line in said if line.startswith("1. Siân Jones, ")]
    assert not any(map(str.startswith, said, ["Signed in"] * len(said)))
    said = talk("sian jones", "2", "bye")
    chosen = next(line for line in said if line.startswith("2. Siân Jones, "))
    code = chosen.rpartition(", ")[2]
    who = next(one for one in kiosk.school.people.values() if one.staff_code == code)
    assert is_on_site(kiosk.school, who.id, DAY)


def test_a_name_that_only_resembles_is_asked_about(kiosk: Shell, talk: Talk) -> None:
    said = talk("rhian adyemi", "", "bye")
    assert "1 if that is you, or your name:" in said
    assert not is_on_site(kiosk.school, RHIAN, DAY)
    assert talk("rhian adyemi", "1", "bye").count("Signed in at 08:38.") == 1


def test_one_person_comes_after_the_other(talk: Talk) -> None:
    said = talk("rhian ad", "sian jones", "1", "", "zzz", "bye")
    assert said.count("Signed in at 08:38.") == 2
    assert any(line.startswith("Good morning, Siân Jones") for line in said)
    assert "Nobody found. Not on the list? Please go to reception." in said


def test_the_day_is_told_and_a_workshop_chosen(kiosk: Shell, talk: Talk) -> None:
    said = talk("rhian ad", "", "4", "about 3", "1", "", "bye")
    assert "4. 11:20 to 12:20. Workshops 1. Choose one of 8" in said
    assert "Number 1 is on now or comes next." in said
    assert "3. Everyday Welsh (given in Welsh). 24 free. Drama studio, Gŵyn Llŷr" in said
    assert "Ten phrases to use in every lesson from tomorrow" in said
    assert "You have a place in Retrieval practice that lasts." in said
    assert held(kiosk, "A1")


def test_an_invitation_is_told_without_a_key_that_is_not_there(talk: Talk) -> None:
    said = talk("rebecca h", "", "", "bye")
    assert "You're invited today. Please give your answer to the professional tutor." in said
    assert not any("F7" in line for line in said)


def test_a_session_is_signed_in_to_and_undone(kiosk: Shell, talk: Talk) -> None:
    said = talk("rhian ad", "", "1", "", "bye")
    line = next(line for line in said if line.startswith("1. 08:45"))
    assert line.endswith(". Main hall, you can sign in now: type 1.")
    brief = kiosk.school.session(SessionId("BRIEF"))
    mark = current_mark(kiosk.school, RHIAN, brief)
    assert mark is not None
    assert mark.evidence is Evidence.TYPED
    said = talk("sian jones", "2", "", "1", "undo", "undo", "bye")
    assert said.count("Undone.") == 1
    assert said[-3].endswith("is signed out.")


def test_too_early_says_when(talk: Talk) -> None:
    said = talk("rhian ad", "", "2", "bye", "bye")
    assert "Sign-in for Safeguarding: annual update opens at 09:35." in said


def test_the_sign_in_is_undone_at_the_next_question(kiosk: Shell, talk: Talk) -> None:
    assert "Undone: Rhian Adeyemi is signed out." in talk("rhian ad", "undo", "bye")
    assert not is_on_site(kiosk.school, RHIAN, DAY)


def test_who_was_in_before_may_say_it_was_not_them(kiosk: Shell, talk: Talk) -> None:
    kiosk("sign-in", "RAD", "--at", "08:00")
    said = talk("rhian ad", "not me", "bye", "bye")
    assert "In since 08:00." in said
    assert "If that wasn't you, type “not me”." in said
    assert [move.person for move in doubted_sign_ins(kiosk.school, DAY)] == [RHIAN]


def test_a_place_is_given_up_by_the_own_pin_alone(
    kiosk: Shell, talk: Talk, at_desk: Callable[[Callable[[Kiosk], object]], None]
) -> None:
    at_desk(lambda opened: opened.secrets.set_code(RHIAN, PIN))
    talk("rhian ad", "", "4", "1", "bye", "bye")
    said = talk("rhian ad", "4", "1", "2", "1111", "", "", "bye")
    assert "This needs your badge or PIN. Anyone can type a name." in said
    assert held(kiosk, "A1")
    talk("rhian ad", "4", "1", "", "", "bye")
    assert held(kiosk, "A1")
    said = talk("rhian ad", "4", "1", "2", "1111", PIN, "", "bye")
    assert "You've given up your place in Retrieval practice that lasts." in said
    assert not held(kiosk, "A1")


def test_five_wrong_pins_lock_it_as_on_the_screens(
    talk: Talk, at_desk: Callable[[Callable[[Kiosk], object]], None]
) -> None:
    at_desk(lambda opened: opened.secrets.set_code(RHIAN, PIN))
    # a word goes back, and is no try
    said = talk("rhian ad", "", *["pin", "bye"] * 5, "pin", *["1111"] * 5, PIN, "leave", PIN, "bye")
    assert said.count("That is not your PIN.") == 5
    assert said.count("Too many wrong tries. Please wait 1 minute.") == 2


def test_a_first_pin_needs_a_professional_tutor(
    kiosk: Shell, talk: Talk, at_desk: Callable[[Callable[[Kiosk], object]], None]
) -> None:
    at_desk(lambda opened: opened.secrets.set_pin("48151623"))
    said = talk("rhian ad", "", "pin", PIN, "48151623", "1234", PIN, "8306", PIN, PIN, "leave")
    assert "That is not the tutors' PIN." in said
    assert "The two PINs are not the same." in said
    assert "Your PIN is set." in said
    assert not is_on_site(kiosk.school, RHIAN, DAY)
    assert "48151623" not in " ".join(said)


def test_what_a_typed_name_took_is_told_after_the_pin(
    kiosk: Shell, talk: Talk, at_desk: Callable[[Callable[[Kiosk], object]], None]
) -> None:
    talk("rhian ad", "", "4", "1", "bye", "bye")
    kiosk("mark", "RAD", "BRIEF", "present", "--at", "08:50")

    def take(opened: Kiosk) -> None:
        school = opened.desk.school
        opened.desk.perform_now(without_proof(school.settings), COMMAND)
        opened.desk.perform_now(give_up_place("RAD", "A1"), Actor(RHIAN, Evidence.TYPED))
        opened.secrets.set_code(RHIAN, PIN)

    at_desk(take)
    said = talk("rhian ad", "bye", "bye", at="09:00")
    assert "One of your choices was changed today. To hear it, type “pin”, then your PIN." in said
    assert "given up" not in " ".join(said)
    said = talk("rhian ad", "pin", PIN, "2", "bye", "bye", at="09:00")
    assert "place in Retrieval practice that lasts given up" in " ".join(said)
    assert "Thank you. We have told the professional tutor." in said


def without_proof(settings: object) -> Ruled:
    changed = replace(settings, proof_to_take="none")  # type: ignore[type-var]
    return Ruled("test", {}, lambda *_: Changes((put(changed),)))


def test_of_what_is_past_a_typed_name_is_told_only_that(kiosk: Shell, talk: Talk) -> None:
    kiosk("mark", "RAD", "BRIEF", "absent", "--at", "08:50")
    said = talk("rhian ad", "", "bye", at="11:00")
    assert "1. 08:45 to 09:45. Welcome and the year's priorities. Finished" in said
    assert "absent" not in " ".join(said)


def test_what_is_kept_and_who_sees_it_is_said_at_help(talk: Talk) -> None:
    said = talk("help", "bye")
    assert "We keep your name, times and sessions. We never keep why you were away." in said


def test_whoever_goes_away_leaves_nothing_open(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    # the name, Enter, then nothing for the time and for the countdown; then Enter by somebody else
    comes = iter([True, True, False, False, True, True])
    monkeypatch.setattr(Answers, "_comes", lambda *_: next(comes))
    said = talk("rhian ad", "", "", "bye")
    asked = said.index("Are you still there? Press Enter within 20 seconds for more time.")
    assert said[asked + 1] == "Your name:"
    assert "Good morning, Rhian Adeyemi" not in said[asked:]


def test_enter_gives_more_time(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    comes = iter([True, True, False, True, True, True, True])
    monkeypatch.setattr(Answers, "_comes", lambda *_: next(comes))
    said = talk("rhian ad", "", "", "day", "bye", "bye")
    assert said.count("Number 1 is on now or comes next.") == 2


def test_between_the_days_the_pin_opens_the_next_one(
    own: Callable[..., Shell], day_file: Path, talk: Talk
) -> None:
    shell = own("A,Ann,Owen,teacher", "B,Bo,Owen,teacher")
    assert shell("load", "programme", str(day_file)).status == 0
    shell.pass_time(days=-7)
    with assemble(shell.folder, shell.clock) as opened:
        opened.secrets.set_code(PersonId("A"), PIN)
    said = talk("ann", PIN, "2", "1", "", "bo", "", "bye", shell=shell)
    assert "7 days to Autumn" in said
    assert "You have a place in Many places." in said
    assert said.count("Tuesday 1 September 2026") == 1  # Bo, who has no PIN, is told no day
    booking = booking_of(shell.school, PersonId("A"), shell.school.session(SessionId("MANY")))
    assert booking is not None


def test_without_a_school_or_a_day_it_says_so(
    empty: Shell, own: Callable[..., Shell], talk: Talk
) -> None:
    assert "There is no school in" in empty("talk").sentence
    shell = own("A,Ann,Owen,teacher")
    assert "No INSET day is planned for today." in talk("ann", "bye", shell=shell)


def test_any_name_is_said_as_it_is(own: Callable[..., Shell], day_file: Path, talk: Talk) -> None:
    with NAMES.open(encoding="utf-8") as file:
        names = [(row["forename"], row["surname"]) for row in csv.DictReader(file)]
    rows = (f"P{n},{one},{two},teacher" for n, (one, two) in enumerate(names) if one.strip())
    shell = own(*(row for row in rows if row.count(",") == 3 and '"' not in row))
    assert shell("load", "programme", str(day_file)).status == 0
    people = [who.name for who in shell.school.people.values()]
    assert len(people) > 60
    said = "\n".join(talk(*(line for name in people for line in (name, "", "")), shell=shell))
    assert not [name for name in people if aloud(name) not in said]


def test_a_name_that_would_command_the_terminal_is_only_read(
    talk: Talk, at_desk: Callable[[Callable[[Kiosk], object]], None]
) -> None:
    def rename(opened: Kiosk) -> None:
        who = replace(opened.desk.school.person(RHIAN), forename=HOSTILE[:-2])
        opened.desk.perform_now(Ruled("test", {}, lambda *_: Changes((put(who),))), COMMAND)

    at_desk(rename)
    said = talk("adeyemi", "1", "", HOSTILE, "bye", "bye")
    assert any("x\\u001b]0;owned\\u0007" in line for line in said)


def test_what_goes_wrong_for_one_person_leaves_the_next_one_alone(
    kiosk: Shell, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Rhian Adeyemi")

    monkeypatch.setattr(Visit, "run", fail)
    said = talk("rhian ad", "", "sian jones", "1", "bye")
    assert any("something went wrong (KeyError). See whether" in line for line in said)
    assert said.count("Signed in at 08:38.") == 2
    assert "Adeyemi" not in (kiosk.folder / "kiosk.log").read_text()


def test_what_another_program_did_meanwhile_is_known(
    kiosk: Shell, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes, there = Answers._comes, iter([False, True])

    def meanwhile(self: Answers, *rest: Any) -> bool:
        if next(there, False):  # before the second answer
            with assemble(kiosk.folder, kiosk.clock) as opened:
                opened.desk.perform_now(cancel_session("A1"), COMMAND)
        return comes(self, *rest)

    monkeypatch.setattr(Answers, "_comes", meanwhile)
    said = talk("rhian ad", "", "4", "", "", "bye")
    assert any(line.startswith("8. Retrieval practice that lasts. cancelled") for line in said)


def test_signs_are_not_read_and_numbers_are_only_those_asked_for() -> None:
    assert aloud("▲ new room: Hall · Ann Owen\n● You are signed in.") == (
        "new room: Hall, Ann Owen\nYou are signed in."
    )
    assert [number_in(one, 12) for one in ("1", "12", "13", "0", "٣", "1a", "", "9999")] == [
        1, 12, None, None, None, None, None, None,
    ]  # fmt: skip
