"""What stands above a person's day."""

from __future__ import annotations

import pytest

from kiosk.language import Language
from kiosk.rules.attendance.day_notes import day_notes
from kiosk.rules.attendance.self_added import SelfDescription, add_self, confirm_self_added
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, GuestKind, SlotKind
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, slot

HALL = slot("hall", "09:00-10:00", SlotKind.TOGETHER)
LATE = slot("late", "13:00-14:00", SlotKind.TOGETHER)
ANN = PersonId("ann")
SENT = "Please go to reception now with your ID."


def notes(known: School, clock: str = "08:30", *, proven: bool = True) -> list[str]:
    return [
        Language("en").say(note) for note in day_notes(known, at(clock), ANN, DAY, proven=proven)
    ]


def invited(accepted: bool | None) -> Invitation:
    hours = parse_hours("09:00-12:00")
    return Invitation(f"{DAY}/ann", DAY, ANN, hours, Terms.PAID, PersonId("head"), accepted)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("08:30-15:30", []),
        (
            "08:30-12:00",
            ["Your hours today are 08:30 to 12:00. You needn't come to anything in grey."],
        ),
        ({}, ["Today isn't one of your working days. You're welcome to join in."]),
        (None, ["We don't have your hours. Ask the office before you stay."]),
    ],
)
def test_the_hours_are_told_once_where_something_lies_outside_them(
    hours: str | dict[str, str] | None, said: list[str]
) -> None:
    known = school(day(HALL, LATE), person(ANN, hours=hours))
    assert notes(known) == said
    assert notes(known, "13:59") == said
    assert notes(known, "14:00") == []


@pytest.mark.parametrize("accepted", [None, True, False])
def test_an_invitation_stands_first_until_it_is_answered_or_past(accepted: bool | None) -> None:
    known = school(day(HALL, LATE), person(ANN, hours={})).apply([put(invited(accepted))])
    asked = [note for note in notes(known) if note.startswith("You're invited, 09:00")]
    assert len(asked) == (accepted is None)
    assert notes(known)[: len(asked)] == asked
    assert not [note for note in notes(known, proven=False) if "09:00" in note and accepted is None]
    assert not [note for note in notes(known, "12:00") if note.startswith("You're invited")]
    spoken = day_notes(known, at("08:30"), ANN, DAY, proven=True, has_keys=False)
    keyless = "You're invited today. Please give your answer to the professional tutor."
    assert (keyless in map(Language("en").say, spoken)) == (accepted is None)


def test_hours_of_an_accepted_invitation_are_the_hours_of_the_day() -> None:
    known = school(day(HALL, LATE), person(ANN, hours={})).apply([put(invited(True))])
    assert notes(known) == [
        "Your hours today are 09:00 to 12:00. You needn't come to anything in grey."
    ]


def test_a_newcomer_is_sent_to_reception_until_they_are_confirmed() -> None:
    known, tunde = school(day(HALL)), SelfDescription("Tunde", "Okafor", GuestKind.SUPPLY)
    added = add_self(ANN, tunde)(known, at("08:30"), SOMEBODY)
    assert added.message is not None
    assert Language("en").say(added.message) == f"Tunde Okafor signed in at 08:30.\n{SENT}"
    known = known.apply(added.items)
    assert notes(known)[0] == SENT
    assert (
        Language("en").say(post_of(known, known.people[ANN])) == "ID not checked · Supply teacher"
    )
    known = after(known, at("08:31"), by(Evidence.RECEPTION, confirm_self_added(ANN)))
    assert SENT not in notes(known)
    assert Language("en").say(post_of(known, known.people[ANN])) == "Supply teacher"
