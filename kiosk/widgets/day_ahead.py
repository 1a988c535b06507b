"""What is said of the next INSET day that is planned, once today has none, or none any more."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.choosing.coming_day import next_planned
from kiosk.rules.choosing.places import choosing_closed_reason
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import t


def day_ahead(language: Language, school: School, now: datetime) -> list[Content]:
    """Return when it is, its title, and from when on one can choose; nothing if none is planned."""
    day, say = next_planned(school, now), language.say
    if day is None:
        return []
    start = min(slot.start for slot in day.slots)
    when = t("Next INSET day: {day} from {start}", day=day.date, start=start)
    lines = [Content(say(when)), Content(say(day.title)).stylize("bold")]
    choices = (slot for slot in day.slots if slot.kind is SlotKind.CHOICE)
    closed = (choosing_closed_reason(school, now, day, slot) for slot in choices)
    reason = next((one for one in closed if one is not None), None)
    return [*lines, *([Content(say(reason)).stylize("$muted")] if reason is not None else [])]
