"""The big numbers of the board, and beside them how the building fills."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from kiosk.language import Language
from kiosk.rules.attendance.board import Figures
from kiosk.rules.attendance.board_view import BoardView
from kiosk.rules.attendance.people_of_board import Status
from kiosk.rules.model.labels import GROUP_NAMES
from kiosk.text import t, tc, tn
from kiosk.widgets.arrival_plot import ArrivalPlot
from kiosk.widgets.columns import bar
from kiosk.widgets.speaker import Speaker

TILES = {
    Status.IN: ("in", t("in the building"), tc("people", "in")),
    Status.NOT_YET: ("out", t("not yet in"), t("not yet in")),
    Status.LATE: ("late", t("late"), t("late")),
    Status.ABSENT: ("absent", tc("people", "reported absent"), t("absent")),
}
"""Each tile's name, its label, and a shorter one for a small window."""
PARTS, FRAME = 6, 5
"""The tiles and the arrivals, which take as much as two; the columns of a frame and the gap."""


class BoardTiles(Vertical, Speaker):
    """Four numbers and the arrivals, and below them a line of totals by group of staff."""

    def __init__(self, language: Language) -> None:
        """Show the labels in `language`."""
        super().__init__(id="tiles")
        self._language = language

    def compose(self) -> ComposeResult:
        """Put the line of totals below the tiles."""
        with Horizontal(id="tile-row"):
            for name, label, _ in TILES.values():
                with Vertical(classes=f"tile -{name}"):
                    yield Digits("0", id=f"tile-{name}")
                    label_id = f"label-{name}"
                    yield self.speak(Static(id=label_id, classes="label"), content=label)
                    yield Static(id=f"note-{name}", classes="note")
            yield self.speak(ArrivalPlot(self._language), border_title=t("Arrivals"))
        yield Static(id="groups")

    def on_resize(self, event: events.Resize) -> None:
        """Choose the labels that fit."""
        parts = PARTS if self.query_one(ArrivalPlot).display else len(TILES)
        room, say = event.size.width // parts - FRAME, self._language.say
        is_wide = all(cell_len(say(label)) <= room for _, label, _ in TILES.values())
        for name, label, short in TILES.values():
            words = label if is_wide else short
            self.speak(self.query_one(f"#label-{name}", Static), content=words)

    @property
    def steps(self) -> int:
        """How many steps of the arrivals there is room for."""
        plot = self.query_one(ArrivalPlot)
        return plot.steps if plot.display else 0

    def show(self, view: BoardView) -> None:
        """Show the numbers of a board."""
        for status, (name, _, _) in TILES.items():
            number, tile = str(view.statuses[status]), self.query_one(f"#tile-{name}", Digits)
            if tile.value != number:
                tile.update(number)
            assert tile.parent is not None
            tile.parent.set_class(number == "0", "-none")
        say = self._language.say
        late = tn("up to {n} min", "up to {n} min", view.longest_late)
        notes = {
            "in": self._how_many_in(view.everyone),
            "out": Content(self._due_next(view)),
            "late": Content(say(late) if view.longest_late else ""),
            "absent": self._besides(view),
        }
        for name, note in notes.items():
            _update(self.query_one(f"#note-{name}", Static), note)
        self.query_one(ArrivalPlot).show(view.arrivals)
        _update(self.query_one("#groups", Static), self._totals(view))

    def _how_many_in(self, everyone: Figures) -> Content:
        """Return a bar and the share of those expected who are in."""
        say, width = self._language.say, self.query_one("#note-in").size.width
        of_all = say(t("{n} of {all} expected", n=everyone.arrived, all=everyone.due))
        if cell_len(of_all) > width > 0:
            of_all = say(t("{n} of {all}", n=everyone.arrived, all=everyone.due))
        drawn = bar(everyone.arrived, everyone.due, max(4, width - 1), "$in")
        # in a small window only the first line is seen
        return Content("\n").join([Content(of_all), drawn])

    def _besides(self, view: BoardView) -> Content:
        """Return how many are in whom nobody expects here any more, or at all."""
        say, past, others = self._language.say, view.past_hours, view.everyone.others
        if past:
            over = tn("{n} past hours", "{n} past hours", past)
            return Content(say(over)).stylize("$amber")
        if not others:
            return Content()
        said = say(tn("{n} not expected", "{n} not expected", others))
        if cell_len(said) > self.query_one("#note-absent").size.width > 0:
            said = say(tn("{n} not due", "{n} not due", others))
        return Content(said)

    def _due_next(self, view: BoardView) -> str:
        if view.due_next is None:
            return ""
        people, at = view.due_next
        return self._language.say(tn("{n} due at {time}", "{n} due at {time}", people, time=at))

    def _totals(self, view: BoardView) -> Content:
        groups = [
            self._group(name, total) for name, total in view.groups.items() if name != "everyone"
        ]
        say, others = self._language.say, view.everyone.others
        if others and view.past_hours:  # the tile names those alone whose hours are over
            also = tn("{n} not expected", "{n} not expected", others)
            groups.append(Content(say(also)).stylize("$muted"))
        return Content("   ").join(groups)

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
