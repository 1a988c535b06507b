"""The tutors' live board: the big numbers, and every session of the day by slot."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.board import person_lines, running_or_next
from kiosk.rules.attendance.session_lines import session_line
from kiosk.rules.attendance.speakers import missed_speakers
from kiosk.rules.attention.day_check import attention, coming_days
from kiosk.rules.choosing.lottery import next_lottery_message
from kiosk.rules.follow_up.closing import unclosed_day
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.screens.notices import show_notice
from kiosk.screens.tutors.board_warnings import board_warnings
from kiosk.screens.tutors.day_account import people_to_check
from kiosk.screens.tutors.keys import (
    ATTENTION,
    CHANGE,
    CLOSE_DAY,
    CLOSE_KIOSK,
    FEEDBACK,
    FIND,
    INDUCTION,
    INVITATIONS,
    LOCK,
    NOT_YET_IN,
    PINS,
    TO_CHECK,
    UNDO,
)
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.screens.tutors.ways import OpeningScreen
from kiosk.system.secrets import Area
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.board_tiles import BoardTiles
from kiosk.widgets.columns import literal
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.notice_line import NoticeLine
from kiosk.widgets.session_columns import SessionColumns
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

WARNING_SECONDS = 20.0
"""Seconds for which a warning about the data folder is shown."""


class SessionList(StableList):
    """The sessions under headings for their slots; Enter opens a register."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Register"), key_display="Enter")
    ]


