"""Resources to read or work through, one at a time, each with a QR code for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from kiosk.rules.model.labels import tutor_title
from kiosk.rules.model.records import Resource
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.text import Sayable, n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.paragraphs import Paragraphs
from kiosk.widgets.qr_code import QrCode
from kiosk.widgets.resource_details import about_resource

TOO_SMALL = t(
    "The code doesn't fit on this screen. Please ask the professional tutor for the link."
)
MIN_TEXT_WIDTH = 30
"""The columns that the text keeps beside the code."""


class ReadingAnswer(StrEnum):
    """What Enter states about the resources."""

    DONE = "done"
    REOPEN = "reopen"
    READ = "read"
    NOTHING = ""


MEANING = {
    ReadingAnswer.DONE: t("I've done this"),
    ReadingAnswer.REOPEN: t("I haven't done this after all"),
    ReadingAnswer.READ: t("I've read this"),
}


class ReadingText(VerticalScroll):
    """The text beside the code. It has the focus, so that the arrow keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.answer('done')", n_("Done"), key_display="Enter"),
        Binding("enter", "screen.answer('reopen')", n_("Not done"), key_display="Enter"),
        Binding("enter", "screen.answer('read')", n_("Read it"), key_display="Enter"),
        Binding("left", "screen.turn(-1)", n_("Previous"), key_display="←"),
        Binding("right", "screen.turn(1)", n_("Next"), key_display="→"),
    ]


class ReadingDialog(Dialog[bool]):
    """Shows resources. The result is True if Enter stated its `answer`, or None."""

    GUIDE = t(
        "Point your phone's camera at the square to open the address; ← and → show the others. "
        "Press Enter once you have done it: the kiosk keeps the day. Esc goes back and changes "
        "nothing."
    )
    IDLE_FACTOR = 3  # a phone comes out of a pocket
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("Back"), key_display="Esc")
    ]

    place: reactive[int] = reactive(0, init=False, bindings=True)
    """Which of the resources is shown, from 0."""

    def __init__(
        self,
        context: ScreenContext,
        heading: Sayable,
        title: Sayable,
        lines: Sequence[Sayable],
        resources: Sequence[Resource],
        answer: ReadingAnswer,
    ) -> None:
        """Show `resources` under a heading and a title, with `lines` about it.

        `answer`: what Enter states; `NOTHING` makes this a page that is only read.
        """
        super().__init__(context)
        self._heading, self._title, self._lines = heading, title, lines
        self._resources, self._answer = resources, answer

    def compose(self) -> ComposeResult:
        """Put the code beside the text."""
        with Horizontal(id="reading"):
            with self.speak(ReadingText(classes="frame"), border_title=self._heading):
                yield Paragraphs(id="about")
            yield QrCode(id="code")
        yield KeyBar(self.context.language)

    def on_resize(self) -> None:
        """Fit the code to the new size."""
        # the key bar's height is known only after the layout
        self.call_after_refresh(self._show_resource)

    def say_again(self) -> None:
        """Show the resource in the language of now."""
        super().say_again()
        self._show_resource()

    def watch_place(self) -> None:
        """Show the resource at the new place."""
        self._show_resource()

    def _show_resource(self) -> None:
        say, parts = self.say, [Content(self.say(self._title)).stylize("bold $amber")]
        parts += [Content(say(line)).stylize("$muted") for line in self._lines]
        parts.append(Content())
        fits = self._show_code()
        if self._resources:
            if len(self._resources) > 1:
                place = t("{n} of {all}", n=self.place + 1, all=len(self._resources))
                parts.append(Content(say(place)).stylize("$muted"))
            parts.append(
                about_resource(self.context.language, self.context.desk.school, self._shown)
            )
            if self._shown.url and not fits:
                parts.append(Content(say(TOO_SMALL)).stylize("$amber"))
        else:
            settings = self.context.desk.school.settings
            ask = settings.tutor or say(tutor_title(settings.tutor_title))
            parts.append(Content(say(t("No link here. Ask {name}.", name=ask))))
        if self._answer in MEANING:
            enter = t("Enter: {meaning}", meaning=MEANING[self._answer])
            parts += [Content(), Content(say(enter)).stylize("bold $amber")]
        self.query_one("#about", Paragraphs).update(Content("\n").join(parts))

    @property
    def _shown(self) -> Resource:
        return self._resources[self.place]

    def _show_code(self) -> bool:
        """Show the code of the address; return whether there is one and it fits."""
        # imported late: only this dialog needs it
        from qrcode.constants import ERROR_CORRECT_L

        from printables.qr import squares

        code, keys = self.query_one(QrCode), self.query_one(KeyBar)
        dark: list[list[bool]] = []
        if self._resources and self._shown.url:
            try:
                dark = squares(self._shown.url, ERROR_CORRECT_L)
            except ValueError:
                dark = []  # the address is too long for any code
        room = self.size.width - MIN_TEXT_WIDTH, self.size.height - keys.size.height
        fits = code.show(dark, *room)
        # a frame as high as the code beside it
        self.query_one(ReadingText).styles.min_height = code.rows if fits else None
        return fits

    def action_turn(self, by: int) -> None:
        """Show the resource `by` places further."""
        self.place = max(0, min(self.place + by, len(self._resources) - 1))

    def action_answer(self, answer: str) -> None:
        """Close with True; the argument only tells the three Enter bindings apart."""
        del answer
        self.dismiss(True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the Enter that fits the answer, and ← → while there is another resource."""
        match action:
            case "answer":
                return parameters == (self._answer.value,)
            case "turn":
                place = self.place + int(str(parameters[0]))
                return 0 <= place < len(self._resources)
            case _:
                return True
