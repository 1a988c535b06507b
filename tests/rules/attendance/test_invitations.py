"""Invitations: loaded, accepted, declined; and nobody can tell silence from a refusal."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errors import BadInput, Refused
from kiosk.language import Language
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.attendance.invitations import (
    accept_invitation,
    all_invitations,
    decline_invitation,
    invitations_of,
)
from kiosk.rules.attendance.marks import is_late, sign_in_to_session
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import FileRecord, InvitationFile
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.requirement import expected_from, parse_hours, slot_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Requirement, Role, SlotKind
from kiosk.settings import Settings
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

TODAY = day(
    slot("briefing", "08:45-09:30", SlotKind.TOGETHER),
    slot("choice", "10:00-11:00"),
    slot("late", "13:10-14:10"),
)
SESSIONS = (
    session("brief", "briefing", "08:45-09:30"),
    session("A1", "choice", "10:00-11:00", 1),
    session("B1", "late", "13:10-14:10"),
)
REBECCA = person("rebecca", hours={"wed": "08:30-15:30"}, staff_code="RHU")
NIA = person("nia", Role.TA, "08:45-12:15")
HEAD = person("head", Role.LEADER)
SCHOOL = school(TODAY, *SESSIONS, REBECCA, NIA, HEAD, person("bob"))
NOW = at("08:00")


def row(
    who: PersonId = PersonId("rebecca"),
    hours: str = "09:30-12:30",
    terms: Terms = Terms.PAID,
    on: DayId = DAY,
    by: PersonId = PersonId("head"),
) -> Invitation:
    return Invitation("", on, who, parse_hours(hours), terms, by)


def file(*rows: Invitation) -> InvitationFile:
    placed = (FileRecord(one, "i.csv", number, frozenset()) for number, one in enumerate(rows, 2))
    return InvitationFile("i.csv", tuple(placed))


def invited(*rows: Invitation, known: School = SCHOOL) -> School:
    return after(known, NOW, load_invitations(file(*(rows or (row(),)))))


def accept(who: PersonId = PersonId("rebecca")) -> Decision:
    return by(Evidence.BADGE, accept_invitation(who, DAY))


def decline(who: PersonId = PersonId("rebecca")) -> Decision:
    return by(Evidence.BADGE, decline_invitation(who, DAY))


def standings(known: School, who: PersonId) -> list[Requirement]:
    today = known.day(DAY)
    return [
        slot_requirement(known, known.people[who], today, one).requirement for one in today.slots
    ]


def refusal(asked: Decision, known: School, now: Any = NOW) -> str:
    with pytest.raises(Refused) as refused:
        asked(known, now, SOMEBODY)
    return refused.value.reason.msgid


def problems(*rows: Invitation, known: School = SCHOOL) -> list[tuple[int, str, str]]:
    with pytest.raises(BadInput) as caught:
        load_invitations(file(*rows))(known, NOW, SOMEBODY)
    return [(one.row, one.column, one.found) for one in caught.value.problems]


REQUIRED, INVITED = Requirement.REQUIRED, Requirement.INVITED
NOT_REQUIRED = Requirement.NOT_REQUIRED

# -- answering ----------------------------------------------------------------------------------


def test_silence_and_a_decline_change_nothing_and_look_alike() -> None:
    silent = invited()
    declined = after(silent, NOW, decline())
    for known in (silent, declined):
        assert set(standings(known, "rebecca")) == {NOT_REQUIRED}
        assert expected_from(known, REBECCA, TODAY) is None
        later = person_line(known, at("12:00"), REBECCA, TODAY)
        assert later.presence is BoardState.NOT_REQUIRED
        assert ineligibility(known, NOW, REBECCA, known.session("A1")) is not None


def test_accepting_makes_the_hours_of_the_invitation_the_persons_own() -> None:
    known = after(invited(), NOW, accept())
    assert standings(known, "rebecca") == [NOT_REQUIRED, REQUIRED, NOT_REQUIRED]
    assert expected_from(known, REBECCA, TODAY) == time(10)
    assert ineligibility(known, NOW, REBECCA, known.session("A1")) is None


def test_arriving_at_the_agreed_time_is_not_late() -> None:
    known = after(invited(row(hours="09:15-12:30")), NOW, accept())
    brief = known.session("brief")
    assert not is_late(known, at("09:20"), REBECCA, brief)
    assert is_late(known, at("09:20:01"), REBECCA, brief)


def test_who_comes_unpaid_is_required_for_nothing_and_never_late() -> None:
    known = after(invited(row(terms=Terms.VOLUNTARY)), NOW, accept())
    assert standings(known, "rebecca") == [NOT_REQUIRED, INVITED, NOT_REQUIRED]
    assert expected_from(known, REBECCA, TODAY) is None
    assert not is_late(known, at("10:50"), REBECCA, known.session("A1"))
    known = after(known, NOW, choose("rebecca", "A1"))
    assert [one.person for one in bookings_in(known, known.session("A1"))] == ["rebecca"]


def test_who_stays_on_unpaid_is_still_required_in_the_hours_that_are_paid() -> None:
    voluntary = row("nia", "08:45-15:00", Terms.VOLUNTARY)
    known = after(invited(voluntary), NOW, accept("nia"))
    assert standings(known, "nia") == [REQUIRED, REQUIRED, INVITED]
    paid = after(invited(replace(voluntary, terms=Terms.PAID)), NOW, accept("nia"))
    assert standings(paid, "nia") == [REQUIRED, REQUIRED, REQUIRED]


def test_an_answer_may_be_changed_until_the_day_is_over() -> None:
    known = after(invited(), NOW, decline(), accept(), decline())
    assert known.day_record(DAY).invitations["rebecca"].accepted is False
    assert refusal(accept(), known, at("08:00", "2026-09-02")) == "This day is over."
    closed = known.apply([put(replace(TODAY, closed_at=NOW))])
    assert refusal(accept(), closed) == "This day is closed. For changes, please ask {tutor}."
    assert invitations_of(closed, "rebecca", date(2026, 9, 1)) == []


def test_taking_an_acceptance_back_gives_the_place_to_who_waits() -> None:
    known = after(invited(), NOW, accept(), choose("rebecca", "A1"), choose("bob", "A1"))
    assert [one.person for one in waiting_list_of(known, known.session("A1"))] == ["bob"]
    known = after(known, NOW, decline())
    assert [one.person for one in bookings_in(known, known.session("A1"))] == ["bob"]
    assert not waiting_list_of(known, known.session("A1"))


def test_taking_it_back_leaves_places_in_ones_own_hours_and_rooms_one_is_in() -> None:
    known = after(invited(row("nia", "08:45-15:00")), NOW, accept("nia"), choose("nia", "A1"),
                  choose("nia", "B1"))  # fmt: skip
    gone = after(known, NOW, decline("nia"))
    assert [one.person for one in bookings_in(gone, gone.session("A1"))] == ["nia"]
    assert not bookings_in(gone, gone.session("B1"))
    there = after(
        known, at("13:10"), by(Evidence.TYPED, sign_in_to_session("nia", "B1")), decline("nia")
    )
    assert [one.person for one in bookings_in(there, there.session("B1"))] == ["nia"]


def test_a_typed_name_answers_nothing_and_a_tutor_answers_for_others() -> None:
    known = invited()
    for decide in (accept_invitation, decline_invitation):
        asked = by(Evidence.TYPED, decide("rebecca", DAY))
        assert "Scan your badge" in refusal(asked, known)
    known = after(known, NOW, by(Evidence.TUTOR, accept_invitation("rebecca", DAY)))
    assert known.day_record(DAY).invitations["rebecca"].accepted


def test_who_is_not_invited_has_nothing_to_answer() -> None:
    assert refusal(accept("bob"), invited()) == "There's no invitation for {day}."


def test_the_same_answer_twice_changes_nothing() -> None:
    known = after(invited(), NOW, accept())
    assert accept()(known, NOW, SOMEBODY).items == ()


# -- loading ------------------------------------------------------------------------------------


def test_people_are_named_by_id_or_staff_code() -> None:
    known = invited(row("rhu"))
    (found,) = all_invitations(known, date(2026, 9, 1), "en")
    assert (found.person, found.agreed_by, found.accepted) == ("rebecca", "head", None)


def test_loading_again_keeps_the_answers_and_other_hours_or_terms_are_asked_anew() -> None:
    known = after(invited(), NOW, accept(), choose("rebecca", "A1"))
    assert load_invitations(file(row()))(known, NOW, SOMEBODY).items == ()
    changes = load_invitations(file(row(hours="08:30-09:45")))(known, NOW, SOMEBODY)
    assert Language("en").say(changes.message or "") == (
        "Invitations: 0 added, 1 updated, 0 unchanged; 1 person is invited again."
    )
    changed = known.apply(changes.items)
    assert changed.day_record(DAY).invitations["rebecca"].accepted is None
    assert not bookings_in(changed, changed.session("A1"))


def test_what_is_wrong_is_told_by_row_and_column() -> None:
    assert problems(
        row("nobody"), row(by="nobody"), row(on="2026-09-02"), row(), row("RHU"),
    ) == [
        (2, "person", "nobody"), (3, "agreed_by", "nobody"), (4, "day", "2026-09-02"),
        (6, "person", "RHU"),
    ]  # fmt: skip


def test_the_hours_of_an_invitation_hold_the_persons_own() -> None:
    assert problems(row("nia", "13:00-15:00")) == [(2, "from", "13:00-15:00")]


def test_a_day_that_is_over_is_refused_unless_it_was_loaded_before() -> None:
    past = day(id="2026-03-02")
    known = SCHOOL.apply([put(past)])
    assert problems(row(on="2026-03-02"), known=known) == [(2, "day", "2026-03-02")]
    asked = load_invitations(file(row(on="2026-03-02")))
    loaded = known.apply(asked(known, at("08:00", "2026-03-01"), SOMEBODY).items)
    assert asked(loaded, NOW, SOMEBODY).items == ()


def test_a_staff_code_that_two_people_have_names_nobody() -> None:
    known = SCHOOL.apply([put(person("other", staff_code="RHU"))])
    assert problems(row("RHU"), known=known) == [(2, "person", "RHU")]


# -- sessions that run past the hours -----------------------------------------------------------


def part_from(minutes: int) -> School:
    return SCHOOL.apply([put(Settings(part_from=minutes)), put(person("ann", hours="08:30-10:40"))])


@pytest.mark.parametrize(("minutes", "offered"), [(0, False), (41, False), (40, True), (1, True)])
def test_a_session_past_the_hours_is_offered_if_the_school_lets_so_much_of_it_do(
    minutes: int, offered: bool
) -> None:
    known = part_from(minutes)
    reason = ineligibility(known, NOW, known.people["ann"], known.session("A1"))
    assert (reason is None) == offered
    assert standings(known, "ann")[1] is (INVITED if offered else NOT_REQUIRED)


def test_of_a_session_that_begins_before_the_hours_nothing_is_offered() -> None:
    known = part_from(10).apply([put(person("ann", hours="10:15-12:00"))])
    assert ineligibility(known, NOW, known.people["ann"], known.session("A1")) is not None


def test_what_all_attend_together_says_until_when_one_may_stay() -> None:
    known = part_from(10).apply([put(person("ann", hours="08:30-09:15"))])
    standing = slot_requirement(known, known.people["ann"], TODAY, TODAY.slots[0])
    assert standing.requirement is INVITED
    assert Language("en").say(standing.reason or "") == "You can stay until 09:15"
