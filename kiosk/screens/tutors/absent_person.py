"""Reporting somebody absent, and what that leaves undone."""

from __future__ import annotations

from kiosk.rules.attendance.absences import report_absent, undo_report_absent
from kiosk.rules.attention.day_check import coming_days
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.replanning.absence_consequences import (
    absence_consequences,
    sessions_without_leader,
)
from kiosk.screens.dialogs.choice import ChoiceDialog, NumberedDialog
from kiosk.screens.dialogs.line import TimeDialog
from kiosk.screens.tutors.clock_words import read_clock
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import Sayable, Text, t

MOST_DAYS = 5
"""How many coming days are offered."""


class AbsentPerson:
    """Asks when somebody is absent, and shows what that leaves undone."""

    def __init__(self, screen: ReplanningScreen, person: PersonId) -> None:
        """Ask on a screen, about the person with this id."""
        self._screen, self._person = screen, person

    async def report(self) -> None:
        """Ask when they are absent, and have it noted. The first answer is all of the first day."""
        screen, context = self._screen, self._screen.context
        days = coming_days(screen.school, screen.moment)[:MOST_DAYS]
        if not days:
            screen.show_text(t("There is no INSET day to come."))
            return
        name = screen.school.person(self._person).name
        dialog = NumberedDialog(
            context, t("When is {name} absent? No reason is kept.", name=name),
            self._answers(days), title=name,
        )  # fmt: skip
        picked = await screen.app.push_screen_wait(dialog)
        decision = await self._decision(picked, days[0]) if picked is not None else None
        if decision is None:
            return
        outcome = await screen.perform(decision, screen.actor)
        screen.show_outcome(outcome)
        if outcome is not None and decision.rule == report_absent.__name__:
            await self._show_undone(DayId(decision.arguments["day"]))

    def _answers(self, days: list[InsetDay]) -> dict[str, Sayable]:
        first, *others = days
        today = self._screen.school.local(self._screen.moment).date()
        whole = t("All of today") if first.date == today else t("All of {day}", day=first.date)
        answers: dict[str, Sayable] = {
            f"all {first.id}": whole,
            "from": t("From a time on …"),
            "until": t("Until a time …"),
        }
        answers |= {f"all {day.id}": t("All of {day}", day=day.date) for day in others}
        record = self._screen.school.day_record
        for day in days:
            if self._person in record(day.id).reported_absences:
                answers[f"undo {day.id}"] = t("Expected again on {day}", day=day.date)
        return answers

    async def _decision(self, picked: str, first: InsetDay) -> Decision | None:
        act, _, day = picked.partition(" ")
        if act == "all":
            return report_absent(self._person, DayId(day))
        if act == "undo":
            return undo_report_absent(self._person, DayId(day))
        question = t("From when?") if act == "from" else t("Until when?")
        typed = await self._screen.app.push_screen_wait(
            TimeDialog(self._screen.context, question, draft=f"absent {self._person}")
        )
        clock = read_clock(typed or "")
        if clock is None:
            return None
        times = {"start" if act == "from" else "end": clock}
        return report_absent(self._person, first.id, **times)

    async def _show_undone(self, day: DayId) -> None:
        """Show what is left undone; a session without a leader opens the choice of another."""
        screen = self._screen
        school, now = screen.school, screen.context.desk.now()
        undone = absence_consequences(school, now, self._person, day)
        if not undone:
            return
        sessions = sessions_without_leader(school, now, self._person, day)
        ids = [*(one.id for one in sessions), *map(str, range(len(undone) - len(sessions)))]
        answers: dict[str, Text] = dict(zip(ids, undone, strict=True))
        question = t("This is left undone. Enter on a session: another leader. Esc: later.")
        picked = await screen.app.push_screen_wait(
            ChoiceDialog(screen.context, question, answers, title=t("To do"), suggests=True)
        )
        for session in sessions:
            if session.id == picked:
                from kiosk.screens.tutors.day_acts import SessionActs

                decision = await SessionActs(screen, session).another_leader()
                if decision is not None:
                    await screen.preview_and_do(decision)
