"""The third step: the day, for a school that has a date and no workshops yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input
from textual.widgets.option_list import Option

from kiosk.exchange.cells import parse_date, parse_time
from kiosk.exchange.limits import MAX_NAME
from kiosk.rules.loading.small_school import SmallDay
from kiosk.rules.model.far_dates import is_far
from kiosk.rules.model.names import clean
from kiosk.rules.model.records import Window
from kiosk.screens.first_start.step import SetupScreen
from kiosk.settings import NATIONS
from kiosk.text import Text, n_, t, tn
from kiosk.widgets.stable_list import RowList

NATION = "nation"
START, END = "08:30", "15:30"


def _ways_of(nation: str) -> dict[str, Text]:
    """Return what else follows from the answer, as the values of a text."""
    its = NATIONS[nation]
    days = tn("{n} INSET day", "{n} INSET days", its.inset_days)
    return {"lead": its.lead_initials, "teacher": its.new_teacher_initials, "days": days}


NATION_NAMES: dict[str, Text] = {
    "wales": t("Wales: Welsh and English ({lead}, {teacher}, {days})", **_ways_of("wales")),
    "england": t("England: English ({lead}, {teacher}, {days})", **_ways_of("england")),
}


class DayScreen(SetupScreen):
    """When it is, where the school is, and whether everybody must do something."""

    STEP = 3
    WHAT = t("When is your INSET day?")
    GUIDE = t(
        "The date and the hours are enough: people sign in, and that is a day. If everyone must do "
        "something, say what, and what they do if they miss it. F3: the day has workshops, from a "
        "workbook or a folder of files. You can change all of it later."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "programme", n_("It has workshops"), key_display="F3"),
    ]

    def fields(self) -> Iterator[Widget]:
        """Return the date with its hours, the nation, and what may be left blank."""
        date = Input(id="date", max_length=30, placeholder="1/9/2026")
        start, end = (Input(at, id=id, max_length=8)
                      for id, at in (("start", START), ("end", END)))  # fmt: skip
        yield Horizontal(
            Vertical(*self.labelled(t("Date"), date)),
            Vertical(*self.labelled(t("From"), start)),
            Vertical(*self.labelled(t("To"), end)),
            classes="row",
        )
        nation = self.speak(RowList(id=NATION, markup=False), rows=self._nations)
        yield from self.labelled(t("Where is your school?"), nation)
        for id, label in (
            ("must-do", t("Must everyone do something? Such as: Safeguarding update")),
            ("catch-up", t("If they miss it? Such as: Ask Mrs Price for the slides")),
            ("school", t("Your school's name")),
        ):
            yield from self.labelled(label, Input(id=id, max_length=MAX_NAME))

    def other_ways(self) -> Iterator[Widget]:
        """Return the way to a programme."""
        yield self.speak(Button(id="programme", tooltip="F3"), label=t("The day has workshops"))

    def _nations(self) -> list[Option]:
        return [Option(Content(self.say(name)), id=id) for id, name in NATION_NAMES.items()]

    def on_mount(self) -> None:
        """Highlight the nation that was chosen."""
        nation = self.draft.typed.get(NATION, "wales")
        self.query_one(RowList).highlighted = [*NATIONS].index(nation)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the boxes, the nation as well."""
        rows = self.query_one(RowList)
        return {**super().typed, NATION: [*NATIONS][rows.highlighted or 0]}

    def action_on(self) -> None:
        """Go on with the day, if it can be one."""
        typed = {id: clean(text) for id, text in self.typed.items()}
        date = parse_date(typed["date"])
        start, end = parse_time(typed["start"]), parse_time(typed["end"])
        if date is None:
            self.show_problems([t("Type the date like this: 1/9/2026.")], "date")
        elif date < self.context.today():
            self.show_problems([t("That day is past.")], "date")
        elif is_far(date, self.context.today()):
            self.show_problems([t("That year is a long way off. Is it right?")], "date")
        elif start is None:
            self.show_problems([t("Type the time like this: 08:30.")], "start")
        elif end is None or end <= start:
            wrong = t("Type a time after {start}, like this: 15:30.", start=start)
            self.show_problems([wrong], "end")
        else:
            day = SmallDay(
                date, Window(start, end), typed[NATION], self.context.language.code,
                typed["school"], typed["must-do"], typed["catch-up"],
            )  # fmt: skip
            self.draft = replace(self.draft, day=day)
            self.close_step(1)

    @on(Button.Pressed, "#programme")
    def action_programme(self) -> None:
        """Take the day from a file instead."""
        self.draft = replace(self.draft, by_file=True)
        self.close_step(0)
