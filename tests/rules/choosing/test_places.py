"""Choosing, giving up and waiting, by example. `test_places_machine` has what always holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.choosing.bookings import bookings_in, promotion_cut_off, waiting_list_of, wishes_of
from kiosk.rules.choosing.capacity import is_full, places_left
from kiosk.rules.choosing.eligibility import alternative, clashes, ineligibility
from kiosk.rules.choosing.place_messages import place_messages, place_reason
from kiosk.rules.choosing.places import (
    choose,
    give_up_place,
    place_anyway,
    rank_wish,
)
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.changes import Remove
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, ReopenReason, Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both, Text
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

ENGLISH = Language("en")

SCHOOL = school(
    Settings(moves_until=0),
    day(
        slot("hall", "09:00-10:00", SlotKind.TOGETHER),
        slot("one", "11:00-12:00", invited=("visitor",)),
        slot("long", "11:30-13:00"),
        slot("aln", "13:00-14:00", SlotKind.TOGETHER, required=("TA",)),
        slot("two", "13:30-14:30"),
    ),
    session("hall", "hall", "09:00-10:00"),
    session("A", "one", "11:00-12:00", 1),
    session("B", "one", "11:00-12:00", 1, leaders=("huw",)),
    session("open", "one", "11:00-12:00"),
    session("none", "one", "11:00-12:00", 0),
    session("L", "long", "11:30-13:00"),
    session("aln", "aln", "13:00-14:00"),
    session("C", "two", "13:30-14:30", audience=("teacher", "TA")),
    *(person(name) for name in ("ann", "bob", "cai", "huw")),
    person("nia", Role.TA),
    person("tom", Role.TA, "08:45-12:15"),
    person("guest", Role.VISITOR, None),
    person("rebecca", hours={"wed": "08:30-15:30"}),
)
NOW = at("09:00")


def held(known: School, wanted: SessionId) -> list[str]:
    return [booking.person for booking in bookings_in(known, known.session(wanted))]


def waiting(known: School, wanted: SessionId) -> list[str]:
    return [booking.person for booking in waiting_list_of(known, known.session(wanted))]


def wishes(known: School, who: PersonId) -> list[str]:
    return [booking.session for booking in wishes_of(known, who, DAY, "one")]


def without_alternative(told: Text) -> Text:
    """Return a message without the alternative that follows it."""
    found = told.params.get("said", told)
    assert isinstance(found, Text)
    return found


def answer(known: School, who: PersonId, wanted: SessionId) -> Text:
    text = choose(who, wanted)(known, NOW, SOMEBODY).message
    assert text is not None
    return text


def test_a_freed_place_goes_to_the_first_on_the_waiting_list() -> None:
    known = after(SCHOOL, NOW, *(choose(PersonId(who), "A") for who in ("ann", "bob", "cai")))
    assert (held(known, "A"), waiting(known, "A")) == (["ann"], ["bob", "cai"])
    known = after(known, NOW, give_up_place("ann", "A"))
    assert (held(known, "A"), waiting(known, "A")) == (["bob"], ["cai"])
    assert bookings_in(known, known.session("A"))[0].promoted


def test_a_person_is_told_their_place_on_the_waiting_list() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"))
    told = answer(known, "bob", "A")
    assert "You're 1st on the waiting list for W-A." in ENGLISH.say(told)
    assert told.params["title"] == Both("W-open"), "and what could be had at once"
    known = after(known, NOW, choose("bob", "A"))
    assert "You're 2nd on" in ENGLISH.say(answer(known, "cai", "A"))
    assert "You're 1st on" in ENGLISH.say(answer(known, "bob", "A"))
    assert "place in" in answer(known, "ann", "A").msgid


def test_while_waiting_the_lower_choice_is_kept_and_given_up_on_moving_up() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "B"), choose("bob", "A"))
    assert (held(known, "B"), waiting(known, "A")) == (["bob"], ["bob"])
    known = after(known, NOW, choose("cai", "B"), give_up_place("ann", "A"))
    assert (held(known, "A"), held(known, "B"), waiting(known, "B")) == (["bob"], ["cai"], [])


def test_wishes_are_ranked_in_the_order_made_and_may_be_ranked_anew() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), choose("bob", "none"))
    assert wishes(known, "bob") == ["A", "none"]
    known = after(known, NOW, rank_wish("bob", "none", 1))
    assert wishes(known, "bob") == ["none", "A"]
    assert rank_wish("bob", "none", 1)(known, NOW, SOMEBODY).items == ()
    assert waiting(known, "A") == ["bob"], (
        "the place on a waiting list does not change with the rank"
    )
    with pytest.raises(Refused, match="not on the waiting list"):
        rank_wish("ann", "none", 1)(known, NOW, SOMEBODY)


def test_moving_up_gives_up_the_place_held_and_the_wishes_below() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"))
    known = after(known, NOW, *(choose("bob", SessionId(one)) for one in ("none", "A", "open")))
    assert wishes(known, "bob") == ["none", "A"]
    known = after(known, NOW, give_up_place("ann", "A"))
    assert (held(known, "A"), held(known, "open")) == (["bob"], [])
    assert wishes(known, "bob") == ["none"], "dearer wishes stay, lower ones go"
    [booking] = bookings_in(known, known.session("A"))
    told = place_reason(known, booking, proven=False)
    assert told is not None
    assert "your higher choice" in told.msgid
    assert told.params == {"title": Both("W-A"), "other": Both("W-open")}
    assert place_messages(known, NOW, "bob", DAY, proven=False) == [told]
    assert place_messages(known, at("11:00"), "bob", DAY, proven=True) == []


def test_a_freed_place_starts_a_chain_in_one_decision() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "B"), choose("bob", "A"))
    known = after(known, NOW, choose("cai", "open"), choose("cai", "B"), give_up_place("ann", "A"))
    assert (held(known, "A"), held(known, "B"), held(known, "open")) == (["bob"], ["cai"], [])


def test_two_who_hold_what_the_other_wants_are_not_exchanged() -> None:
    known = after(SCHOOL, NOW, *CHAIN)
    assert (held(known, "A"), held(known, "B")) == (["ann"], ["bob"])


CHAIN = (choose("ann", "A"), choose("bob", "B"), choose("ann", "B"), choose("bob", "A"))
"""Two who each hold what the other waits for."""


def test_giving_up_a_place_may_let_one_move_up_at_once_and_that_is_said() -> None:
    known = after(SCHOOL, NOW, *CHAIN)
    text = answer(known, "ann", "open")
    assert "just come up" in text.msgid
    assert text.params["title"] == Both("W-B")
    known = after(known, NOW, choose("ann", "open"))
    assert (held(known, "A"), held(known, "B"), held(known, "open")) == (["bob"], ["ann"], [])


def test_who_signs_in_is_not_moved_up_by_that_very_act() -> None:
    known = after(SCHOOL, NOW, *CHAIN)
    known = after(known, at("10:55"), by(Evidence.TYPED, sign_in_to_session("ann", "open")))
    assert (held(known, "A"), held(known, "B"), held(known, "open")) == (["bob"], [], ["ann"])
    assert waiting(known, "B") == ["ann"]


def test_a_session_without_a_limit_is_never_full_and_one_without_places_always() -> None:
    assert places_left(SCHOOL, SCHOOL.session("open")) is None
    assert not is_full(SCHOOL, SCHOOL.session("open"))
    assert is_full(SCHOOL, SCHOOL.session("none"))
    fewer = after(SCHOOL, NOW, *(choose(PersonId(who), "open") for who in ("ann", "bob", "cai")))
    fewer = fewer.apply([put(replace(fewer.session("open"), places=1))])
    assert places_left(fewer, fewer.session("open")) == 0
    assert held(fewer, "open") == ["ann", "bob", "cai"]


def test_more_places_let_the_waiting_list_go_on() -> None:
    known = after(
        SCHOOL, NOW, *(choose(PersonId(who), "A") for who in ("ann", "bob", "cai", "nia"))
    )
    more = known.apply([put(replace(known.session("A"), places=3))])
    more = more.apply(promote_waiting(more, NOW, DAY))
    assert (held(more, "A"), waiting(more, "A")) == (["ann", "bob", "cai"], ["nia"])


def test_a_person_who_cannot_come_is_passed_by_and_keeps_the_place_on_the_waiting_list() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), choose("cai", "A"))
    known = after(known, NOW, choose("bob", "L"), give_up_place("ann", "A"))
    assert (held(known, "A"), waiting(known, "A")) == (["cai"], ["bob"])
    known = after(known, NOW, give_up_place("cai", "A"))
    assert held(known, "A") == []
    known = after(known, NOW, give_up_place("bob", "L"))
    assert held(known, "A") == ["bob"]


def test_after_the_cut_off_nobody_moves_by_themselves_but_may_press_enter() -> None:
    late = SCHOOL.apply([put(Settings(moves_until=15))])
    known = after(late, NOW, choose("ann", "A"), choose("bob", "A"))
    assert held(after(known, at("10:44"), give_up_place("ann", "A")), "A") == ["bob"]
    known = after(known, at("10:45"), give_up_place("ann", "A"))
    assert (held(known, "A"), waiting(known, "A")) == ([], ["bob"])
    known = after(known, at("10:46"), choose("bob", "A"))
    assert (held(known, "A"), waiting(known, "A")) == (["bob"], [])
    with pytest.raises(Refused, match="There's space in") as refused:
        choose("cai", "A")(known, at("10:47"), SOMEBODY)
    assert "waiting list is closed" in without_alternative(refused.value.reason).msgid
    assert refused.value.reason.params["title"] == Both("W-open")


def test_the_cut_off_is_that_of_the_slot_also_for_a_session_that_begins_later() -> None:
    later = SCHOOL.apply([put(replace(SCHOOL.session("A"), start=at("11:30").time()))])
    assert promotion_cut_off(later, later.session("A")) == at("11:00")


def test_a_professional_tutor_may_give_a_place_with_a_reason() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"))
    with pytest.raises(Refused, match="give a reason"):
        place_anyway("cai", "A", Private(" "))(known, NOW, SOMEBODY)
    with pytest.raises(Refused, match="No place is needed"):
        place_anyway("cai", "hall", Private("because"))(known, NOW, SOMEBODY)
    known = after(
        known, NOW, choose("cai", "open"), place_anyway("cai", "A", Private("wheelchair lift"))
    )
    assert (held(known, "A"), waiting(known, "A"), held(known, "open")) == (
        ["ann", "cai"],
        ["bob"],
        [],
    )
    [told] = place_messages(known, NOW, "cai", DAY, proven=True)
    assert ENGLISH.say(told) == (
        "You've been given a place in W-A by the professional tutor: wheelchair lift."
    )
    [told] = place_messages(known, NOW, "cai", DAY, proven=False)
    assert "wheelchair" not in ENGLISH.say(told), "why is told after proof only"
    lead = known.apply([put(replace(known.settings, tutor_title=Both("CPD lead")))])
    [told] = place_messages(lead, NOW, "cai", DAY, proven=False)
    assert ENGLISH.say(told) == "You've been given a place in W-A by the CPD lead."
    assert place_anyway("cai", "A", Private("again"))(known, NOW, SOMEBODY).items == ()
    known = after(known, NOW, give_up_place("ann", "A"))
    assert held(known, "A") == ["cai"], "the place given above the limit is not one more"


def test_the_history_does_not_keep_the_reason_in_words() -> None:
    assert place_anyway("cai", "A", Private("swapped with Ann Rees")).kept_arguments() == {
        "person": "cai",
        "session": "A",
    }


def test_a_workshop_that_comes_first_is_asked_for() -> None:
    first = Workshop("W-C", Both("Second part"), requires=("W-A",))
    known = SCHOOL.apply([put(first), put(replace(SCHOOL.session("C"), audience=("all",)))])
    why = ineligibility(known, NOW, known.person("ann"), known.session("C"))
    assert why is not None
    assert why.params == {"title": Both("W-A")}
    known = after(known, NOW, choose("ann", "A"))
    assert ineligibility(known, NOW, known.person("ann"), known.session("C")) is None
    known = after(known, at("11:00"), by(Evidence.TUTOR, mark("ann", "A", MarkState.ABSENT)))
    assert ineligibility(known, at("12:30"), known.person("ann"), known.session("C")) == why
    known = after(known, at("11:00"), by(Evidence.TUTOR, mark("ann", "A", MarkState.LATE)))
    assert ineligibility(known, at("12:30"), known.person("ann"), known.session("C")) is None


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, "open"),
        ({"C": {"workshop": "W-A"}}, "C"),
        ({"A": {"workshop": "W-aln"}, "B": {"workshop": "W-aln"}}, "B"),
        ({"open": {"places": 0}}, "B"),
        ({"B": {"places": 0}, "open": {"places": 0}}, None),
    ],
)
def test_the_nearest_alternative_is_the_same_workshop_else_one_beside(
    changes: dict[str, dict[str, object]], found: str | None
) -> None:
    known = SCHOOL.apply(
        [put(replace(SCHOOL.session(SessionId(name)), **new)) for name, new in changes.items()]
    )
    other = alternative(known, NOW, known.person("ann"), known.session("A"))
    assert (other.id if other else None) == found


def test_a_change_of_times_says_whose_places_clash() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("ann", "C"))
    assert clashes(known, DAY) == {}
    longer = known.apply([put(replace(known.session("A"), end=at("13:45").time()))])
    assert {who for who, _ in clashes(longer, DAY)} == {"ann"}


def test_closing_stops_the_waiting_list_and_opening_again_moves_it() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"), choose("bob", "A"), close_day(DAY))
    with pytest.raises(Refused):
        give_up_place("ann", "A")(known, NOW, SOMEBODY)
    known = known.apply([Remove("bookings", join_ids("A", "ann"))])
    assert (held(known, "A"), waiting(known, "A")) == ([], ["bob"])
    known = after(known, NOW, reopen_day(DAY, ReopenReason.TOO_EARLY))
    assert held(known, "A") == ["bob"]
    assert reopen_day(DAY, ReopenReason.TOO_EARLY)(known, NOW, SOMEBODY).items == ()


@pytest.mark.parametrize(
    ("who", "wanted", "clock", "reason"),
    [
        ("ann", "hall", "08:00", "You don't need a place"),
        ("huw", "B", "09:00", "You lead this session"),
        ("huw", "A", "09:00", "You lead {title} at that time"),
        ("guest", "C", "09:00", "or other staff groups"),
        ("tom", "L", "09:00", "Outside your hours"),
        ("rebecca", "A", "09:00", "Not one of your working days"),
        ("nia", "C", "09:00", "You are expected in {title} at that time"),
        ("cai", "A", "09:00", "You have a place in {title} at that time"),
        ("ann", "A", "12:00", "over"),
    ],
)
def test_why_one_cannot_have_a_place_is_said_in_one_sentence(
    who: PersonId, wanted: SessionId, clock: str, reason: str
) -> None:
    known = after(SCHOOL, NOW, choose("cai", "L"))
    found = ineligibility(known, at(clock), known.person(who), known.session(wanted))
    assert found is not None
    assert reason in found.msgid
    with pytest.raises(Refused) as refused:
        choose(who, wanted)(known, at(clock), SOMEBODY)
    assert without_alternative(refused.value.reason) == found


def test_a_place_in_another_session_of_the_slot_is_no_obstacle() -> None:
    known = after(SCHOOL, NOW, choose("ann", "A"))
    assert ineligibility(known, NOW, known.person("ann"), known.session("open")) is None
    known = after(known, NOW, choose("ann", "open"))
    assert (held(known, "A"), held(known, "open")) == ([], ["ann"])


def test_leaving_what_one_has_no_place_in_changes_nothing() -> None:
    assert give_up_place("ann", "A")(SCHOOL, NOW, SOMEBODY).items == ()
    for who, wanted in (("zed", "A"), ("ann", "X")):
        with pytest.raises(Refused):
            give_up_place(PersonId(who), SessionId(wanted))(SCHOOL, NOW, SOMEBODY)
