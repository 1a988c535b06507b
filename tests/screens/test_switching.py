"""The key for the other language changes every text, and nothing that somebody did."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from textual.widgets import Input, OptionList

from kiosk.language import Language
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import Finder, sort_key_for
from kiosk.rules.model.school import School, put
from kiosk.sample.pin import DEMO_PIN
from kiosk.screen_language import ScreenLanguage
from kiosk.text import t
from tests.screens.kiosks import LARGE, Stage, staged
from tests.screens.pseudo import FIRST, SECOND, Pseudo, alter, two_languages
from tests.screens.stops import some
from tests.screens.test_hands import touch_row
from tests.screens.test_help import open_help
from tests.screens.test_language import FILES, in_english
from tests.screens.walk import WALK, stopped_at
from tests.screens.ways import add_newcomer, with_languages

WORD = re.compile(f"[{chr(min(FIRST.values()))}-{chr(max(FIRST.values()))}]+")

COUNTED_ANEW = {"evaluation-line"}
"""Where what is below the dialog is counted anew: replies do not change the School."""


def own_texts(value: Any) -> Iterator[str]:
    """Yield the texts that a school wrote itself."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from own_texts(one)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from own_texts(getattr(value, name))


def in_the_first(stage: Stage) -> list[str]:
    """Return the words on the screen that are in the first language, but for the school's own."""
    school = stage.school
    tables = ("people", "days", "workshops", "sessions", "resources", "tracks")
    own = [school.settings, *(one for table in tables for one in school.records(table))]
    boxes = [box.value for screen in stage.app.screen_stack for box in screen.query(Input)]
    known = {word for text in own_texts([*own, *boxes]) for word in WORD.findall(text)}
    # a dialog may stand over a part of a word
    return [word for word in WORD.findall(stage.seen) if not any(word in one for one in known)]


def done(stage: Stage) -> list[object]:
    """Return what somebody typed, chose, focused and scrolled on each screen."""
    kept: list[object] = []
    for screen in stage.app.screen_stack:
        kept += [screen, screen.focused]
        for box in screen.query(Input):
            kept += [box.value, box.cursor_position, box.selection]
        for rows in screen.query(OptionList):
            option = rows.highlighted_option
            kept += [option.id if option is not None and option.id else rows.highlighted]
        kept += [part.scroll_offset for part in screen.query("*") if part.is_scrollable]
    return kept


async def switch(stage: Stage) -> None:
    await stage.press("ctrl+l")
    await stage.settle()


@pytest.mark.parametrize("name", some(WALK, 2, 1))
async def test_a_switch_changes_every_text_and_keeps_what_was_done(sample: Path, name: str) -> None:
    async with stopped_at(name, sample, language=two_languages()) as stage:
        before, kept = stage.picture, done(stage)
        await switch(stage)
        assert in_the_first(stage) == [], stage.picture
        assert in_english(stage, FILES.get(name, set())) == [], stage.picture
        assert done(stage) == kept
        await switch(stage)
        assert stage.picture == before or name in COUNTED_ANEW
        assert done(stage) == kept


# -- whose language it is ---------------------------------------------------------------------

CYMRAES = PersonId("NIA")
"""She reads Welsh, and is not in yet."""
BADGE_OF_GARETH = "INSET-2ORGIMT9H8"


def shown(stage: Stage) -> str:
    return stage.app.context.language.code


@asynccontextmanager
async def bilingual(
    folder: Path, languages: str = "en+cy", clock: str = "08:41"
) -> AsyncIterator[Stage]:
    """Run the kiosk of a school that works in these languages; Welsh has the second's letters."""
    language = ScreenLanguage(Language("en"), {"cy": Pseudo("cy", SECOND)})
    async with staged(folder, clock, LARGE, language, with_languages(languages)) as stage:
        yield stage


async def test_my_day_is_in_the_persons_own_language_until_they_press_the_key(
    sample: Path,
) -> None:
    async with bilingual(sample) as stage:
        assert shown(stage) == "en"
        await stage.open_day(CYMRAES)
        assert shown(stage) == "cy"
        assert await stage.until(lambda: alter("Good morning", SECOND) in stage.seen)
        await stage.press("ctrl+l")
        assert await stage.sees("Good morning")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        assert await stage.sees("My items")
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        assert await stage.until(lambda: shown(stage) == "en")


