"""The name that a tutor sets for a person: it survives the next import."""

from __future__ import annotations

import pytest

from kiosk.errors import Refused
from kiosk.rules.attendance.shown_names import set_shown_name
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.file_contents import FileRecord, StaffFile
from kiosk.rules.model.names import Finder
from kiosk.rules.model.records import (
    Person,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from tests.builders import SOMEBODY, after, at, school

NOW = at("08:41")

MICA = Person("1", "Michael", "Brown", Role.TEACHER)


def load(known: School, **given: str) -> School:
    row = FileRecord(
        Person("1", "Michael", "Brown", Role.TEACHER, **given), "staff.csv", 2,  # type: ignore[arg-type]
        frozenset({"id", "forename", "surname", "role", *given}),
    )  # fmt: skip
    return after(known, NOW, load_staff(StaffFile("staff.csv", (row,))))


def test_a_shown_name_that_a_tutor_sets_survives_the_next_import() -> None:
    known = after(school(MICA), NOW, set_shown_name("1", Private("Mica\tBrown ")))
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
    known = after(
        school(MICA), NOW, set_shown_name("1", Private("Mica B")), set_shown_name("1", Private(""))
    )
    assert known.people["1"].name == "Mica B"
    assert load(known, display_name="Mike Brown").people["1"].name == "Mike Brown"


def test_the_history_does_not_keep_the_name() -> None:
    assert set_shown_name("1", Private("Mica Brown")).kept_arguments() == {"person": "1"}


@pytest.mark.parametrize("name", ["'", "..."])
def test_a_shown_name_has_a_letter(name: str) -> None:
    with pytest.raises(Refused):
        set_shown_name("1", Private(name))(school(MICA), NOW, SOMEBODY)
