"""People who add themselves: on the roll call at once, confirmed or merged by a tutor later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import (
    doubt_sign_in,
    is_on_site,
    resolve_doubt,
    roll_call,
    sign_in,
)
from kiosk.rules.attendance.badges import holder_of
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, marks_of, sign_in_to_session
from kiosk.rules.attendance.self_added import (
    SelfDescription,
    add_self,
    confirm_self_added,
    merge_self_added,
    remove_self_added,
    unconfirmed_people,
)
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.certificates import certificates_of, issue_certificates
from kiosk.rules.follow_up.intentions import IntentionPlan, add_intention, intentions_of
from kiosk.rules.model.attendance_records import Booking, CatchUp, Mark, SignOff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.personal_records import (
    Certificate,
    CertificateLine,
    Intention,
    Invitation,
    ReportedAbsence,
    Terms,
)
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, GuestKind, MarkState, Role
from kiosk.settings import Settings
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot
from tests.rules.views import Documents, view

NOW = at("08:41")
TUNDE = SelfDescription("Tunde", "Okafor", GuestKind.SUPPLY, "an agency")
PLAN = IntentionPlan("more waiting time", date(2026, 9, 15))
ANN, NIA = person("ann"), person("nia")
KNOWN = school(
    day(slot("one", "10:00-11:00"), slot("two", "11:00-12:00")),
    session("A", "one", "10:00-11:00", places=1),
    session("B", "two", "11:00-12:00"),
    ANN,
    NIA,
)


def added(known: School = KNOWN, newcomer: SelfDescription = TUNDE) -> tuple[School, PersonId]:
    new = PersonId(f"new-{len(known.people)}")
    return after(known, NOW, add_self(new, newcomer)), new


def test_a_newcomer_is_in_the_roll_call_at_once_and_to_be_confirmed() -> None:
    known, new = added()
    assert [one.id for one in roll_call(known, DAY)] == [new]
    assert [one.id for one in unconfirmed_people(known)] == [new]
    who = known.people[new]
    assert (who.name, who.role, who.host) == ("Tunde Okafor", Role.SUPPLY, "an agency")
    assert role_and_department(known, who).params["department"] == "an agency"
    assert known.day_record(DAY).movements[new][-1].evidence is Evidence.TYPED


@pytest.mark.parametrize(
    ("languages", "kept"), [("en+cy", "cy"), ("cy+en", "cy"), ("en", ""), ("cy", "")]
)
def test_a_newcomer_has_the_language_of_the_form_where_there_are_two(
    languages: str, kept: str
) -> None:
    known = KNOWN.apply([put(Settings(languages=languages))])
    known, new = added(known, msgspec.structs.replace(TUNDE, language="cy"))
    assert known.people[new].language == kept


def test_the_history_holds_no_name() -> None:
    assert add_self("new-2", TUNDE).kept_arguments() == {"person": "new-2"}


def test_asked_twice_a_newcomer_is_added_once() -> None:
    known, new = added()
    assert add_self(new, TUNDE)(known, NOW, SOMEBODY).items == ()


@pytest.mark.parametrize("name", ["", "  ", "...", "\x1b"])
def test_a_newcomer_has_a_name(name: str) -> None:
    with pytest.raises(Refused):
        add_self("x", SelfDescription(name, "", GuestKind.VISITOR))(KNOWN, NOW, SOMEBODY)


@pytest.mark.parametrize(("forename", "surname"), [("Dewi", ""), ("", "Prys"), ("Dewi", " \t")])
def test_a_newcomer_has_both_names(forename: str, surname: str) -> None:
    with pytest.raises(Refused, match="both names"):
        add_self("x", SelfDescription(forename, surname, GuestKind.VISITOR))(KNOWN, NOW, SOMEBODY)
    added(newcomer=SelfDescription("Dewi", "–", GuestKind.VISITOR))


def test_without_an_inset_day_there_is_no_desk() -> None:
    with pytest.raises(Refused):
        add_self("x", TUNDE)(school(ANN), NOW, SOMEBODY)


@given(st.text(max_size=200), st.text(max_size=200), st.text(), st.sampled_from(GuestKind))
def test_whatever_is_typed_is_kept_clean_or_refused(
    forename: str, surname: str, host: str, coming: GuestKind
) -> None:
    try:
        known, new = added(newcomer=SelfDescription(forename, surname, coming, host))
    except Refused:
        return
    who = known.people[new]
    assert who.name.isprintable() or "\u200c" in who.name or "\u200d" in who.name or who.name
    assert all(len(part) <= 80 for part in (who.forename, who.surname, who.host))


def test_a_newcomer_is_confirmed_once() -> None:
    known, new = added()
    known = after(known, NOW, confirm_self_added(new))
    assert unconfirmed_people(known) == []
    assert is_on_site(known, new, DAY)
    for again in (confirm_self_added(new), remove_self_added(new), merge_self_added(new, "ann")):
        with pytest.raises(Refused):
            again(known, NOW, SOMEBODY)


def test_who_is_removed_leaves_nothing_and_the_place_goes_on() -> None:
    known, new = added()
    came = (
        choose(new, "A"),
        choose("ann", "A"),
        by(Evidence.TUTOR, mark(new, "A", MarkState.PRESENT)),
    )
    known = after(
        known, NOW, *came, by(Evidence.CODE, add_intention(new, PLAN)), remove_self_added(new)
    )
    assert new not in known.people
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["ann"]
    assert new not in str(view(known))


def test_who_turns_out_to_be_listed_is_one_with_them() -> None:
    known, new = added()
    known = after(known, NOW, choose(new, "A"), choose("ann", "B"), choose(new, "B"))
    known = after(known, at("10:02"), by(Evidence.TUTOR, mark(new, "A", MarkState.LATE)))
    tries = [by(Evidence.CODE, add_intention(who, PLAN)) for who in (ANN.id, new)]
    known = after(known, at("10:05"), *tries, merge_self_added(new, "ann"))
    assert new not in known.people
    assert new not in str(view(known))
    assert [one.text for one in intentions_of(known, "ann")] == [PLAN.text, PLAN.text]
    assert is_on_site(known, "ann", DAY)
    assert [one.state for one in marks_of(known, "ann", known.session("A"))] == [MarkState.LATE]
    for name in ("A", "B"):
        assert [one.person for one in bookings_in(known, known.session(SessionId(name)))] == ["ann"]


def test_comings_and_goings_of_both_stand_in_the_order_of_time() -> None:
    known = after(KNOWN, at("08:00"), by(Evidence.BADGE, sign_in("ann")))
    known = after(known, at("08:20"), by(Evidence.BADGE, leave_site("ann")))
    known, new = added(known)
    known = after(known, at("09:00"), merge_self_added(new, "ann"))
    moves = known.day_record(DAY).movements["ann"]
    assert [(one.at, one.inward) for one in moves] == [
        (at("08:00"), True),
        (at("08:20"), False),
        (NOW, True),
    ]
    assert len({one.id for one in moves}) == 3
    known = after(known, at("09:10"), by(Evidence.BADGE, leave_site("ann")))
    assert not is_on_site(known, "ann", DAY)


def test_two_newcomers_are_not_made_one() -> None:
    known, one = added()
    known, other = added(known)
    with pytest.raises(Refused):
        merge_self_added(one, other)(known, NOW, SOMEBODY)


@given(st.lists(st.sampled_from("crmls"), max_size=6))
def test_the_school_is_the_same_when_it_is_read_again(steps: list[str]) -> None:
    plan = KNOWN.programme
    planned = (*KNOWN.people.values(), *plan.days.values(), *plan.workshops.values())
    documents = Documents(map(put, (*planned, *plan.sessions.values())))
    known, new = KNOWN, PersonId("new")
    for step in ["a", *steps]:
        asked: dict[str, Decision] = {
            "a": add_self(new, TUNDE),
            "c": confirm_self_added(new),
            "r": remove_self_added(new),
            "m": merge_self_added(new, "ann"),
            "l": by(Evidence.TYPED, leave_site("ann")),
            "s": choose(new, "A"),
        }
        try:
            changes = asked[step](known, NOW, SOMEBODY)
        except Refused:
            continue
        known = known.apply(changes.items)
        documents.take(changes.items)
    assert view(documents.school()) == view(known)


# -- the name that is shown -------------------------------------------------------------------


def test_whatever_was_recorded_of_a_newcomer_goes_with_them() -> None:
    known, new = added()
    asked = Invitation(join_ids(DAY, new), DAY, new, parse_hours("10:00-12:00"), Terms.PAID, "nia")
    wanted = Intention(join_ids(new, "1"), new, "Cold calling", date(2026, 9, 20))
    away = ReportedAbsence(join_ids(DAY, new), DAY, new, NOW, Evidence.TUTOR)
    known = known.apply([put(asked), put(wanted), put(away)])
    for decided in (remove_self_added(new), merge_self_added(new, "ann")):
        assert new not in str(view(after(known, NOW, decided)))


@pytest.mark.parametrize("decided", [remove_self_added, lambda new: merge_self_added(new, "nia")])
def test_the_number_of_a_newcomers_certificate_is_not_given_again(
    decided: Callable[[str], Decision],
) -> None:
    known, new = added()
    known = after(known, at("10:00"), by(Evidence.BADGE, sign_in_to_session(new, "A")))
    known = after(known, at("11:00"), issue_certificates(DAY))
    assert [one.id for one in certificates_of(known, DAY)] == ["INSET-2026-0001"]
    known = after(
        known, at("11:00"), decided(new), by(Evidence.TUTOR, mark("ann", "B", MarkState.PRESENT))
    )
    known = after(known, at("12:00"), issue_certificates(DAY))
    # it goes with them to whom they turned out to be, or is nobody's
    held = {one.id: one.person for one in certificates_of(known, DAY)}
    assert held.get("INSET-2026-0001", "nia") == "nia"


def test_a_listed_person_gets_no_place_at_the_time_of_another() -> None:
    beside = KNOWN.apply(
        [put(session("C", "two", "10:30-11:30", workshop="W-B")), put(slots_that_overlap())]
    )
    known, new = added(beside)
    known = after(known, NOW, choose(new, "C"), choose("ann", "A"), merge_self_added(new, "ann"))
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["ann"]
    assert bookings_in(known, known.session("C")) == []


def slots_that_overlap() -> InsetDay:
    return day(slot("one", "10:00-11:00"), slot("two", "10:30-12:00"))


def test_whose_movement_was_taken_back_meanwhile_is_merged_in_the_order_of_time() -> None:
    known = after(KNOWN, at("08:00"), by(Evidence.TYPED, sign_in("ann")), doubt_sign_in("ann"))
    known = after(known, at("08:20"), by(Evidence.BADGE, leave_site("ann")))
    known = after(known, at("08:30"), by(Evidence.BADGE, sign_in("ann")))
    known = after(known, at("08:35"), resolve_doubt("ann", DAY, was_in=False))
    known, new = added(known)
    known = after(known, at("09:00"), merge_self_added(new, "ann"))
    moves = known.day_record(DAY).movements["ann"]
    assert [one.at for one in moves] == [at("08:20"), at("08:30"), NOW]


# -- where others name a newcomer -------------------------------------------------------------

NEW = PersonId("new-0f0f0f0f")
NAMED: dict[str, tuple[Any, ...]] = {
    "leads": (session("L", "one", "10:00-11:00", workshop="W-A", leaders=("nia", NEW)),),
    "leads with the listed one": (
        session("M", "two", "11:00-12:00", workshop="W-B", leaders=(NEW, "ann")),
    ),
    "is meant": (
        session("N", "two", "11:00-12:00", workshop="W-B", audience=("new", f"person:{NEW}")),
    ),
    "slots": (
        day(
            slot("one", "10:00-11:00", required=(f"person:{NEW}",)),
            slot("two", "11:00-12:00", invited=("all", f"person:{NEW}")),
        ),
    ),
    "mentor": (person("bob", mentor=NEW), person("ann", mentor=NEW)),
    "agreed": (
        Invitation(join_ids(DAY, "nia"), DAY, "nia", parse_hours("10:00-12:00"), Terms.PAID, NEW),
    ),
    "confirmed": (
        SignOff(join_ids("nia", "s", "signer"), "nia", "s", "signer", NOW, NEW, Evidence.CODE),
        SignOff(join_ids("ann", "s", "signer"), "ann", "s", "signer", NOW, NEW, Evidence.CODE),
    ),
    "ticked": (
        SignOff(join_ids(NEW, "t", "self"), NEW, "t", "self", NOW, NEW, Evidence.CODE),
        SignOff(join_ids(NEW, "s", "signer"), NEW, "s", "signer", NOW, "ann", Evidence.CODE),
    ),
    "asked": (
        Invitation(join_ids(DAY, NEW), DAY, NEW, parse_hours("10:00-12:00"), Terms.PAID, NEW),
    ),
    "certified": (
        Certificate("INSET-2026-0007", DAY, NEW, (CertificateLine("A", Both("A"), 60),), NOW),
    ),
    "owes": (CatchUp(join_ids(DAY, NEW, "one", "W-A"), DAY, NEW, "one", "W-A", True, None),),
    "was there": (Mark(join_ids("A", NEW, "1"), "A", NEW, MarkState.PRESENT, NOW, Evidence.TYPED),),
    "has a place": (Booking(join_ids("B", NEW), "B", NEW, True, NOW, 1),),
    "has a badge": (Person(NEW, "Tunde", "", Role.SUPPLY, badge="INSET-7", to_confirm=True),),
}
"""All the ways in which a newcomer can be named, and what else is so then."""


def mentions(said: Any, id: str) -> Iterator[str]:
    """Yield every text inside a value, at any depth, that contains an id."""
    if isinstance(said, str):
        if id in said:
            yield said
    elif isinstance(said, Mapping):
        for one in (*said, *said.values()):
            yield from mentions(one, id)
    elif isinstance(said, Iterable):
        for one in said:
            yield from mentions(one, id)
    elif isinstance(said, msgspec.Struct):
        yield from mentions(msgspec.structs.asdict(said), id)


def known_as(*ways: str) -> School:
    known = after(KNOWN, NOW, add_self(NEW, TUNDE))
    return known.apply(put(one) for way in ways for one in NAMED[way])


@given(st.sets(st.sampled_from(sorted(NAMED))), st.sampled_from(["", "ann", "nia"]))
def test_nothing_names_a_newcomer_who_is_gone(ways: set[str], listed: PersonId) -> None:
    known = known_as(*sorted(ways))
    assert list(mentions(view(known), NEW))
    decided = merge_self_added(NEW, listed) if listed else remove_self_added(NEW)
    assert list(mentions(view(after(known, NOW, decided)), NEW)) == []


def test_what_named_the_newcomer_names_the_listed_person() -> None:
    known = after(known_as(*NAMED), NOW, merge_self_added(NEW, "ann"))
    sessions, people = known.programme.sessions, known.people
    assert sessions["L"].leaders == ("nia", "ann")
    assert sessions["M"].leaders == ("ann",)
    assert sessions["N"].audience == ("new", "person:ann")
    assert known.day(DAY).slots[0].required == ("person:ann",)
    assert known.day(DAY).slots[1].invited == ("all", "person:ann")
    assert (people["bob"].mentor, people["ann"].mentor) == ("ann", "")
    assert known.day_record(DAY).invitations["nia"].agreed_by == "ann"
    assert known.sign_offs["nia"][join_ids("nia", "s", "signer")].by == "ann"


def test_nobody_has_confirmed_their_own_step_after_a_merge() -> None:
    known = after(known_as("confirmed", "ticked"), NOW, merge_self_added(NEW, "ann"))
    (ticked,) = known.sign_offs["ann"].values()
    assert (ticked.step, ticked.kind, ticked.by) == ("t", "self", "ann")


def test_of_two_sign_offs_of_a_step_the_listed_persons_stays() -> None:
    theirs = SignOff(
        join_ids("ann", "t", "self"), "ann", "t", "self", at("07:00"), "ann", Evidence.BADGE
    )
    known = known_as("ticked").apply([put(theirs)])
    known = after(known, NOW, merge_self_added(NEW, "ann"))
    assert known.sign_offs["ann"] == {theirs.id: theirs}


def test_what_somebody_who_is_gone_confirmed_is_to_be_confirmed_again() -> None:
    known = after(known_as("confirmed", "leads", "slots"), NOW, remove_self_added(NEW))
    assert not known.sign_offs["nia"]
    assert known.programme.sessions["L"].leaders == ("nia",)
    assert known.day(DAY).slots[0].required == ()


def test_a_newcomers_badge_is_the_listed_persons_or_says_that_it_is_old() -> None:
    known = after(known_as("has a badge"), NOW, merge_self_added(NEW, "ann"))
    assert holder_of(known, "INSET-7").id == "ann"
    with_own = known_as("has a badge").apply([put(person("ann", badge="INSET-1"))])
    with_own = after(with_own, NOW, merge_self_added(NEW, "ann"))
    assert holder_of(with_own, "INSET-1").id == "ann"
    with pytest.raises(Refused) as refusal:
        holder_of(with_own, "INSET-7")
    assert "has been cancelled" in refusal.value.reason.msgid
