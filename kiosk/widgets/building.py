"""How many are in, and how many are expected."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Digits, Static

from kiosk.kit import LONG_AGO
from kiosk.language import Language
from kiosk.rules.arrivals import latest_in
from kiosk.rules.board import lines, totals
from kiosk.rules.records import Person
from kiosk.rules.school import School
from kiosk.text import t
from kiosk.widgets.columns import bar


class Building(Widget):
    """Counts only; and where the school allows it, who came last, by first name and initial."""

    school: reactive[School] = reactive(School, init=False)
    moment: reactive[datetime] = reactive(LONG_AGO, init=False)

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Say it in `language`."""
        super().__init__(id=id)
        self._language = language
        self.border_title = language.say(t("In the building"))

    def compose(self) -> ComposeResult:
        """Make the two numbers and what stands below."""
        with Horizontal(id="counts"):
            with Vertical():
                yield Digits("0", id="count-in")
                yield Static(self._language.say(t("signed in")), classes="label")
            with Vertical():
                yield Digits("0", id="count-out")
                yield Static(self._language.say(t("not yet in")), classes="label")
        yield Static(id="share")
        yield Static(id="just-in")

    def watch_school(self) -> None:
        """Count again."""
        self._count()

    def watch_moment(self) -> None:
        """Count again: the date may have changed."""
        self._count()

    def on_resize(self) -> None:
        """Draw the bar to the new width."""
        self._count()

    def _count(self) -> None:
        day = self.school.today(self.moment)
        if not self.is_mounted or day is None:
            return
        total = totals(self.school, lines(self.school, day, self.moment))["everyone"]
        self.query_one("#count-in", Digits).update(str(total.signed_in))
        self.query_one("#count-out", Digits).update(str(total.not_yet_in))
        width = max(8, min(40, self.size.width - 4))
        whole = total.signed_in + total.not_yet_in
        self.query_one("#share", Static).update(bar(total.signed_in, whole, width, "$in"))
        self.query_one("#just-in", Static).update(self._just_in(day.id))

    def _just_in(self, day: str) -> Content:
        if not self.school.settings.show_arrivals:
            return Content()
        names = ", ".join(_short(person) for person in latest_in(self.school, day, 3))
        said = self._language.say(t("Just in"))
        return Content.assemble((f"{said}  ", "$muted"), names) if names else Content()


def _short(person: Person) -> str:
    """Return first name and initial: Siân J."""
    first = person.preferred_forename or person.forename or person.surname
    last = person.surname if first != person.surname else ""
    return f"{first} {last[:1]}." if last else first
