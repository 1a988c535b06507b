"""What README.md names is there: commands, files and pictures; its marked lines can be copied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.binding import Binding

from kiosk.commands.table import GROUPS
from kiosk.screens.tutors import keys

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = {command.name for _, group in GROUPS for command in group}


def test_every_command_is_there() -> None:
    named = set(re.findall(r"`kiosk\s+([a-z][a-z-]+)", README))
    assert named > {"load", "talk", "print", "backups"}
    assert named <= COMMANDS


def test_every_file_and_picture_is_there() -> None:
    linked, listed = (
        re.findall(r"\]\(([^)#:]+)\)", README),
        re.findall(r"^\| `([\w/.]+/[\w/.]*)`", README, re.MULTILINE),
    )
    named = [*linked, *listed]
    assert len(named) > 15
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("mark", ["demo", "tests"])
def test_a_marked_command_is_one_line(mark: str) -> None:
    block = README.partition(f"<!-- {mark} -->\n```sh\n")[2].partition("```")[0]
    assert block.startswith("python3 -m venv .venv && ")
    assert block.count("\n") == 1


def test_the_tutors_keys_are_those_of_their_screens() -> None:
    table = README.partition("| Tutors: people |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()[2:]]
    named = {key for row in rows for cell in row[1:4:2] for key in cell.split(", ") if key}
    own = (one for one in vars(keys).values() if isinstance(one, Binding))
    assert named == {one.key_display for one in own if len(one.key_display or "") == 1}
