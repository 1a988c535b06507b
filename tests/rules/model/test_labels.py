"""Labels stand in sentences of both languages."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.model.labels import audience_label, day_is_closed, role_and_department, the_tutor
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Role
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import person, school, session


@pytest.mark.parametrize(
    ("title", "english", "welsh"),
    [
        (Both(), "the professional tutor", "y tiwtor proffesiynol"),
        (Both("CPD lead", "Cydlynydd dysgu"), "the CPD lead", "y Cydlynydd dysgu"),
        (Both("INSET lead", "Arweinydd HMS"), "the INSET lead", "yr Arweinydd HMS"),
        (Both("", "Ŵyl"), "the Ŵyl", "yr Ŵyl"),
        (Both("Learning lead"), "the Learning lead", "y Learning lead"),
        (Both("INSET lead"), "the INSET lead", "yr INSET lead"),
        (Both("Áine’s stand-in"), "the Áine’s stand-in", "yr Áine’s stand-in"),
    ],
)
def test_a_schools_own_title_has_its_article(title: Both, english: str, welsh: str) -> None:
    settings = Settings(tutor_title=title)
    assert Language("en").say(the_tutor(settings)) == english
    assert Language("cy").say(the_tutor(settings)) == welsh


def test_the_article_stands_within_a_sentence() -> None:
    settings = Settings(tutor_title=Both("INSET lead", "Arweinydd HMS"))
    assert Language("cy").say(day_is_closed(settings)).endswith("holwch yr Arweinydd HMS.")


def test_a_department_that_is_called_as_the_role_is_named_once() -> None:
    head = replace(person("head", Role.LEADER), department="leadership")
    assert Language("en").say(role_and_department(school(head), head)) == "Leadership"
    other = replace(head, department="Science")
    assert Language("en").say(role_and_department(school(other), other)) == "Leadership · Science"


@pytest.mark.parametrize(
    ("nation", "told"), [("wales", "safeguarding person"), ("england", "safeguarding lead")]
)
def test_whom_a_session_is_for_is_called_as_in_the_schools_nation(nation: str, told: str) -> None:
    given = session("A", "one", "09:00-10:00", audience=("dsp", "deputy dsl", "ALNCo"))
    known = school(given).apply([put(Settings(nation=nation))])
    assert [Language("en").say(one) for one in audience_label(known, given)] == [
        f"Designated {told}", f"Deputy designated {told}", "ALNCo",
    ]  # fmt: skip
