"""The professional tutors' area: PIN, live board, not yet in, registers."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.board import headcount
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import current_mark, mark, marks_of, sign_in_to_session
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.sample.pin import DEMO_PIN
from kiosk.store.copies import offsite_copies
from tests.builders import DAY, at, by
from tests.screens.kiosks import LARGE, Stage, second_program, staged
from tests.screens.ways import open_register, show_sessions


def state(stage: Stage, person: PersonId, session: SessionId) -> MarkState | None:
    last = current_mark(stage.school, person, stage.school.session(session))
    return last.state if last else None


async def test_a_wrong_pin_opens_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type("9999")
        await stage.press("enter")
        await stage.sees("That's not the PIN.")
        await stage.press("escape")
        assert await stage.on("WelcomeScreen")


async def test_after_five_wrong_pins_the_right_one_waits_a_minute(sample: Path) -> None:
    async with staged(sample) as stage:
        for _ in range(5):
            stage.kiosk.secrets.opens("9999")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type(DEMO_PIN)
        await stage.press("enter")
        await stage.sees("Too many wrong tries. Please wait 1 minute.")
        await stage.goes_to("08:42")
        await stage.type(DEMO_PIN)
        await stage.press("enter")
        assert await stage.on("BoardScreen")


async def test_the_tutors_are_told_of_wrong_pins_and_codes_when_they_come_in(sample: Path) -> None:
    async with staged(sample, "10:42") as stage:
        secrets = stage.kiosk.secrets
        secrets.set_code("FDV", "4915")
        for _ in range(3):
            secrets.opens("9999")
            secrets.proves("FDV", "9999")
        await stage.goes_to("10:50")
        await stage.open_tutors()
        await stage.sees("3 wrong PINs were tried, the last at 10:42.")
        await stage.sees("3 wrong PINs were tried for")
        assert secrets.untold_tries() == []


async def test_enter_in_the_empty_box_is_no_try(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f9")
        await stage.on("PinDialog")
        for _ in range(5):
            await stage.press("enter")
            await stage.settle()
        await stage.type(DEMO_PIN)
        await stage.press("enter")
        assert await stage.on("BoardScreen")


async def test_the_board_shows_every_session_with_its_numbers(sample: Path) -> None:
    async with staged(sample, "08:52", (160, 60)) as stage:
        await stage.open_tutors()
        everyone = headcount(stage.school, stage.school.day(DAY))
        await stage.sees(f"{everyone.arrived} of {everyone.due} expected", "up to 7 min")
        await show_sessions(stage)
        school = stage.school
        for session in school.sessions_on(DAY):
            assert await stage.sees(school.workshop(session).title.en[:24], session.room)
        briefing = session_line(school, school.session("BRIEF")).figures
        await stage.sees("expected in not yet in", f"{briefing.arrived} {briefing.not_yet_in}")
        # before it begins nobody is missing: who waits is
        assert await stage.sees("booked +waiting", "8/8 +3", "16/16 +3")


async def test_what_another_program_does_is_seen_within_a_second(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        await stage.sees("Tŵnc ab Ieuan")
        with second_program(sample, "08:41") as other:
            other.perform_now(sign_in("TAI"), Actor("TAI", Evidence.TYPED))
        begun = monotonic()
        await stage.until(lambda: not stage.shows("Tŵnc ab Ieuan"))
        assert monotonic() - begun < 1
        assert is_on_site(stage.school, "TAI", DAY)


async def test_a_person_is_accounted_for_and_no_reason_is_asked(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        await stage.press("home", "a")
        await stage.sees("Tŵnc ab Ieuan is reported absent.")
        assert set(stage.school.day_record(DAY).reported_absences) == {"TAI"}
        assert state(stage, "TAI", "BRIEF") is None
        assert not is_on_site(stage.school, "TAI", DAY)
        await stage.press("ctrl+z")
        await stage.sees("Undone: Tŵnc ab Ieuan is as before.")
        assert not stage.school.day_record(DAY).reported_absences


async def test_a_register_shows_who_is_accounted_for_that_day(sample: Path) -> None:
    async with staged(sample, "09:50", LARGE, None, report_absent("TAI", DAY)) as stage:
        await open_register(stage, "SAFE")
        assert await stage.until(
            lambda: re.search(r"– reported absent\s+Tŵnc ab Ieuan", stage.seen)
        )
        await stage.perform(by(Evidence.TUTOR, mark("TAI", "SAFE", MarkState.RELEASED)))
        assert await stage.until(lambda: re.search(r"– released\s+Tŵnc ab Ieuan", stage.seen))


async def test_a_register_tells_minutes_only_where_the_school_keeps_them(sample: Path) -> None:
    async with staged(sample, "09:20") as stage:
        await stage.perform(by(Evidence.TYPED, sign_in_to_session("TAI", "BRIEF")))
        await stage.goes_to("09:30")
        await stage.perform(by(Evidence.BADGE, leave_site("TAI")))
        await open_register(stage, "BRIEF")
        await stage.sees("◐ left early", "was late · 09:30")
        assert not stage.shows(" min ·")
        await stage.perform(keeping_minutes())
        await stage.sees("was late · 10 min · 09:30")


@decision
def keeping_minutes(school: School, now: datetime) -> Changes:
    """Let the school keep the minutes of attendance."""
    del now
    return Changes((put(replace(school.settings, keep_minutes=True)),))


async def test_the_board_tells_of_a_past_day_that_was_not_closed(sample: Path) -> None:
    async with staged(sample) as stage:
        later = at("08:00", "2026-09-02")
        stage.kiosk.desk.clock = lambda: later
        stage.app.context.changed.publish(stage.school)
        await stage.open_tutors()
        assert await stage.sees("1 September 2026 is not closed yet: C")


async def test_a_person_who_is_here_is_signed_in_by_hand(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("n")
        await stage.on("NotYetInScreen")
        await stage.press("home", "h")
        await stage.sees("Tŵnc ab Ieuan signed in at 08:41.")
        assert stage.school.day_record(DAY).movements["TAI"][-1].evidence is Evidence.TUTOR


async def test_each_key_marks_a_person_and_moves_on(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        for key in "hlear":
            await stage.press(key)
            await stage.settle()
        marked = [
            state(stage, person.id, "A7")
            for person in sorted(stage.school.people.values(), key=lambda one: one.id)
            if state(stage, person.id, "A7")
        ]
        assert sorted(marked, key=str) == sorted(MarkState, key=str)
        await stage.sees("● here", "▲ late", "◐ left early", "× absent", "– released")


async def test_a_correction_keeps_the_original_and_shows_it(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        await stage.press("home", "a")
        await stage.sees("× absent")
        await stage.press("up", "l")
        await stage.sees("▲ late", "was absent · 11:25")
        await stage.press("up")
        await stage.sees("11:25 late", "11:25 absent")
        both = [
            [mark.state for mark in marks_of(stage.school, person, stage.school.session("A7"))]
            for person in stage.school.people
        ]
        assert [MarkState.ABSENT, MarkState.LATE] in both


async def test_a_walk_in_is_added_and_marked(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        assert not stage.shows("Ffion ffrench-Davies")
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick("FDV")
        await stage.on("RegisterScreen")
        await stage.press("h")
        await stage.until(lambda: state(stage, "FDV", "A7") is MarkState.PRESENT)


async def test_a_place_is_given_with_a_reason_whatever_stands_against_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_register(stage, "A7")
        await stage.press("g")
        await stage.on("FindPersonDialog")
        await stage.pick("FDV")
        await stage.on("ReasonDialog")
        await stage.press("enter")
        await stage.type("asked [/x] by the head")
        await stage.press("enter")
        await stage.sees("has a place in Coaching conversations.")
        given = booking_of(stage.school, "FDV", stage.school.session("A7"))
        assert given is not None
        assert (given.confirmed, given.why) == (True, "asked [/x] by the head")
        await stage.press("g")
        await stage.on("FindPersonDialog")
        await stage.press("escape")
        await stage.on("RegisterScreen")


async def test_no_place_is_given_where_none_is_chosen(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_register(stage, "SAFE")
        assert not stage.shows("Give a place")
        await stage.press("g")
        await stage.on("RegisterScreen")


async def test_the_register_of_a_session_nobody_chose_says_so(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_register(stage, "A8")
        assert await stage.sees("Carys Pŵel", "leads this session", "1 person")


async def test_escape_locks_the_area_again(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.press("f9")
        assert await stage.on("PinDialog")


async def test_ending_the_kiosk_needs_the_pin_q_and_a_yes(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("q")
        await stage.on("ConfirmDialog")
        await stage.press("enter")
        await stage.on("BoardScreen")
        await stage.press("ctrl+q")
        assert stage.app.is_running
        await stage.press("q")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.until(lambda: not stage.app.is_running)


async def test_a_badge_scanned_among_the_tutors_lists_does_nothing(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await stage.perform(close_day(DAY))
        await stage.open_tutors()
        await stage.press("c")
        await stage.on("ClosingScreen")
        await stage.press(*"inset-xop4lc", "enter")
        await stage.settle()
        assert stage.screen == "ClosingScreen"
        assert stage.school.day(DAY).closed_at is not None


async def test_caps_lock_makes_no_difference_to_a_command(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("N")
        assert await stage.on("NotYetInScreen")


async def test_a_register_tells_what_stood_just_before_not_what_stood_first(sample: Path) -> None:
    async with staged(sample) as stage:
        for made in (MarkState.PRESENT, MarkState.LATE, MarkState.ABSENT):
            await stage.perform(by(Evidence.TUTOR, mark("GBO", "BRIEF", made)))
        await open_register(stage, "BRIEF")
        await stage.sees("was late")
        assert "was here" not in stage.seen


async def test_the_board_says_what_endangers_the_data(sample: Path, tmp_path: Path) -> None:
    sample.chmod(0o755)
    stick = tmp_path / "stick"
    stick.mkdir()
    offsite_copies.set_folder(sample, stick)
    stick.rename(tmp_path / "pocket")
    async with staged(sample, size=(160, 60)) as stage:
        await stage.open_tutors()
        assert await stage.sees(
            "Other accounts on this machine", "Copies can't reach the second folder"
        )
