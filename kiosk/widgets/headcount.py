"""How many are in, and how many are expected."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import latest_arrivals
from kiosk.rules.attendance.board import headcount
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME
from kiosk.text import t
from kiosk.widgets.block_clock import small_digits
from kiosk.widgets.columns import bar, cell


class Building(Widget):
    """The head count and, if the setting `show_arrivals` is on, who came last.

    It hangs on a wall, so names are shown as first name and initial only.
    """

    school: reactive[School] = reactive(School, init=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False)

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Show the labels in `language`."""
        super().__init__(id=id)
        self._language = language
        self._ready = False
        self.border_title = language.say(t("In the building"))

    def on_mount(self) -> None:
        """Start counting after the first paint, which the count of a large school would delay."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._ready = True
        self.refresh()

    def render(self) -> Content:
        """Draw the two numbers, a bar of their share, and who came last."""
        day = self.school.today(self.moment)
        if day is None or not self._ready:
            return Content()
        signed_in, not_yet_in = headcount(self.school, self.moment, day)
        # two columns side by side, close together even in a wide terminal
        say, half = self._language.say, min(18, self.size.width // 2)
        numbers = zip(small_digits(str(signed_in)), small_digits(str(not_yet_in)), strict=True)
        rows = [
            Content.assemble(cell(inside, half, "$in"), (outside, "$amber"))
            for inside, outside in numbers
        ]
        below = (cell(say(t("signed in")), half, "bold"), (say(t("not yet in")), "bold"))
        rows.append(Content.assemble(*below))
        # a wider bar would say no more
        rows.append(bar(signed_in, signed_in + not_yet_in, min(40, self.size.width), "$in"))
        rows += [Content(), self._just_in(day.id)]
        return Content("\n").join(rows)

    def _just_in(self, day: DayId) -> Content:
        if not self.school.settings.show_arrivals:
            return Content()
        names = ", ".join(
            _first_name_and_initial(person) for person in latest_arrivals(self.school, day, 3)
        )
        if not names:
            return Content()
        label = self._language.say(t("Just in"))
        return cell(Content.assemble((f"{label}  ", "$muted"), names), self.size.width)


def _first_name_and_initial(person: Person) -> str:
    """Return a name such as "Siân J."; a person with one name has it in full."""
    first = person.preferred_forename or person.forename or person.surname
    last = person.surname if first != person.surname else ""
    return f"{first} {last[:1]}." if last else first
