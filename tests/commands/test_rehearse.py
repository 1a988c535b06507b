"""`kiosk rehearse`: a copy of the school that nobody's own data notices, and that goes."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.factory import Kiosk, assemble
from kiosk.language import Language
from kiosk.printing import Kind, decision_for
from kiosk.rules.attendance.arrivals import has_arrived, sign_in
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School
from kiosk.sample.rehearsal import arriving, day_to_rehearse, open_rehearsal
from kiosk.store.opening import open_administration
from kiosk.system.rehearsal_folder import rehearsal_folder, remove_left_over
from tests.builders import at
from tests.commands.conftest import Shell

DAY = DayId("2026-09-01")
BEFORE = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)
"""When the day is rehearsed: four weeks before it."""
NAMES = Path(__file__).parent.parent / "data" / "names.csv"
PATIENCE = 30.0


def true_time() -> datetime:
    return BEFORE


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its name, but those that are only locked."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.parent.name != "attendance.programs"
    }


@pytest.fixture
def school(kiosk: Shell) -> Path:
    """A school of one's own: the sample without what makes it one."""
    (kiosk.folder / "demo.json").unlink()
    with assemble(kiosk.folder, true_time):
        pass  # closing it tidies what any command tidies
    return kiosk.folder


def rehearsal(folder: Path) -> AbstractContextManager[Kiosk]:
    with assemble(folder, true_time) as real:
        day = real.desk.school.day(DAY)
    return open_rehearsal(folder, true_time, day, None)


def arrived(school: School) -> set[PersonId]:
    return {one for one in school.people if has_arrived(school, one, DAY)}


def places(school: School) -> int:
    sessions = school.sessions_on(DAY)
    return sum(len(bookings_in(school, session)) for session in sessions)


def killed_rehearsal(folder: Path) -> Path:
    """Kill a program in the middle of a rehearsal, and return the folder that it leaves."""
    code = (
        "import sys, time; from pathlib import Path; from kiosk.factory import assemble\n"
        "from kiosk.sample.rehearsal import open_rehearsal\n"
        "from kiosk.system.data_folder import true_time\n"
        "folder = Path(sys.argv[1])\n"
        "with assemble(folder) as real: day = real.desk.school.day('2026-09-01')\n"
        "with open_rehearsal(folder, true_time, day, None):\n"
        "    print('open', flush=True); time.sleep(99)"
    )
    program = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == b"open\n"
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    return rehearsal_folder(folder)


def test_what_is_done_in_it_reaches_the_copy_alone(school: Path) -> None:
    before = contents(school)
    with rehearsal(school) as copy:
        desk, place = copy.desk, copy.folder
        assert f"{desk.now():%Y-%m-%d %H:%M}" == "2026-09-01 08:20"
        absent = min(set(desk.school.people) - arrived(desk.school))
        desk.perform_now(sign_in(absent), COMMAND)
        desk.perform_now(decision_for(Kind.CERTIFICATES, DAY), COMMAND)
        assert absent in arrived(desk.school)
        assert copy.secrets.has_pin()
        assert copy.demo_pin == ""
    assert contents(school) == before
    assert not place.exists()


