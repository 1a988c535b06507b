"""What the lists about a whole day share: they look at everybody, so they are made in a thread."""

from __future__ import annotations

from textual import work

from kiosk.rules.follow_up.closing import days_to_close
from kiosk.rules.model.ids import NO_DAY, DayId
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.list_screen import ListScreen


class DayByDayScreen(ListScreen):
    """A list about today, or about a day before it; one key goes back day by day."""

    _is_asked = False
    is_making = False
    """Whether what is shown is being made in a thread."""

    def __init__(self, context: ScreenContext, day: DayId = NO_DAY) -> None:
        """Show a day; `NO_DAY`: the latest up to today."""
        super().__init__(context)
        self._chosen_day = day

    @property
    def shown_day(self) -> InsetDay | None:
        """The day that is shown: the latest up to today, unless another was chosen."""
        days = days_to_close(self.school, self.moment)
        return next((day for day in days if day.id == self._chosen_day), days[0] if days else None)

    @property
    def has_other_days(self) -> bool:
        """Whether there is a day before."""
        return len(days_to_close(self.school, self.moment)) > 1

    def action_another_day(self) -> None:
        """Show the day before; after the first day, the latest again."""
        days = [day.id for day in days_to_close(self.school, self.moment)]
        if self.shown_day is not None:
            self._chosen_day = days[(days.index(self.shown_day.id) + 1) % len(days)]
            self.show_school()

    def make_again(self) -> None:
        """Make what is shown from the School as it is now, after what is being made already."""
        self._is_asked = True
        if not self.is_making:
            self.is_making = True  # here: the worker begins later
            self._make()

    @work
    async def _make(self) -> None:
        try:
            while self._is_asked and (day := self.shown_day) is not None:
                self._is_asked = False
                await self.make(day)
        finally:
            self.is_making = False

    async def make(self, day: InsetDay) -> None:
        """Make in a thread what is shown of a day, and show it. Every subclass overrides this."""
        raise NotImplementedError
