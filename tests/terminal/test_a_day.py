"""One whole day in a real terminal: from the first sign-in to the last page, read back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from tinydb import TinyDB

from kiosk.factory import assemble
from kiosk.language import Language
from kiosk.printing import Kind, plan
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School
from kiosk.sample.pin import DEMO_PIN
from kiosk.system.data_folder import true_time
from printables.certificates import certificate_text
from tests.terminal.terminal import Terminal, kiosk, lay_in_english, run, terminal

pytestmark = pytest.mark.system

BADGE = "INSET-58HVZ8F8OI"
"""The teacher's."""
TEACHER, ASSISTANT, NEW, AWAY = "SJO", "NIA", "FDV", PersonId("GBO")
EXPECTED = {
    (TEACHER, "BRIEF", "present"),
    (ASSISTANT, "BRIEF", "late"),
    (NEW, "BRIEF", "present"),
    (TEACHER, "A6", "present"),
    (ASSISTANT, "TA1", "present"),
    (NEW, "A8", "present"),
    (AWAY, "BRIEF", "released"),
}


def moves_to(folder: Path, clock: str) -> None:
    """Put the sample's clock forward, for every program on the folder."""
    lay_in_english(folder, clock)


def signs_in(screen: Terminal, typed: str, name: str, downs: int = 0) -> None:
    screen.sees("Start typing your name")
    screen.type(typed)
    screen.sees(name)
    screen.press(*["Down"] * downs, "Enter")
    screen.sees(f"✓ {name}", "Signed in at")


def opens_day(screen: Terminal, typed: str, name: str, downs: int = 0) -> None:
    """Find somebody who is in already."""
    screen.sees("Start typing your name")
    screen.type(typed)
    screen.sees(name)
    screen.press(*["Down"] * downs, "Enter")
    screen.sees(f", {name}", "● In school since")


def goes(screen: Terminal) -> None:
    screen.press("Escape")
    screen.sees("Type your name to sign in")


def test_one_day_from_the_first_sign_in_to_the_last_page(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    moves_to(folder, "08:36")
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        _the_morning(screen, folder)
        _the_workshops(screen, folder)
        _the_closing(screen, folder)
    school = _school(folder)
    day = DayId(_today(folder))
    _pages_say_what_they_should(school, day, folder / "pages")
    assert _marks_by_stock_tinydb(folder / "attendance.json") == EXPECTED


def _the_morning(screen: Terminal, folder: Path) -> None:
    """The teacher and the new colleague are on time for the briefing; the assistant is late."""
    # the full-time teacher: one of four of that name
    screen.sees("Start typing your name", "08:45")
    screen.type("sian")
    screen.sees("Mathematics")
    _moves_to_row(screen, "Mathematics")
    screen.press("Enter")
    if screen.sees_one_of("✓ Siân Jones", "● In school since") != "● In school since":
        screen.press("Enter")
    screen.sees("● In school since", "Enter: sign in")
    screen.press("Enter")
    screen.sees("Signed in to Welcome")
    goes(screen)
    # the new colleague, whose track waits
    signs_in(screen, "ffion ff", "Ffion ffrench-Davies")
    screen.press("Enter")
    screen.sees("● In school since", "Enter: sign in")
    screen.press("Enter")
    screen.sees("Signed in to Welcome")
    screen.press("F7")
    screen.sees("scan your badge or type your PIN")
    screen.press("Enter")
    screen.sees("Scan your badge.", "F9")
    screen.press("F9")
    screen.sees("Type the PIN, then Enter")
    screen.type(DEMO_PIN)
    screen.press("Enter")
    screen.sees("Choose your PIN: four digits")
    screen.type("4711")
    screen.press("Enter")
    screen.sees("same PIN again")
    screen.type("4711")
    screen.press("Enter")
    screen.sees("Your induction")
    screen.press("Enter")
    screen.sees("Steps", "of 20 done")
    screen.press("Escape")
    screen.sees("Your induction")
    screen.press("Escape")
    goes(screen)
    # the assistant comes late
    moves_to(folder, "08:55")
    signs_in(screen, "nia ferch", "Nia ferch Dafydd")
    screen.press("Enter")
    screen.sees("Your hours today are 08:45 to 12:15.", "Enter: sign in")
    screen.press("Enter")
    screen.sees("late")
    goes(screen)


def _moves_to_row(screen: Terminal, words: str) -> None:
    rows = [line for line in screen.screen().splitlines() if "Siân Jones" in line]
    place = next(row for row, line in enumerate(rows) if words in line)
    screen.press(*["Down"] * (place + 1))


def _the_workshops(screen: Terminal, folder: Path) -> None:
    """They choose, and sign in to what they chose."""
    moves_to(folder, "11:12")
    opens_day(screen, "ffion ff", "Ffion ffrench-Davies")
    _focuses(screen, "Who helps with what")
    screen.press("Enter")
    screen.sees("You have a place in Starting well", "✓ yours")
    screen.press("Enter")
    screen.sees("Signed in to Starting well")
    goes_twice(screen)
    opens_day(screen, "nia ferch", "Nia ferch Dafydd")
    screen.press("Enter")
    screen.sees("Signed in to Scaffolding")
    goes(screen)
    screen.type("sian")
    screen.sees("Mathematics")
    _moves_to_row(screen, "Mathematics")
    screen.press("Enter")
    screen.sees("● In school since")
    _focuses(screen, "Find the hidden costs")
    screen.press("Enter")
    screen.sees("Scan your badge.")  # a typed name takes no place away
    screen.press(BADGE, "Enter")
    screen.sees("You have a place in The cost of the school day")
    screen.press("Enter")
    screen.sees("Signed in to The cost of the school day")
    goes_twice(screen)


def goes_twice(screen: Terminal) -> None:
    """From the cards to the slots, and to Welcome."""
    screen.press("Escape")
    screen.press("Escape")
    screen.sees("Type your name to sign in")


def _focuses(screen: Terminal, aim: str) -> None:
    """Move among the cards until the one with that aim has the focus; it is told above them."""
    screen.sees("11:20 to 12:20")
    screen.press("Right")
    _settles(screen)
    screen.press(*["Up"] * 8)
    for _ in range(8):
        _settles(screen)
        shown = screen.screen().splitlines()
        told = next(row for row, line in enumerate(shown) if "11:20 to 12:20" in line) + 1
        if aim in shown[told]:
            return
        screen.press("Down")
    raise AssertionError(screen.screen())


def _settles(screen: Terminal) -> None:
    """Wait until the screen has stood still for a moment."""
    before = ""
    while before != (now := screen.screen()):
        before = now
        time.sleep(0.2)


def _the_closing(screen: Terminal, folder: Path) -> None:
    """A fourth person stays away and is accounted for; the tutor closes the day and prints."""
    run("mark", AWAY, "BRIEF", "released", "--data", folder)
    moves_to(folder, "15:31")
    screen.press("F9")
    screen.sees("Type the PIN, then Enter")
    screen.type(DEMO_PIN)
    screen.press("Enter")
    screen.sees("Live board")
    screen.press("c")
    screen.sees("Close the day", "Gareth Bowen")
    screen.press("c")
    screen.sees("Close the day?", "Not yet")
    screen.press("Right", "Enter")
    screen.sees("closed at 15:31", "certificates-", "slips-")
    screen.press("Escape")
    screen.sees("Live board")
    screen.press("q")
    screen.sees("Close the kiosk?")
    screen.press("Right", "Enter")
    screen.sees("ended with 0")


def _school(folder: Path) -> School:
    with assemble(folder, true_time) as opened:
        return opened.desk.school


def _today(folder: Path) -> str:
    with assemble(folder, true_time) as opened:
        return opened.desk.now().date().isoformat()


def _codes(pdf: Path) -> Iterator[set[str]]:
    """Yield what the codes of each page say, read by zxing."""
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=4).to_pil()
        yield {code.text for code in zxingcpp.read_barcodes(image)}


