"""The banner on Welcome: who it was, where to be, and what could not be saved."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Input

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Tone
from kiosk.widgets.banner import Banner, banner_lines
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.message_line import MessageLine
from tests.builders import DAY
from tests.screens.conftest import Failing, fill_disk
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.test_badges import FFION, TUNDE
from tests.screens.ways import open_my_items, to_slot

with (Path(__file__).parents[1] / "data" / "names.csv").open(encoding="utf-8") as _file:
    NAMES = [f"{row['forename']} {row['surname']}" for row in csv.DictReader(_file)]

GREEN, AMBER, RED = "on $in", "on $amber", "on $late"


def colours(stage: Stage) -> str:
    """Return the styles that the banner is drawn in."""
    return str(stage.app.screen.query_one(Banner).render().spans)


def places(stage: Stage) -> dict[str, Region]:
    """Return where each part of the screen is, but for the list and the keys."""
    parts = (one for one in stage.app.screen.children if not isinstance(one, KeyBar))
    return {type(one).__name__ + (one.id or ""): one.region for one in parts}


@pytest.mark.parametrize("size", [LARGE, SMALL, (60, 18)])
async def test_a_typed_sign_in_says_who_it_was_and_where_to_be(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        await stage.pick("NIA")
        await stage.sees("✓ Nia ferch Dafydd", "08:45 Welcome and the year's priorities · Main")
        # a small window has room for the short hint only
        hint = "Enter: My day" if size == (60, 18) else "Enter: My day, to sign in to your session"
        await stage.sees("Signed in at 08:41.", hint)
        assert GREEN in colours(stage)


async def test_a_scan_of_who_is_in_already_names_them_too(sample: Path) -> None:
    async with staged(sample, "08:30") as stage:
        await stage.scan(FFION)
        await stage.goes_to("08:36")
        await stage.scan(FFION)
        await stage.sees("✓ Ffion ffrench-Davies", "08:45 Welcome and the year's priorities · Main")
        await stage.sees("Signed in at 08:36 to this session.")
        await stage.goes_to("09:00")
        await stage.scan(FFION)
        await stage.sees("· Ffion ffrench-Davies", "09:45 Safeguarding: annual update · Main hall")
        assert GREEN not in colours(stage)


async def test_it_is_lit_for_three_seconds_and_moves_nothing(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        before = places(stage)
        await stage.pick("NIA")
        await stage.sees("✓ Nia ferch Dafydd")
        assert GREEN in colours(stage)
        lit = places(stage)
        # the undo is a key more, for which the key bar may need a line of the programme
        assert {**lit, "Horizontalbelow": 0} == {**before, "Horizontalbelow": 0}
        stage.wait(2.9)
        await stage.pilot.pause(0.6)
        assert GREEN in colours(stage)
        stage.wait(0.2)
        await stage.until(lambda: GREEN not in colours(stage))
        assert places(stage) == lit
        assert stage.shows("✓ Nia ferch Dafydd", "Ctrl+Z Undo")


async def test_the_next_in_the_queue_replaces_it_and_types_meanwhile(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.pick("NIA")
        await stage.sees("✓ Nia ferch Dafydd")
        await stage.find("tunde")
        # the list covers the programme, and never who was just told where to go
        await stage.sees("✓ Nia ferch Dafydd", "Tunde Ionescu", "Tunde Okafor")
        await stage.scan(FFION)
        await stage.sees("✓ Ffion ffrench-Davies")
        assert not stage.shows("Nia ferch Dafydd")


async def test_who_comes_late_is_told_in_amber(sample: Path) -> None:
    async with staged(sample, "08:59") as stage:
        await stage.scan(FFION)
        await stage.sees("▲ Ffion ffrench-Davies", "Signed in at 08:59, late.")
        assert AMBER in colours(stage)
        assert GREEN not in colours(stage)


async def test_was_it_you_is_not_asked_in_green(sample: Path) -> None:
    async with staged(sample, "08:55") as stage:
        await stage.scan(stage.school.people["GBO"].badge)
        await stage.sees(
            "Gareth Bowen", "You've been signed in since 08:02. If that wasn't you, press F5."
        )
        assert GREEN not in colours(stage)


async def test_where_there_is_little_room_the_hint_is_short(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        await stage.scan(FFION)
        await stage.goes_to("09:00")
        await stage.scan(FFION)
        assert await stage.sees(
            "You've been signed in since 08:41. If that wasn't you, press F5. Enter: My day"
        )


async def test_a_place_on_the_waiting_list_is_no_success(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, choose("MAL", "A7")) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.press("right")
        await stage.settle()
        line = stage.app.screen.query_one(MessageLine)
        await stage.press(*["down"] * 6, "enter")
        await stage.sees("Full. You're")
        assert "$in" not in str(line.render())
        assert "▲ Full" in stage.seen


@pytest.mark.parametrize("screen", ["board", "reception", "items"])
async def test_a_scan_below_another_screen_says_who_it_was(sample: Path, screen: str) -> None:
    async with staged(sample, "08:41") as stage:
        await stage.arrive("TUN")
        if screen == "items":
            await stage.open_day("GBO")
            await open_my_items(stage)
        else:
            await stage.open_tutors()
        if screen == "reception":
            await stage.press("n")
            await stage.on("NotYetInScreen")
        await stage.goes_to("08:52")
        await stage.scan(TUNDE)
        await stage.sees("Tunde Okafor")
        where = "Welcome and the year's priorities · Main hall"
        # beside the panel of a list the message wraps

        def is_told() -> bool:
            toasts = [str(one.render()) for one in stage.app.screen.query("Toast")]
            return stage.shows(where) or any(where in said for said in toasts)

        assert await stage.until(is_told)


# -- what could not be saved ------------------------------------------------------------------


@pytest.mark.parametrize("size", [LARGE, SMALL, (60, 18)])
async def test_what_could_not_be_saved_stands_in_red_until_a_key_is_pressed(
    sample: Path, failing: Failing, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:41", size) as stage:
        failing()
        await stage.pick("NIA")
        said = ("✗ Nia ferch Dafydd", "not signed in", "Not saved", "Please tell Carys Pŵel")
        await stage.sees(*said)
        assert RED in colours(stage)
        stage.wait(100)
        await stage.pilot.pause(0.6)
        assert stage.shows(*said)
        assert RED in colours(stage)
        await stage.press("down")
        await stage.until(lambda: not stage.shows("Not saved"))


async def test_who_types_next_does_not_wipe_it_out_at_once(sample: Path, failing: Failing) -> None:
    async with staged(sample) as stage:
        failing()
        await stage.pick("NIA")
        await stage.sees("✗ Nia ferch Dafydd")
        await stage.press("x")
        await stage.pilot.pause(0.6)
        assert stage.shows("✗ Nia ferch Dafydd")
        stage.wait(3)
        await stage.until(lambda: not stage.shows("✗"))


async def test_the_box_keeps_what_was_typed_and_enter_tries_again(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(sample) as stage:
        with monkeypatch.context() as while_full:
            fill_disk(while_full)
            await stage.find("ferch")
            await stage.press("enter")
            await stage.sees("✗ Nia ferch Dafydd", "❯ ferch")
        assert stage.app.screen.query_one(Input).value == "ferch"
        await stage.press("enter")
        await stage.sees("✓ Nia ferch Dafydd")
        assert is_on_site(stage.school, "NIA", DAY)


@pytest.mark.parametrize("on_board", [False, True])
async def test_a_scan_that_is_not_saved_says_whose(
    sample: Path, failing: Failing, on_board: bool
) -> None:
    async with staged(sample) as stage:
        if on_board:
            await stage.open_tutors()
        failing()
        await stage.scan(TUNDE)
        assert await stage.sees("Tunde Okafor", "Not saved", "Please tell Carys Pŵel or reception")
        assert not stage.shows("✓")


async def test_on_my_day_it_stands_until_a_key_is_pressed(sample: Path, failing: Failing) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        failing()
        await stage.press("enter")
        await stage.sees("✗ Ffion ffrench-Davies: Not saved", "Please tell Carys Pŵel")
        await stage.press("down")
        await stage.until(lambda: not stage.shows("Not saved"))
        assert await stage.on("MyDayScreen")


# -- what fits --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [56, 76])
def test_every_name_fits_with_its_room(name: str, width: int) -> None:
    said = Banner.Said(
        Tone.DONE, name, "08:45 Welcome and the year's priorities", "Main hall",
        (Content("Signed in at 08:41."),), "Enter: My day",
    )  # fmt: skip
    heads, below = banner_lines(said, width, 3)
    lines = [*heads, *(line.plain for line in below)]
    assert len(lines) <= 3
    assert all(Content(line).cell_length <= width for line in lines)
    assert name[:30].strip() in lines[0]
    assert any(line.endswith(" · Main hall") for line in heads)
    assert "Enter: My day" in lines[-1]


@given(
    st.sampled_from(Tone), st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3),
    st.text(), st.integers(2, 200), st.integers(2, 3),
)  # fmt: skip
def test_whatever_is_said_has_room(
    tone: Tone, who: str, place: str, room: str, notes: list[str], hint: str, width: int, rows: int
) -> None:
    said = Banner.Said(tone, who, place, room, tuple(Content(note) for note in notes), hint)
    heads, below = banner_lines(said, width, rows)
    assert len(heads) + len(below) <= rows
    assert all(Content(line).cell_length <= width for line in heads)
