"""Welcome: the queue at 08:25."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import OptionList

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.store.opening import open_store
from kiosk.widgets.today import Today
from tests.builders import DAY
from tests.screens.kiosks import SMALL, Stage, staged
from tests.store.programs import history


def is_in(stage: Stage, person: PersonId) -> bool:
    return is_on_site(stage.school, person, DAY)


async def test_three_letters_and_enter_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("n", "i", "a", "enter")
        await stage.sees("✓ Nia ferch Dafydd", "Signed in at 08:41", "Enter: My day", "Ctrl+Z Undo")
        assert is_in(stage, "NIA")


async def test_the_first_paint_waits_for_no_date(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, dates_at_paint, full_date, render = [], [], Language.full_date, Today.render

    def note_date(language: Language, day: date) -> str:
        made.append(day)
        return full_date(language, day)

    def note_paint(today: Today) -> Content:
        dates_at_paint.append(len(made))
        return render(today)

    monkeypatch.setattr(Language, "full_date", note_date)
    monkeypatch.setattr(Today, "render", note_paint)
    async with staged(sample):
        assert (dates_at_paint[0], len(made) > 0) == (0, True)  # Babel takes 10 ms to load


async def test_the_search_is_ready_for_the_next_in_the_queue(sample: Path) -> None:
    async with staged(sample) as stage:
        for typed, person in (("ferch", "NIA"), ("ffr", "FDV"), ("okafor", "TUN")):
            await stage.type(typed)
            await stage.press("enter")
            await stage.sees("Signed in at 08:41", "Start typing your name…")
            await stage.settle()
            assert is_in(stage, PersonId(person))


async def test_enter_again_opens_my_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.type("ferch")
        await stage.press("enter")
        await stage.sees("Signed in at")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert await stage.sees("Good morning, Nia ferch Dafydd", "● In school since 08:41")


async def test_enter_with_nothing_typed_does_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.sees("34 of the 103 expected")
        before = stage.picture
        await stage.press("enter")
        await stage.settle()
        assert stage.picture == before


async def test_enter_twice_at_once_signs_in_and_opens_the_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f", "f", "r", "enter", "enter")
        await stage.settle()
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert is_in(stage, "FDV")


async def test_ctrl_z_takes_a_sign_in_back_within_ten_seconds(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.type("ferch")
        await stage.press("enter")
        await stage.sees("Signed in at")
        stage.wait(9)
        await stage.press("ctrl+z")
        await stage.sees("Undone: Nia ferch Dafydd is signed out.")
        assert not is_in(stage, "NIA")
        stage.wait(11)
        await stage.until(lambda: "Nia" not in stage.seen)


async def test_after_ten_seconds_ctrl_z_does_nothing_and_the_name_is_gone(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.type("ferch")
        await stage.press("enter")
        await stage.sees("Signed in at")
        stage.wait(11)
        await stage.until(lambda: "Nia" not in stage.seen)
        await stage.press("ctrl+z")
        await stage.settle()
        assert is_in(stage, "NIA")
        await stage.press("enter")
        await stage.settle()
        assert stage.screen == "WelcomeScreen"


async def test_of_several_matches_none_is_taken_without_a_move(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("tunde")
        before = stage.school
        await stage.press("enter")
        await stage.settle()
        assert stage.school is before
        await stage.sees("Tunde Ionescu", "Tunde Okafor", "2 found · ↑↓ choose, Enter")


async def test_a_move_and_enter_take_the_row(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("tunde")
        await stage.press("down", "down", "enter")
        assert await stage.until(lambda: is_in(stage, "TUN"))


async def test_people_of_one_name_are_told_apart_and_none_is_preselected(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("Siân Jones")
        await stage.sees("Teacher · Mathematics · SJO", "Teacher · English · SJE")
        before = stage.school
        await stage.press("enter")
        await stage.settle()
        assert stage.school is before


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sian", "Siân Jones"),
        ("gwyn", "Gŵyn Llŷr"),
        ("lukasz", "Łukasz Wiśniewski"),
        ("obrien", "Aoife O’Brien"),
        ("OBRIEN", "Aoife O'Brien"),
        ("thordar", "Ásta Þórðardóttir"),
        ("xu o", "Xu O"),
        ("venk", "Venkat Lakshminarasimhan Ramachandran Iyer"),
    ],
)
async def test_a_name_is_found_without_its_accents(sample: Path, typed: str, found: str) -> None:
    async with staged(sample) as stage:
        await stage.find(typed)
        assert found in stage.seen


async def test_whoever_is_in_goes_straight_to_my_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.arrive("NIA")
        await stage.type("ferch")
        await stage.press("enter")
        assert await stage.on("MyDayScreen")


async def test_nobody_found_is_said_and_enter_changes_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("zzz")
        await stage.press("enter")
        await stage.settle()
        assert "Nobody found" in stage.seen


@pytest.mark.parametrize("typed", ["INSET-D4D0QNHKU5", "inset-d4d0qnhku5", "iNSET-d4d0qnhku5"])
@pytest.mark.parametrize("end", ["enter", "ctrl+j", "tab"])
async def test_a_scanned_badge_signs_in(sample: Path, typed: str, end: str) -> None:
    async with staged(sample) as stage:
        await stage.scan(typed, end)
        await stage.sees("✓ Ffion ffrench-Davies", "Signed in at 08:41 to this session")
        move = stage.school.day_record(DAY).movements["FDV"][-1]
        assert move.evidence is Evidence.BADGE


async def test_the_list_stays_shut_while_a_badge_is_scanned(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.type("INSET-2ORG")
        await stage.pilot.pause(0.06)
        assert "Nobody found" not in stage.seen
        await stage.sees("Badge code: press Enter")


async def test_an_unknown_badge_changes_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        before = stage.school
        await stage.type("INSET-NOBODY")
        await stage.press("enter")
        await stage.sees("Badge not recognised. Type your name.")
        assert stage.school is before


async def test_a_badge_that_has_no_holder_is_not_a_blank_one(sample: Path) -> None:
    async with staged(sample) as stage:
        before = stage.school
        await stage.type("INSET-")
        await stage.press("enter")
        await stage.settle()
        assert stage.school is before


async def test_escape_empties_the_box(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("tunde")
        await stage.press("escape")
        await stage.sees("Start typing your name…")
        assert "Tunde" not in stage.seen


async def test_letters_are_never_commands_in_the_box(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("q", "c", "n", "i")
        assert stage.screen == "WelcomeScreen"
        await stage.sees("qcni")


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_no_key_of_the_staff_ends_the_kiosk(sample: Path, key: str) -> None:
    async with staged(sample) as stage:
        await stage.press(key)
        await stage.sees("To close the kiosk: F9, the PIN, then Q.")
        await stage.press("tab", key)
        assert stage.app.is_running


async def test_the_search_has_the_focus_whatever_is_pressed(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("tab", "tab", "shift+tab", "f1", "escape", "n", "i", "a")
        assert await stage.sees("Nia ferch Dafydd")


async def test_enter_twice_while_the_disk_is_slow_opens_ones_own_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("ferch")
        await stage.press("enter")
        await stage.sees("Nia ferch Dafydd", "Signed in at")
        other = open_store(sample)
        with other.transaction():
            await stage.find("ffr")
            await stage.press("enter", "enter")
            assert stage.screen == "WelcomeScreen"
        await stage.on("MyDayScreen")
        await stage.sees("Ffion ffrench-Davies")


# -- scan as you go ---------------------------------------------------------------------------

FFION = "INSET-D4D0QNHKU5"


async def scan(stage: Stage, code: str) -> None:
    await stage.scan(code)
    await stage.settle()


async def test_a_badge_signs_in_to_the_session_and_says_the_room(sample: Path) -> None:
    async with staged(sample, "08:30") as stage:
        await scan(stage, FFION)
        await stage.sees("08:45 Welcome and the year's priorities · Main hall")
        await stage.goes_to("08:41")
        await scan(stage, FFION)
        await stage.sees(
            "Davies 08:45 Welcome and the year's priorities · Main hall", "to this session"
        )
        assert attended(stage.school, "FDV", stage.school.session("BRIEF"))


async def test_after_a_scan_enter_opens_my_day(sample: Path) -> None:
    async with staged(sample, "10:00") as stage:
        await stage.arrive("FDV")
        await stage.goes_to("10:05")
        await scan(stage, FFION)
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert await stage.sees("Ffion ffrench-Davies", "late")


async def test_ctrl_z_takes_back_all_that_a_scan_did(sample: Path) -> None:
    async with staged(sample, "09:00") as stage:
        await scan(stage, FFION)
        await stage.sees("Signed in at 09:00, late.")
        await stage.press("ctrl+z")
        await stage.sees("Undone: Ffion ffrench-Davies is signed out.")
        assert not is_in(stage, "FDV")
        assert [one.decision for one in history(sample, "FDV")][1:] == [
            "sign_in_by_scan",
            "undo_scan",
        ]
        assert not attended(stage.school, "FDV", stage.school.session("BRIEF"))


@pytest.mark.parametrize("clock", ["08:30", "08:55", "11:15"])
async def test_the_room_is_seen_on_the_smallest_screen(sample: Path, clock: str) -> None:
    async with staged(sample, clock, SMALL, None, choose("SJO", "A6")) as stage:
        room = "Library" if clock == "11:15" else "Main hall"
        await scan(stage, stage.school.people["SJO"].badge)
        assert await stage.sees(f"· {room}", "Enter: My day")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("08:41", "4 min to Whole-staff briefing"),
        ("11:05", "15 min to the next sessions"),
        ("15:25", "The day ends at 15:30"),
        ("15:30", "That's it for today. Safe journey!"),
    ],
)
async def test_nobody_is_sent_home_early_nor_told_of_a_session_for_others(
    sample: Path, time: str, said: str
) -> None:
    async with staged(sample, time) as stage:
        assert await stage.sees(said)


async def test_the_help_names_the_keys_as_the_bar_does_its_own_last(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f1")
        await stage.on("HelpDialog")
        keys = stage.seen.rpartition("F2 Not on the list?")[0].rpartition(
            "fewer things stand here."
        )[2]
        assert "F1" not in keys


async def test_the_sample_says_no_time_that_its_clock_may_not_have_begun_at(sample: Path) -> None:
    async with staged(sample, "11:05") as stage:
        await stage.sees("Tutors: F9, PIN 2749")
        assert not stage.shows("08:20")


async def test_a_click_takes_whom_it_was_on_though_the_list_is_filled_again(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("jones")
        rows = stage.app.screen.query_one("#search-found", OptionList)
        clicked, place = rows.get_option_at_index(2), 2
        rows.post_message(OptionList.OptionSelected(rows, clicked, place))
        rows.set_options([rows.get_option_at_index(0)])  # as another program's change does
        await stage.settle()
        assert is_on_site(stage.school, PersonId(clicked.id or ""), DAY)
