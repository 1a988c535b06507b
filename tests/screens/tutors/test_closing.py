"""Closing the day: the confirmation, the summary, printing, reprinting and reopening."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import OptionList, ProgressBar

from kiosk.rules.attendance.arrivals import doubt_sign_in, roll_call
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import open_catch_ups
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.follow_up.stubs import is_slip_new
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence, MarkState, ReopenReason
from tests.builders import DAY, at, by
from tests.screens.kiosks import LARGE, Stage, expect, staged
from tests.screens.tutors.test_roll_call import with_printer
from tests.screens.walk_attention import HOLDER, PLACE, unfitting
from tests.screens.ways import agree_to_print, print_one
from tests.system.test_printer import with_lp

PEOPLE = ("GBO", "SJO")
CAME = [by(Evidence.TUTOR, mark(PersonId(who), "BRIEF", MarkState.PRESENT)) for who in PEOPLE]


async def to_closing(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")


async def printing(stage: Stage) -> None:
    """Wait until the progress bar is shown. The pilot's own wait would end after printing."""
    while stage.screen != "ClosingScreen" or not stage.app.screen.query_one("#printing").display:
        await asyncio.sleep(0.002)


def printed_slips(stage: Stage) -> tuple[int, int]:
    """Return how many people's slips are written, and for how many there is one."""
    slips = [
        open_catch_ups(stage.school, person, DAY)
        for person in stage.school.day_record(DAY).catch_ups
    ]
    return sum(not is_slip_new(stage.school, one) for one in slips), len(slips)


def is_closed(stage: Stage) -> bool:
    return stage.school.day(DAY).closed_at is not None


async def test_everybody_is_in_one_place_of_the_account(sample: Path) -> None:
    async with staged(sample, "16:00", (160, 45), None, *CAME) as stage:
        await to_closing(stage)
        await stage.sees("○ open", "Part of it 2", "None of it 101", "Not required 17")
        await stage.sees("Gareth Bowen")
        rows = stage.app.screen.query_one("#people", OptionList)
        people = [option.id for option in rows.options]
        assert len(people) == len({*people}) == len(stage.school.people_on(at("16:00").date()))


async def test_the_account_says_how_many_have_done_the_required_training(sample: Path) -> None:
    safe = [by(Evidence.TUTOR, mark(PersonId(who), "SAFE", MarkState.PRESENT)) for who in PEOPLE]
    async with staged(sample, "16:00", (120, 36), None, *safe) as stage:
        await to_closing(stage)
        await stage.sees("Safeguarding: annual update: 2 of 114 done")
        assert await stage.sees("17 not expected today")


