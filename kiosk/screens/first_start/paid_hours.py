"""The third step, where hours are not known: who is not paid for all of the day or programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets.option_list import Option

from kiosk.rules.loading.small_school import Draft, asked_for_hours
from kiosk.rules.model.labels import GROUP_NAMES
from kiosk.rules.model.records import Person
from kiosk.screen_context import ScreenContext
from kiosk.screens.first_start.staff_names import role_name
from kiosk.screens.first_start.step import SetupScreen
from kiosk.text import ShortDate, n_, t, tn
from kiosk.widgets.stable_list import RowList

EVERYBODY, UNKNOWN = "everybody", "unknown"
TICKED, BLANK = "☒", "☐"


class TickList(RowList):
    """The answers, and people to tick. Enter answers; Space or a click ticks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", n_("Go on"), key_display="Enter"),
        Binding("space", "select", n_("Tick"), key_display="␣"),
    ]

    class Answered(Message):
        """Enter was pressed."""

    def action_answer(self) -> None:
        """Say that the highlighted row, or what is ticked, is the answer."""
        self.post_message(self.Answered())


class PaidHoursScreen(SetupScreen):
    """Everybody, nobody knows yet, or those who are ticked."""

    STEP = 3
    WHAT = t("Who isn't paid for all of it? Tick them with Space, then Enter.")
    FIRST = "OptionList"
    GUIDE = t(
        "These are the people whose hours aren't known. If they are paid for all of it, they are "
        "expected. The others are invited, and nobody waits for them; the office can agree their "
        "hours later. Until you know, they are all invited and none of them has to come. People "
        "who are part-time in your file are ticked already: Space takes a tick off."
    )

    def __init__(self, context: ScreenContext, draft: Draft) -> None:
        """Begin with who was ticked before."""
        super().__init__(context, draft)
        self._ticked = draft.unpaid & asked_for_hours(draft).keys()

    def fields(self) -> Iterator[Widget]:
        """Return the two answers, and the people below them."""
        people = TickList(id="people", markup=False, classes="panel")
        yield self.speak(
            people, rows=self._rows, border_title=self._days, border_subtitle=self._count
        )

    def _days(self) -> Content:
        """Say what "all of it" is: the hours of the day, or how many days there are."""
        days = self.draft.days
        if len(days) > 1:
            first, last = min(days), max(days)
            return Content(
                self.say(
                    tn("{n} day, {first} to {last}", "{n} days, {first} to {last}", len(days),
                       first=ShortDate(date.fromisoformat(first)),
                       last=ShortDate(date.fromisoformat(last)))
                )
            )  # fmt: skip
        [(day, hours)] = days.items()
        times = self.say(t("{start} to {end}", start=hours.start, end=hours.end))
        return Content(f"{self.say(date.fromisoformat(day))} · {times}")

    def _rows(self) -> list[Option]:
        answers = (
            (EVERYBODY, t("Everybody is paid for all of it")),
            (UNKNOWN, t("I don't know yet: nobody has to come")),
        )
        return [
            *(Option(Content(self.say(said)), id=id) for id, said in answers),
            *(Option(self._row(place, person), id=f"row-{place}")
              for place, person in asked_for_hours(self.draft).items()),
        ]  # fmt: skip

    def _row(self, place: int, person: Person) -> Content:
        glyph, colour = (TICKED, "bold $amber") if place in self._ticked else (BLANK, "$muted")
        known = [role_name(person), *([GROUP_NAMES["part-time"]] if person.part_time else [])]
        about = " · ".join(map(self.say, known))
        return Content.assemble((f"{glyph} ", colour), (person.name, "bold"),
                                (f"  {about}", "$muted"))  # fmt: skip

    def on_mount(self) -> None:
        """Let Enter say that everybody is paid, or those who are not ticked."""
        self.query_one(TickList).highlighted = 2 if self._ticked else 0
        self.query_one("#ways").display = False

    def _count(self) -> Content:
        n = len(self._ticked)
        said = tn("{n} not paid for all of it", "{n} not paid for all of it", n) if n else ""
        return Content(self.say(said))

    @on(TickList.OptionSelected)
    def _take_tick(self, event: TickList.OptionSelected) -> None:
        event.stop()
        event.prevent_default()  # the other steps go to the next field
        if event.option_id in (EVERYBODY, UNKNOWN):
            self._answer()
            return
        place = [*asked_for_hours(self.draft)][event.option_index - 2]
        self._ticked ^= {place}
        self.speak(self.query_one(TickList), rows=self._rows, border_subtitle=self._count)

    @on(TickList.Answered)
    def _answer(self) -> None:
        option = self.query_one(TickList).highlighted_option
        match option.id if option is not None else None:
            case "everybody":
                self._close(is_paid=True, unpaid=frozenset())
            case "unknown":
                self._close(is_paid=False, unpaid=frozenset())
            case _ if self._ticked:
                self._close(is_paid=True, unpaid=frozenset(self._ticked))
            case _:
                self.show_problems([t("Nobody is ticked. Space ticks; or take the first answer.")])

    def action_on(self) -> None:
        """Go on with the answer."""
        self._answer()

    def _close(self, *, is_paid: bool, unpaid: frozenset[int]) -> None:
        self.draft = replace(self.draft, is_paid=is_paid, unpaid=unpaid)
        self.close_step(1)

    def action_back(self) -> None:
        """Go back; who is ticked stays so."""
        self.draft = replace(self.draft, unpaid=frozenset(self._ticked))
        super().action_back()
