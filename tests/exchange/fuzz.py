"""Loads thousands of spoilt files: `python -m tests.exchange.fuzz 10000 [FIRST]`.

Each is refused with reasons that can be said, or loaded, saved and read back whole. Any other
error, half of a load, a contradiction in the School, a change by a second load, something that
undoing it leaves behind, or more than `LIMIT` seconds for one file is a fault.
"""

from __future__ import annotations

import csv
import faulthandler
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kiosk.desk import Desk
from kiosk.errors import BadInput, Refused
from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.exchange.workbook_writing import programme_workbook
from kiosk.exchange.workbooks import read_sheets
from kiosk.language import Language
from kiosk.rules.attention.day_check import attention
from kiosk.rules.attention.findings import CONTRADICTIONS
from kiosk.rules.loading.form_choices import load_choices
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import TABLES, School
from kiosk.store.opening import open_store
from tests.exchange.book_damage import damaged
from tests.exchange.books import ods, xlsx
from tests.exchange.mutations import mutate

LIMIT = 10.0
"""Seconds of CPU that reading one file may take: a damaged one may not keep a person waiting."""

FILES = Path(__file__).parents[1] / "data" / "fuzz"
NOW = datetime(2026, 8, 25, 9, 0, tzinfo=ZoneInfo("Europe/London"))
DAY = DayId("2026-09-01")

READERS: dict[str, Callable[[Path], Decision]] = {
    "staff.csv": lambda path: load_staff(read_staff(path)),
    "days.toml": lambda path: load_programme(read_programme(path)),
    "school.toml": lambda path: load_programme(read_programme(path)),
    "tracks.toml": lambda path: load_programme(read_programme(path)),
    "workshops.csv": lambda path: load_programme(read_programme(path)),
    "rooms.csv": lambda path: load_programme(read_programme(path)),
    "resources.csv": lambda path: load_programme(read_programme(path)),
    "invitations.csv": lambda path: load_invitations(read_invitations(path)),
    "choices.csv": lambda path: load_choices(DAY, read_choices(path)),
}
ORDER = ("staff.csv", "rooms.csv", "resources.csv", "tracks.toml", "school.toml", "days.toml",
         "workshops.csv",
         "invitations.csv", "choices.csv")  # fmt: skip
"""The files in the order in which a school loads them."""

BOOKS: dict[str, tuple[str, Callable[[Path, School], Path]]] = {
    "staff.xlsx": ("staff.csv", lambda path, _: xlsx(path, {"Notes": [], "Staff": _rows()})),
    "staff.ods": ("staff.csv", lambda path, _: ods(path, {"Staff": _rows()})),
    "staff.xls": ("staff.csv", lambda path, _: Path(shutil.copy(FILES.parent / "staff.xls", path))),
    "programme.xlsx": ("workshops.csv", lambda path, school: _programme(path, school)),
    "programme.ods": ("workshops.csv", lambda path, school: ods(path, {
        grid.name: grid.rows for grid in read_sheets(_programme(path, school).read_bytes())})),
}  # fmt: skip
"""The workbooks, each with the file in whose place it stands, and how it is written."""


def _rows() -> list[list[str]]:
    return list(csv.reader((FILES / "staff.csv").read_text("utf-8").splitlines()))


def _programme(path: Path, school: School) -> Path:
    path.write_bytes(programme_workbook(school, Language("en")))
    return path


def _read_book(path: Path) -> Decision:
    if path.stem == "staff":
        return load_staff(read_staff(path))
    return load_programme(read_programme(path))


READERS |= dict.fromkeys(BOOKS, _read_book)


class Fault(AssertionError):
    """What must not happen to any file."""


