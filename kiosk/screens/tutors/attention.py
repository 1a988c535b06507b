"""What does not fit on the coming days, by name: advice for the professional tutors."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.attention.day_check import attention, coming_days
from kiosk.rules.attention.findings import NAMED, Finding, FindingKind
from kiosk.rules.choosing.places import give_up_place
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import join_ids
from kiosk.rules.model.labels import post_of, room_and_leaders
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, TAKE_PLACE
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.text import Both, n_, t, tn
from kiosk.widgets.columns import spread, stack, wrapped
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

PLACES = (
    FindingKind.PLACE_OUTSIDE_HOURS,
    FindingKind.PLACE_CLASHES,
    FindingKind.PLACE_NOT_FOR_ROLE,
)
"""The kinds of findings about one person's place, which a tutor may give up for them."""


class FindingList(StableList):
    """The findings under headings for their days; Enter opens what one is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class AttentionScreen(ListScreen):
    """Everything that does not fit from today on. A place stays until it is given up."""

    HEADING = t("Attention")
    ROWS = FindingList
    GUIDE = t(
        "What does not fit on the coming days, such as a room used twice at once or a leader "
        "outside their hours. It is advice: nothing is refused for it, and a line goes when its "
        "cause is put right. Enter opens the person's page or the register; X takes the place "
        "away from that person, and the next on the waiting list gets it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [TAKE_PLACE, BACK]

    def work_out(self, school: School) -> None:
        """Look through the coming days."""
        for day in coming_days(school, self.moment):
            attention(school, day.id)

    def watch_is_worked_out(self) -> None:
        """Show what was found."""
        self._show_if_mounted()

    def _findings(self) -> dict[str, Finding]:
        """Return the findings of the coming days in order, by the ids of their rows."""
        if not self.is_worked_out:
            return {}
        return {
            join_ids(day.id, found.kind, *found.people, *found.sessions, *found.slots): found
            for day in coming_days(self.school, self.moment)
            for found in attention(self.school, day.id)
        }

    def show_school(self) -> None:
        """List the findings day by day."""
        findings, rows = self._findings(), self.rows
        options: list[Option] = []
        for day in coming_days(self.school, self.moment):
            of_day = {name: found for name, found in findings.items() if found.day == day.id}
            if of_day:
                options.append(Option(self._heading(day, len(of_day), rows.room), disabled=True))
                options += [
                    Option(self._row(found, rows.room), id=name) for name, found in of_day.items()
                ]
        nothing = t("● Everything fits on the coming days. Esc goes back.")
        if not self.is_worked_out:
            nothing = t("Looking through the coming days …")
        # row 0 is a day's heading
        self.show_rows(options, t("What does not fit"), nothing, first=1)
        count = tn("{n} for attention", "{n} for attention", len(findings))
        self.query_one(TopBar).show(self.HEADING, count if findings else "")
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _heading(self, day: InsetDay, findings: int, width: int) -> Content:
        named = Content(f"{self.say(day.date)} · {self.say(day.title)}").stylize("bold $blue")
        return spread(named, Content(str(findings)).stylize("$muted"), width)

    def _row(self, found: Finding, width: int) -> LazyRow:
        # whole, over several lines if need be: half a sentence would not say what to mend
        text = self.say(found.text)
        lines = 1 if cell_len(text) <= width - 2 else len(wrapped(text, width - 2))
        return LazyRow(partial(_row, text, width), text, width, lines=lines)

    @property
    def _picked(self) -> Finding | None:
        return self._findings().get(self.picked or "")

    def details(self, row: str) -> Details | None:
        """Return whom and what the line is about, and what can be done."""
        found = self._picked
        if found is None:
            return None
        people = [self.school.people[who] for who in found.people if who in self.school.people]
        posts = "\n".join(
            f"{who.name} · {self.say(post_of(self.school, who))}" for who in people[:NAMED]
        )
        known = [one for one in found.sessions if one in self.school.programme.sessions]
        rooms = (self.say(room_and_leaders(self.school, self.school.session(one))) for one in known)
        facts = [
            (t("People"), posts),
            (t("Where, and who leads"), "\n".join(filter(None, rooms))),
        ]
        shown = [(label, value) for label, value in facts if value]
        opens = t("Enter opens the person's page.") if people else t("Enter opens the register.")
        note = t("{first} X takes the place away.", first=opens) if found.kind in PLACES else opens
        return Details(self.context.language, found.text, "", shown, note)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        found = self._picked
        people = [who for who in found.people if who in self.school.people] if found else []
        sessions = found.sessions if found is not None else ()
        if people:
            from kiosk.screens.tutors.person import PersonScreen

            self.app.push_screen(PersonScreen(self.context, people[0]))
        elif sessions and found is not None and found.kind is not FindingKind.SESSION_ASTRAY:
            from kiosk.screens.tutors.register import RegisterScreen

            self.app.push_screen(RegisterScreen(self.context, sessions[-1]))

    @work
    async def action_take_away(self) -> None:
        """Give up the place of the line, after a confirmation."""
        found = self._picked
        if found is None:
            return
        if found.kind not in PLACES:
            self.show_text(t("This line is not about one person's place."))
            return
        (person,), (session,) = found.people, found.sessions
        about: dict[str, str | Both] = {
            "name": self.school.people[person].name,
            "title": self.school.workshop(self.school.session(session)).title,
        }
        question = t("Take away {name}'s place in {title}?", **about)
        if await self.app.push_screen_wait(
            ConfirmDialog(
                self.context,
                question,
                yes=t("Take it away"),
                no=t("Keep it"),
                title=about["name"],
            )
        ):
            outcome = await self.perform(give_up_place(person, session), TUTOR)
            if outcome is not None:
                self.show_text(t("{name} no longer has a place in {title}.", **about))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to give up a place while there is one that does not suit its holder."""
        if action != "take_away":
            return True
        return any(found.kind in PLACES for found in self._findings().values())


def _row(text: str, width: int) -> Content:
    first, *more = wrapped(text, width - 2)
    return stack([Content.assemble(("▲ ", "$amber"), first), *(line.pad_left(2) for line in more)])
