"""The first start: try the sample school, or load a school's own files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from kiosk.errors import BadInput, KioskError, Problem, Refused
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.file_contents import ProgrammeFile, StaffFile
from kiosk.screens.base import KioskScreen
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.system.data_folder import expand_home
from kiosk.system.secrets import check_pin
from kiosk.text import Text, n_, t
from kiosk.widgets.columns import stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.top_bar import TopBar

FIELDS = (
    ("staff", t("Staff file (CSV: id, forename, surname, role)"), False),
    ("programme", t("Programme folder (you can load it later)"), False),
    ("pin", t("A PIN for the tutors' area: four to twelve digits"), True),
)
SAMPLE = t(
    "A made-up school whose INSET day is today. Sign in, choose workshops, close the day. It has "
    "a folder of its own, so nothing of yours changes."
)
T = TypeVar("T")


def what_happens(folder: Path) -> tuple[Text, ...]:
    """Return what loading does, step by step. `folder`: where the data will be."""
    return (
        t("We read your files first. If a row can't be read, we list it and load nothing."),
        t("Your school is saved on this machine, in {folder}.", folder=str(folder)),
        t("The sign-in opens here: people type two or three letters and press Enter."),
        t("The PIN opens the tutors' area."),
    )


class FirstRunScreen(KioskScreen[None], KeyboardScreen[None]):
    """Shown while the data folder holds no school."""

    GUIDE = t(
        "Try the sample school first: it lies in a folder of its own. For your own, give your "
        "staff file and the folder of your programme, and choose a PIN. Nothing is loaded until "
        "every row can be read."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "sample", n_("Try the sample school"), key_display="F2"),
        Binding("f5", "load", n_("Load my school"), key_display="F5"),
        Binding("f10", "end", n_("Close the kiosk"), key_display="F10"),
    ]

    def compose(self) -> ComposeResult:
        """Put the sample school and what will happen beside the form."""
        yield TopBar(self.context.language, t("INSET Kiosk"), t("First start"))
        with VerticalScroll(id="first"):
            with Vertical(id="first-left"):
                with self._panel(t("Try it")):
                    yield self.speak(Static(), content=SAMPLE)
                    yield self.speak(
                        Button(id="sample", tooltip="F2"), label=t("Try the sample school")
                    )
                with self._panel(t("What happens when you load your own")), Grid(id="steps"):
                    for n, step in enumerate(what_happens(self.context.folder), 1):
                        yield Label(str(n))
                        yield self.speak(Static(), content=step)
            with self._panel(t("Your own school")):
                for name, label, secret in FIELDS:
                    yield self.speak(Label(), content=label)
                    yield Input(id=name, password=secret)
                    yield Static(id=f"{name}-problems", classes="problems")
                yield self.speak(Button(id="load", tooltip="F5"), label=t("Load my school"))
                yield Static(id="load-problems", classes="problems")
        yield KeyBar(self.context.language)

    def _panel(self, title: Text) -> Vertical:
        return self.speak(Vertical(classes="panel"), border_title=title)

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
        """Read all before anything is recorded, and show each problem beside what caused it."""
        # imported late: only a first start needs these
        from kiosk.rules.loading.school_files import load_both, load_staff

        self.query(".problems").remove_class("-found")
        people = await self._tried("staff", _read_people(staff))
        planned = await self._tried("programme", _read_planned(programme))
        # a bad PIN must not leave a half-made school
        good_pin = await self._tried("pin", _checked(pin))
        if people is None or planned is None or good_pin is None:
            return
        decision = load_both(people, planned[0]) if planned else load_staff(people)
        if await self._tried("load", self.context.desk.perform(decision, TUTOR)) is None:
            return
        await asyncio.to_thread(self.context.secrets.set_pin, pin)
        # imported late: the two screens' styles and imports cost the first paint
        from kiosk.screens.welcome import WelcomeScreen

        # pushed, not switched to: Textual cannot replace an app's default screen
        self.app.push_screen(WelcomeScreen(self.context))
        self.context.show_first_language()

    async def _tried(self, part: str, work: Awaitable[T]) -> T | None:
        """Return the result; None, with the reason beside that part of the form, if it fails."""
        try:
            return await work
        except BadInput as error:
            self._list(error.problems)
        except KioskError as error:
            self._show(part, [self.context.explain(error)])
        return None

    def _list(self, problems: tuple[Problem, ...]) -> None:
        """Show each problem beside the file that it is in."""
        head = t("Nothing was loaded. Please correct this:")
        staff = Path(self.query_one("#staff", Input).value.strip()).name
        for part, is_staff in (("staff", True), ("programme", False)):
            if found := [one for one in problems if (one.file == staff) is is_staff]:
                self._show(part, [head, *describe_all(found)])

    def _show(self, part: str, problems: list[Text]) -> None:
        """Show what is wrong with a part of the form, and go to the first that has something."""

        def lines() -> Content:
            first, *rest = map(self.say, problems)
            return stack([Content(f"▲ {first}").stylize("bold $late"), *map(Content, rest)])

        is_first = not self.query(".-found")
        below = self.speak(self.query_one(f"#{part}-problems", Static), content=lines)
        below.add_class("-found")
        if is_first:
            self.query_one(f"#{part}").focus(scroll_visible=False)
            self.call_after_refresh(below.scroll_visible, animate=False)


# the files are read in threads: they may lie on a slow network drive


async def _read_people(path: str) -> StaffFile:
    from kiosk.exchange.staff import read_staff

    if not path:
        raise Refused(t("Give the path of your staff file."))
    return await asyncio.to_thread(read_staff, expand_home(path))


async def _read_planned(path: str) -> tuple[ProgrammeFile, ...]:
    """Return the programme, or nothing where none is given yet."""
    from kiosk.exchange.programme import read_programme

    return (await asyncio.to_thread(read_programme, expand_home(path)),) if path else ()


async def _checked(pin: str) -> str:
    check_pin(pin)
    return pin
