"""Sessions are found by their room, title or leaders, in either language and in any Welsh form."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.rules.model.ids import PersonId, WorkshopId
from kiosk.rules.model.records import Person, Workshop
from kiosk.rules.model.session_search import find_sessions
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import school, session

NAMES = Path(__file__).parents[2] / "data" / "names.csv"
ROOMS = {"Main hall": "Prif neuadd", "Gym": "Campfa", "Library": "Llyfrgell"}
NIA = Person(PersonId("NMO"), "Nia", "Morgan", Role.TEACHER)
GIVEN = (
    session("A5", "one", "09:00-10:00", room="Main hall", workshop=WorkshopId("coaching")),
    session("B5", "two", "10:00-11:00", room="Gym", workshop=WorkshopId("coaching"),
            leaders=(NIA.id,)),
    session("A6", "one", "09:00-10:00", room="Library", workshop=WorkshopId("reading")),
)  # fmt: skip
KNOWN = replace(
    school(
        NIA,
        Workshop(WorkshopId("coaching"), Both("Coaching", "Hyfforddi")),
        Workshop(WorkshopId("reading"), Both("Reading", "Darllen")),
        *GIVEN,
    ),
    settings=Settings(words={en: Both(en, cy) for en, cy in ROOMS.items()}),
)


def found(typed: str) -> str:
    return " ".join(one.id for one in find_sessions(KNOWN, GIVEN, typed))


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("hall", "A5"), ("Main", "A5"), ("in the main hall", "A5"), ("gym", "B5"), ("LIB", "A6"),
        ("Neuadd", "A5"), ("yn y Neuadd", "A5"), ("brif neuadd", "A5"), ("campfa", "B5"),
        ("nghampfa", "B5"), ("Yng Nghampf", "B5"), ("i'r gampfa", "B5"), ("lyfrgell", "A6"),
        ("darllen", "A6"), ("ddarllen", "A6"), ("reading", "A6"), ("nia", "B5"), ("a6", "A6"),
        ("coach", "A5 B5"), ("hyfforddi", "A5 B5"), ("hall coaching", "A5"), ("gym reading", ""),
    ],
)  # fmt: skip
def test_each_typed_word_begins_a_word_of_the_session(typed: str, ids: str) -> None:
    assert found(typed) == ids


@pytest.mark.parametrize("typed", ["", "  ", "?!", "qqq", "ng"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == ""


def test_what_is_typed_as_it_stands_comes_before_a_mutated_form_of_it() -> None:
    # "all" is also what "hall" is without the h before a vowel
    for_all = session("C1", "one", "09:00-10:00", room="All staff room")
    assert [one.id for one in find_sessions(KNOWN, (*GIVEN, for_all), "hall")] == ["A5"]


def test_any_name_finds_the_session_that_its_person_leads() -> None:
    for row in csv.DictReader(NAMES.open(encoding="utf-8-sig", newline="")):
        who = Person(PersonId("X"), row["forename"], row["surname"], Role.TA)
        led = session("C1", "one", "09:00-10:00", leaders=(who.id,))
        assert find_sessions(school(who, led), [led], who.name) == [led], who.name
