"""The application: themes, the first screen, scanned codes, and following the desk."""

from __future__ import annotations

import io
import sys
from asyncio import sleep
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.console import Console
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.signal import Signal
from textual.timer import Timer
from textual.widgets import Input

from kiosk.desk import Desk
from kiosk.errors import KioskError, Refused
from kiosk.language import Language
from kiosk.rules.attendance.badges import is_code
from kiosk.rules.attendance.scan_codes import ScanAction, is_kiosk_code, is_stub, meaning_of_code
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.screen_language import ScreenLanguage
from kiosk.screens.base import BaseScreen, Dialog, KioskScreen
from kiosk.screens.countdown import MORE_TIME
from kiosk.screens.guarded import report_error
from kiosk.screens.notices import show_notice
from kiosk.screens.scanning import NO_USE_HERE
from kiosk.settings import THEMES
from kiosk.system.garbage import QuietRounds, begin_collecting
from kiosk.system.log import ErrorLog
from kiosk.system.scanner import Scanner
from kiosk.system.secrets import SecretStore
from kiosk.system.signals import exit_on_signals
from kiosk.text import Text, n_, t
from kiosk.textual_private import ClosingSafe, FatalErrorHook
from kiosk.theme import css_variables, next_theme, start_with_theme, stylesheet, theme
from kiosk.timed_acts import do_what_is_due

if TYPE_CHECKING:
    from kiosk.screens.tutors.tutors_screen import TutorsScreen

RESTARTED = t(
    "The kiosk had to restart. If you were in the middle of something, check if it saved."
)
DUE_INTERVAL = 20.0
"""Seconds between two checks whether something is to be done by itself: see `timed_acts.py`."""
FOLLOW_INTERVAL = 0.1
"""Seconds between two checks whether another program wrote to the data folder."""
REDRAW_INTERVAL = 0.2
"""Seconds from one redraw of the School until the next, which so shows all that came meanwhile."""


