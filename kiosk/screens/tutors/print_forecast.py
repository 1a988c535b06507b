"""What a printing would make: how many people's pages of which kind, and on how many sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TypeAlias

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.printing import Kind, Plan, decision_for, plan, sheets_needed
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

Whose: TypeAlias = Mapping[DayId, Sequence[PersonId]]
"""Of which days, and whose the pages are; without any person, everyone's."""


@dataclass(frozen=True)
class Amount:
    """So much of one kind of pages."""

    kind: Kind
    people: int
    """For how many people, of whom each has one certificate or slip."""
    sheets: int
    new: int
    """For how many of them they are new, or changed since they were written."""
    new_sheets: int


def forecast(school: School, now: datetime, whose: Whose, kinds: Iterable[Kind]) -> list[Amount]:
    """Return what there would be of each kind; nothing where they may not be printed."""
    amounts: list[Amount] = []
    try:
        for kind in kinds:
            plans = []
            for day, people in whose.items():
                for person in people or (None,):
                    changes = decision_for(kind, day, person)(school, now, TUTOR)
                    school = school.apply(changes.items)
                plans.append(plan(school, now, kind, day, Language(), *people))
            if any(wanted.people for wanted in plans):
                amounts.append(_amount(kind, plans))
    except Refused:  # the printing itself says why
        return []
    return amounts


def _amount(kind: Kind, plans: Iterable[Plan]) -> Amount:
    amount = Amount(kind, 0, 0, 0, 0)
    for wanted in plans:
        sheets, new = sheets_needed(wanted), wanted.new().people
        amount = Amount(
            kind,
            amount.people + len(sheets),
            amount.sheets + ceil(sum(sheets.values())),
            amount.new + len(new),
            amount.new_sheets + ceil(sum(sheets[person] for person in new)),
        )
    return amount


def count_of(kind: Kind, count: int) -> Text:
    """Return how many people's pages of a kind there are."""
    if kind is Kind.CERTIFICATES:
        return tn("{n} certificate", "{n} certificates", count)
    return tn("{n} catch-up slip", "{n} catch-up slips", count)


def all_of(amounts: Iterable[Amount]) -> Text:
    """Return how much there is of everything."""
    return _together(_on(one.kind, one.people, one.sheets) for one in amounts)


def new_of(amounts: Iterable[Amount]) -> Text:
    """Return how much there is of what is new."""
    return _together(_on(one.kind, one.new, one.new_sheets) for one in amounts if one.new)


def written_of(amounts: Iterable[Amount]) -> Text:
    """Return how much was written before and has not changed since, out of how much."""
    return _together(
        t("{done} of {all}", done=one.people - one.new, all=count_of(one.kind, one.people))
        for one in amounts
        if one.new < one.people
    )


def _on(kind: Kind, count: int, sheets: int) -> Text:
    pages = tn("{n} page", "{n} pages", sheets)
    return t("{what} ({pages})", what=count_of(kind, count), pages=pages)


def _together(parts: Iterable[Text]) -> Text:
    first, *others = parts
    for other in others:
        first = t("{one} and {other}", one=first, other=other)
    return first
