"""What is planned: the days, workshops, sessions, resources and tracks of a School."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kiosk.rules.model.ids import DayId, ResourceId, SessionId, SlotId, TrackId, WorkshopId
from kiosk.rules.model.records import InsetDay, Resource, Session, Track, Workshop
from kiosk.rules.model.tables import Mention, kept, tables_of


@dataclass(frozen=True, eq=False)
class Programme:
    """What is planned: days, workshops, sessions, resources and tracks, by id."""

    days: Mapping[DayId, InsetDay] = kept(InsetDay, "id", has_audiences=True, dated_by="id")
    workshops: Mapping[WorkshopId, Workshop] = kept(Workshop, "id")
    sessions: Mapping[SessionId, Session] = kept(
        Session, "id", mentions=(Mention("leaders"),), has_audiences=True, whole_names=("speaker",)
    )
    resources: Mapping[ResourceId, Resource] = kept(Resource, "id", has_audiences=True)
    tracks: Mapping[TrackId, Track] = kept(Track, "id", has_audiences=True)

    @cached_property
    def all_by_day(self) -> Mapping[DayId, tuple[Session, ...]]:
        """Sessions by day, cancelled ones included, in the order of their start and id."""
        found: dict[DayId, list[Session]] = {}
        for session in sorted(self.sessions.values(), key=lambda s: (s.start, s.id)):
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
    def by_slot(self) -> Mapping[tuple[DayId, SlotId], tuple[Session, ...]]:
        """The sessions on offer by (day, slot), in the same order."""
        found: dict[tuple[DayId, SlotId], list[Session]] = {}
        for day, sessions in self.by_day.items():
            for session in sessions:
                found.setdefault((day, session.slot), []).append(session)
        return {place: tuple(sessions) for place, sessions in found.items()}


PLAN_TABLES = tables_of(Programme)
