"""A slot that begins later, alone or with all that follow it.

Lunch keeps its time unless it is to move as well: the last slot before it is then cut short, and
what comes after it stays. The end of the day can be kept in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.announcements import with_move
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, SlotId
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.rules.replanning.replanned import misfits, moved_up, slot_to_replan, with_promotions
from kiosk.text import Text, t, tn

LEAST_BREAK = 20
"""Minutes below which a break is warned of. A working day of more than six hours gives a right to
a break of 20 minutes (Working Time Regulations 1998, regulation 12)."""
MINUTES_OF_A_DAY = 24 * 60
PAST_MIDNIGHT = t("The day would go on past midnight.")


@decision
def shift_slot(
    school: School,
    now: datetime,
    day: DayId,
    slot: SlotId,
    minutes: int,
    alone: bool = False,
    move_lunch: bool = False,
    keep_end: bool = False,
) -> Changes:
    """Let a slot begin `minutes` later, and end as much later, with those that follow it.

    `alone`: those that follow stay. Sessions move with their slots. Marks already made stay.

    Raises:
        Refused: the day is closed or cancelled, the slot is over, a slot would be left without
            time, or the day would go on past midnight.
    """
    inset_day, first = school.day(day), slot_to_replan(school, now, day, slot)
    if minutes >= MINUTES_OF_A_DAY:
        raise Refused(PAST_MIDNIGHT)
    if minutes < 1:
        raise Refused(t("Give the minutes by which it begins later, such as 20."))
    moved = _moved(inset_day, first, minutes, alone=alone, move_lunch=move_lunch, keep_end=keep_end)
    changed = {one.id: _choices_moved(school, inset_day, one) for one in moved}
    slots = [changed.get(one.id, one) for one in inset_day.slots]
    # alone it may have passed another: screens list a day as its slots stand
    slots.sort(key=lambda one: one.start)
    items: list[Put | Remove] = [put(replace(inset_day, slots=tuple(slots)))]
    for old in inset_day.slots:
        if old.id in changed:
            items += _sessions_moved(school, now, day, old, changed[old.id])
    after = school.apply(items)
    all_items = with_promotions(school, now, day, items)
    planned = school.apply(all_items)
    notes = (
        *(_times(old, changed[old.id]) for old in inset_day.slots if old.id in changed),
        *_short_breaks(inset_day, after.programme.days[day]),
        *moved_up(school, planned, day),
    )
    message = tn("{title}: {n} minute later.", "{title}: {n} minutes later.", minutes,
                 title=first.title)  # fmt: skip
    return Changes(all_items, message, notes, partial(misfits, school, planned, day))


def _moved(
    day: InsetDay, first: Slot, minutes: int, *, alone: bool, move_lunch: bool, keep_end: bool
) -> list[Slot]:
    """Return the slots that get other times."""
    lunch = next(
        (one for one in day.slots if one.kind is SlotKind.LUNCH and one.start >= first.end), None
    )
    following = [one for one in day.slots if one.start >= first.start and not alone]
    if lunch is not None and not move_lunch:
        following = [one for one in following if one.start < lunch.start]
    limit = lunch.start if lunch is not None and not move_lunch and not alone else None
    if limit is None and keep_end:
        limit = max(one.end for one in day.slots)
    return [_later(one, minutes, limit) for one in (following if not alone else [first])]


def _later(slot: Slot, minutes: int, limit: time | None) -> Slot:
    start, end = _plus(slot.start, minutes), _plus(slot.end, minutes)
    if limit is not None:
        # one that runs on beside lunch, such as a first-aid course, is not cut where lunch begins
        end = min(end, max(limit, slot.end))
    if start >= end:
        raise Refused(t("{title} would be left without time.", title=slot.title))
    return replace(slot, start=start, end=end)


def _choices_moved(school: School, day: InsetDay, slot: Slot) -> Slot:
    """Return a moved slot; choices that were open until its end still are."""
    before = next(one for one in day.slots if one.id == slot.id)
    if before.choices_close != school.moment(day.id, before.end):
        return slot
    return replace(slot, choices_close=school.moment(day.id, slot.end))


def _plus(clock: time, minutes: int) -> time:
    moment = datetime.combine(datetime.min, clock) + timedelta(minutes=minutes)
    if moment.date() != datetime.min.date():
        raise Refused(PAST_MIDNIGHT)
    return moment.time()


def _sessions_moved(
    school: School, now: datetime, day: DayId, old: Slot, new: Slot
) -> Iterator[Put]:
    """Yield the sessions of a slot by its new times, each cut where the slot was."""
    by = _minutes(old.start, new.start)
    for session in school.all_sessions_on(day, old.id):
        start = min(_plus(session.start, by), new.end)
        end = min(_plus(session.end, by), new.end)
        if start >= end:
            title = school.workshop(session).title
            raise Refused(t("{title} would be left without time.", title=title))
        yield put(with_move(now, session, replace(session, start=start, end=end)))


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _times(old: Slot, new: Slot) -> Text:
    lost = _minutes(old.start, old.end) - _minutes(new.start, new.end)
    if lost:
        return tn(
            "{title}: {start} to {end} (was {before} to {until}), {n} minute shorter",
            "{title}: {start} to {end} (was {before} to {until}), {n} minutes shorter",
            lost,
            title=new.title, start=new.start, end=new.end, before=old.start, until=old.end,
        )  # fmt: skip
    return t(
        "{title}: {start} to {end} (was {before} to {until})",
        title=new.title, start=new.start, end=new.end, before=old.start, until=old.end,
    )  # fmt: skip


def _short_breaks(before: InsetDay, after: InsetDay) -> Iterator[Text]:
    """Yield the breaks that are now too short, or into which another slot now runs."""
    had = {one.id: _minutes_left(before, one) for one in before.slots}
    for pause in after.slots:
        left = _minutes_left(after, pause)
        if pause.kind.is_pause and left < min(LEAST_BREAK, had[pause.id]):
            yield tn(
                "{title}: only {n} minute is left. Staff need 20 minutes.",
                "{title}: only {n} minutes are left. Staff need 20 minutes.",
                left,
                title=pause.title,
            )


def _minutes_left(day: InsetDay, pause: Slot) -> int:
    """Return the minutes of a slot into which none that began before it runs."""
    runs_into = [one.end for one in day.slots if one.start < pause.start < one.end]
    return max(0, _minutes(max([pause.start, *runs_into]), pause.end))
