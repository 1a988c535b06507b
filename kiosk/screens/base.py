"""What all screens share: the School they show, saying things, and going through the door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import Static
from textual.worker import Worker

from kiosk.desk import Outcome
from kiosk.errors import KioskError, Refused
from kiosk.rules.attendance.scan_codes import ScanAction
from kiosk.rules.attendance.scans import sign_in_by_scan
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import UNSET_TIME, ScreenContext
from kiosk.text import Sayable, Text, n_, t, tn
from kiosk.textual_private import WIDGET_COLOURS, CancellationSafe
from kiosk.theme import stylesheet
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList

R = TypeVar("R")

WENT_WRONG = t("Something went wrong. Look whether it was done, and if not, please try once more.")

NO_USE_HERE = t("This code does nothing here.")

SCAN_KEYS = {
    ScanAction.YES: "enter",
    ScanAction.NO: "escape",
    ScanAction.NEXT: "down",
    ScanAction.UNDO: "ctrl+z",
    ScanAction.SITE: "f6",
    ScanAction.YOURS: "f7",
}
"""The keys in whose place acts of the sheet are scanned."""

COUNTDOWN_WARNING = 5
"""Seconds before a screen goes by itself from which that stands out, in time to press a key."""


PIN_ACTORS = {Evidence.TUTOR: "tutor", Evidence.RECEPTION: "reception"}
"""Who acts after a PIN, as the history says it, by the proof that the PIN is."""


def report_error(app: App[Any], context: ScreenContext, error: Exception) -> None:
    """Note an error that nobody foresaw, and say in a sentence that there was one."""
    context.error_log.note(error)
    app.notify(context.language.say(WENT_WRONG), markup=False, severity="error", timeout=10)


class BaseScreen(CancellationSafe, Screen[R]):
    """What screens and dialogs have in common."""

    GUIDE: ClassVar[Text] = t("Use the keys at the bottom of the screen.")
    """What one does here, for the help key."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "app.next_theme", n_("Colours"), key_display="F12"),
        Binding("f1", "help", n_("Help"), key_display="F1"),
    ]

    IDLE_FACTOR: ClassVar[int] = 1
    """How many times `idle_after` it waits for a key, where it goes by itself."""

    context: ScreenContext
    _is_dismissed = False

    def on_unmount(self) -> None:
        """Drop what Textual keeps of the closed widgets, which names people."""
        WIDGET_COLOURS.cache_clear()

    @dataclass
    class HelpRequested(Message):
        """Somebody asked what this screen is for, and which keys it has."""

        screen: BaseScreen[Any]

    def action_help(self) -> None:
        """Show the keys and what this screen is for."""
        self.post_message(self.HelpRequested(self))

    def guide(self) -> Text:
        """Return what the help key tells of this screen."""
        return self.GUIDE

    def seconds_left(self) -> int:
        """Return in how many seconds it goes by itself, if nobody is there."""
        wait = self.IDLE_FACTOR * self.context.desk.school.settings.idle_after
        return max(0, round(wait - self.context.idle()))

    def countdown_label(self) -> Content:
        """Return how soon it goes by itself, as it is to be shown."""
        left = self.seconds_left()
        words = f" {self.say(tn('closes in {n} s', 'closes in {n} s', left))} "
        return Content(words).stylize(
            "bold $background on $amber" if left <= COUNTDOWN_WARNING else "$muted"
        )

    def say(self, what: Sayable | int) -> str:
        """Return a text in the language of this screen."""
        return self.context.language.say(what)

    def update_static(self, where: str, words: Content) -> None:
        """Let a `Static` say something; what it says already is not laid out and painted again."""
        place = self.query_one(where, Static)
        said = place.content
        if not (isinstance(said, Content) and said.is_same(words)):
            place.update(words)

    def handle_code(self, code: str) -> bool:
        """Take a scanned code as it is, whoever's it may be; False where one asks for people."""
        del code
        return False

    def handle_badge(self, person: str) -> bool:
        """Take the scan of somebody's badge; False where it concerns the screen below."""
        del person
        return False

    def handle_action(self, act: ScanAction) -> None:
        """Do what the key does in whose place an act was scanned.

        Raises:
            Refused: it does nothing here now.
        """
        key = SCAN_KEYS.get(act, "")
        active = self.active_bindings.get(key)
        if active is None or not active.enabled:
            raise Refused(NO_USE_HERE)
        self.app.simulate_key(key)

    def handle_session_code(self, session: str) -> None:
        """Take the scan of a session's code from the sheet.

        Raises:
            Refused: there is no use for it here.
        """
        del session
        raise Refused(NO_USE_HERE)

    def show_scan_refusal(self, refusal: Refused) -> None:
        """Say why a scanned code is no good."""
        self.notify(self.say(refusal.reason), markup=False, severity="warning", timeout=6)

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        """Run what a key asked for; an error in it ends neither the screen nor the kiosk."""
        guarded = self._guarded_in_thread if options.get("thread") else self._guarded
        return super().run_worker(partial(guarded, work), *args, **options)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self.show_unexpected_error(error)

    def _guarded_in_thread(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self.app.call_from_thread(self.show_unexpected_error, error)

    def show_unexpected_error(self, error: Exception) -> None:
        """Note an error that nobody foresaw, say that there was one, and go on."""
        report_error(self.app, self.context, error)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Go, with a result; a second key or click of a quick hand finds it gone already."""
        if self._is_dismissed or self.app.screen is not self:
            return AwaitComplete()
        self._is_dismissed = True
        return super().dismiss(result)


class KioskScreen(BaseScreen[R]):
    """A screen that shows the School and goes with it."""

    # what shows them draws itself anew; the whole screen need not be painted for it
    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)
    """The time at the school, to the minute: what is shown changes no more often."""

    def __init__(self, context: ScreenContext) -> None:
        """Show the School that `context`'s desk has now, and every one after it."""
        super().__init__()
        self.context = context
        self.set_reactive(KioskScreen.school, context.desk.school)
        self.set_reactive(KioskScreen.moment, self._current_minute())

    def on_mount(self) -> None:
        """Follow the School and the clock."""
        self.school = self.context.desk.school
        self.context.changed.subscribe(self, self._receive_school)
        self.set_interval(1.0, self._tick)

    def _receive_school(self, school: School) -> None:
        try:
            self.moment = self._current_minute()
            self.school = school
        except Exception as error:  # who publishes a Signal tells nobody
            self.show_unexpected_error(error)

    def _tick(self) -> None:
        self.moment = self._current_minute()

    def _current_minute(self) -> datetime:
        return self.context.desk.now().replace(second=0, microsecond=0)

    @property
    def accepts_sheet_codes(self) -> bool:
        """Whether the codes of the sheet do here what keys do: it is a screen of the staff's."""
        return False

    def intercept_key(self, key: events.Key) -> bool:
        """Take a key before any widget sees it, and return whether it was taken."""
        del key
        return False

    async def perform(self, decision: Decision, by: str, proof: Evidence) -> Outcome | None:
        """Carry a decision out; what the rules or the disk refuse is told, and None returned."""
        try:
            return await self.context.desk.perform(decision, by, proof)
        except KioskError as error:
            self.show_error(error)
            return None

    def show_text(self, text: Text | None) -> None:
        """Tell what was done."""
        if text is not None:
            self.show_message(self.say(text))

    def show_error(self, error: KioskError) -> None:
        """Tell why something was not done; what is not a rule's answer is noted as well."""
        if not isinstance(error, Refused):
            self.context.error_log.note(error)
        self.show_message(self.say(error.reason), warning=True)

    def show_scan_refusal(self, refusal: Refused) -> None:
        """Say it as other refusals are said here."""
        self.show_error(refusal)

    def show_message(self, message: str, *, warning: bool = False) -> None:
        """Show a message in a corner of the screen; it goes by itself."""
        severity: SeverityLevel = "warning" if warning else "information"
        self.notify(message, markup=False, severity=severity, timeout=6 if warning else 4)


class LiveScreen(KioskScreen[None]):
    """A screen that is drawn anew when the School, the minute or its size changes.

    Letters are commands here, so Caps Lock makes no difference. Whoever scans a badge is signed in,
    and the screen stays as it is.
    """

    def intercept_key(self, key: events.Key) -> bool:
        """Take capitals for small letters."""
        char = key.character or ""
        if len(char) == 1 and char.isupper():
            self.app.simulate_key(char.lower())
            return True
        return False

    def handle_badge(self, person: str) -> bool:
        """Sign in whoever scans their badge while a professional tutor works here.

        The app does it: were this screen left at once, nobody would be told what came of it.
        """
        self.app.run_worker(self._guarded(partial(self._sign_in, person)), exit_on_error=False)
        return True

    async def _sign_in(self, person: str) -> None:
        outcome = await self.perform(
            sign_in_by_scan(person, Evidence.BADGE), by=person, proof=Evidence.BADGE
        )
        if outcome is not None:
            self.show_text(outcome.said)

    def show_school(self) -> None:
        """Draw what there is now; every such screen says how."""

    def on_mount(self) -> None:
        """Draw it, with the focus on its list; it locks by itself when nobody is there."""
        self.show_school()
        self.query_one(StableList).focus()
        self.set_interval(1.0, self.lock_when_idle)

    def lock_when_idle(self) -> None:
        """Go back when nobody has been there for the time that is set."""
        if self.context.idle() > 60 * self.school.settings.lock_after:
            self.action_back()

    def on_resize(self) -> None:
        """Draw to the new width."""
        self._show_if_mounted()

    def watch_school(self) -> None:
        """Show what changed."""
        self._show_if_mounted()

    def watch_moment(self) -> None:
        """Show what time has changed: who is late, what is over."""
        self._show_if_mounted()

    def _show_if_mounted(self) -> None:
        if self.is_mounted:
            self.show_school()

    def action_back(self) -> None:
        """Go back to where it was opened."""
        self.dismiss(None)


class Dialog(BaseScreen[R], ModalScreen[R]):
    """A question that waits for its answer. Esc means none; so does going away."""

    CSS_PATH = stylesheet("dialogs")
    COUNTDOWN_SELECTOR: ClassVar[str] = ".frame"
    """The widget on whose border the countdown stands."""
    COVERS_KEY_BAR: ClassVar[bool] = True
    """Whether its keys take as many rows as those below, so that none of these is left to see."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("Cancel"), key_display="Esc")
    ]

    def handle_session_code(self, session: str) -> None:
        """A question comes first."""
        del session
        raise Refused(t("First answer what is asked here: Yes, or No."))

    def __init__(self, context: ScreenContext) -> None:
        """Ask in the context's language."""
        super().__init__()
        self.context = context

    def on_mount(self) -> None:
        """Do not wait for ever: the queue goes on."""
        self._count_down()
        self.set_interval(0.5, self._count_down)
        if self.COVERS_KEY_BAR:
            below = [bar.size.height for one in self.app.screen_stack for bar in one.query(KeyBar)]
            for bar in self.query(KeyBar):
                bar.styles.min_height = max(below)

    def _count_down(self) -> None:
        if not self.seconds_left():
            self.dismiss(None)
        for frame in self.query(self.COUNTDOWN_SELECTOR):
            frame.border_subtitle = self.countdown_label()

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
