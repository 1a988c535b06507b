"""Which of a person's days their page shows."""

from __future__ import annotations

from kiosk.rules.follow_up.person_page import days_of
from kiosk.rules.model.ids import NO_DAY, DayId, PersonId
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.tutors_screen import TutorsScreen


class PersonDaysScreen(TutorsScreen):
    """A screen about one person on one of their days; Esc goes back to that it opened with."""

    def __init__(self, context: ScreenContext, person: PersonId, day: DayId = NO_DAY) -> None:
        """Show a person on a day; `NO_DAY`: today or the next."""
        super().__init__(context)
        # the id: the record is replaced at each change
        self._person = person
        self._opened_with = self._chosen_day = day

    @property
    def _days(self) -> list[InsetDay]:
        return days_of(self.school, self.moment, self.school.person(self._person))

    def _one(self, day: DayId) -> InsetDay | None:
        days = self._days
        return next((one for one in days if one.id == day), days[0] if days else None)

    @property
    def _home(self) -> InsetDay | None:
        """The day that the page opened with."""
        return self._one(self._opened_with)

    @property
    def _day(self) -> InsetDay | None:
        """The day that is shown."""
        return self._one(self._chosen_day)

    @property
    def _is_other_day(self) -> bool:
        """Whether the day that is shown is not the one that the page opened with."""
        return self._day != self._home

    def show_day(self, day: DayId) -> None:
        """Show another of the person's days in place of this one."""
        self._chosen_day = day
        self.show_school()

    def action_another_day(self) -> None:
        """Show the day before; after the first day, today again."""
        days, shown = [day.id for day in self._days], self._day
        if shown is not None:
            self.show_day(days[(days.index(shown.id) + 1) % len(days)])

    def action_back(self) -> None:
        """Go back to the day that the page opened with, and from there to the screen before."""
        if self._person in self.school.people and self._is_other_day:
            self.show_day(self._opened_with)
        else:
            super().action_back()
