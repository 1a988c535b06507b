"""Loading choices from a form: which people and sessions are meant, and the result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Problem, Refused
from kiosk.language import Language
from kiosk.rules.choosing.bookings import bookings_in, confirmed_session, waiting_list_of, wishes_of
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.places import choose, place_anyway
from kiosk.rules.loading.form_choices import load_choices
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.file_contents import ChoicesFile, FileRecord, FormAnswer, WrittenWish
from kiosk.rules.model.ids import PersonId, SessionId, SlotId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot
from tests.exchange.files import problems_of
from tests.rules.views import view

NOW = at("08:00", "2026-08-30")
AT = at("12:00", "2026-08-31")
SAY = Language("en").say
PEOPLE = [f"p{number}" for number in range(5)]
PLAIN = day(slot("one", "10:00-11:00"), slot("two", "11:00-12:00"))
RECORDS = (
    session("A", "one", "10:00-11:00", 1),
    session("B", "one", "10:00-11:00", 2),
    session("C", "one", "10:00-11:00", 9, audience=("TA",)),
    session("D", "two", "11:00-12:00", 1),
    session("E", "two", "11:00-12:00", 9),
    *(person(who) for who in PEOPLE),
)
FIRST_COME = school(PLAIN, *RECORDS)
DRAW = school(replace(PLAIN, draw_at=AT), *RECORDS)
COLUMNS = ("First choice", "Second choice", "Third choice", "Fourth choice")


def row(number: int, who: str, *wishes: str, **more: Any) -> FileRecord[FormAnswer]:
    asked = tuple(map(WrittenWish, COLUMNS, wishes))
    given = {"id": who, **more} if who else more
    return FileRecord(FormAnswer(wishes=asked, **given), "choices.csv", number, frozenset())


def form(*rows: FileRecord[FormAnswer]) -> ChoicesFile:
    return ChoicesFile("choices.csv", rows)


def loaded(
    known: School, *rows: FileRecord[FormAnswer], now: datetime = NOW
) -> tuple[School, Changes]:
    changes = load_choices(DAY, form(*rows))(known, now, SOMEBODY)
    return known.apply(changes.items), changes


def notes_of(changes: Changes) -> list[str]:
    return [SAY(changes.message or ""), *map(SAY, changes.all_notes())]


def wrong(known: School, *rows: FileRecord[FormAnswer]) -> list[Problem]:
    return problems_of(lambda: loaded(known, *rows))


def wishes(known: School, who: PersonId, of: SlotId = SlotId("one")) -> list[str]:
    return [one.session for one in wishes_of(known, who, DAY, of)]


# -- before a draw --------------------------------------------------------------------------------


def test_before_a_draw_the_form_replaces_the_wishes_of_the_slots_it_names() -> None:
    known = after(DRAW, NOW, choose("p0", "A"), choose("p0", "D"))
    known, changes = loaded(known, row(2, "p0", "B", "A"), row(3, "p1", "E", "A"))
    assert (wishes(known, "p0"), wishes(known, "p0", "two")) == (["B", "A"], ["D"])
    assert (wishes(known, "p1"), wishes(known, "p1", "two")) == (["A"], ["E"])
    assert notes_of(changes) == [
        "Choices: 1 added, 1 updated, 0 unchanged. "
        "Places are drawn by lot on Monday 31 August 2026 at 12:00."
    ]


def test_the_same_form_loaded_again_changes_nothing() -> None:
    rows = [row(2, "p0", "B", "A", "D"), row(3, "p1", "A")]
    for start in (DRAW, FIRST_COME):
        known, _ = loaded(start, *rows)
        again, changes = loaded(known, *rows)
        assert changes.items == ()
        assert again is known or view(again) == view(known)
        assert changes.all_notes() == ()


def test_a_place_given_before_the_draw_stays_and_only_what_is_dearer_is_a_wish() -> None:
    known = after(DRAW, NOW, place_anyway("p0", "B", Private("asked")))
    known, _ = loaded(known, row(2, "p0", "A", "B"))
    assert wishes(known, "p0") == ["A"]
    assert confirmed_session(known, "p0", DAY, "one") == known.session("B")


def test_a_place_given_against_a_rule_is_no_problem_of_the_form() -> None:
    known = after(DRAW, NOW, place_anyway("p0", "C", Private("asked")))
    known, _ = loaded(known, row(2, "p0", "A", "C"))
    assert wishes(known, "p0") == ["A"]


@given(
    st.dictionaries(
        st.sampled_from(PEOPLE), st.lists(st.sampled_from("ABDE"), unique=True, min_size=1)
    )
)
def test_the_form_is_as_good_as_choosing_at_the_kiosk(
    asked: dict[PersonId, list[SessionId]],
) -> None:
    rows = [row(number, who, *ranked) for number, (who, ranked) in enumerate(asked.items(), 2)]
    by_hand = after(DRAW, NOW, *(choose(who, one) for who in asked for one in asked[who]))
    by_form, _ = loaded(DRAW, *rows)
    assert view(after(by_form, AT, run_lottery(DAY))) == view(after(by_hand, AT, run_lottery(DAY)))
    by_hand = FIRST_COME
    for who, ranked in asked.items():
        for of in ("one", "two"):
            for wanted in (one for one in ranked if by_hand.session(one).slot == of):
                if confirmed_session(by_hand, who, DAY, SlotId(of)) is None:
                    by_hand = after(by_hand, NOW, choose(who, wanted))
    assert view(loaded(FIRST_COME, *rows)[0]) == view(by_hand)


# -- first come -----------------------------------------------------------------------------------


def test_first_come_the_first_free_wish_is_given_and_dearer_ones_are_waited_for() -> None:
    known, changes = loaded(
        FIRST_COME, row(2, "p0", "A"), row(3, "p1", "A", "B"), row(4, "p2", "A")
    )
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["p0"]
    assert [one.person for one in waiting_list_of(known, known.session("A"))] == ["p1", "p2"]
    assert confirmed_session(known, "p1", DAY, "one") == known.session("B")
    assert notes_of(changes) == [
        "Choices: 1 first choice, 1 other, 1 without a place.",
        "p2 has no place in one yet.",
    ]


def test_where_the_form_says_when_the_earlier_answer_is_served_first() -> None:
    noon = datetime(2026, 8, 24, 12)
    known, _ = loaded(
        FIRST_COME,
        row(2, "p0", "A", at=noon + timedelta(minutes=1)),
        row(3, "p1", "A", at=noon),
        row(4, "p2", "A"),
    )
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["p1"]
    assert [one.person for one in waiting_list_of(known, known.session("A"))] == ["p0", "p2"]


def test_who_answers_again_is_served_when_the_later_answer_came() -> None:
    known, _ = loaded(FIRST_COME, row(2, "p0", "A"), row(3, "p1", "A"), row(4, "p0", "A", "B"))
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["p1"]
    assert confirmed_session(known, "p0", DAY, "one") == known.session("B")


def test_who_has_chosen_at_the_kiosk_is_left_alone_and_told() -> None:
    known = after(FIRST_COME, NOW, choose("p0", "B"))
    again, changes = loaded(known, row(2, "p0", "A", "C"), row(3, "p1", "B"))
    assert confirmed_session(again, "p0", DAY, "one") == again.session("B")
    assert notes_of(changes)[1:] == ["p0 has already chosen in one and keeps it."]


def test_after_the_cut_off_nobody_is_put_onto_a_waiting_list_that_does_not_move() -> None:
    known = after(FIRST_COME, NOW, choose("p0", "A"))
    late = at("09:55")
    known, changes = loaded(known, row(2, "p1", "A", "B"), row(3, "p2", "A"), now=late)
    assert waiting_list_of(known, known.session("A")) == []
    assert confirmed_session(known, "p1", DAY, "one") == known.session("B")
    assert notes_of(changes)[1:] == ["p2 has no place in one yet."]


def test_it_is_loaded_before_choices_open_and_after_they_close() -> None:
    shut = replace(PLAIN, choices_open=NOW + timedelta(days=1), choices_close=AT)
    for now in (NOW, AT + timedelta(hours=1)):
        known, _ = loaded(FIRST_COME.apply([put(shut)]), row(2, "p0", "A"), now=now)
        assert confirmed_session(known, "p0", DAY, "one") == known.session("A")


def test_a_closed_day_and_no_day_take_nothing() -> None:
    closed = FIRST_COME.apply([put(replace(PLAIN, closed_at=NOW))])
    with pytest.raises(Refused, match="closed"):
        loaded(closed, row(2, "p0", "A"))
    with pytest.raises(Refused, match="no INSET day"):
        load_choices("2026-09-09", form())(FIRST_COME, NOW, SOMEBODY)


# -- who and what is meant ------------------------------------------------------------------------

NAMED = school(
    PLAIN,
    Workshop("W-A", Both("Retrieval practice: that lasts", "Ymarfer adalw")),
    Workshop("W-T", Both("Twice")),
    session("A", "one", "10:00-11:00"),
    session("A1", "one", "10:00-11:00", workshop="W-T"),
    session("B1", "two", "11:00-12:00", workshop="W-T"),
    person("1", forename="Siân", surname="Jones", staff_code="SJO"),
    person("2", forename="Siân", surname="Jones", staff_code="SJN"),
    person("3", forename="Gŵyn", surname="O’Brien", preferred_forename="Gwynnie"),
    person("4", forename="Sian", surname="Lee"),
    person("5", forename="Siân", surname="Lee"),
)


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"id": "1"}, "1"), ({"staff_code": "sjn"}, "2"), ({"email": "SJO@school.cymru"}, "1"),
        ({"email": "anonymous", "name": "Gwynnie O'Brien"}, "3"), ({"name": "gwyn obrien"}, "3"),
        ({"name": "Siân Lee"}, "5"), ({"name": "Siân Jones", "staff_code": "SJN"}, "2"),
        ({"name": "SJO"}, "1"),
    ],
)  # fmt: skip
def test_a_person_is_found_by_id_code_or_a_name_of_their_own(
    given: dict[str, str], who: PersonId
) -> None:
    known, _ = loaded(NAMED, row(2, "", "A", **given))
    assert confirmed_session(known, who, DAY, "one") == known.session("A")


@pytest.mark.parametrize(
    ("given", "column", "expected"),
    [
        ({"name": "Siân Jones"}, "name", "several people have this name"),
        ({"name": "sian lee"}, "name", "several people have this name"),
        ({"name": "sjo"}, "name", "the exact name of one person"),
        ({"name": "Nobody", "email": "x@y"}, "name", "the exact name of one person"),
        ({"email": "x@y"}, "email", "the exact name of one person"),
        ({}, "name", "the exact name of one person"),
        ({"id": "1", "name": "Siân Lee"}, "name", "the name of Siân Jones"),
    ],
)
def test_nobody_is_guessed(given: dict[str, str], column: str, expected: str) -> None:
    [problem] = wrong(NAMED, row(7, "", "A", **given))
    assert (problem.row, problem.column) == (7, column)
    assert expected in SAY(problem.expected)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A", "A"), ("a", "A"), ("A Retrieval practice: that lasts", "A"),
        ("A: Retrieval practice: that lasts (Room 3)", "A"), ("Ymarfer adalw", "A"),
        ("retrieval practice: THAT LASTS", "A"), ("A1 – Twice", "A1"), ("A1;A", "A1"),
    ],
)  # fmt: skip
def test_a_wish_names_a_session_by_id_title_or_both(text: str, meant: SessionId) -> None:
    known, _ = loaded(NAMED, row(2, "1", text))
    assert confirmed_session(known, "1", DAY, "one") == known.session(meant)


def test_a_title_given_twice_is_told_apart_by_the_heading_or_not_at_all() -> None:
    [problem] = wrong(NAMED, row(2, "1", "Twice"))
    assert "one of the ids A1, B1" in SAY(problem.expected)
    wish = (WrittenWish("Two: first choice", "Twice"),)
    known, _ = loaded(NAMED, FileRecord(FormAnswer("1", wishes=wish), "f", 2, frozenset()))
    assert confirmed_session(known, "1", DAY, "two") == known.session("B1")


@pytest.mark.parametrize("text", ["A Twice", "Z9", "A2 Twice", "A better start", "A1;Z9"])
def test_a_wish_that_names_no_session_is_told_with_its_place(text: str) -> None:
    [problem] = wrong(NAMED, row(4, "1", "A1", text))
    assert (problem.file, problem.row, problem.column) == ("choices.csv", 4, "Second choice")


def test_good_answers_are_taken_and_the_others_listed_with_the_reason() -> None:
    known, changes = loaded(
        DRAW, row(2, "p0", "A", "C"), row(3, "nobody", "A"), row(4, "p1", "A"),
        row(5, "", "A", email="anonymous"),
    )  # fmt: skip
    assert (wishes(known, "p0"), wishes(known, "p1")) == ([], ["A"])
    assert notes_of(changes)[1:] == [
        "3 answers are left out:",
        "choices.csv, row 2, Second choice: found “C”; expected a choice that is possible "
        "(“For other staff groups. Please choose another.”).",
        "choices.csv, row 3, id: found “nobody”; expected the id, the staff code or the exact "
        "name of one person.",
        "choices.csv, row 5, email: found “anonymous”; expected the id, the staff code or the "
        "exact name of one person.",
    ]


def test_a_grid_of_ranks_is_read_and_a_number_given_twice_is_told() -> None:
    def ranked(number: int, who: str, **ranks: int) -> FileRecord[FormAnswer]:
        wished = sorted(ranks.items(), key=lambda pair: pair[1])
        asked = tuple(WrittenWish(f"Rank [{title}]", title, rank) for title, rank in wished)
        return FileRecord(FormAnswer(who, wishes=asked), "choices.csv", number, frozenset())

    known, changes = loaded(
        DRAW, ranked(2, "p0", A=2, B=1, E=1, Happy=5), ranked(3, "p1", A=1, B=1),
        ranked(4, "p2", A=1, Happy=4),
    )  # fmt: skip
    assert (wishes(known, "p0"), wishes(known, "p0", "two")) == (["B", "A"], ["E"])
    assert (wishes(known, "p1"), wishes(known, "p2")) == ([], ["A"])
    assert notes_of(changes)[1:] == [
        "“Rank [Happy]” isn't a session on that day, so its numbers are left out.",
        "1 answer is left out:",
        "choices.csv, row 3, Rank [B]: found “1”; expected each number once: “A” has it too.",
    ]


def test_where_no_answer_is_good_nothing_is_loaded() -> None:
    found = wrong(DRAW, row(2, "p0", "A", "C"), row(3, "nobody", "A"))
    assert [(one.row, one.column, one.found) for one in found] == [
        (2, "Second choice", "C"), (3, "id", "nobody"),
    ]  # fmt: skip


def test_of_two_answers_of_one_person_the_later_counts_and_it_is_said() -> None:
    late, early = datetime(2026, 8, 25), datetime(2026, 8, 24)
    known, changes = loaded(DRAW, row(2, "p0", "A"), row(3, "p1", "A"), row(4, "p0", "B"))
    assert wishes(known, "p0") == ["B"]
    assert notes_of(changes)[1:] == ["p0 answered in rows 2 and 4. Row 4 counts."]
    known, changes = loaded(DRAW, row(2, "p0", "A", at=late), row(3, "p0", "B", at=early))
    assert wishes(known, "p0") == ["A"]
    assert notes_of(changes)[1:] == ["p0 answered in rows 3 and 2. Row 2 counts."]
