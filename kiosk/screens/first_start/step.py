"""What the steps of the first start share: where one is, going on, and going back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec
from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Static

from kiosk.rules.loading.small_school import Draft
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import KioskScreen
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.text import Sayable, Text, n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar

STEPS = 5
HEADING = t("First start")


class Step(msgspec.Struct, frozen=True):
    """With what a step closes."""

    draft: Draft
    by: int
    """How many steps to go on; -1: one back; 0: another screen for the same step."""


class SetupScreen(KioskScreen[Step], KeyboardScreen[Step]):
    """One step: a thing to do, and a button to go on. Enter in the last field goes on too."""

    CSS_PATH = stylesheet("first_start")
    STEP: ClassVar[int]
    """Which of the five it is, from 1."""
    WHAT: ClassVar[Text]
    """What to do here, in a line."""
    ON: ClassVar[Text] = t("Go on")
    FIRST: ClassVar[str] = "Input"
    """Selects what has the focus at first."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", n_("Back"), key_display="Esc"),
        Binding("f10", "end", n_("Close the kiosk"), key_display="F10"),
    ]

    def __init__(self, context: ScreenContext, draft: Draft) -> None:
        """Go on with a draft."""
        super().__init__(context)
        self.draft = draft

    def compose(self) -> ComposeResult:
        """Put the fields between what to do and the button."""
        yield TopBar(self.context.language, HEADING)
        with VerticalScroll(id="setup", can_focus=False):
            yield self.speak(Static(id="what"), content=self.WHAT)
            yield from self.fields()
            yield Static(id="problems")
            on_button = self.speak(Button(id="on"), label=self.ON)
            yield Horizontal(on_button, *self.other_ways(), id="ways")
        yield KeyBar(self.context.language)

    def fields(self) -> Iterator[Widget]:
        """Return what is to be filled in."""
        return iter(())

    def other_ways(self) -> Iterator[Widget]:
        """Return the buttons beside the one to go on."""
        return iter(())

    def labelled(self, label: Sayable, box: Widget) -> Iterator[Widget]:
        """Return a field below its label."""
        yield self.speak(Label(), content=label)
        yield box

    def on_mount(self) -> None:
        """Say which step it is, and put back what was typed before."""
        self._show_step()
        for box in self.query(Input):
            if not box.password:
                box.value = self.draft.typed.get(box.id or "", box.value)
        self.query(self.FIRST).first().focus()

    def _show_step(self) -> None:
        where = self.say(t("{step} of {steps}", step=self.STEP, steps=STEPS))
        self.query_one(TopBar).show_aside(Content(where).stylize("$amber"))

    def say_again(self) -> None:
        """Say it in the language of now."""
        super().say_again()
        self._show_step()

    # -- going on and back --------------------------------------------------------------------

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the boxes of this step and of those before. Never a PIN."""
        boxes = {box.id: box.value for box in self.query(Input) if box.id and not box.password}
        return {**self.draft.typed, **boxes}

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _take_enter(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        self.focus_next()
        if isinstance(self.focused, Button):
            self.action_on()

    @on(Button.Pressed, "#on")
    def _press_on(self) -> None:
        self.action_on()  # of the subclass: a handler that is named here would be this one

    def action_on(self) -> None:
        """Go on, if all that is needed is there. Every subclass overrides this."""
        raise NotImplementedError

    def close_step(self, by: int) -> None:
        """Close with what is typed."""
        self.dismiss(Step(replace(self.draft, typed=self.typed), by))

    def action_back(self) -> None:
        """Go back a step; what is typed stays."""
        self.close_step(-1)

    def action_end(self) -> None:
        """End the kiosk. No PIN is needed while it holds nothing."""
        self.app.exit()

    def show_problems(self, problems: Iterable[Sayable], box: str = "") -> None:
        """Show why it does not go on, and go to the box that it is about."""
        found = tuple(problems)

        def lines() -> Content:
            first, *rest = map(self.say, found)
            return stack([Content(f"▲ {first}").stylize("bold $late"), *map(Content, rest)])

        below = self.speak(self.query_one("#problems", Static), content=lines if found else "")
        if found:
            if box:
                self.query_one(f"#{box}").focus()
            self.call_after_refresh(below.scroll_visible, animate=False)
