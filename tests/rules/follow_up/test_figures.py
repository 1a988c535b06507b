"""Figures without names: people are counted, once each, and small groups are not shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.language import Language
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.figures import MIN_GROUP, By, FiguresLine, figures_of_day
from kiosk.rules.follow_up.figures_in_words import figures_said
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId, WorkshopId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot
from tests.rules.any_school import schools

EVENING = at("16:00")
TEACHERS, TAS = [f"t{n}" for n in range(6)], [f"a{n}" for n in range(5)]
NOT_THAT_DAY = [f"w{n}" for n in range(5)]
SCHOOL = school(
    day(
        slot("talk", "09:00-10:00", SlotKind.TOGETHER),
        slot("choice", "10:30-11:30"),
        slot("more", "11:30-12:00"),
    ),
    Workshop(WorkshopId("safe"), Both("Safeguarding"), required_training=("all",)),
    Workshop(WorkshopId("aln"), Both("ALN"), priority="ALN"),
    Workshop(WorkshopId("cy"), Both("Cymraeg"), priority="Cymraeg"),
    session("T", "talk", "09:00-10:00", workshop=WorkshopId("safe")),
    session("A", "choice", "10:30-11:30", workshop=WorkshopId("aln")),
    session("B", "choice", "10:30-11:30", workshop=WorkshopId("cy")),
    session("C", "more", "11:30-12:00", workshop=WorkshopId("aln")),
    *(person(name) for name in TEACHERS),
    *(person(name, Role.TA) for name in TAS),
    *(person(name, hours={"wed": "08:30-15:30"}) for name in NOT_THAT_DAY),
    person("head", Role.LEADER),
)


def here(who: str, one: str, state: MarkState = MarkState.PRESENT) -> Decision:
    return by(Evidence.TUTOR, mark(PersonId(who), SessionId(one), state))


def figures(known: School, now: str = "16:00") -> dict[tuple[By, str], FiguresLine]:
    found = figures_of_day(known, at(now), known.day(DAY))
    return {(line.by, line.id): line for line in found}


def said(line: FiguresLine) -> str:
    return Language("en").say(figures_said(line, is_today=True))


CAME = [here(who, "T") for who in (*TEACHERS, *TAS[:3], NOT_THAT_DAY[0])]


def test_who_is_not_required_is_in_no_denominator_of_attendance() -> None:
    found = figures(after(SCHOOL, EVENING, *CAME))
    assert said(found[By.SESSION, "T"]) == "9 of 12 required, 1 more came"


def test_required_training_is_counted_of_everyone_it_names() -> None:
    found = figures(after(SCHOOL, EVENING, *CAME))
    assert said(found[By.TRAINING, "safe"]) == "10 of 17 done, 3 missed it, 4 not expected today"


def test_a_session_that_has_not_begun_is_not_counted_as_missed() -> None:
    assert said(figures(SCHOOL, "08:00")[By.SESSION, "T"]) == "12 required, not started yet"


def test_a_session_whose_register_was_not_taken_is_not_counted_as_nobody_came() -> None:
    line = figures(SCHOOL)[By.SESSION, "T"]
    assert said(line) == "12 required, register not taken"
    assert (line.numbers()["required"], line.numbers()["attended"]) == (12, None)
    # while it runs it may still be taken
    assert said(figures(SCHOOL, "09:30")[By.SESSION, "T"]) == "0 of 12 required"
    nobody = [here(who, "T", MarkState.ABSENT) for who in TEACHERS]
    assert said(figures(after(SCHOOL, EVENING, *nobody))[By.SESSION, "T"]) == "0 of 12 required"


def test_a_person_in_two_sessions_of_a_priority_is_one_person_and_their_time_adds_up() -> None:
    both = [here(who, one) for who in TEACHERS[:5] for one in ("A", "C")]
    line = figures(after(SCHOOL, EVENING, *both))[By.PRIORITY, "ALN"]
    assert line.counts is not None
    assert (line.counts.attended + line.counts.others, line.person_minutes) == (5, 5 * 90)


def test_who_went_to_another_session_of_the_slot_counts_where_they_were() -> None:
    known = after(SCHOOL, at("08:00"), *(choose(PersonId(who), SessionId("A")) for who in TEACHERS))
    found = figures(after(known, EVENING, *(here(who, "B") for who in TEACHERS)))
    assert found[By.SESSION, "A"].is_small
    assert said(found[By.SESSION, "B"]) == "6 of 6 required"


def test_fewer_than_five_people_are_not_shown_nor_known_by_what_is_left_of_a_total() -> None:
    few = [here(who, "B") for who in TEACHERS[:4]]
    found = figures(after(SCHOOL, EVENING, *few))
    assert found[By.SESSION, "B"].is_small
    assert said(found[By.SESSION, "B"]) == "fewer than 5: not shown"
    assert (By.PRIORITY, "Cymraeg") not in found
    # the one leader is put together with the smallest other group
    assert (By.ROLE, "leader") not in found
    assert (By.ROLE, "TA") not in found
    together = found[By.ROLE, "others"].counts
    assert together is not None
    assert together.people == 6


@given(schools(), st.sampled_from(["07:00", "09:15", "23:59"]))
def test_no_line_of_any_day_is_about_few_people_and_no_more_come_than_there_are(
    known: School, clock: str
) -> None:
    for today in known.programme.days.values():
        for line in figures_of_day(known, at(clock, today.id), today):
            assert said(line)
            if line.counts is not None:
                assert line.counts.people >= MIN_GROUP
                assert line.counts.attended <= line.counts.required
            if line.training is not None:
                assert len(line.training.people) >= MIN_GROUP
            if line.is_small:
                assert {*line.numbers().values()} == {None}
