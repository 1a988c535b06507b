"""The top line of Welcome: the school's name and the date."""

from __future__ import annotations

from datetime import datetime

from textual.reactive import reactive

from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME
from kiosk.text import t
from kiosk.widgets.speaker import Speaker
from kiosk.widgets.top_bar import TopBar

SIGN_IN = t("Staff sign-in")


class SchoolBar(TopBar, Speaker):
    """The line, with the time as well where the clock has no room."""

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)

    def watch_school(self) -> None:
        """Show the name: it may be another."""
        self.show(self.school.settings.name, SIGN_IN)

    def watch_moment(self) -> None:
        """Show the date, and the time if that is needed."""
        # Babel's data for the date takes a moment to load, so it comes after the first paint
        self.call_after_refresh(self._show_date)

    def say_again(self) -> None:
        """Show the date in the language of now."""
        self._show_date()

    def on_resize(self) -> None:
        """Show the date with the time or without it."""
        self.watch_moment()

    def _show_date(self) -> None:
        say, date = self._language.say, self.moment.date()
        if self.screen.has_class("-low") or self.app.has_class("-touch"):
            self.show_aside(f"{self._language.short_date(date)}  {say(self.moment.time())}")
        else:
            self.show_aside(say(date))
