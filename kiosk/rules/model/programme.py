"""What is planned: the days, workshops, sessions, resources, tracks and rooms of a School."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from kiosk.rules.model.ids import (
    DayId,
    PersonId,
    ResourceId,
    SessionId,
    SlotId,
    TrackId,
    WorkshopId,
)
from kiosk.rules.model.records import InsetDay, Resource, Session, Slot, Track, Workshop
from kiosk.rules.model.rooms import Room, RoomId
from kiosk.rules.model.tables import Mention, kept, tables_of


def start_order(session: Session) -> tuple[time, SessionId]:
    """Return the key by which sessions of a day are ordered: their start, then their id."""
    return session.start, session.id


class Offer(NamedTuple):
    """What a slot offers to everybody whom its audiences see alike."""

    sessions: tuple[Session, ...] = ()
    """The sessions on offer that they may attend, in order of start."""
    firsts: tuple[Session, ...] = ()
    """Of those that have the same times the first one: a person's hours hold all or none."""
    has_cancelled: bool = False
    """Whether a cancelled session was for them."""


@dataclass(frozen=True, eq=False)
class Programme:
    """What is planned: days, workshops, sessions, resources, tracks and rooms, by id."""

    days: Mapping[DayId, InsetDay] = kept(
        InsetDay, "id", has_audiences=True, dated_by="id", free_texts=("notice",)
    )
    workshops: Mapping[WorkshopId, Workshop] = kept(Workshop, "id")
    sessions: Mapping[SessionId, Session] = kept(
        Session,
        "id",
        mentions=(Mention("leaders"), Mention("led_before")),
        has_audiences=True,
        whole_names=("speaker",),
    )
    resources: Mapping[ResourceId, Resource] = kept(Resource, "id", has_audiences=True)
    tracks: Mapping[TrackId, Track] = kept(Track, "id", has_audiences=True)
    rooms: Mapping[RoomId, Room] = kept(Room, "id")

    @cached_property
    def all_by_day(self) -> Mapping[DayId, tuple[Session, ...]]:
        """Sessions by day, cancelled ones included, in the order of their start and id."""
        found: dict[DayId, list[Session]] = {}
        for session in sorted(self.sessions.values(), key=start_order):
            found.setdefault(session.day, []).append(session)
        return {day: tuple(sessions) for day, sessions in found.items()}

    @cached_property
    def by_day(self) -> Mapping[DayId, tuple[Session, ...]]:
        """The sessions on offer by day, in the same order."""
        return {
            day: tuple(session for session in sessions if not session.is_cancelled)
            for day, sessions in self.all_by_day.items()
        }

    @cached_property
    def positions(self) -> Mapping[SessionId, int]:
        """The positions of the sessions on offer, each in its day, in the same order."""
        return {
            session.id: position
            for sessions in self.by_day.values()
            for position, session in enumerate(sessions)
        }

    @cached_property
    def all_by_slot(self) -> Mapping[tuple[DayId, SlotId], tuple[Session, ...]]:
        """Sessions by (day, slot), cancelled ones included, in the same order."""
        found: dict[tuple[DayId, SlotId], list[Session]] = {}
        for day, sessions in self.all_by_day.items():
            for session in sessions:
                found.setdefault((day, session.slot), []).append(session)
        return {place: tuple(sessions) for place, sessions in found.items()}

    @cached_property
    def by_slot(self) -> Mapping[tuple[DayId, SlotId], tuple[Session, ...]]:
        """The sessions on offer by (day, slot), in the same order."""
        return {
            place: tuple(session for session in sessions if not session.is_cancelled)
            for place, sessions in self.all_by_slot.items()
        }

    @cached_property
    def tokens_by_slot(self) -> Mapping[tuple[DayId, SlotId], frozenset[str]]:
        """The tokens in the audiences of all sessions, and how each begins, by (day, slot)."""
        return {
            place: frozenset(
                part
                for session in sessions
                for token in session.audience
                for part in (token, token.partition(":")[0])
            )
            for place, sessions in self.all_by_slot.items()
        }

    @cached_property
    def offers(self) -> dict[tuple[DayId, SlotId, frozenset[str]], Offer]:
        """What `offer_to` found for (day, slot, tokens that include a person)."""
        return {}

    @cached_property
    def by_leader(self) -> Mapping[tuple[DayId, PersonId], tuple[Session, ...]]:
        """The sessions on offer by (day, person who leads them), in the same order."""
        found: dict[tuple[DayId, PersonId], list[Session]] = {}
        for day, sessions in self.by_day.items():
            for session in sessions:
                for leader in dict.fromkeys(session.leaders):
                    found.setdefault((day, leader), []).append(session)
        return {place: tuple(sessions) for place, sessions in found.items()}

    @cached_property
    def off_site(self) -> frozenset[SessionId]:
        """The sessions that are off site."""
        return frozenset(session.id for session in self.sessions.values() if session.off_site)

    @cached_property
    def slots(self) -> Mapping[tuple[DayId, SlotId], Slot]:
        """The slots by (day, slot); of two with one id the first."""
        return {(day.id, slot.id): slot for day in self.days.values() for slot in day.slots[::-1]}


PLAN_TABLES = tables_of(Programme)


def alters_plan(before: Programme, table: str, id: str, record: Any) -> bool:
    """Return whether writing a record (None: taking it away) may alter what was found by the plan.

    Closing a day, opening it again and its notice do not: everybody's day would be looked at again
    when it is closed, and anybody who signs in then would wait for that.
    """
    if table != "days":
        return table in PLAN_TABLES
    day = before.days.get(DayId(id))
    return day is None or record is None or _as_planned(day) != _as_planned(record)


def _as_planned(day: InsetDay) -> InsetDay:
    return replace(
        day, closed_at=None, reopened_at=None, reopened_for=None, notice="", notice_until=None
    )
