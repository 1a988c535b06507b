"""The benches themselves, so that they do not rot: one round at 120 people."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench.figures import Figure, exponent, table


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_keys_a_switch_and_decisions_are_measured_at_a_small_school() -> None:
    words = [
        sys.executable,
        "-m",
        "tests.bench",
        "keys",
        "switching",
        "decisions",
        "loading",
        "--short",
    ]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    told = (
        "key to list",
        "signed in",
        "My day",
        "another choosing",
        "language on",
        "close the day",
        "reading staff.xlsx",
    )
    for what in told:
        assert what in done.stdout
    assert "not seen" not in done.stderr


def test_what_grows_with_the_square_has_the_exponent_two() -> None:
    assert round(exponent({10: 1.0, 20: 4.0, 40: 16.0}), 6) == 2


def test_a_missed_target_is_said_in_the_table() -> None:
    told = table([Figure("a", "1 x 1", 2.0, 1.5), Figure("b", "1 x 1", 1.0, 1.5)])
    assert [line.split()[0] for line in told.splitlines()[1:]] == ["MISSED", "met"]
