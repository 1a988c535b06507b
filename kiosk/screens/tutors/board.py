"""The tutors' live board: the big numbers, and everybody, or every session, of a day."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.rules.attendance.board_view import BoardView, board_view
from kiosk.rules.attendance.just_happened import SHOWN
from kiosk.rules.attendance.people_of_board import STATUS_NAMES, Order, Status, in_group, in_order
from kiosk.rules.attendance.sessions_of_board import PHASE_NAMES, Phase, of_phase
from kiosk.rules.attention.day_check import attention, coming_days
from kiosk.rules.attention.findings import Finding
from kiosk.rules.choosing.lottery import next_lottery_message
from kiosk.rules.follow_up.closing import days_to_close, unclosed_day
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.school import School
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.board_waiting import Waiting, waiting_on
from kiosk.screens.tutors.board_warnings import show_board_warnings
from kiosk.screens.tutors.keys import (
    ANOTHER_DAY,
    ATTENTION,
    CHANGE,
    CLOSE_DAY,
    FIGURES,
    FILTER,
    FIND,
    FROM_PAPER,
    LOCK,
    NEXT_LIST,
    NOT_YET_IN,
    OUTSTANDING,
    ROLL_CALL,
    SCHOOL_KEYS,
    SORT,
    TO_CHECK,
    UNDO,
)
from kiosk.screens.tutors.person_form import AddingScreen
from kiosk.screens.tutors.ways import OTHER_LISTS, OpeningScreen
from kiosk.text import Text, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.board_aside import BoardAside
from kiosk.widgets.board_people import PeopleList, PeopleRows
from kiosk.widgets.board_sessions import SessionList, SessionRows
from kiosk.widgets.board_tiles import BoardTiles
from kiosk.widgets.columns import literal
from kiosk.widgets.filter_chips import HINT, FilterChips
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.line_list import LineList
from kiosk.widgets.notice_line import NoticeLine
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

PEOPLE, SESSIONS = "people", "sessions"
"""The two views."""
ROOM_FOR_ASIDE = {PEOPLE: 120, SESSIONS: 160}
"""The columns from which each view leaves room for what stands beside it."""
STATUSES = (None, Status.LATE, Status.ABSENT, Status.NOT_YET, Status.IN, Status.OFF_SITE)
"""What the filter key goes through, of people: the first is everybody."""
PHASES = (None, Phase.RUNNING, Phase.TO_COME, Phase.OVER)
"""The same of sessions."""
ORDERS = {
    Order.LATE_FIRST: t("late first"),
    Order.NAME: t("by name"),
    Order.DEPARTMENT: t("by department"),
    Order.TIME: t("by time"),
}
SESSION_SORTS = (t("running first"), t("by time"))


class BoardScreen(OpeningScreen, AddingScreen):
    """The live board, from which the tutors' other screens open. Esc locks it."""

    CSS_PATH = stylesheet("tutors")
    widest = 180
    GUIDE = t(
        "The day as it stands, live. Tab goes from people to sessions and back. Enter opens the "
        "person's page or the session's register; M changes the session or the day. D: a past "
        "day; H: a list signed on paper. Esc locks the tutors' area; Q closes the kiosk."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        NEXT_LIST, FIND, FROM_PAPER, FILTER, NOT_YET_IN, CHANGE, SORT, UNDO, ROLL_CALL, CLOSE_DAY,
        TO_CHECK, ATTENTION, OUTSTANDING, FIGURES, ANOTHER_DAY, *OTHER_LISTS, LOCK, *SCHOOL_KEYS,
    ]  # fmt: skip

    def __init__(self, context: ScreenContext) -> None:
        """Show today, in the view that was chosen last."""
        super().__init__(context)
        self._past_day = ""
        """The id of the past day that is shown; blank: it is today's board."""
        self._chosen = {PEOPLE: 0, SESSIONS: 0}
        """The filter of each view."""
        self._sorted = {PEOPLE: 0, SESSIONS: 0}
        self._counts: dict[int, int] = {}
        """How many rows each filter leaves, of those that leave any."""

    def guide(self) -> Text:
        """Return the text for the help key, with the path of the error log."""
        file = str(self.context.error_log.path)
        return t(
            "{guide} Errors inside the kiosk are noted in {file}.", guide=self.GUIDE, file=file
        )

    def compose(self) -> ComposeResult:
        """Put the list below the numbers, and what just happened beside it."""
        language = self.context.language
        yield TopBar(language, t("Live board"))
        yield BoardTiles(language)
        yield NoticeLine()
        yield self.speak(FilterChips(language), tooltip=HINT)
        with Horizontal(id="board"):
            yield PeopleList(PEOPLE)
            yield self.speak(SessionList(SESSIONS), border_title=t("Sessions"))
            yield BoardAside(language)
        yield Static(id="empty", classes="panel")
        yield KeyBar(language)

    def make_room(self, width: int) -> None:
        """Show what just happened where there is room for it."""
        super().make_room(width)
        self.set_class(width >= ROOM_FOR_ASIDE[self.view], "-aside")

    def on_mount(self) -> None:
        """Warn, each time the board is opened, of what endangers the data, and of wrong tries."""
        self._show_warnings()
        # only once it is laid out is it known how much the arrivals have room for
        self.call_after_refresh(self._show_if_mounted)

    @work(name="warnings")
    async def _show_warnings(self) -> None:
        await show_board_warnings(self.app, self.context)

    # -- the two views ------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Which view is shown: the one that was last chosen, also on another board."""
        return self.context.remembered.get("board", PEOPLE)

    @property
    def rows(self) -> LineList:
        """The list of the view that is shown."""
        return self.query_one(f"#{self.view}", LineList)

    def focus_list(self) -> None:
        """Put the focus on the list of the view that is shown."""
        self.rows.focus(scroll_visible=False)

    def action_next_list(self) -> None:
        """Show the people, or the sessions."""
        self.context.remembered["board"] = SESSIONS if self.view == PEOPLE else PEOPLE
        self.make_room(self.app.size.width)
        self._show_if_mounted()
        self.focus_list()

    # -- what is shown ------------------------------------------------------------------------

    def _day(self) -> InsetDay | None:
        past = self.school.programme.days.get(DayId(self._past_day))
        return past or self.school.today(self.moment)

    def show_school(self) -> None:
        """Show the numbers, the list, and what waits."""
        day, notice = self._day(), self.query_one(NoticeLine)
        notice.school, notice.moment = self.school, self.moment
        self._show_top(day)
        empty = self.query_one("#empty", Static)
        empty.display = day is None
        for part in ("#tiles", "#filters", "#board"):
            self.query_one(part).display = day is not None
        if day is None:
            lines: list[Text] = [t("{none} D shows the days before.", none=NO_DAY)]
            lottery = next_lottery_message(self.school, self.moment)
            empty.update(Content("\n".join(map(self.say, [*lines, *filter(None, [lottery])]))))
            return
        tiles, aside = self.query_one(BoardTiles), self.query_one(BoardAside)
        has_aside = self.has_class("-aside")
        view = board_view(
            self.school, self.moment, day, steps=tiles.steps,
            happenings=SHOWN if has_aside else 0,
        )  # fmt: skip
        tiles.show(view)
        if has_aside:
            waits = [one for what in self._waiting(day) for one in what.sentences]
            aside.show(self.school, view, waits, with_sessions=self.view == PEOPLE)
        is_people = self.view == PEOPLE
        for name in (PEOPLE, SESSIONS):
            self.query_one(f"#{name}").display = self.view == name
        (self._show_people if is_people else self._show_sessions)(view)

    def _show_top(self, day: InsetDay | None) -> None:
        top = self.query_one(TopBar)
        heading, live = t("Live board"), Content.assemble(
            ("● ", "$in"), self.say(t("live")), f" {self.say(self.moment)}"
        )  # fmt: skip
        past = unclosed_day(self.school, self.moment)
        unclosed = self.say(t("{day} is not closed yet: C", day=past.date)) if past else ""
        about = unclosed or self.say(NO_DAY)
        if day is not None:
            closed = f" · {self.say(t('closed'))}" if day.closed_at else ""
            about = f"{self.say(day.title)} · {self.say(day.date)}{closed}"
        if self._past_day:
            heading, live = t("A past day"), Content()
        elif unclosed:
            about = unclosed
        briefs = [
            Content(self.say(one.brief)).stylize("$late" if one.is_urgent else "$amber")
            for one in self._waiting(day)
        ]
        top.show(heading, about)
        top.show_aside(Content("   ").join([*briefs, live]))

    def _waiting(self, day: InsetDay | None) -> list[Waiting]:
        if day is None:
            return []
        return [*waiting_on(self.school, self.moment, day, self._misfits(day))]

    def work_out(self, school: School) -> None:
        """Look for what does not fit."""
        for day in coming_days(school, self.moment)[:1]:
            attention(school, day.id)

    def watch_is_worked_out(self) -> None:
        """Show how much does not fit."""
        self._show_if_mounted()

    def _misfits(self, day: InsetDay) -> tuple[Finding, ...]:
        """Return what does not fit on the day, as soon as that is worked out."""
        is_known = self.is_worked_out and day in coming_days(self.school, self.moment)[:1]
        return attention(self.school, day.id) if is_known else ()

    def _show_people(self, view: BoardView) -> None:
        counts = [len(view.lines), *(view.statuses[status] for status in STATUSES if status)]
        self._show_filters([t("All"), *STATUS_NAMES.values()], counts)
        some = in_group(view.lines, STATUSES[self._chosen[PEOPLE]])
        order, is_english = [*ORDERS][self._sorted[PEOPLE]], self.context.language.code == "en"
        by_name = None if is_english else self.context.finder(self.school).order
        lines = in_order(self.school, view.day, some, order, by_name)
        rows = PeopleRows(self.context.language, self.school, view.at, view.day, lines)
        self.rows.fill(rows.rows())
        self.rows.border_title = literal(self.say(tn("{n} person", "{n} people", len(lines))))
        self._show_order(ORDERS[order])

    def _show_sessions(self, view: BoardView) -> None:
        sessions = [one for slot in view.slots for one in slot.sessions]
        phases = [one.phase for one in sessions]
        counts = [len(sessions), *(phases.count(phase) for phase in PHASES if phase)]
        self._show_filters([t("All"), *PHASE_NAMES.values()], counts)
        slots = of_phase(view.slots, PHASES[self._chosen[SESSIONS]])
        if self._sorted[SESSIONS]:
            slots.sort(key=lambda one: one.slot.start)
        self.rows.fill(SessionRows(self.context.language, self.school, slots).rows())
        self._show_order(SESSION_SORTS[self._sorted[SESSIONS]])

    def _show_order(self, order: Text) -> None:
        """Name the order of the rows below the list; before a draw say when it is."""
        lottery = next_lottery_message(self.school, self.moment)
        self.rows.border_subtitle = literal(self.say(lottery or order))

    # -- filter and sort ----------------------------------------------------------------------

    def _show_filters(self, names: list[Text], counts: list[int]) -> None:
        chosen = self._chosen[self.view]
        self._counts = {
            place: count for place, count in enumerate(counts) if count or place in (0, chosen)
        }
        counted = {place: (names[place], count) for place, count in self._counts.items()}
        self.query_one(FilterChips).show(counted, chosen)

    @on(FilterChips.Picked)
    def _take_filter(self, event: FilterChips.Picked) -> None:
        self._filter_by(event.filter)

    def _filter_by(self, place: int) -> None:
        self._chosen[self.view] = place
        self._show_if_mounted()

    def action_filter(self) -> None:
        """Show the rows of the next filter that leaves any."""
        chosen = self._chosen[self.view]
        places = [one for one, count in self._counts.items() if count or one == 0]
        self._filter_by(next((one for one in places if one > chosen), 0))

    def action_sort(self) -> None:
        """Show the rows in the next order."""
        sorts = len(ORDERS if self.view == PEOPLE else SESSION_SORTS)
        self._sorted[self.view] = (self._sorted[self.view] + 1) % sorts
        self._show_if_mounted()

    # -- where one goes from here -------------------------------------------------------------

    @property
    def day_meant(self) -> DayId:
        """The past day that is shown, if one is."""
        return DayId(self._past_day)

    @on(LineList.Selected, "#sessions")
    def _take_session(self, event: LineList.Selected) -> None:
        self._open_register(SessionId(event.row))

    def _open_register(self, session: SessionId) -> None:
        from kiosk.screens.tutors.register import RegisterScreen

        if session in self.school.programme.sessions:
            self.app.push_screen(RegisterScreen(self.context, session))

    @on(LineList.Selected, "#people")
    def _take_person(self, event: LineList.Selected) -> None:
        self._open_person(PersonId(event.row))

    def _open_person(self, person: PersonId) -> None:
        from kiosk.screens.tutors.person import PersonScreen

        if person in self.school.people:
            self.app.push_screen(PersonScreen(self.context, person, self.day_meant))

    def action_another_day(self) -> None:
        """Show the day before; after the first day, today again."""
        today, shown = self.moment.date(), self._day()
        days = [one for one in days_to_close(self.school, self.moment) if one.date < today]
        before = [one for one in days if shown is None or one.date < shown.date]
        self._past_day = before[0].id if before else ""
        self._show_if_mounted()

    def action_change(self) -> None:
        """Change the picked session, its slot or the day."""
        picked = self.rows.picked if self.view == SESSIONS else None
        self.change_day(self.school.programme.sessions.get(SessionId(picked or "")))

    @work
    async def action_find(self) -> None:
        """Find a person and open their page, or a session and open its register."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog
        from kiosk.screens.dialogs.find_session import FindSessionDialog

        ask, day = self.app.push_screen_wait, self._day()
        if self.view == SESSIONS and day is not None:
            found = await ask(FindSessionDialog(self.context, day.id))
            if isinstance(found, Session):
                self._open_register(found.id)
            elif found is not None:
                self._open_person(found.id)
            return
        person = await ask(
            FindPersonDialog(self.context, t("Find a person"), self.action_add_person)
        )
        if person is not None:
            self._open_person(person)

    def action_close_day(self) -> None:
        """Open the closing of the day."""
        from kiosk.screens.tutors.closing import ClosingScreen

        self.app.push_screen(ClosingScreen(self.context, self.day_meant))

    @work
    async def action_pins(self) -> None:
        """Change the tutors' PIN, or set, change or remove reception's."""
        from kiosk.screens.tutors.pins import change_pins

        await change_pins(self)

    @work
    async def action_close_kiosk(self) -> None:
        """Close the kiosk, after a confirmation."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        question = t("Close the kiosk? No one can sign in until it's restarted.")
        if await self.app.push_screen_wait(
            ConfirmDialog(self.context, question, yes=t("Close the kiosk"), no=t("Stay open"))
        ):
            self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer changes of today alone, and other days where there are any."""
        match action:
            case "change":
                return not self._past_day
            case "another_day":
                days = days_to_close(self.school, self.moment)
                return bool(self._past_day) or any(one.date < self.moment.date() for one in days)
            case _:
                return super().check_action(action, parameters)
