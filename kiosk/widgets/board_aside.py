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
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Sayable, t, tc, tn
from kiosk.widgets.board_sessions import how_full
from kiosk.widgets.columns import cell, cut_at_word, literal, stack, wrapped

WIDTH = 38
"""The columns of the text."""
BAR = 20
LINES = 3
"""How many lines a session takes."""
SHARE = 60
"""The most that the sessions take of the height, in per cent."""
MOST_WAITING = 5
"""How many things that wait are named."""
LEAST_HAPPENED = 8
"""The lines, with a frame, that what just happened keeps before the next slot is shown."""
FRAME = 2
PLACES = 7
"""The columns for the places of a session of the next slot."""


class BoardAside(Vertical):
    """Four panels, each only where it has something to say."""

    def __init__(self, language: Language) -> None:
        """Show nothing yet."""
        super().__init__(id="aside")
        self._language = language

    def compose(self) -> ComposeResult:
        """Put one panel below the other."""
        for name in ("running", "next", "waiting", "happened"):
            yield Static(id=name, classes="panel")

    def show(
        self, school: School, view: BoardView, waiting: Sequence[Sayable], *, with_sessions: bool
    ) -> None:
        """Show a board, and what waits for the tutor, the most urgent first."""
        say = self._language.say
        slots, later = _now_and_next(view) if with_sessions else ([], None)
        room = max(1, (self.size.height * SHARE // 100 - FRAME) // LINES)
        sessions = [session for slot in slots for session in slot.sessions][:room]
        shown = [*self._sessions(school, sessions)]
        self._panel("running", _heading(slots[-1]) if slots else "", shown)
        happened = [self._happening(school, one) for one in view.happened]
        self._panel("happened", t("Just happened"), happened)
        lines = [
            line
            for what in waiting[:MOST_WAITING]
            for line in wrapped(Content.assemble(("▲ ", "$amber"), say(what)), WIDTH)
        ]
        self._panel("waiting", t("Needs attention"), lines)
        used = sum(len(some) + FRAME for some in (shown, lines) if some)
        room = self.size.height - used - FRAME - min(LEAST_HAPPENED, len(happened) + FRAME)
        coming = [] if later is None else [*self._places(school, later)]
        if len(coming) > room:
            more = len(coming) - room + 1
            said = self._language.say(tn("… and {n} more", "… and {n} more", more))
            coming = [*coming[: room - 1], Content(said).stylize("$muted")] if room > 1 else []
        self._panel("next", _heading(later) if later is not None else "", coming)

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
            yield cell(cut_at_word(say(school.workshop(session).title), WIDTH), WIDTH, "bold")
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

    def _places(self, school: School, slot: SlotOfBoard) -> Iterable[Content]:
        """Yield the sessions of a slot that is to come, each with how full it is, in one line."""
        for one in slot.sessions:
            session, due = one.line.session, one.line.figures.due
            if not session.is_cancelled:
                most = session.places
                is_full = due >= most if most else False
                places = f"{due}/{most}" if most else str(due)
                title = self._language.say(school.workshop(session).title)
                yield cell(cut_at_word(title, WIDTH - PLACES), WIDTH - PLACES) + cell(
                    places, PLACES, "$amber" if is_full else "$muted", right=True
                )

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


def _now_and_next(view: BoardView) -> tuple[list[SlotOfBoard], SlotOfBoard | None]:
    """Return the slots that run, and the next that has places; if none runs, the next comes first.

    Beside what everybody goes to, the next choice is what changes and is asked about.
    """
    running = [one for one in view.slots if one.phase is Phase.RUNNING]
    coming = [one for one in view.slots if one.phase is Phase.TO_COME]
    if not running:
        running, coming = coming[:1], coming[1:]
    choices = (one for one in coming if one.slot.kind is SlotKind.CHOICE)
    return running, next(choices, None)


def _heading(slot: SlotOfBoard) -> Sayable:
    return t("{start} {title}", start=slot.slot.start, title=slot.slot.title)


def cell_to_fit(name: str, tail: Content) -> Content:
    """Return a name, cut so that what happened fits beside it."""
    return (
        Content(name)
        .stylize("bold")
        .truncate(max(6, WIDTH - 6 - 2 - tail.cell_length), ellipsis=True)
    )
