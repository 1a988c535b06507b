"""The questions about a staff file, each in a dialog; and the mapping with their answers."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from kiosk.exchange.cells import parse_window
from kiosk.exchange.staff_account import COLUMN_NAMES
from kiosk.exchange.staff_mapping import (
    with_column,
    with_day_hours,
    with_role,
    with_role_for_all,
)
from kiosk.exchange.staff_questions import Asks, Question
from kiosk.rules.model.file_contents import SeenColumn, StaffFile
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.names import clean
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.dialogs.line import LineDialog
from kiosk.screens.files.mapping_rows import (
    ASKED,
    COLUMN,
    HOURS,
    LEFT_OUT,
    OTHERS,
    TITLE,
    question_text,
)
from kiosk.text import Sayable, Text, t

NONE = "none"
"""The answer that a column is left out, or that no column fits."""


class HoursDialog(LineDialog):
    """A question for hours. The result is what was typed, which `parse_window` reads, or None."""

    def submit_line(self, line: str) -> None:
        """Close with the line, if it says hours."""
        if parse_window(line.strip()) is None:
            self.ask_again(t("Please type hours like 08:30-15:30."))
        else:
            self.dismiss(line.strip())


class StaffAnswers:
    """Asks over a screen what a row of the mapping is about."""

    def __init__(self, screen: Screen[Any], context: ScreenContext, staff: StaffFile) -> None:
        """Ask about a file, as it is read with what was said so far."""
        self._ask, self._context, self._staff = screen.app.push_screen_wait, context, staff

    async def answer(self, row: str, asked: list[Question]) -> StaffMapping | None:
        """Ask about a row by its id, and return the mapping with the answer; None: nothing new."""
        kind, _, number = row.partition(" ")
        place = int(number or 0)
        if kind == ASKED:
            return await self._answer(asked[place])
        if kind == COLUMN:
            return await self._change_column(self._staff.columns[place])
        if kind == TITLE:
            title, role, _ = self._staff.titles[place]
            return await self._role_of_title(title, role)
        if kind == OTHERS:
            return await self._change_others()
        return await self._hours() if kind == HOURS else None

    async def _answer(self, question: Question) -> StaffMapping | None:
        match question.asks:
            case Asks.COLUMN:
                return await self._find_column(question)
            case Asks.TITLE:
                return await self._role_of_title(question.about, None)
            case Asks.OTHERS:
                return await self._role_for_all(question_text(question))
        return await self._hours()

    async def _choose(
        self,
        question: Sayable,
        answers: dict[str, Sayable],
        title: Sayable = "",
        *,
        suggests: bool = False,
    ) -> str | None:
        dialog = ChoiceDialog(self._context, question, answers, title=title, suggests=suggests)
        return await self._ask(dialog)

    async def _find_column(self, question: Question) -> StaffMapping | None:
        """Ask below which heading a column stands."""
        open_to = [seen for seen in self._staff.columns if not seen.is_private]
        open_to.sort(key=lambda seen: bool(seen.column))  # those that nothing is known of first
        answers: dict[str, Sayable] = {str(n): _described(seen) for n, seen in enumerate(open_to)}
        if question.about == "role":
            answers[NONE] = t("There is none: the same role for everybody")
        picked = await self._choose(question_text(question), answers)
        if picked == NONE:
            return await self._role_for_all(t("Which role has everybody?"))
        if picked is None:
            return None
        return with_column(self._staff.mapping, open_to[int(picked)].heading, question.about)

    async def _change_column(self, seen: SeenColumn) -> StaffMapping | None:
        """Ask what stands in a column; first stands what it is now."""
        now = seen.column or NONE
        names: dict[str, Sayable] = {NONE: LEFT_OUT, **COLUMN_NAMES}
        answers = {now: names[now], **names}
        question = t("What is in this column? {samples}", samples=" · ".join(seen.samples))
        picked = await self._choose(question, answers, clean(seen.heading), suggests=True)
        if picked is None or picked == now:
            return None
        column = "" if picked == NONE else picked
        return with_column(self._staff.mapping, seen.heading, column)

    async def _role_of_title(self, title: str, now: Role | None) -> StaffMapping | None:
        shown = clean(title) or t("no job title")
        role = await self._role(t("Which role is this?"), now, shown)
        return None if role in (None, now) else with_role(self._staff.mapping, title, Role(role))

    async def _role_for_all(self, question: Text) -> StaffMapping | None:
        role = await self._role(question)
        return None if role is None else with_role_for_all(self._staff.mapping, role)

    async def _change_others(self) -> StaffMapping | None:
        """Ask for another role of all titles that are not understood, or to be asked of each."""
        names: dict[str, Sayable] = {NONE: t("Ask about each of them")}
        names |= {role.value: name for role, name in ROLE_NAMES.items()}
        picked = await self._choose(t("Every title that isn't understood"), names)
        if picked is None:
            return None
        role = None if picked == NONE else Role(picked)
        return with_role_for_all(self._staff.mapping, role)

    async def _role(
        self, question: Text, now: Role | None = None, title: Sayable = ""
    ) -> Role | None:
        names: dict[str, Sayable] = {role.value: name for role, name in ROLE_NAMES.items()}
        first = {} if now is None else {now.value: names[now.value]}
        picked = await self._choose(question, {**first, **names}, title, suggests=bool(first))
        return None if picked is None else Role(picked)

    async def _hours(self) -> StaffMapping | None:
        known = self._staff.mapping.day_hours
        line = f"{known.start:%H:%M}-{known.end:%H:%M}" if known else ""
        dialog = HoursDialog(
            self._context,
            t("When does a whole working day begin and end?"),
            draft="day hours",
            title=t("Working days"),
            guide=t("Such as 08:30-15:30. It holds for the days that the file names."),
            line=line,
        )
        typed = await self._ask(dialog)
        hours = parse_window(typed) if typed else None
        return None if hours is None else with_day_hours(self._staff.mapping, hours)


def _described(seen: SeenColumn) -> str:
    samples = " · ".join(seen.samples)
    return f"{clean(seen.heading)}: {samples}" if samples else clean(seen.heading)
