"""The very first screen of an empty folder: the sample school, or one's own in four more steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.rules.loading.small_school import Draft, asked_for_hours
from kiosk.screen_context import ScreenContext
from kiosk.screens.first_start.step import SetupScreen
from kiosk.text import Text, n_, t
from kiosk.widgets.columns import stack
from kiosk.widgets.stable_list import RowList

SAMPLE, OWN = "sample", "own"
ANSWERS: dict[str, tuple[Text, Text]] = {
    SAMPLE: (
        t("Try the sample school"),
        t("A made-up school whose INSET day is today."),
    ),
    OWN: (
        t("Set up my own school"),
        t("A list of names and a date are enough."),
    ),
}


class FirstAnswers(RowList):
    """The two ways to begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Choose"), key_display="Enter")
    ]


class FirstStartScreen(SetupScreen):
    """Shown while the data folder holds no school. The other steps open over it, one by one."""

    STEP = 1
    WHAT = t("Welcome. What would you like to do?")
    FIRST = "OptionList"
    GUIDE = t(
        "Try the sample school first: it lies in a folder of its own. For your own you need the "
        "names of your staff and the date. Esc goes back at any time. Nothing is saved before the "
        "last of the five steps."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "sample", n_("Try the sample school"), key_display="F2"),
    ]

    def __init__(self, context: ScreenContext) -> None:
        """Begin with nothing."""
        super().__init__(context, Draft())
        self._is_at_it = False

    def fields(self) -> Iterator[Widget]:
        """Return the two ways."""
        yield self.speak(FirstAnswers(markup=False), rows=self._rows)

    def _rows(self) -> list[Option]:
        return [
            Option(
                stack([
                    Content(self.say(title)).stylize("bold"),
                    Content(self.say(about)).stylize("$muted"),
                    Content(),
                ]),
                id=name,
            )
            for name, (title, about) in ANSWERS.items()
        ]  # fmt: skip

    def on_mount(self) -> None:
        """Let Enter choose the sample school; there is nothing else to go on with."""
        self.query_one(FirstAnswers).highlighted = 0
        self.query_one("#ways").display = False

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        event.prevent_default()  # the other steps go to the next field
        if event.option_id == SAMPLE:
            self.action_sample()
        elif not self._is_at_it:
            self._is_at_it = True
            self._set_up()

    def action_on(self) -> None:
        """Take the highlighted answer."""
        self.query_one(FirstAnswers).action_select()

    def action_sample(self) -> None:
        """Exit with the result "sample", on which the command line opens the sample school."""
        self.app.exit("sample")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no way back: there is nothing before this."""
        return False if action == "back" else super().check_action(action, parameters)

    @work
    async def _set_up(self) -> None:
        """Go through the other steps, forth and back, and then to Welcome."""
        step = 0
        try:
            while 0 <= step < len(screens := steps_for(self.draft)):
                closed = await self.app.push_screen_wait(screens[step](self.context, self.draft))
                if closed is None:
                    return
                self.draft, step = closed.draft, step + closed.by
        finally:
            self._is_at_it = False
        if step < 0:
            return
        self.draft = Draft()
        # imported late: the two screens' styles and imports cost the first paint
        from kiosk.screens.welcome import WelcomeScreen

        # pushed, not switched to: Textual cannot replace an app's default screen
        self.app.push_screen(WelcomeScreen(self.context))
        self.context.show_first_language()


def steps_for(draft: Draft) -> list[type[SetupScreen]]:
    """Return the steps after this one, as far as a draft tells which there are."""
    # imported late: each is needed a while after the first paint
    from kiosk.screens.first_start.day import DayScreen
    from kiosk.screens.first_start.last_step import LastStepScreen
    from kiosk.screens.first_start.paid_hours import PaidHoursScreen
    from kiosk.screens.first_start.pin import NewPinScreen
    from kiosk.screens.first_start.programme_file import ProgrammeFileScreen
    from kiosk.screens.first_start.staff_names import StaffNamesScreen

    day = ProgrammeFileScreen if draft.by_file else DayScreen
    hours = [PaidHoursScreen] if asked_for_hours(draft) else []
    return [StaffNamesScreen, day, *hours, NewPinScreen, LastStepScreen]
