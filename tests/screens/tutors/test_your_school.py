"""Your school: what is set up, loading a programme with a preview, and writing files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.language import Language
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import StaffFile
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put, remove
from kiosk.screens.tutors.your_school import set_up
from tests.builders import at, day, person, school
from tests.exchange.books import xlsx
from tests.screens.files.test_staff_file import take
from tests.screens.kiosks import Stage, staged
from tests.screens.walk_files import give_path, open_staff_file
from tests.screens.ways import seed_files


async def opened(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("comma")
    await stage.on("YourSchoolScreen")


async def test_what_is_set_up_is_told(sample: Path) -> None:
    async with staged(sample) as stage:
        await opened(stage)
        assert stage.shows(
            "120 people", "6 of 6 INSET days in 2026/27", "Settings: Wales, English and Welsh"
        )


async def test_in_a_small_window_keys_reach_what_stands_above_the_first_row(sample: Path) -> None:
    async with staged(sample, size=(60, 18)) as stage:
        await opened(stage)
        assert await stage.sees("What is set up", "120 people")
        await stage.press("end")
        assert not stage.shows("120 people")
        await stage.press("home")
        assert await stage.sees("What is set up", "120 people")


def test_who_has_left_and_what_is_cancelled_does_not_count() -> None:
    known = school(
        day(id="2026-09-01"), day(id="2026-10-23"), person("ann"), person("bob"),
        person("gone", left=date(2020, 9, 1)),
    )  # fmt: skip
    first = replace(known.day("2026-09-01"), cancelled_at=at("08:00"))
    lines = [Language("en").say(one) for one in set_up(known.apply([put(first)]), "2026-08-31")]
    assert lines[0] == "2 people"
    assert any("Friday 23 October 2026" in one for one in lines)


async def preview_rooms(stage: Stage, folder: Path) -> None:
    """Look at what loading the sample's rooms with one more would do, from Your school."""
    _, own = seed_files(folder / "own")
    rows = (own / "rooms.csv").read_text(encoding="utf-8").splitlines()
    (own / "rooms.csv").write_text("\n".join([*rows, "Shed,9"]) + "\n", encoding="utf-8")
    before = stage.school.programme.rooms
    await take(stage, "Programme from a file")
    await give_path(stage, own / "rooms.csv")
    await stage.on("LoadPreviewScreen")
    await stage.sees("Programme: 1 added")
    assert stage.school.programme.rooms == before


async def test_a_programme_is_previewed_loaded_and_undone(sample: Path, tmp_path: Path) -> None:
    async with staged(sample) as stage:
        await opened(stage)
        before = stage.school.programme.rooms
        await preview_rooms(stage, tmp_path)
        await stage.press("enter")
        await stage.on("YourSchoolScreen")
        await stage.until(lambda: "Shed" in stage.school.programme.rooms)
        await stage.press("ctrl+z")
        assert await stage.until(lambda: stage.school.programme.rooms == before)


async def test_a_programme_with_problems_shows_them_and_loads_nothing(
    sample: Path, tmp_path: Path
) -> None:
    _, folder = seed_files(tmp_path / "own")
    async with staged(sample) as stage:
        await opened(stage)
        before = stage.school
        (folder / "rooms.csv").write_text("room,places\nHall,many\n", encoding="utf-8")
        await take(stage, "Programme from a file")
        await give_path(stage, folder / "rooms.csv")
        await stage.on("LoadPreviewScreen")
        await stage.sees("Please correct this", "rooms.csv, row 2", "found “many”")
        await stage.press("enter", "escape")
        await stage.on("YourSchoolScreen")
        assert stage.school is before


async def write(stage: Stage, row: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    stage.app.context.remembered["folder"] = str(folder.absolute())
    await take(stage, row)
    await stage.on("FilePicker")
    await stage.sees("Write to this folder")
    await stage.press("enter")
    await stage.on("YourSchoolScreen")


async def test_files_are_written_to_a_folder_and_never_over_others(sample: Path) -> None:
    async with staged(sample) as stage:
        await opened(stage)
        folder = Path("out")
        await write(stage, "Empty workbooks", folder)
        await stage.until(lambda: (folder / "programme.xlsx").exists())
        assert (folder / "staff.xlsx").exists()
        await stage.sees("Written to")
        await write(stage, "Your programme as a workbook", folder)
        await stage.sees("programme.xlsx already exists")
        (folder / "programme.xlsx").unlink()
        await write(stage, "Your programme as a workbook", folder)
        await stage.until(lambda: (folder / "programme.xlsx").exists())
        written = {row.record.id for row in read_programme(folder / "programme.xlsx").workshops}
        assert written == stage.school.programme.workshops.keys()
        await write(stage, "Papers on data protection", folder)
        await stage.until(lambda: len([*folder.glob("*.cy.html")]) == 3)


async def test_a_workbooks_problems_are_named_by_cell_and_can_be_scrolled(
    sample: Path, tmp_path: Path
) -> None:
    rows = [["Room", "Capacity"], *([f"Room {n}", f"many {n}"] for n in range(90))]
    book = xlsx(tmp_path / "programme.xlsx", {"Rooms": rows})
    async with staged(sample) as stage:
        await opened(stage)
        before = stage.school
        await take(stage, "Programme from a file")
        await give_path(stage, book)
        await stage.on("LoadPreviewScreen")
        await stage.sees("programme.xlsx, Rooms")
        await stage.press("end")
        await stage.press("escape")
        await stage.on("YourSchoolScreen")
        assert stage.school is before


async def test_what_changed_since_the_preview_is_told_with_its_place(sample: Path) -> None:
    async with staged(sample) as stage:
        text = "id,forename,surname,role,mentor\nnew,Ann,Ffug,TA,mto\n"
        await stage.perform(load_staff(read(Path("m.csv"), "mto,Mentor,Ffug,TA,\n")))
        await open_staff_file(stage, text)
        await take(stage, "Preview")
        await stage.on("LoadPreviewScreen")
        await stage.perform(taken_away("mto"))
        await stage.press("enter")
        await stage.sees("staff.csv, row 2, mentor: found “mto”")
        assert PersonId("new") not in stage.school.people


def read(path: Path, row: str) -> StaffFile:
    path.write_text(f"id,forename,surname,role,mentor\n{row}", encoding="utf-8")
    return read_staff(path)


@decision
def taken_away(school: School, now: datetime, person: str) -> Changes:
    """Take a person away, as another program may."""
    del now
    return Changes((remove(school.people[PersonId(person)]),))
