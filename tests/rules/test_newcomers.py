"""Not listed: added at the desk, in the roll call at once, and looked at by a tutor later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.rules.arrivals import doubt_sign_in, is_on_site, roll_call, settle_doubt, sign_in
from kiosk.rules.attendance import leave_site, mark, marks_of, sign_in_to
from kiosk.rules.bookings import bookings_in
from kiosk.rules.certificates import certificates_of, issue_certificates
from kiosk.rules.decisions import Decision, Private
from kiosk.rules.intentions import Plan, intend, intentions_of
from kiosk.rules.loaded import Placed, StaffFile
from kiosk.rules.loading import load_staff
from kiosk.rules.names import Finder
from kiosk.rules.newcomers import (
    Newcomer,
    add_newcomer,
    confirm_newcomer,
    merge_newcomer,
    remove_newcomer,
    waiting,
)
from kiosk.rules.people import show_as
from kiosk.rules.personal import Intention, Invitation, Terms
from kiosk.rules.places import choose
from kiosk.rules.records import Accounted, InsetDay, Person, key
from kiosk.rules.requirement import window
from kiosk.rules.school import School, put
from kiosk.rules.terms import Coming, Proof, Role, State
from kiosk.rules.wording import post
from tests.builders import DAY, after, at, day, person, school, session, slot
from tests.rules.views import Documents, view

NOW = at("08:41")
TUNDE = Newcomer("Tunde", "Okafor", Coming.SUPPLY, "an agency")
PLAN = Plan("more waiting time", date(2026, 9, 15))
ANN, NIA = person("ann"), person("nia")
KNOWN = school(
    day(slot("one", "10:00-11:00"), slot("two", "11:00-12:00")),
    session("A", "one", "10:00-11:00", places=1),
    session("B", "two", "11:00-12:00"),
    ANN,
    NIA,
)


def added(known: School = KNOWN, newcomer: Newcomer = TUNDE) -> tuple[School, str]:
    new = f"new-{len(known.people)}"
    return after(known, NOW, add_newcomer(new, newcomer)), new


def test_a_newcomer_is_in_the_roll_call_at_once_and_to_be_confirmed() -> None:
    known, new = added()
    assert [one.id for one in roll_call(known, DAY)] == [new]
    assert [one.id for one in waiting(known)] == [new]
    who = known.people[new]
    assert (who.name, who.role, who.host) == ("Tunde Okafor", Role.SUPPLY, "an agency")
    assert post(who).params["department"] == "an agency"
    assert known.book(DAY).movements[new][-1].proof is Proof.TYPED


def test_the_history_holds_no_name() -> None:
    assert add_newcomer("new-2", TUNDE).about == ("new-2",)


def test_asked_twice_a_newcomer_is_added_once() -> None:
    known, new = added()
    assert add_newcomer(new, TUNDE)(known, NOW).items == ()


@pytest.mark.parametrize("name", ["", "  ", "...", "\x1b"])
def test_a_newcomer_has_a_name(name: str) -> None:
    with pytest.raises(Refused):
        add_newcomer("x", Newcomer(name, "", Coming.VISITOR))(KNOWN, NOW)


def test_without_an_inset_day_there_is_no_desk() -> None:
    with pytest.raises(Refused):
        add_newcomer("x", TUNDE)(school(ANN), NOW)


@given(st.text(max_size=200), st.text(max_size=200), st.text(), st.sampled_from(Coming))
def test_whatever_is_typed_is_kept_clean_or_refused(
    forename: str, surname: str, host: str, coming: Coming
) -> None:
    try:
        known, new = added(newcomer=Newcomer(forename, surname, coming, host))
    except Refused:
        return
    who = known.people[new]
    assert who.name.isprintable() or "\u200c" in who.name or "\u200d" in who.name or who.name
    assert all(len(part) <= 80 for part in (who.forename, who.surname, who.host))


def test_a_newcomer_is_confirmed_once() -> None:
    known, new = added()
    known = after(known, NOW, confirm_newcomer(new))
    assert waiting(known) == []
    assert is_on_site(known, DAY, new)
    for again in (confirm_newcomer(new), remove_newcomer(new), merge_newcomer(new, "ann")):
        with pytest.raises(Refused):
            again(known, NOW)


def test_who_is_removed_leaves_nothing_and_the_place_goes_on() -> None:
    known, new = added()
    came = (choose(new, "A"), choose("ann", "A"), mark(new, "A", State.PRESENT, Proof.TUTOR))
    known = after(known, NOW, *came, intend(new, PLAN, Proof.CODE), remove_newcomer(new))
    assert new not in known.people
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["ann"]
    assert new not in str(view(known))


def test_who_turns_out_to_be_listed_is_one_with_them() -> None:
    known, new = added()
    known = after(known, NOW, choose(new, "A"), choose("ann", "B"), choose(new, "B"))
    known = after(known, at("10:02"), mark(new, "A", State.LATE, Proof.TUTOR))
    tries = [intend(who, PLAN, Proof.CODE) for who in ("ann", new)]
    known = after(known, at("10:05"), *tries, merge_newcomer(new, "ann"))
    assert new not in known.people
    assert new not in str(view(known))
    assert [one.text for one in intentions_of(known, "ann")] == [PLAN.text, PLAN.text]
    assert is_on_site(known, DAY, "ann")
    assert [one.state for one in marks_of(known, known.session("A"), "ann")] == [State.LATE]
    for name in ("A", "B"):
        assert [one.person for one in bookings_in(known, known.session(name))] == ["ann"]


def test_comings_and_goings_of_both_stand_in_the_order_of_time() -> None:
    known = after(KNOWN, at("08:00"), sign_in("ann", Proof.BADGE))
    known = after(known, at("08:20"), leave_site("ann", Proof.BADGE))
    known, new = added(known)
    known = after(known, at("09:00"), merge_newcomer(new, "ann"))
    moves = known.book(DAY).movements["ann"]
    assert [(one.at, one.inward) for one in moves] == [
        (at("08:00"), True),
        (at("08:20"), False),
        (NOW, True),
    ]
    assert len({one.id for one in moves}) == 3
    known = after(known, at("09:10"), leave_site("ann", Proof.BADGE))
    assert not is_on_site(known, DAY, "ann")


def test_two_newcomers_are_not_made_one() -> None:
    known, one = added()
    known, other = added(known)
    with pytest.raises(Refused):
        merge_newcomer(one, other)(known, NOW)


@given(st.lists(st.sampled_from("crmls"), max_size=6))
def test_the_school_is_the_same_when_it_is_read_again(steps: list[str]) -> None:
    plan = KNOWN.programme
    planned = (*KNOWN.people.values(), *plan.days.values(), *plan.workshops.values())
    documents = Documents(map(put, (*planned, *plan.sessions.values())))
    known, new = KNOWN, "new"
    for step in ["a", *steps]:
        asked: dict[str, Decision] = {
            "a": add_newcomer(new, TUNDE),
            "c": confirm_newcomer(new),
            "r": remove_newcomer(new),
            "m": merge_newcomer(new, "ann"),
            "l": leave_site("ann", Proof.TYPED),
            "s": choose(new, "A"),
        }
        try:
            changes = asked[step](known, NOW)
        except Refused:
            continue
        known = known.apply(changes.items)
        documents.take(changes.items)
    assert view(documents.school()) == view(known)


# -- the name that is shown -------------------------------------------------------------------

MICA = Person("1", "Michael", "Brown", Role.TEACHER)


def load(known: School, **given: str) -> School:
    row = Placed(
        Person("1", "Michael", "Brown", Role.TEACHER, **given), "staff.csv", 2,  # type: ignore[arg-type]
        frozenset({"id", "forename", "surname", "role", *given}),
    )  # fmt: skip
    return after(known, NOW, load_staff(StaffFile("staff.csv", (row,))))


def test_a_shown_name_that_a_tutor_sets_survives_the_next_import() -> None:
    known = after(school(MICA), NOW, show_as("1", Private("Mica\tBrown ")))
    for later in (known, load(known), load(known, preferred_forename="Mike", display_name="M B")):
        who = later.people["1"]
        assert (who.name, who.preferred_forename) == ("Mica Brown", "Mica")
        finder = Finder(later.people)
        assert (len(finder.find("mica")), finder.find("michael"), finder.find("mike")) == (
            1,
            [],
            [],
        )


def test_a_blank_name_leaves_it_to_the_file_again() -> None:
    known = after(school(MICA), NOW, show_as("1", Private("Mica B")), show_as("1", Private("")))
    assert known.people["1"].name == "Mica B"
    assert load(known, display_name="Mike Brown").people["1"].name == "Mike Brown"


def test_the_history_does_not_keep_the_name() -> None:
    assert show_as("1", Private("Mica Brown")).about == ("1",)


@pytest.mark.parametrize("name", ["'", "..."])
def test_a_shown_name_has_a_letter(name: str) -> None:
    with pytest.raises(Refused):
        show_as("1", Private(name))(school(MICA), NOW)


def test_whatever_was_recorded_of_a_newcomer_goes_with_them() -> None:
    known, new = added()
    asked = Invitation(key(DAY, new), DAY, new, window("10:00-12:00"), Terms.PAID, "nia")
    wanted = Intention(key(new, "1"), new, "Cold calling", date(2026, 9, 20))
    away = Accounted(key(DAY, new), DAY, new, NOW, Proof.TUTOR)
    known = known.apply([put(asked), put(wanted), put(away)])
    for decided in (remove_newcomer(new), merge_newcomer(new, "ann")):
        assert new not in str(view(after(known, NOW, decided)))


@pytest.mark.parametrize("decided", [remove_newcomer, lambda new: merge_newcomer(new, "nia")])
def test_the_number_of_a_newcomers_certificate_is_not_given_again(
    decided: Callable[[str], Decision],
) -> None:
    known, new = added()
    known = after(known, at("10:00"), sign_in_to(new, "A", Proof.BADGE))
    known = after(known, at("11:00"), issue_certificates(DAY))
    assert [one.id for one in certificates_of(known, DAY)] == ["INSET-2026-0001"]
    known = after(known, at("11:00"), decided(new), mark("ann", "B", State.PRESENT, Proof.TUTOR))
    known = after(known, at("12:00"), issue_certificates(DAY))
    assert "INSET-2026-0001" not in [one.id for one in certificates_of(known, DAY)]


def test_a_listed_person_gets_no_place_at_the_time_of_another() -> None:
    beside = KNOWN.apply(
        [put(session("C", "two", "10:30-11:30", workshop="W-B")), put(slots_that_overlap())]
    )
    known, new = added(beside)
    known = after(known, NOW, choose(new, "C"), choose("ann", "A"), merge_newcomer(new, "ann"))
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["ann"]
    assert bookings_in(known, known.session("C")) == []


def slots_that_overlap() -> InsetDay:
    return day(slot("one", "10:00-11:00"), slot("two", "10:30-12:00"))


def test_whose_movement_was_taken_back_meanwhile_is_merged_in_the_order_of_time() -> None:
    known = after(KNOWN, at("08:00"), sign_in("ann", Proof.TYPED), doubt_sign_in("ann"))
    known = after(known, at("08:20"), leave_site("ann", Proof.BADGE))
    known = after(known, at("08:30"), sign_in("ann", Proof.BADGE))
    known = after(known, at("08:35"), settle_doubt(DAY, "ann", was_in=False))
    known, new = added(known)
    known = after(known, at("09:00"), merge_newcomer(new, "ann"))
    moves = known.book(DAY).movements["ann"]
    assert [one.at for one in moves] == [at("08:20"), at("08:30"), NOW]
