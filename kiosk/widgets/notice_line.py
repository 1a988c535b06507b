"""The tutor's line for everybody: there while it is up, and otherwise no line at all."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rules.choosing.announcements import notice_of
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME


class NoticeLine(Static):
    """The line, in as many rows as it needs, up to three."""

    DEFAULT_CSS = """
    NoticeLine { height: auto; max-height: 3; padding: 0 2; color: $amber; text-style: bold; }
    """

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)

    def on_mount(self) -> None:
        """Show what is up."""
        self._follow()

    def watch_school(self) -> None:
        """Show the line of now."""
        self._follow()

    def watch_moment(self) -> None:
        """Take the line down once its time is over."""
        self._follow()

    def _follow(self) -> None:
        words = notice_of(self.school, self.moment) if self.moment != UNSET_TIME else ""
        said = Content(f"▲ {words}") if words else Content()
        if not (isinstance(self.content, Content) and self.content.is_same(said)):
            self.update(said)
        self.display = bool(words)
