"""Reads the TOML files of a programme: settings, days with their slots, induction tracks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from kiosk.exchange import cells
from kiosk.exchange.fields import FieldReader, note_repeated, one_of, read_audience
from kiosk.exchange.toml_tables import TomlFile
from kiosk.rules.induction.steps import DUE
from kiosk.rules.model.file_contents import MOMENTS, Cell, FileRecord
from kiosk.rules.model.ids import DayId, ResourceId, SlotId, StepId, TrackId, WorkshopId
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import WEEKDAYS, InsetDay, Slot, Step, Track
from kiosk.rules.model.terms import DayKind, Role, SlotKind
from kiosk.settings import (
    BOUNDS,
    LANGUAGES,
    NATIONS,
    PAPERS,
    PROOFS,
    PROOFS_TO_TAKE,
    THEMES,
    Settings,
)
from kiosk.text import Both, t

SWITCHES = (
    "show_arrivals", "keep_minutes", "only_for_training", "touch_keys", "confirm_catch_ups",
)  # fmt: skip
"""Settings that are yes or no."""

WORDS = {
    "languages": LANGUAGES,
    "nation": tuple(NATIONS),
    "certificate_proof": PROOFS,
    "proof_to_take": PROOFS_TO_TAKE,
    "slips_on": PAPERS,
    "theme": THEMES,
}
"""Settings that are one of certain words."""

SCHOOL = frozenset(
    {
        "name_en",
        "name_cy",
        "tutor_title_en",
        "tutor_title_cy",
        "head",
        "tutor",
        "printer",
        "stub_to_en",
        "stub_to_cy",
    }
    | {
        "certificate_prefix",
        "time_zone",
        "usual_hours",
        "words",
        *WORDS,
        *SWITCHES,
        *BOUNDS,
    }
)
DAY = frozenset(
    {"date", "number", "title_en", "title_cy", "kind", "aims_en", "aims_cy"}
    | {"priority", "hours_as", "counts_for_everyone", "slot", *MOMENTS, "draw_seed"}
)
SLOT = frozenset(
    {"id", "title_en", "title_cy", "kind", "start", "end", "required", "invited", "place"}
)
TRACK = frozenset({"id", "title_en", "title_cy", "owner", "step"})
STEP = frozenset(
    {
        "id",
        "title_en",
        "title_cy",
        "due",
        "signer",
        "countersign",
        "source",
        "workshop",
        "resources",
    }
)

PREFIX = re.compile(r"[A-Z0-9]{1,8}")
MIDNIGHT = time()
"""Stands for a time that could not be read. The file is then refused, so it is never used."""

BILINGUAL = ("name", "tutor_title", "stub_to")
"""Settings with a value for each language, `_en` and `_cy`."""


def read_settings(source: TomlFile) -> FileRecord[Settings]:
    """Return the settings of `school.toml`. The record names those that are given."""
    usual = source.one("usual_hours")
    return settings_in(
        source.whole(), None if usual is None else _usual_tables(source, usual), source.one("words")
    )


def settings_in(
    entry: FieldReader, usual: Mapping[str, FieldReader] | None, words: FieldReader | None
) -> FileRecord[Settings]:
    """Return settings, with the usual hours by role and the words in both languages."""
    entry.only(SCHOOL)
    values: dict[str, Any] = {}
    for name in BILINGUAL:
        if entry.given(f"{name}_en", f"{name}_cy"):
            values[name] = entry.both(name)
    for name in ("head", "tutor", "printer"):
        if entry.given(name):
            values[name] = entry.text(name)
    for name, bounds in BOUNDS.items():
        number = entry.number(name, bounds.least, bounds.most)
        if number is not None:
            values[name] = number
    for name in SWITCHES:
        if entry.given(name):
            values[name] = entry.flag(name)
    values |= _checked_texts(entry)
    if usual is not None:
        values["usual_hours"] = _usual_hours(usual)
    if words is not None:
        values["words"] = _words(words)
    return replace(entry.record(replace(Settings(), **values), values), row=0)


def _words(entry: FieldReader) -> dict[str, Both]:
    """Return names in both languages by each of the two; a line gives the Welsh of an English."""
    pairs = [Both(clean(english), entry.text(english)) for english in entry.values]
    return {name: pair for pair in pairs if pair.en and pair.cy for name in (pair.cy, pair.en)}


def _checked_texts(entry: FieldReader) -> dict[str, Any]:
    """Return the settings that must have a certain form, or be one of certain words."""
    values: dict[str, Any] = {}
    prefix = entry.text("certificate_prefix")
    if prefix and not PREFIX.fullmatch(prefix):
        entry.note("certificate_prefix", prefix, t("one to eight capital letters or digits"))
    elif prefix:
        values["certificate_prefix"] = prefix
    zone = entry.text("time_zone")
    if zone and not _is_zone(zone):
        entry.note("time_zone", zone, t("the name of a time zone, such as Europe/London"))
    elif zone:
        values["time_zone"] = zone
    for name, words in WORDS.items():
        text = entry.text(name)
        word = next((word for word in words if fold(word) == fold(text)), None)
        if word is not None:
            values[name] = word
        elif text:
            entry.note(name, text, one_of(words, text))
    return values


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of zones
        return False
    return True


def _usual_tables(source: TomlFile, usual: FieldReader) -> dict[str, FieldReader]:
    """Return the tables of usual hours by role."""
    usual.only(role.value for role in Role)
    tables = ((role.value, source.one(f"usual_hours.{role.value}")) for role in Role)
    return {role: table for role, table in tables if table is not None}


def _usual_hours(usual: Mapping[str, FieldReader]) -> dict[str, dict[str, str]]:
    """Return hours (`HH:MM-HH:MM`) by role and weekday; days not worked are left out."""
    found: dict[str, dict[str, str]] = {}
    for role in (one for one in Role if one.value in usual):
        entry = usual[role.value]
        entry.only(WEEKDAYS)
        found[role.value] = {
            day: written
            for day in WEEKDAYS
            if entry.given(day) and (written := _written_hours(entry, day))
        }
    return found


def _written_hours(entry: FieldReader, day: str) -> str:
    text = entry.text(day)
    if not text or cells.is_not_worked(text):
        return ""
    window = entry.window(day)
    return f"{window.start:%H:%M}-{window.end:%H:%M}" if window else ""


def read_days(source: TomlFile) -> tuple[tuple[FileRecord[InsetDay], ...], str]:
    """Return the days of `days.toml`, and the id of the day called `flagship` (blank: none)."""
    source.only("day", "flagship")
    whole = source.whole()
    flagship = whole.date("flagship")
    entries = source.nested("day", "slot")
    found = days_in(entries)
    if not found:
        whole.note("day", "", t("a table [[day]] for each INSET day"))
    elif flagship and flagship.isoformat() not in {day.record.id for day in found}:
        whole.note("flagship", flagship, t("the date of one of the days"))
    return found, flagship.isoformat() if flagship else ""


def days_in(
    entries: Sequence[tuple[FieldReader, list[FieldReader]]],
) -> tuple[FileRecord[InsetDay], ...]:
    """Return days, each with its slots; without those whose date could not be read."""
    days = [day_in(entry, slots) for entry, slots in entries]
    ids = (day.record.id for day in days)
    note_repeated(zip((entry for entry, _ in entries), ids, strict=True), "date")
    return tuple(day for day in days if day.record.id)


def day_in(entry: FieldReader, slots: list[FieldReader]) -> FileRecord[InsetDay]:
    """Return a day with its slots."""
    entry.only(DAY)
    date = entry.date("date")
    if date is None and not entry.text("date"):
        entry.needed("date")
    hours_as = entry.text("hours_as").casefold()
    if hours_as and hours_as not in WEEKDAYS:
        entry.note("hours_as", hours_as, one_of(WEEKDAYS))
    day = InsetDay(
        id=DayId(date.isoformat() if date else ""),
        number=entry.number("number", 1, 99) or 0,
        title=entry.both("title"),
        kind=entry.choice("kind", DayKind, DayKind.WHOLE),
        aims=_aims(entry),
        priority=entry.text("priority"),
        slots=_slots(entry, slots),
        hours_as=hours_as,
        counts_for_everyone=entry.flag("counts_for_everyone"),
        draw_seed=entry.text("draw_seed"),
    )
    day = replace(day, **{name: entry.moment(name) for name in MOMENTS})
    if not day.number:
        entry.needed("number")
    if not day.title:
        entry.needed("title_en")
    given = {name for name in entry.values if name in InsetDay.__struct_fields__}
    return replace(
        entry.record(day, given | {"title", "aims", "slots"}), cells=_places(slots, day.slots)
    )


def _places(entries: Iterable[FieldReader], slots: Iterable[Slot]) -> dict[str, Cell]:
    """Return where each slot, and each word for its people, stands."""
    read = {slot.id: slot for slot in slots}
    places: dict[str, Cell] = {}
    for entry in entries:
        id = clean(str(entry.values.get("id", "")))
        places.setdefault(f"slot:{id}", entry.cell("id"))
        for column in ("required", "invited") if id in read else ():
            for token in getattr(read[SlotId(id)], column):
                places.setdefault(f"{column}:{token}", entry.cell(column))
    return places


def _slots(entry: FieldReader, slots: list[FieldReader]) -> tuple[Slot, ...]:
    """Return a day's slots in the order of their times."""
    if not slots:
        entry.note("slot", "", t("a table [[day.slot]], or a row in the sheet of slots"))
    read: dict[SlotId, Slot] = {}
    for table in slots:
        slot = _slot(table)
        if slot.id in read:
            table.note("id", slot.id, t("an id that no other slot of the day has"))
        read[slot.id] = slot
    return tuple(sorted(read.values(), key=lambda slot: (slot.start, slot.end)))


