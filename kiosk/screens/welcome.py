"""Welcome: the clock, the day, and the box to sign in with. Made for the queue at 08:25."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.errors import KioskError, Refused
from kiosk.rules.attendance.arrivals import (
    doubt_sign_in,
    is_on_site,
    sign_in,
    undo_sign_in,
)
from kiosk.rules.attendance.badges import holder_of
from kiosk.rules.attendance.board import headcount
from kiosk.rules.attendance.scan_codes import ScanAction, is_stub
from kiosk.rules.attendance.scan_sign_in import sign_in_by_scan, undo_scan
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NOBODY, PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screens.welcome_visit import (
    GUIDE,
    NO_VISIT,
    NOT_ADDED,
    SCAN_FIRST,
    SIGN_IN_FIRST,
    Visit,
    about_failure,
    about_kept,
    about_sign_in,
    arriving,
    demo_note,
    in_since_earlier,
    signed_in,
)
from kiosk.screens.welcome_ways import WelcomeWays
from kiosk.text import Text, n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.banner import Banner
from kiosk.widgets.day_panels import DayPanels
from kiosk.widgets.headcount import Building
from kiosk.widgets.kept_note import KeptNote
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.notice_line import NoticeLine
from kiosk.widgets.people_search import PeopleSearch
from kiosk.widgets.school_bar import SchoolBar


class WelcomeScreen(WelcomeWays):
    """The first screen. Its box always has the focus: type a name, Enter signs the person in."""

    CSS_PATH = stylesheet("welcome")
    GUIDE = GUIDE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "my_day", n_("My day"), show=False),
        # priority: it must work whatever has the focus
        Binding("ctrl+z", "undo", n_("Undo"), key_display="Ctrl+Z", priority=True),
        Binding("escape", "clear", n_("Clear"), key_display="Esc"),
        Binding("f5", "doubt", n_("Not me"), key_display="F5"),
        Binding("f2", "not_listed", n_("Not on the list?"), key_display="F2"),
        Binding("f9", "tutors", n_("Tutors' area"), key_display="F9"),
    ]

    visit: reactive[Visit] = reactive(NO_VISIT, repaint=False)
    """Whom Enter, undo, doubt and the sheet's codes are about."""
    _is_helping = False
    """Whether the help is open, over which the visit goes on."""

    def compose(self) -> ComposeResult:
        """Put clock and day above the box, today's programme and the head count below it."""
        cls, language = WelcomeScreen, self.context.language
        yield SchoolBar(language).data_bind(school=cls.school, moment=cls.moment)
        yield Banner(language).data_bind(school=cls.school, moment=cls.moment)
        yield PeopleSearch(
            language,
            t("Type your name to sign in"),
            t("or scan your badge ▐▌▐▐▌▐"),
            self.context.finder,
            t("Not on the list? F2"),
            id="search",
        ).data_bind(school=cls.school)
        yield NoticeLine().data_bind(school=cls.school, moment=cls.moment)
        yield DayPanels(language, "below").data_bind(school=cls.school, moment=cls.moment)
        yield KeptNote(language)
        if self.context.demo_pin:
            yield self.speak(Static(id="demo-note"), content=demo_note(self.context.demo_pin))
        yield KeyBar(language)

    def on_mount(self) -> None:
        """Start the clock, with the focus on the box."""
        self.set_touched(self.school.settings.touch_keys)
        # often enough that the undo ends when it says
        self.set_interval(0.5, self._expire)
        self.query_one(PeopleSearch).start()

    def on_screen_resume(self) -> None:
        """Forget the last person, and keep what the next one has typed already."""
        if not self._is_helping:
            self._forget()
        elif self.visit.until:
            self.visit = self.visit.lasting(self._undo_ends())
        self._is_helping = False
        self.query_one(PeopleSearch).prepend("")

    def work_out(self, school: School) -> None:
        """Count who is in, and find what is to be confirmed; at first everybody is looked at."""
        # loaded here, as the first paint does not need it and the first person would wait for it
        from kiosk.rules.follow_up.personal_items import prepare_count

        prepare_count(school)
        if day := school.today(self.moment):
            headcount(school, day)

    def watch_is_worked_out(self) -> None:
        """Show who is in."""
        self.query_one(Building).begin()

    def set_touched(self, is_touched: bool) -> None:
        """Show the on-screen keyboard; the time then stands in the top line."""
        if self.is_touched != is_touched:
            super().set_touched(is_touched)
            self.query_one(SchoolBar).watch_moment()

    def watch_visit(self, before: Visit, after: Visit) -> None:
        """Refresh the keys when the undo and “Not me” begin or cease to apply."""
        # not at every change: the key bar would be drawn twice in one sign-in
        if before.signed_in != after.signed_in:
            self.refresh_bindings()
        self.query_one(Banner).offer_undo(after.undo_until, self.context.monotonic())

    @on(PeopleSearch.Found)
    def _found(self, event: PeopleSearch.Found) -> None:
        self._arrive(event.person, Evidence.TYPED, event.typed)

    @on(PeopleSearch.CodeTyped)
    def _code_typed(self, event: PeopleSearch.CodeTyped) -> None:
        """Hand in a stub, or sign in by a badge's code, which typed proves no more than a name."""
        try:
            if is_stub(event.code):
                self.handle_stub(event.code)
            else:
                self._arrive(holder_of(self.school, event.code).id, Evidence.TYPED, event.code)
        except Refused as refusal:
            self._show_refusal(refusal.reason)

    def handle_badge(self, person: PersonId) -> bool:
        """Close what the last person left open, and sign in the badge's holder."""
        self.close_all_above()
        self.call_later(self._scanned, person)  # the screens above close first
        return True

    def show_scan_refusal(self, refusal: Refused) -> None:
        """Show it in the banner."""
        self._forget()
        self._show_refusal(refusal.reason)

    @property
    def accepts_sheet_codes(self) -> bool:
        """The printed sheet hangs beside the kiosk."""
        return True

    def handle_action(self, action: ScanAction) -> None:
        """Open the last person's day. Never press Enter, which would take a typed name."""
        if action not in (ScanAction.MY_DAY, ScanAction.YES):
            super().handle_action(action)
        elif self.visit.person:
            self._open_day_of_visit()
        else:
            raise Refused(SCAN_FIRST)

    def handle_session_code(self, session: SessionId) -> None:
        """Say what to scan first; the visit goes on."""
        del session
        if not self.visit.person:
            raise Refused(SCAN_FIRST)
        self._show_refusal(t("Scan “My day” on the sheet first, then this."))

    def handle_stub(self, code: str) -> None:
        """Hand in a stub for the last person to sign in; the visit goes on."""
        if not self.visit.person:
            raise Refused(SIGN_IN_FIRST)
        self._hand_in(code, self.visit)

    @work
    async def _hand_in(self, code: str, visit: Visit) -> None:
        self._say_in_banner(await self.handed_in(code, visit))

    def _scanned(self, person: PersonId) -> None:
        self.query_one(PeopleSearch).start()
        self._arrive(person, Evidence.BADGE)

    def _arrive(self, person: PersonId, evidence: Evidence, typed: str = "") -> None:
        """Sign a person in, or open their day if they are in already or there is no INSET day.

        A badge also signs its holder in to their session, so for a badge the desk decides.
        """
        if self.visit.person not in (NOBODY, person):
            self.context.show_first_language()
        self._forget()  # Enter and undo must not be about the person before
        day = self.school.today(self.moment)
        is_in = day is not None and is_on_site(self.school, person, day.id)
        if day is None or (is_in and evidence is not Evidence.BADGE):
            self.open_proven(person, evidence)
            return
        self.visit = arriving(person, evidence)
        self.hold_drawing()
        self._sign_in(person, evidence, typed)

    @work
    async def _sign_in(self, person: PersonId, evidence: Evidence, typed: str) -> None:
        decision = (sign_in_by_scan if evidence is Evidence.BADGE else sign_in)(person)
        asked_at, outcome = self.context.desk.now(), None
        try:
            outcome = await self.decide(decision, Actor(person, evidence))
        except KioskError as error:
            self._show_failure(person, t("not signed in"), error, typed)
        visit = self.visit
        if not visit.is_saving or visit.person != person:
            return  # the next person came while this sign-in was saved
        if outcome is None:
            self.visit = NO_VISIT.lasting(visit.until)
            return
        self._show_sign_in(person, evidence, asked_at, *outcome.notes)
        if visit.opens_day:
            self._forget()
            self.open_day(person, evidence)

    def _show_sign_in(
        self, person: PersonId, evidence: Evidence, asked_at: datetime, reason: Text | None = None
    ) -> None:
        """Show who signed in, where they are to be, and what Enter opens."""
        self.visit = signed_in(person, evidence, self._undo_ends())
        self._say_in_banner(about_sign_in(self.context, self.visit, asked_at, reason))

    def _show_failure(
        self, person: PersonId, what: Text, error: KioskError, typed: str = ""
    ) -> None:
        """Show that something of a person was not done; put back what they had typed."""
        self._say_in_banner(about_failure(self.context, person, what, error))
        search = self.query_one(PeopleSearch)
        if typed and not search.typed:
            search.start(typed)

    def show_error(self, error: KioskError, who: str = "") -> None:
        """Show in the banner why something was not done."""
        del who  # the banner names whom the visit is about
        self._show_failure(self.visit.person, t("Not done"), error)

    def intercept_key(self, key: events.Key) -> bool:
        """Let what could not be saved go at a key."""
        self.query_one(Banner).note_key()
        return super().intercept_key(key)

    def _show_refusal(self, why: Text) -> None:
        self._say_in_banner(lambda: Banner.Said(Tone.CAUTION, self.say(why)))

    def _say_in_banner(self, saying: Callable[[], Banner.Said]) -> None:
        self.query_one(Banner).say(saying, self.context.monotonic())
        self.visit = self.visit.lasting(self._undo_ends())

    def _undo_ends(self) -> float:
        return self.context.monotonic() + self.school.settings.undo_for

    def guide(self) -> Text:
        """Return what to do here, and what is kept of people."""
        return t("{guide}\n\n{kept}", guide=GUIDE, kept=about_kept(self.school))

    def action_help(self) -> None:
        """Show the help, from which the undo can be chosen as well."""
        self._is_helping = True
        super().action_help()

    def _expire(self) -> None:
        if self.is_covered:
            return  # somebody's day has a time of its own, and their language
        self.query_one(Banner).tick(self.context.monotonic())
        if self.visit.is_over(self.context.monotonic()) and not self._is_helping:
            self._end_visit()
        search = self.query_one(PeopleSearch)
        search.show_countdown(self.countdown_label() if self.has_countdown else Content())
        is_over = self.context.idle() >= self.idle_seconds()
        if not self.seconds_left() if self.has_countdown else is_over:
            self._reset_after_idle()

    @property
    def has_countdown(self) -> bool:
        """Whether a name that was left in the box is about to go."""
        return self.is_active and self.is_mounted and bool(self.query_one(PeopleSearch).typed)

    @property
    def is_counting_down(self) -> bool:
        """Whether a time is shown: of a name in the box, or of the last sign-in."""
        return super().is_counting_down or bool(self.visit.until and not self.has_countdown)

    def give_more_time(self) -> None:
        """Let the last sign-in be undone for longer."""
        if self.visit.until:
            self.visit = self.visit.lasting(self._undo_ends())

    def _reset_after_idle(self) -> None:
        """Clear a name left in the box, and go back to the school's theme, language and keys."""
        self.context.show_first_language()
        if self.query_one(PeopleSearch).typed:
            self.action_clear()
        self.set_touched(self.school.settings.touch_keys)
        if self.app.theme != self.school.settings.theme:
            self.app.theme = self.school.settings.theme

    @on(PeopleSearch.Typed)
    def _note_typing(self) -> None:
        # the box is also emptied by the program, below a form: then nobody is here
        if self.query_one(PeopleSearch).typed:
            self.context.touch()

    def _end_visit(self) -> None:
        """Forget the last person, and the language that was shown for them."""
        self._forget()
        self.context.show_first_language()

    def _forget(self) -> None:
        self.visit = NO_VISIT
        self.query_one(Banner).clear()

    @on(Banner.Touched)
    @on(PeopleSearch.EmptySubmitted)
    def _open_day_of_visit(self) -> None:
        if self.visit.is_saving:
            self.visit = self.visit.wants_day()
        elif self.visit.is_saved:
            visit = self.visit
            self._forget()
            self.open_day(visit.person, visit.evidence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the undo and "Not me" only while there is a sign-in they apply to."""
        if action == "doubt":
            return in_since_earlier(self.context, self.visit.signed_in) is not None
        return self.visit.is_saved if action == "undo" else True

    @on(Banner.UndoTouched)
    @work
    async def action_undo(self) -> None:
        """Undo the last sign-in."""
        # a scan may also have signed in to a session, which goes with it
        undo = undo_scan if self.visit.evidence is Evidence.BADGE else undo_sign_in
        await self._take_back(undo(self.visit.signed_in))

    @work
    async def action_doubt(self) -> None:
        """Report that the earlier sign-in was somebody else's."""
        await self._take_back(doubt_sign_in(self.visit.signed_in))

    async def _take_back(self, decision: Decision) -> None:
        person, evidence = self.visit.signed_in, self.visit.evidence
        try:
            outcome = await self.decide(decision, Actor(person, evidence))
        except KioskError as error:
            self._show_failure(person, t("not undone"), error)
            return
        if self.visit.is_saving or self.visit.person not in (NOBODY, person):
            return  # the next person came meanwhile
        message = outcome.message
        if message is not None:
            self._end_visit()
            self._say_in_banner(lambda: Banner.Said(Tone.PLAIN, self.say(message)))

    def action_clear(self) -> None:
        """Empty the box and end the visit."""
        self._end_visit()
        self.query_one(PeopleSearch).start()

    @on(PeopleSearch.UnlistedTouched)
    @work
    async def action_not_listed(self) -> None:
        """Open the form for somebody who is not on the list."""
        from kiosk.screens.staff.self_added import AddSelfDialog

        dialog = AddSelfDialog(self.context, self.query_one(PeopleSearch).typed)
        person = await self.app.push_screen_wait(dialog)
        # `on_screen_resume` comes first, and forgets
        if person is not None:
            self.call_later(self._show_self_added, person)
        elif dialog.is_lost:
            self.call_later(self._show_refusal, NOT_ADDED)

    def _show_self_added(self, person: PersonId) -> None:
        self.query_one(PeopleSearch).start()
        self._show_sign_in(person, Evidence.TYPED, self.context.desk.now())
