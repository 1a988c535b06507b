"""Forms: what is typed is checked at once, shown before it is done, and undone by one key."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input, OptionList

from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.loading.person_changes import add_person
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DayKind, Role
from kiosk.screens.tutors.learn_badges import LearnBadgesScreen
from kiosk.screens.tutors.person import PersonScreen
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk import stopped_at
from tests.screens.walk_forms import open_row

GARETH = PersonId("GBO")
NAMES = Path(__file__).parents[2] / "data" / "names.csv"


async def fill(stage: Stage, **fields: str) -> None:
    """Type into fields of the form, by their names."""
    for name, text in fields.items():
        stage.app.screen.query_one(f"#{name}", Input).focus()
        await stage.pilot.pause()
        await stage.type(text)


def field(stage: Stage, name: str) -> str:
    return stage.app.screen.query_one(f"#{name}", Input).value


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 18)])
async def test_hours_are_changed_after_what_it_does_is_shown_and_one_key_takes_it_back(
    sample: Path, size: tuple[int, int]
) -> None:
    async with stopped_at("entry-form", sample, size) as stage:
        before = stage.school.people[GARETH]
        await fill(stage, tue="12:00-09:00")
        assert await stage.sees("We need hours such as 08:30-15:30")
        await stage.press("ctrl+s")
        assert stage.screen == "FormDialog", "it is not saved with a problem"
        await fill(stage, tue="08:30-12:00")
        assert await stage.until(lambda: not stage.shows("We need"))
        await stage.press("ctrl+s")
        await stage.on("PreviewDialog")
        assert await stage.sees("Hours: Tue 08:30-12:00", "Gareth Bowen has a place in")
        assert stage.school.people[GARETH] == before
        await stage.press("enter")
        assert await stage.on("PersonScreen")
        assert await stage.until(lambda: list(stage.school.people[GARETH].hours or ()) == ["tue"])
        await stage.press("ctrl+z")
        assert await stage.until(lambda: stage.school.people[GARETH] == before)


async def test_what_somebody_else_has_is_told_by_name_as_it_is_typed(sample: Path) -> None:
    async with stopped_at("entry-form", sample) as stage:
        await fill(stage, staff_code="SJO", role="wizard")
        assert await stage.sees("We need one of: teacher, TA, leader", "Siân Jones has it")
        await fill(stage, role="Head of Maths")
        assert await stage.until(lambda: not stage.shows("We need one of: teacher"))
        assert await stage.sees("We need one of its own: Siân Jones has it")


async def test_the_field_one_types_in_stays_in_sight_as_the_window_shrinks(sample: Path) -> None:
    async with stopped_at("entry-form", sample, LARGE) as stage:
        box = stage.app.screen.query_one("#language", Input)
        box.focus()
        await stage.pilot.resize_terminal(60, 18)
        fields = stage.app.screen.query_one("#fields")
        assert await stage.until(lambda: fields.region.contains_region(box.region))


async def test_enter_goes_from_field_to_field_and_escape_asks_before_it_throws_away(
    sample: Path,
) -> None:
    async with stopped_at("entry-form", sample) as stage:
        await stage.press("enter", "enter")
        assert stage.app.focused is stage.app.screen.query_one("#preferred_forename")
        await stage.type("Gaz")
        await stage.press("escape")
        await stage.on("ConfirmDialog")
        await stage.press("escape")
        await stage.on("FormDialog")
        assert field(stage, "preferred_forename") == "Gaz"


async def test_a_form_waits_longer_than_a_question_and_keeps_its_words_when_the_area_locks(
    sample: Path,
) -> None:
    async with stopped_at("entry-form", sample) as stage:
        await stage.type("Gaz")
        stage.wait(300)
        await stage.settle()
        assert stage.screen == "FormDialog"
        stage.wait(301)
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(GARETH)
        await stage.on("PersonScreen")
        await stage.press("m")
        await stage.on("FormDialog")
        assert field(stage, "forename") == "Gaz"


async def test_a_preview_that_is_left_keeps_what_was_written(sample: Path) -> None:
    async with stopped_at("entry-preview", sample) as stage:
        await stage.press("escape")
        await stage.on("PersonScreen")
        await stage.press("m")
        await stage.on("FormDialog")
        assert "08:30-12:00" in {one.value for one in stage.app.screen.query(Input)}


async def test_a_card_scanned_into_the_form_is_that_of_its_person(sample: Path) -> None:
    async with stopped_at("entry-form", sample) as stage:
        await stage.scan("20394857")
        assert field(stage, "badge") == "20394857"
        await stage.press("ctrl+s")
        await stage.on("PreviewDialog")
        assert await stage.sees("Badge changed")
        assert not stage.shows("20394857")
        await stage.press("enter")
        assert await stage.until(lambda: stage.school.people[GARETH].badge == "20394857")


async def test_nobody_found_they_are_added_with_the_name_that_was_typed(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.find("zoë quux")
        assert await stage.sees("Nobody found", "F2: add them")
        await stage.press("f2")
        await stage.on("FormDialog")
        assert (field(stage, "forename"), field(stage, "surname")) == ("Zoë", "Quux")
        await fill(stage, role="Lab technician", staff_code="ZQU")
        await stage.press("ctrl+s")
        await stage.on("PreviewDialog")
        assert await stage.sees("Zoë Quux is added: Support staff.")
        await stage.press("enter")
        assert await stage.until(lambda: "ZQU" in stage.school.people)
        assert stage.school.people[PersonId("ZQU")].role is Role.SUPPORT
        await stage.on("BoardScreen")
        await stage.press("ctrl+z")
        assert await stage.until(lambda: "ZQU" not in stage.school.people)


async def test_whoever_is_on_the_list_is_not_added_again(sample: Path) -> None:
    async with stopped_at("add-person", sample) as stage:
        await fill(stage, forename="Gareth", surname="Bowen", role="teacher")
        assert await stage.sees("Gareth Bowen", "is on the list")
        await stage.press("ctrl+s")
        assert stage.screen == "FormDialog"


async def test_any_name_stands_in_the_form_and_the_preview_as_it_is(sample: Path) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["category"] not in ("duplicate",)]
    hostile = [row for row in rows if set(row["forename"] + row["surname"]) & set("[]<>&\\'\"")]
    async with staged(sample) as stage:
        await stage.open_tutors()
        for number, row in enumerate(hostile[::3]):
            who = PersonId(f"n{number}")
            one = Person(who, row["forename"], row["surname"], Role.TEACHER)
            given = frozenset({"forename", "surname", "role"})
            asked = add_person(who, FileRecord(one, "", 0, given))
            try:
                await stage.perform(asked)
            except Exception:  # a namesake
                continue
            name = stage.school.people[who]
            await stage.app.push_screen(PersonScreen(stage.app.context, who))
            await stage.on("PersonScreen")
            await stage.press("m")
            await stage.on("FormDialog")
            assert (field(stage, "forename"), field(stage, "surname")) == (
                name.forename, name.surname
            )  # fmt: skip
            await stage.press("ctrl+s")
            await stage.on("PersonScreen")
            assert await stage.sees("Nothing is changed.")
            assert stage.school.people[who] == name
            await stage.press("escape")
            await stage.on("BoardScreen")


# -- settings -------------------------------------------------------------------------------------


async def test_a_setting_is_changed_within_its_bounds_and_one_key_takes_it_back(
    sample: Path,
) -> None:
    async with stopped_at("settings-number", sample) as stage:
        assert await stage.sees("Late after", "We need a whole number from 0 to 60")
        await stage.press("enter")
        assert stage.screen == "FormDialog"
        await stage.type("7")
        await stage.press("enter")
        assert await stage.until(lambda: stage.school.settings.late_after == 7)
        await stage.on("SettingsFormScreen")
        assert await stage.sees(
            "7 minutes", "practice: five minutes' grace", "The setting is changed"
        )
        await stage.press("ctrl+z")
        assert await stage.until(lambda: stage.school.settings.late_after == 5)


async def test_a_setting_of_words_is_picked(sample: Path) -> None:
    async with stopped_at("settings-words", sample) as stage:
        assert await stage.sees("Wales", "England")
        await stage.press("2")
        assert await stage.until(lambda: stage.school.settings.nation == "england")


async def test_usual_hours_and_words_are_filled_in_as_forms_and_taken_back(sample: Path) -> None:
    async with stopped_at("settings", sample) as stage:
        await open_row(stage, "hours TA")
        await stage.on("FormDialog")
        await fill(stage, mon="8.30-soon")
        assert await stage.sees("We need hours such as")
        await fill(stage, mon="8.30-12.00", tue="no")
        await stage.press("ctrl+s")
        assert await stage.until(
            lambda: stage.school.settings.usual_hours.get("TA") == {"mon": "08:30-12:00"}
        )
        await stage.on("SettingsFormScreen")
        assert await stage.sees("Mon 08:30-12:00")
        await open_row(stage, "word add")
        await stage.on("FormDialog")
        await fill(stage, english="[b]Gym[/b]", welsh="Campfa")
        await stage.press("ctrl+s")
        assert await stage.until(lambda: "Campfa" in stage.school.settings.words)
        await stage.on("SettingsFormScreen")
        assert await stage.sees("[b]Gym[/b]")
        await stage.press("ctrl+z")
        assert await stage.until(lambda: "Campfa" not in stage.school.settings.words)


# -- badges ---------------------------------------------------------------------------------------


async def test_a_staffroom_of_cards_one_after_the_other(sample: Path) -> None:
    async with stopped_at("learn-badges", sample) as stage:
        waiting = [one.id for one in stage.app.screen.query_one("#people", OptionList).options]
        assert len(waiting) == 3
        for place, person in enumerate(waiting):
            name = stage.school.people[PersonId(person or "")].name
            assert await stage.sees(f"Scan {name}'s card now")
            await stage.scan(f"2039485{place}")
            assert await stage.sees(f"{name} now has this badge.")
        assert await stage.sees("Everyone has a badge")
        await stage.press("ctrl+z")
        assert await stage.until(lambda: not stage.school.people[PersonId(waiting[2] or "")].badge)


async def test_cards_scanned_before_one_is_saved_are_of_one_person_each(sample: Path) -> None:
    async with stopped_at("learn-badges", sample) as stage:
        waiting = [PersonId(one.id or "") for one in
                   stage.app.screen.query_one("#people", OptionList).options]  # fmt: skip
        cards = [f"2039485{place}" for place in range(len(waiting) + 1)]
        screen = stage.app.screen
        assert isinstance(screen, LearnBadgesScreen)
        for card in cards:
            screen.handle_code(card)
        await stage.sees("Everyone has a badge")
        await stage.settle()
        assert [stage.school.people[one].badge for one in waiting] == cards[:-1]


async def test_a_card_of_somebody_else_is_refused_by_name_and_down_skips(sample: Path) -> None:
    async with stopped_at("learn-badges", sample) as stage:
        await stage.perform(give_badge(PersonId("TUN"), Private("20394857")))
        await stage.scan("20394857")
        assert await stage.sees("This badge belongs to Tunde Okafor.")
        rows = stage.app.screen.query_one("#people", OptionList)
        second = rows.options[1].id or ""
        await stage.press("down")
        await stage.scan("20394858")
        assert await stage.until(lambda: stage.school.people[PersonId(second)].badge == "20394858")
        assert len(rows.options) == 2


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ([*"abc", "enter"], "at least 6 characters"),
        ([*"4821", "enter"], "at least 6 characters"),
        ([*"20394857"], "without Enter"),
        ([*"sianjones", "enter"], "a digit in it"),
    ],
)
async def test_what_cannot_be_told_from_typing_is_refused_with_the_reason(
    sample: Path, keys: list[str], why: str
) -> None:
    async with stopped_at("learn-badges", sample) as stage:
        before = stage.school
        await stage.keys(*keys, every=0.005)
        assert await stage.sees(why)
        assert (stage.screen, stage.school) == ("LearnBadgesScreen", before)


async def test_a_learned_card_signs_its_holder_in(sample: Path) -> None:
    async with stopped_at("learn-badges", sample) as stage:
        first = stage.app.screen.query_one("#people", OptionList).options[0].id or ""
        await stage.scan("A0012345")
        await stage.until(lambda: stage.school.people[PersonId(first)].badge)
        await stage.press("escape", "escape")
        await stage.on("BoardScreen")
        await stage.scan("a0012345")
        assert await stage.sees("signed in")


# -- the day's acts -------------------------------------------------------------------------------


async def test_a_session_gets_another_title_and_slot_and_one_key_takes_it_back(
    sample: Path,
) -> None:
    async with stopped_at("session-form", sample) as stage:
        before = stage.school.session(SessionId("A4"))
        await fill(stage, slot="lunch")
        assert await stage.sees("We need a slot that people attend")
        await fill(stage, slot="workshops-2", title_en="Calm starts")
        await stage.press("ctrl+s")
        await stage.on("PreviewDialog")
        assert await stage.sees("Title: Calm starts", "Slot: workshops-2")
        await stage.press("enter")
        assert await stage.until(
            lambda: stage.school.session(SessionId("A4")).slot == "workshops-2"
        )
        await stage.press("ctrl+z")
        assert await stage.until(lambda: stage.school.session(SessionId("A4")) == before)


@decision
def as_twilight(school: School, now: datetime) -> Changes:
    """Make a twilight of the sample's day."""
    del now
    return Changes((put(replace(school.day(DAY), kind=DayKind.TWILIGHT)),))


async def test_the_hours_of_the_day_can_count_for_everyone(sample: Path) -> None:
    async with staged(sample, "08:41", LARGE, None, as_twilight()) as stage:
        await stage.open_tutors()
        await stage.press("m")
        await stage.on("NumberedDialog")
        await stage.press("1")
        await stage.on("PreviewDialog")
        assert await stage.sees("the hours count for everyone", "are required, up to now")
        await stage.press("enter")
        assert await stage.until(lambda: stage.school.day(DayId(DAY)).counts_for_everyone)
        await stage.press("ctrl+z")
        assert await stage.until(lambda: not stage.school.day(DayId(DAY)).counts_for_everyone)
