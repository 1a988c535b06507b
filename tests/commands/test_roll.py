"""`kiosk roll` and `kiosk print roll`: from the data folder alone."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

from kiosk import day_pages
from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import roll_call
from kiosk.rules.attendance.roll_call import begin_roll_call, tick_off
from kiosk.rules.model.actors import RECEPTION
from kiosk.rules.model.ids import PersonId
from tests.builders import at
from tests.commands.conftest import Shell
from tests.commands.test_print_pages import TODAY, pages_of


def perform(kiosk: Shell, clock: str) -> None:
    """Begin a roll call at a time, and tick one person off."""
    with assemble(kiosk.folder, kiosk.clock) as program:
        program.desk.clock = lambda: at(clock)
        program.desk.perform_now(begin_roll_call(), RECEPTION)
        program.desk.perform_now(tick_off((PersonId("GBO"),)), RECEPTION)


def test_everyone_on_site_is_listed_with_the_room_they_should_be_in(kiosk: Shell) -> None:
    rows = kiosk("roll", "--at", "09:00", "--json").json
    assert {row["id"] for row in rows} == {one.id for one in roll_call(kiosk.school, TODAY)}
    gareth = next(row for row in rows if row["id"] == "GBO")
    assert gareth | {"seen_at": ""} == {
        "id": "GBO", "name": "Gareth Bowen", "role": "teacher", "zone": "Main",
        "room": "Main hall", "session": "BRIEF", "signed_in_there": False, "seen_at": "",
        "seen_in": "", "hours_ended": "", "ticked_off_at": "", "ticked_off_by": "",
    }  # fmt: skip
    assert gareth["seen_at"].startswith("2026-09-01T08:")


def test_the_table_counts_and_gives_the_numbers_for_lunch(kiosk: Shell) -> None:
    shown = kiosk("roll", "--at", "09:00").out
    for words in (
        "Main · Main hall", "Gareth Bowen", "No roll call is under way.", "34 in the building.",
        "12:20 Lunch: 91 expected",
    ):  # fmt: skip
        assert words in shown
    assert "Ticked off" not in shown


def test_a_roll_call_under_way_shows_who_is_ticked_off_last(kiosk: Shell) -> None:
    perform(kiosk, "09:00")
    shown = kiosk("roll", "--at", "09:05").out
    for words in (
        "Roll call begun at 09:00 (reception).", "33 to find · 1 ticked off", "Ticked off",
    ):  # fmt: skip
        assert words in shown
    rows = kiosk("roll", "--at", "09:05", "--json").json
    assert [row["id"] for row in rows if row["ticked_off_by"] == "reception"] == ["GBO"]
    assert rows[-1]["id"] == "GBO"


def test_a_zone_is_named_in_either_language_and_others_are_refused(kiosk: Shell) -> None:
    for name in ("Upper", "upper", "Llawr uchaf"):
        rows = kiosk("roll", "--at", "11:30", "--zone", name, "--json").json
        assert {row["zone"] for row in rows} == {"Upper"}
    refused = kiosk("roll", "--at", "11:30", "--zone", "Cellar").sentence
    assert "Arts, Main, Science, Sports, Upper" in refused


def test_csv_has_the_columns_of_json(kiosk: Shell) -> None:
    out = kiosk("roll", "--at", "09:00", "--csv").out
    assert len(list(csv.DictReader(io.StringIO(out)))) == 34


def test_without_an_inset_day_there_is_no_roll(kiosk: Shell) -> None:
    kiosk.pass_time(days=1)
    assert kiosk("roll").sentence == "There is no INSET day today."


def test_the_roll_is_printed_as_it_is_now(kiosk: Shell, tmp_path: Path) -> None:
    result = kiosk("print", "roll", "--at", "11:30", "--out", str(tmp_path))
    path = tmp_path / f"roll-{TODAY}-1130.pdf"
    # no font has Wang Xiaoming's own letters: the page has the Latin ones
    assert (result.status, result.out, result.err) == (0, f"{path}\n", "")
    assert any("Wang Xiaoming" in page for page in pages_of(path))
    assert "Known at 11:30." in pages_of(path)[0]
    assert "Leave out --person" in kiosk("print", "roll", "--person", "SJO").sentence
    assert "Leave out --day" in kiosk("print", "roll", "--day", TODAY).sentence


def write(kiosk: Shell, clock: str, folder: Path) -> Path | None:
    now: datetime = at(clock)
    return day_pages.write_due_roll(kiosk.school, now, folder)


def test_by_itself_it_is_written_once_an_occasion_by_one_of_several_kiosks(
    kiosk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "roll-2026-08-31-lunch.pdf").write_text("of another day")
    assert write(kiosk, "08:54", tmp_path) is None
    arrivals = write(kiosk, "08:55", tmp_path)
    assert arrivals == tmp_path / f"roll-{TODAY}-arrivals.pdf"
    assert write(kiosk, "08:56", tmp_path) is None
    lunch = write(kiosk, "13:20", tmp_path)
    assert lunch == tmp_path / f"roll-{TODAY}-lunch.pdf"
    assert "Known at 13:20." in pages_of(lunch)[0]
    assert set(tmp_path.glob("*.*")) == {arrivals, lunch}
