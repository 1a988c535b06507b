"""What a person is to do today, as one line above their day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce

from kiosk.rules.choosing.bookings import confirmed_session, slots_to_choose, wishes_of
from kiosk.rules.choosing.places import choosing_closed_reason
from kiosk.rules.follow_up.personal_items import count_waiting_items
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.rules.model.requirement import slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import Text, t, tn


def to_do(
    school: School,
    now: datetime,
    person: PersonId,
    day: InsetDay | None,
    evidence: Evidence,
    replied: Collection[SessionId],
) -> Text | None:
    """Return what a person is to do, or None: choices not made, and what waits in My items.

    `day`: the INSET day shown, if there is one. Its choices are shown for a typed name too; what
    else waits, only after a proof.
    """
    said = []
    open_slots = slots_without_choice(school, now, person, day) if day is not None else []
    if open_slots:
        starts = [t("{start}", start=slot.start) for slot in open_slots]
        when = reduce(lambda one, other: t("{one} and {other}", one=one, other=other), starts)
        said.append(
            tn(
                "choose a workshop for {when}",
                "choose workshops for {when}",
                len(starts),
                when=when,
            )
        )
    waits = count_waiting_items(school, now, person, evidence, replied)
    if waits:
        said.append(tn("{n} thing in My items (F7)", "{n} things in My items (F7)", waits))
    if not said:
        return None
    return t("To do: {what}", what=reduce(lambda a, b: t("{one} · {other}", one=a, other=b), said))


def slots_without_choice(
    school: School, now: datetime, person: PersonId, day: InsetDay
) -> list[Slot]:
    """Return the slots still to come in which the person can choose and has chosen nothing."""
    who = school.person(person)
    return [
        slot
        for slot, _ in slots_to_choose(school, day)
        if now < school.moment(day.id, slot.end)
        and choosing_closed_reason(school, now, day, slot) is None
        and slot_requirement(school, who, day, slot).reason is None
        and confirmed_session(school, person, day.id, slot.id) is None
        and not wishes_of(school, person, day.id, slot.id)
    ]
