"""The board's rows of sessions by slot: what they are, how full, who is in and who is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance.board import Figures
from kiosk.rules.attendance.session_lines import SessionLine
from kiosk.rules.attendance.sessions_of_board import Phase, SessionOfBoard, SlotOfBoard
from kiosk.rules.model.labels import leader_names, own_times
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, n_, t, tc
from kiosk.widgets.columns import bar, cell
from kiosk.widgets.line_list import LineList, Rows

BAR, SHORT_BAR = 12, 7
"""The widths of the bar."""
BOOKED, WAITING, IN, OTHERS, AWAY, NOT_YET = 8, 8, 4, 4, 6, 11
"""The widths of the columns of numbers, at least; a longer heading makes its column wider."""
FOR_AWAY = 84
FOR_LONG_BAR, FOR_BAR, FOR_LEADERS, FOR_ROOM = 60, 36, 58, 26
"""The columns beside the numbers below which the bar, the leaders, or the room too, are left out.
"""
NOT_THERE = {
    Phase.TO_COME: (tc("people", "to come"), "$muted"),
    Phase.RUNNING: (t("not yet in"), "bold $amber"),
    Phase.OVER: (tc("people", "missed it"), "$late"),
}
"""What somebody is called who is expected and not there, and the colour of how many."""


class SessionList(LineList):
    """The sessions under headings for their slots; Enter opens a register."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Register"), key_display="Enter")
    ]


