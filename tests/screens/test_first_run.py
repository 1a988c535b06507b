"""The first start: the sample school, or a school's own files; and every screen's help."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.screens.kiosks import Stage, staged
from tests.screens.ways import seed_files


async def fill(stage: Stage, **values: str) -> None:
    for name, value in values.items():
        stage.app.screen.query_one(f"#{name}", Input).value = value
    await stage.pilot.pause()


async def test_enter_asks_for_the_sample(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await stage.sees("A made-up school whose INSET day")
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running)
        assert stage.app.return_value == "sample"


async def test_f10_ends_where_there_is_nothing_to_guard(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await stage.press("f10")
        await stage.until(lambda: not stage.app.is_running)
        assert stage.app.return_value is None


async def test_a_schools_own_files_and_pin_are_loaded(nothing_yet: Path, tmp_path: Path) -> None:
    staff, programme = seed_files(tmp_path / "own")
    async with staged(nothing_yet) as stage:
        await fill(stage, staff=str(staff), programme=str(programme), pin="864213")
        await stage.press("f5")
        await stage.on("WelcomeScreen")
        await stage.sees("A calm start", "Type your name to sign in")
        assert not stage.shows("Sample school")
        assert len(stage.school.people) == 120
        await stage.find("ferch")
        await stage.press("enter")
        await stage.sees("✓ Nia ferch Dafydd", "Signed in at 08:41.")
        await stage.open_tutors("864213")


async def test_the_programme_may_come_later(nothing_yet: Path, tmp_path: Path) -> None:
    staff, _ = seed_files(tmp_path / "own")
    async with staged(nothing_yet) as stage:
        await fill(stage, staff=str(staff), pin="864213")
        await stage.press("f5")
        await stage.on("WelcomeScreen")
        assert await stage.sees("No INSET day is planned for today.")


async def test_every_problem_is_listed_and_nothing_is_loaded(nothing_yet: Path) -> None:
    Path("staff.csv").write_text(
        "id,forename,surname,role\nA1,Ann,Lee,wizard\nA2,,,teacher\n", encoding="utf-8"
    )
    async with staged(nothing_yet) as stage:
        await fill(stage, staff="staff.csv", pin="864213")
        await stage.press("f5")
        await stage.sees("staff.csv, row 2, role: found “wizard”", "staff.csv, row 3, surname")
        assert not stage.school.people
        assert not stage.kiosk.secrets.has_pin()


async def test_in_a_small_window_what_is_wrong_is_scrolled_to(nothing_yet: Path) -> None:
    Path("staff.csv").write_text("id,forename,surname,role\nA1,Ann,Lee,wizard\n", encoding="utf-8")
    async with staged(nothing_yet, "08:41", (60, 18)) as stage:
        await fill(stage, staff="staff.csv", pin="864213")
        await stage.press("f5")
        assert await stage.sees("Nothing was loaded.", "found “wizard”")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"pin": "1234"}, "Give the path of your staff file."),
        ({"staff": "nowhere.csv", "pin": "1234"}, "nowhere.csv"),
        ({"staff": "[b]x[/b] [/x].csv", "pin": "1234"}, "[b]x[/b] [/x].csv"),
        ({"staff": "staff.csv", "pin": "12"}, "A PIN needs four to twelve digits."),
        ({"staff": "staff.csv", "pin": "12ab"}, "A PIN needs four to twelve digits."),
        ({"staff": "staff.csv", "pin": "1234"}, "That's too easy to guess."),
    ],
)
async def test_what_is_missing_is_told_and_nothing_is_loaded(
    nothing_yet: Path, values: dict[str, str], sentence: str
) -> None:
    Path("staff.csv").write_text("id,forename,surname,role\nA1,Ann,Lee,TA\n", encoding="utf-8")
    async with staged(nothing_yet) as stage:
        await fill(stage, **values)
        await stage.press("f5")
        await stage.sees(sentence)
        assert stage.screen == "FirstRunScreen"
        assert not stage.school.people
        assert not stage.kiosk.secrets.has_pin()


async def test_where_no_pin_is_set_the_first_to_come_chooses_one(
    sample: Path,
) -> None:
    (sample / "secrets.json").unlink()
    async with staged(sample) as stage:
        await stage.press("f9")
        await stage.sees("No PIN is set yet.")
        for typed, answer in (
            ("1234", "That's too easy to guess."),
            ("4821", "Type the same PIN again"),
            ("4822", "Those don't match."),
            ("4821", "Type the same PIN again"),
        ):
            await stage.type(typed)
            await stage.press("enter")
            await stage.sees(answer)
        await stage.type("4821")
        await stage.press("enter")
        await stage.on("BoardScreen")
        assert stage.kiosk.secrets.opens("4821")


async def test_f1_helps_on_every_screen_and_escape_goes_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await helped(stage, "Type a few letters")
        await stage.open_day("FDV")
        await helped(stage, "Press Enter on a session to sign in")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await helped(stage, "The day as it stands, live")
        for key, words in (
            ("n", "Everyone who is expected today"),
            ("c", "goes to what to look at"),
            ("i", "New staff, and how far"),
            ("enter", "Enter on a session opens its register"),
        ):
            await stage.press(key)
            await stage.until(lambda: stage.screen != "BoardScreen")
            await helped(stage, words)
            await stage.press("escape")
            assert await stage.on("BoardScreen")


async def helped(stage: Stage, words: str) -> None:
    before = stage.screen
    await stage.press("f1")
    await stage.on("HelpDialog")
    await stage.sees(words, "Help")
    await stage.press("escape")
    await stage.on(before)
