"""The school's settings: each with its value, what it may be and what it does; Enter changes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.exchange.forms import FormField, Values, expected_by_field
from kiosk.exchange.school_settings import (
    GROUPS,
    SETTINGS,
    WORD_NAMES,
    about_setting,
    choices_of,
    read_setting,
    shown_setting,
    written_settings,
)
from kiosk.rules.loading.setting_changes import change_settings
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import NumberedDialog
from kiosk.screens.dialogs.form import FormDialog
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import BACK, UNDO
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.settings import BOUNDS
from kiosk.text import Sayable, Text, n_, t
from kiosk.widgets.columns import cell
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

LABEL = 44
"""The columns of a label, where the list is wide enough."""


class SettingList(StableList):
    """The settings by group; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Change"), key_display="Enter")
    ]


class SettingsFormScreen(ListScreen, ReplanningScreen):
    """The settings, which a load of `school.toml` leaves alone once they are changed here."""

    HEADING = t("Settings")
    ROWS = SettingList
    GUIDE = t(
        "What your school can set, with what it may be and what it does. Enter changes the "
        "highlighted one; a value that cannot be is refused as you type. Ctrl+Z takes the last "
        "change back. What is changed here stays when the programme is loaded again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [UNDO, BACK]

    def __init__(self, context: ScreenContext, actor: Actor = TUTOR) -> None:
        """Show the settings to a professional tutor."""
        super().__init__(context)
        self.actor = actor

    def show_school(self) -> None:
        """List the settings by group."""
        self.show_rows([*self._rows()], t("The school's settings"), "", first=1)
        self.query_one(TopBar).show(self.HEADING)
        self.query_one(TopBar).show_aside(self.say(self.moment))

    def _rows(self) -> Iterator[Option]:
        values = written_settings(self.school.settings)
        width = self.rows.room
        for group, names in GROUPS:
            yield Option(Content(self.say(group)).stylize("bold $blue"), disabled=True)
            for name in names:
                row = partial(self._row, name, values[name], width)
                yield Option(LazyRow(row, name, values[name], width), id=name)

    def _row(self, name: str, value: str | int, width: int) -> Content:
        label = min(LABEL, width * 3 // 5)
        shown = self.say(shown_setting(name, value)) or "–"
        return Content.assemble(
            cell(self.say(SETTINGS[name].label), label - 1), " ", cell(shown, width - label, "bold")
        )

    def details(self, row: str) -> Details | None:
        """Return what the setting does, what it may be, and where its usual value is from."""
        setting = SETTINGS.get(row)
        if setting is None:
            return None
        bounds = BOUNDS.get(row)
        facts: list[tuple[Text, Sayable]] = []
        if bounds is not None:
            facts = [(t("May be"), about_setting(row)), (t("Usual value from"), bounds.source)]
        return Details(self.context.language, setting.label, setting.what, facts)

    @on(OptionList.OptionSelected)
    @work
    async def _change(self, event: OptionList.OptionSelected) -> None:
        """Ask for another value, and have the setting changed."""
        event.stop()
        name = event.option_id or ""
        ask = self._pick if choices_of(name) else self._type
        text = await ask(name)
        if text is not None:
            entry, _ = read_setting(self.context.desk.school.settings, name, text)
            self.offer_undo(await self.perform(change_settings(entry), self.actor))

    async def _pick(self, name: str) -> str | None:
        setting, value = SETTINGS[name], written_settings(self.school.settings)[name]
        # what it is now comes first, so that Enter alone changes nothing
        words = sorted(choices_of(name), key=lambda word: word != value)
        answers = {word: WORD_NAMES[word] for word in words}
        dialog = NumberedDialog(self.context, setting.what, answers, title=setting.label)
        return await self.app.push_screen_wait(dialog)

    async def _type(self, name: str) -> str | None:
        setting, value = SETTINGS[name], str(written_settings(self.school.settings)[name])
        about = about_setting(name)
        help_line: Sayable = setting.what
        if about:
            help_line = t("{what} It is {about}.", what=setting.what, about=about)

        def check(values: Values) -> dict[str, Text]:
            _, problems = read_setting(self.context.desk.school.settings, name, values[name])
            return expected_by_field(problems)

        field = FormField(name, setting.label, help_line, value)
        dialog = FormDialog(self.context, setting.label, [field], check, draft=f"setting {name}")
        values = await self.app.push_screen_wait(dialog)
        return None if values is None else values[name]
