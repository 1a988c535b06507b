"""Places that came free while nobody decided anything: given to whoever waits."""

from __future__ import annotations

from datetime import datetime

from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School


@decision
def fill_free_places(school: School, now: datetime) -> Changes:
    """Give every free place for which somebody waits to the first who can take it."""
    return Changes(tuple(promotions_after(school, now, ())))
