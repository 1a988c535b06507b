"""A staff file on the screen: chosen, understood, looked at, loaded, undone and remembered."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.model.file_contents import StaffFile
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import clean
from kiosk.rules.model.staff_mapping import STAFF
from kiosk.rules.model.terms import Role
from kiosk.screens.files.staff_file import StaffFileScreen
from tests.exchange.exports import PEOPLE, SYSTEMS
from tests.exchange.files import NAMES_FILE
from tests.screens.kiosks import Stage, staged
from tests.screens.walk_files import ODD, give_path, is_read, open_staff_file, open_staff_path


async def take(stage: Stage, row: str) -> None:
    """Take the row that shows a text."""

    def places() -> list[int]:
        rows = stage.app.screen.query(OptionList).first()
        return [n for n, one in enumerate(rows.options) if row in str(one.prompt)]

    await stage.until(lambda: bool(places()))
    stage.app.screen.query_one(OptionList).highlighted = places()[0]
    await stage.press("enter")


async def answer(stage: Stage, row: str, *answers: str) -> None:
    """Open a row of the mapping, and pick an answer in each dialog."""
    await take(stage, row)
    for one in answers:
        await stage.on("ChoiceDialog")
        await take(stage, one)
    await is_read(stage)


async def load(stage: Stage) -> None:
    await take(stage, "Preview")
    await stage.on("LoadPreviewScreen")
    await stage.sees("Nothing has been changed yet.")
    before = stage.school
    await stage.press("enter")
    await stage.on("YourSchoolScreen")
    await stage.until(lambda: stage.school is not before)


async def test_what_is_not_understood_is_asked_and_the_file_is_loaded(sample: Path) -> None:
    async with staged(sample) as stage:
        before = len(stage.school.people)
        await open_staff_file(stage)
        await stage.sees("Which column has this: Role?", "Private, so left out: Date of birth")
        await answer(stage, "Which column has this", "Post held")
        await stage.sees("“Wizard” (3 people)", "without a job title", "5 things to answer")
        await answer(stage, "“Wizard”", "Leadership")
        await answer(stage, "“Coach”", "Teacher")
        await answer(stage, "without a job title", "Support staff")
        await take(stage, "6 people have working days")
        await stage.on("HoursDialog")
        await stage.type("all day")
        await stage.press("enter")
        await stage.sees("Please type hours")
        await stage.type("8.30-15.30")
        await stage.press("enter")
        await is_read(stage)
        await stage.sees("All of it is understood", "A whole day is 08:30 to 15:30")
        await load(stage)
        assert len(stage.school.people) == before + 15
        wizard = next(one for one in stage.school.people.values() if one.forename == "Ffug0")
        assert (wizard.role, [*(wizard.hours or {})]) == (Role.LEADER, ["wed", "thu", "fri"])
        assert stage.school.mappings[STAFF].columns == {"postheld": "role"}
        await stage.press("ctrl+z")
        await stage.sees("Undone: staff loaded")
        assert len(stage.school.people) == before
        assert not stage.school.mappings, "what was said goes with the load"


async def test_the_answers_hold_for_the_next_file_and_can_be_changed(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_staff_file(stage, "Name,Post held\nAnn Ffug,Coach\n")
        await answer(stage, "Which column has this", "Post held")
        await answer(stage, "“Coach”", "Teacher")
        await load(stage)
        await open_staff_file(stage, "Name,Post held\nAnn Ffug,Coach\nBea Ffug,Coach\n")
        await stage.sees("As last time: “Post held” is: Role; “Coach”: Teacher.")
        await answer(stage, "2 people", "Visitor")
        await stage.sees("As last time: “Post held” is: Role.")
        await take(stage, "Preview")
        assert await stage.sees("As last time: “Post held” is: Role.", "role: teacher → visitor")
        await stage.press("enter")
        await stage.on("YourSchoolScreen")
        assert await stage.until(
            lambda: stage.school.mappings[STAFF].roles == {"coach": Role.VISITOR}
        )


async def test_with_no_column_for_it_one_role_holds_for_everybody(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_staff_file(stage, "Name\nAnn Ffug\n")
        await answer(stage, "Which column has this", "There is none", "Support staff")
        await load(stage)
        (person,) = (one for one in stage.school.people.values() if one.name == "Ann Ffug")
        assert person.role is Role.SUPPORT


async def test_a_column_can_be_left_out_or_be_another(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_staff_file(stage, "Name,Role,Status,Team\nAnn Ffug,TA,Leaver,Maths\n")
        await answer(stage, "Status", "left out")
        await answer(stage, "Team", "School or agency")
        await load(stage)
        (person,) = (one for one in stage.school.people.values() if one.name == "Ann Ffug")
        assert (person.host, person.department) == ("Maths", "")


async def test_problems_are_shown_by_cell_and_nothing_is_loaded(sample: Path) -> None:
    async with staged(sample) as stage:
        before = stage.school
        await open_staff_file(stage, ODD.replace("Post held", "Job title"))
        await stage.press("f5")
        await stage.on("LoadPreviewScreen")
        await stage.sees("Please correct this", "rows 2, 7, 12, Job title: found “Wizard”")
        await stage.press("enter", "escape")
        assert await stage.on("StaffFileScreen")
        assert stage.school is before


async def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("comma")
        await stage.on("YourSchoolScreen")
        Path("letter.csv").write_bytes(b"%PDF-1.7")
        await stage.press("enter")
        await stage.on("FilePicker")
        await stage.press("tab")
        await stage.type(str(Path("letter.csv").absolute()))
        await stage.press("enter")
        await stage.on("LoadPreviewScreen")
        await stage.sees("this is a PDF file")
        await stage.press("escape")
        await stage.on("FilePicker")
        await stage.press("escape")
        assert await stage.on("YourSchoolScreen")


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
async def test_the_export_of_a_school_system_comes_in_with_one_answer(
    sample: Path, system: Callable[[Path], Path]
) -> None:
    async with staged(sample) as stage:
        before = len(stage.school.people)
        await open_staff_path(stage, system(Path()))
        if stage.shows("“Coach”"):
            await answer(stage, "“Coach”", "Teacher")
        await load(stage)
        assert len(stage.school.people) == before + PEOPLE


async def test_every_name_is_shown_and_loaded_as_it_is(sample: Path) -> None:
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        names = [(row["forename"], row["surname"]) for row in csv.DictReader(file)]
    async with staged(sample) as stage:
        rows = [("id", "forename", "surname", "role"),
                *((f"n{n}", *name, "TA") for n, name in enumerate(names))]  # fmt: skip
        with Path("names.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        await open_staff_path(stage, Path("names.csv"))
        await stage.sees("All of it is understood")
        await load(stage)
        people = stage.school.people
        own = [people[PersonId(f"n{n}")] for n in range(len(names))]
        loaded = [(one.forename, one.surname) for one in own]
        assert loaded == [tuple(map(clean, name)) for name in names]


async def test_one_role_for_all_that_are_not_understood_can_be_taken_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_staff_file(stage, "Name,Role\nAnn Ffug,Coach\nBea Ffug,Wizard\n")
        await answer(stage, "One role for all", "Support staff")
        await stage.sees("All of it is understood", "Coach", "Wizard")
        await answer(stage, "Every title that isn't understood", "Visitor")
        await stage.sees("Every title that isn't understood: Visitor")
        await answer(stage, "Every title that isn't understood", "Ask about each")
        assert await stage.sees("“Coach” (1 person)", "“Wizard” (1 person)")


@pytest.mark.parametrize("key", ["", "f5"])
async def test_left_alone_it_closes_and_the_tutors_area_locks(sample: Path, key: str) -> None:
    async with staged(sample) as stage:
        before = stage.school
        await open_staff_file(stage, "Name,Role\nAnn Ffug,TA\n")
        if key:
            await stage.press(key)
            await stage.on("LoadPreviewScreen")
        stage.wait(60 * stage.school.settings.lock_after + 1)
        assert await stage.on("WelcomeScreen")
        assert stage.school is before


async def test_at_a_first_start_nothing_closes_by_itself(nothing_yet: Path) -> None:
    async with staged(nothing_yet) as stage:
        closed: list[object] = []
        stage.app.push_screen(StaffFileScreen(stage.app.context), closed.append)
        Path("staff.csv").write_text("Name,Role\nAnn Ffug,TA\n", encoding="utf-8")
        await give_path(stage, Path("staff.csv"))
        await is_read(stage)
        stage.wait(3600)
        await take(stage, "Preview")
        await stage.on("LoadPreviewScreen")
        await stage.press("enter")
        await stage.until(lambda: closed)
        (staff,) = closed
        assert isinstance(staff, StaffFile)
        assert [row.record.name for row in staff.rows] == ["Ann Ffug"]
        assert not stage.school.people, "who opened it has it loaded"
