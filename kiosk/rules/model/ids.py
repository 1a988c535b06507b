"""The ids of records: text that mypy tells apart, so that two of them cannot change places."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", str)
SessionId = NewType("SessionId", str)
DayId = NewType("DayId", str)
"""The date of an INSET day, ISO."""
SlotId = NewType("SlotId", str)
"""Unique within its day only."""
WorkshopId = NewType("WorkshopId", str)
ResourceId = NewType("ResourceId", str)
TrackId = NewType("TrackId", str)
StepId = NewType("StepId", str)
"""Unique within its track only."""

NOBODY = PersonId("")
NO_SLOT = SlotId("")
NO_SESSION = SessionId("")
NO_WORKSHOP = WorkshopId("")
NO_TRACK = TrackId("")
"""A field that holds one of these names no record."""
