from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import BadInput, Problem
from kiosk.language import Language
from kiosk.rules.loaded import Placed, ProgrammeFile, StaffFile, moved_dates
from kiosk.rules.loading import load_programme, load_staff
from kiosk.rules.places import booking_of, choose
from kiosk.rules.records import InsetDay, Mark, Person, Proof, Role, Session, State, Workshop, key
from kiosk.rules.school import School, put
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, after, at, day, person, school, session, slot

NOW = at("08:00")
ALL = frozenset(Person.__dataclass_fields__) - {"own_name"}
BARE = frozenset({"id", "forename", "surname", "role", "staff_code"})


def row(
    id: str = "", forename: str = "Siân", surname: str = "Jones", code: str = "", **more: Any
) -> Person:
    return Person(id, forename, surname, more.pop("role", Role.TEACHER), staff_code=code, **more)


def file(*people: Person, given: frozenset[str] = BARE) -> StaffFile:
    rows = [Placed(one, "staff.csv", number, given) for number, one in enumerate(people, 2)]
    return StaffFile("staff.csv", tuple(rows))


def loaded(before: School, staff: StaffFile) -> School:
    return after(before, NOW, load_staff(staff))


def problems(before: School, asked: Any) -> Sequence[Problem]:
    with pytest.raises(BadInput) as caught:
        asked(before, NOW)
    return caught.value.problems


def said(before: School, asked: Any) -> str:
    return Language("en").say(asked(before, NOW).said)


# -- who a row is ---------------------------------------------------------------------------------


def test_the_id_is_the_key_whatever_else_changes() -> None:
    first = loaded(School(), file(row("7", code="SJO")))
    second = loaded(first, file(row("7", "Siân", "Evans", "SEV")))
    assert [(one.id, one.name) for one in second.people.values()] == [("7", "Siân Evans")]


def test_without_an_id_the_staff_code_is_the_key_and_becomes_the_id() -> None:
    first = loaded(School(), file(row(code="SJO"), row(code="SJE")))
    assert set(first.people) == {"SJO", "SJE"}
    second = loaded(first, file(row("", "Siân", "Evans", "SJO"), row(code="SJE")))
    assert [one.name for one in second.people.values()] == ["Siân Evans", "Siân Jones"]


def test_without_id_and_code_the_exact_name_is_the_key_and_makes_a_readable_id() -> None:
    first = loaded(School(), file(row("", "Gŵyn", "Llŷr"), row("", "", "小明"), row("", "%", "*")))
    assert set(first.people) == {"gwyn-llyr", "小明", "person"}
    changed = file(row("", "Gŵyn", "Llŷr", role=Role.TA))
    assert loaded(first, changed).people["gwyn-llyr"].role is Role.TA


def test_a_name_that_two_people_have_is_no_key() -> None:
    namesakes = file(row("", "A", "B"), row("", "A", "B"), row("", "C", "D"))
    assert [one.row for one in problems(School(), load_staff(namesakes))] == [2, 3]
    known = loaded(School(), file(row("1"), row("2")))
    assert [one.row for one in problems(known, load_staff(file(row())))] == [2]


def test_a_row_without_an_id_is_found_by_its_name_when_it_gains_a_code() -> None:
    first = loaded(School(), file(row()))
    second = loaded(first, file(row(code="SJO")))
    assert [(one.id, one.staff_code) for one in second.people.values()] == [("sian-jones", "SJO")]


def test_one_code_for_two_names_is_a_problem() -> None:
    two = file(row("", "Tariq", "Smith", "TSM"), row("", "Tunde", "Smith", "TSM"))
    assert [(one.row, one.column) for one in problems(School(), load_staff(two))] == [
        (3, "staff_code")
    ]


def test_one_id_for_two_names_is_a_problem() -> None:
    two = file(row("1", "A", "B"), row("1", "C", "D"))
    assert [(one.row, one.column) for one in problems(School(), load_staff(two))] == [(3, "id")]


def test_two_posts_of_one_person_are_one_person() -> None:
    hours = person("x", hours={"mon": "08:30-12:00"}).hours
    other = person("x", hours={"mon": "11:00-15:00", "fri": "09:00-10:00"}).hours
    posts = file(
        row("1", hours=hours, duties=("alnco",)),
        row("1", role=Role.SUPPORT, hours=other, department="Office"),
        given=ALL,
    )
    (one,) = loaded(School(), posts).people.values()
    assert (one.role, one.duties, one.department) == (Role.TEACHER, ("alnco",), "Office")
    assert one.hours == person("x", hours={"mon": "08:30-15:00", "fri": "09:00-10:00"}).hours


def test_a_new_id_for_a_known_name_and_code_is_asked_about_not_guessed() -> None:
    known = loaded(School(), file(row(code="SJO")))
    (problem,) = problems(known, load_staff(file(row("1234", code="SJO"))))
    assert (problem.column, problem.found) == ("id", "1234")
    assert "“SJO”" in Language("en").say(problem.expected)


