"""The board's rows of sessions by slot: what they are, how full, who is in and who is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
BOOKED, WAITING, IN, OTHERS, AWAY, NOT_YET = 8, 9, 4, 4, 6, 12
"""The widths of the columns of numbers, at least; a longer heading makes its column wider."""
FOR_AWAY = 84
FOR_LONG_BAR, FOR_BAR, FOR_LEADERS, FOR_ROOM = 72, 44, 66, 38
"""The columns beside the numbers below which the bar, the leaders, or the room too, are left out.
"""
NOT_THERE = {
    Phase.RUNNING: (t("not yet in"), "bold $amber"),
    Phase.OVER: (tc("people", "missed it"), "$late"),
}
"""What somebody is called who is expected and not there, and the colour of how many. Before it
begins nobody is: who waits for a place then stands in that column.
"""


Part = tuple[str, str]
"""A text of a column, and its style."""


class SessionList(LineList):
    """The sessions under headings for their slots; Enter opens a register."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Register"), key_display="Enter"),
        Binding("tab", "screen.next_list", n_("People"), key_display="Tab"),
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
        slots: Sequence[SlotOfBoard],
    ) -> None:
        """Draw these slots, each under a heading."""
        self._say, self._school = language.say, school
        self._rows: list[SlotOfBoard | SessionOfBoard] = []
        for slot in slots:
            self._rows += [slot, *slot.sessions]
        lines = [row.line for row in self._rows if isinstance(row, SessionOfBoard)]
        figures = [line.figures for line in lines]
        to_come = [slot for slot in slots if slot.phase is Phase.TO_COME]
        self._to_come = {one.line.session.id for slot in to_come for one in slot.sessions}
        """The sessions of slots that have not begun."""
        begun = [slot for slot in slots if slot.phase is not Phase.TO_COME]
        self._booked = self._wide(BOOKED, tc("places", "booked"), tc("people", "expected"))
        self._in = self._wide(IN, tc("people", "in"))
        self._not_yet = self._wide(NOT_YET, *(word for word, _ in NOT_THERE.values()))
        self._to_wait = self._wide(WAITING, tc("people", "waiting"))
        self._waiting = self._to_wait if any(map(_waits, begun)) else 0
        self._others = OTHERS if any(one.others for one in figures) else 0
        self._has_away = any(map(_away, figures))
        self._columns = (language.code, self._waiting, self._others, self._has_away)

    def rows(self) -> Rows:
        """Return the rows for a list."""
        ids = [row.line.session.id if isinstance(row, SessionOfBoard) else "" for row in self._rows]
        # besides its counts a row names what is planned and people
        plan = id(self._school.plan_results)

        def about(place: int) -> tuple[object, ...]:
            return self._rows[place], ids[place] in self._to_come, plan, self._columns

        return Rows(ids, self._drawn, about=about)

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the columns of the title, the room, the leaders and the bar."""
        rest = width - self._numbers(width)
        full = (BAR if rest >= FOR_LONG_BAR else SHORT_BAR) if rest >= FOR_BAR else 0
        rest -= full
        # shares of what the numbers leave, so that titles get most of a wide terminal
        leader, room = rest * 24 // 100, rest * 22 // 100
        if rest < FOR_LEADERS:
            leader, room = 0, rest * 30 // 100 if rest >= FOR_ROOM else 0
        return rest - leader - room, room, leader, full

    def _wide(self, least: int, *headings: Text) -> int:
        return max(least, *(cell_len(self._say(heading)) + 1 for heading in headings))

    def _away(self, width: int) -> int:
        """Return the columns of those who are away: the first that has no room."""
        return AWAY if self._has_away and width >= FOR_AWAY else 0

    def _numbers(self, width: int) -> int:
        least = self._booked + self._waiting + self._in + self._others
        return least + self._away(width) + self._not_yet

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
        is_to_come = slot.phase is Phase.TO_COME
        names: list[Part] = [
            (say(third), "$muted"),
            (say(tc("people", "waiting")) if _waits(slot) else "", "$muted"),
            (say(tc("people", "in")) if not is_to_come else "", "$muted"),
            ("", ""),
            (say(tc("people", "away")) if not is_to_come or _are_away(slot) else "", "$muted"),
            (say(NOT_THERE[slot.phase][0]) if not is_to_come else "", "$muted"),
        ]
        return Content.assemble(
            cell(f"{glyph}{say(slot.slot.start)}  {say(slot.slot.title)}",
                 title + room + leader + full - 1, style),
            " ",
            *self._in_columns(names, width, is_to_come=is_to_come),
        )  # fmt: skip

    def _in_columns(
        self, parts: Sequence[Part], width: int, *, is_to_come: bool
    ) -> Iterator[Content]:
        """Yield the numbers of a row, or their names.

        Before a slot begins nobody is there or not there: who waits then stands in their place.
        """
        booked, waiting, arrived, others, away, missing = parts
        yield cell(booked[0], self._booked, booked[1], right=True)
        if not is_to_come:
            yield cell(waiting[0], self._waiting, waiting[1], right=True)
        yield cell(arrived[0], self._in, arrived[1], right=True)
        yield cell(others[0], self._others, others[1])
        rest = self._waiting + self._away(width) + self._not_yet
        if is_to_come:
            yield cell(waiting[0], self._to_wait, waiting[1], right=True)
            room = rest - self._to_wait
            yield cell(away[0] if room >= AWAY else "", room, away[1], right=True)
        else:
            yield cell(away[0], self._away(width), away[1], right=True)
            yield cell(missing[0], self._not_yet, missing[1], right=True)

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

    def _counts(self, row: SessionOfBoard, width: int) -> Iterator[Content]:
        line, phase = row.line, row.phase
        figures, places = line.figures, line.session.places
        # before it begins nobody is expected to be there: noughts would only be noise
        is_quiet = phase is Phase.TO_COME
        numbers: list[Part] = [
            (f"{figures.due}/{places}" if places else str(figures.due), ""),
            (_unless_zero(line.waiting), "$muted"),
            (_unless_zero(figures.arrived) if is_quiet else str(figures.arrived), "bold $in"),
            (f"+{figures.others}" if figures.others else "", "$in"),
            (_unless_zero(_away(figures)), "$muted"),
            ("", "") if is_quiet else (_unless_zero(figures.not_yet_in), NOT_THERE[phase][1]),
        ]
        return self._in_columns(numbers, width, is_to_come=line.session.id in self._to_come)


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


def _waits(slot: SlotOfBoard) -> bool:
    """Return whether somebody waits for a place in the slot."""
    return any(one.line.waiting for one in slot.sessions)


def _are_away(slot: SlotOfBoard) -> bool:
    """Return whether somebody of the slot is known to be away."""
    return any(_away(one.line.figures) for one in slot.sessions)


def _unless_zero(number: int) -> str:
    return str(number) if number else ""


def _aside(text: str, width: int) -> list[Content]:
    """Return a text beside a title and the gap after it, or nothing where it has no columns."""
    return [cell(text, width - 1, "$muted"), Content(" ")] if width else []


def _away(figures: Figures) -> int:
    """Return how many of those due are known not to be there, or have left early."""
    return figures.accounted + figures.left
