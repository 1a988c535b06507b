"""Loading a school's own files: what changes, all or nothing, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from kiosk.errors import BadInput, Problem
from kiosk.rules.decisions import decision
from kiosk.rules.loaded import Placed, StaffFile, updated
from kiosk.rules.matching import identified
from kiosk.rules.records import Changes, Person
from kiosk.rules.school import School, put
from kiosk.text import Text, t, tn

SET_HERE = frozenset({"preferred_forename", "display_name", "badge"})
"""What the desk may have given a person: a blank cell does not take it away again."""

OWN_NAME = frozenset({"preferred_forename", "display_name"})


@decision
def load_staff(school: School, now: datetime, file: StaffFile) -> Changes:
    """Add the new people of a staff file and update the others.

    Nobody is removed: leavers, guests and whoever was added at the desk stay. A column that the
    file does not have leaves what is known alone. Raises `BadInput` with every problem.
    """
    del now
    problems: list[Problem] = []
    rows = identified(file.rows, school.people, problems)
    people = {row.record.id: _merged(school.people.get(row.record.id), row) for row in rows}
    problems += _references(rows, {**school.people, **people}, school)
    if problems:
        raise BadInput(sorted(problems, key=lambda problem: problem.row))
    changed = [one for one in people.values() if school.people.get(one.id) != one]
    new = sum(1 for one in changed if one.id not in school.people)
    said = t(
        "Staff: {counts}{kept}.",
        counts=counted(new, len(changed) - new, len(people) - len(changed)),
        kept=_kept(sum(1 for one in school.people if one not in people)),
    )
    return Changes(tuple(put(one) for one in changed), said)


def _kept(people: int) -> Text | str:
    if not people:
        return ""
    return tn("; {n} person not in the file stays", "; {n} people not in the file stay", people)


def _merged(known: Person | None, row: Placed[Person]) -> Person:
    if known is None:
        return row.record
    if known.own_name:
        row = replace(row, given=row.given - OWN_NAME)
    # a staff code or an exact name may have found the person, whose id then stays
    person: Person = updated(known, row, SET_HERE)
    return replace(person, id=known.id)


def _references(
    rows: Iterable[Placed[Person]], people: Mapping[str, Person], school: School
) -> list[Problem]:
    """Return the problems of what rows say of other records and of each other."""
    problems = []
    holders: dict[str, str] = {}
    for person in people.values():
        if person.badge:
            holders.setdefault(person.badge, person.id)
    for row in rows:
        person = row.record
        if person.mentor and person.mentor not in people:
            problems.append(row.problem("mentor", person.mentor, t("the id of a person")))
        # a staff file may be loaded before any programme: then no track is known yet
        if person.track and school.programme.tracks and person.track not in school.programme.tracks:
            known = ", ".join(school.programme.tracks)
            expected = t("the id of an induction track: {tracks}", tracks=known)
            problems.append(row.problem("track", person.track, expected))
        holder = holders.get(person.badge, person.id)
        if holder != person.id:
            expected = t("a badge of its own: the person with the id “{id}” has it", id=holder)
            problems.append(row.problem("badge", person.badge, expected))
    return problems


def counted(new: int, changed: int, same: int) -> Text:
    """Return how many records a load added, updated, and found as they were."""
    return t(
        "{added}, {updated}, {unchanged}",
        added=tn("{n} added", "{n} added", new),
        updated=tn("{n} updated", "{n} updated", changed),
        unchanged=tn("{n} unchanged", "{n} unchanged", same),
    )
