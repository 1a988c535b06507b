"""Days whose plan may still change."""

from __future__ import annotations

from kiosk.errors import Refused
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import t


def day_to_replan(school: School, day: DayId) -> InsetDay:
    """Return a day whose plan may still change.

    Raises:
        Refused: there is none on that date, or it is closed or cancelled.
    """
    found = school.day(day)
    if found.closed_at is not None:
        raise Refused(t("The day is closed."))
    if found.cancelled_at is not None:
        raise Refused(t("The day is cancelled."))
    return found
