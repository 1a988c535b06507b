"""The rows of a staff file's mapping: what is asked, its columns, its job titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.exchange.staff_account import COLUMN_NAMES
from kiosk.exchange.staff_questions import Asks, Question
from kiosk.language import Language
from kiosk.rules.model.file_contents import SeenColumn, StaffFile
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.names import clean
from kiosk.rules.model.terms import Role
from kiosk.text import Sayable, Text, t, tn
from kiosk.widgets.columns import cell, stack, wrapped
from kiosk.widgets.lazy_row import LazyRow

PREVIEW, ASKED, COLUMN, TITLE = "preview", "asked", "column", "title"
OTHERS, HOURS = "others", "hours"
"""How the ids of rows begin; after three of them a blank and a number follow."""
LEFT_OUT = t("left out")


def question_text(question: Question) -> Text:
    """Return a question in one line."""
    match question.asks:
        case Asks.COLUMN:
            name = COLUMN_NAMES[question.about]
            return t("Which column has this: {column}?", column=name)
        case Asks.OTHERS:
            return tn(
                "One role for all of these ({n} person)",
                "One role for all of these ({n} people)",
                question.rows,
            )
        case Asks.TITLE if not question.about:
            return tn(
                "Which role has the {n} person without a job title?",
                "Which role have the {n} people without a job title?",
                question.rows,
            )
        case Asks.TITLE:
            return tn(
                "Which role is “{title}” ({n} person)?",
                "Which role is “{title}” ({n} people)?",
                question.rows,
                title=clean(question.about),
            )
    return tn(
        "{n} person has working days without hours. What is a whole day?",
        "{n} people have working days without hours. What is a whole day?",
        question.rows,
    )


class MappingRows:
    """Draws the rows for a width."""

    def __init__(
        self, language: Language, staff: StaffFile, asked: Sequence[Question], width: int
    ) -> None:
        """Draw what is known of a file, and what is asked about it."""
        self._say, self._staff, self._asked, self._width = language.say, staff, asked, width

    def rows(self) -> Iterator[Option]:
        """Yield the rows: what is asked, the way on, the columns, the titles, what is left out."""
        if self._asked:
            yield self._heading(t("Please answer"))
        for number, question in enumerate(self._asked):
            text = self._say(question_text(question))
            yield self._option(f"{ASKED} {number}", partial(self._marked, "?", text), text)
        go_on = self._say(t("Preview: look at what would be loaded"))
        yield self._option(PREVIEW, partial(self._marked, "●", go_on), go_on)
        yield from self._columns()
        yield from self._titles()
        hours = self._staff.mapping.day_hours
        if hours is not None:
            yield self._heading(t("Working days"))
            told = t("A whole day is {start} to {end}", start=hours.start, end=hours.end)
            text = self._say(told)
            yield self._option(HOURS, partial(self._marked, " ", text), text)

    def _columns(self) -> Iterator[Option]:
        """Yield what each column is taken for, and the names of the private ones."""
        yield self._heading(t("Columns"))
        for number, seen in enumerate(self._staff.columns):
            if not seen.is_private:
                yield self._option(f"{COLUMN} {number}", partial(self._column, seen), seen)
        private = [clean(seen.heading) for seen in self._staff.columns if seen.is_private]
        if private:
            told = t("Private, so left out: {names}", names=", ".join(private))
            lines = wrapped(self._say(told), self._width, "$muted")
            yield Option(stack(lines), disabled=True)

    def _titles(self) -> Iterator[Option]:
        """Yield the role of each job title, and that of those that are not understood."""
        known = [one for one in enumerate(self._staff.titles) if one[1][1] is not None]
        if known:
            yield self._heading(t("Job titles"))
        for number, (title, role, count) in known:
            row = partial(self._title, title, role, count)
            yield self._option(f"{TITLE} {number}", row, title, role, count)
        for_all = self._staff.mapping.for_all
        if for_all is not None:
            others = t("Every title that isn't understood: {role}", role=ROLE_NAMES[for_all])
            text = self._say(others)
            yield self._option(OTHERS, partial(self._marked, " ", text), text)

    def _option(self, name: str, make: Callable[[], Content], *about: object) -> Option:
        row = LazyRow(make, *about, self._width, self._say(LEFT_OUT), lines=1)
        return Option(row, id=name)

    def _heading(self, text: Text) -> Option:
        return Option(Content(self._say(text)).stylize("bold $blue"), disabled=True)

    def _marked(self, mark: str, text: str) -> Content:
        return cell(Content.assemble((f"{mark} ", "bold $amber"), text), self._width)

    def _column(self, seen: SeenColumn) -> Content:
        meant: Sayable = COLUMN_NAMES[seen.column] if seen.column else LEFT_OUT
        first, second = self._thirds()
        return Content.assemble(
            cell(clean(seen.heading), first),
            ("→ ", "$muted"),
            cell(self._say(meant), second, "$in" if seen.column else "$muted"),
            " ",
            cell(" · ".join(seen.samples), self._width - first - second - 3, "$muted"),
        )

    def _title(self, title: str, role: Role | None, count: int) -> Content:
        first, second = self._thirds()
        shown = clean(title) or self._say(t("no job title"))
        people = self._say(tn("{n} person", "{n} people", count))
        return Content.assemble(
            cell(shown, first + second - 14),
            ("→ ", "$muted"),
            cell(self._say(ROLE_NAMES[role]) if role else "", 22, "$in"),
            " ",
            cell(people, self._width - first - second - 11, "$muted"),
        )

    def _thirds(self) -> tuple[int, int]:
        """Return the widths of a heading and of its meaning."""
        return max(10, self._width * 3 // 10), max(10, self._width * 3 // 10)
