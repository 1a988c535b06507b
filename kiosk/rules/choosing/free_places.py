"""Filling places that came free without a decision: they go to the waiting lists."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School


@decision
def fill_free_places(school: School, now: datetime) -> Changes:
    """Give each free place to the first person on its waiting list who can take it."""
    return Changes(tuple(promotions_after(school, now, ())))