class KioskApp(ClosingSafe, FatalErrorHook[str], inherit_bindings=False):
    """The kiosk. It runs all day: no key outside the tutors' area ends it."""

    # the palette and text selection would offer staff keys that no screen names
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    # Textual puts these classes on the screen, and the styles lay it out by them
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (70, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        # priority, or a focused Input would take Ctrl+C to copy
        Binding("ctrl+q,ctrl+c", "stay", n_("Stay"), show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        secrets: SecretStore,
        *,
        folder: Path,
        language: Language,
        demo_pin: str = "",
        restarted: bool = False,
    ) -> None:
        """Show the School of `desk`. `run` returns "sample" if the sample school is chosen.

        `demo_pin`: the sample school's PIN, shown on Welcome; blank for a real school.
        `restarted`: whether an error ended the screens before, which a message then says.
        """
        # only the first screen's styles: each file parsed here delays the first paint
        first = ("welcome",) if desk.school.people else ("first_start", "dialogs")
        super().__init__(css_path=[stylesheet(name) for name in ("shared", *first)])
        for name in THEMES:
            self.register_theme(theme(name))
        start_with_theme(self, desk.school.settings.theme)
        # a traceback shows local variables, which are personal data; the log has the error
        # Textual prints its traceback here
        self.error_console = Console(file=io.StringIO())
        self._unreadable = False
        self._scanner: Scanner[events.Key] = Scanner()
        self._scan_timer: Timer | None = None
        self._restarted = restarted
        self._shown, self._next_redraw = desk.school, 0.0
        self._rounds = QuietRounds(monotonic())
        shown = language if isinstance(language, ScreenLanguage) else ScreenLanguage(language)
        self.context = ScreenContext(
            desk, secrets, shown, folder, Signal(self, "school"), ErrorLog(folder), demo_pin
        )
        if desk.school.people:
            self.context.show_first_language()
        shown.switched = self._show_language

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the first theme's colours, for styles parsed before a theme is set."""
        return css_variables(THEMES[0])

    def get_driver_class(self) -> type[Driver]:
        """Return what reads the terminal's keys; not Textual's own, which Ctrl+Z would suspend."""
        chosen = super().get_driver_class()
        if sys.platform == "win32":
            return chosen
        from kiosk.system.terminal_driver import LockedDriver

        return LockedDriver if issubclass(LockedDriver, chosen) else chosen

    def get_default_screen(self) -> Screen[Any]:
        """Return Welcome, or the first start where there is no school yet."""
        first: Screen[Any]
        if self.context.desk.school.people:
            from kiosk.screens.welcome import WelcomeScreen

            first = WelcomeScreen(self.context)
            return first
        from kiosk.screens.first_start.first_start import FirstStartScreen

        first = FirstStartScreen(self.context)
        return first

    def on_mount(self) -> None:
        """Follow the desk, and exit in good order on signals."""
        self.title = self.context.language.say(self.context.desk.school.settings.name)
        self.context.desk.watch(self._show_in_time)
        self._follow()
        self.set_interval(DUE_INTERVAL, self._do_what_is_due)
        exit_on_signals(self.exit)
        if self._restarted:
            self._warn(RESTARTED)
        self.call_after_refresh(begin_collecting)
        self.set_interval(1.0, self._collect_garbage)
        self.call_after_refresh(self.context.desk.prepare)

    def on_unmount(self) -> None:
        """Leave the desk, on which a restarted app may follow."""
        self.context.desk.unwatch(self._show_in_time)

    def _collect_garbage(self) -> None:
        self._rounds.make(self.context.touched[0], self.context.monotonic())

    @work
    async def _follow(self) -> None:
        """Show what this and other programs change: the first change at once, and always the last.

        Between two redraws nothing is looked for, so that many changes are taken in as one. The
        folder is polled, because watching single files misses most replacements of them.
        """
        while True:
            await sleep(max(FOLLOW_INTERVAL, self._next_redraw - monotonic()))
            # before the desk is asked, which may be busy with a long decision
            self._show_in_time(self.context.desk.school)
            await self._follow_store()
            self._show_in_time(self.context.desk.school)

    def _show_in_time(self, school: School) -> None:
        """Let the screens show the School, unless they showed one just before: then a bit later."""
        if school is not self._shown and monotonic() >= self._next_redraw:
            self._shown = school
            self.context.changed.publish(school)
            self._next_redraw = monotonic() + REDRAW_INTERVAL

    async def _follow_store(self) -> None:
        """Take in what other programs wrote; while that cannot be read, say so once and go on."""
        try:
            await self.context.desk.follow()
            self._unreadable = False
        except KioskError as error:
            if not self._unreadable:
                # one message, not one every 50 ms
                self._unreadable = True
                self._warn(self.context.explain(error))

    def _warn(self, about: Text) -> None:
        show_notice(self, self.context.language, about, "error", 60)

    # -- unexpected errors ------------------------------------------------------------------

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run a key's action; an error in it shows one sentence, and the kiosk goes on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            report_error(default_namespace or self, self.context, error)
            return True

    def note_fatal_error(self, error: Exception) -> None:
        """Log the error that ends the screens. The command line then starts them again."""
        self.context.error_log.note(error)

    @work
    async def _do_what_is_due(self) -> None:
        await do_what_is_due(self.context)

    async def on_event(self, event: events.Event) -> None:
        """Note the time of each key or click, and keep a scanner's keys from the widgets."""
        if isinstance(event, events.InputEvent) and not event.is_forwarded:
            gives_time = isinstance(event, events.Key) and self._only_gives_time(event)
            self.context.touch()
            if gives_time:
                cast("BaseScreen[Any]", self.screen).give_more_time()
                return
            if isinstance(event, events.Key) and self.screen_stack:
                await self._handle_key(event)
                return
        elif isinstance(event, events.Paste):
            self.context.touch()
            if self._takes_pasted_code(event.text.strip()):
                return
        await super().on_event(event)

    def _takes_pasted_code(self, code: str) -> bool:
        """Handle a pasted code of the sheet, and the one that a tutor gives somebody as a badge.

        Another badge's code is a text like any that is typed: anyone with a picture or a list of it
        need not have the badge.
        """
        if is_kiosk_code(code) and not is_code(code):
            self._handle_code(code)
            return True
        return (
            is_code(code) and isinstance(self.screen, BaseScreen) and self.screen.handle_code(code)
        )

    def _only_gives_time(self, key: events.Key) -> bool:
        """Return whether the key is the one that the countdown names, and the countdown is shown.

        Its blank must not go into a box.
        """
        top = self.screen_stack[-1] if self.screen_stack else None
        return key.key == MORE_TIME and isinstance(top, BaseScreen) and top.is_counting_down

    @property
    def holds_keys(self) -> bool:
        """Whether keys wait for the decision if they are a scanner's."""
        return bool(self._scanner.patience)

    async def _handle_key(self, key: events.Key) -> None:
        """Send a key to the scanner's detector, and forward what a person typed."""
        box, scanner = self.focused, self._scanner
        # in a box fewer keys are held back: what is typed there commands nothing; but it would
        # replace what is selected
        in_box = isinstance(box, Input) and box.selection.is_empty
        if key.key in ("enter", "ctrl+j", "tab"):
            taken = scanner.end(key, key.time, in_box=in_box)
        elif key.character and key.is_printable:
            taken = scanner.type(key, key.character, key.time, in_box=in_box)
        else:
            taken = scanner.other(key)
        await self._forward_keys(taken.keys)
        if taken.in_box and isinstance(box, Input):
            box.call_later(_take_back, box, taken.in_box)  # after the keys in the box's queue
        if taken.code:
            self._handle_code(taken.code)
        if self._scan_timer is not None:
            self._scan_timer.stop()
        # a later key makes this timer's release void, also one that waits in the queue by then
        held, self._scan_timer = scanner.count, None
        if scanner.patience:
            release = partial(self.call_later, self._release_keys, held)
            self._scan_timer = self.set_timer(scanner.patience, release)

    async def _release_keys(self, held: int) -> None:
        """Forward the held keys if no other came since: a scanner would have been faster."""
        if self._scanner.count == held:
            await self._forward_keys(self._scanner.let_go())

    async def _forward_keys(self, keys: Sequence[events.Key]) -> None:
        if len(keys) > 1 and not isinstance(self.focused, Input):
            # nobody types two keys that fast: a short code of a scanner's must choose nothing
            typed = "".join(key.character or "" for key in keys if key.is_printable)
            ended = not keys[-1].is_printable
            top = self.screen_stack[-1] if self.screen_stack else None
            if typed[1:] and isinstance(top, BaseScreen) and top.handle_burst(typed, ended):
                return
            if any(map(str.isdigit, typed)) and typed[1:]:
                return
        for key in keys:
            if not self._is_intercepted(key):
                await super().on_event(key)

    def _handle_code(self, code: str) -> None:
        """Give a scanned code to the topmost screen that handles it, or show why it is refused."""
        screens = [one for one in self.screen_stack if isinstance(one, KioskScreen | Dialog)]
        # a dialog that asks for a badge wants the code, not its holder
        if screens[-1].handle_code(code):
            return
        desk = self.context.desk
        try:
            if is_stub(code):
                screens[-1].handle_stub(code)
                return
            meant = meaning_of_code(desk.school, desk.now(), code)
            if isinstance(meant, Person):
                any(screen.handle_badge(meant.id) for screen in reversed(screens))
                return
            # a dialog accepts what the screen below it accepts
            below = next(screen for screen in reversed(screens) if isinstance(screen, KioskScreen))
            # a tutor's screen must not do what a passer-by scans from the sheet
            if not below.accepts_sheet_codes:
                raise Refused(NO_USE_HERE)
            if isinstance(meant, ScanAction):
                screens[-1].handle_action(meant)
            else:
                screens[-1].handle_session_code(meant.id)
        except Refused as refusal:
            screens[-1].show_scan_refusal(refusal)

    def _is_intercepted(self, key: events.Key) -> bool:
        screen = self.screen_stack[-1] if self.screen_stack else None
        # a screen that is still being opened has no widgets yet
        if not isinstance(screen, KioskScreen) or not screen.is_mounted:
            return False
        return screen.intercept_key(key)

    @on(BaseScreen.HelpRequested)
    def _open_help(self, wanted: BaseScreen.HelpRequested) -> None:
        from kiosk.screens.dialogs.help import HelpDialog

        if wanted.screen is self.screen:  # it may have been closed meanwhile
            dialog = HelpDialog(self.context, wanted.screen.guide(), wanted.screen)
            self.push_screen(dialog, self._press)

    def on_tutors_screen_roll_call_requested(self, wanted: TutorsScreen.RollCallRequested) -> None:
        """Open the roll call, from wherever in the tutors' area or in reception."""
        from kiosk.screens.tutors.roll_call import RollCallScreen

        if wanted.screen is self.screen:  # else it was closed, and the area may be locked by now
            self.push_screen(RollCallScreen(self.context, wanted.screen.actor))

    def _press(self, key: str | None) -> None:
        """Press the key that was chosen in the help."""
        if key is not None:
            self.simulate_key(key)

    def action_next_theme(self) -> None:
        """Show the next theme; Welcome goes back to the school's when the person has gone."""
        self.theme = next_theme(self.theme)

    def action_switch_language(self) -> None:
        """Show the screens in the school's other language, until a screen is in one of its own."""
        codes, shown = self.context.languages, self.context.language
        after = codes.index(shown.code) + 1 if shown.code in codes else 0
        shown.become(codes[after % len(codes)])

    def _show_language(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.follow_language()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the key for the other language where there is one."""
        del parameters
        return action != "switch_language" or len(self.context.languages) > 1

    def action_stay(self) -> None:
        """Say how to end the kiosk from here, instead of quitting."""
        here = (active.binding for active in self.screen.active_bindings.values())
        # only those of the key bar: in a box "end" moves the cursor
        keys = {binding.action: key for binding in here if (key := binding.key_display)}
        way = t("Esc until the search shows, then F9, the PIN and Q.")
        if "end" in keys:
            way = t("{key}.", key=keys["end"])
        elif "tutors" in keys:
            way = t("{key}, the PIN, then Q.", key=keys["tutors"])
        said = t("To close the kiosk: {way}", way=way)
        show_notice(self, self.context.language, said)


def _take_back(box: Input, code: str) -> None:
    """Remove from a box what went into it of a code, given in capitals."""
    end = box.cursor_position
    begin = end - len(code)
    if box.value[begin:end].upper() == code:
        box.delete(begin, end)
