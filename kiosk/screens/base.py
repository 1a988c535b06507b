"""What all screens share: the School they show, messages, scanned codes, and asking the desk."""

from __future__ import annotations

from asyncio import get_running_loop
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from rich.console import RenderableType
from textual import events, on, work
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.desk import Outcome
from kiosk.errors import KioskError, Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NOBODY, SessionId
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME, ScreenContext
from kiosk.screens.countdown import Countdown
from kiosk.screens.failures import about_error
from kiosk.screens.notices import NOTICES, show_notice
from kiosk.screens.scanning import ANSWER_FIRST, ScanningScreen
from kiosk.screens.small_window import RoomyScreen
from kiosk.screens.switched_screen import SwitchedScreen
from kiosk.text import Sayable, Text, n_, t
from kiosk.textual_private import WIDGET_COLOURS
from kiosk.theme import stylesheet
from kiosk.widgets.banner import LIT_FOR
from kiosk.widgets.top_bar import TopBar

R = TypeVar("R")

HELD_FOR = 0.05
"""The most seconds for which nothing is drawn while a decision is carried out."""


class BaseScreen(Countdown, ScanningScreen[R], SwitchedScreen[R], RoomyScreen[R]):
    """What full screens and dialogs have in common."""

    GUIDE: ClassVar[Text] = t("Use the keys at the bottom of the screen.")
    """What to do on this screen; the help key shows it."""
    BINDINGS: ClassVar[list[BindingType]] = [
        # on every screen: who needs strong contrast needs it everywhere
        # Translators: the name of the other language, in that language: in Welsh "English"
        Binding("ctrl+l", "app.switch_language", n_("Cymraeg"), key_display="Ctrl+L"),
        Binding("f12", "app.next_theme", n_("Theme"), key_display="F12"),
        Binding("f1,ctrl+p", "help", n_("Help"), key_display="F1"),
    ]

    def on_unmount(self) -> None:
        """Drop what Textual keeps of the closed widgets, which names people."""
        WIDGET_COLOURS.cache_clear()

    @dataclass
    class HelpRequested(Message):
        """The help key was pressed. The app opens the dialog, so that no import circle arises."""

        screen: BaseScreen[Any]

    def action_help(self) -> None:
        """Show what this screen is for, and its keys."""
        self.post_message(self.HelpRequested(self))

    def guide(self) -> Text:
        """Return the text for the help key."""
        return self.GUIDE

    def say(self, what: Sayable | int) -> str:
        """Return a text, time, date or number in the kiosk's language."""
        return self.context.language.say(what)

    def update_static(self, selector: str, content: Content) -> None:
        """Set the content of a `Static`, unless it is shown already."""
        static = self.query_one(selector, Static)
        shown = static.content
        # `update` always lays the screen out again, and this runs at every change of the School
        if not (isinstance(shown, Content) and shown.is_same(content)):
            static.update(content)

    def give_more_time(self) -> None:
        """Give more time than the key alone does, where something else than the screen ends."""


