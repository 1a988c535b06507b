"""`kiosk talk` in a real terminal that can do nothing, beside an open kiosk on the same folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.factory import assemble
from kiosk.rules.model.ids import PersonId
from tests.terminal.terminal import kiosk, run, terminal

pytestmark = pytest.mark.system


def test_lines_beside_the_screens_and_nothing_but_lines(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    run("demo", "--data", folder, "--load-only", "--at", "08:38")
    with assemble(folder) as opened:
        opened.secrets.set_code(PersonId("RAD"), "8305")
    (tmp_path / "screens").mkdir()
    with (
        terminal(tmp_path / "screens") as screens,
        terminal(tmp_path, (70, 50)) as lines,
    ):
        screens.start(kiosk("--data", folder))
        screens.sees("Start typing your name", "34 of the 103 expected")
        talk = kiosk("talk", "--data", folder)
        lines.start(["env", "TERM=dumb", *talk])
        lines.sees("Your name:")
        lines.type("rhian ad\r")
        lines.sees("Rhian Adeyemi\nSigned in at 08:")
        screens.sees("35 of the 103 expected")
        lines.type("\r")
        lines.sees(
            "Good morning, Rhian Adeyemi", "Type a number or a word, or press Enter to finish:"
        )
        lines.type("pin\r")
        lines.sees("Your own PIN, four digits, or Enter to go back:")
        lines.type("8305\r")
        lines.type("leave\r")
        lines.sees("Rhian Adeyemi left at 08:")
        screens.sees("34 of the 103 expected")
        lines.type("bye\r")
        shown = lines.sees("Goodbye.", "ended with 0")
        assert "8305" not in shown  # no PIN is shown
        assert lines.is_in_order()
    raw = run("talk", "--data", folder)  # its input is at its end at once
    assert raw.splitlines()[-1] == "Goodbye."
    assert "\x1b" not in raw
