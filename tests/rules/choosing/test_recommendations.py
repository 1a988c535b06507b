"""Why a session is recommended, and which reasons need proof."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.choosing.bookings import wishes_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.choosing.recommendations import recommendation_reasons
from kiosk.rules.model.attendance_records import CatchUp, SignOff
from kiosk.rules.model.ids import DayId, PersonId, SessionId, join_ids
from kiosk.rules.model.records import Step, Track, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Role
from kiosk.text import Both
from tests.builders import DAY, after, at, day, person, school, session, slot

LATER = DayId("2026-10-23")
NOW = at("09:00", LATER)
WORKSHOP = Workshop("W", Both("Reading"), topic="Literacy")
SCHOOL = school(
    day(slot("one", "11:00-12:00")),
    day(slot("one", "11:00-12:00"), id=LATER),
    WORKSHOP,
    session("A", "one", "11:00-12:00", 0, workshop="W"),
    session("B", "one", "11:00-12:00", 9, day=LATER, workshop="W", audience=("dept:Art", "TA")),
    session("C", "one", "11:00-12:00", 9, day=LATER),
    Track("ecf", Both("Induction"), steps=(Step("read", Both("Read it"), "day_1", workshop="W"),)),
    person("ann", Role.TA),
    person("bob", department="Art", needs=("LITERACY ",), track="ecf", started=None),
)


def reasons(
    known: School, who: PersonId, what: SessionId = SessionId("B"), *, proven: bool = True
) -> list[str]:
    found = recommendation_reasons(
        known, NOW, known.person(who), known.session(what), proven=proven
    )
    return [Language("en").say(text) for text in found]


def test_what_is_owed_comes_first_then_induction_a_need_and_the_department() -> None:
    owed = CatchUp(join_ids(DAY, "bob", "one", "W"), DAY, "bob", "one", "W", True, None)
    known = SCHOOL.apply([put(owed)])
    assert reasons(known, "bob") == [
        "You still need to catch up on this",
        "Part of your induction: Read it",
        "You asked for Literacy",
        "For your department, Art",
    ]
    assert reasons(known, "bob", "C") == []


def test_without_proof_nothing_of_ones_own_business_is_told() -> None:
    assert reasons(SCHOOL, "bob", proven=False) == ["For your department, Art"]


def test_what_is_done_is_not_recommended_any_more() -> None:
    done = CatchUp(
        join_ids(DAY, "bob", "one", "W"), DAY, "bob", "one", "W", True, None, done_at=NOW
    )
    ticked = SignOff(
        join_ids("bob", "read", "self"), "bob", "read", "self", NOW, "bob", Evidence.CODE
    )
    known = SCHOOL.apply([put(done), put(ticked)])
    assert reasons(known, "bob")[:1] == ["You asked for Literacy"]
    waived = SCHOOL.apply([put(replace(done, done_at=None, waived_at=NOW)), put(ticked)])
    assert reasons(waived, "bob")[:1] == ["You asked for Literacy"]
    offered = SCHOOL.apply([put(replace(done, done_at=None, required=False))])
    assert "You still need to catch up on this" not in reasons(offered, "bob")


def test_what_was_wanted_in_vain_on_an_earlier_day_is_recommended() -> None:
    assert reasons(SCHOOL, "ann") == []
    known = after(SCHOOL, at("09:00"), choose("ann", "A"))
    assert wishes_of(known, "ann", DAY, "one")
    assert reasons(known, "ann") == ["You missed out on this last time"]
    assert reasons(known, "ann", "A") == []
