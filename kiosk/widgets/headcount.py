"""How many are in, and how many are expected."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import latest_arrivals
from kiosk.rules.attendance.board import Figures, headcount
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME
from kiosk.text import t, tn
from kiosk.widgets.block_clock import small_digits
from kiosk.widgets.columns import bar, cell


class Building(Widget):
    """The head count and, if the setting `show_arrivals` is on, who came last.

    It hangs on a wall, so names are shown as first name and initial only.
    """

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False)

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Show the labels in `language`."""
        super().__init__(id=id)
        self._language = language
        self._ready = False
        self._counted: tuple[Figures, str] | None = None
        self.border_title = language.say(t("In the building"))

    def begin(self) -> None:
        """Count: the screen knows when that is quick."""
        self._ready = True
        self.refresh()

    def watch_school(self) -> None:
        """Draw the numbers again if they are others."""
        if self._ready and self._count() != self._counted:
            self.refresh()

    def _count(self) -> tuple[Figures, str] | None:
        """Return the figures, and the names of who came last; None without an INSET day."""
        day = self.school.today(self.moment)
        if day is None:
            return None
        last = latest_arrivals(self.school, day.id, 3) if self.school.settings.show_arrivals else ()
        return headcount(self.school, day), ", ".join(map(_first_name_and_initial, last))

    def render(self) -> Content:
        """Draw the two numbers, a bar of their share, and who came last."""
        self._counted = self._count() if self._ready else None
        if self._counted is None:
            return Content()
        figures, names = self._counted
        # two columns side by side, close together even in a wide terminal
        say, width = self._language.say, self.size.width
        numbers = (str(figures.on_site), str(figures.not_yet_in))
        (first, second), half = map(small_digits, numbers), min(18, width // 2)
        if len(first[0]) >= half or half + len(second[0]) > width:
            first, second = ([number] for number in numbers)  # large digits would be broken up
        rows = [
            Content.assemble(cell(inside, half, "bold $in"), (outside, "bold $amber"))
            for inside, outside in zip(first, second, strict=True)
        ]
        below = (cell(say(t("signed in")), half, "bold"), (say(t("not yet in")), "bold"))
        rows.append(Content.assemble(*below))
        told = [say(t("{n} of {all} expected", n=figures.arrived, all=figures.due))]
        if figures.others:
            told.append(say(tn("{n} not expected", "{n} not expected", figures.others)))
        if cell_len(" · ".join(told)) <= width:
            told = [" · ".join(told)]
        said = [cell(line, width, "$muted") for line in told]
        # a wider bar would say no more
        share = bar(figures.arrived, figures.due, min(40, width), "$in")
        # where there is no room for all of it, the bar gives way to what it does not tell
        rows += [*said, share] if figures.others else [share, *said]
        if names:
            just_in = Content.assemble((f"{say(t('Just in'))}  ", "$muted"), names)
            rows.append(cell(just_in, width))
        return Content("\n").join(rows)


def _first_name_and_initial(person: Person) -> str:
    """Return a name such as "Siân J."; a person with one name has it in full."""
    first = person.preferred_forename or person.forename or person.surname
    last = person.surname if first != person.surname else ""
    return f"{first} {last[:1]}." if last else first