def test_the_kiosks_own_id_is_nobodys() -> None:
    assert problems(School(), load_staff(file(row("tutor"))))
    assert set(loaded(School(), file(row("", "Tutor", ""))).people) == {"tutor-2"}


# -- loading again --------------------------------------------------------------------------------


def test_a_column_that_is_not_in_the_file_leaves_what_is_known_alone() -> None:
    known = school(person("1", hours="08:30-12:00", department="English", track="nqt"))
    again = loaded(known, file(row("1", "New", "Name")))
    (one,) = again.people.values()
    assert (one.name, one.department, one.track) == ("New Name", "English", "nqt")
    assert one.hours == known.people["1"].hours


def test_a_blank_cell_takes_away_what_the_file_gave_but_not_what_the_desk_gave() -> None:
    known = school(
        person("1", department="English", preferred_forename="Mica", badge="INSET-A", forename="M")
    )
    (one,) = loaded(known, file(row("1"), given=ALL)).people.values()
    assert (one.department, one.hours) == ("", None)
    assert (one.preferred_forename, one.badge) == ("Mica", "INSET-A")


def test_a_name_chosen_here_survives_every_file() -> None:
    known = school(person("1", preferred_forename="Mica", own_name=True))
    legal = row("1", "Michael", "Brown", preferred_forename="Michael", display_name="M. Brown")
    (one,) = loaded(known, file(legal, given=ALL)).people.values()
    assert one.name == "Mica Brown"


def test_nobody_is_removed_and_the_summary_says_so() -> None:
    known = loaded(School(), file(row("1"), row("2", "A", "B"), row("3", "C", "D")))
    again = load_staff(file(row("1"), row("2", "A", "Z"), row("4", "E", "F")))
    assert said(known, again) == (
        "Staff: 1 added, 1 updated, 1 unchanged; 1 person not in the file stays."
    )
    assert set(after(known, NOW, again).people) == {"1", "2", "3", "4"}


def test_one_bad_row_and_nothing_is_loaded() -> None:
    mixed = file(
        row("1", mentor="nobody"),
        row("2", "A", "B", badge="INSET-A"),
        row("3", "C", "D", badge="INSET-A"),
        given=ALL,
    )
    assert [(one.row, one.column) for one in problems(School(), load_staff(mixed))] == [
        (2, "mentor"),
        (4, "badge"),
    ]


NAMES = st.sampled_from(["Siân", "Sian", "Gŵyn", ""])
ROWS = st.lists(
    st.builds(
        row,
        id=st.sampled_from(["", "", "1", "2", "sian-jones"]),
        forename=NAMES,
        surname=st.sampled_from(["Jones", "Llŷr"]),
        code=st.sampled_from(["", "", "SJO", "GLL", "1"]),
        role=st.sampled_from(Role),
    ),
    max_size=6,
)


@given(ROWS, ROWS)
def test_loading_a_file_twice_changes_nothing_the_second_time(
    before: list[Person], rows: list[Person]
) -> None:
    known = School()
    for people in (before, rows):
        asked = load_staff(file(*people))
        try:
            known = after(known, NOW, asked)
        except BadInput:
            continue
        assert asked(known, NOW).items == ()
        assert all(one.id == name for name, one in known.people.items())


# -- programmes -----------------------------------------------------------------------------------

WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))


def placed(record: Any, given: Sequence[str] = (), number: int = 2) -> Placed[Any]:
    names = frozenset(given or set(record.__dataclass_fields__) - {"closed_at"})
    return Placed(record, "file", number, names)


def plan(*records: Any, **more: Any) -> ProgrammeFile:
    parts: dict[type[Any], list[Placed[Any]]] = {}
    for number, record in enumerate(records, 2):
        parts.setdefault(type(record), []).append(placed(record, number=number))
    return ProgrammeFile(
        "plan",
        days=tuple(parts.get(InsetDay, ())),
        workshops=tuple(parts.get(Workshop, ())),
        sessions=tuple(parts.get(Session, ())),
        **more,
    )


def test_a_programme_loaded_twice_changes_nothing_the_second_time() -> None:
    asked = load_programme(
        plan(WHOLE, Workshop("W-1", Both("One")), session("1", "am", "09:00-10:00"))
    )
    assert said(School(), asked) == "Programme: 3 added, 0 updated, 0 unchanged."
    once = after(School(), NOW, asked)
    assert asked(once, NOW).items == ()
    assert said(once, asked) == "Programme: 0 added, 0 updated, 3 unchanged."


def test_a_closed_day_stays_closed() -> None:
    known = school(replace(WHOLE, closed_at=NOW))
    again = after(known, NOW, load_programme(plan(replace(WHOLE, title=Both("New")))))
    assert again.programme.days[DAY].closed_at == NOW
    assert again.programme.days[DAY].title == Both("New")


