"""What names nobody in particular is not written again when a person is replaced."""

from __future__ import annotations

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.references import replace_references
from tests.builders import day, person, school, session, slot

KNOWN = school(
    day(slot("one", "10:00-11:00", required=("all",))),
    session("A", "one", "10:00-11:00", leaders=("ann", "bob")),
    session("B", "one", "10:00-11:00", audience=("all", "dept:Maths")),
    person("ann"),
    person("bob"),
)


def test_only_records_that_name_the_person_change() -> None:
    changes = replace_references(KNOWN, PersonId("ann"), PersonId("bob"))
    assert [change.id for change in changes] == ["A"]
    assert replace_references(KNOWN, PersonId("zoe"), PersonId("bob")) == []
