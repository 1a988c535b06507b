"""The times of an INSET day that a file sets: choices open, choices close, wishes are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.model.file_contents import MOMENTS, FileRecord
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.terms import SlotKind
from kiosk.text import t


def with_time_zone(day: InsetDay, zone: ZoneInfo) -> InsetDay:
    """Return the day with the school's zone on times that the file gave without an offset."""
    bare = {
        name: moment.replace(tzinfo=zone)
        for name in MOMENTS
        if (moment := getattr(day, name)) is not None and moment.tzinfo is None
    }
    return replace(day, **bare) if bare else day


def choice_time_problems(
    row: FileRecord[InsetDay], day: InsetDay, zone: ZoneInfo
) -> Iterator[Problem]:
    """Yield the problems with a day's times. Order: choices open, they close, the draw, the day.

    `row` is what the file says, `day` what the day becomes with it.
    """
    times = [(name, moment) for name in MOMENTS if (moment := getattr(day, name)) is not None]
    for (first, earlier), (name, moment) in pairwise(times):
        # Wishes are often drawn at the moment at which choices close.
        may_be_equal = (first, name) == ("choices_close", "draw_at")
        if moment < earlier or (moment == earlier and not may_be_equal):
            column = row.places.headings.get(first, first)
            expected = t(
                "a date and time after {column}, {moment}", column=column, moment=_shown(earlier)
            )
            yield row.problem(name, _shown(moment), expected)
    if day.draw_at is not None:
        yield from _draw_problems(row, day, day.draw_at, zone)
    day_ends = datetime.combine(day.date + timedelta(days=1), time(), zone)
    for name, moment in times:
        if name != "draw_at" and moment >= day_ends:
            yield row.problem(name, _shown(moment), t("a date and time before the day is over"))


def _draw_problems(
    row: FileRecord[InsetDay], day: InsetDay, draw_at: datetime, zone: ZoneInfo
) -> Iterator[Problem]:
    """Yield the problems with the time of a draw: it comes before the first slot with a choice."""
    starts = [slot.start for slot in day.slots if slot.kind is SlotKind.CHOICE]
    if not starts:
        expected = t("a slot of the kind “choice” on that day, or there is nothing to draw")
        yield row.problem("draw_at", _shown(draw_at), expected)
        return
    begins = datetime.combine(day.date, min(starts), zone)
    if draw_at > begins:
        expected = t("a date and time before the first choice, {moment}", moment=_shown(begins))
        yield row.problem("draw_at", _shown(draw_at), expected)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
