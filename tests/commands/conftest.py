from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.commands.table import GROUPS
from kiosk.factory import assemble
from kiosk.rules.model.school import School
from kiosk.sample.school import open_demo

COMMANDS = tuple(
    path
    for _, commands in GROUPS
    for command in commands
    for path in (command.name, *(f"{command.name} {part.name}" for part in command.parts))
)
"""Every command, as it is typed after `kiosk`."""

TRUE_TIME = datetime(2026, 9, 1, 13, 5, tzinfo=UTC)
"""When the tests take place: a Tuesday afternoon."""


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line on standard error that a failure must write."""
        assert self.out == ""
        line, rest = self.err.split("\n", 1)
        assert rest == ""
        return line


@dataclass
class Shell:
    """Runs `kiosk` on a data folder, at a time that a test may change."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    now: datetime = TRUE_TIME
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str) -> Result:
        return self.bare("--data", str(self.folder), *words)

    def bare(self, *words: str) -> Result:
        status = main(words, environ=self.environ, clock=self.clock)
        out, err = self.capsys.readouterr()
        return Result(status, out, err)

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **lengths: float) -> None:
        self.now += timedelta(**lengths)

    @property
    def school(self) -> School:
        with assemble(self.folder, self.clock) as kiosk:
            return kiosk.desk.school


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid") / "demo"
    open_demo(folder, lambda: TRUE_TIME).close()
    return folder


@pytest.fixture
def kiosk(laid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The sample school, just created."""
    folder = tmp_path / "demo"
    shutil.copytree(laid, folder)
    return Shell(folder, capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An empty folder."""
    return Shell(tmp_path / "school", capsys)


@pytest.fixture
def own(tmp_path: Path, empty: Shell) -> Callable[..., Shell]:
    """Makes a small school, from the rows of a staff file."""

    def make(*rows: str, heading: str = "id,forename,surname,role") -> Shell:
        staff = tmp_path / "staff.csv"
        staff.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
        assert empty("load", "staff", str(staff)).status == 0
        return empty

    return make


@pytest.fixture
def day_file(tmp_path: Path) -> Path:
    """A programme of one small day, the first of September."""
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "days.toml").write_text(DAY, encoding="utf-8")
    (folder / "workshops.csv").write_text(WORKSHOPS, encoding="utf-8")
    return folder


DAY = """
[[day]]
date = 2026-09-01
number = 1
title_en = "Autumn"

[[day.slot]]
id = "am"
title_en = "Together"
kind = "together"
start = "09:00"
end = "10:00"
required = ["staff"]

[[day.slot]]
id = "pick"
title_en = "Choice"
kind = "choice"
start = "10:30"
end = "11:30"
required = ["staff"]
"""

WORKSHOPS = """id,day,slot,title_en,room,places,audience
ALL,2026-09-01,am,Briefing,Hall,,staff
ONE,2026-09-01,pick,One place,Room 1,1,all
MANY,2026-09-01,pick,Many places,Room 2,,all
"""