class BoardScreen(OpeningScreen, ReplanningScreen):
    """The live board, from which the tutors' other screens open. Esc locks it."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "The day as it stands, live: everybody expected is in, away or not in; “+2” are two more "
        "who came. Enter on a session opens its register, M changes it or the day. The letters "
        "open the lists, C the closing. Esc locks the tutors' area; Q closes the kiosk."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        CHANGE, UNDO, NOT_YET_IN, FIND, TO_CHECK, ATTENTION, CLOSE_DAY, INVITATIONS, INDUCTION,
        FEEDBACK, LOCK, PINS, CLOSE_KIOSK,
    ]  # fmt: skip

    def guide(self) -> Text:
        """Return the text for the help key, with the path of the error log."""
        file = str(self.context.error_log.path)
        return t(
            "{guide} Errors inside the kiosk are noted in {file}.", guide=self.GUIDE, file=file
        )

    def compose(self) -> ComposeResult:
        """Put the list below the numbers."""
        yield TopBar(self.context.language, t("Live board"))
        yield BoardTiles(self.context.language)
        yield NoticeLine()
        yield self.speak(SessionList(id="sessions"), border_title=t("Sessions"))
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Warn, each time the board is opened, of what endangers the data, and of wrong tries."""
        self._show_warnings()

    @work(name="warnings")
    async def _show_warnings(self) -> None:
        # in a thread: a slow or sleeping disk would stop the event loop
        for warning in await asyncio.to_thread(board_warnings, self.context):
            show_notice(self.app, self.context.language, warning, "warning", WARNING_SECONDS)

    def show_school(self) -> None:
        """Show the numbers, the sessions, and what waits."""
        top, notice = self.query_one(TopBar), self.query_one(NoticeLine)
        notice.school, notice.moment = self.school, self.moment
        lottery = next_lottery_message(self.school, self.moment)
        self.query_one(StableList).border_subtitle = literal(self.say(lottery)) if lottery else ""
        day = self.school.today(self.moment)
        top.show_aside(self._aside(day))
        past = unclosed_day(self.school, self.moment)
        unclosed = self.say(t("{day} is not closed yet: C", day=past.date)) if past else ""
        if day is None:
            top.show(t("Live board"), unclosed or NO_DAY)
            return
        date = self.say(day.date)
        closed = f" · {self.say(t('closed'))}" if day.closed_at else ""
        about = unclosed or f"{self.say(day.title)} · {date}{closed}"
        top.show(t("Live board"), about)
        standing = person_lines(self.school, self.moment, day)
        self.query_one(BoardTiles).show(self.school, self.moment, day, standing)
        self._show_sessions(day)

    def _aside(self, day: InsetDay | None) -> Content:
        """Return that the board is live, after what waits for the tutor, the most urgent first."""
        live = Content.assemble(("● ", "$in"), self.say(t("live")), f" {self.say(self.moment)}")
        waiting: list[tuple[Text, str]] = []
        missed = missed_speakers(self.school, self.moment, day) if day is not None else []
        for session in missed[:1]:
            speaker = t("▲ {name} isn't in: {time}", name=session.speaker, time=session.start)
            waiting.append((speaker, "$late"))
        to_check = people_to_check(self.school, day.id) if day is not None else 0
        if to_check:
            waiting.append((tn("T: {n} to check", "T: {n} to check", to_check), "$amber"))
        misfits = self._misfits()
        if misfits:
            waiting.append((misfits, "$amber"))
        parts = [Content(self.say(what)).stylize(style) for what, style in waiting]
        return Content("   ").join([*parts, live])

    def work_out(self, school: School) -> None:
        """Look for what does not fit."""
        for day in coming_days(school, self.moment)[:1]:
            attention(school, day.id)

    def watch_is_worked_out(self) -> None:
        """Show how much does not fit."""
        self._show_if_mounted()

    def _misfits(self) -> Text | None:
        """Return how much does not fit on the day that is next or now, or None if all does."""
        days = coming_days(self.school, self.moment) if self.is_worked_out else []
        found = len(attention(self.school, days[0].id)) if days else 0
        return tn("K: {n} for attention", "K: {n} for attention", found) if found else None

    def _show_sessions(self, day: InsetDay) -> None:
        rows = self.query_one(SessionList)
        slots = [
            slot
            for slot in day.slots
            # a break has no register
            if not slot.kind.is_pause and self.school.all_sessions_on(day.id, slot.id)
        ]
        lines = {
            slot.id: [
                session_line(self.school, session)
                for session in self.school.all_sessions_on(day.id, slot.id)
            ]
            for slot in slots
        }
        columns = SessionColumns(
            self.context.language, self.school, rows.room, chain.from_iterable(lines.values())
        )
        current = running_or_next(self.school, self.moment, day, slots)
        options, first = list[Option](), None
        for slot in slots:
            options.append(Option(columns.heading(slot), disabled=True))
            if slot is current:
                first = len(options)
            options += [Option(columns.row(line), id=line.session.id) for line in lines[slot.id]]
        rows.fill(options, first=first)

    @on(OptionList.OptionSelected)
    def _open_register(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            from kiosk.screens.tutors.register import RegisterScreen

            self.app.push_screen(RegisterScreen(self.context, SessionId(event.option_id)))

    def action_change(self) -> None:
        """Change the picked session, its slot or the day."""
        rows = self.query_one(SessionList)
        picked = rows.highlighted_option
        known = self.school.programme.sessions
        session = known.get(SessionId(picked.id or "")) if picked is not None else None
        self.change_day(session)

    @work
    async def action_find(self) -> None:
        """Find a person, and open their page."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog
        from kiosk.screens.tutors.person import PersonScreen

        person = await self.app.push_screen_wait(FindPersonDialog(self.context, t("Find a person")))
        if person is not None:
            self.app.push_screen(PersonScreen(self.context, person))

    def action_close_day(self) -> None:
        """Open the closing of the day."""
        from kiosk.screens.tutors.closing import ClosingScreen

        self.app.push_screen(ClosingScreen(self.context))

    def action_induction(self) -> None:
        """List the new staff with their induction steps."""
        from kiosk.screens.tutors.caseload import CaseloadScreen

        self.app.push_screen(CaseloadScreen(self.context))

    def action_invitations(self) -> None:
        """List who is invited, and answer for them."""
        from kiosk.screens.tutors.invitations import InvitationsScreen

        self.app.push_screen(InvitationsScreen(self.context))

    def action_feedback(self) -> None:
        """Show the replies about the sessions."""
        from kiosk.screens.tutors.feedback import FeedbackScreen

        self.app.push_screen(FeedbackScreen(self.context))

    @work
    async def action_pins(self) -> None:
        """Change the tutors' PIN, or set, change or remove reception's."""
        from kiosk.screens.dialogs.choice import ChoiceDialog
        from kiosk.screens.dialogs.pin import PinDialog

        ask = self.app.push_screen_wait
        try:
            # the blank id comes first, so that Enter alone changes nothing
            answers = {"": t("No change"), "pin": t("Change the tutors' PIN")}
            answers["reception"] = t("Set a PIN for reception")
            if self.context.secrets.has_pin(Area.RECEPTION):
                answers["reception"] = t("Change reception's PIN")
                answers["none"] = t("Take away reception's PIN")
            question = t(
                "Reception's PIN opens the roll call, who is not yet in, and whom to check."
            )
            picked = await ask(ChoiceDialog(self.context, question, answers))
            # else anyone at an open board could give themselves a way in, or lock others out
            if not picked or not await ask(PinDialog(self.context, tutors_only=True)):
                return
            if picked == "none":
                await asyncio.to_thread(self.context.secrets.close_reception)
                self.show_text(t("Reception has no PIN now."))
            elif await ask(PinDialog(self.context, new=Area(picked))):
                self.show_text(t("The PIN is set."))
        except KioskError as error:
            self.show_error(error)

    @work
    async def action_close_kiosk(self) -> None:
        """Close the kiosk, after a confirmation."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        question = t("Close the kiosk? No one can sign in until it's restarted.")
        if await self.app.push_screen_wait(
            ConfirmDialog(self.context, question, yes=t("Close the kiosk"), no=t("Stay open"))
        ):
            self.app.exit()
