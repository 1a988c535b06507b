"""Invented staff exports of five school systems, with everything that goes wrong in them.

Each has the same 150 people, of invented names, made from a seed.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.exchange.books import ods, xlsx

FORENAMES = (
    "Siân", "Gŵyn", "Llŷr", "Rhys", "Fflur", "Zoë", "Łucja", "Aoife", "Carys", "Dafydd", "Elin",
    "Ffion", "Gethin", "Heledd", "Ifan", "Jac", "Lowri", "Mair", "Nia", "Owain",
)  # fmt: skip
SURNAMES = (
    "Pretend", "Ap Rhithwir", "O'Dychmyg", "Ffug-Jones", "van der Ffug", "Trŵydd", "Ŷdfa",
    "Żmyślony", "Page", "Madeup",
)  # fmt: skip
TITLES = (
    ["Teacher of Maths", "Head of Science", "Class Teacher (Year 4)", "ALNCo"] * 3
    + ["Teaching Assistant Level 2", "HLTA (Cover)", "Learning Support Assistant"] * 3
    + ["Assistant Headteacher", "Cook in Charge", "PA to Headteacher", "Site Manager", "Coach"]
)
PEOPLE = 150


class Staff(NamedTuple):
    """A person of the exports."""

    code: str
    title: str
    forename: str
    surname: str
    job: str
    fte: str
    days: str


def people() -> list[Staff]:
    chance = random.Random(17)
    shares = [("1", ""), ("1.00", ""), ("0.6", "Wed-Fri"), (".4", ""), ("60%", "Mon, Tue & Thurs")]
    return [
        Staff(
            f"S{number:03}", chance.choice(["Mr", "Mrs", "Ms", "Dr"]), chance.choice(FORENAMES),
            chance.choice(SURNAMES), chance.choice(TITLES), *chance.choice(shares),
        )
        for number in range(PEOPLE)
    ]  # fmt: skip


def _text(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def sims(folder: Path) -> Path:
    """A report in Windows-1252, which has lost every ŵ and ŷ; a title above, a total below."""
    rows = [["Staff list of Ysgol Pretend"], ["Printed on 28/08/2026"], []]
    rows += [["Staff Code", "Name", "Post", "Date of Birth", "NI Number", "FTE"]]
    for one in people():
        name = f"{one.surname}, {one.forename} ({one.title})"
        rows.append([one.code, name, one.job, "01/02/1980", "QQ123456C", one.fte])
    rows += [[], [f"Total: {PEOPLE}"], ["Page 1 of 1"]]
    path = folder / "sims.csv"
    path.write_bytes(_text(rows, ",").encode("cp1252", "replace"))
    return path


def arbor(folder: Path) -> Path:
    """A workbook with a merged title, a sheet of notes, and a row for each post."""
    rows = [["Custom report: staff and posts"], []]
    rows += [["Staff number", "Title", "Legal first name", "Legal last name",
              "Preferred first name", "Job title", "FTE", "Ethnicity"]]  # fmt: skip
    for number, one in enumerate(people()):
        row = [one.code, one.title, one.forename, one.surname, "", one.job, one.fte, "x"]
        rows += [row] if number % 9 else [row, [*row[:5], "Midday Supervisor", "0.1", "x"]]
    notes = [["Exported by the office"]]
    return xlsx(folder / "arbor.xlsx", {"Notes": notes, "Report": rows}, merged="A1:H1")


def bromcom(folder: Path) -> Path:
    """UTF-16 with tabs, headings repeated on each page, leavers marked, days in words."""
    head = ["Staff Code", "First Name", "Last Name", "Role", "Status", "Working days", "Salary"]
    rows = []
    for number, one in enumerate(people()):
        rows += [] if number % 50 else [head]
        rows.append([one.code, one.forename, one.surname, one.job, "Active", one.days, "30000"])
    rows.append(["X1", "Wedi", "Gadael", "Wizard", "Inactive", "", ""])
    path = folder / "bromcom.txt"
    path.write_bytes(_text(rows, "\t").encode("utf-16"))
    return path


def scholarpack(folder: Path) -> Path:
    """An OpenDocument spreadsheet with several roles in a cell, and blank rows between."""
    rows = [["Full name", "Identifier", "Roles", "Term time", "Weeks"]]
    for number, one in enumerate(people()):
        roles = one.job if number % 7 else f"Midday Supervisor; {one.job}"
        name = f"{one.title} {one.forename} {one.surname}"
        rows += [[name, one.code, roles, "", "TTO" if number % 5 == 0 else "52"], []]
    return ods(folder / "scholarpack.ods", {"Sheet1": rows})


def oneroster(folder: Path) -> Path:
    """A list of users, of whom some are pupils and some are to be deleted."""
    rows = [["sourcedId", "status", "enabledUser", "role", "givenName", "familyName", "identifier",
             "jobTitle"]]  # fmt: skip
    for one in people():
        row = [f"u{one.code}", "active", "true", "teacher", one.forename, one.surname, one.code]
        rows.append([*row, one.job])
    rows.append(["u1", "tobedeleted", "true", "teacher", "Wedi", "Gadael", "X1", ""])
    rows += [[f"p{n}", "active", "true", "student", "Dis", "Gybl", f"P{n}", ""] for n in range(20)]
    path = folder / "users.csv"
    path.write_text(_text(rows, ","), encoding="utf-8-sig", newline="")
    return path


SYSTEMS: tuple[Callable[[Path], Path], ...] = (sims, arbor, bromcom, scholarpack, oneroster)
