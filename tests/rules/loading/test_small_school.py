"""The smallest school: names, a date and a few answers."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.exchange.staff import read_staff
from kiosk.exchange.typed_names import read_names
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import headcount
from kiosk.rules.attendance.registers import mark_all_here
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_account import Outcome, day_account
from kiosk.rules.loading.small_school import (
    Draft,
    SmallDay,
    asked_for_hours,
    loading_of,
    staff_of,
    with_staff,
)
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.records import InsetDay, Slot, Window
from kiosk.rules.model.requirement import slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, Evidence, Requirement, Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, after, at, by

HOURS = Window(time(8, 30), time(15, 30))
NAMES = "Ann Lee, head\nBo Ek, TA\nCai Ash, cook\nDot Fry, governor"
ANN, BO, CAI, DOT = map(PersonId, ("ann-lee", "bo-ek", "cai-ash", "dot-fry"))


def draft(**answers: Any) -> Draft:
    day = {name: answers.pop(name) for name in [*answers] if name in SmallDay.__struct_fields__}
    return Draft(
        staff=read_names(NAMES), day=SmallDay(date.fromisoformat(DAY), HOURS, **day), **answers
    )


def made(**answers: Any) -> School:
    return after(School(), at("08:00"), loading_of(draft(**answers)))


def requirements(school: School) -> dict[str, Requirement]:
    day = school.day(DAY)
    return {
        who: slot_requirement(school, one, day, day.slots[0]).requirement
        for who, one in school.people.items()
    }


def test_until_it_is_answered_everybody_is_invited_and_nobody_required() -> None:
    school = made()
    assert set(requirements(school).values()) == {Requirement.INVITED}
    assert headcount(school, school.day(DAY)).due == 0


def test_whoever_is_paid_for_all_of_it_is_required_and_the_others_are_invited() -> None:
    assert requirements(made(is_paid=True, unpaid=frozenset({1}))) == {
        ANN: Requirement.REQUIRED,
        BO: Requirement.INVITED,
        CAI: Requirement.REQUIRED,
        DOT: Requirement.INVITED,  # a governor is nobody's employee
    }


def test_the_answer_is_about_that_day_alone() -> None:
    ann = made(is_paid=True).people[ANN]
    assert (ann.hours, [*ann.agreed]) == (None, [DAY])


def test_an_unknown_role_is_support_staff() -> None:
    assert made().people[CAI].role is Role.SUPPORT


def test_people_sign_in_and_that_is_the_day() -> None:
    school = made(is_paid=True)
    assert not school.sessions_on(DAY)
    for who in (ANN, BO):
        school = after(school, at("08:20"), by(Evidence.TYPED, sign_in(who)))
    outcomes = {
        line.person.id: line.outcome
        for line in day_account(school, at("16:00"), school.day(DAY)).lines
    }
    assert outcomes == {
        ANN: Outcome.ALL, BO: Outcome.ALL, CAI: Outcome.NONE, DOT: Outcome.NOT_REQUIRED,
    }  # fmt: skip


def test_what_everybody_must_do_is_owed_by_whoever_was_not_there() -> None:
    school = made(
        is_paid=True, unpaid=frozenset({1}),
        must_do="Safeguarding update", catch_up="Ask Mrs Price for the slides",
    )  # fmt: skip
    school = after(school, at("08:20"), by(Evidence.TYPED, sign_in(ANN)))
    [session] = school.sessions_on(DAY)
    register = by(Evidence.TUTOR, mark_all_here(session.id))
    closed = by(Evidence.TUTOR, close_day(DAY))
    school = after(after(school, at("15:00"), register), at("16:00"), closed)
    owed = {
        who: [
            school.programme.resources[one].title.en
            for catch_up in catch_ups_owed(school, at("16:00"), person, school.day(DAY))
            for one in catch_up.resources
        ]
        for who, person in school.people.items()
    }
    slides = ["Ask Mrs Price for the slides"]
    # the part-timer owes it too, in paid hours; a governor owes the school nothing
    assert owed == {ANN: [], BO: slides, CAI: slides, DOT: []}


def test_one_key_marks_whoever_came_also_before_it_is_known_who_is_paid() -> None:
    school = made(must_do="Safeguarding update")
    for who in (ANN, DOT):
        school = after(school, at("08:20"), by(Evidence.TYPED, sign_in(who)))
    [session] = school.sessions_on(DAY)
    school = after(school, at("15:00"), by(Evidence.TUTOR, mark_all_here(session.id)))
    assert [*school.day_record(DAY).marks[session.id]] == [ANN]


@pytest.mark.parametrize(
    ("answers", "languages"),
    [
        ({}, "en+cy"),
        ({"language": "cy"}, "cy+en"),
        ({"nation": "england"}, "en"),
        ({"nation": "england", "language": "cy"}, "en"),
    ],
)
def test_the_nation_and_the_language_of_the_first_start_are_the_schools(
    answers: dict[str, str], languages: str
) -> None:
    settings = made(**answers).settings
    assert settings.languages == languages
    assert settings.nation == answers.get("nation", "wales")


def test_a_school_keeps_its_usual_name_until_it_gives_one() -> None:
    assert made().settings.name == School().settings.name
    assert made(school="Ysgol Fach").settings.name == Both("Ysgol Fach", "Ysgol Fach")


def test_what_was_typed_in_welsh_is_welsh() -> None:
    school = made(language="cy", must_do="Diogelu")
    [session] = school.sessions_on(DAY)
    assert school.workshop(session).title == Both(cy="Diogelu")


def programme(*days: tuple[str, DayKind, bool], usual: Any = None) -> ProgrammeFile:
    """Return a programme of days with a slot each; of each: date, kind, whether it counts."""
    slot = Slot(SlotId("day"), Both("Together"), SlotKind.TOGETHER, time(9), time(15))
    made = (
        InsetDay(DayId(on), n, Both("INSET"), kind, slots=(slot,), counts_for_everyone=counts)
        for n, (on, kind, counts) in enumerate(days, 1)
    )
    settings = Settings(usual_hours=usual or {})
    return ProgrammeFile(
        "", settings=FileRecord(settings, "", 0, frozenset({"usual_hours"})),
        days=tuple(FileRecord(day, "", 0, frozenset({"title", "kind", "slots"})) for day in made),
    )  # fmt: skip


def by_file(*days: tuple[str, DayKind, bool], usual: Any = None) -> Draft:
    return replace(draft(is_paid=True), by_file=True, programme=programme(*days, usual=usual))


def test_the_answer_holds_for_each_day_of_a_programme() -> None:
    asked = replace(by_file((DAY, DayKind.WHOLE, False), ("2026-10-23", DayKind.HALF, False)),
                    unpaid=frozenset({1}))  # fmt: skip
    people = [row.record for row in staff_of(asked).rows]
    span = Window(time(9), time(15))
    assert [one.agreed for one in people] == [both := {DAY: span, "2026-10-23": span}, {}, both, {}]
    assert people[1].part_time


@pytest.mark.parametrize("counts", [False, True])
def test_a_twilight_is_part_of_the_answer_where_it_counts_for_everyone(counts: bool) -> None:
    asked = by_file((DAY, DayKind.WHOLE, False), ("2026-10-08", DayKind.TWILIGHT, counts))
    assert ("2026-10-08" in staff_of(asked).rows[0].record.agreed) is counts


def test_without_a_programme_yet_nobody_is_asked() -> None:
    asked = replace(by_file(), programme=None)
    assert (asked_for_hours(asked), staff_of(asked)) == ({}, asked.staff)


def test_people_with_the_usual_hours_of_their_role_are_not_asked() -> None:
    usual = {"TA": {"tue": "08:30-15:30"}}
    asked = by_file((DAY, DayKind.WHOLE, False), usual=usual)
    assert [one.name for one in asked_for_hours(asked).values()] == ["Ann Lee", "Cai Ash"]


def test_people_of_a_file_who_are_part_time_are_asked_and_ticked_already(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(
        "name,role,fte,tue\nAnn Lee,teacher,1,08:30-15:30\nBo Ek,teacher,0.6,\nCai Ash,TA,,\n",
        encoding="utf-8",
    )
    asked = with_staff(draft(), date.fromisoformat(DAY), read_staff(file))
    assert [one.name for one in asked_for_hours(asked).values()] == ["Bo Ek", "Cai Ash"]
    assert asked.unpaid == {1}
    everybody = staff_of(replace(asked, is_paid=True, unpaid=frozenset())).rows[1].record
    assert (everybody.part_time, [*everybody.agreed]) == (True, [DAY])
    assert with_staff(replace(asked, is_paid=True), date.fromisoformat(DAY), asked.staff).is_paid


def test_a_person_with_several_posts_is_asked_about_once(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("id,name,role\n7,Bo Ek,TA\n7,Bo Ek,cleaner\n", encoding="utf-8")
    assert [*asked_for_hours(with_staff(draft(), date.fromisoformat(DAY), read_staff(file)))] == [0]


def test_hours_that_a_file_gives_are_not_asked_for_or_changed() -> None:
    asked = draft(is_paid=True)
    known = {"tue": Window(time(9), time(12))}
    rows = tuple(
        replace(row, record=replace(row.record, hours=known), given=row.given | {"hours"})
        for row in asked.staff.rows
    )
    school = after(
        School(), at("08:00"), loading_of(replace(asked, staff=replace(asked.staff, rows=rows)))
    )
    assert {one.agreed == {} and one.hours == known for one in school.people.values()} == {True}


@given(
    names=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=20),
    ticked=st.sets(st.integers(0, 19)),
    is_paid=st.booleans(),
    must_do=st.sampled_from(["", "Safeguarding"]),
)
def test_any_answers_make_a_school_in_which_only_the_paid_are_required(
    names: list[str], ticked: set[int], is_paid: bool, must_do: str
) -> None:
    staff = read_names("\n".join(names))
    day = SmallDay(date.fromisoformat(DAY), HOURS, must_do=must_do)
    asked = Draft(staff=staff, day=day, is_paid=is_paid, unpaid=frozenset(ticked))
    school = after(School(), at("08:00"), loading_of(asked))
    assert len(school.people) == len(staff.rows)
    paid = sum(
        is_paid and place not in ticked and row.record.role is not Role.VISITOR
        for place, row in enumerate(staff.rows)
    )
    assert list(requirements(school).values()).count(Requirement.REQUIRED) == paid
