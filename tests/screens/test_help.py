"""Help: three sentences and the keys in groups, each of which can be done from there."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.test_hands import touch_row


async def open_help(stage: Stage, key: str = "f1") -> OptionList:
    await stage.press(key)
    await stage.on("HelpDialog")
    return stage.app.screen.query_one(OptionList)


async def do(stage: Stage, key: str) -> None:
    """Mark a key's row and press Enter."""
    rows = await open_help(stage, "ctrl+p")
    rows.highlighted = rows.get_option_index(key)
    await stage.press("enter")


async def test_a_day_goes_without_any_other_key_than_arrows_and_enter(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("ferch")
        await stage.press("enter")
        await stage.sees("✓ Nia ferch Dafydd")
        await do(stage, "ctrl+z")
        await stage.until(lambda: not is_on_site(stage.school, "NIA", DAY))
        await do(stage, "f2")
        assert await stage.on("AddSelfDialog")
        await do(stage, "escape")
        await stage.on("WelcomeScreen")
        await do(stage, "f9")
        await stage.on("PinDialog")
        await do(stage, "escape")
        await stage.on("WelcomeScreen")
        await do(stage, "f12")
        assert await stage.until(lambda: stage.app.theme == "paper")


async def test_a_key_of_the_help_is_clicked(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_help(stage)
        await touch_row(stage, "Tutors' area")
        assert await stage.on("PinDialog")


async def test_a_key_of_the_help_works_in_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_help(stage)
        await stage.press("f2")
        assert await stage.on("AddSelfDialog")


async def test_the_help_keeps_what_was_typed_and_closes_without_doing_anything(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.find("jones")
        before = stage.school
        await open_help(stage)
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert stage.app.screen.query_one(Input).value == "jones"
        assert stage.school is before


async def test_keys_stand_in_groups_with_those_of_every_screen_last(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 50)) as stage:
        await stage.open_tutors()
        await open_help(stage)
        await stage.sees("The highlighted line", "This screen", "Everywhere")
        places = [
            stage.seen.index(name) for name in ("The highlighted line", "This screen", "Everywhere")
        ]
        assert places == sorted(places)


async def test_what_is_kept_is_said_in_a_line_and_in_full_in_the_help(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.sees(
            "We keep your name, times and sessions. Who sees them, and for how long: F1."
        )
        await open_help(stage)
        days = stage.school.settings.journals_kept
        assert await stage.sees("Who sees this: you and", f"{days} days")


async def test_in_large_text_the_line_is_shorter(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        assert await stage.sees("What we keep, and who sees it: F1")


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
