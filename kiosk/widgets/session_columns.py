"""The board's rows of sessions: title, room and leaders, then the numbers in columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance.board import Figures
from kiosk.rules.attendance.session_lines import SessionLine
from kiosk.rules.model.labels import leader_names, own_times
from kiosk.rules.model.records import Slot
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import t, tc
from kiosk.widgets.columns import cell
from kiosk.widgets.lazy_row import LazyRow

BOOKED, WAITING, IN, OTHERS, AWAY, NOT_YET = 9, 8, 5, 4, 6, 8
"""The widths of the columns of numbers."""
FOR_LEADERS, FOR_ROOM = 44, 36
"""The columns beside the numbers below which the leaders, or the room too, are left out."""


class SessionColumns:
    """Makes the rows of one list, all with the same columns.

    A column that would be empty in every row is left out: who waits for a place, who is in without
    being expected, and who is known not to come or has gone again.
    """

    def __init__(
        self, language: Language, school: School, width: int, lines: Iterable[SessionLine]
    ) -> None:
        """Lay the columns out for these lines, `width` cells wide."""
        self._say, self._school = language.say, school
        lines = list(lines)
        figures = [line.figures for line in lines]
        self._waiting = WAITING if any(line.waiting for line in lines) else 0
        self._others = OTHERS if any(one.others for one in figures) else 0
        self._away = AWAY if any(map(_away, figures)) else 0
        self._numbers = BOOKED + self._waiting + IN + self._others + self._away + NOT_YET
        # shares of what the numbers leave, so that titles get most of a wide terminal
        rest = width - self._numbers
        self._leader, self._room = rest * 28 // 100, rest * 22 // 100
        if rest < FOR_LEADERS:
            self._leader, self._room = 0, rest * 30 // 100 if rest >= FOR_ROOM else 0
        self._title = rest - self._leader - self._room
        self._widths = (width, self._waiting, self._others, self._away)

    def heading(self, slot: Slot) -> LazyRow:
        """Return the heading of a slot: its time and title, and the names of the columns."""
        return LazyRow(partial(self._heading, slot), slot, self._widths)

    def _heading(self, slot: Slot) -> Content:
        say = self._say
        third = tc("places", "booked") if slot.kind is SlotKind.CHOICE else tc("people", "expected")
        return Content.assemble(
            cell(
                f"{say(slot.start)}  {say(slot.title)}",
                self._title + self._room + self._leader - 1,
                "bold $blue",
            ),
            " ",
            cell(say(third), BOOKED, "$muted", right=True),
            cell(say(tc("people", "waiting")), self._waiting, "$muted", right=True),
            cell(say(tc("people", "in")), IN, "$muted", right=True),
            cell("", self._others),
            cell(say(tc("people", "away")), self._away, "$muted", right=True),
            cell(say(tc("people", "not in")), NOT_YET, "$muted", right=True),
        )

    def row(self, line: SessionLine) -> LazyRow:
        """Return the row of a session."""
        session, say = line.session, self._say
        title = say(self._school.workshop(session).title)
        if own_times(self._school, session) is not None:
            title = f"{say(session.start)}–{say(session.end)} {title}"
        leaders = leader_names(self._school, session)
        room = say(self._school.word(session.room))
        make = partial(self._row, line, title, room, leaders)
        return LazyRow(make, line, title, room, leaders, self._widths)

    def _row(self, line: SessionLine, title: str, room: str, leaders: str) -> Content:
        session, say = line.session, self._say
        if session.is_cancelled:
            numbers = [cell(say(t("cancelled")), self._numbers, "$amber", right=True)]
        else:
            numbers = self._counts(line)
        return Content.assemble(
            cell(f"  {title}", self._title - 1),
            " ",
            *_aside(room, self._room),
            *_aside(leaders, self._leader),
            *numbers,
        )

    def _counts(self, line: SessionLine) -> list[Content]:
        figures, places = line.figures, line.session.places
        booked = f"{figures.due}/{places}" if places else str(figures.due)
        waiting = str(line.waiting) if line.waiting else ""
        others = f"+{figures.others}" if figures.others else ""
        away = _away(figures)
        late = "bold $amber" if figures.not_yet_in else "$muted"
        return [
            cell(booked, BOOKED, "$foreground", right=True),
            cell(waiting, self._waiting, "$muted", right=True),
            cell(str(figures.arrived), IN, "bold $in", right=True),
            cell(others, self._others, "$in"),
            cell(str(away) if away else "", self._away, "$muted", right=True),
            cell(str(figures.not_yet_in), NOT_YET, late, right=True),
        ]


def _aside(text: str, width: int) -> list[Content]:
    """Return a text beside a title and the gap after it, or nothing where it has no columns."""
    return [cell(text, width - 1, "$muted"), Content(" ")] if width else []


def _away(figures: Figures) -> int:
    """Return how many of those due are known not to be there, or have left early."""
    return figures.accounted + figures.left
