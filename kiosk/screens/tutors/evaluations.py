"""The replies about a day's sessions: counts and remarks, from five replies on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.evaluation import USEFUL, WILL_USE, ReplyBox, Tally, may_be_opened
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay, Session
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import cell, spread, stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

NO_REPLIES = ReplyBox()

NOT_BEGUN = DayId("")
"""Stands for a day where none has begun."""

LABEL_WIDTH = 11
"""The columns for the name of a question."""


@dataclass(frozen=True)
class DayReplies:
    """A day and its replies."""

    day: DayId = NOT_BEGUN
    box: ReplyBox = NO_REPLIES


class EvaluationsScreen(LiveScreen):
    """One day's replies. A tutor opens them once; from then on the day takes no more."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "What people replied about each session, without names. O opens the replies of a day that "
        "is closed; from then on no more are taken, so that nobody's own can be told from the "
        "others, and replies about sessions with fewer than five are deleted for good. ← and → go "
        "to other days."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", n_("Open the replies"), key_display="O"),
        Binding("left", "day(-1)", n_("Day before"), key_display="←"),
        Binding("right", "day(1)", n_("Day after"), key_display="→"),
        Binding("escape", "back", n_("Board"), key_display="Esc"),
    ]

    shown: reactive[DayReplies] = reactive(DayReplies(), bindings=True)

    def __init__(self, context: ScreenContext) -> None:
        """Show the latest day that has begun."""
        super().__init__(context)
        latest = (self._days() or [NOT_BEGUN])[-1]
        self.set_reactive(EvaluationsScreen.shown, DayReplies(latest))

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield TopBar(self.say(t("Evaluations")))
        yield StableList(self.say(t("Sessions")), id="people")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Read the day's replies."""
        self._show_day(self.shown.day)

    def _days(self) -> list[DayId]:
        """Return the ids of the days that have begun, the oldest first."""
        today = self.moment.date().isoformat()
        return sorted(day for day in self.school.programme.days if day <= today)

    @property
    def _day(self) -> InsetDay | None:
        return self.school.programme.days.get(self.shown.day)

    def _show_day(self, day: DayId) -> None:
        """Show a day, with the replies that its file has now."""
        try:
            self.shown = DayReplies(day, self.context.replies.box(day))
        except KioskError as error:
            self.shown = DayReplies(day)
            self.show_error(error)
        self.show_school()
        self.refresh_bindings()

    def show_school(self) -> None:
        """Show the replies, or why they are not shown."""
        day, rows = self._day, self.query_one(StableList)
        if day is not None:
            about = f"{self.say(day.title)} · {self.say(day.date)}"
            self.query_one(TopBar).show(self.say(t("Evaluations")), about)
        if day is None or not self.shown.box.opened:
            rows.fill([Option(Content(self.say(self._why_not(day))), disabled=True)], first=None)
            return
        sessions = self.school.sessions_on(day.id)
        rows.fill([row for session in sessions for row in self._rows(session, rows.room)])

    def _why_not(self, day: InsetDay | None) -> Text:
        if day is None:
            return t("No INSET day has begun yet.")
        if may_be_opened(day, self.moment.date()):
            return t(
                "The replies are not opened yet: O opens them. Then no more are taken, and where "
                "there are fewer than five, they are deleted for good."
            )
        return t("Replies are taken until the day is closed. Then they can be opened here.")

    def _rows(self, session: Session, width: int) -> list[Option]:
        tally = self.shown.box.tallies.get(session.id, Tally())
        title = self.school.workshop(session).title
        name = Content.assemble(
            (f"{self.say(session.start)}  ", "$blue"), (self.say(title), "bold")
        )
        # with fewer than five replies people could guess whose each is
        if not tally.may_be_shown:
            few = Content(self.say(t("fewer than five replies: none kept"))).stylize("$muted")
            return [Option(spread(name, few, width), id=session.id)]
        count = Content(self.say(tn("{n} reply", "{n} replies", tally.replies))).stylize("$in")
        lines = [
            spread(name, count, width),
            self._answers(t("Useful"), USEFUL, tally.useful, width),
            self._answers(t("Will use"), WILL_USE, tally.will_use, width),
        ]
        remarks = [Option(Content(f"  “{line}”")) for line in tally.lines]
        return [Option(stack(lines), id=session.id), *remarks]

    def _answers(
        self, name: Text, words: tuple[Text, ...], counts: tuple[int, ...], width: int
    ) -> Content:
        """Return one question's line: how many people gave each answer."""
        totals = " · ".join(
            f"{self.say(word)} {count}" for word, count in zip(words, counts, strict=True)
        )
        line = Content.assemble(cell(f"  {self.say(name)}", LABEL_WIDTH, "$muted"), totals)
        return cell(line, width)

    def action_day(self, by: int) -> None:
        """Show the day `by` places later."""
        days = self._days()
        place = days.index(self.shown.day) + by
        if 0 <= place < len(days):
            self._show_day(days[place])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer ← → while there is another day, and O while the replies may be opened."""
        day, days = self._day, self._days()
        match action:
            case "open":
                may = day is not None and may_be_opened(day, self.moment.date())
                return may and not self.shown.box.opened
            case "day":
                at = days.index(self.shown.day) if self.shown.day in days else -1
                return at >= 0 and 0 <= at + int(str(parameters[0])) < len(days)
            case _:
                return True

    @work
    async def action_open(self) -> None:
        """Open the day's replies, after a confirmation."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        question = t(
            "Open the replies? From then on nobody can reply about this day any more. Where a "
            "session has fewer than five replies, they are deleted for good: there is no way back."
        )
        if await self.app.push_screen_wait(
            ConfirmDialog(self.context, question, yes=t("Open them"), no=t("Not yet"))
        ):
            try:
                day = self.shown.day
                box = await asyncio.to_thread(self.context.replies.open, day)
                self.shown = DayReplies(day, box)
            except KioskError as error:
                self.show_error(error)
            self.show_school()
            self.refresh_bindings()
            self.query_one(StableList).focus()
