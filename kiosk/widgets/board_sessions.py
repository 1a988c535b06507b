"""The board's rows of sessions by slot: what they are, how full, who is in and who is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from kiosk.text import n_, t, tc
from kiosk.widgets.columns import bar, cell, cut_at_word, spread
from kiosk.widgets.line_list import LineList, Rows

BAR, SHORT_BAR = 12, 8
INDENT = 2
OTHERS, AWAY = 4, 6
"""The widths of columns of numbers, at least; a longer heading makes its column wider."""
LEAST_TITLE, MOST_TITLE = 35, 46
"""The columns that titles keep before anything stands beside them, and the most that they get."""
LEAST_ROOM, LEAST_LEADERS, MOST_LEADERS = 9, 18, 30
"""The columns below which the room or the leaders are left out, and the most for leaders."""
FOR_AWAY = 84
"""From so many columns on, those away have a column, and headings are given in full."""
NOT_THERE = {
    Phase.RUNNING: (t("not yet in"), tc("people", "not yet"), "bold $amber"),
    Phase.OVER: (tc("people", "missed it"), tc("people", "missed"), "$late"),
}
"""What somebody is called who is expected and not there, also in short, and the colour of how many.
Before it begins nobody is.
"""


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
        self._title = _widest(map(self._name, lines)) + INDENT + 1
        rooms = {line.session.room for line in lines}
        self._room = _widest(self._say(school.word(room)) for room in rooms) + 1
        self._booked = _widest(map(_booked, lines)) + 1
        self._waiting = _widest(map(_waiting, lines))
        self._waiting += bool(self._waiting)
        arrived = [self._say(tc("people", "in")), *(str(one.arrived) for one in figures)]
        self._in = _widest(arrived) + 1
        self._others = OTHERS if any(one.others for one in figures) else 0
        self._has_away = any(map(_away, figures))
        self._columns = (
            language.code, self._title, self._room, self._booked, self._waiting, self._in,
            self._others, self._has_away,
        )  # fmt: skip

    def rows(self) -> Rows:
        """Return the rows for a list."""
        ids = [row.line.session.id if isinstance(row, SessionOfBoard) else "" for row in self._rows]
        # besides its counts a row names what is planned and people
        plan = id(self._school.plan_results)

        def about(place: int) -> tuple[object, ...]:
            return self._rows[place], plan, self._columns

        return Rows(ids, self._drawn, about=about)

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the columns of the title, the room, the leaders and the bar.

        Titles come first, as far as they are needed to tell sessions apart; then rooms, the rest of
        the titles, the bar, and leaders.
        """
        rest, title = width - self._numbers(width), min(self._title, MOST_TITLE)
        room = min(self._room, rest - min(title, LEAST_TITLE))
        room = room if room >= min(self._room, LEAST_ROOM) else 0
        spare = rest - room - title
        full = SHORT_BAR if spare >= SHORT_BAR else 0
        leader = min(spare - full, MOST_LEADERS)
        leader = leader if full and leader >= LEAST_LEADERS else 0
        full += min(BAR - SHORT_BAR, spare - full - leader) if full else 0
        return rest - room - leader - full, room, leader, full

    def _away(self, width: int) -> int:
        """Return the columns of those who are away: the first that has no room."""
        away = cell_len(self._say(tc("people", "away"))) + 2
        return max(AWAY, away) if self._has_away and width >= FOR_AWAY else 0

    def _not_there(self, phase: Phase, width: int) -> str:
        """Return the heading of those who are not there; blank before it begins."""
        if phase is Phase.TO_COME:
            return ""
        full, short, _ = NOT_THERE[phase]
        return self._say(full if width >= FOR_AWAY else short)

    def _not_yet(self, width: int) -> int:
        return _widest(self._not_there(phase, width) for phase in NOT_THERE) + _gap(width)

    def _numbers(self, width: int) -> int:
        least = self._booked + self._waiting + self._came(width) + self._others
        return least + self._away(width) + self._not_yet(width)

    def _came(self, width: int) -> int:
        return self._in + _gap(width) - 1

    def _drawn(self, place: int, width: int) -> Content:
        row = self._rows[place]
        if isinstance(row, SlotOfBoard):
            return self._heading(row, width)
        return self._session(row, width)

    def _heading(self, slot: SlotOfBoard, width: int) -> Content:
        say = self._say
        is_choice = slot.slot.kind is SlotKind.CHOICE
        booked = say(tc("places", "booked") if is_choice else tc("people", "expected"))
        # it stands above both columns, and goes on to the left of them
        if any(one.line.waiting for one in slot.sessions):
            booked = f"{booked} +{say(tc('people', 'waiting'))}"
        else:
            booked += " " * self._waiting
        glyph = {Phase.RUNNING: "● ", Phase.OVER: "✓ ", Phase.TO_COME: ""}[slot.phase]
        style = "$muted" if slot.phase is Phase.OVER else "bold $blue"
        is_to_come = slot.phase is Phase.TO_COME
        are_away = any(_away(one.line.figures) for one in slot.sessions)
        names = (
            (say(tc("people", "in")) if not is_to_come else "", self._came(width)),
            ("", self._others),
            (say(tc("people", "away")) if not is_to_come or are_away else "", self._away(width)),
            (self._not_there(slot.phase, width), self._not_yet(width)),
        )
        right = Content.assemble(
            (booked, "$muted"), *(cell(name, room, "$muted", right=True) for name, room in names)
        )
        title = f"{glyph}{say(slot.slot.start)}  {say(slot.slot.title)}"
        title = cut_at_word(title, width - right.cell_length - 1)
        return spread(Content(title).stylize(style), right, width)

    def _session(self, row: SessionOfBoard, width: int) -> Content:
        line, session, say = row.line, row.line.session, self._say
        title, room, leader, full = self._widths(width)
        # where titles stand alone they have every column, and the numbers their own gap
        gap = 1 if room else 0
        indent = " " * (INDENT if room else 1)
        if session.is_cancelled:
            numbers = [cell(say(t("cancelled")), self._numbers(width) + full, "$amber", right=True)]
        else:
            numbers = [how_full(line, full), *self._counts(row, width)]
        quiet = "$muted" if row.phase is Phase.OVER else ""
        return Content.assemble(
            cell(
                f"{indent}{cut_at_word(self._name(line), title - len(indent) - gap)}", title, quiet
            ),
            *_aside(say(self._school.word(session.room)), room),
            *_aside(leader_names(self._school, session), leader),
            *numbers,
        )

    def _name(self, line: SessionLine) -> str:
        say, session = self._say, line.session
        name = say(self._school.workshop(session).title)
        if own_times(self._school, session) is None:
            return name
        return f"{say(session.start)}–{say(session.end)} {name}"

    def _counts(self, row: SessionOfBoard, width: int) -> Iterator[Content]:
        line, phase, figures = row.line, row.phase, row.line.figures
        # before it begins nobody is expected to be there: noughts would only be noise
        is_quiet = phase is Phase.TO_COME
        arrived = _unless_zero(figures.arrived) if is_quiet else str(figures.arrived)
        missing = "" if is_quiet else _unless_zero(figures.not_yet_in)
        style = "" if is_quiet else NOT_THERE[phase][2]
        yield cell(_booked(line), self._booked, right=True)
        yield cell(_waiting(line), self._waiting, "$amber", right=True)
        yield cell(arrived, self._came(width), "bold $in", right=True)
        yield cell(f"+{figures.others}" if figures.others else "", self._others, "$in")
        yield cell(_unless_zero(_away(figures)), self._away(width), "$muted", right=True)
        yield cell(missing, self._not_yet(width), style, right=True)


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


def _booked(line: SessionLine) -> str:
    """Return how many have a place, or are expected, and of how many places."""
    due, places = line.figures.due, line.session.places
    return f"{due}/{places}" if places else str(due)


def _waiting(line: SessionLine) -> str:
    """Return how many wait for a place besides."""
    return f"+{line.waiting}" if line.waiting else ""


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _gap(width: int) -> int:
    """Return the columns between two columns of numbers."""
    return 2 if width >= FOR_AWAY else 1


def _unless_zero(number: int) -> str:
    return str(number) if number else ""


def _aside(text: str, width: int) -> list[Content]:
    """Return a text beside a title and the gap after it, or nothing where it has no columns."""
    return [cell(text, width - 1, "$muted"), Content(" ")] if width else []


def _away(figures: Figures) -> int:
    """Return how many of those due are known not to be there, or have left early."""
    return figures.accounted + figures.left