class Campaign:
    """A small school on the disk, and files that are loaded into copies of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._say = Language("en").say
        self._bases: dict[str, tuple[Path, School]] = {}
        """Each file's school as it is laid: that of the choices has none yet."""
        laid = folder / "laid"
        for name in ORDER:
            with closing(self._desk(laid)) as desk:
                if name == ORDER[-1]:
                    self._bases[name] = (Path(shutil.copytree(laid, folder / "open")), desk.school)
                desk.perform_now(READERS[name](FILES / name), COMMAND)
                school = desk.school
        self._bases = dict.fromkeys((*ORDER, *BOOKS), (laid, school)) | self._bases
        self._books = {
            name: written(folder / name, school).read_bytes()
            for name, (_, written) in BOOKS.items()
        }

    def _desk(self, folder: Path) -> Desk:
        return Desk(open_store(folder), lambda: NOW)

    def attempt(self, number: int) -> bool:
        """Load the spoilt file of a number. Return whether it was accepted.

        Raises:
            Fault: what was wrong with the outcome.
        """
        random = Random(number)
        name = random.choice((*ORDER, *BOOKS))
        path = self._folder / name
        if name in BOOKS:
            path.write_bytes(damaged(self._books[name], random))
        else:
            spoilt = mutate((FILES / name).read_bytes(), random, table=name.endswith(".csv"))
            path.write_bytes(spoilt)
        began = sum(os.times()[:4])  # of the programs that it starts, too
        try:
            base = self._bases[name][1]
            changes = READERS[name](path)(base, NOW, COMMAND)
        except BadInput as bad:
            if not bad.problems or not all(map(self._say, describe_all(bad.problems))):
                raise Fault("refused without a reason") from bad
            return False
        except Refused as refused:
            self._say(refused.reason)
            return False
        finally:
            if sum(os.times()[:4]) - began > LIMIT:
                raise Fault("too slow")
        self._tell(changes)
        self._commit(name, path, base.apply(changes.items))
        return True

    def _tell(self, changes: Changes) -> None:
        for text in (changes.message or "", *changes.all_notes()):
            self._say(text)
        for section in changes.report:
            for line in (section.heading, *section.lines):
                self._say(line)

    def _commit(self, name: str, path: Path, expected: School) -> None:
        """Save a load, read it back, and load the file again. Raises `Fault`."""
        copy = self._folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._bases[name][0], copy)
        with closing(self._desk(copy)) as desk:
            desk.perform_now(READERS[name](path), COMMAND)
            after = desk.school
        with closing(self._desk(copy)) as desk:
            read_back = desk.school
        if not documents(after) == documents(expected) == documents(read_back):
            raise Fault("what was saved is not what was decided")
        for contradiction in contradictions(read_back):
            raise Fault(contradiction)
        for day in read_back.programme.days:
            for finding in attention(read_back, day):
                self._say(finding.text)
        again = READERS[name](path)(read_back, NOW, COMMAND)
        if documents(read_back.apply(again.items)) != documents(read_back):
            raise Fault("loading the file again changed something")
        before = self._bases[name][1]
        if documents(before) != documents(after):
            with closing(self._desk(copy)) as desk:
                desk.undo_now(None, COMMAND)
                if documents(desk.school) != documents(before):
                    raise Fault("undone, the load left something behind")

    def is_untouched(self) -> bool:
        """Return whether the schools that all files were tried on are as they were."""
        for laid, school in self._bases.values():
            with closing(self._desk(laid)) as desk:
                if documents(desk.school) != documents(school):
                    return False
        return True


def documents(school: School) -> dict[str, Any]:
    """Return all records of a school as plain data, by table and id."""
    return {
        name: {
            getattr(record, "id", name): msgspec.to_builtins(record)
            for record in school.records(name)
        }
        for name in TABLES
        if name != "history"
    }


def contradictions(school: School) -> Iterator[str]:
    """Yield what in a school cannot be."""
    planned, people = school.programme, school.people
    for id, person in people.items():
        if not id or id != person.id or not (person.forename or person.surname):
            yield "a person without an id or a name"
        if person.mentor and person.mentor not in people:
            yield "a mentor who is nobody"
    badges = Counter(person.badge for person in people.values() if person.badge)
    if any(count > 1 for count in badges.values()):
        yield "one badge of two people"
    for workshop in planned.workshops.values():
        if not workshop.title or not set(workshop.resources) <= planned.resources.keys():
            yield "a workshop without a title, or with a resource that is not there"
    for session in planned.sessions.values():
        day = planned.days.get(session.day)
        slot = next((one for one in day.slots if one.id == session.slot), None) if day else None
        if slot is None or not slot.start <= session.start < session.end <= slot.end:
            yield "a session outside its slot"
        if session.workshop not in planned.workshops or not set(session.leaders) <= people.keys():
            yield "a session of no workshop, or with a leader who is nobody"
    for day_id, record in school.day_records.items():
        for session_id, bookings in record.bookings.items():
            held = planned.sessions.get(session_id)
            if held is None or held.day != day_id or not bookings.keys() <= people.keys():
                yield "a booking of nothing or of nobody"
    for day_id in planned.days:
        for finding in attention(school, day_id):
            if finding.kind in CONTRADICTIONS:
                yield f"a {finding.kind}"


def run(count: int, first: int = 0, told: Callable[[str], None] | None = None) -> Counter[str]:
    """Load that many files, and return how many were accepted, refused and at fault."""
    results: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        campaign = Campaign(Path(folder))
        for number in range(first, first + count):
            try:
                # what hangs inside a reader of native code can only be ended from outside
                faulthandler.dump_traceback_later(10 * LIMIT, exit=True)
                results["accepted" if campaign.attempt(number) else "refused"] += 1
            except Exception as error:
                results["faults"] += 1
                if told:
                    told(f"file {number}: {error!r}\n{traceback.format_exc()}")
            finally:
                faulthandler.cancel_dump_traceback_later()
            done = number - first + 1
            if told and (done % 250 == 0 or done == count):
                seconds = time.monotonic() - began
                counts = ", ".join(f"{kind} {n}" for kind, n in sorted(results.items()))
                told(f"{done} files in {seconds:.0f} s: {counts}")
        if not campaign.is_untouched():
            results["faults"] += 1
    return results


if __name__ == "__main__":
    import resource  # not on Windows

    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 0

    def show(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    faults = run(asked, start, show)["faults"]
    show(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory")
    sys.exit(1 if faults else 0)
