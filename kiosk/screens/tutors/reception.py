"""Reception: the roll call, who is not yet in, and who added themselves. Nothing else opens."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from kiosk.rules.attendance.arrivals import on_site_since, roll_call
from kiosk.rules.attendance.board import Figures, headcount, hours_ended, role_or_hours
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.model.actors import RECEPTION
from kiosk.rules.model.records import InsetDay, Person
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.tutors.not_yet_in import NotYetInScreen
from kiosk.screens.tutors.to_confirm import ToConfirmScreen
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar


class ReceptionScreen(LiveScreen):
    """The live roll call, from which reception's two lists open."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Who is in the building. “Hours over” means that somebody's own hours have ended: they "
        "count as in until they leave. N lists who is not yet in: S there signs in somebody who "
        "cannot use the kiosk; when somebody phones, C there says that their absence is known of; "
        "no reason is kept. T lists who added themselves at the desk, for you to confirm. Esc "
        "locks; so does leaving it alone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "not_yet_in", n_("Not yet in"), key_display="N"),
        Binding("t", "to_confirm", n_("Confirm"), key_display="T"),
        Binding("escape", "back", n_("Lock"), key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """Show the list, and a line for when it is empty."""
        yield TopBar(self.say(t("Reception")))
        yield StableList(self.say(t("In the building")), id="people")
        yield Static(id="empty")
        yield KeyBar(self.context.language)

    def show_school(self) -> None:
        """List who is in; count who is not yet in, and who is to be confirmed."""
        day = self.school.today(self.moment)
        rows, top = self.query_one(StableList), self.query_one(TopBar)
        here = roll_call(self.school, day.id) if day else []
        # by the language's alphabet: in Welsh, “ll” is a letter of its own
        here.sort(key=self.context.finder(self.school).order)
        rows.fill(
            Option(LazyRow(partial(self._row, who, day, rows.room)), id=who.id)
            for who in here
            if day
        )
        rows.display = bool(here)
        nobody = t("Nobody is in yet.") if day else NO_DAY
        self.query_one("#empty", Static).update("" if here else self.say(nobody))
        figures = headcount(self.school, day) if day else Figures()
        top.show(self.say(t("Reception")), self.say(described(figures)))
        waits = len(unconfirmed_people(self.school))
        to_confirm = (
            f"{self.say(tn('{n} to confirm', '{n} to confirm', waits))}   " if waits else ""
        )
        top.show_aside(Content.assemble((to_confirm, "$amber"), self.say(self.moment)))

    def _row(self, person: Person, day: InsetDay, width: int) -> Content:
        since = on_site_since(self.school, person.id, day.id)
        half = (width - 8) // 2
        over = hours_ended(self.school, self.moment, person, day) is not None
        role = role_or_hours(self.school, self.moment, person, day)
        return Content.assemble(
            cell(self.say(self.school.local(since)) if since else "", 7, "$in"), " ",
            cell(person.name, half, "bold"), " ",
            cell(self.say(role), half - 1, "$amber" if over else "$muted"),
        )  # fmt: skip

    def action_not_yet_in(self) -> None:
        """List who is not yet in."""
        self.app.push_screen(NotYetInScreen(self.context, RECEPTION))

    def action_to_confirm(self) -> None:
        """List who added themselves."""
        self.app.push_screen(ToConfirmScreen(self.context, RECEPTION))


def described(figures: Figures) -> Text:
    """Return in one line who is in and who is not: the figures that the board's tiles show."""
    here = t("{here} in", here=figures.on_site)
    if figures.others:
        here = tn("{here}, {n} of them not due", "{here}, {n} of them not due",
                  figures.others, here=here)  # fmt: skip
    return t("{here} · {missing} not yet in", here=here, missing=figures.not_yet_in)
