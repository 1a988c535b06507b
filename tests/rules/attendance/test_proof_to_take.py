"""What a typed name may take away, by the setting, and how the person hears of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ProofNeeded, Refused
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.personal_messages import news_for
from kiosk.rules.choosing.places import choose, give_up_place, rank_wish
from kiosk.rules.choosing.typed_changes import (
    describe_change,
    disputed_changes,
    resolve_dispute,
    settle_changes,
    untold_changes,
)
from kiosk.rules.model.actors import COMMAND, RECEPTION, TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.personal_records import Taken
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.settings import PROOFS_TO_TAKE, Settings
from tests.builders import DAY, after, at, by, day, person, school, session, slot

NOW = at("09:30")
ANN = PersonId("ann")
str_of = Language("en").say


def known(setting: str = "given", badge: str = "") -> School:
    """Return a school in which Ann has a place in A, waits for B and C, and is in HALL."""
    start = school(
        day(slot("hall", "09:00-10:00", SlotKind.TOGETHER, ()), slot("one", "10:00-11:00"),
            slot("pause", "09:00-10:00", SlotKind.TOGETHER)),
        session("HALL", "hall", "09:00-10:00"),
        session("ELSE", "pause", "09:00-10:00"),
        *(session(id, "one", "10:00-11:00", 1 if id in "BC" else 9) for id in "ABCD"),
        person(ANN, badge=badge),
        person("bob"),
        person("cai"),
    )  # fmt: skip
    return after(
        start.apply([put(Settings(proof_to_take=setting))]),
        at("09:05"),
        by(Evidence.COMMAND, choose("bob", "B")),
        by(Evidence.COMMAND, choose("cai", "C")),
        *(by(Evidence.COMMAND, choose(ANN, SessionId(id))) for id in "ABC"),
        by(Evidence.BADGE, sign_in_to_session(ANN, "HALL")),
    )


TAKE: dict[str, tuple[Decision, Taken]] = {
    "give up": (give_up_place(ANN, "A"), Taken.PLACE),
    "do not wait": (give_up_place(ANN, "B"), Taken.WISH),
    "change": (choose(ANN, "D"), Taken.PLACE),
    "other order": (rank_wish(ANN, "C", 1), Taken.ORDER),
    "go elsewhere": (sign_in_to_session(ANN, "ELSE"), Taken.SESSION),
    "leave": (leave_site(ANN), Taken.SITE),
}
GIVE = (sign_in("bob"), choose("bob", "D"), sign_in_to_session("bob", "HALL"))
"""What a typed name may always do: it takes nothing away."""
SELF = (Evidence.TYPED, Evidence.BADGE, Evidence.CODE)


def needs_proof(known: School, asked: Decision, actor: Actor) -> bool:
    """Return whether a decision is refused for want of a proof."""
    try:
        asked(known, NOW, actor)
    except ProofNeeded:
        return True
    return False


@given(
    setting=st.sampled_from(PROOFS_TO_TAKE),
    badge=st.sampled_from(["", "INSET-ANN"]),
    has_code=st.booleans(),
    evidence=st.sampled_from(SELF),
    what=st.sampled_from(list(TAKE)),
)
def test_only_whoever_lacks_the_means_to_prove_who_they_are_may_take_by_a_typed_name(
    setting: str, badge: str, has_code: bool, evidence: Evidence, what: str
) -> None:
    before, actor = known(setting, badge), Actor(ANN, evidence, "test", has_code)
    is_enough = evidence.is_proof or setting == "none"
    if setting == "given":
        is_enough = is_enough or not (badge or has_code)
    asked, taken = TAKE[what]
    assert needs_proof(before, asked, actor) is not is_enough
    if is_enough:
        changed = before.apply(asked(before, NOW, actor).items)
        noted = [change.what for change in untold_changes(changed, ANN, DAY)]
        assert noted == ([] if evidence.is_proof else [taken])


@pytest.mark.parametrize("what", TAKE)
@pytest.mark.parametrize("actor", [TUTOR, RECEPTION, COMMAND])
def test_tutors_reception_and_commands_are_not_held_up(what: str, actor: Actor) -> None:
    before = known("always", "INSET-ANN")
    changed = before.apply(TAKE[what][0](before, NOW, actor).items)
    assert untold_changes(changed, ANN, DAY) == []


@pytest.mark.parametrize("asked", GIVE)
def test_signing_in_and_a_first_choice_need_no_proof(asked: Decision) -> None:
    before = known("always").apply([put(person("bob", badge="INSET-BOB"))])
    before = after(before, NOW, by(Evidence.TUTOR, give_up_place("bob", "B")))
    assert not needs_proof(before, asked, Actor("bob", Evidence.TYPED, "test", True))


def test_a_wish_for_another_place_than_ones_own_changes_it_too() -> None:
    before = after(known("given", "INSET-ANN"), NOW, by(Evidence.TUTOR, give_up_place(ANN, "B")))
    typed = Actor(ANN, Evidence.TYPED, "test")
    assert needs_proof(before, choose(ANN, "B"), typed)


def test_what_is_not_allowed_anyway_asks_for_no_proof() -> None:
    over = at("11:30")
    with pytest.raises(Refused, match="over") as refusal:
        give_up_place(ANN, "A")(known("always"), over, Actor(ANN, Evidence.TYPED, "test"))
    assert not isinstance(refusal.value, ProofNeeded)


def test_whoever_walks_in_elsewhere_is_told_that_their_place_went() -> None:
    walked = after(known(), at("10:05"), sign_in_to_session(ANN, "D"))
    assert [change.session for change in untold_changes(walked, ANN, DAY)] == ["A"]


def taken_from_ann() -> School:
    return after(known(), NOW, give_up_place(ANN, "A"), leave_site(ANN))


def test_the_person_hears_of_all_of_it_with_its_time() -> None:
    gone = taken_from_ann()
    said = [str_of(describe_change(gone, one)) for one in untold_changes(gone, ANN, DAY)]
    assert said == ["09:30 · place in W-A given up", "09:30 · left the site"]
    news = news_for(gone, NOW, ANN, gone.day(DAY))
    assert news is not None
    assert str_of(news) == "your choices were changed today"
    assert news_for(gone, NOW, "bob", gone.day(DAY)) is None


def test_a_place_that_is_theirs_again_is_not_told() -> None:
    back = after(taken_from_ann(), NOW, choose(ANN, "A"))
    assert [change.what for change in untold_changes(back, ANN, DAY)] == [Taken.SITE]


def test_it_is_told_until_a_proof_says_who_has_read_it() -> None:
    gone = taken_from_ann()
    typed = Actor(ANN, Evidence.TYPED, "test")
    assert needs_proof(gone, settle_changes(ANN, DAY, was_me=True), typed)
    read = after(gone, NOW, by(Evidence.BADGE, settle_changes(ANN, DAY, was_me=True)))
    assert untold_changes(read, ANN, DAY) == []
    assert disputed_changes(read, DAY) == []


def test_not_me_goes_to_the_tutors_until_they_have_looked() -> None:
    says = after(taken_from_ann(), NOW, by(Evidence.CODE, settle_changes(ANN, DAY, was_me=False)))
    assert untold_changes(says, ANN, DAY) == []
    assert {change.person for change in disputed_changes(says, DAY)} == {ANN}
    looked = after(says, NOW, by(Evidence.TUTOR, resolve_dispute(ANN, DAY)))
    assert disputed_changes(looked, DAY) == []
    assert is_on_site(looked, ANN, DAY) is False  # what was done stands: the tutor mends it
    assert booking_of(looked, ANN, looked.session("A")) is None