class SessionRows:
    """Draws the rows of sessions, all with the same columns.

    A column that would be empty in every row is left out: who waits for a place, who is in without
    being expected, and who is known not to come or has gone again.
    """

    def __init__(
        self,
        language: Language,
        school: School,
        slots: Iterable[SlotOfBoard],
    ) -> None:
        """Draw these slots, each under a heading."""
        self._say, self._school = language.say, school
        self._rows: list[SlotOfBoard | SessionOfBoard] = []
        for slot in slots:
            self._rows += [slot, *slot.sessions]
        lines = [row.line for row in self._rows if isinstance(row, SessionOfBoard)]
        figures = [line.figures for line in lines]
        booked = (tc("places", "booked"), tc("people", "expected"))
        self._booked = self._wide(BOOKED, *booked)
        self._in = self._wide(IN, tc("people", "in"))
        self._not_yet = self._wide(NOT_YET, *(word for word, _ in NOT_THERE.values()))
        has_waiting = any(line.waiting for line in lines)
        self._waiting = self._wide(WAITING, tc("people", "waiting")) if has_waiting else 0
        self._others = OTHERS if any(one.others for one in figures) else 0
        self._has_away = any(map(_away, figures))
        self._columns = (language.code, self._waiting, self._others, self._has_away)

    def rows(self) -> Rows:
        """Return the rows for a list."""
        ids = [row.line.session.id if isinstance(row, SessionOfBoard) else "" for row in self._rows]
        # besides its counts a row names what is planned and people
        plan = id(self._school.plan_results)
        return Rows(ids, self._drawn, about=lambda place: (self._rows[place], plan, self._columns))

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the columns of the title, the room, the leaders and the bar."""
        rest = width - self._numbers(width)
        full = (BAR if rest >= FOR_LONG_BAR else SHORT_BAR) if rest >= FOR_BAR else 0
        rest -= full
        # shares of what the numbers leave, so that titles get most of a wide terminal
        leader, room = rest * 28 // 100, rest * 22 // 100
        if rest < FOR_LEADERS:
            leader, room = 0, rest * 30 // 100 if rest >= FOR_ROOM else 0
        return rest - leader - room, room, leader, full

    def _wide(self, least: int, *headings: Text) -> int:
        return max(least, *(cell_len(self._say(heading)) + 1 for heading in headings))

    def _away(self, width: int) -> int:
        """Return the columns of those who are away: the first that has no room."""
        return AWAY if self._has_away and width >= FOR_AWAY else 0

    def _numbers(self, width: int) -> int:
        numbers = self._booked + self._waiting + self._in + self._others
        return numbers + self._away(width) + self._not_yet

    def _drawn(self, place: int, width: int) -> Content:
        row = self._rows[place]
        if isinstance(row, SlotOfBoard):
            return self._heading(row, width)
        return self._session(row, width)

    def _heading(self, slot: SlotOfBoard, width: int) -> Content:
        say = self._say
        third = (
            tc("places", "booked")
            if slot.slot.kind is SlotKind.CHOICE
            else tc("people", "expected")
        )
        title, room, leader, full = self._widths(width)
        glyph = {Phase.RUNNING: "● ", Phase.OVER: "✓ ", Phase.TO_COME: ""}[slot.phase]
        style = "$muted" if slot.phase is Phase.OVER else "bold $blue"
        not_there, _ = NOT_THERE[slot.phase]
        return Content.assemble(
            cell(f"{glyph}{say(slot.slot.start)}  {say(slot.slot.title)}",
                 title + room + leader + full - 1, style),
            " ",
            cell(say(third), self._booked, "$muted", right=True),
            cell(say(tc("people", "waiting")), self._waiting, "$muted", right=True),
            cell(say(tc("people", "in")), self._in, "$muted", right=True),
            cell("", self._others),
            cell(say(tc("people", "away")), self._away(width), "$muted", right=True),
            cell(say(not_there), self._not_yet, "$muted", right=True),
        )  # fmt: skip

    def _session(self, row: SessionOfBoard, width: int) -> Content:
        line, say = row.line, self._say
        session = line.session
        name = say(self._school.workshop(session).title)
        if own_times(self._school, session) is not None:
            name = f"{say(session.start)}–{say(session.end)} {name}"
        title, room, leader, full = self._widths(width)
        if session.is_cancelled:
            numbers = [cell(say(t("cancelled")), self._numbers(width) + full, "$amber", right=True)]
        else:
            numbers = [how_full(line, full), *self._counts(row, width)]
        quiet = "$muted" if row.phase is Phase.OVER else ""
        return Content.assemble(
            cell(f"  {name}", title - 1, quiet),
            " ",
            *_aside(say(self._school.word(session.room)), room),
            *_aside(leader_names(self._school, session), leader),
            *numbers,
        )

    def _counts(self, row: SessionOfBoard, width: int) -> list[Content]:
        line, phase = row.line, row.phase
        figures, places = line.figures, line.session.places
        booked = f"{figures.due}/{places}" if places else str(figures.due)
        away, is_quiet = _away(figures), phase is Phase.TO_COME
        _, late = NOT_THERE[phase]
        return [
            cell(booked, self._booked, right=True),
            cell(_unless_zero(line.waiting), self._waiting, "$muted", right=True),
            # before it begins nobody is expected to be there: noughts would only be noise
            cell(_unless_zero(figures.arrived) if is_quiet else str(figures.arrived), self._in,
                 "bold $in", right=True),
            cell(f"+{figures.others}" if figures.others else "", self._others, "$in"),
            cell(_unless_zero(away), self._away(width), "$muted", right=True),
            cell(_unless_zero(figures.not_yet_in) if not is_quiet else "", self._not_yet, late,
                 right=True),
        ]  # fmt: skip


def how_full(line: SessionLine, width: int) -> Content:
    """Return a bar of the places taken, or of those expected who are there; amber: it is full."""
    if not width:
        return Content()
    figures, places = line.figures, line.session.places
    if places:
        style = "$amber" if figures.due >= places else "$in"
        drawn = bar(figures.due, places, width - 1, style)
    else:
        drawn = bar(figures.arrived + figures.left, figures.due, width - 1, "$in")
    return Content.assemble(" ", drawn)


def _unless_zero(number: int) -> str:
    return str(number) if number else ""


def _aside(text: str, width: int) -> list[Content]:
    """Return a text beside a title and the gap after it, or nothing where it has no columns."""
    return [cell(text, width - 1, "$muted"), Content(" ")] if width else []


def _away(figures: Figures) -> int:
    """Return how many of those due are known not to be there, or have left early."""
    return figures.accounted + figures.left
