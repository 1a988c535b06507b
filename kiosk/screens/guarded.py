"""A screen whose unexpected errors end neither it nor the kiosk, and which closes only once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.worker import Worker

from kiosk.screen_context import ScreenContext
from kiosk.screens.notices import show_notice
from kiosk.text import t
from kiosk.textual_private import ClosingSafeScreen, is_aftermath

R = TypeVar("R")

WENT_WRONG = t(
    "Sorry, something went wrong. See whether your last entry is there. If not, do it again."
)


def report_error(node: DOMNode, context: ScreenContext, error: Exception) -> None:
    """Log an unexpected error and show one sentence about it, never a traceback.

    What fails only because its screen was closed meanwhile is no error.
    """
    if not is_aftermath(error, node):
        context.error_log.note(error)
        show_notice(node.app, context.language, WENT_WRONG, "error", 10)


class GuardedScreen(ClosingSafeScreen[R]):
    """A screen that reports what goes wrong in its workers, and goes on."""

    context: ScreenContext
    _is_dismissed = False

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        """Run a worker whose errors end neither the screen nor the kiosk."""
        # Textual itself either exits on a worker's error or hides it
        guarded = self._guarded_in_thread if options.get("thread") else self._guarded
        # every `@work` method comes through here
        return super().run_worker(partial(guarded, work), *args, **options)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        self.note_beginning()
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
        """Log an unexpected error, show one sentence about it, and go on."""
        report_error(self, self.context, error)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close with a result. Calls after the first one do nothing."""
        # a second key or click may be on its way; Textual would raise, or close the screen below
        if self._is_dismissed or self.app.screen is not self:
            return AwaitComplete()
        self._is_dismissed = True
        return super().dismiss(result)
