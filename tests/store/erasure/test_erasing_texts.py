"""A line on the wall that names somebody goes with them."""

from __future__ import annotations

from pathlib import Path

from kiosk.exchange.person_export import export_person
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId, SlotId, WorkshopId, join_ids
from kiosk.rules.model.school import School
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.maintenance import erase
from kiosk.store.opening import open_store
from tests.builders import DAY, day
from tests.store.remembering import NOW, WHO, entry, found_in, save
from tests.store.remembering import OTHER as SOMEBODY

NAMES, OTHER = DayId("2026-10-01"), DayId("2026-10-02")


def test_a_notice_that_names_the_person_goes_and_others_stay(full: Path) -> None:
    save(
        full,
        entry("command"),
        day(id=NAMES, notice="Ask Siân O'Neill-Ŵyn for the key"),
        day(id=OTHER, notice="Lift out of order"),
    )
    erase(full, PersonScope(WHO), NOW)
    days = School().apply(open_store(full).news().items).programme.days
    assert (days[NAMES].notice, days[OTHER].notice) == ("", "Lift out of order")
    assert found_in(full, "for the key") == set()


def caught_up(who: PersonId, workshop: str, learned: str) -> CatchUp:
    id = join_ids(DAY, who, SlotId("one"), workshop)
    return CatchUp(id, DAY, who, SlotId("one"), WorkshopId(workshop), required=True, due=None,
                   done_at=NOW, learned=learned)  # fmt: skip


def test_a_line_on_what_a_catch_up_taught_goes_and_so_does_one_that_names_the_person(
    full: Path,
) -> None:
    mine = caught_up(WHO, "A", "Wait longer for an answer")
    theirs = caught_up(SOMEBODY, "A", "What Siân O'Neill-Ŵyn showed me")
    kept = caught_up(SOMEBODY, "B", "To ask twice")
    save(full, entry("command"), mine, theirs, kept)
    told = export_person(
        School().apply(open_store(full).news().items), WHO, (), NOW, has_code=False
    )
    assert "Wait longer for an answer" in told
    assert "To ask twice" not in told
    erase(full, PersonScope(WHO), NOW)
    held = School().apply(open_store(full).news().items).day_record(DAY).catch_ups
    others = held[SOMEBODY]
    assert (others[theirs.id].learned, others[kept.id].learned) == ("", "To ask twice")
    assert held.get(WHO, {}) == {}
    assert found_in(full, "Wait longer", "showed me") == set()
