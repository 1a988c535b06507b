"""Your school: what is set up, loading a programme with a preview, and writing files."""

from __future__ import annotations

from pathlib import Path

from kiosk.exchange.programme import read_programme
from tests.screens.kiosks import Stage, staged
from tests.screens.setup.test_staff_file import take
from tests.screens.walk_files import give_path
from tests.screens.ways import seed_files


async def opened(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("comma")
    await stage.on("YourSchoolScreen")


async def test_what_is_set_up_is_told(sample: Path) -> None:
    async with staged(sample) as stage:
        await opened(stage)
        assert stage.shows("120 people", "8 INSET days", "Settings: Wales, English and Welsh")


async def test_a_programme_is_previewed_loaded_and_undone(sample: Path, tmp_path: Path) -> None:
    _, folder = seed_files(tmp_path / "own")
    rows = (folder / "rooms.csv").read_text(encoding="utf-8").splitlines()
    (folder / "rooms.csv").write_text("\n".join([*rows, "Shed,9"]) + "\n", encoding="utf-8")
    async with staged(sample) as stage:
        await opened(stage)
        before = stage.school.programme.rooms
        await take(stage, "Programme from a file")
        await give_path(stage, folder / "rooms.csv")
        await stage.on("LoadPreviewScreen")
        await stage.sees("Programme: 1 added")
        assert stage.school.programme.rooms == before
        await stage.press("enter")
        await stage.on("YourSchoolScreen")
        await stage.until(lambda: "Shed" in stage.school.programme.rooms)
        await stage.press("ctrl+z")
        await stage.until(lambda: stage.school.programme.rooms == before)


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
