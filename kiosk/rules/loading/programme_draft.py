"""The programme as a file would make it, and what the school has that the file leaves out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from kiosk.rules.choosing.announcements import with_leaders, with_move
from kiosk.rules.loading.choice_times import with_time_zone
from kiosk.rules.loading.cross_checks import in_slot
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.reconciling import KeptValue, Reconciler
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile, merge_known
from kiosk.rules.model.ids import DayId, SessionId, WorkshopId
from kiosk.rules.model.programme import Programme
from kiosk.rules.model.records import InsetDay, Session, Slot, Step, Track
from kiosk.rules.model.school import School
from kiosk.settings import Settings

K = TypeVar("K", bound=str)
"""The ids of one kind of record."""


class Leftovers(msgspec.Struct, frozen=True):
    """What the school has and the file leaves out, of the days and tracks that the file names.

    A slot stands with its day, and a step with its track.
    """

    sessions: tuple[Session, ...] = ()
    slots: tuple[tuple[InsetDay, Slot], ...] = ()
    steps: tuple[tuple[Track, Step], ...] = ()


class ProgrammeDraft(msgspec.Struct, frozen=True):
    """What a file would make of the school's programme."""

    settings: Settings
    programme: Programme
    stays: Leftovers
    """What the file leaves out and stays."""
    goes: Leftovers
    """What the file leaves out and is removed, because it was asked for."""
    kept: tuple[KeptValue, ...]
    """What was changed at the kiosk since the last load, and stays."""
    memory: tuple[Put | Remove, ...]
    """The changes to what the last load said."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are judged."""
        return ZoneInfo(self.settings.time_zone)


def draft_programme(
    school: School, now: datetime, file: ProgrammeFile, options: LoadOptions
) -> ProgrammeDraft:
    """Return the programme with the file's records added and updated.

    A value that was changed at the kiosk since the last load stays, unless the file is to win.

    Nothing goes unless the options say so, and then only what nobody has a place, a wish, a mark or
    a sign-off in.
    """
    old, load = school.programme, Reconciler(school, options)
    left = _left_out(school, file)
    goes = _unused(school, left) if options.replace else Leftovers()
    stays = _without(left, goes)
    settings = school.settings
    if file.settings is not None:
        claimed = merge_known(settings, file.settings)
        settings = load.reconciled(settings, claimed, file.settings.given)
    zone = ZoneInfo(settings.time_zone)
    resources = _merged(load, old.resources, file.resources)
    rooms = _merged(load, old.rooms, file.rooms)
    tracks = _merged(load, old.tracks, file.tracks, lambda _, one: _with_steps(one, stays))
    days = _merged(
        load, old.days, file.days, lambda _, one: _with_slots(with_time_zone(one, zone), stays)
    )
    stated = _as_in_file(days, file)
    workshops = _merged(load, old.workshops, file.workshops)
    sessions: dict[SessionId, Session] = _merged(
        load,
        old.sessions,
        file.sessions,
        lambda row, one: in_slot(row, one, stated),
        {"start", "end"},
    )
    for name in (row.record.id for row in file.sessions):
        sessions[name] = _announced(now, old.sessions.get(name), sessions[name])
    for session in goes.sessions:
        del sessions[session.id]
        load.forget("sessions", session.id)
    for workshop in _unused_workshops(school, file, sessions, goes.sessions):
        del workshops[workshop]
        load.forget("workshops", workshop)
    programme = Programme(days, workshops, sessions, resources, tracks, rooms)
    return ProgrammeDraft(settings, programme, stays, goes, tuple(load.kept), tuple(load.memory))


def _as_in_file(days: Mapping[DayId, InsetDay], file: ProgrammeFile) -> dict[DayId, InsetDay]:
    """Return the days with the slots that the file gives them.

    A session without times has those of its slot in the file, even if a tutor changed the slot.
    """
    stated = dict(days)
    for row in file.days:
        if "slots" in row.given:
            kept = [slot for slot in days[row.record.id].slots if not _names(row.record, slot)]
            slots = (*row.record.slots, *kept)
            stated[row.record.id] = replace(days[row.record.id], slots=slots)
    return stated


def _announced(now: datetime, before: Session | None, session: Session) -> Session:
    """Return a session with what its people are to hear: that it moved, or who leads it now."""
    moved = with_move(now, before, session)
    if before is None or before.led_since is None:  # nobody has heard yet who leads it
        return moved
    return with_leaders(now, before, moved)


