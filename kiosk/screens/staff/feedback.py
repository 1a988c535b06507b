"""Feedback on a session: two questions, each with three large answers, and a comment."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from kiosk.language import Language
from kiosk.rules.attendance.evaluation import USEFUL, WILL_USE
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.dialogs.draft import kept_unless_saved
from kiosk.screens.dialogs.writing import RemarkDialog, remark_draft
from kiosk.screens.staff.personal_screen import PersonalScreen
from kiosk.text import Sayable, n_, t
from kiosk.widgets.key_bar import KeyBar

USEFUL_OFFERED = (0, 2, 3)
"""The answers of `USEFUL` that are offered: with one word between the ends, each is one touch."""


class LargeAnswer(Widget, can_focus=True):
    """One answer, picked by Enter, its number, or a touch."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", n_("Choose"), key_display="Enter")
    ]

    @dataclass
    class Picked(Message):
        """The answer was picked."""

        value: int

    def __init__(self, language: Language, number: int, value: int, label: Sayable) -> None:
        """Show a label. `value`: what is posted when it is picked."""
        super().__init__()
        self._language, self._value, self._label = language, value, label
        self.border_title = str(number)

    def render(self) -> Content:
        """Draw the label."""
        label = self._language.say(self._label)
        return Content(label[:1].upper() + label[1:])

    def on_click(self) -> None:
        """Pick it."""
        self.action_pick()

    def action_pick(self) -> None:
        """Post the message."""
        self.post_message(self.Picked(self._value))


class FeedbackDialog(Dialog[int]):
    """One question with a few large answers. The result is the value of the answer, or None.

    No answer has the focus at first, so that Enter alone says nothing.
    """

    GUIDE = t("Press the number of an answer, or tap it. Your reply is anonymous.")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "answer(1)", n_("Choose"), key_display="1–3"),
        Binding("2", "answer(2)", n_("Choose"), show=False),
        Binding("3", "answer(3)", n_("Choose"), show=False),
        Binding("right,down,tab", "go(1)", n_("Next"), show=False),
        Binding("left,up,shift+tab", "go(-1)", n_("Previous"), show=False),
        Binding("home", "to(0)", n_("First"), show=False),
        Binding("end", "to(-1)", n_("Last"), show=False),
    ]

    def __init__(
        self,
        context: ScreenContext,
        title: Sayable,
        question: Sayable,
        answers: Mapping[int, Sayable],
    ) -> None:
        """Ask `question` about the session with this title. `answers`: values to texts."""
        super().__init__(context)
        self._title, self._question, self._answers = title, question, answers

    def compose(self) -> ComposeResult:
        """Put the answers side by side, or one below the other in a narrow window."""
        with self.speak(Vertical(classes="frame", id="feedback"), border_title=self._title):
            yield self.speak(Static(classes="guide -strong"), content=self._question)
            with Container(id="large-answers"):
                for number, (value, text) in enumerate(self._answers.items(), 1):
                    yield LargeAnswer(self.context.language, number, value, text)
        yield KeyBar(self.context.language)

    @property
    def _boxes(self) -> list[LargeAnswer]:
        return list(self.query(LargeAnswer))

    def action_answer(self, number: int) -> None:
        """Give the answer with that number."""
        for box in self._boxes[number - 1 : number]:
            box.action_pick()

    def action_go(self, by: int) -> None:
        """Focus the next answer, or the one before; at first the first."""
        boxes = self._boxes
        place = boxes.index(self.focused) + by if isinstance(self.focused, LargeAnswer) else 0
        self.set_focus(boxes[max(0, min(place, len(boxes) - 1))])

    def action_to(self, place: int) -> None:
        """Focus the first answer, or the last."""
        self.set_focus(self._boxes[place])

    @on(LargeAnswer.Picked)
    def _answered(self, event: LargeAnswer.Picked) -> None:
        event.stop()
        self.dismiss(event.value)


async def ask_feedback(screen: PersonalScreen, session: Session) -> bool:
    """Ask about a session; return whether a reply was kept. It waits for dialogs.

    Raises:
        KioskError: the replies cannot be read or written, or no more are taken.
    """
    context, title = screen.context, screen.context.desk.school.workshop(session).title
    useful = await screen.app.push_screen_wait(
        FeedbackDialog(
            context,
            title,
            t("How useful was this for your work?"),
            {value: USEFUL[value] for value in USEFUL_OFFERED},
        )
    )
    if useful is None:
        return False
    will_use = await screen.app.push_screen_wait(
        FeedbackDialog(context, title, t("Will you use this?"), dict(enumerate(WILL_USE)))
    )
    if will_use is None:
        return False
    # saved before the comment is asked for, so that leaving loses nothing
    await asyncio.to_thread(context.replies.rate, session, screen.person, useful, will_use)
    await ask_comment(screen, session, screen.person)
    return True


async def ask_comment(screen: PersonalScreen, session: Session, person: PersonId) -> None:
    """Ask for a comment on a session that the person has replied about. It waits for a dialog.

    Raises:
        KioskError: as `ask_feedback`.
    """
    title = screen.context.desk.school.workshop(session).title
    dialog = RemarkDialog(screen.context, title, remark_draft(person, session.id))
    line = await screen.app.push_screen_wait(dialog)
    if line is not None:
        with kept_unless_saved(dialog):
            await asyncio.to_thread(screen.context.replies.remark, session, line)