class KioskScreen(BaseScreen[R]):
    """A full screen that shows the School and follows its changes."""

    # the widgets that show these repaint themselves; the whole screen need not be
    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)
    """The school's time, cut to the minute, so that watchers run once a minute and not more."""
    is_worked_out: reactive[bool] = reactive(False, init=False, repaint=False, bindings=True)
    """Whether the rules that `work_out` asks answer at once by now."""

    def __init__(self, context: ScreenContext) -> None:
        """Show the desk's present School."""
        super().__init__()
        self.context, self._language = context, context.language
        self._held: ExitStack | None = None
        # without calling watchers: there are no widgets yet
        self.set_reactive(KioskScreen.school, context.desk.school)
        self.set_reactive(KioskScreen.moment, self._current_minute())

    def on_mount(self) -> None:
        """Follow the School and the clock."""
        self.school = self.context.desk.school
        # after mounting, as Textual requires of subscribers
        self.context.changed.subscribe(self, self._receive_school)
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._work_out)
        if self.has_countdown:
            self._count_down()
            self.set_interval(0.5, self._count_down)

    def on_unmount(self) -> None:
        """Leave the desk."""
        self.context.desk.forget(self.work_out)

    @work
    async def _work_out(self) -> None:
        try:
            await self.context.desk.work_out(self.work_out)
        except KioskError as error:  # the app says that the folder cannot be read
            self.context.explain(error)
        finally:  # it is shown all the same, if slowly
            self._receive_school(self.context.desk.school)
            self.is_worked_out = True

    def work_out(self, school: School) -> None:
        """Ask the rules whose first answer takes long in a large school; not on the event loop."""

    def _count_down(self) -> None:
        if self.has_countdown and not self.seconds_left():
            self.dismiss(None)
        self.show_countdown()

    def show_countdown(self) -> None:
        """Show the countdown in the top line, or nothing."""
        for bar in self.query(TopBar):
            bar.show_aside(self.countdown_label())

    def is_about_nothing(self, school: School) -> bool:
        """Return whether what this screen is about is gone: another program removed it."""
        del school
        return False

    def _receive_school(self, school: School) -> None:
        try:
            if self.is_about_nothing(school):
                self._close_with_all_above()
                return
            if self.is_covered:  # it takes the School as it returns
                return
            self.moment = self._current_minute()
            self.school = school
        except Exception as error:  # Signal.publish would only write it to Textual's own log
            self.show_unexpected_error(error)

    @on(events.ScreenResume)
    def _take_what_came_meanwhile(self) -> None:
        self._receive_school(self.context.desk.school)

    def close_all_above(self) -> None:
        """Close the screens that were opened over this one, and what they still wait for."""
        screens = self.app.screen_stack
        for screen in reversed(screens[screens.index(self) + 1 :]):
            # a worker that awaits a dialog would go on and open the next one
            self.app.workers.cancel_node(screen)
            screen.dismiss(None)

    def _close_with_all_above(self) -> None:
        screens = self.app.screen_stack
        for screen in reversed(screens[screens.index(self) :] if self in screens else ()):
            screen.dismiss(None)

    def _tick(self) -> None:
        self.moment = self._current_minute()

    def _current_minute(self) -> datetime:
        return self.context.desk.now().replace(second=0, microsecond=0)

    @property
    def accepts_sheet_codes(self) -> bool:
        """Whether the printed sheet's codes work here; on staff screens only."""
        return False

    def intercept_key(self, key: events.Key) -> bool:
        """Handle a key before any widget sees it; return whether that was done."""
        del key
        # the next mark may have been on its way: what was not saved has its time first
        failed = self.context.failed
        if failed and self.context.monotonic() > failed[-1] + LIT_FOR:
            failed.clear()
            self.app.clear_notifications()
        return False

    async def perform(self, decision: Decision, actor: Actor) -> Outcome | None:
        """Ask the desk to carry out a decision. Return None, with a message, if it is refused."""
        try:
            return await self.carry_out(decision, actor)
        except KioskError as error:
            known = self.context.desk.school.people.get(decision.arguments.get("person", NOBODY))
            is_lost = known is not None and not isinstance(error, Refused)
            self.show_error(error, known.name if known is not None and is_lost else "")
            return None

    async def carry_out(self, decision: Decision, actor: Actor) -> Outcome:
        """Have the desk carry out a decision, and show what it changed at once. Raises as it."""
        outcome = await self.decide(decision, actor)
        self._receive_school(self.context.desk.school)
        return outcome

    async def decide(self, decision: Decision, actor: Actor) -> Outcome:
        """Have the desk carry out a decision; what it changed is drawn at once. Raises as it."""
        self.hold_drawing()
        try:
            return await self.context.desk.perform(decision, actor)
        finally:
            # by then the widgets that changed have notified the screen
            get_running_loop().call_soon(self._draw)

    def hold_drawing(self) -> None:
        """Draw nothing for a moment, so that a key and what comes of it are drawn together.

        After it has drawn, Textual waits for up to two frames: longer than most decisions take.
        """
        if self._held is None:
            self._held = ExitStack()
            self._held.enter_context(self.app.batch_update())
            self._held.callback(get_running_loop().call_later(HELD_FOR, self._draw).cancel)

    def _draw(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
            self.check_idle()

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close, and clear the messages: they are not for the next person at the screen below."""
        self.app.clear_notifications()
        return super().dismiss(result)

    def show_text(self, text: Text | None, tone: Tone = Tone.DONE) -> None:
        """Show a message, if there is one."""
        if text is not None:
            self.show_message(text, tone)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show what came of a decision, if it was carried out."""
        if outcome is not None:
            self.show_text(outcome.message, outcome.tone)

    def show_error(self, error: KioskError, who: str = "") -> None:
        """Show why something was not done.

        `who`: the name of whom it is about, where the screen does not say so.
        """
        self.show_text(*about_error(self.context, error, who))

    def show_scan_refusal(self, refusal: Refused) -> None:
        """Show it where this screen shows other refusals."""
        self.show_error(refusal)

    def show_message(self, message: Sayable, tone: Tone) -> None:
        """Show a message in a corner of the screen for a few seconds."""
        if tone is Tone.FAILED:
            self.context.failed.append(self.context.monotonic())
        show_notice(self.app, self.context.language, message, *NOTICES[tone])


class Dialog(BaseScreen[R], ModalScreen[R]):
    """A question over a screen. The result is None after Esc, or when time runs out."""

    CSS_PATH = stylesheet("dialogs")
    COUNTDOWN_SELECTOR: ClassVar[str] = ".frame"
    """Selects the widget whose border shows the countdown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("Cancel"), key_display="Esc")
    ]

    def render(self) -> RenderableType:
        """Draw what is below it. Textual would ask what is below the topmost screen.

        That may be above this one, and two dialogs that draw each other never come to an end.
        """
        screens = self.app.screen_stack
        place = screens.index(self) if self in screens else 0
        if not place:
            return super().render()
        return BackgroundScreen(screens[place - 1], self.styles.background)

    def handle_session_code(self, session: SessionId) -> None:
        """Refuse: the question comes first."""
        del session
        raise Refused(ANSWER_FIRST)

    def handle_stub(self, code: str) -> None:
        """Refuse, too."""
        del code
        raise Refused(ANSWER_FIRST)

    def __init__(self, context: ScreenContext) -> None:
        """Keep the collaborators."""
        super().__init__()
        self.context, self._language = context, context.language

    def on_mount(self) -> None:
        """Start the countdown: the next person in the line must not find an open question."""
        self._count_down()
        self.set_interval(0.5, self._count_down)

    @property
    def has_countdown(self) -> bool:
        """Whether it counts down: it does."""
        return True

    def idle_seconds(self) -> int:
        """Wait no less than the screens below: a question about a choice belongs to it."""
        below = (one for one in self.app.screen_stack if isinstance(one, KioskScreen))
        return max(super().idle_seconds(), *(screen.question_seconds() for screen in below))

    def _count_down(self) -> None:
        if not self.seconds_left():
            self.dismiss(None)
        self._show_countdown()

    def say_again(self) -> None:
        """Say the countdown too."""
        super().say_again()
        self._show_countdown()

    def _show_countdown(self) -> None:
        for frame in self.query(self.COUNTDOWN_SELECTOR):
            frame.border_subtitle = self.countdown_label()

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
