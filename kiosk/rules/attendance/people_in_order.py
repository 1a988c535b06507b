"""Everybody of a day in the order of names, kept up while people come and change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School


class PeopleInOrder(NamedTuple):
    """The people who belong to the school on a day. It is the same object while they are."""

    people: dict[PersonId, Person]
    """In the order of names."""
    places: dict[PersonId, int]
    """Where each stands in it."""
    keys: dict[PersonId, tuple[str, str, str]]
    """What each is sorted by: slow to find."""


def _with_changed(
    school: School, day: InsetDay, known: PeopleInOrder, touched: Touched
) -> PeopleInOrder:
    here = school.people_on(day.date)
    changed = {who for who in touched.people if here.get(who) is not known.people.get(who)}
    if not changed:
        return known
    keys = {who: key for who, key in known.keys.items() if who not in changed}
    return _in_order(here, keys | {who: sort_key(here[who]) for who in changed & here.keys()})


@kept_up(_with_changed)
def people_in_order(school: School, day: InsetDay) -> PeopleInOrder:
    """Return the people of a day in the order of names."""
    here = school.people_on(day.date)
    return _in_order(here, {who: sort_key(person) for who, person in here.items()})


def _in_order(
    here: Mapping[PersonId, Person], keys: dict[PersonId, tuple[str, str, str]]
) -> PeopleInOrder:
    ids = sorted(keys, key=keys.__getitem__)
    places = {who: place for place, who in enumerate(ids)}
    return PeopleInOrder({who: here[who] for who in ids}, places, keys)