def _aims(entry: FieldReader) -> tuple[Both, ...]:
    english, welsh = entry.list("aims_en"), entry.list("aims_cy")
    if english and welsh and len(english) != len(welsh):
        expected = t("as many aims as in English, or none")
        entry.note("aims_cy", "; ".join(welsh), expected)
    most = max(len(english), len(welsh))
    pairs = zip(_filled(english, most), _filled(welsh, most), strict=True)
    return tuple(Both(en, cy) for en, cy in pairs)


def _filled(texts: tuple[str, ...], most: int) -> list[str]:
    return [*texts, *[""] * (most - len(texts))]


def _slot(entry: FieldReader) -> Slot:
    entry.only(SLOT)
    start, end = entry.time("start"), entry.time("end")
    for column, clock in (("start", start), ("end", end)):
        if clock is None and not entry.text(column):
            entry.needed(column)
    if start and end and end <= start:
        entry.note("end", end, t("a time after the start, {start}", start=start))
    slot = Slot(
        id=SlotId(entry.needed("id")),
        title=entry.both("title"),
        kind=entry.choice("kind", SlotKind, SlotKind.TOGETHER),
        start=start or MIDNIGHT,
        end=end or MIDNIGHT,
        required=read_audience(entry, "required"),
        invited=read_audience(entry, "invited"),
        place=entry.text("place"),
    )
    if not slot.title:
        entry.needed("title_en")
    return slot


