"""Which person a row of a staff file is: by id, else by staff code, else by exact name.

People are never merged by guess. A row that could mean two people is a problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.model.file_contents import MORE_DUTIES, FileRecord
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import WEEKDAYS, Person, Window
from kiosk.rules.model.terms import BY_RESPONSIBILITY
from kiosk.text import t

RESERVED = frozenset({"tutor", "reception", "command", "kiosk"})
"""Ids that no person may have: sign-offs and the history use them for actors who are no person."""

Names = tuple[str, str]
K = TypeVar("K", str, Names)
D = TypeVar("D", bound=str)
"""A weekday or the id of a day."""


def match_people(
    rows: Sequence[FileRecord[Person]],
    known: Mapping[PersonId, Person],
    today: date,
    problems: list[Problem],
) -> list[FileRecord[Person]]:
    """Return one row for each person, with its id. Add rows that cannot be matched to `problems`.

    Several rows (posts) of one person become one, with the hours of all and the role with the most
    responsibility; posts that have ended by `today` count only where all have.
    Known people keep their id; new people get one.
    """
    rows = _with_kept_ids(rows, known)
    matcher = _Matcher(rows, known)
    people: dict[PersonId, FileRecord[Person]] = {}
    for row in rows:
        found = matcher.id_of(row)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        named = replace(row, record=replace(row.record, id=found))
        first = people.get(found)
        if first is None:
            people[found] = named
        elif _names(first.record) == _names(named.record):
            people[found] = _merge_posts(first, named, today)
        else:
            problems.append(_taken_problem(named, first))
    return list(people.values())


def _with_kept_ids(
    rows: Sequence[FileRecord[Person]], known: Mapping[PersonId, Person]
) -> Sequence[FileRecord[Person]]:
    """Return the rows without the ids of entries that were merged: those would come back."""
    kept = {old: person.id for person in known.values() for old in person.merged_ids}
    if not kept:
        return rows
    in_file = {row.record.id for row in rows}
    found = []
    for row in rows:
        id = kept.get(row.record.id)
        if id is None:
            found.append(row)
        elif id not in in_file:  # else the row of the entry that was kept counts
            found.append(replace(row, record=replace(row.record, id=id)))
    return found


def _names(person: Person) -> Names:
    return (person.forename, person.surname)


def _shown(person: Person) -> str:
    return " ".join(part for part in _names(person) if part)


class _Matcher:
    """Finds ids among everyone who has one, in the school or in the file."""

    def __init__(
        self, rows: Sequence[FileRecord[Person]], known: Mapping[PersonId, Person]
    ) -> None:
        self._known = known
        with_id = {row.record.id: row.record for row in rows if row.record.id}
        everyone = {**known, **with_id}
        self._by_code = _grouped((one.staff_code, one) for one in everyone.values())
        self._by_name = _grouped((_names(one), one) for one in everyone.values())
        self._in_file = frozenset(with_id)
        self._taken = {*everyone, *RESERVED}
        self._count = Counter(_names(row.record) for row in rows)
        self._made: dict[tuple[str, Names], PersonId] = {}
        self._code_names: dict[str, Names] = {}

    def id_of(self, row: FileRecord[Person]) -> PersonId | Problem:
        """Return the id of the row's person, or the problem."""
        if row.record.id:
            return self._given(row)
        if row.record.staff_code:
            return self._by_staff_code(row)
        return self._by_exact_name(row)

    def _given(self, row: FileRecord[Person]) -> PersonId | Problem:
        person = row.record
        if person.id in RESERVED:
            return row.problem("id", person.id, t("another id: the kiosk uses this one itself"))
        if person.id in self._known or not person.staff_code:
            return person.id
        # A new id with a staff code and name that are known would make two people of one.
        for other in self._by_code.get(person.staff_code, ()):
            if other.id not in self._in_file and _names(other) == _names(person):
                expected = t(
                    "the id “{id}”: a person of this name and staff code has it here", id=other.id
                )
                return row.problem("id", person.id, expected)
        return person.id

    def _by_staff_code(self, row: FileRecord[Person]) -> PersonId | Problem:
        person = row.record
        names, code = _names(person), person.staff_code
        holders = self._by_code.get(code, [])
        if len(holders) > 1:
            holders = [one for one in holders if _names(one) == names]
            if len(holders) != 1:
                expected = t("an id: several people have this staff code")
                return row.problem("staff_code", code, expected)
        if holders:
            return holders[0].id
        if self._code_names.setdefault(code, names) != names:
            expected = t("an id, or a staff code of its own: another row has this one")
            return row.problem("staff_code", code, expected)
        # A person without a code who gets one: only if no other row could be the same person.
        uncoded = [one for one in self._by_name.get(names, ()) if not one.staff_code]
        if len(uncoded) == 1 and self._count[names] == 1:
            return uncoded[0].id
        return self._new(person)

    def _by_exact_name(self, row: FileRecord[Person]) -> PersonId | Problem:
        person = row.record
        holders = self._by_name.get(_names(person), [])
        if len(holders) > 1 or self._count[_names(person)] > 1:
            expected = t("an id or a staff code: several people have this name")
            return row.problem("id", _shown(person), expected)
        return holders[0].id if holders else self._new(person)

    def _new(self, person: Person) -> PersonId:
        """Return a new id, made of the staff code or the name. A repeat gives the same id."""
        key = (person.staff_code, _names(person))
        if key not in self._made:
            wanted = person.staff_code or _slug(_shown(person))
            self._made[key] = PersonId(_free_id(wanted, self._taken))
            self._taken.add(self._made[key])
        return self._made[key]


