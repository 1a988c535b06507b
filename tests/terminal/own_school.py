"""Two spreadsheets of a school that is new to the kiosk, as an office and a tutor make them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.exchange.books import Rows, xlsx
from tests.exchange.exports import FORENAMES, SURNAMES

ASKED = "Lead Practitioner"
"""The one job title that has to be answered."""
JOBS = ("Teacher of Maths", "Head of Science", "Class Teacher", "Teaching Assistant Level 2",
        "Site Manager", "HLTA (Cover)", "Assistant Headteacher", ASKED)  # fmt: skip
PEOPLE = 40
CHOOSER = "Mair Żmyślony"
"""A teacher who chooses before the day."""


def coming_wednesdays(today: date) -> tuple[date, date]:
    """Return two school days of the next weeks."""
    first = today + timedelta(days=7 + (2 - today.weekday()) % 7)
    return first, first + timedelta(days=7)


def staff_book(folder: Path) -> Path:
    """Write the staff as an office exports them: a title above, a total below, private columns."""
    rows: list[list[object]] = [["Staff list of Ysgol Pretend"], []]
    rows += [["Staff Code", "Legal Forename", "Legal Surname", "Job Title", "Date of Birth"]]
    for number in range(PEOPLE):
        forename, surname = FORENAMES[number % 20], SURNAMES[(number + number // 20 * 3) % 10]
        rows.append([f"S{number:02}", forename, surname, JOBS[number % 8], date(1980, 1, 2)])
    rows += [[], [f"Total: {PEOPLE}"]]
    return xlsx(folder / "staff.xlsx", {"Report": rows})


def programme_book(folder: Path, days: tuple[date, date]) -> Path:
    """Write a programme of two days with workshops in each."""
    slots: Rows = [
        row
        for day in days
        for row in (
            [day, "briefing", "Briefing", "together", "08:45-09:45", "All staff"],
            [day, "workshops-1", "Workshops 1", "choice", "10.00-11.00", "Teachers, leaders"],
            [day, "lunch", "Lunch", "lunch", "12.20-13.10", ""],
        )
    ]
    workshops: Rows = [
        row
        for number, day in enumerate(days)
        for row in (
            [f"B{number}", day, "briefing", "The year ahead", "Main hall", "", "", "All staff"],
            [f"M{number}", day, "workshops-1", "Talk in maths", "Room 12", "", "8 max", ""],
            [f"R{number}", day, "workshops-1", "Reading aloud", "Library", "", "12", ""],
        )
    ]
    heads = ["Code", "Date", "Slot", "Title", "Room", "Leaders", "Places", "For"]
    return xlsx(
        folder / "programme.xlsx",
        {
            "School": [["Setting", "Value"], ["School's name", "Ysgol Pretend"]],
            "Days": [["Date", "Number", "Title", "Kind"],
                     *([day, n, f"Day {n}", "whole day"] for n, day in enumerate(days, 1))],
            "Slots": [["Date", "Short name", "Title", "Kind", "Time", "Required"], *slots],
            "Rooms": [["Room", "Capacity"], ["Main hall", 120], ["Room 12", 30], ["Library", 30]],
            "Workshops": [heads, *workshops],
        },
    )  # fmt: skip