def read_tracks(source: TomlFile) -> tuple[FileRecord[Track], ...]:
    """Return the induction tracks of `tracks.toml`."""
    source.only("track")
    entries = source.nested("track", "step")
    found = tuple(track_in(entry, steps) for entry, steps in entries)
    if not found:
        source.whole().note("track", "", t("a table [[track]] for each induction track"))
    note_repeated(((entry, entry.text("id")) for entry, _ in entries), "id")
    return found


def track_in(entry: FieldReader, steps: list[FieldReader]) -> FileRecord[Track]:
    """Return an induction track with its steps."""
    entry.only(TRACK)
    seen: set[StepId] = set()
    read = []
    for step in steps:
        read.append(_step(step))
        if read[-1].id in seen:
            step.note("id", read[-1].id, t("an id that no other step of the track has"))
        seen.add(read[-1].id)
    track = Track(
        TrackId(entry.needed("id")), entry.both("title"), entry.text("owner"), tuple(read)
    )
    if not track.title:
        entry.needed("title_en")
    places = {
        f"resources:{code}": step.cell("resources")
        for step in reversed(steps)
        for code in step.list("resources")
    }
    cells = {**entry.cells, **places}
    return replace(entry.record(track, {"title", "owner", "steps"}), cells=cells)


def _step(entry: FieldReader) -> Step:
    entry.only(STEP)
    due = entry.needed("due")
    if due and due not in DUE:
        entry.note("due", due, one_of(DUE))
    step = Step(
        id=StepId(entry.needed("id")),
        title=entry.both("title"),
        due=due,
        signer=entry.text("signer") or "self",
        countersign=entry.flag("countersign"),
        source=entry.text("source"),
        workshop=WorkshopId(entry.text("workshop")),
        resources=tuple(map(ResourceId, entry.list("resources"))),
    )
    if not step.title:
        entry.needed("title_en")
    return step
