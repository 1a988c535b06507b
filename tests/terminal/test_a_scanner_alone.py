"""A scanner alone in a real terminal: badge, My day, a workshop, and out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.scan_codes import ScanAction, session_code
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.system.data_folder import true_time
from tests.terminal.terminal import kiosk, lay_in_english, terminal

pytestmark = pytest.mark.system


def known(folder: Path) -> tuple[School, DayId]:
    with assemble(folder, true_time) as opened:
        return opened.desk.school, DayId(opened.desk.now().date().isoformat())


def test_a_place_is_taken_and_given_up_by_scanned_codes_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    lay_in_english(folder, "08:25")
    school, day = known(folder)
    badge, retrieval, trauma = (
        school.people["FDV"].badge,
        session_code(school.session("A1")),
        session_code(school.session("A4")),
    )
    with terminal(tmp_path, (80, 24)) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        for code, shown in (
            (badge, "Enter: My day"),
            (ScanAction.MY_DAY.code, "Good morning, Ffion ffrench-Davies"),
            (retrieval, "You have a place in Retrieval practice"),
            (trauma, "You have a place in Trauma-aware routines"),
            (trauma, "Give up your place in Trauma-aware routines?"),
            (ScanAction.YES.code, "You've given up your place in Trauma-aware routines"),
            (retrieval.lower(), "You have a place in Retrieval practice"),
            (ScanAction.SITE.code, "Ffion ffrench-Davies left at 08:2"),
        ):
            screen.type(f"{code}\r")  # at once, as a scanner does
            screen.sees(shown)
    school, _ = known(folder)
    held = booking_of(school, "FDV", school.session("A1"))
    assert held is not None
    assert held.confirmed
    assert booking_of(school, "FDV", school.session("A4")) is None
    assert not is_on_site(school, "FDV", day)
