"""What stands below the search box on Welcome: today's programme, what is next, who is in."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from kiosk.language import Language
from kiosk.rules.choosing.coming_day import shown_day
from kiosk.rules.model.school import School
from kiosk.screen_context import UNSET_TIME
from kiosk.widgets.headcount import Building
from kiosk.widgets.today import Next, Today


class DayPanels(Horizontal):
    """The panels side by side. Those that have nothing to say of the day are left out."""

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)

    def __init__(self, language: Language, id: str) -> None:
        """Show the day in `language`."""
        super().__init__(id=id)
        self._language = language

    def compose(self) -> ComposeResult:
        """Put what is next over the head count, beside the programme."""
        cls, language = DayPanels, self._language
        yield Today(language, id="today").data_bind(school=cls.school, moment=cls.moment)
        with Vertical():
            yield Next(language, id="next").data_bind(school=cls.school, moment=cls.moment)
            yield Building(language, id="building").data_bind(school=cls.school, moment=cls.moment)

    def watch_school(self) -> None:
        """Leave out what has nothing to say."""
        self._choose_panels()

    def watch_moment(self) -> None:
        """Leave out what has nothing to say."""
        self._choose_panels()

    def _choose_panels(self) -> None:
        if self.moment == UNSET_TIME:
            return  # the styles would be worked out for another day first
        today, shown = self.school.today(self.moment), shown_day(self.school, self.moment)
        self.set_class(today is None, "-not-today")
        self.set_class(today is None and shown is not None, "-coming")
        self.set_class(shown is None, "-no-day")
        ends = [self.school.moment(today.id, slot.end) for slot in today.slots] if today else []
        self.set_class(bool(ends) and self.moment >= max(ends), "-over")
