"""The last step: what happens next. Enter saves the school and opens the sign-in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from msgspec.structs import replace
from textual import work
from textual.containers import Grid
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Static

from kiosk.errors import BadInput, KioskError, Refused
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.small_school import loading_of
from kiosk.rules.model.actors import TUTOR
from kiosk.screens.first_start.step import SetupScreen
from kiosk.text import Text, t, tn

NEXT: tuple[Text, ...] = (
    t("Data protection: kiosk template privacy FOLDER writes the papers that you need before real "
      "names come in. Fill in what is marked."),
    t("Try it out on a copy, with people arriving: kiosk rehearse --busy"),
    t("In case the machine fails, print a list from A to Z to sign on paper: kiosk print sheet. "
      "The morning after, F9, D and H type it in."),
    t("On the day, people type two or three letters of their name, then Enter. F9 and your PIN "
      "open who is in."),
    t("At the end of the day, F9 and C close it. P there writes the day on a page: who was here, "
      "who was not, and who still has what to do."),
)  # fmt: skip
"""What to do from now on, in the order in which it is done."""
MUST_DO = t("For {what}: F9, Tab, Enter, and W marks everybody in the building.")
"""What to do about what everybody must do, before the day is closed."""


class LastStepScreen(SetupScreen):
    """What was answered in a line, what to do from now on, and the button that saves it all."""

    STEP = 5
    WHAT = t("Ready. This is what happens next:")
    ON = t("Save, and open the sign-in")
    FIRST = "#on"
    GUIDE = t(
        "Enter saves your school on this machine. Nothing has been saved before. The commands are "
        "typed where you started the kiosk, after you have closed it: F9, the PIN, then Q."
    )

    _is_saving = False

    def fields(self) -> Iterator[Widget]:
        """Return what was answered, and the numbered lines."""
        yield self.speak(Static(id="answered"), content=self._answered)
        parts: list[Widget] = []
        for number, line in enumerate(self._lines(), 1):
            parts += [Label(str(number)), self.speak(Static(), content=line)]
        yield Grid(*parts, id="next")
        folder = t("Your school will be saved on this machine, in {folder}.",
                   folder=str(self.context.folder))  # fmt: skip
        yield self.speak(Static(id="where"), content=folder)

    def on_mount(self) -> None:
        """Show the button in a small window too, once the lines above it are laid out."""
        self.call_after_refresh(self.query_one("#on").scroll_visible, animate=False)

    def _lines(self) -> list[Text]:
        day = None if self.draft.by_file else self.draft.day
        if day is None or not day.must_do:
            return [*NEXT]
        return [*NEXT[:-1], replace(MUST_DO, params={"what": day.must_do}), NEXT[-1]]

    def _answered(self) -> Content:
        draft = self.draft
        people = len(draft.staff.rows)
        parts = [self.say(tn("{n} person", "{n} people", people))]
        if draft.day is not None and not draft.by_file:
            hours = draft.day.hours
            times = t("{start} to {end}", start=hours.start, end=hours.end)
            parts += [self.say(draft.day.date), self.say(times), draft.day.must_do]
        return Content(" · ".join(filter(None, parts))).stylize("bold")

    def action_on(self) -> None:
        """Record the school and its PIN."""
        if not self._is_saving:  # a second Enter must not find the school of the first
            self._is_saving = True
            self._save()

    def action_back(self) -> None:
        """Go back, but not while the school is being saved."""
        if not self._is_saving:
            super().action_back()

    def action_end(self) -> None:
        """End the kiosk, but not while the school is being saved."""
        if not self._is_saving:
            super().action_end()

    @work
    async def _save(self) -> None:
        desk = self.context.desk
        try:
            if desk.school.people:
                raise Refused(t("There is a school in this folder now. Start the kiosk again."))
            # the PIN first: a school without one would take that of the first who presses F9
            await asyncio.to_thread(self.context.secrets.set_pin, self.draft.pin)
            await desk.perform(loading_of(self.draft), TUTOR)
        except BadInput as error:
            head = t("Nothing was loaded. Please correct this:")
            self.show_problems([head, *describe_all(error.problems)])
        except KioskError as error:
            self.show_problems([self.context.explain(error)])
        else:
            self.draft = replace(self.draft, pin="")
            self.close_step(1)
        finally:
            self._is_saving = False
