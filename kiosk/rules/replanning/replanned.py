"""What follows from sessions that are planned anew: who moves up, what no longer fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kiosk.errors import Refused
from kiosk.rules.attention.day_check import new_attention
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.promotion import promote_everywhere
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, SlotId
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.records import Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

MOST_LISTED = 20
"""How many findings are listed one by one; the others are counted."""


def slot_to_replan(school: School, now: datetime, day: DayId, slot: SlotId) -> Slot:
    """Return a slot whose plan may still change.

    Raises:
        Refused: there is none, it is over, or as `day_to_replan`.
    """
    inset_day = day_to_replan(school, day)
    found = next((one for one in inset_day.slots if one.id == slot), None)
    if found is None:
        raise Refused(t("There is no slot {slot} on {day}.", slot=slot, day=inset_day.date))
    if now >= school.moment(day, found.end):
        raise Refused(t("This slot is over."))
    return found


def with_promotions(
    school: School, now: datetime, day: DayId, items: Sequence[Put | Remove]
) -> tuple[Put | Remove, ...]:
    """Return changes of a day's plan together with the promotions that they lead to."""
    draft = BookingsDraft(school.apply(items), day)
    promote_everywhere(draft, now)
    return (*items, *draft.items)


def misfits(before: School, after: School, day: DayId) -> tuple[Text, ...]:
    """Return a line for each thing that no longer fits. It looks at everybody's day."""
    found = [one.text for one in new_attention(before, after, day)]
    lines = found[:MOST_LISTED]
    left = len(found) - MOST_LISTED
    if left > 0:
        lines.append(tn("And {n} more: kiosk attention", "And {n} more: kiosk attention", left))
    return tuple(lines)


def moved_up(before: School, after: School, day: DayId) -> list[Text]:
    """Return a line for everybody who moves up from a waiting list."""
    known, lines = before.day_record(day).bookings, list[Text]()
    for session in after.sessions_on(day):
        held = after.day_record(day).bookings.get(session.id, {})
        if held is known.get(session.id):
            continue
        for who, booking in held.items():
            old = known.get(session.id, {}).get(who)
            is_new = booking.confirmed and not (old is not None and old.confirmed)
            if is_new and who in after.people:
                title = after.workshop(session).title
                lines.append(
                    t("{name} moves up: a place in {title}.", name=after.people[who].name,
                      title=title)
                )  # fmt: skip
    return lines
