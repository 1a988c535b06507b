"""Reads a programme's tables: workshops with their sessions, resources and rooms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import fields, replace

from kiosk.exchange import cells
from kiosk.exchange.columns import Columns
from kiosk.exchange.fields import HOURS, FieldReader, note_repeated, one_of, read_audience
from kiosk.exchange.programme_toml import MIDNIGHT
from kiosk.rules.model.file_contents import FileRecord
from kiosk.rules.model.ids import DayId, PersonId, ResourceId, SessionId, SlotId, WorkshopId
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Resource, Session, Workshop
from kiosk.rules.model.rooms import Room, RoomId
from kiosk.rules.model.terms import Mode, Role
from kiosk.text import t

TITLES = re.compile(r"\w\s+\w")
"""Found in a title of several words, and in no id."""

WORKSHOPS = Columns(
    {
        "id": ("session", "session id", "code"),
        "workshop": ("workshop id",),
        "day": ("date", "dyddiad"),
        "slot": (),
        "start": ("from", "starts", "start time"),
        "end": ("to", "until", "ends", "end time", "finish"),
        "time": ("times", "amser"),
        "title_en": ("title", "workshop title"),
        "title_cy": ("teitl",),
        "aim_en": ("aim",),
        "aim_cy": ("nod",),
        "topic": ("subject",),
        "priority": ("national priority",),
        "room": ("ystafell", "where"),
        "leaders": ("leader", "led by", "arweinydd"),
        "speaker": ("visiting speaker",),
        "places": ("capacity", "limit", "seats", "max", "maximum", "max places", "lleoedd"),
        "audience": ("for", "cynulleidfa"),
        "language": ("iaith",),
        "resources": ("resource", "catch up resources", "catch up links", "adnoddau"),
        "catch_up": (),
        "requires": ("prerequisite", "prerequisites", "comes after"),
        "required_training": ("required of", "mandatory training", "mandatory for"),
        "before_pupils": (),
        "off_site": ("offsite",),
    },
    ("slot",),
    by_cells={"session": ("title_en", TITLES)},
)
"""A row for each session; rows with the same workshop are one workshop given again."""

RESOURCES = Columns(
    {
        "id": ("resource id",),
        "title_en": ("title",),
        "title_cy": ("teitl",),
        "url": ("address", "link", "web address"),
        "hint_en": ("hint", "where to search"),
        "hint_cy": (),
        "provider": ("by",),
        "mode": (),
        "minutes": ("length", "est minutes"),
        "audience": ("for",),
        "language": ("iaith",),
        "pathway": ("pathway for",),
        "on": ("live on",),
        "until": ("available until",),
        "login": ("login needed", "needs login"),
        "with_colleague": (),
        "checked": ("last checked",),
        "source": (),
    },
    ("id", "title_en"),
)

ROOMS = Columns(
    {
        "room": ("name", "ystafell"),
        "capacity": ("seats", "holds", "places", "lleoedd"),
        "step_free": ("step free", "accessible", "di ris"),
        "zone": ("area", "block", "parth"),
    },
    ("room",),
)

CATCH_UP = ("any", "all")
"""How many of a workshop's resources a person who missed it is to do."""

MODES = {"async": Mode.ASYNCHRONOUS, "sync": Mode.SYNCHRONOUS, "": Mode.ASYNCHRONOUS}
MODES |= {mode.value: mode for mode in Mode}

ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")

COUNT = re.compile(r"(?:(?:max|up to|hyd at|lle i)\.?\s*)?(\d{1,4})\b\D*$", re.IGNORECASE)
"""A number of places as people write it: "8 max", "max. 8", "30 places"."""
NO_LIMIT = frozenset({"no limit", "unlimited", "any", "dim terfyn"})

Resources = tuple[FileRecord[Resource], ...]
Rooms = tuple[FileRecord[Room], ...]
Workshops = tuple[tuple[FileRecord[Workshop], ...], tuple[FileRecord[Session], ...]]