def test_a_setting_that_the_file_does_not_name_stays() -> None:
    known = school(Settings(head="H", late_after=3))
    given = placed(Settings(tutor="T"), ["tutor"])
    again = after(known, NOW, load_programme(ProgrammeFile("school.toml", settings=given)))
    assert (again.settings.head, again.settings.late_after, again.settings.tutor) == ("H", 3, "T")


def test_a_session_without_times_has_the_slots_and_follows_it() -> None:
    bare = replace(session("1", "am", "09:00-10:00"), workshop="W")
    times = {"start", "end"}
    rows = (placed(bare, sorted(set(Session.__dataclass_fields__) - times)),)
    file = ProgrammeFile("plan", days=(placed(day(slot("am", "09:30-10:15"))),), sessions=rows)
    found = after(school(WHOLE), NOW, load_programme(file)).programme.sessions["1"]
    assert (f"{found.start:%H:%M}", f"{found.end:%H:%M}") == ("09:30", "10:15")


def test_everything_that_does_not_fit_together_is_listed_with_its_row() -> None:
    known = school(WHOLE, person("A", department="English", duties=("alnco",)))
    file = plan(
        Workshop("W", Both("W"), resources=("none",)),
        session("1", "am", "09:00-10:30", leaders=("B",), audience=("dept:Maths", "alnco")),
        session("2", "evening", "09:00-10:00", audience=("wizards", "person:A", "staff")),
        session("3", "am", "08:00-09:30", day="2026-12-01"),
    )
    assert [(one.row, one.column, one.found) for one in problems(known, load_programme(file))] == [
        (2, "resources", "none"),
        (3, "leaders", "B"),
        (3, "audience", "dept:Maths"),
        (3, "end", "10:30"),
        (4, "audience", "wizards"),
        (4, "slot", "evening"),
        (5, "day", "2026-12-01"),
    ]


def test_a_day_may_not_take_away_the_slot_of_a_session() -> None:
    known = school(WHOLE, session("1", "pm", "11:00-12:00"))
    file = plan(day(slot("am", "09:00-10:00")))
    assert [(one.column, one.found) for one in problems(known, load_programme(file))] == [
        ("slot", "pm")
    ]


def booked(places: int = 1) -> School:
    return after(
        school(
            WHOLE,
            person("A"),
            person("B"),
            session("1", "am", "09:00-10:00", places),
            session("2", "am", "09:00-10:00"),
            session("3", "pm", "11:00-12:00"),
        ),
        NOW,
        choose("A", "1"),
        choose("B", "1"),
    )


def test_a_session_that_left_the_file_goes_unless_people_have_a_place_or_a_mark_in_it() -> None:
    mark = Mark(key("3", "A", "1"), "3", "A", State.PRESENT, NOW, Proof.TUTOR)
    known = booked().apply([put(mark)])
    asked = load_programme(plan(session("4", "am", "09:00-10:00", workshop="W-1")))
    assert said(known, asked) == (
        "Programme: 1 added, 0 updated, 0 unchanged; 1 session removed; 2 sessions not in the file "
        "stay, as people have a place or a mark in them."
    )
    again = after(known, NOW, asked)
    assert set(again.programme.sessions) == {"1", "3", "4"}
    assert set(again.programme.workshops) == {"W-1", "W-3"}


def test_a_file_of_one_day_leaves_the_other_days_alone() -> None:
    other = replace(WHOLE, id="2026-10-01")
    known = school(WHOLE, other, session("1", "am", "09:00-10:00"))
    file = plan(session("2", "am", "09:00-10:00", day=other.id, workshop="W-1"))
    assert set(after(known, NOW, load_programme(file)).programme.sessions) == {"1", "2"}


def test_places_cannot_be_fewer_than_are_taken_and_more_go_to_the_queue() -> None:
    known = booked()
    wanted = known.programme.sessions["1"]
    again = after(known, NOW, load_programme(plan(replace(wanted, places=2))))
    moved_up = booking_of(again, again.programme.sessions["1"], "B")
    assert moved_up is not None
    assert moved_up.firm
    (problem,) = problems(again, load_programme(plan(wanted)))
    assert (problem.column, problem.found) == ("places", "1")


def test_a_session_with_bookings_does_not_move_to_another_day() -> None:
    known = booked().apply([put(replace(WHOLE, id="2026-10-01"))])
    moved = replace(known.programme.sessions["1"], day="2026-10-01")
    (problem,) = problems(known, load_programme(plan(moved)))
    assert problem.column == "day"


# -- moving a sample to another date --------------------------------------------------------------


YEARS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@given(st.sets(YEARS, min_size=1, max_size=9), YEARS, st.data())
def test_moved_days_keep_their_order_and_the_others_their_weekday(
    days: set[date], to: date, data: st.DataObject
) -> None:
    flagship = data.draw(st.sampled_from(sorted(days)))
    dates = moved_dates(days, flagship, to)
    assert dates[flagship] == to
    assert sorted(dates.values()) == [dates[one] for one in sorted(days)]
    assert len(set(dates.values())) == len(days)
    assert all(old.weekday() == new.weekday() for old, new in dates.items() if old != flagship)
