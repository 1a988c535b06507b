"""The board's rows of people: how they stand, who they are, since when, where now and next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance.board import BoardState, PersonLine, hours_ended
from kiosk.rules.attendance.people_of_board import WORDS, since, where_next, where_now
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.namesakes import labels_of_namesakes
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import n_, t, tc
from kiosk.widgets.columns import cell
from kiosk.widgets.line_list import LineList, Rows
from kiosk.widgets.people_columns import whole_surname

GLYPHS = {
    BoardState.LATE: ("▲", "$late"),
    BoardState.EXPECTED: ("○", "$muted"),
    BoardState.IN: ("●", "$in"),
    BoardState.LEFT: ("◐", "$muted"),
    BoardState.ACCOUNTED: ("–", "$amber"),
    BoardState.NOT_REQUIRED: ("·", "$muted"),
}
"""Each state's glyph and colour."""
AT, LEAST_NAME, MOST_NAME, LEAST_POST, POST = 7, 20, 34, 12, 30
"""The columns for a time, for names, and for role and department."""
FOR_WHERE, FOR_BOTH = 86, 118
"""The columns from which it says where somebody is to be, and then now and next apart."""


class PeopleList(LineList):
    """Everybody; Enter opens a person's page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Person"), key_display="Enter"),
        Binding("tab", "screen.next_list", n_("Sessions"), key_display="Tab"),
    ]


class PeopleRows:
    """Draws the rows of people, all with the same columns."""

    def __init__(
        self,
        language: Language,
        school: School,
        now: datetime,
        day: InsetDay,
        lines: Sequence[PersonLine],
    ) -> None:
        """Draw these people as they stand at `now`."""
        self._say, self._school, self._now, self._day = language.say, school, now, day
        self._lines, self._more = lines, labels_of_namesakes(school)
        self._states = {line.presence for line in lines} or {BoardState.IN}

    def rows(self) -> Rows:
        """Return the rows for a list."""
        ids = [line.person.id for line in self._lines]
        return Rows(ids, self._row, names=self._names)

    def _word(self, state: BoardState, width: int) -> str:
        is_short = state is BoardState.ACCOUNTED and width < FOR_WHERE
        return self._say(t("absent") if is_short else WORDS[state])

    def _status(self, width: int) -> int:
        return 4 + max(cell_len(self._word(state, width)) for state in self._states)

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the columns of the name, the post, where now and where next."""
        rest = width - self._status(width) - AT
        if width < FOR_WHERE:
            name = max(LEAST_NAME, min(MOST_NAME, rest // 2))
            return (name, rest - name, 0, 0) if rest - name >= LEAST_POST else (rest, 0, 0, 0)
        name = min(MOST_NAME, max(LEAST_NAME, rest * 30 // 100))
        post = min(POST, rest * 36 // 100)
        where = rest - name - post
        now = where // 2 if width >= FOR_BOTH else 0
        return name, post, now, where - now

    def _names(self, width: int) -> Content:
        name, post, now, after = self._widths(width)
        say = self._say
        return Content.assemble(
            cell(say(tc("people", "Status")), self._status(width)),
            cell(say(t("Name")), name),
            cell(say(tc("people", "Role")), post),
            cell(say(tc("people", "At")), AT),
            cell(say(t("Now")), now),
            cell(say(t("Next") if now else t("Now or next")), after),
        )

    def _row(self, place: int, width: int) -> Content:
        line, (name, post, now, after) = self._lines[place], self._widths(width)
        glyph, colour = GLYPHS[line.presence]
        at = since(self._school, self._day, line)
        return Content.assemble(
            cell(f"{glyph} {self._word(line.presence, width)}", self._status(width), colour),
            cell(whole_surname(line.person.name, name - 2), name, "bold"),
            cell(self._post(line, post - 2), post),
            cell(self._say(self._school.local(at)) if at is not None else "", AT),
            *self._where(line, now, after),
        )

    def _post(self, line: PersonLine, width: int) -> Content:
        """Return role and department, before them that hours are over, after them which of some."""
        person = line.person
        over = None
        if line.presence is BoardState.IN:
            over = hours_ended(self._school, self._now, person, self._day)
        more = self._more.get(person.id)
        tail = Content(f" · {self._say(more)}") if more is not None else Content()
        if over is not None:
            tail += Content(f" · {self._say(t('hours ended {time}', time=over))}").stylize("$amber")
        post = Content(self._say(post_of(self._school, person))).stylize("$muted")
        return post.truncate(max(1, width - tail.cell_length), ellipsis=True) + tail

    def _where(self, line: PersonLine, now: int, after: int) -> Iterable[Content]:
        if not after:
            return ()
        about = (self._school, self._now, line.person, self._day)
        is_here = line.presence is BoardState.IN
        here = self._say(where_now(*about)) if is_here else ""
        is_coming = line.presence in (BoardState.IN, BoardState.LATE, BoardState.EXPECTED)
        coming = self._say(where_next(*about)) if is_coming else ""
        if not now:
            return (cell(here or coming, after, "" if here else "$muted"),)
        return cell(Content(here).truncate(now - 2, ellipsis=True), now), cell(
            coming, after, "$muted"
        )