def workshops_in(entries: Sequence[FieldReader], days: Iterable[FileRecord[InsetDay]]) -> Workshops:
    """Return the workshops and sessions of rows: a row for each session.

    Of `days`, those that are read with them, a single one need not be named in each row.
    """
    _complete(entries, days)
    sessions = tuple(_session(entry) for entry in entries)
    workshops: dict[WorkshopId, FileRecord[Workshop]] = {}
    seen: set[SessionId] = set()
    for entry, session in zip(entries, sessions, strict=True):
        name = session.record.workshop
        row = _workshop(entry, name)
        if session.record.id in seen:
            # noted already: that it differs from the other row would only follow
            workshops.setdefault(name, row)
            continue
        seen.add(session.record.id)
        workshops[name] = _combined(workshops[name], row, entry) if name in workshops else row
    note_repeated(zip(entries, (one.record.id for one in sessions), strict=True), "id")
    return tuple(workshops.values()), sessions


def _complete(entries: Sequence[FieldReader], days: Iterable[FileRecord[InsetDay]]) -> None:
    """Complete what may be left out or written in other words: days, ids, times, places."""
    known = [day.record.id for day in days]
    titles = Counter(
        short_name(entry.text("title_en")) for entry in entries if not entry.text("id")
    )
    for entry in entries:
        read_time(entry)
        read_count(entry, "places")
        if len(known) == 1 and not entry.text("day"):
            entry.values["day"] = known[0]
        name = short_name(entry.text("title_en") or entry.text("title_cy"))
        if not entry.text("id") and name:
            # given twice, the slot tells the sessions apart, and the title joins them
            several = titles[name] > 1
            entry.values["id"] = f"{name}-{short_name(entry.text('slot'))}" if several else name
            entry.values["workshop"] = entry.text("workshop") or name


