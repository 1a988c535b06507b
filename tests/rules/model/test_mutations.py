"""A Welsh word is known in all of its forms, and people are found by the words of their post."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language import Language
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_with
from kiosk.rules.model.mutations import forms_of, same_words, takes_yr
from kiosk.rules.model.names import Finder, fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Both

LETTERS = "abcdefghijlmnoprstuwy"
WORDS = st.text(LETTERS, min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("pennaeth", "bennaeth mhennaeth phennaeth"), ("tiwtor", "diwtor nhiwtor thiwtor"),
        ("cegin", "gegin nghegin chegin"), ("bore", "fore more"),
        ("dosbarth", "ddosbarth nosbarth"), ("gardd", "ardd ngardd"), ("llyfrgell", "lyfrgell"),
        ("rheolwr", "reolwr"), ("maths", "faths"), ("athro", "hathro"), ("neuadd", ""),
        ("swyddfa", ""), ("chwaraeon", ""), ("ffreutur", ""), ("theatr", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_the_first_letter_changes_and_a_pair_of_letters_is_one(word: str, forms: str) -> None:
    assert forms_of(word) == (word, *forms.split())


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("arweinydd ymchwil eglwys iard oriel uwch ysgol wythnos ŵyl Ŵyl hyfforddwr HMS âr", "yr"),
        ("tiwtor pennaeth cydlynydd wers wasg warden year llyfr rheolwr", "y"),
    ],
)
def test_the_article_is_yr_before_a_vowel_and_h(words: str, article: str) -> None:
    assert {"yr" if takes_yr(fold(word)) else "y" for word in words.split()} == {article}


@given(WORDS)
def test_each_form_of_a_word_is_the_same_word(word: str) -> None:
    for form in forms_of(word):
        assert {word, form} <= same_words(word) & same_words(form)


@given(WORDS, WORDS)
def test_two_words_are_the_same_whichever_is_asked(one: str, other: str) -> None:
    assert (one in same_words(other)) == (other in same_words(one))


@given(WORDS)
def test_a_word_has_few_forms(word: str) -> None:
    assert len(same_words(word)) <= 20


@given(st.text())
def test_whatever_is_written_is_one_of_its_own_forms(word: str) -> None:
    assert word in same_words(word)


# -- the search -------------------------------------------------------------------------------


def somebody(
    id: str, forename: str, surname: str, role: Role = Role.TEACHER, department: str = ""
) -> Person:
    return Person(PersonId(id), forename, surname, role=role, department=department)


COOK = somebody("cook", "Ann", "Price", role=Role.SUPPORT, department="Y Gegin")
HEAD = somebody("head", "Eurwen", "Prydderch", role=Role.LEADER, department="Pennaeth")
CEGA = somebody("cega", "Cega", "Nowak", department="Maths")
EVERYONE = {one.id: one for one in (COOK, HEAD, CEGA)}


def found(typed: str) -> list[Person]:
    return Finder(EVERYONE, post=post_with(School(), Language("en").say)).find(typed)


@pytest.mark.parametrize("typed", ["cegin", "gegin", "Nghegin", "ceg in", "y gegin", "support ceg"])
def test_people_are_found_by_a_word_of_their_department_in_any_form(typed: str) -> None:
    assert found(typed) == ([] if typed == "ceg in" else [COOK])


@pytest.mark.parametrize("typed", ["pennaeth", "bennaeth", "bennae", "leader"])
def test_people_are_found_by_their_role(typed: str) -> None:
    assert found(typed) == [HEAD]


@pytest.mark.parametrize("typed", ["gegin", "nghegin", "catering"])
@pytest.mark.parametrize("code", ["en", "cy"])
def test_a_department_is_found_in_both_of_its_languages(typed: str, code: str) -> None:
    both = replace(School(), settings=Settings(words={"Catering": Both("Catering", "Y Gegin")}))
    cook = somebody("cook", "Ann", "Price", role=Role.SUPPORT, department="Catering")
    finder = Finder({cook.id: cook}, code, post=post_with(both, Language(code).say))
    assert finder.find(typed) == [cook]


def test_a_name_comes_before_a_post_and_hides_it() -> None:
    assert found("ceg") == [CEGA]
    assert found("ma") == []


def test_a_post_is_no_name_so_that_enter_alone_signs_nobody_in() -> None:
    finder = Finder(EVERYONE, post=post_with(School(), Language("en").say))
    assert not finder.fits("cegin", COOK)
    assert finder.fits("ann", COOK)


def test_several_of_one_post_are_listed_by_name() -> None:
    cooks = [somebody(id, "Bo", name, role=Role.SUPPORT, department="Cegin") for id, name in (
        ("c", "Vaughan"), ("a", "Lloyd"), ("b", "Evans"))]  # fmt: skip
    finder = Finder({one.id: one for one in cooks}, post=post_with(School(), Language("en").say))
    assert [one.surname for one in finder.find("gegin")] == ["Evans", "Lloyd", "Vaughan"]


def test_without_posts_only_names_are_searched() -> None:
    assert Finder(EVERYONE).find("cegin") == []
