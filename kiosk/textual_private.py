"""Every private name of Textual that this project uses, each with its reason.

Textual may change these in any release, so nothing else imports or overrides them.
tests/test_textual_private.py fails when one of them is gone or behaves differently.
"""

from __future__ import annotations

from asyncio import CancelledError, current_task
from typing import Any, TypeVar

from textual._compositor import LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

R = TypeVar("R")

WIDGET_COLOURS = StylesCache.get_inner_outer
"""The colour cache of all widgets, an `lru_cache` of 1,024 entries.

It is a cached method, so each key holds a widget's drawn lines for as long as the entry lives.
There is no public way to empty it: `BaseScreen` does so when a screen closes, because the lines
name the people who were on it.
"""

PILOT_PAUSE = "textual._wait.SLEEP_GRANULARITY"
"""The dotted name of the seconds between two looks of the test pilot at whether the app is idle.

Tests shorten it: the pilot's 20 ms come with every key, and made the screen tests four times as
long.
"""


class CancellationSafe(MessagePump):
    """An app or screen whose message loop survives the cancellation of something it awaited.

    A dialog can be closed while it opens another one. Textual then takes the cancelled await for
    the cancellation of the loop that closed the dialog, and that screen answers no key any more.
    No public method stands around the handling of one message.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except CancelledError:
            task = current_task()
            if task is None or task.cancelling():
                raise


class FatalErrorHook(App[R]):
    """An app that is told of the error that ends it.

    Textual prints such an error as a traceback with local variables, which are personal data
    here, and offers no public hook. The override changes nothing else: an app that did not call
    `super` would exit with code 0.
    """

    def note_fatal_error(self, error: Exception) -> None:
        """Take note of the error; the app exits afterwards."""

    def _handle_exception(self, error: Exception) -> None:
        self.note_fatal_error(error)
        super()._handle_exception(error)


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
