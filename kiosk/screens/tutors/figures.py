"""The figures of a day, without names: for the head, the governors and a grant."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.rules.follow_up.figures import FiguresLine, figures_of_day
from kiosk.rules.follow_up.figures_in_words import BY_NAMES, NUMBER_NAMES, figures_said
from kiosk.rules.model.ids import NO_DAY, DayId
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.day_by_day import DayByDayScreen
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import ANOTHER_DAY, BACK
from kiosk.text import Sayable, t
from kiosk.widgets.columns import spread, stack, wrapped
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.today import NO_DAY as NO_INSET_DAY
from kiosk.widgets.top_bar import TopBar

GAP, INDENT = 2, 2
"""The least columns between a title and its figures, and before figures that go on below."""


class FiguresScreen(DayByDayScreen):
    """One day's figures, as of now: by session, training, role, requirement and priority."""

    HEADING = t("Figures")
    GUIDE = t(
        "How many people came, without names: by session, required training, role, what the day "
        "was for them, and national priority. Attendance counts people who were required; training "
        "counts everybody who needs it. Groups of fewer than five people are not shown by "
        "themselves. “kiosk figures --csv” writes the same. D: the day before."
    )
    BINDINGS: ClassVar[list[BindingType]] = [ANOTHER_DAY, BACK]

    def __init__(self, context: ScreenContext, day: DayId = NO_DAY) -> None:
        """Show the figures of a day; `NO_DAY`: of today, or of the latest day before."""
        super().__init__(context, day)
        self._counted_day = NO_DAY
        self._lines: list[FiguresLine] = []

    def show_school(self) -> None:
        """Show the figures known of the day, and the new ones once they are counted."""
        day = self.shown_day
        if day is None:
            self.show_rows([], self.HEADING, NO_INSET_DAY)
            return
        self.refresh_bindings()
        self.query_one(TopBar).show(self.HEADING, day.date)
        self._show()
        self.make_again()

    async def make(self, day: InsetDay) -> None:
        """Count in a thread."""
        now = self.context.desk.now()
        self._lines = await asyncio.to_thread(figures_of_day, self.school, now, day)
        self._counted_day = day.id
        self._show()

    def _show(self) -> None:
        day, width = self.shown_day, self.rows.room
        is_known = day is not None and day.id == self._counted_day
        is_today = day is not None and day.date == self.moment.date()
        options: list[Option] = []
        for by, lines in groupby(self._lines if is_known else (), key=lambda line: line.by):
            heading = Content(self.say(BY_NAMES[by])).stylize("bold $blue")
            options.append(Option(spread(heading, Content(), width), disabled=True))
            options += [self._row(line, width, is_today=is_today) for line in lines]
        as_of = t("As of {time}, without names", time=self.moment) if is_today else t(
            "Without names")  # fmt: skip
        nothing = t("There is nothing to count on this day.") if is_known else t("Counting …")
        self.show_rows(options, as_of, nothing, first=1)

    def _row(self, line: FiguresLine, width: int, *, is_today: bool) -> Option:
        said = self.say(figures_said(line, is_today=is_today))
        row = partial(_drawn, self._title(line), said, width, _style(line))
        drawn = row()
        lines = len(drawn.plain.split("\n"))
        return Option(LazyRow(row, line, width, lines=lines), id=f"{line.by} {line.id}")

    def _title(self, line: FiguresLine) -> str:
        start = f"{self.say(line.session.start)}  " if line.session is not None else ""
        return f"{start}{self.say(line.title)}"

    def details(self, row: str) -> Details | None:
        """Return the line's figures one below the other."""
        line = next((one for one in self._lines if f"{one.by} {one.id}" == row), None)
        if line is None or line.is_small:
            return None
        numbers = {name: count for name, count in line.numbers().items() if count}
        minutes = numbers.pop("minutes", 0)
        facts: list[tuple[Sayable, Sayable]] = [
            (NUMBER_NAMES[name], str(count)) for name, count in numbers.items()
        ]
        if minutes:
            facts.append((t("Hours in all"), str(round(minutes / 60))))
        return Details(self.context.language, line.title, BY_NAMES[line.by], facts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another day where there is one."""
        if action == "another_day":
            return self.has_other_days
        return True


def _style(line: FiguresLine) -> str:
    """Return the colour of a line's figures: quiet where nobody is counted as having come."""
    counts = line.counts
    if counts is not None and not line.is_taken:
        return "$amber"
    is_none = counts is not None and not (counts.attended or counts.others)
    return "$muted" if line.is_small or not line.is_begun or is_none else "$in"


def _drawn(title: str, said: str, width: int, style: str) -> Content:
    """Return a title and its figures on one line, or the figures below it where they do not fit."""
    figures, room = Content(said).stylize(style).pad_right(1), width - GAP
    if cell_len(title) + figures.cell_length <= room:
        return spread(Content(title), figures, width)
    if figures.cell_length <= room - INDENT:
        below = [figures.pad_left(width - figures.cell_length)]
    else:
        below = [line.pad_left(INDENT) for line in wrapped(figures, width - INDENT)]
    return stack([*wrapped(title, width), *below])
