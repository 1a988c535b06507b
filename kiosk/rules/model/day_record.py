"""What has happened on one INSET day of a School: bookings, marks, arrivals, certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kiosk.rules.model.attendance_records import (
    Booking,
    CatchUp,
    HeldPlace,
    Mark,
    Movement,
    RollCall,
    RollTick,
)
from kiosk.rules.model.ids import PersonId, RollCallId, SessionId
from kiosk.rules.model.large_map import LargeMap
from kiosk.rules.model.personal_records import Certificate, Invitation, ReportedAbsence, TypedChange
from kiosk.rules.model.tables import Mention, kept, tables_of


@dataclass(frozen=True, eq=False)
class DayRecord:
    """What has happened on one INSET day. All maps are by id; events are in order."""

    bookings: Mapping[SessionId, Mapping[PersonId, Booking]] = kept(
        Booking, "session", "person", owner="person"
    )
    """Session to person to booking."""
    held_places: Mapping[SessionId, Mapping[PersonId, HeldPlace]] = kept(
        HeldPlace, "session", "person", owner="person"
    )
    """Session to person to the place held for them."""
    marks: Mapping[SessionId, Mapping[PersonId, tuple[Mark, ...]]] = kept(
        Mark, "session", "person", owner="person", is_list=True, is_numbered=True
    )
    """Session to person to marks; the last counts."""
    movements: Mapping[PersonId, tuple[Movement, ...]] = kept(
        Movement, "day", "person", owner="person", is_list=True, is_numbered=True
    )
    """Person to movements."""
    roll_calls: Mapping[RollCallId, RollCall] = kept(
        RollCall, "day", "id", is_numbered=True, is_outcome=True,
        mentions=(Mention("by", signs=True), Mention("ended_by", signs=True)),
    )  # fmt: skip
    """Id to roll call."""
    roll_ticks: Mapping[PersonId, Mapping[str, RollTick]] = kept(
        RollTick, "day", "person", "id", owner="person", is_numbered=True, is_outcome=True,
        mentions=(Mention("by", signs=True),),
    )  # fmt: skip
    """Person to id to tick."""
    typed_changes: Mapping[PersonId, tuple[TypedChange, ...]] = kept(
        TypedChange, "day", "person", owner="person", is_list=True, is_numbered=True
    )
    """Person to what a typed name alone took from them."""
    reported_absences: Mapping[PersonId, ReportedAbsence] = kept(
        ReportedAbsence, "day", "person", owner="person"
    )
    """Person to the report that they do not come."""
    catch_ups: Mapping[PersonId, Mapping[str, CatchUp]] = kept(
        CatchUp, "day", "person", "id", owner="person", is_outcome=True, free_texts=("learned",)
    )
    """Person to id to catch-up."""
    certificates: Mapping[PersonId, Certificate] = kept(
        Certificate, "day", "person", owner="person", is_outcome=True
    )
    """Person to certificate."""
    invitations: Mapping[PersonId, Invitation] = kept(
        Invitation, "day", "person", owner="person", mentions=(Mention("agreed_by", signs=True),)
    )
    """Person to invitation."""

    @cached_property
    def sessions_of(self) -> LargeMap[PersonId, tuple[SessionId, ...]]:
        """Person to the sessions in which they have a booking or marks, in no particular order."""
        found: dict[PersonId, dict[SessionId, None]] = {}
        for held in (self.bookings, self.marks):
            for session, people in held.items():
                for person in people:
                    found.setdefault(person, {})[session] = None
        return LargeMap({person: tuple(sessions) for person, sessions in found.items()})

    @cached_property
    def handed_in(self) -> tuple[PersonId, ...]:
        """The people who handed in required training that nobody has confirmed."""
        return tuple(
            person
            for person, catch_ups in self.catch_ups.items()
            if any(
                one.training and one.done_at is not None and one.confirmed_at is None
                for one in catch_ups.values()
            )
        )

    @property
    def is_indexed(self) -> bool:
        """Whether `sessions_of` was found, so that it has to be kept up."""
        return "sessions_of" in vars(self)

    def with_maps(
        self, maps: Mapping[str, Any], touched: Iterable[tuple[SessionId, PersonId]] | None
    ) -> DayRecord:
        """Return the record with these maps in place of its own.

        They differ from its own bookings and marks only where `touched` says so: the index of
        everybody's sessions is kept up there, and not found again. None: it is.
        """
        record = replace(self, **maps)
        if touched is not None and self.is_indexed and self is not EMPTY_DAY_RECORD:
            vars(record)["sessions_of"] = record._sessions_after(self.sessions_of, touched)
        if "handed_in" in vars(self) and record.catch_ups is self.catch_ups:
            vars(record)["handed_in"] = self.handed_in
        return record

    def with_bookings(
        self,
        bookings: Mapping[SessionId, Mapping[PersonId, Booking]],
        sessions_of: LargeMap[PersonId, tuple[SessionId, ...]],
    ) -> DayRecord:
        """Return the record with these bookings, and the index that they make."""
        record = replace(self, bookings=bookings)
        vars(record)["sessions_of"] = sessions_of
        return record

    def _sessions_after(
        self,
        known: LargeMap[PersonId, tuple[SessionId, ...]],
        touched: Iterable[tuple[SessionId, PersonId]],
    ) -> LargeMap[PersonId, tuple[SessionId, ...]]:
        changed: dict[PersonId, tuple[SessionId, ...]] = {}
        for session, person in touched:
            before = changed.get(person, known.get(person, ()))
            has_any = any(person in held.get(session, ()) for held in (self.bookings, self.marks))
            if has_any and session not in before:
                changed[person] = (*before, session)
            elif session in before and not has_any:
                changed[person] = tuple(one for one in before if one != session)
        # An empty entry stays for good: it costs little, and says the same as none.
        return known.changed(changed) if changed else known


EMPTY_DAY_RECORD = DayRecord()


DAY_TABLES = tables_of(DayRecord)
