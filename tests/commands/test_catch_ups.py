"""`kiosk catch-ups` and `kiosk done`: what is outstanding, and what is done of it."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Shell


@pytest.fixture
def printed(kiosk: Shell) -> Shell:
    """The sample school with everybody's slips printed, at the end of its day."""
    assert kiosk("print", "slips", "--at", "17:00").status == 0
    return kiosk


def test_a_department_is_found_by_its_name_in_either_language(printed: Shell) -> None:
    everyone = printed("catch-ups", "--json", "--at", "17:00").json
    maths = {one["person"] for one in everyone if one["department"] == "Mathematics"}
    assert maths
    for name in ("mathematics", "Mathemateg"):
        found = printed("catch-ups", "--department", name, "--json", "--at", "17:00").json
        assert {one["person"] for one in found} == maths


def test_what_is_open_is_listed_without_an_option_or_with_one(printed: Shell) -> None:
    first = printed("catch-ups", "--json", "--at", "17:00").json[0]
    assert printed("done", first["person"], first["item"], "--at", "17:01").status == 0
    usual = printed("catch-ups", "--json", "--at", "17:02").json
    assert printed("catch-ups", "--open", "--json", "--at", "17:02").json == usual
    every = printed("catch-ups", "--all", "--json", "--at", "17:02").json
    assert len(every) == len(usual) + 1


def test_the_table_says_when_slips_were_printed_and_by_what_each_is_done(printed: Shell) -> None:
    heading, line, *_ = printed("catch-ups", "--at", "17:00").out.splitlines()
    assert "1 Sept" in line[heading.index("Printed") :]
    person, item = line.split()[0], line[heading.index("Item") :].split()[0]
    assert printed("done", person, item, "--at", "17:01").status == 0


def test_two_stubs_at_once_are_refused_in_words(printed: Shell) -> None:
    refused = printed("done", "STUB-ABCDE23456", "STUB-ABCDE23457")
    assert (refused.status, refused.sentence) == (1, "Give one stub at a time.")
