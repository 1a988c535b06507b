"""A form: fields one below the other, each with its problem below it as one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Label, Static

from kiosk.exchange.forms import FormField, Values
from kiosk.exchange.limits import MAX_CELL
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.draft import DraftDialog
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.key_bar import KeyBar

Check = Callable[[Values], Mapping[str, Text]]
"""Returns what is expected in each field that has a problem, by the field's name."""


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields, which scroll with the focus: by itself it would take the arrow keys."""


class FormDialog(DraftDialog[Values]):
    """Fields to fill in. The result is what stands in them, or None; it has no problem.

    Enter goes on to the next field and saves in the last; Ctrl+S saves from any.
    """

    GUIDE = t(
        "Type in a field; below the list of fields stands what belongs there, and below a field "
        "what is wrong with it. Enter and the arrow keys go on; Ctrl+S saves. Nothing is changed "
        "before you have seen what it does."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", n_("Save"), key_display="Ctrl+S"),
        Binding("up", "app.focus_previous", n_("Back"), show=False),
        Binding("down", "app.focus_next", n_("On"), show=False),
    ]

    def __init__(
        self,
        context: ScreenContext,
        title: Sayable,
        fields: Sequence[FormField],
        check: Check,
        *,
        draft: str,
        blank: Sequence[FormField] | None = None,
    ) -> None:
        """Show `fields` under a title. `draft`: see `LineDialog`.

        `blank`: the fields without what was written before the form opened, if that is in them.
        """
        super().__init__(context)
        self._first = {one.name: one.value for one in blank or fields}
        self._title, self._fields, self._check, self._draft = title, fields, check, draft
        self._left: set[str] = set()
        """The fields that were left, or changed: only these are told to be wrong."""

    @property
    def draft(self) -> str:
        """Whom or what the form is about."""
        return self._draft

    def first_values(self) -> Mapping[str, str]:
        """Return what the fields hold of what is known already."""
        return self._first

    def compose(self) -> ComposeResult:
        """Put the fields above what is to be written in the one with the focus."""
        with self.speak(Vertical(classes="frame form"), border_title=self._title):
            with Fields(id="fields"):
                for one in self._fields:
                    with Horizontal(classes="field"):
                        yield self.speak(Label(), content=one.label)
                        box = Input(one.value, id=one.name, compact=True, max_length=MAX_CELL)
                        box.select_on_focus = False  # typing goes on after the text
                        yield box
                    yield Static(id=f"problem-{one.name}", classes="error")
            yield Static(id="about-field", classes="hint")
            with Horizontal(classes="answers"):
                yield self.speak(Button(id="save"), label=t("Save"))
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Focus the first field, or the second where only the first is filled in."""
        boxes = [*self.query(Input)]
        next((box for box in boxes[:2] if not box.value), boxes[0]).focus()
        self._show_problems()

    def idle_seconds(self) -> int:
        """Wait longer than for a question, but close before the tutors' area locks itself."""
        settings = self.context.desk.school.settings
        return max(super().idle_seconds(), 60 * settings.lock_after - 3 * settings.countdown)

    def _show_problems(self) -> Mapping[str, Text]:
        """Show below each field that was touched what is wrong with it; return all that is."""
        values = self._values()
        found = self._check(values)
        for one in self._fields:
            box = self.query_one(f"#{one.name}", Input)
            problem = self.query_one(f"#problem-{one.name}", Static)
            is_told = one.name in found and (
                one.name in self._left or values[one.name] != one.value
            )
            if is_told:
                self.speak(problem, content=t("▲ We need {what}.", what=found[one.name]))
            problem.display = is_told
            if is_told and box.has_focus:  # it may be below what is in view
                self.call_after_refresh(problem.scroll_visible, animate=False)
        return found

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_mounted:
            self._show_problems()

    @on(events.Resize)
    def _keep_in_view(self) -> None:
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @on(events.DescendantFocus)
    def _about_field(self, event: events.DescendantFocus) -> None:
        about = next((one.about for one in self._fields if one.name == event.widget.id), "")
        self.speak(self.query_one("#about-field", Static), content=about)

    @on(events.DescendantBlur)
    def _leave(self, event: events.DescendantBlur) -> None:
        self._left.add(event.widget.id or "")
        self._show_problems()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == self._fields[-1].name:
            self.action_save()
        else:
            self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Close with what stands in the fields; go to the first with a problem instead."""
        self._left.update(one.name for one in self._fields)
        found = self._show_problems()
        if not found:
            self.dismiss(self._values())
            return
        wrong = next((one.name for one in self._fields if one.name in found), self._fields[0].name)
        self.query_one(f"#{wrong}", Input).focus()

    def handle_code(self, code: str) -> bool:
        """Write a scanned code into the field of a badge, if the form has one."""
        for box in self.query("#badge").results(Input):
            box.value = code
            box.focus()
            return True
        return False