async def test_the_day_is_closed_only_after_a_yes(sample: Path) -> None:
    async with staged(sample, "12:30", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.sees("21 sessions are running or to come: best to wait before you close")
        problems = stage.app.screen.query_one("#problems", OptionList)
        assert [one.id for one in problems.options if one.disabled] == ["wait"]
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("enter")
        await stage.on("ClosingScreen")
        assert not is_closed(stage)
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.until(lambda: is_closed(stage))
        await stage.sees("slips-2026-09-01.pdf")  # the printing is over before the kiosk is


async def test_closing_numbers_writes_and_tells_where_the_pages_are(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("right")
        stage.app.simulate_key("enter")
        await printing(stage)
        await stage.sees(
            "● closed at 16:00",
            "Saved, ready to print: demo/pages/certificates-2026-09-01.pdf. Open it on this",
            "Saved, ready to print: demo/pages/slips-2026-09-01.pdf.",
        )
        numbered = stage.school.day_record(DAY).certificates
        assert set(PEOPLE) <= set(numbered)
        for name in ("certificates", "slips"):
            page = sample / "pages" / f"{name}-2026-09-01.pdf"
            assert page.read_bytes().startswith(b"%PDF")
        assert stage.app.screen.query_one(ProgressBar).percentage == 1


async def test_one_person_is_printed_again_with_the_same_number(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await print_one(stage, "GBO")
        first = stage.school.day_record(DAY).certificates["GBO"]
        await print_one(stage, "GBO")
        await stage.settle()
        assert stage.school.day_record(DAY).certificates["GBO"].id == first.id
        assert (sample / "pages" / "certificates-2026-09-01-GBO.pdf").exists()


async def test_a_closed_day_is_opened_again(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await to_closing(stage)
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.sees("● closed at 16:00", "slips-2026-09-01.pdf")
        for keys in (("enter",), ("down", "down", "enter")):  # the first answer changes nothing
            assert is_closed(stage)
            await stage.press("o")
            await stage.on("ChoiceDialog")
            await stage.press(*keys)
            await stage.on("ClosingScreen")
        await stage.sees("○ open", "Opened again at 16:00: A register came in late")
        assert not is_closed(stage)


async def test_closing_again_shows_first_what_was_corrected_since(sample: Path) -> None:
    acts = [*CAME, close_day(DAY), reopen_day(DAY, ReopenReason.WRONG_MARK)]
    late = by(Evidence.TUTOR, mark(PersonId("TAI"), "BRIEF", MarkState.PRESENT))
    async with staged(sample, "16:00", (120, 36), None, *acts, late) as stage:
        await to_closing(stage)
        await stage.press("c")
        await stage.on("PreviewDialog")
        await stage.sees("Close the day again", "Tŵnc ab Ieuan: certificate EIRLYS-2026-0003, new")
        await stage.press("escape")
        await stage.on("ClosingScreen")
        assert not is_closed(stage)
        await stage.press("c")
        await stage.on("PreviewDialog")
        await stage.press("enter")
        await stage.until(lambda: is_closed(stage))
        await stage.sees("slips-2026-09-01.pdf")
        held = stage.school.day_record(DAY).certificates
        assert {who: held[PersonId(who)].revision for who in (*PEOPLE, "TAI")} == {
            "GBO": 1, "SJO": 1, "TAI": 1,
        }  # fmt: skip


async def test_who_has_not_signed_out_is_asked_about_and_no_time_is_made_up(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.sees("people have not signed out: still here?")
        problems = stage.app.screen.query_one("#problems", OptionList)
        problems.highlighted = problems.get_option_index("still_here")
        await stage.press("enter")
        here = {who.id for who in roll_call(stage.school, DAY)}
        await stage.sees(f"Not signed out {len(here)}")
        rows = stage.app.screen.query_one("#people", OptionList)
        assert {option.id for option in rows.options} == here
        before = stage.school.day_record(DAY).movements
        await stage.perform(by(Evidence.TUTOR, close_day(DAY)))
        assert {*map(len, stage.school.day_record(DAY).movements.values())} == {
            *map(len, before.values())
        }


async def test_a_session_whose_leader_is_not_marked_opens_from_closing(sample: Path) -> None:
    led = by(Evidence.TUTOR, mark(PersonId("GBO"), "SAFE", MarkState.PRESENT))
    async with staged(sample, "16:00", (120, 36), None, led) as stage:
        await to_closing(stage)
        problems = stage.app.screen.query_one("#problems", OptionList)
        await stage.until(lambda: "register SAFE" in {one.id for one in problems.options})
        problems.highlighted = problems.get_option_index("register SAFE")
        await stage.press("enter")
        assert await stage.on("RegisterScreen")


async def test_in_a_small_window_the_account_stands_above_the_list(sample: Path) -> None:
    async with staged(sample, "16:00", (80, 24), None, *CAME) as stage:
        await to_closing(stage)
        assert await stage.sees("120 people: 2 part · 101 none · 17 not required")


async def test_a_past_day_is_closed_the_next_morning(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        later = at("08:00", "2026-09-02")
        stage.kiosk.desk.clock = lambda: later
        stage.app.context.changed.publish(stage.school)
        await to_closing(stage)
        await stage.sees("Close the day", "1 September 2026", "○ open", "Gareth Bowen")
        await stage.press("c")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.sees("● closed on Wednesday 2 September 2026", "slips-2026-09-01.pdf")
        assert set(PEOPLE) <= set(stage.school.day_record(DAY).certificates)


async def test_from_a_day_one_goes_to_the_ones_before_and_round_again(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        october = at("10:00", "2026-10-23")
        stage.kiosk.desk.clock = lambda: october
        stage.app.context.changed.publish(stage.school)
        await to_closing(stage)
        for date in ("8 October", "1 September", "23 October"):
            await stage.press("d")
            assert await stage.sees(date)


async def test_why_a_certificate_lacks_a_line_is_told_when_it_is_printed(sample: Path) -> None:
    async with staged(sample, "09:20") as stage:
        await stage.perform(by(Evidence.TYPED, sign_in_to_session("GBO", "BRIEF")))
        await stage.goes_to("16:00")
        await to_closing(stage)
        await print_one(stage, "GBO")
        assert await stage.sees("Welcome and the year's priorities is not on Gareth Bowen's "
                                "certificate: attended less than 80%.")  # fmt: skip


async def test_a_second_key_asks_no_second_question(sample: Path) -> None:
    async with staged(sample, "16:00", LARGE, None, *CAME, close_day(DAY)) as stage:
        await stage.perform(reopen_day(DAY, ReopenReason.WRONG_MARK))
        await to_closing(stage)
        below = len(stage.app.screen_stack)
        await stage.keys("c", "c", every=0.05)
        await stage.on("PreviewDialog")
        await stage.settle()
        assert len(stage.app.screen_stack) == below + 1


async def stop_printing(stage: Stage) -> None:
    """Print everybody's pages, and press Esc once some of them are made."""
    await to_closing(stage)
    await stage.press("p")
    await stage.on("ChoiceDialog")
    await stage.press("enter")
    await stage.on("ConfirmDialog")
    await stage.press("right")
    stage.app.simulate_key("enter")
    await printing(stage)
    while not stage.app.screen.query_one(ProgressBar).progress:
        await asyncio.sleep(0.002)
    stage.app.simulate_key("escape")


async def test_where_there_is_a_printer_a_stopped_printing_counts_for_nothing(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = with_lp(tmp_path, monkeypatch)
    async with staged(sample, "16:00", LARGE, None, with_printer("Office")) as stage:
        await stop_printing(stage)
        await stage.sees("Stopped. Nothing was printed.")
        assert not [*(sample / "pages").glob("*.pdf")]
        assert not asked.exists()
        slips = stage.school.day_record(DAY).catch_ups.values()
        assert not any(one.stubs for catch_ups in slips for one in catch_ups.values())


async def test_printing_that_is_stopped_by_escape_goes_on_with_the_rest(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await stop_printing(stage)
        await stage.sees("Stopped. ", "catch-up slips are saved: ", "P goes on with the rest.")
        done, total = printed_slips(stage)
        assert 0 < done < total
        await stage.press("p")
        await stage.on("ChoiceDialog")
        await stage.press("enter")
        await stage.sees(f"Written already, and unchanged since: {done} of {total} catch-up",
                         f"Go on with the rest: {total - done} catch-up slips (")  # fmt: skip
        await stage.press("down", "enter")
        await stage.sees("Saved, ready to print:", f"slips-{DAY}.2.pdf")
        assert printed_slips(stage) == (total, total)
        assert not list((sample / "pages").glob("*.new"))


async def test_pages_that_cannot_be_written_are_noted_in_the_log(sample: Path) -> None:
    (sample / "pages").write_text("in the way")
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.press("p")
        await stage.on("ChoiceDialog")
        await stage.press("enter")
        await agree_to_print(stage)
        await stage.sees("cannot be written")
    assert "CannotPrint" in (sample / "kiosk.log").read_text()


async def test_an_error_in_the_layout_of_a_page_is_told_and_noted(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("Gareth Bowen")

    monkeypatch.setattr("printables.certificates.write_certificates", fails)
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.press("p")
        await stage.on("ChoiceDialog")
        await stage.press("enter")
        await agree_to_print(stage)
        await stage.sees("Sorry, something went wrong (ZeroDivisionError)")
        expect(stage, ZeroDivisionError, ZeroDivisionError)  # for each of two people
    noted = (sample / "kiosk.log").read_text()
    assert "ZeroDivisionError" in noted
    assert "Gareth" not in noted


@pytest.mark.parametrize(
    ("key", "screen"),
    [("n", "NotYetInScreen"), ("t", "ToCheckScreen"), ("k", "AttentionScreen")],
)
async def test_what_to_look_at_first_opens_by_its_key_or_by_enter(
    sample: Path, key: str, screen: str
) -> None:
    async with staged(
        sample, "08:52", (120, 36), None, doubt_sign_in("GBO"), choose(HOLDER, PLACE), unfitting()
    ) as stage:
        await to_closing(stage)
        assert await stage.sees("Look at first", "to check: new, or not sure who signed in")
        for way in (key, "enter"):
            problems = stage.app.screen.query_one("#problems", OptionList)
            if way == "enter":
                action = {"n": "not_yet_in", "t": "to_check", "k": "attention"}[key]
                problems.highlighted = problems.get_option_index(action)
            await stage.press(way)
            await stage.on(screen)
            await stage.press("escape")
            await stage.on("ClosingScreen")


async def test_a_register_that_is_not_taken_opens_from_closing(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.sees("Register not taken: Safeguarding: annual update, 09:45")
        problems = stage.app.screen.query_one("#problems", OptionList)
        problems.highlighted = problems.get_option_index("register SAFE")
        await stage.press("enter")
        await stage.on("RegisterScreen")
        assert await stage.sees("Safeguarding: annual update")


async def test_tab_goes_to_the_account_where_enter_opens_a_person(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.sees("Enter Go there", "Tab Next list")
        await stage.press("tab")
        await stage.sees("Enter Person")
        await stage.press("home", "enter")
        await stage.on("PersonScreen")
        assert await stage.sees("Gareth Bowen", "Name shown")


async def test_only_certificates_are_printed_where_only_they_are_wanted(sample: Path) -> None:
    async with staged(sample, "16:00", (120, 36), None, *CAME) as stage:
        await to_closing(stage)
        await stage.press("p")
        await stage.on("ChoiceDialog")
        await stage.press("down", "down", "enter")
        await agree_to_print(stage)
        await stage.sees("Saved, ready to print: demo/pages/certificates-2026-09-01.pdf")
        assert not [*(sample / "pages").glob("slips*")]
