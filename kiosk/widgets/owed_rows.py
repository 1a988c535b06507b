"""The rows of what is outstanding: how it stands, by when, who owes it, and what it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.follow_up.catch_up_states import CatchUpState
from kiosk.rules.follow_up.outstanding import Owed
from kiosk.rules.follow_up.repeats import place_held
from kiosk.rules.model.namesakes import labels_of_namesakes
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tc
from kiosk.widgets.columns import cell
from kiosk.widgets.line_list import Rows
from kiosk.widgets.people_columns import whole_surname

OVERDUE, TO_CONFIRM, AWAY, TO_DO, HELD = (
    ("▲", "$late", t("overdue")),
    ("◆", "$amber", t("to confirm")),
    ("–", "$muted", t("away")),
    ("○", "$blue", t("to do")),
    ("◇", "$blue", t("place held")),
)
"""Each state's glyph, colour and word."""
TICK, DATE, LEAST_NAME, MOST_NAME, LEAST_TITLE = 2, 13, 18, 34, 22
"""The columns for the tick, for a date, for names, and for what was missed at least."""
CHOSEN = "■"
FOR_WORD = 72
"""The columns of a row from which the state has a word beside its glyph."""


def standing_of(school: School, owed: Owed) -> tuple[str, str, Text]:
    """Return the glyph, the colour and the word for how something owed stands."""
    if owed.state is CatchUpState.HANDED_IN:
        return TO_CONFIRM
    if owed.is_overdue:
        return OVERDUE
    if place_held(school, owed.catch_up) is not None:
        return HELD
    return TO_DO if owed.catch_up.due is not None else AWAY


class OwedRows:
    """Draws the rows, all with the same columns; a wide list says more of each."""

    def __init__(
        self, language: Language, school: School, lines: Sequence[Owed], chosen: Collection[str]
    ) -> None:
        """Draw these lines; those of the ids `chosen` have a tick."""
        self._language, self._school, self._lines = language, school, lines
        self._chosen, self._more = chosen, labels_of_namesakes(school)
        words = (word for _, _, word in (OVERDUE, TO_CONFIRM, AWAY, TO_DO, HELD))
        self._word = max(cell_len(language.say(word)) for word in words)

    def rows(self) -> Rows:
        """Return the rows for a list."""
        return Rows([one.catch_up.id for one in self._lines], self._row, names=self._names)

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        """Return the columns of state, name and title, and how many dates more there are."""
        state = 4 + self._word if width >= FOR_WORD else 2
        rest = width - TICK - state - DATE
        more = max(0, min(3, (rest - MOST_NAME - LEAST_TITLE - 6) // DATE))
        rest -= more * DATE
        name = min(MOST_NAME, max(LEAST_NAME, rest * 45 // 100))
        return state, min(name, rest), max(0, rest - name), more

    def _names(self, width: int) -> Content:
        state, name, title, more = self._widths(width)
        say = self._language.say
        further = (t("Missed on"), t("Printed"), t("Handed in"))[:more]
        return Content.assemble(
            cell("", TICK),
            cell(say(tc("people", "Status")) if state > 2 else "", state),
            cell(say(tc("date", "By")), DATE),
            cell(say(t("Name")), name),
            cell(say(t("What")), title),
            *(cell(say(one), DATE) for one in further),
        )

    def _row(self, place: int, width: int) -> Content:
        owed, (state, name, title, more) = self._lines[place], self._widths(width)
        one, say = owed.catch_up, self._language.say
        glyph, colour, word = standing_of(self._school, owed)
        day = self._school.programme.days.get(one.day)
        handed_in = self._school.local(one.done_at).date() if one.done_at is not None else None
        further = (day.date if day is not None else None, one.printed_on, handed_in)
        return Content.assemble(
            cell(CHOSEN if one.id in self._chosen else "", TICK, "$amber"),
            cell(f"{glyph} {say(word) if state > 2 else ''}", state, colour),
            cell(self._date(one.due), DATE),
            cell(whole_surname(owed.person.name, name - 1), name, "bold"),
            cell(self._title(owed, title - 1 if more else title), title),
            *(cell(self._date(when), DATE, "$muted") for when in further[:more]),
        )

    def _date(self, when: date | None) -> str:
        return self._language.short_date(when) if when is not None else ""

    def _title(self, owed: Owed, width: int) -> Content:
        """Return what was missed, after it which of some namesakes owes it."""
        more = self._more.get(owed.person.id)
        tail = Content(f" · {self._language.say(more)}" if more is not None else "")
        room = max(1, width - tail.cell_length)
        title = Content(self._language.say(owed.title)).truncate(room, ellipsis=True)
        return (title + tail).stylize("$muted")
