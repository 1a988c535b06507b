"""What only shows in a process of its own: exit status, encoding, pipes, and loaded modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.commands.conftest import Shell

HEAVY = ("textual", "tinydb", "reportlab", "argparse", "dataclasses", "babel")
RARE = ("cryptography", "psutil")


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        capture_output=True,
        check=False,
        env={**os.environ, **environ},
    )


@pytest.fixture
def folder(kiosk: Shell) -> str:
    """A folder with a school whose day is over by the machine's clock."""
    return str(kiosk.folder)


def test_exit_status_is_that_of_the_command(folder: str) -> None:
    assert run("people", "--data", folder).returncode == 0
    assert run("mark", "nobody", "A1", "late", "--data", folder).returncode == 1
    assert run("nonsense").returncode == 2


def test_two_programs_that_lay_the_sample_at_once_lay_it_once(empty: Shell) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--load-only", "--data", str(empty.folder)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    kept = json.loads((empty.folder / "attendance.json").read_text(encoding="utf-8"))
    assert len(kept["people"]) == 120
    assert len(kept["history"]) == 1
    assert not (empty.folder / "kept").exists()


@pytest.mark.parametrize("words", ["demo", ""])
def test_without_a_terminal_the_screens_are_refused(empty: Shell, words: str) -> None:
    command = [sys.executable, "-m", "kiosk", *words.split(), "--data", str(empty.folder)]
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30
    )
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr == b"The kiosk needs a terminal, and there is none here.\n"


def test_output_is_utf8_whatever_the_terminal(folder: str) -> None:
    words = ("people", "--json", "--data", folder)
    out = run(*words, PYTHONIOENCODING="latin-1", LC_ALL="C").stdout
    assert any(one["forename"] == "Siân" for one in json.loads(out.decode("utf-8")))
    assert "王小明" in out.decode("utf-8")


def test_an_error_with_strange_letters_is_still_told(folder: str) -> None:
    result = run("mark", "王", "A1", "late", "--data", folder, PYTHONIOENCODING="ascii")
    assert result.returncode == 1
    assert result.stderr.decode("utf-8") == "Nobody here has the id 王.\n"


@pytest.mark.parametrize("words", ["people --json", "--help"])
def test_a_reader_who_has_had_enough_causes_no_noise(folder: str, words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kiosk", "--data", folder, *words.split()]
    result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("['--version']", HEAVY),
        ("['--help']", ("textual", "tinydb", "reportlab", "babel", *RARE)),
        ("['people', '--data', FOLDER]", ("textual", "reportlab", "babel", "printables", *RARE)),
    ],
)
def test_a_command_loads_only_what_it_needs(
    folder: str, words: str, unwanted: tuple[str, ...]
) -> None:
    program = (
        f"import sys; before = set(sys.modules); FOLDER = {folder!r}\n"
        f"from kiosk.cli import main; main({words})\n"
        f"sys.stderr.write(repr(set({unwanted!r}) & (set(sys.modules) - before)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert result.stderr == b"set()"


def test_whoever_closed_the_outputs_is_obeyed_and_sees_no_traceback(folder: str) -> None:
    words = ["sign-in", "TAI", "--data", folder, "--day", "2026-09-01"]
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, *words], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    listed = json.loads(run("people", "--data", folder, "--day", "2026-09-01", "--json").stdout)
    assert next(one for one in listed if one["id"] == "TAI")["on_site"]


CLOSED = """
import sys
from kiosk.cli import main
sys.stdout = None
sys.exit(main(sys.argv[1:]))
"""
