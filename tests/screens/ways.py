"""Steps that many tests of screens share."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

from msgspec.structs import replace
from textual.widgets import Input, OptionList

from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.school import School, put
from kiosk.system.secrets import Area
from kiosk.widgets.day_rail import DayRail
from kiosk.widgets.line_list import LineList
from kiosk.widgets.stable_list import StableList
from tests.screens.kiosks import Stage

RECEPTION_PIN = "8351"


@decision
def with_places(school: School, now: datetime, session: SessionId, places: int) -> Changes:
    """Set the number of a session's places."""
    del now
    return Changes((put(replace(school.session(session), places=places)),))


@decision
def with_draw(school: School, now: datetime, day: DayId) -> Changes:
    """Set a day's lottery in an hour, with nothing chosen yet."""
    held = school.day_record(day).bookings.values()
    gone = [Remove("bookings", one.id) for session in held for one in session.values()]
    return Changes((put(replace(school.day(day), draw_at=now + timedelta(hours=1))), *gone))


@decision
def with_languages(school: School, now: datetime, languages: str) -> Changes:
    """Set the school's languages, such as "cy+en"."""
    del now
    return Changes((put(replace(school.settings, languages=languages)),))


async def to_slot(stage: Stage, start: str) -> None:
    """Highlight the slot that starts at that time."""
    rail = stage.app.screen.query_one(DayRail)
    places = [f"{one.start:%H:%M}" for one in rail.slots]
    await stage.press("home", *["down"] * places.index(start))


async def open_row(stage: Stage, name: str) -> None:
    """Open the list of a person's own items, and its row with that name."""
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await take_row(stage, name)


async def take_row(stage: Stage, name: str) -> None:
    """Press Enter on the row that has, or begins with, that name."""
    await stage.settle()
    rows = stage.app.screen.query_one(OptionList)
    ids = [option.id or "" for option in rows.options]
    rows.highlighted = next(place for place, one in enumerate(ids) if one.startswith(name))
    await stage.press("enter")


async def show_sessions(stage: Stage) -> None:
    """Show the sessions on the board."""
    if stage.app.screen.query_one("#people").display:
        await stage.press("tab")
    await stage.settle()


async def open_register(stage: Stage, session: str) -> None:
    """Open a session's register from the board."""
    await stage.open_tutors()
    await show_sessions(stage)
    assert stage.app.screen.query_one("#sessions", LineList).highlight(session)
    await stage.press("enter")
    await stage.on("RegisterScreen")


async def put_on(stage: Stage, person: PersonId) -> None:
    """Move the highlight of a tutors' list to a person."""
    rows = stage.app.screen.query_one(StableList)
    rows.highlighted = rows.get_option_index(person)
    await stage.pilot.pause()


async def open_reception(stage: Stage) -> None:
    """Open reception's screen by its PIN."""
    stage.kiosk.secrets.set_pin(RECEPTION_PIN, Area.RECEPTION)
    await stage.press("f9")
    await stage.on("PinDialog")
    await stage.type(RECEPTION_PIN)
    await stage.press("enter")
    await stage.on("ReceptionScreen")


async def add_newcomer(stage: Stage, forename: str, surname: str, host: str = "") -> None:
    """Fill in and submit the form for people who are not listed."""
    for name, value in (("forename", forename), ("surname", surname), ("host", host)):
        stage.app.screen.query_one(f"#{name}", Input).value = value
    stage.app.screen.query_one("#host").focus()
    await stage.press("enter")


async def agree_to_print(stage: Stage) -> None:
    """Say yes to what is about to be printed."""
    await stage.on("ConfirmDialog")
    await stage.press("right", "enter")


async def print_one(stage: Stage, person: PersonId) -> None:
    """Print the pages of one person, from the closing screen."""
    await stage.press("p")
    await stage.on("ChoiceDialog")
    await stage.press("down", "enter")
    await stage.on("FindPersonDialog")
    await stage.pick(person)
    await agree_to_print(stage)
    await stage.on("ClosingScreen")
    await stage.sees("Saved, ready to print:")


def seed_files(folder: Path) -> tuple[Path, Path]:
    """Return the sample's staff file and programme folder, like a school's own."""
    with as_file(files("seed")) as seed:
        copytree(seed, folder)
    return folder / "staff.csv", folder


async def open_my_items(stage: Stage) -> None:
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()