def short_name(title: str) -> str:
    """Return an id made of a title: its words in lower case, joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(title)).split())[:60]


def read_time(entry: FieldReader) -> None:
    """Take start and end from the column that holds both."""
    text = str(entry.values.pop("time", ""))
    window = cells.parse_window(text)
    if text and window is None:
        entry.note("time", text, HOURS)
    elif window is not None:
        entry.values["start"] = entry.text("start") or f"{window.start:%H:%M}"
        entry.values["end"] = entry.text("end") or f"{window.end:%H:%M}"


def read_count(entry: FieldReader, column: str) -> None:
    """Read a number as people write it, such as "8 max"."""
    text = entry.text(column)
    if fold(text) in NO_LIMIT:
        entry.values[column] = ""
    elif match := COUNT.match(text):
        entry.values[column] = match[1]


def _session(entry: FieldReader) -> FileRecord[Session]:
    day = entry.date("day")
    if day is None and not entry.text("day"):
        entry.needed("day")
    start, end = entry.time("start"), entry.time("end")
    if start and end and end <= start:
        entry.note("end", entry.text("end"), t("a time after the start, {start}", start=start))
    name = entry.needed("id")
    session = Session(
        id=SessionId(name),
        day=DayId(day.isoformat() if day else ""),
        slot=SlotId(entry.needed("slot")),
        workshop=WorkshopId(entry.text("workshop") or name),
        start=start or MIDNIGHT,
        end=end or MIDNIGHT,
        room=entry.text("room"),
        leaders=tuple(map(PersonId, entry.list("leaders"))),
        speaker=entry.text("speaker"),
        places=entry.number("places", 1, 9999),
        audience=read_audience(entry, "audience") or ("all",),
        language=entry.language("language", both=True),
        off_site=entry.flag("off_site"),
    )
    given = {name for name in Session.__struct_fields__ if entry.given(name)} | {"workshop"}
    # where no time is given, loading takes that of the slot
    given -= {name for name, clock in (("start", start), ("end", end)) if clock is None}
    return entry.record(session, given)


def _workshop(entry: FieldReader, name: WorkshopId) -> FileRecord[Workshop]:
    workshop = Workshop(
        id=name,
        title=entry.both("title"),
        aim=entry.both("aim"),
        topic=entry.text("topic"),
        priority=entry.text("priority"),
        resources=tuple(map(ResourceId, entry.list("resources"))),
        requires=tuple(map(WorkshopId, entry.list("requires"))),
        catch_up=_catch_up(entry),
        required_training=_roles(entry, "required_training", ("all",)),
        before_pupils=entry.flag("before_pupils"),
    )
    columns = (
        "topic", "priority", "resources", "requires", "catch_up", "required_training",
        "before_pupils",
    )  # fmt: skip
    given = {column for column in columns if entry.given(column)}
    for column in ("title", "aim"):
        if entry.given(f"{column}_en", f"{column}_cy"):
            given.add(column)
    return entry.record(workshop, given)


def _combined(
    first: FileRecord[Workshop], again: FileRecord[Workshop], entry: FieldReader
) -> FileRecord[Workshop]:
    """Return one workshop from two rows: a blank cell means the same as in the other row.

    Cells that differ are a problem.
    """
    missing: dict[str, Any] = {}
    for field in fields(Workshop):
        one, other = getattr(first.record, field.name), getattr(again.record, field.name)
        if not one:
            missing[field.name] = other
        elif other and one != other:
            above = first.places.cell(field.name, first.row).told
            expected = t("the same as in {place}, or blank: it is the same workshop", place=above)
            column = field.name if entry.given(field.name) else f"{field.name}_en"
            entry.note(column, entry.text(column), expected)
    return replace(first, record=replace(first.record, **missing))


def resources_in(entries: Sequence[FieldReader]) -> Resources:
    """Return the resources of rows."""
    note_repeated(((entry, entry.text("id")) for entry in entries), "id")
    return tuple(map(_resource, entries))


def rooms_in(entries: Sequence[FieldReader]) -> Rooms:
    """Return the rooms of rows."""
    note_repeated(((entry, entry.text("room")) for entry in entries), "room")
    return tuple(map(_room, entries))


def _resource(entry: FieldReader) -> FileRecord[Resource]:
    url = entry.text("url")
    if url and not ADDRESS.fullmatch(url):
        entry.note("url", url, t("an address that begins with https://"))
    resource = Resource(
        id=ResourceId(entry.needed("id")),
        title=entry.both("title"),
        url=url,
        hint=entry.both("hint"),
        provider=entry.text("provider"),
        mode=_mode(entry),
        minutes=entry.number("minutes", 1, 9999),
        audience=read_audience(entry, "audience") or ("all",),
        language=entry.language("language", both=True),
        pathway=_roles(entry, "pathway"),
        on=entry.date("on"),
        until=entry.date("until"),
        login=entry.flag("login"),
        with_colleague=entry.flag("with_colleague"),
        checked=entry.date("checked"),
        source=entry.text("source"),
    )
    if not resource.title:
        entry.needed("title_en")
    if not url and not resource.hint:
        entry.note("url", "", t("an address, or a hint about where to look"))
    given = {name for name in Resource.__struct_fields__ if entry.given(name)} | {"title"}
    if entry.given("hint_en", "hint_cy"):
        given.add("hint")
    return entry.record(resource, given)


def _room(entry: FieldReader) -> FileRecord[Room]:
    read_count(entry, "capacity")
    room = Room(
        id=RoomId(entry.needed("room")),
        capacity=entry.number("capacity", 1, 9999),
        step_free=entry.flag("step_free") if entry.text("step_free") else None,
        zone=entry.text("zone"),
    )
    given = {name for name in ("capacity", "step_free", "zone") if entry.given(name)}
    return entry.record(room, given)


def _mode(entry: FieldReader) -> Mode:
    mode = MODES.get(fold(entry.text("mode")))
    if mode is None:
        entry.note("mode", entry.text("mode"), one_of(mode.value for mode in Mode))
    return mode or Mode.ASYNCHRONOUS


def _catch_up(entry: FieldReader) -> str:
    word = fold(entry.text("catch_up"))
    if word in ("", *CATCH_UP):
        return word
    expected = t("any or all. The resources' ids go in the column resources")
    entry.note("catch_up", entry.text("catch_up"), expected)
    return ""


def _roles(entry: FieldReader, column: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return roles, or words of `more`, which need no staff list to be checked."""
    found = []
    for word in read_audience(entry, column):
        if word in (*more, *Role):
            found.append(word)
        else:
            entry.note(column, word, one_of((*more, *(role.value for role in Role))))
    return tuple(found)
