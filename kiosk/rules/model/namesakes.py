"""Telling people of one name apart: by post or staff code, never by anything private."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import planned
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.text import Text, t

ID_END = 4
"""How many characters of an id are shown where nothing else tells two people apart."""


@planned
def labels_of_namesakes(school: School) -> dict[PersonId, Text | str]:
    """Return the `distinguishing_labels` among all people of the School."""
    return distinguishing_labels(school.people.values())


def distinguishing_labels(people: Iterable[Person]) -> dict[PersonId, Text | str]:
    """Return what to add to the posts of people who share a name, by id.

    It is the staff code, or, where the posts are the same too, the end of the id or a number. It is
    never anything private, such as a date of birth.
    """
    labels: dict[PersonId, Text | str] = {}
    for group in _groups(people, lambda person: fold(person.name)):
        codes = Counter(person.staff_code for person in group)
        labels |= {
            person.id: person.staff_code
            for person in group
            if person.staff_code and codes[person.staff_code] == 1
        }
        for same_post in _groups(group, _post):
            labels |= _id_ends(
                [person for person in same_post if person.id not in labels], set(codes)
            )
    return labels


def _post(person: Person) -> tuple[str, str]:
    return (person.coming or person.role, person.department or person.host)


def _groups(people: Iterable[Person], by: Callable[[Person], object]) -> list[list[Person]]:
    """Return the groups of two or more people who have the same key."""
    groups: dict[object, list[Person]] = {}
    for person in people:
        groups.setdefault(by(person), []).append(person)
    return [group for group in groups.values() if len(group) > 1]


def _id_ends(people: list[Person], taken: set[str]) -> dict[PersonId, Text | str]:
    """Return the ends of the ids, or numbers where the ends are equal or made of the name."""
    if len(people) < 2:  # The others differ by their codes.
        return {}
    ends = {
        person.id: f"…{person.id[-ID_END:]}" if len(person.id) > ID_END else person.id
        for person in people
    }
    # Ids that loading made of the name (see `person_matching`) end alike.
    from_name = any(
        fold(person.id).startswith(fold(f"{person.forename} {person.surname}")) for person in people
    )
    if not from_name and len({*ends.values()} - taken) == len(people):
        return {**ends}
    return {id: t("{n} of {all}", n=n, all=len(ends)) for n, id in enumerate(sorted(ends), 1)}
