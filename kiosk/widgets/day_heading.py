"""The head of Welcome while it has nothing to say of anybody: the clock, and what day it is."""

from __future__ import annotations

from datetime import date, datetime

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.choosing.coming_day import countdown_to, next_planned, shown_day
from kiosk.rules.model.labels import DAY_KINDS
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Text, t
from kiosk.widgets.block_clock import large_digits
from kiosk.widgets.columns import cell, wrapped
from kiosk.widgets.today import NO_DAY

CLOCK_ROWS = 7
"""The lines of the clock, a blank one, and what the time is left until."""
CLOCK_WIDTH = 36
BESIDE = 24
"""The least columns for the day beside the clock."""


def day_lines(
    language: Language, school: School, moment: datetime, width: int, rows: int
) -> list[Content]:
    """Return clock and day side by side; the clock alone, or the day alone, where room is short."""
    day = shown_day(school, moment)
    left = countdown_to(school, moment, day) if day is not None else NO_DAY
    countdown = Content(language.say(left)).stylize("bold $amber")
    room = width - CLOCK_WIDTH - 3
    if rows < CLOCK_ROWS:
        return [*day_heading(language, day, moment.date(), width)[: rows - 1], countdown]
    clock = [Content(line).stylize("$blue") for line in large_digits(f"{moment:%H:%M}")]
    if room < BESIDE:
        return [*clock, Content(), countdown]
    heading = day or next_planned(school, moment)
    beside = day_heading(language, heading, moment.date(), room)[:CLOCK_ROWS]
    below = wrapped(countdown, CLOCK_WIDTH)
    lines = [*clock, *([Content()] if len(below) < 2 else []), *below]
    rule = Content(" │ " if beside else "").stylize("$lines")
    return [
        Content.assemble(cell(_at(lines, row), CLOCK_WIDTH), rule, _at(beside, row))
        for row in range(CLOCK_ROWS)
    ]


def _at(lines: list[Content], row: int) -> Content:
    return lines[row] if row < len(lines) else Content()


def day_heading(language: Language, day: InsetDay | None, today: date, width: int) -> list[Content]:
    """Return the kind and hours of a day, its title, and its aims; nothing without a day.

    Of a day to come it says the date as well.
    """
    if day is None:
        return []
    say = language.say
    times = [slot.start for slot in day.slots] + [slot.end for slot in day.slots]
    hours = t("{start} to {end}", start=min(times), end=max(times)) if times else ""
    if day.date != today:
        when = language.short_date(day.date)
        hours = (
            t("{day} from {start}", day=when, start=min(times)) if times else t("{day}", day=when)
        )
    kind = Text(DAY_KINDS[day.kind].msgid, {"number": day.number})
    parts = [Content(say(kind)).stylize("bold $blue"), Content(say(hours)).stylize("$muted")]
    whole = Content("   ").join(parts)
    heads = [whole] if whole.cell_length <= width else parts
    lines = [*(cell(head, width) for head in heads), *wrapped(say(day.title), width, "bold")]
    for aim in day.aims:
        # a hanging indent, so that it is seen where each begins
        sign = Content("◆ ").stylize("$blue")
        for line in wrapped(say(aim), width - 2):
            lines.append(sign + line)
            sign = Content("  ")
    return lines
