"""The third step where the day has workshops: a programme in files, or a workbook to fill in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from kiosk.errors import BadInput, KioskError
from kiosk.language import Language
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.screens.first_start.step import SetupScreen
from kiosk.system.file_places import typed_path
from kiosk.text import n_, t

WORKBOOK = "programme.xlsx"


class ProgrammeFileScreen(SetupScreen):
    """Where the programme is. It may be left blank, and loaded later."""

    STEP = 3
    WHAT = t("Where is your programme? Give a workbook or a folder. You can also load it later.")
    GUIDE = t(
        "A workbook with the sheets of the empty one, or a folder with the files that "
        "seed/README.md explains. Nothing is loaded until every row can be read. Leave it blank to "
        "load it later: kiosk load programme."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "workbook", n_("An empty workbook"), key_display="F5"),
    ]

    def fields(self) -> Iterator[Widget]:
        """Return the box for the path."""
        yield Input(id="programme")
        yield Static(id="written")

    def other_ways(self) -> Iterator[Widget]:
        """Return the way to an empty workbook."""
        yield self.speak(
            Button(id="workbook", tooltip="F5"), label=t("Write an empty workbook to fill in")
        )

    def action_back(self) -> None:
        """Go back to a day without workshops."""
        self.draft = replace(self.draft, by_file=False)
        self.close_step(0)

    def action_on(self) -> None:
        """Read the programme, and go on if all of it can be read."""
        self._take()

    @work(exclusive=True)
    async def _take(self) -> None:
        path = self.query_one("#programme", Input).value.strip()
        programme: ProgrammeFile | None = None
        try:
            if path:
                programme = await asyncio.to_thread(_read, typed_path(path))
        except BadInput as error:
            self.show_problems(
                [t("Nothing was loaded. Please correct this:"), *describe_all(error.problems)],
                "programme",
            )
        except KioskError as error:
            self.show_problems([self.context.explain(error)], "programme")
        else:
            self.draft = replace(self.draft, programme=programme)
            self.close_step(1)

    @on(Button.Pressed, "#workbook")
    @work(exclusive=True)
    async def action_workbook(self) -> None:
        """Write an empty workbook into the folder that is named, or into the account's own."""
        folder = typed_path(self.query_one("#programme", Input).value.strip() or "~")
        try:
            path = await asyncio.to_thread(_write, folder, self.context.language.now)
        except KioskError as error:
            self.show_problems([self.context.explain(error)], "programme")
            return
        said = t("Written: {file}. Fill it in, and come back here with it.", file=str(path))
        self.speak(self.query_one("#written", Static), content=said)
        self.query_one("#programme", Input).value = str(path)


# in threads: the files may lie on a slow network drive


def _read(path: Path) -> ProgrammeFile:
    from kiosk.exchange.programme import read_programme

    programme = read_programme(path)
    if programme.problems:
        raise BadInput(programme.problems)
    return programme


def _write(folder: Path, language: Language) -> Path:
    from kiosk.exchange.workbook_writing import empty_programme
    from kiosk.system.new_files import write_new_files

    [path] = write_new_files(folder, {WORKBOOK: empty_programme(language)})
    return path
