"""Whether an INSET day's hours count for everyone, such as those of a twilight."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from msgspec.structs import replace

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.requirement import slot_requirement
from kiosk.rules.model.school import School, put
from kiosk.rules.replanning.replanned import misfits, moved_up, with_promotions
from kiosk.text import t, tn


@decision
def count_hours(school: School, now: datetime, day: DayId, for_everyone: bool) -> Changes:
    """Let a day's hours count for everyone, or by each person's own hours again.

    Raises:
        Refused: the day is closed or cancelled.
    """
    old = day_to_replan(school, day)
    new = replace(old, counts_for_everyone=for_everyone)
    message = t("{day}: the hours count for everyone.", day=old.date) if for_everyone else t(
        "{day}: each person's own hours count.", day=old.date
    )  # fmt: skip
    if new == old:
        return Changes((), message)
    items = with_promotions(school, now, day, [put(new)])
    after = school.apply(items)
    required, before = _required(after, new), _required(school, old)
    note = tn(
        "{n} person is required, up to now {before}.",
        "{n} people are required, up to now {before}.",
        required, before=before,
    )  # fmt: skip
    notes = (note, *moved_up(school, after, day))
    return Changes(items, message, notes, partial(misfits, school, after, day))


def _required(school: School, day: InsetDay) -> int:
    """Return how many people have a slot of the day that is required of them."""
    return sum(
        any(slot_requirement(school, person, day, slot).required for slot in day.slots)
        for person in school.people_on(day.date).values()
    )
