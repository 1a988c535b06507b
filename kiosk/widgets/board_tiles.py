"""The big numbers of the board."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from kiosk.language import Language
from kiosk.rules.attendance.board import (
    BoardState,
    Figures,
    PersonLine,
    group_figures,
    hours_ended,
)
from kiosk.rules.model.labels import GROUP_NAMES
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import t, tc, tn
from kiosk.widgets.speaker import Speaker

TILES = (
    ("in", t("in the building"), t("in")),
    ("out", t("not yet in"), t("not yet in")),
    ("late", t("due by now"), t("due by now")),
    ("accounted", tc("people", "reported absent"), t("absent")),
)
"""Each tile's name, its label, and a shorter one for a small window."""
ROOM = 64
"""Columns from which the long labels are not cut."""


class BoardTiles(Vertical, Speaker):
    """Four numbers, and below them a line of totals by group of staff."""

    def __init__(self, language: Language) -> None:
        """Show the labels in `language`."""
        super().__init__(id="tiles")
        self._language = language

    def compose(self) -> ComposeResult:
        """Put the line of totals below the tiles."""
        with Horizontal(id="tile-row"):
            for name, label, _ in TILES:
                with Vertical(classes=f"tile -{name}"):
                    yield Digits("0", id=f"tile-{name}")
                    label_id = f"label-{name}"
                    yield self.speak(Static(id=label_id, classes="label"), content=label)
                    yield Static(id=f"note-{name}", classes="note")
        yield Static(id="groups")

    def on_resize(self, event: events.Resize) -> None:
        """Choose the labels that fit."""
        for name, label, short in TILES:
            words = label if event.size.width >= ROOM else short
            self.speak(self.query_one(f"#label-{name}", Static), content=words)

    def show(self, school: School, now: datetime, day: InsetDay, lines: list[PersonLine]) -> None:
        """Count these lines, and show the numbers."""
        figures = group_figures(school, lines)
        everyone = figures["everyone"]
        late = [line for line in lines if line.presence is BoardState.LATE]
        numbers = {
            "in": everyone.on_site,
            "out": everyone.not_yet_in,
            "late": len(late),
            "accounted": everyone.accounted,
        }
        for name, number in numbers.items():
            tile = self.query_one(f"#tile-{name}", Digits)
            if tile.value != str(number):
                tile.update(str(number))
        say = self._language.say
        due = say(t("{n} of the {all} expected", n=everyone.arrived, all=everyone.due))
        if cell_len(due) > self.query_one("#note-in").size.width > 0:
            due = say(t("{n} of {all}", n=everyone.arrived, all=everyone.due))
        others = say(tn("{n} not expected", "{n} not expected", everyone.others))
        left = say(tn("{n} has left", "{n} have left", everyone.left))
        notes = {
            "in": f"{due}\n{others}" if everyone.others else due,
            "late": self._longest(school, now, day, late),
            "accounted": left if everyone.left else "",
        }
        for name, note in notes.items():
            _update(self.query_one(f"#note-{name}", Static), Content(note))
        groups = [self._group(name, total) for name, total in figures.items() if name != "everyone"]
        staying = sum(
            line.presence is BoardState.IN
            and hours_ended(school, now, line.person, day) is not None
            for line in lines
        )
        if staying:
            over = tn("{n} past their hours", "{n} past their hours", staying)
            groups.append(Content(say(over)).stylize("$amber"))
        _update(self.query_one("#groups", Static), Content("   ").join(groups))

    def _longest(self, school: School, now: datetime, day: InsetDay, late: list[PersonLine]) -> str:
        # people without hours are never late, and have no time
        starts = [school.moment(day.id, line.due) for line in late if line.due]
        if not starts:
            return ""
        minutes = int((now - min(starts)).total_seconds() // 60)
        return self._language.say(tn("up to {n} min late", "up to {n} min late", minutes))

    def _group(self, name: str, total: Figures) -> Content:
        say = self._language.say
        return Content.assemble(
            (f"{say(GROUP_NAMES[name])} ", "$muted"),
            (f"{total.arrived}", "bold $in"),
            (f" / {total.due}", "$muted"),
        )


def _update(static: Static, content: Content) -> None:
    """Set the content, unless it is shown already; whatever it is, it takes the same place."""
    shown = static.content
    if not (isinstance(shown, Content) and shown.is_same(content)):
        static.update(content, layout=False)
