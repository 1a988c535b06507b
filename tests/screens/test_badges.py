"""Badges: a scan works on every screen at any moment; other codes change nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from time import sleep

import pytest
from textual import events
from textual.widgets import Input

from kiosk.rules.attendance.arrivals import is_on_site, sign_in, undo_sign_in
from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screens.tutors.board import BoardScreen
from tests.builders import DAY, at, by
from tests.screens.kiosks import Stage, staged
from tests.screens.stops import some
from tests.screens.walk import WALK, stopped_at
from tests.screens.ways import open_row

TUNDE = "INSET-2RSMMQ31US"
FFION = "INSET-D4D0QNHKU5"
CARD = "20394857"

ASKED = {"person-badge", "entry-form", "entry-problem", "add-person", "learn-badges"}
"""The views that ask a professional tutor for any code."""
STOPS = [
    name for name, stop in WALK.items()
    if stop.sample and "no-day" not in name and name not in ASKED
]  # fmt: skip
FINDING = {"find": "RegisterScreen", "nobody-found": "PersonScreen"}
"""The views in which a scan finds a person for a tutor, without signing in, and what opens."""
REGISTERS = {"register", "own-register", "own-register-help"}
"""The views of a register that is open: a scan signs in to its session."""
TICKING = {"roll-call-begun", "roll-call-to-end"}
"""The views in which it also ticks a person off."""


@decision
def slowly(school: School, now: datetime) -> Changes:
    """Make later decisions wait, as a slow disk would."""
    del school, now
    sleep(0.5)
    return Changes()


def has_signed_in(stage: Stage, person: PersonId) -> bool:
    return is_on_site(stage.school, person, DAY)


@pytest.mark.parametrize("name", STOPS)
async def test_a_scan_signs_in_on_every_screen(sample: Path, name: str) -> None:
    async with stopped_at(name, sample) as stage:
        assert not has_signed_in(stage, "TUN")
        before = stage.screen
        await stage.scan(TUNDE.lower())
        if name in FINDING:
            await stage.on(FINDING[name])
            return
        await stage.until(lambda: has_signed_in(stage, "TUN"))
        assert stage.school.day_record(DAY).movements["TUN"][-1].evidence is Evidence.BADGE
        if name in REGISTERS:
            await stage.sees("Tunde Okafor: ", ", ")
        else:
            await stage.sees("Tunde Okafor", "ticked off" if name in TICKING else "igned in at")
        if stage.screen != "WelcomeScreen":
            assert stage.screen == before


@pytest.mark.parametrize("code", ["INSET-NOBODY", CARD])
@pytest.mark.parametrize("name", some(STOPS, 3))
async def test_another_code_says_so_and_changes_nothing(sample: Path, name: str, code: str) -> None:
    async with stopped_at(name, sample) as stage:
        school, screen = stage.school, stage.screen
        boxes = [box.value for box in stage.app.screen.query(Input)]
        await stage.scan(code)
        await stage.sees("Badge not" if code != CARD else "not one of")
        await stage.settle()
        assert stage.school is school
        assert stage.screen == screen
        assert [box.value for box in stage.app.screen.query(Input)] == boxes


@pytest.mark.parametrize(
    ("day", "told"), [(DAY, "hall, signed in"), ("2026-09-08", "There is no INSET day today.")]
)
async def test_a_scan_on_a_screen_that_is_left_at_once_is_told_where_one_is_then(
    sample: Path, day: str, told: str
) -> None:
    async with staged(sample) as stage:
        stage.kiosk.desk.clock = lambda: at("08:50", day)
        await stage.open_tutors()
        busy = asyncio.create_task(
            stage.kiosk.desk.perform(slowly(), Actor("test", Evidence.TYPED))
        )
        await stage.keys(*TUNDE, "enter", "escape", every=0.005)
        await stage.on("WelcomeScreen")
        assert not busy.done()
        await stage.sees(told)
        await busy


async def test_in_a_narrow_window_who_came_in_is_told_whole(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        await stage.scan(stage.school.people["RHU"].badge)
        assert await stage.sees("Rebecca Hughes", "Signed in at 08:41. Enter: My day")


async def test_who_scans_while_another_undoes_is_told_what_came_of_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.scan(FFION)
        await stage.sees("Ffion ffrench-Davies", "Signed in at")
        busy = asyncio.create_task(
            stage.kiosk.desk.perform(slowly(), Actor("test", Evidence.TYPED))
        )
        await stage.press("ctrl+z")
        await stage.scan(TUNDE)
        assert not busy.done()
        await busy
        await stage.sees("Tunde Okafor", "Signed in at")
        await stage.settle()
        assert stage.shows("Tunde Okafor", "Signed in at", "Enter: My day")
        assert not has_signed_in(stage, "FDV")


async def test_a_scan_says_that_something_waits_and_a_typed_name_does_not(sample: Path) -> None:
    async with staged(sample) as stage:
        rebecca = stage.school.people["RHU"]
        await stage.perform(by(Evidence.TYPED, sign_in("RHU")))
        await stage.goes_to("08:55")
        await stage.scan(rebecca.badge)
        await stage.sees("Enter: My day (1 item needs you)", "You've been signed in since 08:41.")
        assert not stage.shows("nvitation")
        await stage.scan(stage.school.people["GBO"].badge)
        await stage.sees("You've been signed in since 08:02.", "Enter: My day")
        assert not stage.shows("need you")
        await stage.press("escape")
        await stage.goes_to("08:41")
        await stage.perform(undo_sign_in("RHU"))
        await stage.find(rebecca.name)
        await stage.press("enter")
        await stage.sees("Rebecca Hughes", "Signed in at", "Enter: My day")
        assert not stage.shows("need you")


async def test_whoever_scans_on_my_day_is_shown_their_own(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.arrive("TUN")
        await stage.open_day("GBO")
        await stage.scan(TUNDE)
        await stage.sees("Enter: My day")
        assert not stage.shows("Gareth Bowen")
        await stage.press("enter")
        await stage.sees("Good morning, Tunde Okafor")
        assert not stage.shows("Gareth Bowen")


async def test_ones_own_badge_on_my_day_is_the_proof_that_was_missing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.scan(FFION)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await open_row(stage, "induction")
        assert await stage.on("InductionScreen")


async def test_sixty_scans_in_a_row_lose_nobody(sample: Path) -> None:
    async with staged(sample) as stage:
        away = [
            one for one in stage.school.people.values()
            if one.badge and not has_signed_in(stage, one.id)
        ][:60]  # fmt: skip
        assert len(away) == 60
        for one in away:
            await stage.scan(one.badge)
        await stage.settle()
        await stage.until(lambda: all(has_signed_in(stage, one.id) for one in away))
        assert stage.screen == "WelcomeScreen"


async def test_a_scan_after_some_letters_is_no_part_of_them(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.keys(*"gi", every=0.2)
        await stage.sees("❯ gi")
        await stage.scan(TUNDE)
        assert await stage.sees("Tunde Okafor", "Signed in at", "Start typing your name")


async def paste(stage: Stage, code: str) -> None:
    stage.app.post_message(events.Paste(f"{code.lower()}\n"))
    await stage.pilot.pause()


async def test_a_pasted_badge_code_is_as_good_as_a_typed_one(sample: Path) -> None:
    async with staged(sample) as stage:
        await paste(stage, TUNDE)
        await stage.sees(f"❯ {TUNDE.lower()}")
        assert not has_signed_in(stage, "TUN")
        await stage.press("enter")
        await stage.sees("Tunde Okafor", "Signed in at")
        assert stage.school.day_record(DAY).movements["TUN"][-1].evidence is Evidence.TYPED


@pytest.mark.parametrize("has_code", [False, True])
async def test_a_pasted_badge_code_proves_nothing(sample: Path, has_code: bool) -> None:
    async with staged(sample) as stage:
        if has_code:
            stage.kiosk.secrets.set_code("FDV", "1793")
        await stage.open_day("FDV")
        await open_row(stage, "prove")
        await stage.on("ProofDialog")
        await paste(stage, FFION)
        await stage.press("enter")
        await stage.settle()
        assert stage.screen == "ProofDialog"
        await stage.scan(FFION)
        assert await stage.on("MyItemsDialog")


@pytest.mark.parametrize("name", some(STOPS, 3, 1))
async def test_a_pasted_badge_code_signs_nobody_in_anywhere(sample: Path, name: str) -> None:
    async with stopped_at(name, sample) as stage:
        await paste(stage, TUNDE)
        await stage.settle()
        assert not has_signed_in(stage, "TUN")


async def test_a_pasted_code_is_the_badge_that_a_tutor_gives(sample: Path) -> None:
    async with stopped_at("person-badge", sample) as stage:
        await paste(stage, "INSET-NEW1")
        await stage.until(
            lambda: "INSET-NEW1" in {who.badge for who in stage.school.people.values()}
        )
        assert not stage.shows("INSET-NEW1"), "a badge is never shown whole"


async def test_a_pasted_code_of_the_sheet_does_what_its_key_does(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await paste(stage, ScanAction.YOURS.code)
        assert await stage.on("MyItemsDialog")


async def test_a_code_typed_by_hand_finds_its_holder_but_proves_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.keys(*TUNDE.lower(), "enter", every=0.15)
        await stage.sees("Tunde Okafor", "Signed in at")
        assert stage.school.day_record(DAY).movements["TUN"][-1].evidence is Evidence.TYPED


async def test_a_name_that_begins_like_a_code_is_a_name(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.keys(*"inse", every=0.005)
        assert await stage.sees("❯ inse")


async def test_a_badge_that_was_replaced_is_not_valid(sample: Path) -> None:
    replaced = give_badge("TUN", Private("INSET-NEW1"))
    async with staged(sample, "08:41", (120, 36), None, replaced) as stage:
        await stage.scan(TUNDE)
        await stage.sees("This badge has been cancelled. Type your name instead.")
        assert not has_signed_in(stage, "TUN")
        await stage.scan("inset-new1")
        await stage.until(lambda: has_signed_in(stage, "TUN"))


async def test_a_card_that_is_scanned_at_the_pin_is_no_try(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f9")
        await stage.on("PinDialog")
        for _ in range(6):
            await stage.scan(CARD)
        await stage.type("2749")
        await stage.press("enter")
        assert await stage.on("BoardScreen")


async def test_letters_are_commands_still(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.keys("N", every=0.2)
        assert await stage.on("NotYetInScreen")


async def test_on_the_board_the_badge_of_who_was_just_removed_is_refused_in_words(
    sample: Path,
) -> None:
    async with stopped_at("board", sample) as stage:
        screen = stage.app.screen
        assert isinstance(screen, BoardScreen)
        # the code was looked up a moment before another program removed them
        screen.handle_badge(PersonId("GONE"))
        assert await stage.sees("Nobody here has the id GONE.")
