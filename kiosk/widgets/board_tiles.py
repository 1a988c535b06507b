"""The big numbers of the board."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from kiosk.language import Language
from kiosk.rules.attendance.board import BoardState, GroupTotal, PersonLine, group_totals
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import GROUP_NAMES
from kiosk.rules.model.school import School
from kiosk.text import t, tn

TILES = (
    ("in", t("in the building")),
    ("out", t("not yet in")),
    ("late", t("past their time")),
    ("accounted", t("accounted for")),
)


class BoardTiles(Vertical):
    """Four numbers, and below them a line of totals by group of staff."""

    def __init__(self, language: Language) -> None:
        """Show the labels in `language`."""
        super().__init__(id="tiles")
        self._language = language

    def compose(self) -> ComposeResult:
        """Put the line of totals below the tiles."""
        with Horizontal(id="tile-row"):
            for name, label in TILES:
                with Vertical(classes=f"tile -{name}"):
                    yield Digits("0", id=f"tile-{name}")
                    yield Static(Content(self._language.say(label)), classes="label")
                    yield Static(id=f"note-{name}", classes="note")
        yield Static(id="groups")

    def show(self, school: School, now: datetime, day: DayId, lines: list[PersonLine]) -> None:
        """Count these lines, and show the numbers."""
        totals = group_totals(school, lines)
        everyone = totals["everyone"]
        late = [line for line in lines if line.presence is BoardState.LATE]
        numbers = {
            "in": everyone.signed_in,
            "out": everyone.not_yet_in,
            "late": len(late),
            "accounted": everyone.reported_absences,
        }
        for name, number in numbers.items():
            self.query_one(f"#tile-{name}", Digits).update(str(number))
        say = self._language.say
        expected = t("{n} of {all} due", n=everyone.arrived, all=everyone.expected)
        self.query_one("#note-in", Static).update(say(expected))
        self.query_one("#note-late", Static).update(self._longest(school, now, day, late))
        groups = [self._group(name, total) for name, total in totals.items() if name != "everyone"]
        self.query_one("#groups", Static).update(Content("   ").join(groups))

    def _longest(self, school: School, now: datetime, day: DayId, late: list[PersonLine]) -> str:
        # people without hours are never late, and have no time
        starts = [school.moment(day, line.due) for line in late if line.due]
        if not starts:
            return ""
        minutes = int((now - min(starts)).total_seconds() // 60)
        return self._language.say(tn("up to {n} min", "up to {n} min", minutes))

    def _group(self, name: str, total: GroupTotal) -> Content:
        say = self._language.say
        return Content.assemble(
            (f"{say(GROUP_NAMES[name])} ", "$muted"),
            (f"{total.arrived}", "bold $in"),
            (f" / {total.expected}", "$muted"),
        )
