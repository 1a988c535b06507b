"""The listing of the roll call: everyone on site by room, those still to find first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.errors import Refused
from kiosk.exchange.listings import DisplayValue, Listing, Value
from kiosk.language import Language
from kiosk.rules.attendance.lunch import lunches
from kiosk.rules.attendance.roll_call import (
    NOT_BEGUN,
    RollLine,
    actor_name,
    counted,
    counts_words,
    grouped,
    lunch_words,
    roll_lines,
    roll_under_way,
    room_words,
    seen_words,
    zones,
)
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import fold, sort_key_for
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Both, t, tn

COLUMNS = (
    "id", "name", "role", "zone", "room", "session", "signed_in_there", "seen_at", "seen_in",
    "hours_ended", "ticked_off_at", "ticked_off_by",
)  # fmt: skip


def roll_listing(
    school: School, now: datetime, day: InsetDay, language: Language, zone: str | None = None
) -> Listing:
    """Return the roll as it stands now: everybody, or those of one zone.

    Raises:
        Refused: no room is in that zone.
    """
    roll = roll_under_way(school, day)
    meant = None if zone is None else zone_named(school, zone)
    everyone = [one for one in roll_lines(school, now, day, roll) if meant in (None, one.zone)]
    order = sort_key_for(language.code)
    lines = [
        line
        for is_found in (False, True)
        for group in grouped([one for one in everyone if (one.tick is not None) is is_found], order)
        for line in group.lines
    ]
    sums = [NOT_BEGUN, tn("{n} in the building.", "{n} in the building.", len(lines))]
    if roll is not None:
        by = actor_name(roll.by, school.settings)
        began = t("Roll call begun at {time} ({by}).", time=school.local(roll.at), by=by)
        sums = [began, counts_words(counted(lines))]
    sums += [lunch_words(lunch) for lunch in lunches(school, now, day)]
    headings = (t("Room"), t("Name"), t("Role"), t("Seen"), t("Ticked off"))
    # without a roll call nobody is ticked off
    shown = headings if roll is not None else headings[:-1]
    return Listing(
        COLUMNS,
        [_row(school, line) for line in lines],
        shown,
        [tuple(_shown(school, line))[: len(shown)] for line in lines],
        t("Nobody is in yet."),
        soft=frozenset({2}),
        sums=tuple(sums),
    )


def zone_named(school: School, name: str) -> str:
    """Return the zone of that name, in either language. Raises `Refused` if there is none."""
    known = zones(school)
    for zone in known:
        word = school.word(zone)
        names = (zone, word.en, word.cy) if isinstance(word, Both) else (zone,)
        if fold(name) in map(fold, names):
            return zone
    if not known:
        raise Refused(t("Your rooms have no zones: rooms.csv has a column for them."))
    raise Refused(t("No zone is called {zone}. Your zones: {zones}", zone=name,
                    zones=", ".join(known)))  # fmt: skip


def _row(school: School, line: RollLine) -> tuple[Value, ...]:
    where, tick = line.where, line.tick
    return (
        line.person.id,
        line.person.name,
        line.person.role.value,
        line.zone,
        where.room,
        where.session.id if where.session is not None else "",
        where.is_signed_in,
        school.local(where.seen.at).isoformat(timespec="seconds"),
        where.seen.room,
        f"{where.hours_ended:%H:%M}" if where.hours_ended is not None else "",
        school.local(tick.at).isoformat(timespec="seconds") if tick is not None else "",
        tick.by if tick is not None else "",
    )


def _shown(school: School, line: RollLine) -> Iterator[DisplayValue]:
    yield room_words(school, line)
    yield line.person.name
    yield role_and_department(school, line.person)
    yield seen_words(school, line.where)
    yield f"{school.local(line.tick.at):%H:%M}" if line.tick is not None else ""
