"""The sessions of the board by slot: what runs, what comes, and what is over."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

import msgspec

from kiosk.rules.attendance.board import running_or_next
from kiosk.rules.attendance.session_lines import SessionLine, session_line
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import tc


class Phase(Enum):
    """Where a session or a slot stands at a time."""

    TO_COME = auto()
    RUNNING = auto()
    OVER = auto()


PHASE_NAMES = {
    Phase.RUNNING: tc("sessions", "Running"),
    Phase.TO_COME: tc("sessions", "To come"),
    Phase.OVER: tc("sessions", "Over"),
}


def phase(school: School, now: datetime, day: InsetDay, band: Session | Slot) -> Phase:
    """Return whether it has begun, and whether it is over."""
    if now < school.moment(day.id, band.start):
        return Phase.TO_COME
    return Phase.RUNNING if now < school.moment(day.id, band.end) else Phase.OVER


class SessionOfBoard(msgspec.Struct, frozen=True):
    """A session's counts, and what its numbers mean at this time."""

    line: SessionLine
    phase: Phase
    """Who is not there is to come, not yet in, or has missed it."""


class SlotOfBoard(msgspec.Struct, frozen=True):
    """A slot and its sessions."""

    slot: Slot
    phase: Phase
    sessions: tuple[SessionOfBoard, ...]


def slots_of_board(school: School, now: datetime, day: InsetDay) -> tuple[SlotOfBoard, ...]:
    """Return the slots that have sessions: the one that runs or is next first, past ones last."""
    slots = [
        slot
        for slot in day.slots
        # a break has no register
        if not slot.kind.is_pause and school.all_sessions_on(day.id, slot.id)
    ]
    first = running_or_next(school, now, day, slots)
    found = [_slot(school, now, day, slot) for slot in slots]
    return tuple(sorted(found, key=lambda one: (one.slot is not first, one.phase is Phase.OVER)))


def _slot(school: School, now: datetime, day: InsetDay, slot: Slot) -> SlotOfBoard:
    sessions = tuple(
        SessionOfBoard(session_line(school, one), phase(school, now, day, one))
        for one in school.all_sessions_on(day.id, slot.id)
    )
    return SlotOfBoard(slot, phase(school, now, day, slot), sessions)


def of_phase(slots: tuple[SlotOfBoard, ...], phase: Phase | None) -> list[SlotOfBoard]:
    """Return the slots with only the sessions of a phase, without those that have none."""
    if phase is None:
        return [*slots]
    kept = ((slot, tuple(one for one in slot.sessions if one.phase is phase)) for slot in slots)
    return [SlotOfBoard(slot.slot, slot.phase, some) for slot, some in kept if some]
