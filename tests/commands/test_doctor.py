"""`kiosk doctor`: one page that says what is well, what to look at and what to mend."""

from __future__ import annotations

import csv
import io
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.commands.doctor import page
from kiosk.language import Language
from kiosk.system.health import Level, clock_finding, disk_findings, terminal_findings
from kiosk.system.key_trial import Key, key_finding, scan_finding
from tests.commands.conftest import Shell

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=LONDON)
NAMES = Path(__file__).parent.parent / "data" / "names.csv"


def levels(kiosk: Shell) -> dict[str, str]:
    """Return the worst that each check found."""
    order, worst = ["ok", "look", "mend"], dict[str, str]()
    for one in kiosk("doctor", "--json").json:
        worst[one["check"]] = max(worst.get(one["check"], "ok"), one["level"], key=order.index)
    return worst


def scanned(*gaps: float, end: str = "\n") -> list[Key]:
    times = list(accumulate(gaps, initial=0.0))
    return [Key(char, at) for char, at in zip([*"7" * (len(times) - 1), end], times, strict=True)]


def test_a_school_is_checked_on_one_page(kiosk: Shell) -> None:
    page = kiosk("doctor")
    assert (page.status, page.err) == (0, "")
    lines = page.out.splitlines()
    assert all(len(line) < 80 for line in lines)
    assert len(lines) < 24
    assert any(line.startswith("OK") and "ms" in line for line in lines)
    assert "Look at this  There is no terminal here." in page.out


def test_the_page_fits_a_narrow_window() -> None:
    found = [*terminal_findings((60, 18), {}), *disk_findings(Path("nowhere"))]
    for code in ("en", "cy"):
        lines = [*page(found, Language(code), 60)]
        assert max(map(len, lines)) < 60
        assert len(lines) > len(found)


def test_each_check_has_its_name_for_a_program(kiosk: Shell) -> None:
    assert set(levels(kiosk)) == {
        "terminal", "keys", "disk", "folder", "clock", "fonts", "printer", "copies",
    }  # fmt: skip


def test_it_is_in_welsh_for_those_who_ask(kiosk: Shell) -> None:
    assert "Nid oes terfynell yma." in kiosk("doctor", "--language", "cy").out


def test_without_a_school_it_says_so_and_makes_nothing(empty: Shell) -> None:
    found = levels(empty)
    assert found["folder"] == "look"
    assert {"disk", "clock"} < set(found)
    assert not empty.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_a_folder_open_to_others_is_to_be_looked_at(kiosk: Shell) -> None:
    kiosk.folder.chmod(0o755)
    assert levels(kiosk)["folder"] == "look"
    kiosk.folder.chmod(0o700)
    assert levels(kiosk)["folder"] == "ok"


def test_damaged_data_are_to_be_mended(kiosk: Shell) -> None:
    for path in kiosk.folder.glob("attendance.json*"):
        path.write_bytes(b"nothing of use\n")
    assert levels(kiosk)["folder"] == "mend"


def test_a_second_folder_that_is_missing_is_to_be_mended(kiosk: Shell, tmp_path: Path) -> None:
    assert levels(kiosk)["copies"] == "look"  # all copies are on one disk
    stick = tmp_path / "stick"
    stick.mkdir()
    assert kiosk("backups", "--to", str(stick)).status == 0
    shutil.rmtree(stick)
    assert levels(kiosk)["copies"] == "mend"


def test_a_printer_that_is_not_there_is_to_be_mended(
    own: Callable[..., Shell], day_file: Path
) -> None:
    kiosk = own("A,Ann,Adams,teacher")
    assert levels(kiosk)["printer"] == "ok"
    (day_file / "school.toml").write_text('printer = "No such printer"\n', encoding="utf-8")
    assert kiosk("load", "programme", str(day_file)).status == 0
    assert levels(kiosk)["printer"] == "mend"


def test_names_that_no_font_draws_are_told(own: Callable[..., Shell]) -> None:
    rows = io.StringIO()
    with NAMES.open(encoding="utf-8", newline="") as file:
        csv.writer(rows, lineterminator="\n").writerows(
            (f"N{row['n']}", row["forename"], row["surname"], "teacher")
            for row in csv.DictReader(file)
        )
    kiosk = own(*rows.getvalue().splitlines(), "X,Nia,\U00012000,teacher")
    told = [one for one in kiosk("doctor", "--json").json if one["check"] == "fonts"]
    assert {one["level"] for one in told} == {"look"}
    # told by id: a terminal may not show the letters either
    assert [one["text"] for one in told if one["text"].startswith("X (Teacher): ")]


