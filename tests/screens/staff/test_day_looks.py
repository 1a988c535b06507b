"""My day at a glance: what is now, what is to do, the undo to touch, cards or a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.content import Content

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.ordinals import ordinal
from kiosk.widgets.now_strip import NowStrip
from kiosk.widgets.paragraphs import hanging
from kiosk.widgets.session_card import SessionCard
from kiosk.widgets.undo_button import UndoButton
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.seeing import rows
from tests.screens.ways import to_slot

WHO = PersonId("FDV")


def now(stage: Stage) -> str:
    """Return what the strip says."""
    region = stage.app.screen.query_one(NowStrip).region
    return "\n".join(
        row[region.x : region.right] for row in rows(stage.app)[region.y : region.bottom]
    )


async def test_what_is_next_and_where_it_is_stands_above_the_day(sample: Path) -> None:
    async with staged(sample, "08:20") as stage:
        await stage.open_day(WHO)
        assert "Welcome and the year's priorities" in now(stage)
        assert "Main hall" in now(stage)
        assert "Next, in 25 minutes" in now(stage)
        await stage.goes_to("08:41")
        await stage.until(lambda: "Press Enter to sign in to this session" in now(stage))
        await stage.press("enter")
        await stage.until(lambda: "● Signed in, until 09:45" in now(stage))
        await stage.goes_to("11:15")
        await stage.until(lambda: "Your turn: choose a workshop" in now(stage))
        await stage.goes_to("16:00")
        await stage.until(lambda: "That's everything for you today" in now(stage))


async def test_somebody_who_is_not_due_is_not_told_that_their_day_is_done(sample: Path) -> None:
    async with staged(sample, "08:20") as stage:
        await stage.open_day("RHU")
        assert await stage.until(lambda: "You don't have to be here today." in now(stage))


async def test_a_touch_on_what_is_now_signs_in_to_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.sees("To sign in: pick it below, then Enter")
        await stage.pilot.click(NowStrip)
        await stage.until(lambda: attended(stage.school, WHO, stage.school.session("BRIEF")))
        assert await stage.sees("Signed in to Welcome and the year's priorities.")


@pytest.mark.parametrize("size", [(60, 18), SMALL, LARGE])
async def test_the_undo_is_a_button_while_it_lasts(sample: Path, size: tuple[int, int]) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.open_day(WHO)
        await stage.until(lambda: stage.app.screen.query_one(UndoButton).region)
        await stage.goes_to("08:45")
        stage.app.screen.refresh_bindings()
        await stage.until(lambda: not stage.app.screen.query_one(UndoButton).display)
        await stage.press("home", "enter")
        await stage.until(lambda: attended(stage.school, WHO, stage.school.session("BRIEF")))
        await stage.until(lambda: stage.app.screen.query_one(UndoButton).region)
        await stage.pilot.click(UndoButton)
        await stage.until(lambda: not attended(stage.school, WHO, stage.school.session("BRIEF")))
        assert is_on_site(stage.school, WHO, DAY)


async def test_what_is_to_do_stays_below_a_message(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day(WHO)
        await stage.sees("◆ To do: choose workshops for 11:20 and 13:10")
        await to_slot(stage, "11:20")
        await stage.press("4")
        await stage.sees("You have a place in Trauma-aware routines.")
        assert await stage.sees("◆ To do: choose a workshop for 13:10")


@pytest.mark.parametrize(
    ("size", "height"), [((60, 18), 1), (SMALL, 1), ((100, 30), 2), (LARGE, 2), ((160, 48), 4)]
)
async def test_all_workshops_are_seen_at_once_as_cards_or_as_a_list(
    sample: Path, size: tuple[int, int], height: int
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.press("right")
        await stage.settle()
        cards = stage.app.screen.query(SessionCard)
        assert {card.outer_size.height for card in cards} == {height}
        shown = stage.app.screen.query_one("#cards").region
        assert sum(shown.contains_region(card.region) for card in cards) >= len(cards) - 1


async def test_where_a_finger_is_used_what_it_hits_is_three_rows_high(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        stage.app.context.touch()  # somebody is here, else Welcome goes back to its settings
        stage.app.add_class("-touch")
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.settle()
        assert {card.outer_size.height for card in stage.app.screen.query(SessionCard)} == {3}
        lines = [row[:36] for row in rows(stage.app)]
        first = next(place for place, line in enumerate(lines) if "11:20 ◆" in line)
        assert "12:20 · Lunch" in lines[first + 3]


async def test_who_waits_reads_their_place_and_what_moves_them_up(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, choose(WHO, "A7")) as stage:
        await stage.open_day(WHO)
        await to_slot(stage, "11:20")
        await stage.press("right")
        await stage.sees("You're 4th on the waiting list.", "You move up when one of the 3 ahead")
        await stage.sees("you're 4th in line", "If a place comes up for you before 11:10")
        ahead = stage.school.day_record(DAY).bookings[stage.school.session("A7").id].values()
        first = min((one for one in ahead if not one.confirmed), key=lambda one: one.waiting_order)
        await stage.perform(give_up_place(first.person, "A7"))
        assert await stage.sees("You're 3rd on the waiting list.")


def test_a_place_in_an_order_has_a_short_word_up_to_the_tenth() -> None:
    assert [ordinal(n).msgid for n in (1, 2, 3, 10)] == ["1st", "2nd", "3rd", "10th"]
    assert ordinal(11).params == {"n": 11}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("◆ Staff know what to do", ["◆ Staff know", "  what to do"]),
        ("09:45  A long title", ["09:45  A long", "       title"]),
        ("No sign at all in it", ["No sign at", "all in it"]),
        ("https://hwb.wales/a-new-page", ["https://", "hwb.wales/a-", "new-page"]),
        ("https://averyverylongname.org/x", ["https://", "averyverylong", "name.org/", "x"]),
        ("", [""]),
        ("◆ ", ["◆"]),
    ],
)
def test_a_sign_or_a_time_indents_what_follows_and_addresses_end_at_strokes(
    text: str, lines: list[str]
) -> None:
    assert [line.plain.rstrip() for line in hanging(Content(text), 13)] == lines
