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
from kiosk.screen_context import LONG_AGO, ScreenContext
from kiosk.text import Sayable, Text, n_, t, tn
from kiosk.textual_private import WIDGET_COLOURS, CancellationSafe
from kiosk.theme import stylesheet
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList

R = TypeVar("R")

WENT_WRONG = t("Something went wrong. Look whether it was done, and if not, please try once more.")

NOT_HERE = t("This code does nothing here.")

KEYS = {
    ScanAction.YES: "enter",
    ScanAction.NO: "escape",
    ScanAction.NEXT: "down",
    ScanAction.UNDO: "ctrl+z",
    ScanAction.SITE: "f6",
    ScanAction.YOURS: "f7",
}
"""The keys in whose place acts of the sheet are scanned."""

SOON = 5
"""Seconds before a screen goes by itself from which that stands out, in time to press a key."""


OFFICES = {Evidence.TUTOR: "tutor", Evidence.RECEPTION: "reception"}
"""Who acts after a PIN, as the history says it, by the proof that the PIN is."""


def report_error(app: App[Any], kit: ScreenContext, error: Exception) -> None:
    """Note an error that nobody foresaw, and say in a sentence that there was one."""
    kit.logbook.note(error)
    app.notify(kit.language.say(WENT_WRONG), markup=False, severity="error", timeout=10)


