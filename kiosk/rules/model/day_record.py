"""What has happened on one INSET day of a School: bookings, marks, arrivals, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.personal_records import Certificate, Invitation, TypedChange
from kiosk.rules.model.records import Booking, CatchUp, Mark, Movement, ReportedAbsence
from kiosk.rules.model.tables import Mention, kept, tables_of


@dataclass(frozen=True, eq=False)
class DayRecord:
    """What has happened on one INSET day. All maps are by id; events are in order."""

    bookings: Mapping[SessionId, Mapping[PersonId, Booking]] = kept(
        Booking, "session", "person", owner="person"
    )
    """Session to person to booking."""
    marks: Mapping[SessionId, Mapping[PersonId, tuple[Mark, ...]]] = kept(
        Mark, "session", "person", owner="person", is_list=True, is_numbered=True, is_event=True
    )
    """Session to person to marks; the last counts."""
    movements: Mapping[PersonId, tuple[Movement, ...]] = kept(
        Movement, "day", "person", owner="person", is_list=True, is_numbered=True, is_event=True
    )
    """Person to movements."""
    typed_changes: Mapping[PersonId, tuple[TypedChange, ...]] = kept(
        TypedChange, "day", "person", owner="person", is_list=True, is_numbered=True, is_event=True
    )
    """Person to what a typed name alone took from them."""
    reported_absences: Mapping[PersonId, ReportedAbsence] = kept(
        ReportedAbsence, "day", "person", owner="person", is_event=True
    )
    """Person to the report that they do not come."""
    catch_ups: Mapping[PersonId, Mapping[str, CatchUp]] = kept(
        CatchUp, "day", "person", "id", owner="person", is_event=True
    )
    """Person to id to catch-up."""
    certificates: Mapping[PersonId, Certificate] = kept(
        Certificate, "day", "person", owner="person", is_event=True
    )
    """Person to certificate."""
    invitations: Mapping[PersonId, Invitation] = kept(
        Invitation, "day", "person", owner="person", mentions=(Mention("agreed_by", signs=True),)
    )
    """Person to invitation."""


EMPTY_DAY_RECORD = DayRecord()


DAY_TABLES = tables_of(DayRecord)
