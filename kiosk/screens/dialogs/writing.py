"""Dialogs for a person's own words: a remark on a session, or what they want to try."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, Static

from kiosk.exchange.cells import parse_date
from kiosk.rules.attendance.badges import BADGE_CODE
from kiosk.rules.attendance.evaluation import MAX_REMARK
from kiosk.rules.follow_up.intentions import DEFAULT_DELAY, IntentionPlan
from kiosk.rules.follow_up.intentions import MAX_TEXT as LONGEST_PLAN
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.draft import DraftDialog
from kiosk.screens.dialogs.line import TYPE_A_DATE, LineDialog, LineInput
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.key_bar import KeyBar


class RemarkDialog(LineDialog):
    """Asks for a remark on a session. The result is the line, or None.

    The two answers given before it are saved already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("No comment"), key_display="Esc")
    ]

    def __init__(self, context: ScreenContext, title: Sayable, draft: str) -> None:
        """Ask about the session with this title. `draft`: see `remark_draft`."""
        question = t(
            "Thank you, saved. Your answers are anonymous and can't be changed now. Anything to "
            "add? Please don't name anyone, yourself included."
        )
        super().__init__(context, question, draft=draft, title=title, max_length=MAX_REMARK)

    def submit_line(self, line: str) -> None:
        """Close with the line, unless a badge was scanned into it, which would say who writes."""
        if BADGE_CODE.search(line.upper()):
            self.query_one(LineInput).value = ""
        else:
            self.dismiss(line.strip() or None)


def remark_draft(person: PersonId, session: SessionId) -> str:
    """Return the key of a person's half-written remark on a session, among the drafts."""
    return f"remark {session} {person}"


class IntentionDialog(DraftDialog[IntentionPlan]):
    """Asks what a person wants to try, and from when the kiosk asks about it; or None."""

    WRITING = "#plan"

    def __init__(self, context: ScreenContext, person: PersonId) -> None:
        """Ask the person with this id."""
        super().__init__(context)
        self._person = person

    @property
    def draft(self) -> str:
        """Whose words they are."""
        return f"plan {self._person}"

    def compose(self) -> ComposeResult:
        """Show a box for the words and one for the date."""
        back_on = self.context.today() + DEFAULT_DELAY
        guide = t("Only you see this, after your badge or PIN.")
        with self.speak(Vertical(classes="frame"), border_title=t("What will you try?")):
            yield self.speak(Static(classes="guide"), content=guide)
            yield self.speak(Label(), content=t("I want to try"))
            yield Input(id="plan", max_length=LONGEST_PLAN)
            yield self.speak(Label(), content=t("Remind me on (or soon after)"))
            yield Input(f"{back_on:%d/%m/%Y}", id="back-on", max_length=20)
            yield self.speak(Static(classes="hint"), content=t("Enter: save"))
            yield Static(id="error", classes="error")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the words the focus."""
        self.query_one("#plan", Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        words, when = self.query_one("#plan", Input), self.query_one("#back-on", Input)
        # a scanned badge would name the person
        if BADGE_CODE.search(words.value.upper()):
            words.value = ""
        back_on = parse_date(when.value.strip())
        if event.input is words and words.value.strip():
            when.focus()
        elif not words.value.strip():
            self._show_problem(t("Say in a few words what you want to try."))
            words.focus()
        elif back_on is None:
            self._show_problem(TYPE_A_DATE)
        else:
            self.dismiss(IntentionPlan(words.value, back_on))

    def _show_problem(self, about: Text) -> None:
        self.speak(self.query_one("#error", Static), content=about)
