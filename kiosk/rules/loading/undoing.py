"""Undoing a decision as a whole: what stood before is put back, if nothing builds on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.eligibility import clashes
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.changes import Changes, HistoryEntry, Put, Remove, Snapshot
from kiosk.rules.model.decision_names import decision_name
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.effects import (
    describe_record,
    find_record,
    fingerprint,
    name_of,
)
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.references import references_of
from kiosk.rules.model.school import TABLES, School
from kiosk.text import Text, t, tn

UNDO = "undo"
MOST_REASONS = 5
"""How many reasons a refusal names; the others are counted."""


class PastDecision(msgspec.Struct, frozen=True):
    """A decision of the history, and what has to be known to undo it."""

    entry: HistoryEntry
    snapshots: tuple[Snapshot, ...]
    """What stood before; empty: it is not kept, or nothing was changed."""
    since: tuple[HistoryEntry, ...]
    """The decisions after it, the oldest first."""


@decision
def undo(school: School, now: datetime, number: int, past: PastDecision) -> Changes:
    """Take a past decision back: every record it wrote is again as it stood before.

    Raises:
        Refused: what stood before is not kept; a record was changed since, or a new one refers to
            it; or there would be more people than places, or somebody in two places at once.
    """
    if number in undone_numbers(past.since):
        raise Refused(t("Number {number} has already been undone.", number=number))
    _check_kept(school, number, past)
    _refuse(_obstacles(school, past))
    items = _put_back(past.snapshots)
    after = school.apply(items)
    days = [DayId(day) for day in past.entry.days]
    _refuse(_contradictions(school, after, days, _ids_written(past.since)))
    # a place that becomes free belongs to its waiting list
    items += promotions_after(school, now, items)
    message = tn(
        "Undone: {what}, {when}. {n} record is back as it was.",
        "Undone: {what}, {when}. {n} records are back as they were.",
        len(past.snapshots),
        what=decision_name(past.entry.decision),
        when=f"{school.local(past.entry.at):%d/%m %H:%M}",
    )
    return Changes(tuple(items), message)


def _check_kept(school: School, number: int, past: PastDecision) -> None:
    if past.snapshots:
        return
    known = [school.programme.days.get(DayId(day)) for day in past.entry.days]
    if known and all(day is not None and day.closed_at for day in known):
        raise Refused(t("Number {number} can't be undone: its day is closed.", number=number))
    if not past.entry.records:
        raise Refused(t("Number {number} can't be undone: it wasn't kept.", number=number))
    raise Refused(
        t(
            "Number {number} can't be undone: the earlier values are gone. "
            "They go when a day is closed or a person is erased.",
            number=number,
        )
    )


def _refuse(obstacles: Iterable[Text | str]) -> None:
    """Raise `Refused` with what stands in the way, if anything does."""
    found: list[Text | str] = []
    for one in obstacles:
        found += [] if one in found else [one]
    if not found:
        return
    why: Text | str = found[0]
    for more in found[1:MOST_REASONS]:
        why = t("{one} {other}", one=why, other=more)
    if len(found) > MOST_REASONS:
        others = tn("And {n} more.", "And {n} more.", len(found) - MOST_REASONS)
        why = t("{one} {other}", one=why, other=others)
    raise Refused(t("Not undone. {why}", why=why))


def _obstacles(school: School, past: PastDecision) -> Iterator[Text]:
    wrote = {(one.table, one.id): one for one in past.snapshots}
    for place, one in wrote.items():
        if fingerprint(find_record(school, *place)) != one.wrote:
            yield t("{what} has changed since.", what=describe_record(school, *place))
    # what is there now and was written since, by anybody
    written = _written(past.since)
    for place, entry in written.items():
        if place in wrote:
            continue
        record = find_record(school, *place)
        if record is None:
            continue
        # a later mark or movement of the same person stands on the one before it
        follows = any(_is_one_list(place, earlier) for earlier in wrote)
        if follows or any(one in wrote for one in references_of(record)):
            yield t(
                "{what} was added since ({act}, {when}).",
                when=f"{school.local(entry.at):%d/%m %H:%M}",
                act=decision_name(entry.decision),
                what=describe_record(school, *place),
            )
    added = {place for place, one in wrote.items() if one.before is None}
    for table in TABLES if added else ():
        for record in school.records(table):
            place = (table, getattr(record, "id", "school"))
            if place in wrote or place in written:
                continue
            for named_place in added.intersection(references_of(record)):
                yield t(
                    "{what} refers to {named}.",
                    what=describe_record(school, *place),
                    named=name_of(school, named_place[1]),
                )


def _is_one_list(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether two records are of one list: say, of one person's marks in one session."""
    if one[0] != other[0] or not TABLES[one[0]].is_list:
        return False
    return TABLES[one[0]].ids_in(one[1]) == TABLES[one[0]].ids_in(other[1])


