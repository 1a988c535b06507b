"""What stock Textual needs for the same: `python -m tests.bench.floor NAMES FILE CARDS BYTES`.

An Input, and an OptionList of the names in which a word begins as typed. Enter notes who it was by
so many bytes, appended to the file and flushed, and says so; Enter again opens a screen with as
many widgets as My day, CARDS of them workshops. Ctrl+L composes the screen again in other words:
with capitals for small letters. `welcome` alone: the widgets of Welcome, with as much text, for
that. Without arguments: an Input alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

MOST = 50
"""The most rows of the list, as in the kiosk."""
SLOTS = 7


Say = Callable[[str], str]


def other_words(say: Say) -> Say:
    """Return what says all in other words than before."""
    return str if say is str.swapcase else str.swapcase


class Card(Static):
    """One of the workshops to choose."""

    can_focus = True


class Day(Screen[None]):
    """Widgets where My day has them, and nothing else."""

    CSS = """
    #greeting { height: 2; } #panels { height: 1fr; } #rail, #offers { width: 1fr; height: 100%; }
    #about { height: 2; } VerticalScroll { height: 1fr; } Card { height: 5; border: round white; }
    #keys { dock: bottom; height: 1; }
    """
    BINDINGS = [("escape", "app.pop_screen", "Done"), ("ctrl+l", "switch", "Other words")]

    def __init__(self, name: str, cards: int) -> None:
        super().__init__()
        self._who, self._cards = name, cards
        self._say: Say = str

    def compose(self) -> ComposeResult:
        say = self._say
        yield Static(say("The school"))
        with Horizontal(id="greeting"):
            yield Static(say(f"Good morning, {self._who}"))
            yield Static(say("In since 08:20"))
        yield Static(say("message"))
        with Horizontal(id="panels"):
            rows = (say(f"08:45  Slot {n}\n       Choose a workshop") for n in range(SLOTS))
            yield OptionList(*rows, id="rail", markup=False)
            with Vertical(id="offers"):
                yield Static(say("about"), id="about")
                with VerticalScroll():
                    for n in range(self._cards):
                        yield Card(say(f"Workshop S{n}\nAim of S{n}\nRoom {n} · 08:45 to 09:30"))
        yield Static(say("Enter Open  Esc Done  F1 Help"), id="keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    async def action_switch(self) -> None:
        self._say = other_words(self._say)
        await self.recompose()
        self.query_one(OptionList).focus()


class Floor(App[None]):
    """The box, the list, and what was said last."""

    CSS = "#above, #below { height: 8; } #found { height: auto; max-height: 14; display: none; }"

    def __init__(self, names: list[str], file: Path, cards: int, size: int) -> None:
        super().__init__()
        self._names = [(name, f" {name.casefold()}") for name in names]
        self._cards, self._line = cards, b"x" * (size - 1) + b"\n"
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._who = ""

    def compose(self) -> ComposeResult:
        yield Static("The school\n\nINSET", id="above")
        yield Static(id="said")
        yield Input(placeholder="Who are you?")
        yield OptionList(id="found", markup=False)
        yield Static("Today\n\nIn the building", id="below")
        yield Static("Enter My day  F1 Help", id="keys")

    def on_input_changed(self, event: Input.Changed) -> None:
        typed, rows = f" {event.value.casefold()}", self.query_one("#found", OptionList)
        fits = [name for name, folded in self._names if typed in folded] if event.value else []
        rows.set_options(f"{name}  teacher" for name in fits[:MOST])
        rows.display = bool(fits)
        self._who = fits[0] if len(fits) == 1 else self._who

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not event.value:
            self.push_screen(Day(self._who, self._cards))
            return
        os.write(self._file, self._line)
        os.fdatasync(self._file)
        self.query_one("#said", Static).update(f"✓ {self._who} · Room 1")
        event.input.value = ""


class Front(App[None]):
    """Widgets where Welcome has them."""

    CSS = """
    #bar, #note, #keys { height: 1; } #banner { height: 7; }
    #box { height: 5; border: round white; }
    #prompt, #hint { width: auto; } Input { width: 1fr; } #below { height: 1fr; }
    #today, #side { width: 1fr; height: 100%; } .panel { border: round white; height: 1fr; }
    """
    BINDINGS = [("ctrl+l", "switch", "Other words")]

    def __init__(self) -> None:
        super().__init__()
        self._say: Say = str

    def compose(self) -> ComposeResult:
        say = self._say
        row = f"08:45  Workshop S1{' ' * 20}12 free\n       Room 12 · Sian Jones"
        yield Static(say("The school  Staff sign-in          Monday 30 November 2026"), id="bar")
        yield Static(say("\n".join(["INSET day 1   08:45 to 15:30"] * 7)), id="banner")
        with Horizontal(id="box"):
            yield Static(">", id="prompt")
            yield Input(placeholder=say("Who are you?"))
            yield Static(say("or scan your badge"), id="hint")
        with Horizontal(id="below"):
            yield Static(say("\n".join([row] * 7)), id="today", classes="panel")
            with Vertical(id="side"):
                yield Static(say("\n".join([row] * 2)), classes="panel")
                yield Static(say("\n".join(["signed in    not yet in"] * 5)), classes="panel")
        yield Static(say("We keep your name, times and sessions. Who sees them: F1."), id="note")
        yield Static(say("F2 Not on the list?  F9 Tutors  F4 Keyboard  F12 Theme"), id="keys")
        yield OptionList(id="found", markup=False)

    async def action_switch(self) -> None:
        self._say = other_words(self._say)
        await self.recompose()
        self.query_one(Input).focus()


class Bare(App[None]):
    """An Input alone."""

    def compose(self) -> ComposeResult:
        yield Input()


def main() -> None:
    if not sys.argv[1:]:
        Bare().run()
        return
    if sys.argv[1:] == ["welcome"]:
        Front().run()
        return
    names, file, cards, size = sys.argv[1:]
    listed = Path(names).read_text(encoding="utf-8").splitlines()
    Floor(listed, Path(file), int(cards), int(size)).run()


if __name__ == "__main__":
    main()
