"""A school's programme as the rows of its workbook: what `programme_workbook` reads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from kiosk.exchange.programme_sheets import (
    DAYS,
    INDUCTION,
    RESOURCES_SHEET,
    ROOMS_SHEET,
    SLOTS,
    USUAL_HOURS,
    WORDS,
    WORKSHOPS_SHEET,
)
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay, Resource, Session, Slot, Step, Track, Workshop
from kiosk.rules.model.school import School

Value = str | int | date | datetime | time | None
Row = Mapping[str, Value]
"""A value by the name of its column; what is left out is blank."""


def programme_rows(school: School) -> dict[str, list[Row]]:
    """Return the rows of every sheet but the settings', by the sheet's name."""
    programme = school.programme
    days = list(programme.days.values())
    return {
        DAYS.name: [_day(day) for day in days],
        SLOTS.name: [_slot(day, slot) for day in days for slot in day.slots],
        ROOMS_SHEET.name: [
            {"room": room.id, "capacity": room.capacity, "step_free": _flag(room.step_free),
             "zone": room.zone}
            for room in programme.rooms.values()
        ],
        WORKSHOPS_SHEET.name: [
            _session(session, programme.workshops[session.workshop], programme.days)
            for session in programme.sessions.values()
            if session.workshop in programme.workshops
        ],
        RESOURCES_SHEET.name: list(map(_resource, programme.resources.values())),
        INDUCTION.name: [row for track in programme.tracks.values() for row in _track(track)],
        USUAL_HOURS.name: [
            {"role": role, **hours} for role, hours in school.settings.usual_hours.items()
        ],
        WORDS.name: [
            {"english": pair.en, "welsh": pair.cy}
            for pair in dict.fromkeys(school.settings.words.values())
        ],
    }  # fmt: skip


def _list(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _day(day: InsetDay) -> Row:
    return {
        "date": day.date, "number": day.number, "title_en": day.title.en, "title_cy": day.title.cy,
        "kind": day.kind, "aims_en": _list(aim.en for aim in day.aims),
        "aims_cy": _list(aim.cy for aim in day.aims), "priority": day.priority,
        "hours_as": day.hours_as,
        "counts_for_everyone": "yes" if day.counts_for_everyone else "",
        "choices_open": _moment(day.choices_open),
        "choices_close": _moment(day.choices_close), "draw_at": _moment(day.draw_at),
        "draw_seed": day.draw_seed,
    }  # fmt: skip


def _slot(day: InsetDay, slot: Slot) -> Row:
    return {
        "date": day.date, "id": slot.id, "title_en": slot.title.en, "title_cy": slot.title.cy,
        "kind": slot.kind, "start": slot.start, "end": slot.end,
        "required": _list(slot.required), "invited": _list(slot.invited), "place": slot.place,
    }  # fmt: skip


def _session(session: Session, workshop: Workshop, days: Mapping[DayId, InsetDay]) -> Row:
    day = days.get(session.day)
    slot = next((one for one in day.slots if one.id == session.slot), None) if day else None
    return {
        "id": session.id,
        "workshop": workshop.id,
        "day": date.fromisoformat(session.day),
        "slot": session.slot,
        # blank where it is the slot's: a slot that moves takes its sessions along
        "start": None if slot and slot.start == session.start else session.start,
        "end": None if slot and slot.end == session.end else session.end,
        "title_en": workshop.title.en, "title_cy": workshop.title.cy,
        "aim_en": workshop.aim.en, "aim_cy": workshop.aim.cy,
        "topic": workshop.topic, "priority": workshop.priority, "room": session.room,
        "leaders": _list(session.leaders), "speaker": session.speaker, "places": session.places,
        "audience": _list(session.audience), "language": session.language,
        "resources": _list(workshop.resources), "catch_up": workshop.catch_up,
        "requires": _list(workshop.requires),
        "required_training": _list(workshop.required_training),
        "before_pupils": "yes" if workshop.before_pupils else "",
        "off_site": "yes" if session.off_site else "",
    }  # fmt: skip


def _resource(one: Resource) -> Row:
    return {
        "id": one.id, "title_en": one.title.en, "title_cy": one.title.cy, "url": one.url,
        "hint_en": one.hint.en, "hint_cy": one.hint.cy, "provider": one.provider,
        "mode": one.mode, "minutes": one.minutes, "audience": _list(one.audience),
        "language": one.language, "pathway": _list(one.pathway), "on": one.on,
        "until": one.until, "login": "yes" if one.login else "",
        "with_colleague": "yes" if one.with_colleague else "", "checked": one.checked,
        "source": one.source,
    }  # fmt: skip


def _track(track: Track) -> Iterator[Row]:
    about: Row = {
        "track": track.id, "track_title_en": track.title.en, "track_title_cy": track.title.cy,
        "owner": track.owner,
    }  # fmt: skip
    if not track.steps:
        yield about
    for step in track.steps:
        yield {**about, **_step(step)}


def _step(step: Step) -> Row:
    return {
        "id": step.id, "title_en": step.title.en, "title_cy": step.title.cy, "due": step.due,
        "signer": step.signer, "countersign": "yes" if step.countersign else "",
        "source": step.source, "workshop": step.workshop, "resources": _list(step.resources),
    }  # fmt: skip
