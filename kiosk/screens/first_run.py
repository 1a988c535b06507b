"""The first start: try the sample school, or load a school's own files."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from kiosk.errors import BadInput, KioskError, Problem
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.model.actors import TUTOR
from kiosk.screens.base import KioskScreen
from kiosk.system.data_folder import expand_home
from kiosk.system.secrets import check_pin
from kiosk.text import Text, n_, t
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar

FIELDS = (
    ("staff", t("Staff file (CSV: id, forename, surname, role)"), False),
    ("programme", t("Programme folder (may be loaded later)"), False),
    ("pin", t("A PIN for the tutors' area, four to twelve digits"), True),
)


class FirstRunScreen(KioskScreen[None]):
    """Shown while the data folder holds no school."""

    GUIDE = t(
        "Try the sample school first: it lies in a folder of its own. For your own, give your "
        "staff file and the folder of your programme, and choose a PIN. Nothing is loaded until "
        "every row can be read."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "sample", n_("Try the sample school"), key_display="F2"),
        Binding("f5", "load", n_("Load my school"), key_display="F5"),
        Binding("f10", "end", n_("End"), key_display="F10"),
    ]

    def compose(self) -> ComposeResult:
        """Offer the sample school, and below it the form."""
        yield TopBar(self.say(t("INSET Kiosk")), self.say(t("first start")))
        with VerticalScroll(id="first"):
            yield Static(self.say(t("There is no school here yet.")), id="first-title")
            yield Button(self.say(t("Try the sample school")), id="sample", variant="primary")
            yield Static(self.say(t("or load your own:")), classes="or")
            for name, label, secret in FIELDS:
                yield Label(self.say(label))
                yield Input(id=name, password=secret, compact=True)
            with Horizontal(id="first-buttons"):
                yield Button(self.say(t("Load my school")), id="load")
            yield Static(id="problems")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Let Enter choose the sample school."""
        self.query_one("#sample").focus()

    @on(Button.Pressed, "#sample")
    def action_sample(self) -> None:
        """Exit with the result "sample", on which the command line opens the sample school."""
        self.app.exit("sample")

    def action_end(self) -> None:
        """End the kiosk. No PIN is needed while it holds nothing."""
        self.app.exit()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#load")
    def action_load(self) -> None:
        """Load the files that the form names."""
        values = {name: self.query_one(f"#{name}", Input).value.strip() for name, _, _ in FIELDS}
        self._load(values["staff"], values["programme"], values["pin"])

    @work(exclusive=True)
    async def _load(self, staff: str, programme: str, pin: str) -> None:
        """Read both files before anything is recorded, and show all problems at once."""
        if not staff:
            self._show_problem(t("Give the path of your staff file."))
            return
        try:
            await self._read_and_record(staff, programme, pin)
        except BadInput as error:
            self._list(error.problems)
        except KioskError as error:
            self._show_problem(self.context.explain(error))
        else:
            # imported late: the two screens' styles and imports cost the first paint
            from kiosk.screens.welcome import WelcomeScreen

            # pushed, not switched to: Textual cannot replace an app's default screen
            self.app.push_screen(WelcomeScreen(self.context))

    async def _read_and_record(self, staff: str, programme: str, pin: str) -> None:
        # imported late: only a first start needs these
        from kiosk.exchange.programme import read_programme
        from kiosk.exchange.staff import read_staff
        from kiosk.rules.loading.school_files import load_both, load_staff

        # in a thread: the path may be on a slow network drive
        people = await asyncio.to_thread(read_staff, expand_home(staff))
        decision = load_staff(people)
        if programme:
            planned = await asyncio.to_thread(read_programme, expand_home(programme))
            decision = load_both(people, planned)
        # before the desk records anything: a bad PIN must not leave a half-made school
        check_pin(pin)
        await self.context.desk.perform(decision, TUTOR)
        await asyncio.to_thread(self.context.secrets.set_pin, pin)

    def _show_problem(self, about: Text) -> None:
        self._show(Content(self.say(about)).stylize("$late"))

    def _list(self, problems: tuple[Problem, ...]) -> None:
        lines = [Content(self.say(t("Nothing was loaded. Please mend this:"))).stylize("$late")]
        lines += [Content(self.say(line)) for line in describe_all(problems)]
        self._show(Content("\n").join(lines))

    def _show(self, problems: Content) -> None:
        """Show what is wrong, and scroll to it: in a small window it lies below the form."""
        below = self.query_one("#problems", Static)
        below.update(problems)
        self.call_after_refresh(below.scroll_visible, animate=False)
