"""A catch-up from end to end in a real terminal: slip, stub, an empty list, the certificate."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from kiosk.factory import assemble
from kiosk.rules.follow_up.outstanding import owed_by
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import PersonId
from kiosk.sample.pin import DEMO_PIN
from kiosk.system.data_folder import true_time
from tests.terminal.terminal import kiosk, lay_in_english, run, terminal

pytestmark = pytest.mark.system

ASSISTANT = PersonId("NIA")


def owed(folder: Path) -> list[CatchUp]:
    """Return what the assistant owes, by date."""
    with assemble(folder, true_time) as opened:
        today = opened.desk.now().date()
        return [one.catch_up for one in owed_by(opened.desk.school, ASSISTANT, today)]


def certificate(folder: Path) -> str:
    """Print the assistant's certificate, and return what its code says."""
    run("print", "certificates", "--person", ASSISTANT, "--data", folder, "--out", folder / "out")
    (file,) = (folder / "out").glob("certificates-*.pdf")
    with pypdfium2.PdfDocument(file) as document:
        page = document[0].render(scale=150 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(page)
    return code.text


def test_an_absent_assistants_stubs_empty_the_list_and_stand_on_the_certificate(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "demo"
    lay_in_english(folder, "16:00")
    run("print", "slips", "--person", ASSISTANT, "--data", folder)
    training, *others = sorted(owed(folder), key=lambda one: not one.training)
    assert training.training
    assert others
    with terminal(tmp_path) as screen:
        screen.start(kiosk("demo", "--data", folder))
        screen.sees("Start typing your name")
        screen.type(f"{training.stub}\r")  # at once, as a scanner does
        screen.sees("Sign in first, then scan the stub.")
        screen.type("nia ferch")
        screen.sees("Nia ferch Dafydd")
        screen.press("Enter")
        screen.sees("✓ Nia ferch Dafydd")
        screen.type(f"{training.stub}\r")
        screen.sees("Handed in: Safeguarding: annual update. To be confirmed by Carys Pŵel.")
        screen.type(f"{others[0].stub.lower()}\r")
        screen.sees("Caught up: ")
        first = certificate(folder)
        assert first.count("by catch-up") == 1
        screen.press("F9")
        screen.sees("Type the PIN, then Enter")
        screen.type(DEMO_PIN)
        screen.press("Enter")
        screen.sees("Live board")
        screen.press(".")
        screen.sees("Catch-ups", "to confirm")
        for one in (training, *others[1:]):
            screen.type(f"{one.stub}\r")
            screen.sees("Done: ")
        screen.sees("Nobody has anything to catch up on.")
        screen.type(f"{training.stub}\r")
        screen.sees("was handed in on", "already")
    assert owed(folder) == []
    again = certificate(folder)
    assert again.count("by catch-up") == 1 + len(others)
    with assemble(folder, true_time) as opened:
        today = opened.desk.now().date()
    assert f"Safeguarding: annual update, by catch-up {today:%d/%m/%Y}" in again
    assert "revision 2" in again