def test_the_clock_must_not_be_before_what_was_saved(own: Callable[..., Shell]) -> None:
    kiosk = own("A,Ann,Adams,teacher")
    kiosk.now -= timedelta(days=400)
    assert levels(kiosk)["clock"] == "mend"


@pytest.mark.parametrize(
    ("now", "last", "level"),
    [
        (NOON, None, Level.OK),
        (NOON, NOON - timedelta(days=1), Level.OK),
        (NOON, NOON + timedelta(minutes=1), Level.MEND),
        (NOON.astimezone(UTC), None, Level.LOOK),
    ],
)
def test_a_clock_is_judged_by_what_was_saved_and_by_its_zone(
    now: datetime, last: datetime | None, level: Level
) -> None:
    assert clock_finding(now, LONDON, last).level is level


@pytest.mark.parametrize(
    ("size", "level"), [((39, 40), Level.MEND), ((60, 18), Level.LOOK), ((80, 24), Level.OK)]
)
def test_a_small_window_is_told(size: tuple[int, int], level: Level) -> None:
    assert terminal_findings(size, {})[0].level is level


@pytest.mark.parametrize(
    ("environ", "level"),
    [
        ({"COLORTERM": "truecolor"}, Level.OK),
        ({"TERM": "xterm-256color"}, Level.OK),
        ({"TERM": "vt100"}, Level.LOOK),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Level.LOOK),
    ],
)
def test_colours_are_as_the_terminal_says(environ: dict[str, str], level: Level) -> None:
    assert terminal_findings((80, 24), environ)[1].level is level


def test_trying_the_disk_leaves_nothing(tmp_path: Path) -> None:
    assert {one.check for one in disk_findings(tmp_path)} == {"disk"}
    assert not list(tmp_path.iterdir())


def test_a_disk_that_cannot_be_written_to_is_to_be_mended(tmp_path: Path) -> None:
    blocked = tmp_path / "folder"
    blocked.write_text("a file")
    assert [one.level for one in disk_findings(blocked)] == [Level.MEND]
    assert stat.S_ISREG(blocked.stat().st_mode)


@pytest.mark.parametrize(
    ("keys", "level", "words"),
    [
        (scanned(*[0.018] * 8), Level.OK, "Scanner: 18 ms a key, ends with Enter."),
        (scanned(*[0.05] * 8), Level.LOOK, "own badges"),
        (scanned(*[0.2] * 8), Level.MEND, "too slow"),
        (scanned(*[0.018] * 8, end="7"), Level.MEND, "without Enter"),
        (scanned(0.1)[1:], Level.LOOK, "Nothing was scanned"),
        ([], Level.LOOK, "Nothing was scanned"),
    ],
)
def test_a_scanner_is_judged_by_its_pace_and_its_end(
    keys: list[Key], level: Level, words: str
) -> None:
    found = scan_finding(keys)
    assert found.level is level
    assert words in Language("en").say(found.text)


def test_f1_is_known_however_the_terminal_sends_it() -> None:
    assert key_finding([Key(char, 0.0) for char in "\x1bOP"]).level is Level.OK
    assert key_finding([Key("\n", 0.0)]).level is Level.LOOK
    assert key_finding([]).level is Level.LOOK


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminal")
def test_at_a_terminal_a_key_and_a_scan_are_tried(kiosk: Shell) -> None:
    import pty

    own_end, its_end = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "doctor", "--data", str(kiosk.folder)],
        stdin=its_end, stdout=its_end, stderr=its_end,
    )  # fmt: skip
    os.close(its_end)
    shown = b""

    def sees(words: bytes) -> None:
        nonlocal shown
        while words not in shown:
            try:
                shown += os.read(own_end, 4096)
            except OSError:  # it has ended
                raise AssertionError(shown.decode()) from None

    sees(b"Press F1 now")
    time.sleep(0.3)
    os.write(own_end, b"\x1bOP")
    sees(b"Scan a badge now")
    time.sleep(0.3)
    for char in b"INSET-7IF63V3QFG\r":
        os.write(own_end, bytes([char]))
        time.sleep(0.01)
    sees(b" ms a key")  # how fast depends on how busy this machine is
    sees(b"backups --to")
    assert b"F1 reaches the kiosk." in shown
    assert program.wait(20) == 0
    os.close(own_end)
