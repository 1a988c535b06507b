"""Dialogs in which a person writes: what is half written is never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from textual import work
from textual.await_complete import AwaitComplete
from textual.widgets import Input

from kiosk.errors import KioskError
from kiosk.screens.base import Dialog, R
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import t


class DraftDialog(Dialog[R], KeyboardScreen[R]):
    """A dialog with boxes to write in.

    Esc asks before it throws away what was written. If the dialog closes by itself, the words are
    kept in memory, and stand in the boxes when the same person opens it again. So are words that
    could not be saved, see `kept_unless_saved`.
    """

    WRITING: ClassVar[str] = "Input"
    """Selects the boxes whose words count as half written."""

    _is_thrown_away = False
    _blank: Mapping[str, str] | None = None
    """What stood in the boxes at first; None: the dialog is not open yet."""

    @property
    def draft(self) -> str:
        """Whose words these are, and about what; blank: they are not kept, only asked about."""
        return ""

    def on_mount(self) -> None:
        """Put back what the person had written."""
        self._blank = self._values()
        for name, words in self.context.drafts.pop(self.draft, {}).items():
            box = self.query_one(f"#{name}", Input)
            box.value, box.cursor_position = words, len(words)

    def _values(self) -> dict[str, str]:
        return {box.id: box.value for box in self.query(Input) if box.id is not None}

    def first_values(self) -> Mapping[str, str]:
        """Return what stood in the boxes before anything was written."""
        return self._blank or {}

    @property
    def is_half_written(self) -> bool:
        """Whether the boxes hold words that were not there at first."""
        blank = self._blank
        if blank is None:
            return False
        written = (box for box in self.query(self.WRITING).results(Input) if box.value.strip())
        return any(box.value != blank.get(box.id or "") for box in written)

    def action_cancel(self) -> None:
        """Close without an answer; ask first if words would be lost."""
        if self.is_half_written:
            self._ask()
        else:
            self.dismiss(None)

    @work(exclusive=True)
    async def _ask(self) -> None:
        question = t("Throw away what you wrote?")
        ask = ConfirmDialog(self.context, question, yes=t("Throw away"), no=t("Keep writing"))
        if await self.app.push_screen_wait(ask):
            self._is_thrown_away = True
            self.dismiss(None)

    @property
    def is_lost(self) -> bool:
        """Whether it closed by itself over words that are not kept."""
        return not self.draft and not self._is_thrown_away and self._was_half_written

    _was_half_written = False
    _written: dict[str, str] | None = None

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close; without a result, keep what was half written."""
        if not self._is_dismissed:
            self._written = self._values()
            if result is None and self.is_half_written:
                self._was_half_written = True
                if not self._is_thrown_away:
                    self.keep()
        return super().dismiss(result)

    def keep(self) -> None:
        """Keep what was written until it closed, if it is known whose words those are.

        Not what stood in the boxes before: by the time it is opened again that may be another.
        """
        first, written = self.first_values(), self._written or {}
        words = {name: text for name, text in written.items() if text != first.get(name)}
        if self.draft and words:
            self.context.drafts[self.draft] = words


@contextmanager
def kept_unless_saved(dialog: DraftDialog[Any]) -> Iterator[None]:
    """Keep the words of a dialog that has closed, if what follows in this block fails."""
    try:
        yield
    except KioskError:
        dialog.keep()
        raise
