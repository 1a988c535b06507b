"""The report on a load, by name: new, changed (old → new), what is not in the file.

It is the same before a load, as a preview, and after it: made of the School and of the changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from enum import Enum
from functools import reduce
from typing import Any

from kiosk.rules.loading.programme_draft import Leftovers
from kiosk.rules.loading.reconciling import KeptValue
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Put, Remove, ReportSection
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import WEEKDAY_NAMES
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.records import (
    InsetDay,
    Person,
    Resource,
    Session,
    Slot,
    Step,
    Track,
    Window,
    Workshop,
)
from kiosk.rules.model.school import School
from kiosk.settings import Settings
from kiosk.text import Both, Text, t

NEW = t("New:")
CHANGED = t("Changed:")
GOES = t("Not in the file, so removed:")
KEPT = t("Changed here since the last load, so kept (--file-wins takes the file's values):")
STAYS = t("Not in the file, left as it is:")
STAYS_USED = t("Not in the file, but kept because it is in use:")

PRIVATE = frozenset({"needs", "badge"})
"""Fields whose values a report leaves out: it says only that they changed."""

UNTOLD = frozenset(
    {
        "id",
        "old_badges",
        "moved_from",
        "moved_start",
        "moved_end",
        "moved_at",
        "to_confirm",
        "cancelled_at",
    }
)
"""Fields that follow from others."""


def build_report(school: School, items: Iterable[Put | Remove]) -> tuple[ReportSection, ...]:
    """Return what changes do to a school: what is new, and old → new for the rest."""
    items = list(items)
    after = school.apply(items)
    new: list[Text] = []
    changed: list[Text] = []
    for table in dict.fromkeys(item.table for item in items):
        before_by_id, after_by_id = _by_id(school, table), _by_id(after, table)
        for name in dict.fromkeys(item.id for item in items if item.table == table):
            old, now = before_by_id.get(name), after_by_id.get(name)
            if old is None and now is not None:
                new += [] if (said := name_of(after, now)) is None else [said]
            elif isinstance(now or old, Booking):
                changed += _booking_lines(school, after, old, now)
            elif old is not None and now is not None:
                changed += change_lines(after, old, now)
    return sections((NEW, new, True), (CHANGED, changed, False))


def sections(*parts: tuple[Text, Iterable[Text], bool]) -> tuple[ReportSection, ...]:
    """Return sections of (heading, lines, whether the first lines are enough), without blanks."""
    made = (ReportSection(heading, tuple(lines), is_brief) for heading, lines, is_brief in parts)
    return tuple(section for section in made if section.lines)


def joined(*reports: Iterable[ReportSection]) -> tuple[ReportSection, ...]:
    """Return several reports as one: what stands below one heading stands together."""
    by_heading: dict[str, ReportSection] = {}
    for section in (section for report in reports for section in report):
        known = by_heading.get(section.heading.msgid)
        lines = (*known.lines, *section.lines) if known else section.lines
        by_heading[section.heading.msgid] = ReportSection(section.heading, lines, section.is_brief)
    return tuple(by_heading.values())


def _by_id(school: School, table: str) -> Mapping[str, Any]:
    return {str(getattr(one, "id", "school")): one for one in school.records(table)}


# -- lines ------------------------------------------------------------------------------------


def name_of(school: School, record: Any) -> Text | None:
    """Return what a report calls a record; None: it says nothing of such records."""
    match record:
        case Person():
            return t("{name} ({id})", name=record.name, id=record.id)
        case Session():
            workshop = school.programme.workshops.get(record.workshop)
            title = workshop.title if workshop is not None else Both(record.workshop)
            return t("session {id}, {title}, {day}", id=record.id, title=title, day=record.day)
        case Workshop():
            return t("workshop {id}, {title}", id=record.id, title=record.title)
        case InsetDay():
            return t("the day {day}, {title}", day=record.id, title=record.title)
        case Resource():
            return t("resource {id}, {title}", id=record.id, title=record.title)
        case Track():
            return t("track {id}, {title}", id=record.id, title=record.title)
        case Invitation():
            name = _person_name(school, record.person)
            return t("{name}, invited to {day}", name=name, day=record.day)
        case Booking():
            return _place_of(school, record)
        case Settings():
            return t("the school's settings")
    return None


def change_lines(school: School, old: Any, new: Any) -> Iterator[Text]:
    """Yield a line for each field that differs between two versions of a record: old → new."""
    what = name_of(school, new)
    if what is None:
        return
    for field in old.__struct_fields__:
        before, after = getattr(old, field), getattr(new, field)
        if before == after or field in UNTOLD:
            continue
        if field in PRIVATE:
            yield t("{what}: {field}", what=what, field=field_name(field))
            continue
        yield t(
            "{what}: {field}: {old} → {new}",
            what=what,
            field=field_name(field),
            old=shown(school, field, before),
            new=shown(school, field, after),
        )


def _booking_lines(
    before: School, after: School, old: Booking | None, new: Booking | None
) -> Iterator[Text]:
    if new is None and old is not None:
        yield t("{place}: no longer", place=_place_of(before, old) or "")
    elif old is not None and new is not None and old.confirmed != new.confirmed:
        yield _place_of(after, new)


def _place_of(school: School, booking: Booking) -> Text:
    session = school.programme.sessions.get(booking.session)
    title = school.workshop(session).title if session is not None else Both(booking.session)
    name = _person_name(school, booking.person)
    if booking.confirmed:
        return t("{name}: a place in {title} ({id})", name=name, title=title, id=booking.session)
    return t(
        "{name}: on the waiting list for {title} ({id})", name=name, title=title, id=booking.session
    )


def _person_name(school: School, person: PersonId) -> str:
    known = school.people.get(person)
    return known.name if known is not None else person


def kept_lines(school: School, kept: Iterable[KeptValue]) -> Iterator[Text]:
    """Yield a line for each value that was changed at the kiosk and stays."""
    for one in kept:
        what = name_of(school, one.record)
        field = field_name(one.field)
        if what is not None and one.field in PRIVATE:
            yield t("{what}: {field}", what=what, field=field)
        elif what is not None:
            yield t(
                "{what}: {field}: {here} stays; the file says {file}",
                what=what,
                field=field,
                here=shown(school, one.field, getattr(one.record, one.field)),
                file=shown(school, one.field, one.in_file),
            )


def leftover_lines(school: School, left: Leftovers) -> Iterator[Text]:
    """Yield a line for each thing that a file leaves out."""
    for session in left.sessions:
        name = name_of(school, session)
        if name is not None:
            yield name
    for day, slot in left.slots:
        yield t("slot {id}, {title}, of {day}", id=slot.id, title=slot.title, day=day.id)
    for track, step in left.steps:
        yield t("step {id}, {title}, of {track}", id=step.id, title=step.title, track=track.title)


# -- values -----------------------------------------------------------------------------------


def field_name(field: str) -> str:
    """Return a field as the heading of a column has it."""
    return field.replace("_", " ")


def shown(school: School, field: str, value: Any) -> str | Text:
    """Return a value of a field for reading; blank values are named."""
    if field in ("leaders", "mentor", "agreed_by") and value:
        people = (value,) if isinstance(value, str) else value
        return ", ".join(_person_name(school, PersonId(one)) for one in people)
    if field == "hours" and not value:
        # not the same: of hours that nobody knows, no day is required
        return t("not known") if value is None else t("no day")
    if field == "hours" and isinstance(value, Mapping):  # not an invitation's, of one day
        return _weekly(value)
    return _plain(value) or t("nothing")


def _weekly(hours: Mapping[str, Window]) -> Text:
    days = [
        t("{day} {hours}", day=name, hours=_plain(hours[day]))
        for day, name in WEEKDAY_NAMES.items()
        if day in hours
    ]
    return reduce(lambda said, day: t("{others}, {one}", others=said, one=day), days)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Both):
        return " / ".join(text for text in (value.en, value.cy) if text)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Window):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    if isinstance(value, Slot | Step):
        return _part(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Mapping):
        pairs = value.items()  # of names in both languages the name is said anyway
        said = (
            _plain(one) if isinstance(one, Both) else f"{name} {_plain(one)}" for name, one in pairs
        )
        return ", ".join(dict.fromkeys(said))
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)


def _part(part: Slot | Step) -> str:
    """Return a slot or a step with all that a change of it could be."""
    if isinstance(part, Step):
        return f"{part.id} ({_plain(part.title)}; {part.due}; {part.signer})"
    band = _plain(Window(part.start, part.end))
    rest = [_plain(part.title), str(part.kind.value), part.place]
    audiences = [_plain(part.required), _plain(part.invited)]
    return f"{part.id} {band} ({'; '.join(one for one in (*rest, *audiences) if one)})"