class BaseScreen(CancellationSafe, Screen[R]):
    """What screens and dialogs have in common."""

    GUIDE: ClassVar[Text] = t("Use the keys at the bottom of the screen.")
    """What one does here, for the help key."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "app.next_theme", n_("Colours"), key_display="F12"),
        Binding("f1", "help", n_("Help"), key_display="F1"),
    ]

    PATIENCE: ClassVar[int] = 1
    """How many times `idle_after` it waits for a key, where it goes by itself."""

    kit: ScreenContext
    _is_gone = False

    def on_unmount(self) -> None:
        """Drop what Textual keeps of the closed widgets, which names people."""
        WIDGET_COLOURS.cache_clear()

    @dataclass
    class HelpWanted(Message):
        """Somebody asked what this screen is for, and which keys it has."""

        screen: BaseScreen[Any]

    def action_help(self) -> None:
        """Show the keys and what this screen is for."""
        self.post_message(self.HelpWanted(self))

    def guide(self) -> Text:
        """Return what the help key tells of this screen."""
        return self.GUIDE

    def time_left(self) -> int:
        """Return in how many seconds it goes by itself, if nobody is there."""
        wait = self.PATIENCE * self.kit.desk.school.settings.idle_after
        return max(0, round(wait - self.kit.idle()))

    def closing(self) -> Content:
        """Return how soon it goes by itself, as it is to be shown."""
        left = self.time_left()
        words = f" {self.say(tn('closes in {n} s', 'closes in {n} s', left))} "
        return Content(words).stylize("bold $background on $amber" if left <= SOON else "$muted")

    def say(self, what: Sayable | int) -> str:
        """Return a text in the language of this screen."""
        return self.kit.language.say(what)

    def write(self, where: str, words: Content) -> None:
        """Let a `Static` say something; what it says already is not laid out and painted again."""
        place = self.query_one(where, Static)
        said = place.content
        if not (isinstance(said, Content) and said.is_same(words)):
            place.update(words)

    def take_code(self, code: str) -> bool:
        """Take a scanned code as it is, whoever's it may be; False where one asks for people."""
        del code
        return False

    def take_scan(self, person: str) -> bool:
        """Take the scan of somebody's badge; False where it concerns the screen below."""
        del person
        return False

    def take_act(self, act: ScanAction) -> None:
        """Do what the key does in whose place an act was scanned.

        Raises:
            Refused: it does nothing here now.
        """
        key = KEYS.get(act, "")
        active = self.active_bindings.get(key)
        if active is None or not active.enabled:
            raise Refused(NOT_HERE)
        self.app.simulate_key(key)

    def take_session(self, session: str) -> None:
        """Take the scan of a session's code from the sheet.

        Raises:
            Refused: there is no use for it here.
        """
        del session
        raise Refused(NOT_HERE)

    def refuse_scan(self, refusal: Refused) -> None:
        """Say why a scanned code is no good."""
        self.notify(self.say(refusal.reason), markup=False, severity="warning", timeout=6)

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        """Run what a key asked for; an error in it ends neither the screen nor the kiosk."""
        guarded = self._survived_in_thread if options.get("thread") else self._survived
        return super().run_worker(partial(guarded, work), *args, **options)

    async def _survived(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self.survive(error)

    def _survived_in_thread(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self.app.call_from_thread(self.survive, error)

    def survive(self, error: Exception) -> None:
        """Note an error that nobody foresaw, say that there was one, and go on."""
        report_error(self.app, self.kit, error)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Go, with a result; a second key or click of a quick hand finds it gone already."""
        if self._is_gone or self.app.screen is not self:
            return AwaitComplete()
        self._is_gone = True
        return super().dismiss(result)


class KioskScreen(BaseScreen[R]):
    """A screen that shows the School and goes with it."""

    # what shows them draws itself anew; the whole screen need not be painted for it
    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(LONG_AGO, init=False, repaint=False)
    """The time at the school, to the minute: what is shown changes no more often."""

    def __init__(self, kit: ScreenContext) -> None:
        """Show the School that `kit`'s desk has now, and every one after it."""
        super().__init__()
        self.kit = kit
        self.set_reactive(KioskScreen.school, kit.desk.school)
        self.set_reactive(KioskScreen.moment, self._minute())

    def on_mount(self) -> None:
        """Follow the School and the clock."""
        self.school = self.kit.desk.school
        self.kit.changed.subscribe(self, self._take)
        self.set_interval(1.0, self._tick)

    def _take(self, school: School) -> None:
        try:
            self.moment = self._minute()
            self.school = school
        except Exception as error:  # who publishes a Signal tells nobody
            self.survive(error)

    def _tick(self) -> None:
        self.moment = self._minute()

    def _minute(self) -> datetime:
        return self.kit.desk.now().replace(second=0, microsecond=0)

    @property
    def takes_sheet(self) -> bool:
        """Whether the codes of the sheet do here what keys do: it is a screen of the staff's."""
        return False

    def catches(self, key: events.Key) -> bool:
        """Take a key before any widget sees it, and return whether it was taken."""
        del key
        return False

    async def perform(self, decision: Decision, by: str, proof: Evidence) -> Outcome | None:
        """Carry a decision out; what the rules or the disk refuse is told, and None returned."""
        try:
            return await self.kit.desk.perform(decision, by, proof)
        except KioskError as error:
            self.tell_error(error)
            return None

    def tell(self, what: Text | None) -> None:
        """Tell what was done."""
        if what is not None:
            self.show_message(self.say(what))

    def tell_error(self, error: KioskError) -> None:
        """Tell why something was not done; what is not a rule's answer is noted as well."""
        if not isinstance(error, Refused):
            self.kit.logbook.note(error)
        self.show_message(self.say(error.reason), warning=True)

    def refuse_scan(self, refusal: Refused) -> None:
        """Say it as other refusals are said here."""
        self.tell_error(refusal)

    def show_message(self, message: str, *, warning: bool = False) -> None:
        """Show a message in a corner of the screen; it goes by itself."""
        severity: SeverityLevel = "warning" if warning else "information"
        self.notify(message, markup=False, severity=severity, timeout=6 if warning else 4)


class LiveScreen(KioskScreen[None]):
    """A screen that is drawn anew when the School, the minute or its size changes.

    Letters are commands here, so Caps Lock makes no difference. Whoever scans a badge is signed in,
    and the screen stays as it is.
    """

    def catches(self, key: events.Key) -> bool:
        """Take capitals for small letters."""
        char = key.character or ""
        if len(char) == 1 and char.isupper():
            self.app.simulate_key(char.lower())
            return True
        return False

    def take_scan(self, person: str) -> bool:
        """Sign in whoever scans their badge while a professional tutor works here.

        The app does it: were this screen left at once, nobody would be told what came of it.
        """
        self.app.run_worker(self._survived(partial(self._sign_in, person)), exit_on_error=False)
        return True

    async def _sign_in(self, person: str) -> None:
        outcome = await self.perform(
            sign_in_by_scan(person, Evidence.BADGE), by=person, proof=Evidence.BADGE
        )
        if outcome is not None:
            self.tell(outcome.said)

    def draw(self) -> None:
        """Draw what there is now; every such screen says how."""

    def on_mount(self) -> None:
        """Draw it, with the focus on its list; it locks by itself when nobody is there."""
        self.draw()
        self.query_one(StableList).focus()
        self.set_interval(1.0, self.lock_when_idle)

    def lock_when_idle(self) -> None:
        """Go back when nobody has been there for the time that is set."""
        if self.kit.idle() > 60 * self.school.settings.lock_after:
            self.action_back()

    def on_resize(self) -> None:
        """Draw to the new width."""
        self._draw_anew()

    def watch_school(self) -> None:
        """Show what changed."""
        self._draw_anew()

    def watch_moment(self) -> None:
        """Show what time has changed: who is late, what is over."""
        self._draw_anew()

    def _draw_anew(self) -> None:
        if self.is_mounted:
            self.draw()

    def action_back(self) -> None:
        """Go back to where it was opened."""
        self.dismiss(None)


class Dialog(BaseScreen[R], ModalScreen[R]):
    """A question that waits for its answer. Esc means none; so does going away."""

    CSS_PATH = stylesheet("dialogs")
    SHEET: ClassVar[str] = ".sheet"
    """The widget on whose border the countdown stands."""
    COVERS_KEYS: ClassVar[bool] = True
    """Whether its keys take as many rows as those below, so that none of these is left to see."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("Cancel"), key_display="Esc")
    ]

    def take_session(self, session: str) -> None:
        """A question comes first."""
        del session
        raise Refused(t("First answer what is asked here: Yes, or No."))

    def __init__(self, kit: ScreenContext) -> None:
        """Ask in the kit's language."""
        super().__init__()
        self.kit = kit

    def on_mount(self) -> None:
        """Do not wait for ever: the queue goes on."""
        self._count_down()
        self.set_interval(0.5, self._count_down)
        if self.COVERS_KEYS:
            below = [bar.size.height for one in self.app.screen_stack for bar in one.query(KeyBar)]
            for bar in self.query(KeyBar):
                bar.styles.min_height = max(below)

    def _count_down(self) -> None:
        if not self.time_left():
            self.dismiss(None)
        for sheet in self.query(self.SHEET):
            sheet.border_subtitle = self.closing()

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
