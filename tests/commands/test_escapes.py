"""Nothing that a command prints commands the terminal, whatever a path, an id or a name holds."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.commands.command import Command
from kiosk.commands.table import GROUPS
from kiosk.factory import assemble
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import put
from tests.builders import Ruled
from tests.commands.conftest import Result, Shell

HOSTILE = "x\x1b]0;owned\x07\x1b[2J\x9b31m\r\u202egnp\u2066\x7f\udc9b\udcff"
"""ESC, BEL, both CSI, CR, text that runs the other way, DEL, and bytes that are no text."""

VALID = {
    "PERSON": "SJO", "INTO": "NIA", "SESSION": "A3", "WORKSHOP": "coaching", "SLOT": "workshops-1",
    "MINUTES": "5", "WHEN": "close", "TEXT": "Lift", "FILE": "nothing", "PATH": "nothing",
    "WHAT": "slips", "MARK": "late", "DAY": "2026-09-01", "FROM": "2026-09-01",
    "TO": "2026-09-08", "ID": "SJO", "N": "1", "DATE": "2026-09-01", "FOLDER": "papers",
    "STUB": "SJO",
}  # fmt: skip

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")


def every_line() -> Iterator[tuple[str, ...]]:
    """Yield command lines: each thing that a command takes, hostile once, the rest as it should."""
    commands: list[tuple[Command, tuple[str, ...]]] = [
        (command, (command.name,)) for _, group in GROUPS for command in group
    ]
    for command, words in commands:
        commands += [(part, (*words, part.name)) for part in command.parts]
        if command.name and not command.parts:
            yield from _lines(command, words)


def _lines(command: Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    given = [spec for spec in command.arguments if not spec.startswith(("-", "["))]
    values = [VALID[name] for name in given]
    for place, _ in enumerate(given):
        yield (*words, *values[:place], HOSTILE, *values[place + 1 :])
    yield (*words, *values, HOSTILE)
    for spec in command.arguments:
        if spec.startswith("-") and " " in spec:
            yield (*words, *values, spec.split()[0], HOSTILE)


def is_safe(result: Result) -> bool:
    """Return whether nothing in the output would do more than be read, and no error was a fault."""
    assert "inside the kiosk" not in result.err, result.err
    printed = (result.out + result.err).replace("\n", "")
    return not [
        char for char in printed if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]


@pytest.mark.parametrize("line", list(every_line()), ids=lambda line: ascii(" ".join(line)))
def test_whatever_a_command_is_given(
    kiosk: Shell, line: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # an export is written to the file of that name
    assert is_safe(kiosk(*line))


@pytest.fixture
def hostile(kiosk: Shell) -> Shell:
    """A data folder with a name that would command the terminal."""
    folder = kiosk.folder.with_name(HOSTILE)
    kiosk.folder.rename(folder)
    kiosk.folder = folder
    return kiosk


@pytest.mark.parametrize(
    "words",
    [
        "people", "sign-in SJO", "print codes", "print slips", "repair", "check", "backups --now",
        "demo --load-only", "restore nothing", "load staff nothing", "undo", "history",
    ],
)  # fmt: skip
def test_wherever_the_data_lies(hostile: Shell, words: str) -> None:
    assert is_safe(hostile(*words.split()))
    assert is_safe(hostile.bare("--data", f"{hostile.folder}-none", *words.split()))


def test_a_copy_is_listed_and_restored_by_a_name_that_is_no_text(hostile: Shell) -> None:
    hostile("backups", "--now", "--to", str(hostile.folder.parent / "stick"))
    assert is_safe(hostile("backups"))
    (copy, *_) = (hostile.folder / "attendance.backups").iterdir()
    moved = copy.rename(hostile.folder.parent / f"copy{HOSTILE}.json")
    restored = hostile("restore", str(moved))
    assert restored.status == 0
    assert is_safe(restored)


def test_pages_and_exports_go_where_they_were_asked_for(kiosk: Shell, tmp_path: Path) -> None:
    out = tmp_path / HOSTILE
    printed = kiosk("print", "codes", "--out", str(out))
    assert printed.status == 0
    assert is_safe(printed)
    assert [path.suffix for path in out.iterdir()] == [".pdf"]
    exported = kiosk("export", "person", "SJO", str(out / f"{HOSTILE}.json"))
    assert exported.status == 0
    assert is_safe(exported)


@pytest.mark.parametrize("kind", ["staff", "programme", "invitations", "choices"])
def test_whatever_a_file_is_called_and_holds(kiosk: Shell, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"{HOSTILE}.csv"
    raw = os.fsencode(HOSTILE)
    file.write_bytes(b"id,forename,surname,role,%s\n%s,%s,%s,%s,\n" % (raw, raw, raw, raw, raw))
    assert is_safe(kiosk("load", kind, str(file)))
    file.write_bytes(b"\x00\x9b")
    assert is_safe(kiosk("load", kind, str(file)))
    folder = tmp_path / HOSTILE
    shutil.copytree(Path("seed"), folder)
    (folder / "workshops.csv").write_bytes(b"id,day,%s\n%s,%s,\n" % (raw, raw, raw))
    assert is_safe(kiosk("load", kind, str(folder)))


@pytest.mark.parametrize("line", [("people", HOSTILE), (HOSTILE,), ("people", "--data", HOSTILE)])
def test_in_a_process_of_its_own_as_in_this_one(line: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", "kiosk", *line], capture_output=True, check=False)
    assert done.stdout == b""
    assert is_safe(Result(done.returncode, "", done.stderr.decode("utf-8")))


def test_lists_for_programs_stay_data(kiosk: Shell) -> None:
    name = HOSTILE[:-2]  # what is no text cannot be saved at all
    with assemble(kiosk.folder, kiosk.clock) as opened:
        who = replace(opened.desk.school.person(PersonId("SJO")), forename=name)
        opened.desk.perform_now(Ruled("test", {}, lambda *_: Changes((put(who),))), COMMAND)
    listed = kiosk("people", "--json")
    assert is_safe(listed)
    [found] = [one for one in json.loads(listed.out) if one["id"] == "SJO"]
    assert found["forename"] == name
    as_csv = kiosk("people", "--csv")
    assert is_safe(as_csv)
    [row] = [row for row in csv.reader(io.StringIO(as_csv.out)) if row[0] == "SJO"]
    assert row[1].startswith("x\\u001b]0;owned\\u0007")
    assert is_safe(kiosk("people"))
