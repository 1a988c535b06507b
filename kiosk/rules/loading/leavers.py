"""People whom a staff file marks as left: not added, and off the lists if they are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import TypeAlias

from msgspec.structs import replace

from kiosk.rules.attendance.leaving import arrival_after, left_from
from kiosk.rules.loading.person_matching import match_people
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

Rows: TypeAlias = list[FileRecord[Person]]


def split_leavers(school: School, today: date, rows: Rows) -> tuple[Rows, Rows]:
    """Return the rows of people to add or update, and those of strangers who left by today."""
    current, past = Rows(), Rows()
    for row in rows:
        is_here = row.record.id in school.people or row.record.is_here(today)
        (current if is_here else past).append(row)
    return current, past


def known_leavers(
    school: School, today: date, rows: Sequence[FileRecord[Person]], current: Set[PersonId]
) -> dict[PersonId, Person]:
    """Return the people of a school whom rows mark as left, as they are from then on.

    `current` are the ids of the other rows: of two posts one may have ended.
    """
    found = {}
    for row in match_people(rows, school.people, today, []):
        known, given = school.people.get(row.record.id), row.record
        if known is None or given.id in current:
            continue
        # a staff code is given to the next person: without an id, the name has to be the same
        names = (known.forename, known.surname)
        if "id" not in row.given and names != (given.forename, given.surname):
            continue
        day = min(given.left or today, today)
        found[known.id] = known if known.left and known.left <= day else left_from(known, day)
    return found


def with_leavers(
    school: School, people: Mapping[PersonId, Person]
) -> tuple[dict[PersonId, Person], list[Text]]:
    """Return people as a file has them, and a note on each who was here after they left by it.

    Those stay as they are: the record of who was on site is right, and the file's date is not.
    """
    found, notes = dict(people), []
    for person in people.values():
        known = school.people.get(person.id)
        if person.left is None or (known is not None and known.left == person.left):
            continue
        was_here = arrival_after(school, person)
        if was_here is not None:
            left = known.left if known is not None else None
            found[person.id] = replace(person, left=left)
            notes.append(
                t(
                    "The file says {name} has left, but they were here on {day}. They "
                    "stay on the lists.",
                    name=person.name,
                    day=was_here,
                )
            )
    return found, notes


def gone_by(school: School, changed: Iterable[Person]) -> int:
    """Return how many known people leave by these changes."""
    return sum(
        person.left is not None and school.people[person.id].left is None
        for person in changed
        if person.id in school.people
    )


def left_message(not_added: int, leaving: int, pupils: int) -> Text | str:
    """Return what became of rows that are of nobody here now, or nothing."""
    said: Text | str = ""
    if leaving:
        said = tn("; {n} person leaves", "; {n} people leave", leaving)
    if not_added:
        more = tn(
            "; {n} row for someone who has left is not added",
            "; {n} rows for people who have left are not added",
            not_added,
        )
        said = t("{first}{more}", first=said, more=more)
    if pupils:
        more = tn(
            "; {n} row is not for staff and is left out",
            "; {n} rows are not for staff and are left out",
            pupils,
        )
        said = t("{first}{more}", first=said, more=more)
    return said
