"""Proof of who a person is: a badge, or an own code of four digits."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kiosk.errors import KioskError
from kiosk.rules.choosing.coming_day import coming_day
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog, KioskScreen
from kiosk.screens.failures import about_error
from kiosk.system.secrets import check_code
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.on_screen_keyboard import DIGITS, OnScreenKeyboard


async def prove(screen: KioskScreen[Any], person: PersonId, proof: Evidence) -> Evidence | None:
    """Return `proof` if it is one, else ask the person for one; None if they give none."""
    if proof.is_proof:
        return proof
    try:
        dialog = ProofDialog(screen.context, person)
    except KioskError as error:  # the secrets file cannot be read
        screen.show_error(error)
        return None
    return await screen.app.push_screen_wait(dialog)


async def prove_for_coming_day(
    screen: KioskScreen[Any], person: PersonId, evidence: Evidence
) -> Evidence | None:
    """Return how a person is known; between the days that is asked for, to choose on the next."""
    school, now = screen.context.desk.school, screen.context.desk.now()
    return await prove(screen, person, evidence) if coming_day(school, now) else evidence


class ProofDialog(Dialog[Evidence]):
    """Asks a person for a badge or their own code. The result is the proof, or None.

    Nobody may choose a first code on a typed name alone, because anybody can type a name. They
    scan their badge, or a professional tutor, who sees who stands there, presses F9 and types the
    PIN. So no second secret has to be kept, sent or overheard. A forgotten code goes the same way.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "vouch", n_("A tutor is here"), key_display="F9")
    ]

    GUIDE = t(
        "Your messages and catch-ups are private, so they need your badge or your PIN. No PIN "
        "yet, or forgotten? Ask a tutor to come over. Then choose a PIN of four digits, and type "
        "it twice."
    )

    def __init__(self, context: ScreenContext, person: PersonId) -> None:
        """Ask the person with this id.

        Raises:
            DataFolderError: the secrets file cannot be read.
        """
        super().__init__(context)
        self._person = context.desk.school.people[person]
        self._has_code = context.secrets.has_code(person)

    def compose(self) -> ComposeResult:
        """Show a box for the code, if the person has one."""
        question = t("Scan your badge, or type your PIN (four digits).")
        if not self._has_code:
            question = t(
                "Scan your badge. No badge today? Ask {tutor} to come over. They press F9 and type "
                "their PIN, then you choose your own.",
                tutor=the_tutor(self.context.desk.school.settings),
            )
        with self.speak(Vertical(classes="frame"), border_title=self._person.name):
            guide = Static(id="question", classes="guide")
            guide.set_class(not self._has_code, "-alone")
            yield self.speak(guide, content=question)
            if self._has_code:
                # longer than a code, because a scanned badge may land here
                yield Input(password=True, id="code", max_length=32)
            error = Static(id="error", classes="error")
            error.display = self._has_code  # above the digits it keeps its line
            yield error
            if self._has_code:
                yield OnScreenKeyboard(DIGITS)
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the box the focus."""
        for box in self.query(Input):
            box.focus()

    def handle_badge(self, person: PersonId) -> bool:
        """Accept the person's own badge as the proof; another badge goes to the screens below.

        So does their own while a dialog is open over this one, which could not close then.
        """
        if person != self._person.id or not self.is_active:
            return False
        self.dismiss(Evidence.BADGE)
        return True

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Input).value = ""
        if event.value.strip():
            self._check(event.value.strip())

    @work
    async def _check(self, code: str) -> None:
        try:
            # in a thread: hashing is slow on purpose
            if await asyncio.to_thread(self.context.secrets.proves, self._person.id, code):
                self.dismiss(Evidence.CODE)
            else:
                self._show_problem(t("That's not your PIN. Try again."))
        except KioskError as refusal:
            self._show_problem(self.context.explain(refusal))

    @work
    async def action_vouch(self) -> None:
        """Let a professional tutor vouch for the person, who then chooses a code."""
        # imported late: few people forget their badge
        from kiosk.screens.dialogs.pin import PinDialog

        try:
            # the PIN dialog would let the person set the tutors' first PIN
            if not self.context.secrets.has_pin():
                tutor = the_tutor(self.context.desk.school.settings)
                self._show_problem(
                    t("The tutors' PIN is not set yet. Please ask {tutor}.", tutor=tutor)
                )
                return
            vouched = await self.app.push_screen_wait(PinDialog(self.context, tutors_only=True))
        except KioskError as error:
            self._show_problem(self.context.explain(error))
            return
        if vouched is None:
            return
        if await self.app.push_screen_wait(CodeDialog(self.context, self._person.id)):
            self.dismiss(Evidence.VOUCHED)

    def _show_problem(self, about: Text) -> None:
        error = self.query_one("#error", Static)
        error.display = True
        self.speak(error, content=about)


class CodeDialog(Dialog[bool]):
    """Lets a person choose their own code, typed twice. The result is True once it is set."""

    def __init__(self, context: ScreenContext, person: PersonId) -> None:
        """Ask the person with this id, who must have given a proof or been vouched for."""
        super().__init__(context)
        self._person = context.desk.school.people[person]
        self._first = ""

    def compose(self) -> ComposeResult:
        """Put the box and its digits below the question."""
        with self.speak(Vertical(classes="frame"), border_title=self._person.name):
            yield self.speak(Static(id="question", classes="guide"), content=self._question())
            yield Input(password=True, id="code", max_length=4, restrict=r"[0-9]*")
            yield Static(id="error", classes="error")
            yield OnScreenKeyboard(DIGITS)
        yield KeyBar(self.context.language)

    def _question(self) -> Text:
        if self._first:
            return t("Type the same PIN again.")
        return t("Choose your PIN: four digits, for days without your badge.")

    def on_mount(self) -> None:
        """Give the box the focus."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    async def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Input).value = ""
        code = event.value
        error: Sayable = ""
        try:
            check_code(code)
            if not self._first:
                self._first = code
            elif code == self._first:
                await asyncio.to_thread(self.context.secrets.set_code, self._person.id, code)
                self.dismiss(True)
                return
            else:
                self._first = ""
                error = t("Those don't match. Start again.")
        except KioskError as refusal:
            self._first = ""
            error = about_error(self.context, refusal)[0]
        self.speak(self.query_one("#question", Static), content=self._question())
        self.speak(self.query_one("#error", Static), content=error)
