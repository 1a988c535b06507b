"""Choosing a file or a folder: from a list, from a USB stick, or by typing or pasting its path."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.screen_context import ScreenContext
from kiosk.screens.files.file_screen import FileScreen
from kiosk.screens.keyboard import KeyboardScreen
from kiosk.system.file_places import MOST, Entry, Place, list_folder, quick_places, typed_path
from kiosk.text import Sayable, Text, n_, t, visible
from kiosk.widgets.columns import literal, spread
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.lazy_row import LazyRow
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
"""Endings of the files that hold a list."""
PARTS = (*TABLES, ".toml")
"""Endings of the files of a programme."""
PROMPT = t("Type or paste a path, then Enter")
LAST = "folder"
"""Under which name the folder that was chosen from last is remembered."""
HERE, UP, PLACES = "here", "up", "places"
"""The rows that are no entry of the folder."""


class FileList(StableList):
    """The folders and files; Enter opens a folder and takes a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class FilePicker(FileScreen[Path], KeyboardScreen[Path]):
    """Lists folders and files. The result is the path of the one that was chosen, or None."""

    GUIDE = t(
        "Go to your file with the arrow keys. Enter opens a folder and takes a file; Backspace "
        "goes to the folder above. A USB stick is in the list of places as soon as it is plugged "
        "in. You can also type or paste a path: Tab goes to the box for it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "other_part", n_("Type a path"), key_display="Tab"),
        Binding("backspace", "up", n_("Folder above"), key_display="←"),
        Binding("f5", "places", n_("Places"), key_display="F5"),
        Binding("escape", "back", n_("Back"), key_display="Esc"),
    ]

    def __init__(
        self,
        context: ScreenContext,
        heading: Sayable,
        endings: Collection[str] = (),
        *,
        takes_folder: Sayable = "",
    ) -> None:
        """Offer files with these endings; and folders, if `takes_folder` says what that means."""
        super().__init__(context)
        self._heading, self._endings, self._takes_folder = heading, endings, takes_folder
        self._folder: Path | None = None
        """The folder that is listed; None: the places to begin in."""
        self._entries: list[Entry] = []
        self._places: list[Place] = []

    def compose(self) -> ComposeResult:
        """Put the box for a path above the list."""
        yield TopBar(self.context.language, self._heading)
        with self.speak(Vertical(id="path-box"), border_title=t("Path")):
            yield self.speak(Input(id="path"), placeholder=lambda: self.say(PROMPT))
        yield FileList("files")
        yield Static(id="told")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Begin where a file was chosen last, else with the places."""
        self.query_one(FileList).focus()
        last = self.context.remembered.get(LAST)
        self._go(Path(last) if last else None)

    # -- what is listed -----------------------------------------------------------------------

    @work(exclusive=True)
    async def _go(self, folder: Path | None, came_from: Path | None = None) -> None:
        """List a folder, or the places; the row of `came_from` is highlighted."""
        entries: list[Entry] = []
        told: Text | None = None
        try:
            # in a thread: the folder may be on a slow network drive
            if folder is None:
                self._places = await asyncio.to_thread(quick_places)
            else:
                entries = await asyncio.to_thread(list_folder, folder, self._endings)
        except KioskError as error:
            told = self.context.explain(error)
            if self._folder is not None or self._places:
                self._tell(told)
                return
            # the stick of last time is not plugged in
            folder, self._places = None, await asyncio.to_thread(quick_places)
        self._folder, self._entries = folder, entries
        self._tell(told)
        rows = self.query_one(FileList)
        rows.highlighted = None
        self._show()
        if came_from is not None and came_from in (paths := [one.path for one in entries]):
            rows.highlighted = rows.get_option_index(str(paths.index(came_from)))

    @on(StableList.RoomChanged)
    def _show(self) -> None:
        rows = self.query_one(FileList)
        options = [*(self._place_rows() if self._folder is None else self._folder_rows())]
        title = t("Places") if self._folder is None else visible(str(self._folder))
        rows.border_title = literal(self.say(title))
        rows.fill(options, self._first(options))

    def _first(self, options: list[Option]) -> int | None:
        """Return the first row that is an entry, so that Enter does not go away again."""
        if self._takes_folder and not self._endings:  # a folder is all that is asked for
            return 0
        names = [option.id or "" for option in options]
        return next((n for n, name in enumerate(names) if name.isdecimal()), 0) if names else None

    def _place_rows(self) -> Iterator[Option]:
        for number, place in enumerate(self._places):
            kind = t("USB stick or drive") if place.is_drive else t("this account's")
            name = visible(str(place.path))
            yield self._row(str(number), "▸", name, self.say(kind))

    def _folder_rows(self) -> Iterator[Option]:
        folder = self._folder
        if folder is None:
            return
        if self._takes_folder:
            yield self._row(HERE, "●", self.say(self._takes_folder), "")
        if folder.parent != folder:
            yield self._row(UP, "↑", self.say(t("The folder above")), "")
        yield self._row(PLACES, "↑", self.say(t("Places, USB sticks")), "")
        for number, one in enumerate(self._entries):
            about = "" if one.is_folder else _about(one)
            yield self._row(
                str(number), "▸" if one.is_folder else " ", visible(one.path.name), about
            )
        if len(self._entries) == MOST:
            more = t("Only the first {n} are listed. For another, type its path.", n=MOST)
            yield Option(Content(self.say(more)).stylize("$muted"), disabled=True)
        if not self._entries:
            nothing = (
                t("Nothing here that can be loaded.") if self._endings else t("No folders in here.")
            )
            yield Option(Content(self.say(nothing)).stylize("$muted"), disabled=True)

    def _row(self, name: str, mark: str, text: str, about: str) -> Option:
        width = self.query_one(FileList).room
        return Option(LazyRow(partial(_drawn, mark, text, about, width), mark, text, about, width),
                      id=name)  # fmt: skip

    def say_again(self) -> None:
        """List all in the language of now."""
        super().say_again()
        self._show()

    def _tell(self, what: Text | None) -> None:
        told = self.query_one("#told", Static)
        told.update(Content("" if what is None else f"▲ {self.say(what)}"))
        told.display = what is not None

    # -- what is chosen -----------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#files")
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = event.option_id or ""
        if name == HERE and self._folder is not None:
            self._take(self._folder, self._folder)
        elif name == UP:
            self.action_up()
        elif name == PLACES:
            self._go(None)
        elif self._folder is None and name:
            self._go(self._places[int(name)].path)
        elif name:
            one = self._entries[int(name)]
            if one.is_folder:
                self._go(one.path)
            else:
                self._take(one.path, one.path.parent)

    def _take(self, path: Path, folder: Path) -> None:
        self.context.remembered[LAST] = str(folder)
        self.dismiss(path)

    @on(Input.Submitted, "#path")
    async def _take_typed(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            return
        path = typed_path(event.value)
        is_folder, is_there = await asyncio.to_thread(_what_is, path)
        if is_folder:
            event.input.value = ""
            self.query_one(FileList).focus()
            self._go(path)
        elif is_there:
            self._take(path, path.parent)
        else:
            self._tell(t("{file} is not there.", file=visible(str(path))))

    def on_paste(self, event: events.Paste) -> None:
        """Put a path that is pasted or dropped into its box, wherever the focus is."""
        box = self.query_one("#path", Input)
        if not box.has_focus:
            event.stop()
            box.value = event.text.splitlines()[0] if event.text.strip() else ""
            box.focus()

    def action_up(self) -> None:
        """Go to the folder above; above the topmost are the places."""
        folder = self._folder
        if folder is not None:
            self._go(folder.parent if folder.parent != folder else None, folder)

    def action_places(self) -> None:
        """List the places to begin in, with the USB sticks that are plugged in by now."""
        self._go(None)

    def action_other_part(self) -> None:
        """Go from the list to the box, and back."""
        box, rows = self.query_one("#path", Input), self.query_one(FileList)
        (rows if box.has_focus else box).focus()


def _what_is(path: Path) -> tuple[bool, bool]:
    """Return whether a path is a folder, and whether it is there at all."""
    try:
        return path.is_dir(), path.exists()
    except (OSError, ValueError):
        return False, False


def _about(one: Entry) -> str:
    size = f"{max(1, round(one.size / 1000)):,} kB"
    return f"{size}  {one.changed:%d/%m/%Y %H:%M}" if one.changed is not None else size


def _drawn(mark: str, text: str, about: str, width: int) -> Content:
    name = Content.assemble((f"{mark} ", "$amber"), text)
    return spread(name, Content(about).stylize("$muted"), width)
