"""A scanner alone: the sheet's codes do what keys do, and are refused elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.attendance.scan_codes import ScanAction, session_code
from kiosk.rules.choosing.bookings import booking_of, bookings_in, waiting_list_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, by
from tests.screens import yours
from tests.screens.kiosks import Stage, staged
from tests.screens.stops import some
from tests.screens.walk import WALK, stopped_at

FFION, TUNDE = "INSET-D4D0QNHKU5", "INSET-2RSMMQ31US"
TUTORS = [
    name for name, stop in WALK.items()
    if stop.sample and name.startswith(("board", "register", "closing", "person", "find"))
]  # fmt: skip


def code(stage: Stage, session: SessionId) -> str:
    return session_code(stage.school.session(session))


def has_place(stage: Stage, person: PersonId, session: SessionId) -> bool:
    booking = booking_of(stage.school, person, stage.school.session(session))
    return booking is not None and booking.confirmed


async def to_day(stage: Stage, badge: str) -> None:
    await stage.scan(badge)
    await stage.sees("Enter: My day")
    await stage.scan(ScanAction.MY_DAY.code)
    await stage.on("MyDayScreen")


async def test_choose_swap_and_give_up_by_scanner_alone(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_day(stage, FFION)
        await stage.scan(code(stage, "A4").lower())
        await stage.sees("You have a place in Trauma-aware routines.", "✓ yours")
        await stage.scan(code(stage, "A1"))
        await stage.sees("You have a place in Retrieval practice that lasts")
        assert has_place(stage, "FDV", "A1")
        assert not has_place(stage, "FDV", "A4")
        for answer, kept in ((ScanAction.NO, True), (ScanAction.YES, False)):
            await stage.scan(code(stage, "A1"))
            await stage.sees("Give up your place in Retrieval practice")
            await stage.scan(answer.code)
            await stage.on("MyDayScreen")
            await stage.settle()
            assert has_place(stage, "FDV", "A1") == kept


async def test_codes_in_a_burst_are_each_taken(sample: Path) -> None:
    async with staged(
        sample, "08:41", (120, 36), None, by(Evidence.BADGE, sign_in("FDV"))
    ) as stage:
        await stage.scan(FFION)
        await stage.sees("Enter: My day")
        for one in (ScanAction.MY_DAY.code, code(stage, "A4"), code(stage, "B3")):
            for key in (*one, "enter"):
                pressed = events.Key(key, key if len(key) == 1 else None)
                stage.app.post_message(pressed)
        await stage.until(lambda: has_place(stage, "FDV", "A4") and has_place(stage, "FDV", "B3"))
        assert stage.screen == "MyDayScreen"


async def test_join_a_queue_and_leave_it_and_a_full_place_is_asked_about(sample: Path) -> None:
    async with staged(sample) as stage:
        full = stage.school.session("A7")
        holder = stage.school.people[bookings_in(stage.school, full)[0].person]
        await to_day(stage, FFION)
        await stage.scan(session_code(full))
        await stage.until(lambda: booking_of(stage.school, "FDV", full))
        ahead = [one.person for one in waiting_list_of(stage.school, full)][:-1]
        await stage.scan(session_code(full))
        await stage.sees("You're on the waiting list for Coaching conversations")
        await stage.scan(
            ScanAction.YES.code
        )  # the question is not of yes and no: it takes what is lit
        await stage.on("MyDayScreen")
        await stage.settle()
        assert [one.person for one in waiting_list_of(stage.school, full)] == [*ahead, "FDV"]
        await stage.scan(session_code(full))
        await stage.on("ChoiceDialog")
        await stage.scan(ScanAction.NEXT.code)
        await stage.scan(ScanAction.YES.code)
        await stage.until(lambda: booking_of(stage.school, "FDV", full) is None)
        await to_day(stage, holder.badge)
        await stage.scan(code(stage, "A1"))
        await stage.sees("Give up your place in Coaching conversations? It's full")
        assert has_place(stage, holder.id, "A7")
        await stage.scan(ScanAction.YES.code)
        await stage.until(lambda: has_place(stage, holder.id, "A1"))


async def test_sign_in_to_a_chosen_session_and_undo_it(sample: Path) -> None:
    async with staged(sample, "11:15", (120, 36), None, choose("FDV", "A4")) as stage:
        await stage.open_day("FDV")
        await stage.scan(code(stage, "A4"))
        await stage.sees("Signed in to Trauma-aware routines")
        await stage.scan(ScanAction.UNDO.code)
        await stage.sees("Undone.")
        assert current_mark(stage.school, "FDV", stage.school.session("A4")) is None


async def test_leave_the_site_and_come_back(sample: Path) -> None:
    async with staged(sample, "12:30") as stage:
        await to_day(stage, FFION)
        await stage.scan(ScanAction.SITE.code)
        await stage.sees("Ffion ffrench-Davies left at 12:30")
        await stage.on("WelcomeScreen")
        assert not is_on_site(stage.school, "FDV", DAY)
        await stage.scan(FFION)
        await stage.sees("Ffion ffrench-Davies", "Signed in at 12:30")
        assert is_on_site(stage.school, "FDV", DAY)


async def test_undo_a_sign_in_on_welcome(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.scan(TUNDE)
        await stage.sees("Tunde Okafor", "Signed in at")
        await stage.scan(ScanAction.UNDO.code)
        assert await stage.sees("Undone: Tunde Okafor is signed out.")


async def test_evaluate_a_session_and_answer_an_invitation(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.was_in(stage, yours.REBECCA, "SAFE")
        await stage.goes_to("11:01")
        await to_day(stage, stage.school.people[yours.REBECCA].badge)
        await stage.scan(ScanAction.YOURS.code)
        await stage.on("MyItemsDialog")
        await stage.sees("Invitation:")
        await stage.scan(ScanAction.NEXT.code)  # an invitation stands first
        await stage.scan(ScanAction.YES.code)
        await stage.sees("How useful was this")
        await stage.scan(ScanAction.YES.code)  # nothing is suggested, so that this answers nothing
        await stage.sees("How useful was this")
        for shown in ("Will you use this?", "Anything to add?"):
            await stage.scan(ScanAction.NEXT.code)
            await stage.scan(ScanAction.YES.code)
            await stage.sees(shown)
        await stage.scan(ScanAction.NO.code)
        await stage.sees("Your reply is anonymous", "Invitation:")
        await stage.scan(ScanAction.YES.code)
        await stage.sees("You're invited to join")
        await stage.scan(ScanAction.NEXT.code)
        await stage.scan(ScanAction.YES.code)
        await stage.until(lambda: stage.school.day_record(DAY).invitations[yours.REBECCA].accepted)
        await stage.scan(ScanAction.NO.code)
        await stage.on("MyDayScreen")
        await stage.scan(ScanAction.NO.code)
        assert await stage.on("WelcomeScreen")


async def test_the_induction_is_opened_and_left_again(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_day(stage, FFION)
        await stage.scan(ScanAction.YOURS.code)
        await stage.on("MyItemsDialog")
        rows = stage.app.screen.query_one(OptionList)
        for _ in range(rows.get_option_index("induction")):
            await stage.scan(ScanAction.NEXT.code)
        await stage.scan(ScanAction.YES.code)
        await stage.on("InductionScreen")
        await stage.scan(ScanAction.NEXT.code)
        await stage.scan(ScanAction.NO.code)
        await stage.on("MyItemsDialog")
        await stage.scan(ScanAction.NO.code)
        assert await stage.on("MyDayScreen")


async def test_on_welcome_a_badge_comes_first_and_is_not_forgotten_over_it(sample: Path) -> None:
    async with staged(sample) as stage:
        for early in (code(stage, "A1"), ScanAction.MY_DAY.code, ScanAction.YES.code):
            await stage.scan(early)
            await stage.sees("Scan your badge first, then “My day” on the sheet.")
        await stage.scan(FFION)
        await stage.sees("Enter: My day")
        await stage.scan(code(stage, "A1"))
        await stage.sees("Scan “My day” on the sheet first, then this.")
        assert booking_of(stage.school, "FDV", stage.school.session("A1")) is None
        await stage.scan(ScanAction.MY_DAY.code)
        await stage.on("MyDayScreen")


async def test_a_scanned_yes_signs_in_nobody_whose_name_is_typed(sample: Path) -> None:
    async with staged(sample) as stage:
        school = stage.school
        await stage.find("tunde")
        await stage.scan(ScanAction.YES.code)
        await stage.sees("Scan your badge first", "tunde")
        await stage.settle()
        assert stage.school is school


async def test_a_code_of_no_use_says_so(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        school = stage.school
        await stage.scan(ScanAction.MY_DAY.code)
        await stage.sees("That code doesn't work on this screen.")
        assert (stage.school, stage.screen) == (school, "MyDayScreen")


async def test_while_something_is_asked_a_session_waits(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 36), None, choose("FDV", "A4")) as stage:
        await stage.open_day("FDV")
        await stage.scan(code(stage, "A4"))
        await stage.on("ChoiceDialog")
        await stage.scan(code(stage, "A1"))
        await stage.sees("Please answer the question on the screen first.")
        assert has_place(stage, "FDV", "A4")


@pytest.mark.parametrize("name", some(TUTORS, 3))
async def test_the_sheet_is_none_of_the_tutors(sample: Path, name: str) -> None:
    async with stopped_at(name, sample) as stage:
        school, screen = stage.school, stage.screen
        for act in (ScanAction.YES, ScanAction.NO, ScanAction.NEXT, ScanAction.UNDO):
            await stage.scan(act.code)
            await stage.sees("That code doesn't work on this screen.")
        await stage.settle()
        assert (stage.school, stage.screen) == (school, screen)


@pytest.mark.parametrize("lost", ["INSET-GO-AAAAAAAAAA", "INSET-DO-TEA"])
async def test_an_older_sheet_says_so_and_changes_nothing(sample: Path, lost: str) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        school = stage.school
        await stage.scan(lost)
        await stage.sees("That code isn't on today's sheet. Nothing was changed.")
        assert (stage.school, stage.screen) == (school, "MyDayScreen")


async def test_another_badge_begins_another_day(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_day(stage, FFION)
        await to_day(stage, TUNDE)
        await stage.sees("Tunde Okafor")
        assert not stage.shows("Ffion")
        assert MarkState.PRESENT not in {
            one.state for marks in stage.school.day_record(DAY).marks.values()
            for one in marks.get("TUN", ()) if one.evidence is not Evidence.BADGE
        }  # fmt: skip
