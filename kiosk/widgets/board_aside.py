"""Beside the board's list: how the sessions of now fill, what just happened, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.language import Language
from kiosk.rules.attendance.board_view import BoardView
from kiosk.rules.attendance.just_happened import Happening
from kiosk.rules.attendance.sessions_of_board import Phase, SessionOfBoard, SlotOfBoard
from kiosk.rules.model.labels import evidence_name, leader_names
from kiosk.rules.model.school import School
from kiosk.text import Sayable, t, tc, tn
from kiosk.widgets.board_sessions import how_full
from kiosk.widgets.columns import cell, literal, stack, wrapped

WIDTH = 38
"""The columns of the text."""
BAR = 20
LINES = 3
"""How many lines a session takes."""
SHARE = 60
"""The most that the sessions take of the height, in per cent."""
MOST_WAITING = 5
"""How many things that wait are named."""
MOST_HAPPENINGS = 12
"""How many of the last things that happened are asked for."""


class BoardAside(Vertical):
    """Three panels, each only where it has something to say."""

    def __init__(self, language: Language) -> None:
        """Show nothing yet."""
        super().__init__(id="aside")
        self._language = language

    def compose(self) -> ComposeResult:
        """Put one panel below the other."""
        for name in ("running", "waiting", "happened"):
            yield Static(id=name, classes="panel")

    def show(
        self, school: School, view: BoardView, waiting: Sequence[Sayable], *, with_sessions: bool
    ) -> None:
        """Show a board, and what waits for the tutor, the most urgent first."""
        say = self._language.say
        slots = _now_or_next(view) if with_sessions else []
        room = max(1, (self.size.height * SHARE // 100 - 2) // LINES)
        sessions = [session for slot in slots for session in slot.sessions][:room]
        heading: Sayable = ""
        if slots:
            last = slots[-1].slot
            heading = t("{start} {title}", start=last.start, title=last.title)
        self._panel("running", heading, self._sessions(school, sessions))
        happened = [self._happening(school, one) for one in view.happened]
        self._panel("happened", t("Just happened"), happened)
        lines = [
            line
            for what in waiting[:MOST_WAITING]
            for line in wrapped(Content.assemble(("▲ ", "$amber"), say(what)), WIDTH)
        ]
        self._panel("waiting", t("Needs attention"), lines)

    def _panel(self, name: str, heading: Sayable, lines: Iterable[Content]) -> None:
        panel, content = self.query_one(f"#{name}", Static), stack([*lines])
        panel.display = bool(content)
        panel.border_title = literal(self._language.say(heading))
        shown = panel.content
        if not (isinstance(shown, Content) and shown.is_same(content)):
            panel.update(content)

    def _sessions(self, school: School, sessions: Iterable[SessionOfBoard]) -> Iterable[Content]:
        say = self._language.say
        for one in sessions:
            session, figures = one.line.session, one.line.figures
            if session.is_cancelled:
                continue
            yield cell(say(school.workshop(session).title), WIDTH, "bold")
            part, whole = figures.due, session.places
            if not whole:
                part, whole = figures.arrived + figures.left, figures.due
            waits = (
                say(tn("{n} waiting", "{n} waiting", one.line.waiting)) if one.line.waiting else ""
            )
            yield Content.assemble(
                how_full(one.line, BAR + 1)[1:], f"  {part}/{whole}  ", (waits, "$muted")
            )
            where = filter(None, (say(school.word(session.room)), leader_names(school, session)))
            yield cell(" · ".join(where), WIDTH, "$muted")

    def _happening(self, school: School, one: Happening) -> Content:
        say = self._language.say
        at = (f"{say(school.local(one.at))} ", "$muted")
        if one.session is not None:
            title = say(school.workshop(one.session).title)
            what = t("cancelled") if one.session.is_cancelled else t("moved")
            tail = Content(say(what)).stylize("$amber")
            return Content.assemble(at, cell_to_fit(title, tail), "  ", tail)
        move = one.movement
        if move is None:
            return Content()
        proof = say(evidence_name(move.evidence, school.settings))
        came = t("in, {proof}", proof=proof) if move.inward else tc("people", "left")
        tail = Content(say(came)).stylize("$in" if move.inward else "$muted")
        name = school.people[move.person].name if move.person in school.people else ""
        return Content.assemble(at, cell_to_fit(name, tail), "  ", tail)


def _now_or_next(view: BoardView) -> list[SlotOfBoard]:
    """Return the slots that run; if none does, the one that comes next."""
    running = [one for one in view.slots if one.phase is Phase.RUNNING]
    return running or [one for one in view.slots if one.phase is Phase.TO_COME][:1]


def cell_to_fit(name: str, tail: Content) -> Content:
    """Return a name, cut so that what happened fits beside it."""
    return (
        Content(name)
        .stylize("bold")
        .truncate(max(6, WIDTH - 6 - 2 - tail.cell_length), ellipsis=True)
    )