def test_it_sends_no_copy_to_the_second_folder(kiosk: Shell, school: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert kiosk("backups", "--to", str(stick)).status == 0
    before = contents(stick)
    with rehearsal(school) as copy:
        absent = min(set(copy.desk.school.people) - arrived(copy.desk.school))
        copy.desk.perform_now(sign_in(absent), COMMAND)
        assert open_administration(copy.folder).copies().second_folder == ""
    assert contents(stick) == before


def test_nothing_of_it_goes_to_the_printer(own: Callable[..., Shell], day_file: Path) -> None:
    kiosk = own("A,Ann,Adams,teacher")
    (day_file / "school.toml").write_text('printer = "Office"\n', encoding="utf-8")
    assert kiosk("load", "programme", str(day_file)).status == 0
    with assemble(kiosk.folder, true_time) as real:
        assert real.app(Language("en")).context.printer == "Office"
    with rehearsal(kiosk.folder) as copy:
        assert copy.app(Language("en")).context.printer == ""


def test_every_name_is_in_it_as_it_is_written(empty: Shell, day_file: Path, tmp_path: Path) -> None:
    names = list(csv.DictReader(NAMES.open(encoding="utf-8", newline="")))
    staff = tmp_path / "names.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "forename", "surname", "role"))
        rows.writerows((f"N{i}", row["forename"], row["surname"], "teacher")
                       for i, row in enumerate(names))  # fmt: skip
    assert empty("load", "staff", str(staff)).status == 0
    assert empty("load", "programme", str(day_file)).status == 0
    with rehearsal(empty.folder) as copy:
        shown = {who: person.name for who, person in copy.desk.school.people.items()}
    assert shown == {who: person.name for who, person in empty.school.people.items()}


def test_people_come_and_choose_while_it_runs(school: Path) -> None:
    with rehearsal(school) as copy:
        desk = copy.desk
        here, chosen = arrived(desk.school), places(desk.school)
        with arriving(copy.folder, true_time, pause=0.01):
            end = time.monotonic() + PATIENCE
            while len(arrived(desk.school)) < len(here) + 5 or places(desk.school) <= chosen:
                assert time.monotonic() < end
                time.sleep(0.05)
                desk.perform_now(sign_in(min(here)), COMMAND)  # takes in what the others did


def test_a_second_one_is_refused_and_leaves_the_first(school: Path) -> None:
    with rehearsal(school) as copy:
        with pytest.raises(Refused, match="A rehearsal of this school is open"), rehearsal(school):
            pass
        assert copy.folder.exists()


def test_what_a_killed_one_left_goes_with_the_next(school: Path) -> None:
    left = killed_rehearsal(school)
    assert (left / "attendance.json").exists()
    with rehearsal(school) as copy:
        assert copy.folder == left
    assert not left.exists()


def test_what_a_killed_one_left_goes_at_the_next_start(school: Path) -> None:
    left = killed_rehearsal(school)
    command = [sys.executable, "-m", "kiosk", "--data", str(school)]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert b"needs a terminal" in result.stderr
    assert not left.exists()


def test_erasing_a_person_removes_what_a_killed_one_left(kiosk: Shell, school: Path) -> None:
    left = killed_rehearsal(school)
    assert kiosk("erase", "FDV", "--yes").status == 0
    assert not left.exists()


def test_nobody_is_erased_while_one_is_open(kiosk: Shell, school: Path) -> None:
    with rehearsal(school):
        assert kiosk("erase", "FDV", "--yes").sentence == (
            "A rehearsal of this school is open, on a copy of everyone's data. "
            "Please end it first: F9, then Q."
        )
    assert "FDV" in kiosk.school.people


def test_a_folder_that_is_no_rehearsal_is_never_removed(school: Path) -> None:
    other = rehearsal_folder(school)
    other.mkdir()
    (other / "plan.txt").write_text("ours")
    remove_left_over(school)
    with pytest.raises(Refused, match="is in the way of a rehearsal"), rehearsal(school):
        pass
    assert (other / "plan.txt").read_text() == "ours"


def test_the_next_day_is_rehearsed_unless_one_is_asked_for(kiosk: Shell) -> None:
    known = kiosk.school
    days = sorted(known.programme.days)
    on_the_first = at("18:00", days[0])
    after_all = datetime(2099, 1, 1, tzinfo=UTC)
    assert day_to_rehearse(known, on_the_first, None).id == days[0]
    assert day_to_rehearse(known, after_all, None).id == days[-1]
    assert day_to_rehearse(known, after_all, date.fromisoformat(DAY)).id == DAY
    with pytest.raises(Refused):
        day_to_rehearse(known, after_all, after_all.date())
    with pytest.raises(Refused, match="There is no INSET day yet"):
        day_to_rehearse(School(), after_all, None)


def test_without_a_terminal_it_is_refused_and_leaves_nothing(school: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "rehearse", "--data", str(school)]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr == b"The kiosk needs a terminal, and there is none here.\n"
    assert not rehearsal_folder(school).exists()
