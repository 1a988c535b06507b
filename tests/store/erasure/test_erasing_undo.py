"""Erasing reaches what stood before a decision, which is kept for undoing it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import Changes, Effect
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import put
from kiosk.store.erasure.erasure_scope import PersonScope, TableScope
from kiosk.store.maintenance import erase
from tests.builders import Ruled
from tests.store.programs import desk_on, history, lay, rows
from tests.store.remembering import NOW, found_in

WHO, OTHER, THIRD, A = PersonId("p1"), PersonId("p2"), PersonId("p0"), SessionId("A")


def does(folder: Path, *decisions: Decision) -> list[int]:
    desk = desk_on(folder)
    numbers = []
    for decided in decisions:
        desk.perform_now(decided, TUTOR)
        numbers.append(desk.latest(1)[0].number)
    desk.close()
    return numbers


def named(folder: Path) -> list[int]:
    """Return the numbers of the decisions of which is known what stood before."""
    return [row["entry"] for row in rows(folder, "undo")]


def calls(who: PersonId, name: str) -> Decision:
    return Ruled(
        "set_shown_name", {"person": who},
        lambda school, _: Changes((put(replace(school.people[who], display_name=name)),)),
    )  # fmt: skip


def leads(who: PersonId) -> Decision:
    return Ruled(
        "moves", {}, lambda school, _: Changes((put(replace(school.session(A), leaders=(who,))),))
    )


def test_nothing_of_a_person_is_left_in_what_stood_before(tmp_path: Path) -> None:
    lay(tmp_path, people=3, places=2)
    does(tmp_path, calls(WHO, "Zebedee Quirk"), calls(WHO, "Z. Quirk"), choose(WHO, A))
    [led, led_no_more] = does(tmp_path, leads(WHO), leads(OTHER))
    [kept] = does(tmp_path, choose(THIRD, A))
    assert found_in(tmp_path, "Zebedee Quirk")
    erase(tmp_path, PersonScope(WHO), NOW)
    assert not found_in(tmp_path, "Zebedee Quirk", "Z. Quirk", WHO)
    assert led_no_more not in named(tmp_path)
    assert kept in named(tmp_path)
    desk = desk_on(tmp_path)
    with pytest.raises(Refused):
        desk.undo_now(led, TUTOR)
    desk.undo_now(kept, TUTOR)
    desk.close()
    assert [one.decision for one in history(tmp_path, THIRD)][-1] == "undo"
    assert [one.decision for one in history(tmp_path, "erased-1")].count("set_shown_name") == 2


def test_what_happened_to_others_is_found_once_whoever_did_it_is_erased(tmp_path: Path) -> None:
    lay(tmp_path, people=3, places=1)
    does(tmp_path, choose(WHO, A), choose(OTHER, A), give_up_place(WHO, A))
    erase(tmp_path, PersonScope(WHO), NOW)
    promoted = Effect("promoted", A, OTHER)
    entry = next(one for one in history(tmp_path, OTHER) if promoted in one.effects)
    assert (entry.decision, entry.arguments["person"]) == ("give_up_place", "erased-1")
    assert Effect("place lost", A, "erased-1") in entry.effects
    assert entry in history(tmp_path, A)
    assert entry in history(tmp_path, "erased-1")


def test_what_stood_before_goes_with_the_kind_of_record_that_is_erased(tmp_path: Path) -> None:
    lay(tmp_path, people=3, places=2)
    chosen, given_up = does(tmp_path, choose(WHO, A), give_up_place(WHO, A))
    [shown] = does(tmp_path, calls(OTHER, "Q"))
    erase(tmp_path, TableScope("bookings", date(2020, 1, 1)), NOW)
    assert named(tmp_path) == [chosen, given_up, shown], "nothing is of so early a date"
    erase(tmp_path, TableScope("bookings"), NOW)
    assert named(tmp_path) == [shown]
    erase(tmp_path, TableScope("history"), NOW)
    assert named(tmp_path) == []
