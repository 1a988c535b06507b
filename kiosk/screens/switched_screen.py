"""Screens whose texts change with the language: what was typed, chosen and scrolled stays."""

from __future__ import annotations

from textual import events, on

from kiosk.screens.guarded import GuardedScreen, R
from kiosk.text import t
from kiosk.widgets.speaker import Speaker


class SwitchedScreen(Speaker, GuardedScreen[R]):
    """A screen that follows the language.

    What its parts draw is drawn again. What they are given is given by `speak`, or shown by
    `say_again` of the part or of the screen.
    """

    _language_shown = ""
    """The code of the language that its texts are in; blank before there are any."""

    def on_mount(self) -> None:
        """Note which language its texts are in."""
        self._language_shown = self._language.code
        self._mark_rehearsal()

    def _mark_rehearsal(self) -> None:
        """In a rehearsal, say so in a line of its own at the top; a dialog leaves that in sight."""
        if self.context.rehearses and not self.is_modal:
            self.add_class("-rehearsal")
            self.border_title = self._language.say(t("Rehearsal: nothing here is kept"))

    @on(events.ScreenResume)
    def follow_language(self) -> None:
        """Say everything in the language of now; a covered screen does so when it returns."""
        if self.is_covered or self._language_shown in ("", self._language.code):
            return
        self._language_shown = self._language.code
        self._mark_rehearsal()
        # the parts before the screen, which may then fill them
        for part in reversed([*self.walk_children(with_self=True)]):
            if isinstance(part, Speaker):
                part.say_again()
            part.refresh(layout=True)

    @property
    def is_covered(self) -> bool:
        """Whether a full screen hides this one."""
        screens = self.app.screen_stack
        above = screens[screens.index(self) + 1 :] if self in screens else ()
        return not all(screen.is_modal for screen in above)
