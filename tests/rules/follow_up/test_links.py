"""What came of trying an address is kept with it, is undone, and is said before printing."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attention.day_check import attention
from kiosk.rules.attention.findings import FindingKind
from kiosk.rules.follow_up.before_printing import slip_doubts
from kiosk.rules.follow_up.catch_up import open_catch_ups
from kiosk.rules.follow_up.links import dead_count, note_checked_links
from kiosk.rules.follow_up.stubs import issue_slips
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId, ResourceId
from kiosk.rules.model.records import Resource, TriedLink, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import LinkOutcome, SlotKind
from kiosk.text import Both
from tests.builders import DAY, after, at, day, person, school, session, slot

NOON, LATER = at("12:00"), at("12:00", "2027-01-05")
HERE = "https://example.wales/a"
SCHOOL = school(
    day(slot("talk", "09:00-10:00", SlotKind.TOGETHER, required=("teacher",))),
    session("talk", "talk", "09:00-10:00"),
    Workshop("W-talk", Both("Talk"), resources=(ResourceId("film"), ResourceId("book"))),
    Resource(ResourceId("film"), Both("A film"), url=HERE),
    Resource(ResourceId("book"), Both("A book"), hint=Both("Ask for it")),
    person("ann"),
)
GONE = TriedLink(HERE, LinkOutcome.GONE, status=404)
FINE = TriedLink(HERE, LinkOutcome.FINE)


def film(known: School) -> Resource:
    return known.programme.resources[ResourceId("film")]


def doubts(known: School, when: str = DAY) -> list[str]:
    printed = after(known, at("16:00", when), issue_slips(DAY, Private("seed")))
    today = date.fromisoformat(when)
    slip = [replace(one, printed_on=today) for one in open_catch_ups(printed, PersonId("ann"), DAY)]
    said = slip_doubts(printed, [slip])
    return [Language().say(one) for one in said]


def test_what_came_of_it_is_kept_with_the_date() -> None:
    noted = film(after(SCHOOL, NOON, note_checked_links((GONE,))))
    assert (noted.checked, noted.tried, noted.is_dead) == (NOON.date(), GONE, True)


def test_a_resource_without_an_address_is_left_alone() -> None:
    changes = note_checked_links((GONE,))(SCHOOL, NOON, COMMAND)
    assert [item.id for item in changes.items] == ["film"]


def test_an_address_that_changed_meanwhile_is_not_taken_for_the_one_tried() -> None:
    moved = Resource(ResourceId("film"), Both("A film"), url=f"{HERE}/new")
    changed = SCHOOL.apply([put(moved)])
    assert not note_checked_links((GONE,))(changed, NOON, COMMAND).items


def test_a_new_address_is_unchecked_and_not_dead() -> None:
    noted = after(SCHOOL, NOON, note_checked_links((GONE,)))
    moved = replace(film(noted), url=f"{HERE}/new")
    assert (moved.outcome, moved.last_checked, moved.is_dead) == (None, None, False)


def test_a_machine_without_network_marks_nothing_dead() -> None:
    unreached = tuple(TriedLink(f"{HERE}{number}", LinkOutcome.NO_HOST) for number in range(3))
    with pytest.raises(Refused, match="on the internet"):
        note_checked_links(unreached)(SCHOOL, NOON, COMMAND)
    note_checked_links((*unreached, FINE))(SCHOOL, NOON, COMMAND)


def test_what_leads_elsewhere_or_needs_a_login_is_not_dead() -> None:
    outcomes = (LinkOutcome.FINE, LinkOutcome.REDIRECTED, LinkOutcome.LOGIN, LinkOutcome.TIMED_OUT)
    assert dead_count(TriedLink(HERE, one) for one in outcomes) == 1


def test_a_dead_address_is_said_before_printing() -> None:
    noted = after(SCHOOL, NOON, note_checked_links((GONE,)))
    assert "A film: its address did not work on Tuesday 1 September 2026 (gone (404))." in doubts(
        noted
    )
    noted = after(noted, NOON, note_checked_links((FINE,)))
    assert not any("did not work" in one for one in doubts(noted))


def test_addresses_long_not_tried_are_counted_before_printing() -> None:
    stale = "1 address has not been tried for 120 days or more: kiosk check-links"
    noted = after(SCHOOL, NOON, note_checked_links((FINE,)))
    assert stale in doubts(SCHOOL)
    assert stale not in doubts(noted)
    assert stale in doubts(noted, "2027-01-05")


def test_a_dead_address_is_in_attention() -> None:
    noted = after(SCHOOL, NOON, note_checked_links((GONE,)))
    found = [one for one in attention(noted, DAY) if one.kind is FindingKind.DEAD_LINK]
    assert [Language().say(one.text) for one in found] == [
        "Talk, 09:00: the address of “A film” does not work."
    ]
    assert not any(one.kind is FindingKind.DEAD_LINK for one in attention(SCHOOL, DAY))
