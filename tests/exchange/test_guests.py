"""Guests of a cluster day, loaded beforehand from the staff file."""

from __future__ import annotations

from pathlib import Path

from kiosk.exchange.staff import read_staff
from kiosk.rules.attendance.self_added import SelfDescription, add_self
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.terms import GuestKind, Role
from tests.builders import after, at, day, school, slot


def test_guests_are_loaded_with_their_school(tmp_path: Path) -> None:
    path = tmp_path / "guests.csv"
    path.write_text(
        "forename,surname,role,school\n"
        "Bethan,Wyn,cluster guest,Ysgol y Bryn\n"
        "Ola,Ek,Visiting speaker,\n"
        "Jo,Lee,governor,\n",
        encoding="utf-8",
    )
    known = after(school(), at("08:00"), load_staff(read_staff(path)))
    bethan, jo, ola = sorted(known.people.values(), key=lambda one: one.forename)
    assert {one.role for one in (bethan, ola, jo)} == {Role.VISITOR}
    assert (bethan.coming, ola.coming, jo.coming) == (GuestKind.CLUSTER, GuestKind.SPEAKER, None)
    assert bethan.host == "Ysgol y Bryn"
    assert role_and_department(known, bethan).params["department"] == "Ysgol y Bryn"


def test_who_was_added_at_the_desk_and_is_in_the_next_file_needs_no_confirming(
    tmp_path: Path,
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("forename,surname,role\nTunde,Okafor,TA\n", encoding="utf-8")
    new = SelfDescription("Tunde", "Okafor", GuestKind.STARTER)
    known = school(day(slot("one", "10:00-11:00")))
    known = after(known, at("08:00"), add_self("x", new), load_staff(read_staff(path)))
    (one,) = known.people.values()
    assert (one.role, one.coming, one.to_confirm) == (Role.TA, None, False)