async def test_my_day_stays_in_the_persons_language_however_long_they_read(sample: Path) -> None:
    async with bilingual(sample) as stage:
        await stage.open_day(PersonId("FDV"))
        before = stage.app.context.language.code
        assert before == "cy"
        stage.wait(stage.school.settings.idle_after + 1)
        await stage.pilot.pause(1.2)
        assert stage.screen == "MyDayScreen"
        assert stage.app.context.language.code == "cy"


@pytest.mark.parametrize("way", ["escape", "time", "badge", "letter", "undo"])
async def test_welcome_is_in_the_schools_language_again_however_my_day_closed(
    sample: Path, way: str
) -> None:
    async with bilingual(sample) as stage:
        await stage.open_day(CYMRAES)
        assert shown(stage) == "cy"
        match way:
            case "escape":
                await stage.press("escape")
            case "time":
                stage.wait(1_000)
            case "badge":
                await stage.scan(BADGE_OF_GARETH)
            case "letter":
                await stage.press("g")
            case "undo":
                await stage.press("ctrl+z")
        await stage.on("WelcomeScreen")
        await stage.until(lambda: shown(stage) == "en")
        assert await stage.sees("Type your name to sign in", "Tuesday 1 September 2026")


@pytest.mark.parametrize("languages", ["en+cy", "cy+en"])
async def test_welcome_shows_the_schools_first_language_and_names_the_other(
    sample: Path, languages: str
) -> None:
    async with bilingual(sample, languages) as stage:
        assert shown(stage) == languages[:2]
        title = "Type your name to sign in"
        assert (title if languages == "en+cy" else alter(title, SECOND)) in stage.seen
        await stage.press("ctrl+l")
        await stage.until(lambda: shown(stage) == languages[3:])
        await stage.press("ctrl+l")
        assert await stage.until(lambda: shown(stage) == languages[:2])


@pytest.mark.parametrize("languages", ["en", "cy"])
async def test_with_one_language_there_is_no_key_and_no_person_changes_it(
    sample: Path, languages: str
) -> None:
    async with bilingual(sample, languages) as stage:
        assert "Ctrl+L" not in stage.seen
        await stage.press("ctrl+l")
        await stage.open_day(CYMRAES)
        assert shown(stage) == languages
        await stage.press("f1")
        await stage.on("HelpDialog")
        assert "Ctrl+L" not in stage.seen


async def test_what_is_pressed_on_welcome_is_for_one_visit(sample: Path) -> None:
    async with bilingual(sample) as stage:
        await stage.press("ctrl+l")
        await stage.pick(CYMRAES)
        await stage.until(lambda: "✓ Nia ferch Dafydd" in stage.seen)
        assert shown(stage) == "cy"
        assert alter("Signed in at", SECOND) in stage.seen
        await stage.press("ctrl+l")
        assert stage.shows("✓ Nia ferch Dafydd", "Signed in at")
        await stage.press("ctrl+l")
        stage.wait(stage.school.settings.undo_for + 1)
        assert await stage.until(lambda: shown(stage) == "en")
        await stage.press("ctrl+l")
        await stage.find("jones")
        stage.wait(1_000)
        assert await stage.until(lambda: shown(stage) == "en")


async def test_not_me_shows_the_schools_language_again(sample: Path) -> None:
    async with bilingual(sample, clock="08:55") as stage:
        await stage.press("ctrl+l")
        await stage.scan(BADGE_OF_GARETH)
        await stage.until(lambda: "F5" in stage.seen)
        assert (stage.screen, shown(stage)) == ("WelcomeScreen", "cy")
        await stage.press("f5")
        assert await stage.until(lambda: shown(stage) == "en")


async def test_the_tutors_area_stays_as_it_is_on_entering(sample: Path) -> None:
    async with bilingual(sample) as stage:
        await stage.press("ctrl+l")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type(DEMO_PIN)
        await stage.press("enter")
        await stage.on("BoardScreen")
        assert shown(stage) == "cy"
        assert alter("Live board", SECOND) in stage.seen
        await stage.press("n", "ctrl+l")
        await stage.on("NotYetInScreen")
        await stage.press("escape")
        await stage.on("BoardScreen")
        assert await stage.sees("Live board", "Not yet in")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert await stage.until(lambda: shown(stage) == "en")


async def test_the_key_bar_and_the_help_name_the_language_to_press_it_for(sample: Path) -> None:
    async with bilingual(sample) as stage:
        assert await stage.sees("Ctrl+L Cymraeg")
        rows = await open_help(stage)
        assert rows.get_option("ctrl+l")
        await touch_row(stage, "Cymraeg")
        await stage.on("WelcomeScreen")
        assert await stage.until(lambda: shown(stage) == "cy")


