"""An id that would mean another workshop or person is listed, and refused until it is agreed to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import BadInput, Problem
from kiosk.language import Language
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.problems import describe
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId, join_ids
from kiosk.rules.model.records import Session, Workshop
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.text import Both
from tests.builders import after, day, person, school, session, slot
from tests.rules.loading.test_loading_programme import placed
from tests.rules.loading.test_loading_staff import NOW, file, problems, row

NAMES = Path(__file__).parents[2] / "data" / "names.csv"
WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))
FIRST, SECOND = session("1", "am", "09:00-10:00", 2), session("2", "am", "09:00-10:00", 1)
AGAIN = session("3", "pm", "11:00-12:00", workshop="W-1")
USED = after(school(WHOLE, person("A"), person("B"), FIRST, SECOND, AGAIN), NOW, choose("A", "1"))


def titled(**titles: str) -> ProgrammeFile:
    rows = [
        placed(Workshop(WorkshopId(f"W-{id[1:]}"), Both(title)), ("id", "title"), number)
        for number, (id, title) in enumerate(titles.items(), 2)
    ]
    return ProgrammeFile("workshops.csv", workshops=tuple(rows))


def renamed(*ids: str) -> LoadOptions:
    return LoadOptions(renamed=ids)


def said(found: Problem) -> str:
    return Language("en").say(describe(found))


def test_titles_that_were_exchanged_are_refused_where_somebody_has_a_place() -> None:
    exchanged = titled(w1="W-2", w2="W-1")
    (problem,) = problems(USED, load_programme(exchanged))
    assert (problem.row, problem.column, problem.found) == (2, "title_en", "W-2")
    assert said(problem) == (
        "file, row 2, title_en: found “W-2”; expected “W-1” as before, with 1 person in 1. "
        "Is it the same, renamed? Then add --renamed 1."
    )
    known = after(USED, NOW, load_programme(exchanged, renamed("1")))
    assert known.workshop(known.session(SessionId("1"))).title == Both("W-2")
    assert known.day_records == USED.day_records, "places stay with the id"


def test_every_session_of_the_workshop_is_named_and_has_to_be_agreed_to() -> None:
    both = after(USED, NOW, choose("B", "3"))
    asked = titled(w1="New")
    (problem,) = problems(both, load_programme(asked))
    assert said(problem).endswith("with 2 people in 1, 3. Is it the same, renamed? "
                                  "Then add --renamed 1 --renamed 3.")  # fmt: skip
    (left,) = problems(both, load_programme(asked, renamed("1")))
    assert said(left).endswith("Then add --renamed 3.")
    assert after(both, NOW, load_programme(asked, renamed("1", "3")))


def test_a_wish_and_a_mark_count_as_a_place_does() -> None:
    waiting = after(USED, NOW, choose("A", "2"), choose("B", "2"))
    mark = Mark(join_ids("2", "B", "1"), "2", "B", MarkState.PRESENT, NOW, Evidence.TUTOR)
    for known in (waiting, school(WHOLE, person("B"), FIRST, SECOND, mark)):
        (problem,) = problems(known, load_programme(titled(w2="New")))
        assert problem.found == "New"
    assert after(USED, NOW, load_programme(titled(w2="New"))), "nobody is in it"


def test_a_session_in_use_that_would_give_another_workshop_is_refused() -> None:
    other = replace(FIRST, workshop="W-2")
    asked = ProgrammeFile("", sessions=(placed(other, ("id", "workshop", "day", "slot")),))
    assert [(one.column, one.found) for one in problems(USED, load_programme(asked))] == [
        ("workshop", "W-2")
    ]
    known = after(USED, NOW, load_programme(asked, renamed("1")))
    assert known.session(SessionId("1")).workshop == "W-2"


def test_a_title_in_the_other_language_too_is_no_other_title() -> None:
    def in_both(en: str, cy: str) -> ProgrammeFile:
        workshop = Workshop(WorkshopId("W-1"), Both(en, cy))
        return ProgrammeFile("", workshops=(placed(workshop, ("id", "title")),))

    known = after(USED, NOW, load_programme(in_both("W-1", "Clymau")))
    (problem,) = problems(known, load_programme(in_both("W-1", "Mapiau")))
    assert (problem.column, problem.found) == ("title_cy", "Mapiau")
    assert after(known, NOW, load_programme(in_both("W-1", "")))


# -- people ---------------------------------------------------------------------------------------

KNOWN = after(
    School(), NOW, load_staff(file(row("1", "Siân", "Jones"), row("2", "Emrys", "Quarrie")))
)


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        (("Siân", "Evans"), False),
        (("Sian", "Jones"), False),
        (("SIÂN", "JONES"), False),
        (("Gruff", "Jones"), False),
        (("Sian", "Evans"), False),
        (("Gruff", "Lethbridge"), True),
        (("Emrys", "Quarrie"), True),
        (("emrys", "quarrie"), True),
    ],
)
def test_a_person_who_would_be_somebody_else_is_refused_until_it_is_agreed_to(
    names: tuple[str, str], refused: bool
) -> None:
    staff = file(row("1", *names))
    if refused:
        (problem,) = problems(KNOWN, load_staff(staff))
        assert (problem.row, problem.column) == (2, "surname")
        assert said(problem).endswith("Then add --renamed 1.")
    asked = load_staff(staff, renamed("1") if refused else LoadOptions())
    known = after(KNOWN, NOW, asked)
    assert (known.people["1"].forename, known.people["1"].surname) == names
    assert set(known.people) == {"1", "2"}


def test_names_that_were_exchanged_are_refused_for_each_of_the_two() -> None:
    staff = file(row("1", "Emrys", "Quarrie"), row("2", "Siân", "Jones"))
    assert [one.row for one in problems(KNOWN, load_staff(staff))] == [2, 3]
    assert [one.row for one in problems(KNOWN, load_staff(staff, renamed("1")))] == [3]
    assert after(KNOWN, NOW, load_staff(staff, renamed("1", "2"))).people["2"].forename == "Siân"


def test_a_surname_that_makes_a_namesake_of_somebody_is_asked_about() -> None:
    known = after(KNOWN, NOW, load_staff(file(row("3", "Siân", "Evans"))))
    (problem,) = problems(known, load_staff(file(row("1", "Siân", "Evans"))))
    assert "this is the name of another person here, 3" in said(problem)


def test_any_two_names_that_are_exchanged_are_refused() -> None:
    with NAMES.open(encoding="utf-8", newline="") as lines:
        names = {(one["forename"], one["surname"]) for one in csv.DictReader(lines)}
    listed = sorted(names)
    rows = [row(PersonId(str(n)), *one) for n, one in enumerate(listed)]
    known = after(School(), NOW, load_staff(file(*rows)))
    turned = [replace(one, id=PersonId(str((n + 1) % len(rows)))) for n, one in enumerate(rows)]
    found = problems(known, load_staff(file(*turned)))
    assert len(found) == len(rows) > 50
    assert after(known, NOW, load_staff(file(*rows))).people == known.people


TITLES = st.permutations(["One", "Two", "Three"])


@given(TITLES, TITLES, st.sets(st.sampled_from("123")))
def test_nobody_is_ever_put_into_another_workshop_unasked(
    before: list[str], now: list[str], agreed: set[str]
) -> None:
    def planned(titles: list[str]) -> ProgrammeFile:
        return titled(**{f"w{n}": title for n, title in enumerate(titles, 1)})

    sessions: list[Session] = [FIRST, SECOND, replace(AGAIN, workshop=WorkshopId("W-3"))]
    known = school(WHOLE, person("A"), *sessions)
    known = after(known, NOW, load_programme(planned(before)), choose("A", "1"), choose("A", "3"))
    asked = load_programme(planned(now), LoadOptions(renamed=tuple(agreed)))
    try:
        then = after(known, NOW, asked)
    except BadInput:
        assert {id for id in "13" if before[int(id) - 1] != now[int(id) - 1]} - agreed
        return
    for id in {"1", "3"} - agreed:
        one = SessionId(id)
        assert then.workshop(then.session(one)).title == known.workshop(known.session(one)).title
    assert view_of_places(then) == view_of_places(known)


def view_of_places(known: School) -> set[str]:
    return {booking.id for booking in known.records("bookings")}
