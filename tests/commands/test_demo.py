from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.board import BoardState, person_lines
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.requirement import expected_from
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.sample import school as sample
from kiosk.sample.pin import DEMO_PIN
from kiosk.system.data_folder import DemoMark
from tests.commands.conftest import Shell

TODAY = DayId("2026-09-01")


def now_at(shell: Shell) -> str:
    with assemble(shell.folder, shell.clock) as kiosk:
        return f"{kiosk.desk.now():%Y-%m-%d %H:%M}"


def lay(shell: Shell, *options: str) -> None:
    result = shell("demo", "--load-only", *options)
    assert (result.status, result.err) == (0, "")
    assert str(shell.folder) in result.out


def test_load_only_lays_the_school_with_a_day_today_and_ends(empty: Shell) -> None:
    lay(empty)
    day = empty.school.day(TODAY)
    assert len(day.slots) >= 6
    assert len(empty.school.people) == 120


def test_on_a_weekday_that_the_day_was_not_planned_for_people_work_all_the_same(
    empty: Shell,
) -> None:
    empty.now = datetime(2026, 11, 21, 12, tzinfo=UTC)  # a Saturday
    lay(empty)
    day = empty.school.day("2026-11-21")
    expected = [p for p in empty.school.people.values() if expected_from(empty.school, p, day)]
    assert len(expected) > 80


def test_the_clock_starts_at_twenty_past_eight_and_runs_on(empty: Shell) -> None:
    lay(empty)
    assert now_at(empty) == f"{TODAY} 08:20"
    empty.pass_time(minutes=35)
    assert now_at(empty) == f"{TODAY} 08:55"


def test_a_second_start_keeps_the_clock_and_what_was_done(empty: Shell) -> None:
    lay(empty)
    empty("sign-in", "TAI")
    empty.pass_time(minutes=10)
    lay(empty)
    assert now_at(empty) == f"{TODAY} 08:30"
    assert is_on_site(empty.school, "TAI", TODAY)


def test_at_moves_the_clock_of_the_folder(empty: Shell) -> None:
    lay(empty, "--at", "10:55")
    assert now_at(empty) == f"{TODAY} 10:55"
    lay(empty, "--at", "13:00")
    empty.pass_time(minutes=5)
    assert now_at(empty) == f"{TODAY} 13:05"
    assert empty("sign-in", "TAI").out == "Tŵnc ab Ieuan signed in at 13:05.\n"


def test_at_on_another_command_holds_for_that_command(kiosk: Shell) -> None:
    assert kiosk("sign-in", "TAI", "--at", "11:11").out.endswith("signed in at 11:11.\n")
    assert kiosk("--at", "09:09", "sign-in", "ADA").out.endswith("signed in at 09:09.\n")
    assert now_at(kiosk) == f"{TODAY} 08:20"


def test_an_open_kiosk_follows_when_the_clock_is_moved(kiosk: Shell) -> None:
    with assemble(kiosk.folder, kiosk.clock) as opened:
        lay(kiosk, "--at", "14:00")
        assert f"{opened.desk.now():%H:%M}" == "14:00"


def test_a_third_of_the_expected_staff_came_between_twenty_to_eight_and_the_start(
    kiosk: Shell,
) -> None:
    school = kiosk.school
    day = school.day(TODAY)
    moves = [move for moved in school.day_record(TODAY).movements.values() for move in moved]
    now = school.moment(TODAY, sample.STARTS_AT)
    standing = person_lines(school, now, day)
    expected = [line for line in standing if line.due is not None]
    inside = [line for line in standing if line.presence is BoardState.IN]
    assert abs(len(inside) - len(expected) / 3) <= 1
    assert {f"{school.local(move.at):%H:%M}" >= "07:40" for move in moves} == {True}
    assert all(move.at < now for move in moves)


def test_choices_were_made_beforehand_and_a_session_of_each_slot_is_queued_for(
    kiosk: Shell,
) -> None:
    school = kiosk.school
    now = school.moment(TODAY, sample.STARTS_AT)
    choices = [slot for slot in school.day(TODAY).slots if slot.kind is SlotKind.CHOICE]
    assert len(choices) == 2
    for slot in choices:
        sessions = school.sessions_on(TODAY, slot.id)
        assert sum(len(bookings_in(school, session)) for session in sessions) > 30
        assert any(len(waiting_list_of(school, session)) >= 3 for session in sessions)
        for session in sessions:
            booked = bookings_in(school, session)
            assert session.places is None or len(booked) <= session.places
            for booking in booked:
                assert ineligibility(school, now, school.people[booking.person], session) is None


def test_the_same_scene_is_laid_each_time(kiosk: Shell, empty: Shell) -> None:
    lay(empty)

    def scene(school: School) -> list[object]:
        book = school.day_record(TODAY)
        return [book.movements, book.bookings]

    assert scene(empty.school) == scene(kiosk.school)


def test_the_whole_school_is_one_record(kiosk: Shell) -> None:
    kept = json.loads((kiosk.folder / "attendance.json").read_text(encoding="utf-8"))
    assert [entry["decision"] for entry in kept["history"].values()] == ["create_sample"]


