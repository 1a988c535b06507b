"""The replies about a day's sessions: counts and remarks, from five replies on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.evaluation import USEFUL, WILL_USE, ReplyBox, Tally, may_be_opened
from kiosk.rules.model.ids import DayId, SessionId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Session
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import WIDTH, Details
from kiosk.screens.tutors.keys import ANOTHER_DAY, BACK, SHOW_FEEDBACK
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.text import Sayable, Text, t, tn
from kiosk.widgets.columns import bar, cell, spread, stack, wrapped
from kiosk.widgets.top_bar import TopBar

NO_BOX = ReplyBox()
NO_REPLIES = Tally()

NOT_BEGUN = DayId("")
"""Stands for a day where none has begun."""


@dataclass(frozen=True)
class DayReplies:
    """A day and its replies."""

    day: DayId = NOT_BEGUN
    box: ReplyBox = NO_BOX


class FeedbackScreen(ListScreen):
    """One day's replies. A tutor opens them once; from then on the day takes no more."""

    HEADING = t("Feedback")
    GUIDE = t(
        "What people replied about each session, without names. Once the day is closed and people "
        "have had time to reply, O shows it: no one can reply after that, and where fewer than "
        "five replied, those replies are deleted for good. D goes to the day before."
    )
    BINDINGS: ClassVar[list[BindingType]] = [SHOW_FEEDBACK, ANOTHER_DAY, BACK]

    shown: reactive[DayReplies] = reactive(DayReplies(), bindings=True)

    def __init__(self, context: ScreenContext) -> None:
        """Show the latest day that has begun."""
        super().__init__(context)
        latest = (self._days() or [NOT_BEGUN])[-1]
        self.set_reactive(FeedbackScreen.shown, DayReplies(latest))

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
        day = self._day
        if day is not None:
            about = f"{self.say(day.title)} · {self.say(day.date)}"
            self.query_one(TopBar).show(self.HEADING, about)
        sessions = self.school.sessions_on(day.id) if day is not None else ()
        shown = [one for one in sessions if self._tally(one).may_be_shown]
        room = self.rows.room - 1  # the count stands apart from the scrollbar
        options = [self._row(one, room) for one in shown]
        # with fewer than five replies people could guess whose each is
        few = len(sessions) - len(shown)
        if options and few:
            rest = tn("{n} session had fewer than five replies: not kept",
                      "{n} sessions had fewer than five replies: not kept", few)  # fmt: skip
            options.append(Option(Content(self.say(rest)), disabled=True))
        heading = tn("Feedback on {n} session", "Feedback on {n} sessions", len(shown))
        self.show_rows(options, heading if options else self.HEADING, self._why_not(day))

    def _why_not(self, day: InsetDay | None) -> Text:
        """Return why no feedback is shown."""
        if day is None:
            return t("No INSET day has begun yet.")
        if self.shown.box.opened:
            return t("No session had five replies or more, so nothing is kept.")
        if may_be_opened(day, self.moment.date()):
            return t(
                "Wait until people have had time to reply. Press O to read it: no one can reply "
                "after that, and where fewer than five replied, those replies are deleted for good."
            )
        return t("Feedback appears here once the day is closed. To close it: Esc, then C.")

    def _tally(self, session: Session) -> Tally:
        box = self.shown.box
        return box.tallies.get(session.id, NO_REPLIES) if box.opened else NO_REPLIES

    def _row(self, session: Session, width: int) -> Option:
        tally, title = self._tally(session), self.school.workshop(session).title
        name = Content.assemble(
            (f"{self.say(session.start)}  ", "$blue"), (self.say(title), "bold")
        )
        count = Content(self.say(tn("{n} reply", "{n} replies", tally.replies))).stylize("$in")
        lines = [spread(name, count, width)]
        questions = [*_questions(tally)]
        # two columns before the longest name of a question, and one after it
        named_in = max((cell_len(self.say(label)) for label, _, _ in questions), default=0) + 3
        for label, words, counts in questions:
            totals = " · ".join(
                f"{self.say(word)} {count}" for word, count in zip(words, counts, strict=True)
            )
            named = cell(f"  {self.say(label)}", named_in, "$muted")
            first, *more = wrapped(totals, width - named_in)
            lines += [named + first, *(line.pad_left(named_in) for line in more)]
        for remark in tally.lines:
            lines += [line.pad_left(2) for line in wrapped(f"“{remark}”", width - 2)]
        return Option(stack(lines), id=session.id)

    def details(self, row: str) -> Details | None:
        """Return a session's room and leaders, and its replies as bars."""
        session = self.school.programme.sessions.get(SessionId(row))
        if session is None:
            return None
        tally = self._tally(session)
        facts: list[tuple[Sayable, Sayable | Content]] = [
            (label, stack([self._bar(word, count, tally.replies)
                           for word, count in zip(words, counts, strict=True)]))
            for label, words, counts in _questions(tally)
        ]  # fmt: skip
        title = self.school.workshop(session).title
        about = room_and_leaders(self.school, session)
        return Details(self.context.language, title, about, facts)

    def _bar(self, word: Text, count: int, replies: int) -> Content:
        # the bars begin below one another, after the longest answer
        begin = max(cell_len(self.say(one)) for one in (*USEFUL, *WILL_USE)) + 1
        return Content.assemble(
            cell(self.say(word), begin), bar(count, replies, WIDTH - begin - 4, "$blue"),
            cell(str(count), 4, right=True),
        )  # fmt: skip

    def action_another_day(self) -> None:
        """Show the day before; after the first day, the latest again."""
        days = self._days()
        self._show_day(days[days.index(self.shown.day) - 1])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer D while there is another day, and O while the feedback may be opened."""
        match action:
            case "open":
                day = self._day
                may = day is not None and may_be_opened(day, self.moment.date())
                return may and not self.shown.box.opened
            case "another_day":
                return len(self._days()) > 1
            case _:
                return True

    @work
    async def action_open(self) -> None:
        """Open the day's replies, after a confirmation."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        question = t(
            "Open the feedback? No one can reply about this day after that. Where fewer than five "
            "replied about a session, those replies are deleted for good."
        )
        if await self.app.push_screen_wait(
            ConfirmDialog(
                self.context, question, yes=t("Open it"), no=t("Not yet"), title=self.HEADING
            )
        ):
            try:
                day = self.shown.day
                box = await asyncio.to_thread(self.context.replies.open, day)
                self.shown = DayReplies(day, box)
            except KioskError as error:
                self.show_error(error)
            self.show_school()
            self.refresh_bindings()


def _questions(tally: Tally) -> Iterator[tuple[Text, tuple[Text, ...], tuple[int, ...]]]:
    """Yield each question's name, its answers, and how many people gave each."""
    yield t("Useful"), USEFUL, tally.useful
    yield t("Will use"), WILL_USE, tally.will_use
