"""The first start: the sample, or one's own in five steps. Nothing is saved before the last."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from kiosk.language import Language
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Window
from kiosk.screen_language import ScreenLanguage
from kiosk.screens.first_start.staff_names import NamesArea
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.walk_files import give_path, is_read
from tests.screens.ways import seed_files

NAMES = "\n".join(
    ["Jones, Siân (Mrs), head", "Ms Elin Prys, TA", *(f"Person{n} Ash" for n in range(15)),
     "Gŵyn Llŷr, cook"]
)  # fmt: skip
"""Eighteen people."""


async def paste(stage: Stage, text: str) -> None:
    stage.app.post_message(events.Paste(text))
    await stage.pilot.pause()


async def to_names(stage: Stage) -> None:
    await stage.on("FirstStartScreen")
    await stage.press("down", "enter")
    await stage.on("StaffNamesScreen")


async def to_day(stage: Stage, names: str = NAMES) -> None:
    await to_names(stage)
    await paste(stage, names)
    await stage.press("enter", "enter")
    await stage.on("DayScreen")


async def to_hours(stage: Stage, **typed: str) -> None:
    await to_day(stage)
    for id, text in {"date": "1/9/2026", **typed}.items():
        stage.app.screen.query_one(f"#{id}", Input).value = text
    stage.app.screen.query_one("#school", Input).focus()
    await stage.press("enter")
    await stage.on("PaidHoursScreen")


async def to_pin(stage: Stage, *keys: str) -> None:
    await to_hours(stage)
    await stage.press(*keys, "enter")
    await stage.on("NewPinScreen")


async def type_pin(stage: Stage, first: str, again: str) -> None:
    for id, text in (("pin", first), ("again", again)):
        stage.app.screen.query_one(f"#{id}", Input).value = text
    stage.app.screen.query_one("#again").focus()
    await stage.press("enter")


async def to_last(stage: Stage, *keys: str) -> None:
    await to_pin(stage, *keys)
    await type_pin(stage, "864213", "864213")
    await stage.on("LastStepScreen")


async def test_enter_asks_for_the_sample(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await stage.sees("A made-up school whose INSET day", "1 of 5")
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running)
        assert stage.app.return_value == "sample"


async def test_f10_ends_where_there_is_nothing_to_guard(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await stage.press("f10")
        await stage.until(lambda: not stage.app.is_running)
        assert stage.app.return_value is None


@pytest.mark.parametrize("code", ["en", "cy"])
async def test_in_a_small_window_the_last_button_is_shown_whole(
    nothing_yet: Path, code: str
) -> None:
    async with staged(nothing_yet, "08:41", (60, 18), Language(code)) as stage:
        await to_last(stage)
        assert await stage.sees({"en": "Save, and open the sign-in",
                                 "cy": "Cadw, ac agor yr arwyddo i mewn"}[code])  # fmt: skip


async def test_what_was_wrong_goes_once_names_are_typed(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await paste(stage, " , \n")
        await stage.press("enter")
        stage.app.screen.query_one("#on").focus()
        await stage.press("enter")
        await stage.sees("Type at least one name")
        stage.app.screen.query_one(NamesArea).focus()
        await paste(stage, NAMES)
        await stage.sees("18 people")
        assert not stage.shows("Type at least one name")


async def test_eighteen_names_and_a_date_are_a_school(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_last(stage)
        await stage.sees("5 of 5", "18 people", "kiosk rehearse", "kiosk print sheet",
                         "kiosk template privacy")  # fmt: skip
        assert not stage.school.people
        assert not stage.kiosk.secrets.has_pin()
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        await stage.sees("Type your name to sign in")
        assert len(stage.school.people) == 18
        await stage.find("gwyn")
        await stage.press("enter")
        await stage.sees("✓ Gŵyn Llŷr", "Signed in at 08:41.")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.press("escape")
        await stage.open_tutors("864213")


async def test_names_are_read_beside_the_box_as_they_are_typed(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await paste(stage, "Jones, Siân (Mrs), TA\n[b]x[/b] [/x]")
        assert await stage.sees("Siân Jones Teaching assistant", "2 people", "[b]x[/b] [/x]")


async def test_esc_goes_back_at_any_time_and_what_was_typed_stays(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_last(stage, "down", "down", "space")
        for screen in ("NewPinScreen", "PaidHoursScreen", "DayScreen", "StaffNamesScreen"):
            await stage.press("escape")
            await stage.on(screen)
        assert stage.app.screen.query_one(TextArea).text.startswith(NAMES)
        await stage.press("escape")
        await stage.on("FirstStartScreen")
        await stage.press("enter")
        await stage.on("StaffNamesScreen")
        await stage.press("enter")
        await stage.on("DayScreen")
        assert stage.app.screen.query_one("#date", Input).value == "1/9/2026"
        stage.app.screen.query_one("#school", Input).focus()
        await stage.press("enter")
        await stage.on("PaidHoursScreen")
        assert await stage.sees("☒ Siân Jones")
        assert not stage.school.people


async def test_who_is_ticked_is_invited_and_the_others_are_expected(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_last(stage, "down", "down", "space")
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        sian, elin = (stage.school.people[PersonId(id)] for id in ("sian-jones", "elin-prys"))
        assert (sian.part_time, sian.agreed) == (True, {})
        assert elin.agreed == {DAY: Window(time(8, 30), time(15, 30))}


async def test_w_marks_whoever_came_before_anybody_knows_who_is_paid(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_hours(stage, **{"must-do": "Safeguarding update"})
        await stage.press("down", "enter")
        await stage.on("NewPinScreen")
        await type_pin(stage, "864213", "864213")
        await stage.on("LastStepScreen")
        await stage.sees("For Safeguarding update: F9, Tab, Enter")
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        await stage.arrive(PersonId("sian-jones"))
        await stage.open_tutors("864213")
        await stage.press("tab")
        await stage.sees("Safeguarding update")
        await stage.press("enter")
        await stage.on("RegisterScreen")
        await stage.sees("Nobody has to be here.")
        await stage.press("w")
        await stage.sees("1 person marked here.")
        assert await stage.sees("Siân Jones")


async def test_with_nobody_ticked_a_name_is_no_answer(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_hours(stage)
        await stage.press("down", "down", "enter")
        await stage.sees("Nobody is ticked.")
        assert stage.screen == "PaidHoursScreen"
        await stage.press("up", "enter")
        assert await stage.on("NewPinScreen")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"date": ""}, "Type the date like this"),
        ({"date": "soon"}, "Type the date like this"),
        ({"date": "31/8/2026"}, "That day is past."),
        ({"date": "1/9/3026"}, "That year is a long way off"),
        ({"date": "1/9/2026", "start": "early"}, "Type the time like this"),
        ({"date": "1/9/2026", "end": "08:00"}, "Type a time after 08:30"),
    ],
)
async def test_a_day_that_cannot_be_is_told_and_mended(
    nothing_yet: Path, typed: dict[str, str], sentence: str
) -> None:
    async with staged(nothing_yet, "08:41", (60, 18)) as stage:
        await to_day(stage)
        for id, text in typed.items():
            stage.app.screen.query_one(f"#{id}", Input).value = text
        await stage.press("f3")
        await stage.on("ProgrammeFileScreen")
        await stage.press("escape")
        await stage.on("DayScreen")
        stage.app.screen.query_one("#school", Input).focus()
        await stage.press("enter")
        assert await stage.sees(sentence)


@pytest.mark.parametrize(
    ("first", "again", "sentence"),
    [
        ("12", "12", "A PIN needs four to twelve digits."),
        ("1234", "1234", "That's too easy to guess."),
        ("4821", "4822", "Those don't match."),
    ],
)
async def test_a_bad_pin_leaves_nothing_half_made(
    nothing_yet: Path, first: str, again: str, sentence: str
) -> None:
    async with staged(nothing_yet) as stage:
        await to_pin(stage)
        await type_pin(stage, first, again)
        await stage.sees(sentence)
        assert stage.screen == "NewPinScreen"
        assert not stage.school.people
        assert not stage.kiosk.secrets.has_pin()


async def test_a_programme_comes_from_a_folder_and_staff_from_a_file(
    nothing_yet: Path, tmp_path: Path
) -> None:
    staff, programme = seed_files(tmp_path / "own")
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await stage.press("f3")
        await give_path(stage, staff)
        await is_read(stage)
        await stage.press("enter")  # what the columns are
        await stage.press("enter")  # the preview
        await stage.on("DayScreen")
        await stage.press("f3")
        await stage.on("ProgrammeFileScreen")
        await stage.type(f'"{programme}"')  # as Windows copies a path
        await stage.press("enter")
        await stage.on("PaidHoursScreen")  # TAs have no usual hours, and some none of their own
        await stage.sees("5 days, Tue 1 Sept", "☐ Tunde Ionescu")
        await stage.press("enter")
        await stage.on("NewPinScreen")
        await type_pin(stage, "864213", "864213")
        await stage.on("LastStepScreen")
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        await stage.sees("A calm start")
        assert len(stage.school.people) == 120


async def test_a_programme_may_come_later(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_day(stage)
        await stage.press("f3")
        await stage.on("ProgrammeFileScreen")
        await stage.press("enter")
        await stage.on("NewPinScreen")
        await type_pin(stage, "864213", "864213")
        await stage.on("LastStepScreen")
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        assert await stage.sees("No INSET day is planned for today.")


async def test_an_empty_workbook_is_written_and_none_is_replaced(
    nothing_yet: Path, tmp_path: Path
) -> None:
    async with staged(nothing_yet) as stage:
        await to_day(stage)
        await stage.press("f3")
        await stage.on("ProgrammeFileScreen")
        await stage.type(str(tmp_path))
        await stage.press("f5")
        await stage.sees("Written:")
        assert (tmp_path / "programme.xlsx").stat().st_size > 1_000
        await stage.type(str(tmp_path))
        await stage.press("f5")
        assert await stage.sees("already exists")


async def test_what_is_wrong_in_a_file_is_told_and_nothing_is_loaded(nothing_yet: Path) -> None:
    Path("staff.csv").write_text(
        "id,forename,surname,role\nA1,Ann,Lee,wizard\nA2,,,teacher\n", encoding="utf-8"
    )
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await stage.press("f3")
        await stage.on("FilePicker")
        for path in ("nowhere.csv", "[b]x[/b] [/x].csv"):
            box = stage.app.screen.query_one("#path", Input)
            box.value = ""
            box.focus()
            assert await stage.until(partial(getattr, box, "has_focus"))
            await stage.type(path)
            await stage.press("enter")
            assert await stage.sees(path)
            assert stage.screen == "FilePicker"
        stage.app.screen.query_one("#path", Input).value = ""
        await give_path(stage, Path("staff.csv"))
        await is_read(stage)
        assert await stage.sees("wizard")
        await stage.press("escape", "escape")
        await stage.on("StaffNamesScreen")
        assert not stage.school.people


async def test_without_a_name_it_does_not_go_on(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await stage.press("tab", "enter")
        await stage.sees("Type at least one name")
        assert isinstance(stage.app.focused, NamesArea)


@pytest.mark.parametrize(("keys", "languages"), [((), "en+cy"), (("ctrl+l",), "cy+en")])
async def test_a_schools_first_language_is_that_of_its_first_start(
    nothing_yet: Path, keys: tuple[str, ...], languages: str
) -> None:
    async with staged(nothing_yet, language=ScreenLanguage(Language("en"))) as stage:
        await stage.press(*keys)
        await to_last(stage)
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        assert stage.school.settings.languages == languages
        [day] = stage.school.programme.days.values()
        assert day.date == date(2026, 9, 1)


async def test_the_buttons_do_what_the_keys_do(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        await to_names(stage)
        await stage.pilot.click("#file")
        await stage.on("FilePicker")
        await stage.press("escape")
        await stage.on("StaffNamesScreen")
        await stage.pilot.click("#names")
        await paste(stage, NAMES)
        await stage.press("f4")  # the on-screen keyboard that came with the click
        await stage.pilot.click("#on")
        await stage.on("DayScreen")
        await stage.pilot.click("#programme")
        await stage.on("ProgrammeFileScreen")
        await stage.type(str(nothing_yet.absolute().parent))
        await stage.pilot.click("#workbook")
        assert await stage.sees("Written:")


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
