"""Intentions: private, asked about on their date, removed when the person says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.errors import Refused
from kiosk.rules.follow_up.intentions import (
    MAX_DELAY,
    IntentionPlan,
    add_intention,
    complete_intention,
    due_intentions,
    intentions_of,
    postpone_intention,
    remove_intention,
)
from kiosk.rules.follow_up.personal_items import count_waiting_items
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, join_ids
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from tests.builders import SOMEBODY, after, at, by, day, person, school

NOW = at("15:10")
TODAY = date(2026, 9, 1)
BACK = date(2026, 10, 12)
SCHOOL = school(day(), person("a/b"), person("bob"))
ANN = PersonId("a/b")
FIRST, SECOND = join_ids(ANN, "test", "1"), join_ids(ANN, "test", "2")


def wish(
    text: str = "Cold calling", back_on: date = BACK, proof: Evidence = Evidence.BADGE
) -> Decision:
    return by(proof, add_intention(ANN, IntentionPlan(text, back_on)))


def refusal(asked: Decision, known: School = SCHOOL) -> str:
    with pytest.raises(Refused) as refused:
        asked(known, NOW, SOMEBODY)
    return refused.value.reason.msgid


def texts(known: School, who: PersonId = ANN) -> list[str]:
    return [one.text for one in intentions_of(known, who)]


def test_it_is_kept_for_the_person_and_comes_back_on_its_day() -> None:
    known = after(SCHOOL, NOW, wish("  Cold \t calling\x1b "))
    assert texts(known) == ["Cold   calling"]
    assert due_intentions(known, ANN, date(2026, 10, 11)) == []
    assert [one.id for one in due_intentions(known, ANN, BACK)] == [FIRST]
    assert intentions_of(known, "bob") == []


def test_only_proof_counts_it_among_what_waits() -> None:
    known, now = after(SCHOOL, NOW, wish()), at("08:40", "2026-10-12")
    assert count_waiting_items(known, now, ANN, Evidence.TYPED, set()) == 0
    assert count_waiting_items(known, now, ANN, Evidence.CODE, set()) == 1


def test_the_history_gets_ids_and_never_the_words() -> None:
    assert wish().kept_arguments() == {"person": ANN}


@pytest.mark.parametrize("proof", [Evidence.TYPED, Evidence.TUTOR, Evidence.COMMAND])
def test_nobody_but_the_person_keeps_changes_or_removes_it(proof: Evidence) -> None:
    known = after(SCHOOL, NOW, wish())
    for asked in (
        wish(proof=proof),
        by(proof, complete_intention(ANN, FIRST)),
        by(proof, postpone_intention(ANN, FIRST)),
        by(proof, remove_intention(ANN, FIRST)),
    ):
        assert "Scan your badge" in refusal(asked, known)
    assert (
        refusal(by(Evidence.BADGE, remove_intention("bob", FIRST)), known)
        == "This has been removed."
    )


def test_how_it_went_ends_it_puts_it_off_or_removes_it() -> None:
    known = after(SCHOOL, NOW, wish("one"), wish("two"), wish("three"))
    later = at("08:40", "2026-10-12")
    known = after(
        known,
        later,
        by(Evidence.CODE, complete_intention(ANN, FIRST)),
        by(Evidence.CODE, remove_intention(ANN, SECOND)),
        by(Evidence.CODE, postpone_intention(ANN, join_ids(ANN, "test", "3"))),
    )
    assert texts(known) == ["three", "one"]
    assert due_intentions(known, ANN, BACK) == []
    assert [one.text for one in due_intentions(known, ANN, date(2026, 10, 26))] == ["three"]
    assert texts(after(known, later, by(Evidence.CODE, remove_intention(ANN, FIRST)))) == ["three"]


def test_a_new_one_never_takes_the_place_of_another() -> None:
    known = after(
        SCHOOL,
        NOW,
        wish("one"),
        wish("two"),
        by(Evidence.CODE, remove_intention(ANN, FIRST)),
        wish("three"),
    )
    assert texts(known) == ["two", "three"]


@pytest.mark.parametrize("back_on", [TODAY, TODAY - timedelta(1), TODAY + MAX_DELAY + timedelta(1)])
def test_the_date_is_to_come_and_within_a_year(back_on: date) -> None:
    assert "after today" in refusal(wish(back_on=back_on))


@pytest.mark.parametrize("text", ["", "  ", "\x1b\u200b"])
def test_there_are_to_be_words(text: str) -> None:
    assert "in a few words" in refusal(wish(text))
