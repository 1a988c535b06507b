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
from kiosk.text import t, tc, tn
from kiosk.widgets.block_clock import small_digits
from kiosk.widgets.columns import bar, cell
from kiosk.widgets.speaker import Speaker


class Building(Widget, Speaker):
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
        self.speak(self, border_title=t("In the building"))

    def begin(self) -> None:
        """Count: the screen knows when that is quick."""
        self._ready = True
        self.refresh()

    def watch_school(self) -> None:
        """Draw the numbers again if they are others, after the answer that somebody waits for."""
        if self._ready:
            self.call_after_refresh(self._draw_others)

    def _draw_others(self) -> None:
        if self._count() != self._counted:
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
        half = min(18, width // 2)
        rows = side_by_side(figures.on_site, figures.not_yet_in, half, width - half)
        below = (cell(say(tc("people", "signed in")), half, "bold"), (say(t("not yet in")), "bold"))
        rows.append(Content.assemble(*below))
        parts = [say(t("{n} of the {all} expected", n=figures.arrived, all=figures.due))]
        if figures.others:
            parts.append(say(tn("{n} not expected", "{n} not expected", figures.others)))
            if cell_len(" · ".join(parts)) > width:
                parts[0] = say(t("{n} of {all}", n=figures.arrived, all=figures.due))
        said = cell(" · ".join(parts), width, "$muted")
        # a wider bar would say no more
        share = bar(figures.arrived, figures.due, min(40, width), "$in")
        # where there is room for one of the two, the bar gives way to what it does not tell
        rows += [said, share] if figures.others else [share, said]
        if names:
            just_in = Content.assemble((f"{say(t('Just in'))}  ", "$muted"), names)
            rows.append(cell(just_in, width))
        return Content("\n").join(rows)


def side_by_side(inside: int, outside: int, left: int, right: int) -> list[Content]:
    """Return two numbers in columns of these widths: large, if both have room for that."""
    first, second = small_digits(str(inside)), small_digits(str(outside))
    if len(first[0]) >= left or len(second[0]) > right:
        first, second = [str(inside)], [str(outside)]
    return [
        Content.assemble(cell(one, left, "bold $in"), cell(other, right, "bold $amber"))
        for one, other in zip(first, second, strict=True)
    ]


def _first_name_and_initial(person: Person) -> str:
    """Return a name such as "Siân J."; a person with one name has it in full."""
    first = person.preferred_forename or person.forename or person.surname
    last = person.surname if first != person.surname else ""
    return f"{first} {last[:1]}." if last else first