def undone_numbers(entries: Iterable[HistoryEntry]) -> dict[int, HistoryEntry]:
    """Return the undo by the number of what it undid, without those that were undone again."""
    undone: dict[int, HistoryEntry] = {}
    for entry in sorted(entries, key=lambda one: -one.number):
        target = entry.arguments.get("number")
        if entry.decision == UNDO and isinstance(target, int) and entry.number not in undone:
            undone[target] = entry
    return undone


def _written(since: tuple[HistoryEntry, ...]) -> dict[tuple[str, str], HistoryEntry]:
    """Return the decision that last wrote each record, without decisions that were taken back."""
    undone = undone_numbers(since)
    by_number = {entry.number: entry for entry in since}
    neutral: dict[int, set[tuple[str, str]]] = {}
    for target, entry in undone.items():
        if target in by_number:
            neutral[target] = neutral[entry.number] = set(by_number[target].records)
    return {
        place: entry
        for entry in since
        for place in entry.records
        if place not in neutral.get(entry.number, ())
    }


def _put_back(snapshots: Iterable[Snapshot]) -> list[Put | Remove]:
    """Return the changes that put everything back: first what others' ids are made of."""
    order = list(TABLES)
    ordered = sorted(snapshots, key=lambda one: order.index(one.table))
    puts = [Put(one.table, one.id, one.before) for one in ordered if one.before is not None]
    removed = [Remove(one.table, one.id) for one in reversed(ordered) if one.before is None]
    return [*puts, *removed]


def _ids_written(since: tuple[HistoryEntry, ...]) -> set[str]:
    return {
        id
        for table, joined in _written(since)
        if table in TABLES
        for id in TABLES[table].ids_in(joined)
    }


def _contradictions(
    before: School, after: School, days: Iterable[DayId], ids: set[str]
) -> Iterator[Text]:
    """Yield what would be wrong only afterwards: too many in a session, or two places at once.

    `ids`: of people and sessions of which something was written since. What was wrong already when
    the decision was taken, such as a place that a tutor gave in a full session, comes back.
    """
    for day in days:
        if day not in after.programme.days:
            continue
        known = clashes(before, day) if day in before.programme.days else {}
        for person, double in clashes(after, day):
            if (person, double) not in known and ids.intersection((person, double)):
                yield t(
                    "{name} would be in two places at once: {title}.",
                    name=name_of(after, person),
                    title=name_of(after, double),
                )
        for session in after.sessions_on(day):
            if session.places is None or session.id not in ids:
                continue
            taken = len(bookings_in(after, session))
            old = before.programme.sessions.get(session.id)
            was = 0 if old is None else len(bookings_in(before, old)) - (old.places or 0)
            if taken - session.places > max(0, was):
                yield t(
                    "{title} would have {people} for {places}.",
                    title=name_of(after, session.id),
                    people=tn("{n} person", "{n} people", taken),
                    places=tn("{n} place", "{n} places", session.places),
                )