async def test_the_key_can_be_touched(sample: Path) -> None:
    async with bilingual(sample) as stage:
        row = next(y for y, line in enumerate(stage.picture.splitlines()) if "Cymraeg" in line)
        column = stage.picture.splitlines()[row].index("Cymraeg")
        await stage.pilot.click(offset=(column, row))
        assert await stage.until(lambda: shown(stage) == "cy")


async def test_a_notice_changes_its_language_and_stays(sample: Path) -> None:
    async with bilingual(sample) as stage:
        await stage.press("ctrl+c")
        await stage.sees("To close the kiosk")
        await stage.press("ctrl+l")
        await stage.until(lambda: alter("To close the kiosk", SECOND) in stage.seen)
        assert not stage.shows("To close the kiosk")


async def test_what_is_half_written_stays_and_is_asked_about_in_the_other_language(
    sample: Path,
) -> None:
    async with bilingual(sample) as stage:
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        await stage.type("Aled")
        await stage.press("ctrl+l", "escape")
        await stage.on("ConfirmDialog")
        assert alter("Throw away what you wrote?", SECOND) in stage.seen
        await stage.press("ctrl+l")
        await stage.sees("Throw away what you wrote?")
        await stage.press("enter")
        await stage.on("AddSelfDialog")
        assert stage.app.screen.query_one("#forename", Input).value == "Aled"


async def test_lists_are_sorted_as_the_language_sorts(sample: Path) -> None:
    async with bilingual(sample, clock="08:52") as stage:
        await stage.open_tutors()
        await stage.press("n", "s")
        await stage.on("NotYetInScreen")
        rows = stage.app.screen.query_one("#people", OptionList)
        english = [option.id for option in rows.options]
        await stage.press("ctrl+l")
        people = stage.school.people
        welsh = sorted(english, key=lambda id: sort_key_for("cy")(people[PersonId(id or "")]))
        await stage.until(lambda: [option.id for option in rows.options] == welsh)
        assert welsh != english


async def test_pages_that_are_being_printed_keep_their_language() -> None:
    language = ScreenLanguage(Language("en"), {"cy": Pseudo("cy", SECOND)})
    before = language.now
    language.become("cy")
    assert (before.say(t("Print")), language.say(t("Print"))) == ("Print", alter("Print", SECOND))


@decision
def forget_language(school: School, now: datetime, person: PersonId) -> Changes:
    """Do as if the staff file did not say what a person prefers to read."""
    del now
    return Changes((put(replace(school.people[person], language="")),))


async def test_somebody_whose_language_nobody_knows_reads_on_in_the_one_that_is_shown(
    sample: Path,
) -> None:
    async with bilingual(sample, "cy+en") as stage:
        await stage.perform(forget_language(PersonId("FDV")))
        await stage.open_day(PersonId("FDV"))
        assert shown(stage) == "cy"
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_day(PersonId("GBO"))
        assert shown(stage) == "en"


async def test_somebody_who_adds_themselves_has_the_language_of_the_form(sample: Path) -> None:
    async with bilingual(sample) as stage:
        await stage.press("ctrl+l", "f2")
        await stage.on("AddSelfDialog")
        await add_newcomer(stage, "Dewi", "Prys")
        await stage.on("WelcomeScreen")
        (dewi,) = unconfirmed_people(stage.school)
        assert dewi.language == "cy"
        stage.wait(1_000)
        assert await stage.until(lambda: shown(stage) == "en")
        await stage.open_day(dewi.id)
        assert shown(stage) == "cy"


async def test_the_marked_row_of_a_search_stays_with_its_person(sample: Path) -> None:
    async with bilingual(sample) as stage:
        people = stage.school.people_on(date(2026, 9, 1))
        english, welsh = Finder(people, "en"), Finder(people, "cy")
        # letters that are followed by a letter of their own in Welsh
        typed = next(one for one in "cdglprt" if english.find(one) != welsh.find(one))
        await stage.find(typed)
        rows = stage.app.screen.query_one("#search-found", OptionList)
        assert [option.id for option in rows.options] == [who.id for who in english.find(typed)]
        marked = next(
            place
            for place, (one, other) in enumerate(
                zip(english.find(typed), welsh.find(typed), strict=True)
            )
            if one != other
        )
        rows.highlighted = marked
        await stage.press("ctrl+l")
        listed = [who.id for who in welsh.find(typed)]
        await stage.until(lambda: [option.id for option in rows.options] == listed)
        assert rows.highlighted == listed.index(english.find(typed)[marked].id)
