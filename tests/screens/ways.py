"""Ways that many tests of screens go."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.changes import Changes
from kiosk.rules.decisions import decision
from kiosk.rules.school import School, put
from kiosk.widgets.day_rail import DayRail
from tests.screens.kiosks import Stage


@decision
def with_places(school: School, now: datetime, session: str, places: int) -> Changes:
    """Let a session have that many places."""
    del now
    return Changes((put(replace(school.session(session), places=places)),))


async def to_slot(stage: Stage, start: str) -> None:
    """Move to the slot that begins then."""
    rail = stage.app.screen.query_one(DayRail)
    places = [f"{one.start:%H:%M}" for one in rail.slots]
    await stage.press("home", *["down"] * places.index(start))


async def open_register(stage: Stage, session: str) -> None:
    """Open a session's register from the board."""
    await stage.open_tutors()
    sessions = stage.app.screen.query_one(OptionList)
    sessions.highlighted = sessions.get_option_index(session)
    await stage.press("enter")
    await stage.on("RegisterScreen")


async def print_one(stage: Stage, person: str) -> None:
    """Print the pages of one person, from the closing screen."""
    await stage.press("r")
    await stage.on("FindDialog")
    await stage.pick(person)
    await stage.on("ClosingScreen")
    await stage.sees("Written:")


def seed_files(folder: Path) -> tuple[Path, Path]:
    """Return a staff file and a programme folder like those a school has: the sample's own."""
    with as_file(files("seed")) as seed:
        copytree(seed, folder)
    return folder / "staff.csv", folder