def _with_slots(day: InsetDay, stays: Leftovers) -> InsetDay:
    """Return the day with its slots that the file leaves out."""
    kept = [slot for its_day, slot in stays.slots if its_day.id == day.id]
    if not kept:
        return day
    slots = sorted((*day.slots, *kept), key=lambda slot: slot.start)
    return replace(day, slots=tuple(slots))


def _names(day: InsetDay, slot: Slot) -> bool:
    return slot.id in {one.id for one in day.slots}


def _with_steps(track: Track, stays: Leftovers) -> Track:
    """Return the track with its steps that the file leaves out."""
    kept = [step for its_track, step in stays.steps if its_track.id == track.id]
    return replace(track, steps=(*track.steps, *kept))


def _merged(
    load: Reconciler,
    known: Mapping[K, Any],
    rows: Iterable[FileRecord[Any]],
    complete: Callable[[FileRecord[Any], Any], Any] = lambda _, record: record,
    always: Collection[str] = (),
) -> dict[K, Any]:
    """Return the known records with those of the rows.

    `complete` returns a row's record with what its cells do not say, such as a slot's times;
    `always` are the fields that every row thereby gives.
    """
    merged = dict(known)
    for row in rows:
        old = known.get(row.record.id)
        claimed = complete(row, row.record if old is None else merge_known(old, row))
        merged[row.record.id] = load.reconciled(old, claimed, {*row.given, *always})
    return merged


def _left_out(school: School, file: ProgrammeFile) -> Leftovers:
    """Return what the file does not name, of the days and tracks that it does name."""
    # A file may hold a single day: of the others it says nothing.
    named = {row.record.id for row in file.sessions}
    sessions = [
        session
        for day in sorted({row.record.day for row in file.sessions})
        for session in school.all_sessions_on(day)
        if session.id not in named
    ]
    slots = [
        (day, slot)
        for row in file.days
        if (day := school.programme.days.get(row.record.id)) and "slots" in row.given
        for slot in day.slots
        if slot.id not in {one.id for one in row.record.slots}
    ]
    steps = [
        (track, step)
        for row in file.tracks
        if (track := school.programme.tracks.get(row.record.id)) and "steps" in row.given
        for step in track.steps
        if step.id not in {one.id for one in row.record.steps}
    ]
    return Leftovers(tuple(sessions), tuple(slots), tuple(steps))


def _unused(school: School, left: Leftovers) -> Leftovers:
    """Return the part of it that may go: nobody has a place, a mark or a sign-off in it.

    A slot is checked with its sessions (`CrossChecks`); what is of a closed day stays as it was.
    """
    return Leftovers(
        tuple(one for one in left.sessions if not _is_used(school, one)),
        tuple((day, slot) for day, slot in left.slots if day.closed_at is None),
        tuple((track, step) for track, step in left.steps if not _is_signed(school, track, step)),
    )


def _is_used(school: School, session: Session) -> bool:
    record = school.day_record(session.day)
    is_closed = school.programme.days[session.day].closed_at is not None
    happened = (record.bookings, record.held_places, record.marks)
    return is_closed or any(of_sessions.get(session.id) for of_sessions in happened)


def _is_signed(school: School, track: Track, step: Step) -> bool:
    return any(
        sign_off.step == step.id
        for person, several in school.sign_offs.items()
        if person in school.people and school.people[person].track == track.id
        for sign_off in several.values()
    )


def _without(left: Leftovers, goes: Leftovers) -> Leftovers:
    return Leftovers(
        tuple(one for one in left.sessions if one not in goes.sessions),
        tuple(one for one in left.slots if one not in goes.slots),
        tuple(one for one in left.steps if one not in goes.steps),
    )


def _unused_workshops(
    school: School,
    file: ProgrammeFile,
    sessions: Mapping[SessionId, Session],
    removed: Iterable[Session],
) -> set[WorkshopId]:
    """Return the workshops that lose their last session and that no catch-up refers to."""
    lost = {session.workshop for session in removed}
    lost -= {session.workshop for session in sessions.values()}
    owed = {
        catch_up.subject
        for day_record in school.day_records.values()
        for several in day_record.catch_ups.values()
        for catch_up in several.values()
    }
    return lost - owed - {row.record.id for row in file.workshops}