def _grouped(pairs: Iterable[tuple[K, Person]]) -> dict[K, list[Person]]:
    groups: dict[K, list[Person]] = {}
    for key, person in pairs:
        if key:
            groups.setdefault(key, []).append(person)
    return groups


def _slug(name: str) -> str:
    """Return a name as an id: folded words joined by hyphens."""
    plain = "".join(char if char.isalnum() else " " for char in fold(name))
    return "-".join(plain.split()) or "person"


def _free_id(wanted: str, taken: set[str]) -> str:
    """Return the wanted id, with a number from 2 if it is taken."""
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _taken_problem(row: FileRecord[Person], first: FileRecord[Person]) -> Problem:
    column = "id" if row.record.id and "id" in row.given else "staff_code"
    expected = t(
        "one of its own: {name} has it in row {row}", name=_shown(first.record), row=first.row
    )
    return row.problem(column, getattr(row.record, column), expected)


def _merge_posts(
    first: FileRecord[Person], second: FileRecord[Person], today: date
) -> FileRecord[Person]:
    """Return two posts of one person as one row."""
    first_post, second_post = first.record, second.record
    are_open = [one.left is None or one.left > today for one in (first_post, second_post)]
    if any(are_open) and not all(are_open):
        return first if are_open[0] else second
    ends = [one.left for one in (first_post, second_post) if one.left is not None]
    blank = {
        name: getattr(second_post, name)
        for name in first.given
        - {"id", "hours", "duties", MORE_DUTIES, "agreed", "left", *WEEKDAYS}
        if not getattr(first_post, name)
    }
    both = replace(
        first_post,
        **blank,
        role=min(first_post.role, second_post.role, key=BY_RESPONSIBILITY.index),
        duties=tuple(dict.fromkeys((*first_post.duties, *second_post.duties))),
        hours=_all_hours(first_post.hours, second_post.hours),
        agreed=_all_hours(first_post.agreed, second_post.agreed) or {},
        left=max(ends) if len(ends) == 2 else None,
    )
    return replace(first, record=both, given=first.given | second.given)


def _all_hours(
    one: dict[D, Window] | None, other: dict[D, Window] | None
) -> dict[D, Window] | None:
    if one is None or other is None:
        return other if one is None else one
    hours = dict(one)
    for day, window in other.items():
        earlier = hours.get(day, window)
        hours[day] = Window(min(earlier.start, window.start), max(earlier.end, window.end))
    return hours
