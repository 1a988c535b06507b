"""A line on the wall that names somebody goes with them."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.maintenance import erase
from kiosk.store.opening import open_store
from tests.builders import day
from tests.store.remembering import NOW, WHO, entry, found_in, save

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
