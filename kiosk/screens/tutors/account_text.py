"""What closing says of a day and of each person in its account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.follow_up.day_account import Outcome
from kiosk.rules.model.labels import REOPEN_REASONS, post_of
from kiosk.rules.model.records import Slot
from kiosk.rules.model.school import School
from kiosk.screens.tutors.day_account import ShownAccount, ShownLine
from kiosk.screens.tutors.details import Details, about_person
from kiosk.text import Sayable, Text, t, tn
from kiosk.widgets.people_columns import PeopleColumns

OUTCOMES = {
    Outcome.PART: ("◐", "$amber", t("part of it")),
    Outcome.NONE: ("×", "$late", t("none of it")),
    Outcome.REPORTED_ABSENT: ("–", "$muted", t("reported absent")),
    Outcome.ALL: ("●", "$in", t("all of it")),
    Outcome.NOT_REQUIRED: ("·", "$muted", t("not required")),
}
"""Each outcome's glyph, colour and word: how much of what was required somebody attended."""
COUNTED = {
    Outcome.ALL: t("{n} all"),
    Outcome.PART: t("{n} part"),
    Outcome.NONE: t("{n} none"),
    Outcome.REPORTED_ABSENT: t("{n} reported absent"),
    Outcome.NOT_REQUIRED: t("{n} not required"),
}
"""How many people of an outcome there are, in one line."""
STATE = 19
"""The columns for what came of somebody's day."""


@dataclass(frozen=True)
class AccountText:
    """Says the account of a day in one language."""

    language: Language
    school: School
    account: ShownAccount

    def state(self) -> Content:
        """Return whether the day is open or closed."""
        day, say = self.account.day, self.language.say
        if day.closed_at is None:
            return Content(say(t("○ open"))).stylize("$muted")
        at = self.school.local(day.closed_at)
        text = t("● closed at {time}", time=at)
        if at.date() != day.date:
            text = t("● closed on {day}", day=at.date())
        return Content(say(text)).stylize("$in")

    def reopened(self) -> list[Content]:
        """Return why the day was opened again, if it was."""
        day = self.account.day
        if day.reopened_at is None or day.reopened_for is None:
            return []
        at, reason = self.school.local(day.reopened_at), REOPEN_REASONS[day.reopened_for]
        said = t("Opened again at {time}: {reason}", time=at, reason=reason)
        if at.date() != day.date:
            said = t("Opened again on {day}: {reason}", day=at.date(), reason=reason)
        return [Content(self.language.say(said)).stylize("$amber")]

    def summary(self) -> Text:
        """Return how many people there are, and how many of each outcome."""
        counts = self.account.account.counts
        said = tn("{n} person", "{n} people", len(self.account.lines))
        parts = [replace(words, params={"n": counts[one]})
                 for one, words in COUNTED.items() if counts[one]]  # fmt: skip
        for place, more in enumerate(parts):
            said = (t("{said} · {more}", said=said, more=more) if place
                    else t("{people}: {more}", people=said, more=more))  # fmt: skip
        return said

    def row(self, shown: ShownLine, columns: PeopleColumns) -> Content:
        """Return the row of one person."""
        line, say = shown.line, self.language.say
        glyph, colour, word = OUTCOMES[line.outcome]
        about: Sayable = post_of(self.school, line.person)
        faint = ""
        if line.missed:
            about = self._titles(line.missed)
        elif line.left_early:
            about = t("left early: {titles}", titles=self._titles(line.left_early))
        elif shown.unproved:
            about = tn("by name only: {n} session", "by name only: {n} sessions",
                       shown.unproved)  # fmt: skip
            faint = "$amber"
        is_open = self.account.day.closed_at is None
        if line.outcome is Outcome.NONE and is_open and not line.missed:
            glyph, colour = "○", "$muted"
            word = t("in the building") if shown.is_in else t("not yet in")
        return columns.row(f"{glyph} {say(word)}", line.person, about, style=colour, faint=faint)

    def _titles(self, slots: Iterable[Slot]) -> str:
        return " · ".join(self.language.say(slot.title) for slot in slots)

    def details(self, row: str) -> Details | None:
        """Return what the person of a row missed, and their day."""
        lines = self.account.lines
        shown = next((one for one in lines if one.person.id == row), None)
        if shown is None:
            return None
        say, line = self.language.say, shown.line
        facts = [
            (t("Missed"), "\n".join(say(slot.title) for slot in line.missed)),
            (t("Left early"), "\n".join(say(slot.title) for slot in line.left_early)),
        ]
        if shown.unproved:
            facts.append((t("By name only"), say(
                tn("{n} session to confirm: press U", "{n} sessions to confirm: press U",
                   shown.unproved)
            )))  # fmt: skip
        shown_facts = [(label, value) for label, value in facts if value]
        return about_person(self.language, self.school, shown.person, self.account.day, shown_facts)
