"""What a load would do, before it is done; or what is wrong in the file, cell by cell."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.exchange.load_preview import LoadPreview
from kiosk.rules.model.changes import ReportSection
from kiosk.screen_context import ScreenContext
from kiosk.screens.files.file_screen import FileScreen
from kiosk.text import Sayable, n_, t, tn
from kiosk.widgets.columns import stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar

MOST_LINES = 200
"""How many lines of a section are shown; the rest is counted."""


class PreviewPage(VerticalScroll):
    """The page; the arrow keys scroll it."""


class LoadPreviewScreen(FileScreen[bool]):
    """Shows what a load would do. The result is True to do it, or None."""

    GUIDE = t(
        "This is what the load does: nothing has been changed yet. Enter loads, and “kiosk undo” "
        "takes the load back as a whole. If anything is wrong in the file, each place is listed "
        "here, and nothing can be loaded: correct the file, and open it again. The arrow keys "
        "scroll."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "load", n_("Load"), key_display="Enter"),
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext, title: Sayable, preview: LoadPreview) -> None:
        """Show a preview of the file called `title`."""
        super().__init__(context)
        self._title, self._preview = title, preview

    def compose(self) -> ComposeResult:
        """Put the page above what can be done."""
        yield TopBar(self.context.language, t("Preview"), self._title)
        title = t("What a load would do") if self._preview.is_sound else t("What is wrong")
        with self.speak(PreviewPage(id="page", classes="panel"), border_title=title):
            for number, section in enumerate(self._preview.sections):
                heading = partial(self._heading, section, is_first=not number)
                alone = "" if section.lines else "alone"
                yield self.speak(Static(classes=alone), content=heading)
                if section.lines:
                    below = partial(self._lines, section)
                    yield self.speak(Static(classes="lines"), content=below)
        hint = (
            t("Enter: load. Esc: back. Nothing has been changed yet.")
            if self._preview.is_sound
            else t("Esc: back. Nothing was loaded.")
        )
        yield self.speak(Static(id="hint"), content=hint)
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the page the focus, so that the arrow keys scroll it."""
        self.query_one(PreviewPage).focus()

    def _heading(self, section: ReportSection, *, is_first: bool) -> Content:
        is_wrong = is_first and not self._preview.is_sound
        heading = Content(("▲ " if is_wrong else "") + self.say(section.heading))
        if is_first:
            return heading.stylize("bold $late" if is_wrong else "bold")
        # a heading without lines is a sentence by itself
        return heading.stylize("bold $blue" if section.lines else "$amber")

    def _lines(self, section: ReportSection) -> Content:
        lines = [*map(self.say, section.lines[:MOST_LINES])]
        more = len(section.lines) - MOST_LINES
        if more > 0:
            lines.append(self.say(tn("… and {n} more", "… and {n} more", more)))
        return stack([Content.assemble(("▪ ", "$muted"), line) for line in lines])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to load only what can be loaded."""
        return self._preview.is_sound if action == "load" else True

    def action_load(self) -> None:
        """Close, and have it loaded."""
        self.dismiss(True)