def _pages_say_what_they_should(school: School, day: DayId, pages: Path) -> None:
    certificates = plan(school, true_time(), Kind.CERTIFICATES, day, Language("en")).certificates
    own = [school.settings.page_languages(school.people[one.person].language)[0]
           for one in certificates]  # fmt: skip
    assert {TEACHER, ASSISTANT, NEW} <= {one.person for one in certificates}
    assert AWAY not in {one.person for one in certificates}
    read = [code for page in _codes(pages / f"certificates-{day}.pdf") for code in page]
    assert read == [
        certificate_text(school, one, Language(code))
        for one, code in zip(certificates, own, strict=True)
    ]
    _slip_says_what_is_owed(school, day, pages)
    _zbar_agrees(pages / f"certificates-{day}.pdf", certificates[0].id)


def _slip_says_what_is_owed(school: School, day: DayId, pages: Path) -> None:
    """Print the slip of who stayed away alone, and compare its codes with what is recorded."""
    run("print", "slips", "--person", AWAY, "--data", pages.parent, "--out", pages)
    owed = school.day_record(day).catch_ups[AWAY].values()
    required = [one for one in owed if not one.pathway]
    assert required
    assert all(one.required and one.due for one in required)
    assert not any(one.required for one in owed if one.pathway)
    wanted = {
        address
        for one in owed
        for resource in one.resources
        if (address := school.programme.resources[resource].url)
    }
    assert wanted
    read = set().union(*_codes(pages / f"slips-{day}-{AWAY}.pdf"))
    printed = _school(pages.parent).day_record(day).catch_ups[AWAY]
    stubs = {printed[one.id].stub for one in owed}
    assert stubs <= read
    # of what is only offered, one of several ways is printed
    must = {
        address
        for one in required
        for resource in one.resources
        if (address := school.programme.resources[resource].url)
    }
    assert must <= read - stubs <= wanted


def _zbar_agrees(pdf: Path, number: str) -> None:
    """A second reader, on what pdftoppm draws, reads the first certificate's number."""
    subprocess.run(
        ["pdftoppm", "-r", "200", "-l", "1", "-png", str(pdf), str(pdf.with_suffix(""))], check=True
    )
    image = next(pdf.parent.glob("certificates-*.png"))
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(image)], check=True, capture_output=True, encoding="utf-8"
    )
    assert number in read.stdout


def _marks_by_stock_tinydb(path: Path) -> set[tuple[str, str, str]]:
    """Return each mark that TinyDB as it comes finds in the file when the kiosk has ended."""
    with TinyDB(path) as stock:
        marks = stock.table("marks").all()
        assert all(datetime.fromisoformat(one["at"]).tzinfo is not None for one in marks)
        for table in ("people", "days", "workshops", "sessions", "bookings", "movements",
                      "catch_ups", "certificates"):  # fmt: skip
            assert len(stock.table(table)) > 0, table
    return {(one["person"], one["session"], one["state"]) for one in marks}
