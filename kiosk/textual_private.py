"""Every private name of Textual that this project uses, each with its reason.

Textual may change these in any release, so nothing else imports or overrides them.
tests/test_textual_private.py fails when one of them is gone or behaves differently.
"""

from __future__ import annotations

from asyncio import CancelledError, current_task, get_running_loop, shield
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from textual._callback import invoke
from textual._compositor import LayoutUpdate
from textual._context import active_app, active_message_pump
from textual._styles_cache import StylesCache
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.visual import Visual
from textual.widget import MountError
from textual.widgets import OptionList
from textual.worker import NoActiveWorker, Worker, get_current_worker

R = TypeVar("R")

WIDGET_COLOURS = StylesCache.get_inner_outer
"""The colour cache of all widgets, an `lru_cache` of 1,024 entries.

It is a cached method, so each key holds a widget's drawn lines for as long as the entry lives.
There is no public way to empty it: `BaseScreen` does so when a screen closes, because the lines
name the people who were on it.
"""

PILOT_WAITS = ("textual.app.wait_for_idle", "textual.pilot.wait_for_idle")
"""The dotted names by which the test pilot waits until the app is idle; tests replace them."""


def draw_what_waits() -> bool:
    """Lay out the screen if a layout waits for the next frame, and return whether anything did.

    Textual does so in steps, a frame apart: a layout gives widgets a size, at which they may ask
    for another. Tests, which wait for the last of them, do not wait for the frames.
    """
    app = active_app.get(None)
    if app is None or not app.screen_stack:
        return False
    screen = app.screen
    waits = screen._layout_required or screen._scroll_required or bool(screen._callbacks)
    if not waits or not screen.is_current or app._batch_count:
        return False
    screen._on_timer_update()
    return True


GONE = (NoMatches, NoScreen, ScreenStackError, MountError)
"""What Textual raises where a widget or a screen is not there."""


def has_closed(node: MessagePump) -> bool:
    """Return whether a node's screen was closed, or the node removed, or the app ended."""
    app = node.app
    if app._exit or not app.is_running or not app.screen_stack:  # without a screen it just ends
        return True
    if isinstance(node, App) or not isinstance(node, DOMNode):
        return False
    screen = next((one for one in node.ancestors_with_self if isinstance(one, Screen)), None)
    return screen is None or screen._closing or screen not in node.app.screen_stack


def is_aftermath(error: Exception, node: MessagePump) -> bool:
    """Return whether an error of `node` only says that its screen was closed meanwhile.

    A screen can be closed at any time: by its countdown, by a scan, by a key. Its widgets are then
    gone, while a timer, a message on its way or what follows an `await` may still look for them.
    On an open screen the same error is a fault.
    """
    return isinstance(error, GONE) and has_closed(node)


class ClosingSafe(MessagePump):
    """An app or screen whose message loop survives what is closed while it handles a message.

    A dialog can be closed while it opens another one. Textual then takes the cancelled await for
    the cancellation of the loop that closed the dialog, and that screen answers no key any more.
    And a closed screen looks for its widgets in vain. No public method stands around the handling
    of one message.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except CancelledError:
            task = current_task()
            if task is None or task.cancelling():
                raise
        except GONE as error:
            if not is_aftermath(error, self):
                raise


class ClosingSafeScreen(ClosingSafe, Screen[R]):
    """A screen that does not suffer from what others asked for after the next refresh.

    Textual gives that to whichever screen is on top by then, and no public method stands around it.
    """

    _beginning: frozenset[Worker[Any]] = frozenset()
    """Its workers that have not waited for anything yet."""

    def note_beginning(self) -> None:
        """Note that the worker in which this is called begins: until it waits for something."""
        worker = get_current_worker()
        self._beginning |= {worker}
        get_running_loop().call_soon(self._note_begun, worker)

    def _note_begun(self, worker: Worker[Any]) -> None:
        self._beginning -= {worker}

    def opens_too_late(self, worker: Worker[Any] | None) -> bool:
        """Return whether a key or click asks for a screen that came before another one opened.

        A second key may wait in the queue while the first opens a dialog. `worker`: in which it
        asks; None: in none. After a wait a worker may go on with its questions.
        """
        is_beginning = worker is None or worker in self._beginning
        return is_beginning and self.app.screen_stack[-1:] != [self]

    async def _invoke_and_clear_callbacks(self) -> None:
        self._callbacks[:] = [
            (partial(_invoke_if_open, callback, pump), pump) for callback, pump in self._callbacks
        ]
        await super()._invoke_and_clear_callbacks()


async def _invoke_if_open(callback: Callable[[], object], pump: MessagePump) -> None:
    if has_closed(pump):
        return
    try:
        await invoke(callback)
    except GONE as error:
        if not is_aftermath(error, pump):
            raise


def _own_worker() -> Worker[Any] | None:
    """Return the worker whose task this is. A screen's handlers know the one that opened it."""
    try:
        worker = get_current_worker()
    except NoActiveWorker:
        return None
    return worker if worker._task is current_task() else None


class FatalErrorHook(App[R]):
    """An app that hears of the error that ends it, and on which closed screens do nothing more.

    Textual prints such an error as a traceback with local variables, which are personal data
    here, and offers no public hook. Timers, callbacks and widgets report their errors here alone.
    An app that did not call `super` for the others would exit with code 0.
    """

    def push_screen(self, *args: Any, **options: Any) -> Any:
        """Show a screen, unless the one that asks was closed, or covered by another, meanwhile.

        That would be about the last person, for the next one to see; or two keys in the queue would
        open two dialogs, one over the other. The work that asks for it ends.
        """
        worker = _own_worker()
        asking = worker.node if worker is not None else active_message_pump.get(self)
        if has_closed(asking):
            raise CancelledError
        if isinstance(asking, ClosingSafeScreen) and asking.opens_too_late(worker):
            raise CancelledError
        return super().push_screen(*args, **options)

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Show a screen and wait for its result.

        Textual first does what is to be done next, and another screen may open in between.
        """
        return await shield(self.push_screen(screen, wait_for_dismiss=True, mode=mode))

    def note_fatal_error(self, error: Exception) -> None:
        """Take note of the error; the app exits afterwards."""

    def _handle_exception(self, error: Exception) -> None:
        if is_aftermath(error, active_message_pump.get(self)):
            return
        self.note_fatal_error(error)
        super()._handle_exception(error)


def replace_lines(rows: OptionList, prompts: Mapping[int, Visual]) -> None:
    """Show other prompts, of one line as before, in the options at these places.

    Only their lines are drawn again; the public method draws all.
    """
    drawn, options = rows._option_render_cache, {rows.options[place] for place in prompts}
    for key in [key for key in drawn.keys() if key[0] in options]:  # noqa: SIM118
        drawn.discard(key)
    lines, top = rows._index_to_line, rows.scroll_offset.y
    for place, prompt in prompts.items():
        rows.options[place]._set_prompt(prompt)
        if top <= lines.get(place, -1) < top + rows.size.height:
            rows.refresh_line(lines[place])


def screen_lines(app: App[Any]) -> list[str]:
    """Return the text of the whole screen line by line, dialogs and notices included.

    For tests. `App.export_screenshot` puts the screen together in the same way, but then draws it
    as SVG, which takes nearly all of its time.
    """
    background = app._background_screens
    update = app.screen._compositor.render_update(full=True, screen_stack=background)
    if not isinstance(update, LayoutUpdate):
        raise TypeError(update)
    return ["".join(strip.text for strip in strips) for strips in update.strips]