def test_the_pin_is_set_and_nobody_has_a_code(kiosk: Shell) -> None:
    with assemble(kiosk.folder, kiosk.clock) as opened:
        assert opened.secrets.opens(DEMO_PIN)
        assert not [who for who in opened.desk.school.people if opened.secrets.has_code(who)]
        assert opened.demo_pin == DEMO_PIN


def test_a_folder_with_another_school_is_refused_and_left_alone(
    empty: Shell, tmp_path: Path
) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("id,forename,surname,role\nA,Ann,Lee,teacher\n", encoding="utf-8")
    empty("load", "staff", str(staff))
    before = sorted(path.name for path in empty.folder.iterdir())
    assert "holds another school" in empty("demo", "--load-only").sentence
    assert sorted(path.name for path in empty.folder.iterdir()) == before


def test_when_its_day_has_passed_a_new_one_is_laid_and_the_old_kept_aside(kiosk: Shell) -> None:
    old = (kiosk.folder / "attendance.json").read_bytes()
    (kiosk.folder / "pages").mkdir()
    kiosk.pass_time(days=1)
    lay(kiosk)
    aside = kiosk.folder / "kept" / TODAY
    assert (aside / "attendance.json").read_bytes() == old
    assert {path.name for path in aside.iterdir()} == {
        "attendance.backups", "attendance.json", "attendance.json.j000001", "secrets.json",
        "demo.json", "pages",
    }  # fmt: skip
    assert now_at(kiosk) == "2026-09-02 08:20"
    assert "2026-09-02" in kiosk.school.programme.days


def test_what_was_kept_aside_is_never_overwritten(kiosk: Shell) -> None:
    earlier = kiosk.folder / "kept" / TODAY
    earlier.mkdir(parents=True)
    (earlier / "attendance.json").write_text("earlier")
    kiosk.pass_time(days=1)
    lay(kiosk)
    assert (earlier / "attendance.json").read_text() == "earlier"
    assert (kiosk.folder / "kept" / f"{TODAY}-2" / "attendance.json").exists()


def test_a_day_that_ended_by_its_own_clock_is_laid_anew(empty: Shell) -> None:
    empty.now = datetime(2026, 9, 1, 0, 30, tzinfo=UTC)
    lay(empty)
    empty.now = datetime(2026, 9, 1, 19, 0, tzinfo=UTC)
    lay(empty)
    assert now_at(empty) == f"{TODAY} 08:20"


def test_other_files_in_the_folder_are_left_alone(kiosk: Shell) -> None:
    (kiosk.folder / "notes.txt").write_text("mine")
    kiosk.pass_time(days=1)
    lay(kiosk)
    assert (kiosk.folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("cut_at", ["_record", "assemble", "offset_of"])
def test_laying_that_was_cut_short_is_mended_by_doing_it_again(
    empty: Shell, monkeypatch: pytest.MonkeyPatch, cut_at: str
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sample, cut_at, stop)
        assert empty("demo", "--load-only").status == 130
    lay(empty)
    assert len(empty.school.people) == 120
    with assemble(empty.folder, empty.clock) as opened:
        assert opened.secrets.opens(DEMO_PIN)
    assert now_at(empty) == f"{TODAY} 08:20"
    assert not (empty.folder / "kept").exists()


def test_moving_aside_that_was_cut_short_is_gone_on_with(kiosk: Shell) -> None:
    aside = kiosk.folder / "kept" / TODAY
    aside.mkdir(parents=True)
    journal = "attendance.json.j000001"  # the first that is moved
    (kiosk.folder / journal).rename(aside / journal)
    kiosk.pass_time(days=1)
    lay(kiosk)
    assert {path.name for path in aside.iterdir()} == {
        "attendance.backups", "attendance.json", "attendance.json.j000001", "secrets.json",
        "demo.json",
    }  # fmt: skip
    assert now_at(kiosk) == "2026-09-02 08:20"


def test_laid_for_earlier_than_the_start_only_the_early_are_in(empty: Shell) -> None:
    lay(empty, "--at", "07:50")
    now = empty.school.moment(TODAY, sample.STARTS_AT.replace(hour=7, minute=50))
    moves = [move for moved in empty.school.day_record(TODAY).movements.values() for move in moved]
    assert all(move.at < now for move in moves)


def test_the_folder_is_given_by_option_or_environment(empty: Shell, tmp_path: Path) -> None:
    empty.environ["KIOSK_DATA"] = str(tmp_path / "by environment")
    assert empty.bare("demo", "--load-only").status == 0
    assert DemoMark(tmp_path / "by environment").exists()
    lay(empty)
    assert DemoMark(empty.folder).exists()


def test_without_either_it_has_a_folder_beside_the_schools(
    empty: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, **_: tmp_path / "share" / name)
    assert empty.bare("demo", "--load-only").status == 0
    assert DemoMark(tmp_path / "share" / "inset-kiosk" / "demo").exists()
    assert str(tmp_path / "share" / "inset-kiosk" / "school") in empty.bare("people").sentence


def test_a_damaged_mark_is_told_in_a_sentence(kiosk: Shell) -> None:
    for damaged in ("", "[]", '{"day": "soon", "offset": 0}', '{"day": "2026-09-01"}'):
        (kiosk.folder / "demo.json").write_text(damaged)
        assert "cannot be read" in kiosk("demo", "--load-only").sentence
