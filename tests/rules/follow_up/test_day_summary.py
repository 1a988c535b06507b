"""A day in three lists to hand on."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.exchange.typed_names import read_names
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.registers import mark_all_here
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_summary import DaySummary, day_summary
from kiosk.rules.loading.small_school import Draft, SmallDay, loading_of
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Window
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from tests.builders import DAY, after, at, by

NAMES = "Ann Lee, head\nBo Ek, TA\nCai Ash, cook\nDot Fry, governor\nEd Gwyn, TA"
PEOPLE = tuple(map(PersonId, ("ann-lee", "bo-ek", "cai-ash", "dot-fry", "ed-gwyn")))
ENGLISH = Language("en")


def day_of(here: set[int], unpaid: set[int], must_do: str, *, is_closed: bool) -> School:
    small = SmallDay(
        date.fromisoformat(DAY), Window(time(8, 30), time(15, 30)), must_do=must_do,
        catch_up="Ask Mrs Price for the slides",
    )  # fmt: skip
    draft = Draft(staff=read_names(NAMES), day=small, is_paid=True, unpaid=frozenset(unpaid))
    school = after(School(), at("08:00"), loading_of(draft))
    signed = (by(Evidence.TYPED, sign_in(PEOPLE[one])) for one in sorted(here))
    school = after(school, at("08:20"), *signed)
    if here and must_do:
        [session] = school.sessions_on(DAY)
        with suppress(Refused):  # a governor is not asked to
            school = after(school, at("15:00"), by(Evidence.TUTOR, mark_all_here(session.id)))
    return after(school, at("16:00"), close_day(DAY)) if is_closed else school


def summary(school: School) -> DaySummary:
    return day_summary(school, at("16:30"), school.day(DAY))


def test_everybody_is_here_not_here_or_not_expected_and_whoever_missed_it_needs_the_slides() -> (
    None
):
    found = summary(day_of({0, 1}, {1, 4}, "Safeguarding update", is_closed=True))
    names = [[one.name for one in people] for people in
             (found.here, found.not_here, found.not_expected)]  # fmt: skip
    # the part-timer who came is here, whatever was required
    assert names == [["Ann Lee", "Bo Ek"], ["Cai Ash"], ["Dot Fry", "Ed Gwyn"]]
    [owed] = found.owed
    assert ENGLISH.say(owed.what) == "Safeguarding update"
    assert [one.title.en for one in owed.how] == ["Ask Mrs Price for the slides"]
    assert [one.name for one in owed.people] == ["Cai Ash", "Ed Gwyn"]


@given(
    here=st.sets(st.integers(0, 4)),
    unpaid=st.sets(st.integers(0, 4)),
    must_do=st.sampled_from(["", "Safeguarding update"]),
    is_closed=st.booleans(),
)
def test_each_person_is_in_one_list_and_closing_changes_none(
    here: set[int], unpaid: set[int], must_do: str, is_closed: bool
) -> None:
    found = summary(day_of(here, unpaid, must_do, is_closed=is_closed))
    everyone = [one.id for one in (*found.here, *found.not_here, *found.not_expected)]
    assert sorted(everyone) == sorted(PEOPLE)
    assert {one.id for one in found.here} == {PEOPLE[one] for one in here}
    other = summary(day_of(here, unpaid, must_do, is_closed=not is_closed))
    assert owed_by(found) == owed_by(other)


def owed_by(found: DaySummary) -> list[set[PersonId]]:
    return [{who.id for who in one.people} for one in found.owed]
