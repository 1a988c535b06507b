"""Opening or closing the choices of one slot, whatever the day's own times are."""

from __future__ import annotations

from datetime import datetime, time

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, SlotId
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.records import Slot
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.replanned import slot_to_replan
from kiosk.text import Text, t


@decision
def open_choosing(
    school: School, now: datetime, day: DayId, slot: SlotId, until: time | None = None
) -> Changes:
    """Let people choose in a slot from now on, until a time or until the slot is over.

    Raises:
        Refused: the day is closed or cancelled, the slot is over or has no choice, or the time is
            past.
    """
    chosen = _slot_with_choice(school, now, day, slot)
    closes = school.moment(day, until or chosen.end)
    if closes <= now:
        raise Refused(t("That time is past."))
    opens = chosen.choices_open or school.day(day).choices_open
    if opens is not None and opens > now:
        chosen = replace(chosen, choices_open=now)
    message = t("{title}: choices are open until {time}.", title=chosen.title, time=closes)
    return _with_slot(school, day, replace(chosen, choices_close=closes), message)


@decision
def close_choosing(school: School, now: datetime, day: DayId, slot: SlotId) -> Changes:
    """Let nobody choose in a slot from now on; places and wishes stay. Raises as `open_choosing`.

    Waiting lists go on moving until the slot's cut-off.
    """
    chosen = _slot_with_choice(school, now, day, slot)
    message = t("{title}: choices are closed.", title=chosen.title)
    return _with_slot(school, day, replace(chosen, choices_close=now), message)


def _slot_with_choice(school: School, now: datetime, day: DayId, slot: SlotId) -> Slot:
    found = slot_to_replan(school, now, day, slot)
    if found.kind is not SlotKind.CHOICE:
        raise Refused(t("There is nothing to choose in {title}.", title=found.title))
    return found


def _with_slot(school: School, day: DayId, slot: Slot, message: Text) -> Changes:
    before = day_to_replan(school, day)
    slots = tuple(slot if one.id == slot.id else one for one in before.slots)
    return Changes((put(replace(before, slots=slots)),), message)
