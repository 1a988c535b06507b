"""My day: where to be next, choosing workshops, and signing in to sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rules.attendance.arrivals import is_on_site, on_site_since, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.attendance.picking import Question, opens_register, pick_session, session_to_enter
from kiosk.rules.attendance.undone_marks import undo_session_sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NO_SESSION, NO_SLOT, PersonId, SessionId, SlotId
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.requirement import own_session
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.screen_context import ScreenContext
from kiosk.screens.staff.personal_screen import PersonalScreen, Undoable
from kiosk.screens.touch import TOUCH, is_touched
from kiosk.text import n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import has_large_text, stack
from kiosk.widgets.day_ahead import day_ahead
from kiosk.widgets.day_rail import DayRail
from kiosk.widgets.greeting import greeting
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.message_line import MessageLine
from kiosk.widgets.now_strip import NowStrip
from kiosk.widgets.offers_panel import OffersPanel, Shown
from kiosk.widgets.session_card import CardList, SessionCard
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar
from kiosk.widgets.undo_button import UndoButton

AIRY = 40
"""The rows of a window from which on there are blank lines between the parts."""


OWN_ITEMS = t("F7 shows what is yours: catch-ups, messages, induction.")


class MyDayScreen(PersonalScreen):
    """One person's day. It closes by itself; the result is a letter typed for the next search."""

    CSS_PATH = stylesheet("my_day")
    GUIDE = t(
        "Press Enter on a session to sign in, or on “Workshops” to choose one by its number. If "
        "it's full, you go on the waiting list. On a session that you lead, Enter once more opens "
        "its register. Your messages and catch-ups are private, so they "
        "need your badge or PIN."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left", "slots", n_("Back"), key_display="Esc"),
        Binding("escape", "back", n_("Done"), key_display="Esc"),
        Binding("right,tab", "offers", n_("Workshops"), key_display="→"),
        Binding("ctrl+z", "undo", n_("Undo"), key_display="Ctrl+Z"),
        Binding("f6", "leave_site", n_("Leave site"), key_display="F6"),
        Binding("f7", "for_you", n_("My items"), key_display="F7"),
        Binding("f5", "doubt", n_("Not me"), key_display="F5"),
        Binding("f8", "own_code", n_("Set my PIN"), key_display="F8"),
        *(Binding(str(n), f"pick_card({n})", n_("Choose"), show=False) for n in range(1, 10)),
    ]

    undoable: reactive[Undoable] = reactive(Undoable(), repaint=False, bindings=True)
    """What Ctrl+Z takes back."""
    slot: reactive[SlotId] = reactive(NO_SLOT, repaint=False, bindings=True)
    """The id of the slot whose workshops are shown at the right."""

    def __init__(
        self,
        context: ScreenContext,
        person: PersonId,
        evidence: Evidence,
        open_register: Callable[[PersonId, SessionId], None],
    ) -> None:
        """Show the day of the person with this id, who was recognised by `evidence`.

        `open_register` opens the register of a session for its leader.
        """
        super().__init__(context, person, evidence)
        self._show_register = open_register
        context.touch()
        self._spread_out()

    @on(events.Resize)
    def _spread_out(self) -> None:
        """Leave blank lines between the parts where there are rows for them."""
        self.set_class(self.app.size.height >= AIRY, "-airy")

    def compose(self) -> ComposeResult:
        """Put the slots and the panel beside them below the greeting."""
        cls, language = MyDayScreen, self.context.language
        yield TopBar(language, self.school.settings.name, t("Staff sign-in"))
        with Horizontal(id="greeting"):
            yield Static(id="who")
            yield Static(id="since")
        if self._has_day:
            with Horizontal(id="now"):
                yield NowStrip(language, id="now-strip")
                yield UndoButton(language)
            yield MessageLine(language, id="message")
            with Horizontal(id="day-panels"):
                rail = DayRail(language, self.person, self._day, self.evidence)
                yield rail.data_bind(school=cls.school, moment=cls.moment)
                yield OffersPanel(language)
        else:
            yield MessageLine(language, id="message")
            no_day, today = Static(id="no-day", classes="panel"), self.moment.date()
            yield self.speak(no_day, content=self._no_day, border_title=today)
        yield KeyBar(language)

    def _no_day(self) -> Content:
        ahead = day_ahead(self.context.language, self.school, self.moment)
        none, own = Content(self.say(NO_DAY)).stylize("bold"), Content(self.say(OWN_ITEMS))
        return stack([none, *([Content(), *ahead] if ahead else []), Content(), own])

    @property
    def _is_at_cards(self) -> bool:
        return isinstance(self.focused, SessionCard)

    @property
    def _offers(self) -> tuple[Session, ...]:
        shown = self._shown_slot()
        return shown.offers if shown is not None else ()

    @property
    def _has_day(self) -> bool:
        return self._day in self.school.programme.days

    @property
    def day(self) -> InsetDay:
        """The INSET day shown."""
        return self.school.programme.days[self._day]

    def on_mount(self) -> None:
        """Greet the person, start the countdown, and show the slot to be in next."""
        self.set_class(is_touched(self), TOUCH)
        self._greet()
        self._show_notes()
        self._show_since()
        self._show_moves()
        for rail in self.query(DayRail):  # there is none without an INSET day
            rail.focus()
            # the rail's own message would come after the first paint, which would flicker
            self.call_next(self._show_slot, rail.picked_slot)

    # -- showing ----------------------------------------------------------------------------

    def watch_school(self) -> None:
        """Show what changed in the School."""
        self._refresh_all()

    def watch_moment(self) -> None:
        """Show what time has changed: sessions open and close for signing in."""
        self._refresh_all()

    def say_again(self) -> None:
        """Show all in the language of now."""
        super().say_again()
        self._refresh_all()

    def _refresh_all(self) -> None:
        if self.is_mounted and not self._is_dismissed:
            self._greet()
            self._show_notes()
            self._show_offers()

    def _greet(self) -> None:
        person = self.school.people[self.person]
        language, post = self.context.language, not has_large_text(self)
        hello = greeting(language, self.school, person, self.moment.hour, post=post)
        self.update_static("#who", hello)
        since = on_site_since(self.school, self.person, self._day)
        self.query_one("#since").display = self._has_day  # else there is nothing to sign in to
        self.query_one("#since").set_class(since is not None, "-in")
        self.update_static("#since", Content(f" {self.say(self._standing())} "))
        for strip in self.query(NowStrip):
            now = self.context.desk.now()
            strip.show(self.school, now, self.person, self.day, picked=self.slot)

    @on(DayRail.Shown)
    async def _shown(self, event: DayRail.Shown) -> None:
        await self._show_slot(event.slot)

    async def _show_slot(self, slot: SlotId) -> None:
        if slot != self.slot:
            self.slot = slot
            self._greet()
            await self._fill_offers()

    async def _fill_offers(self) -> None:
        shown = self._shown_slot()
        if shown is not None:
            await self.query_one(OffersPanel).fill(shown)
            if self.school is not shown.school:  # it changed while the cards were made
                self._show_offers()

    def _shown_slot(self) -> Shown | None:
        """Return what the panel is to show; None if a changed programme has the slot no more."""
        slots = self.day.slots if self._has_day else ()
        now, person = self.context.desk.now(), self.school.people.get(self.person)
        for slot in slots:
            if slot.id == self.slot and person is not None:
                return Shown(self.school, now, person, self.day, slot, self.evidence)
        return None

    def _show_offers(self) -> None:
        shown = self._shown_slot()
        if shown is None:
            return
        panel = self.query_one(OffersPanel)
        if panel.fits(shown):
            panel.show(shown)
        else:
            self.call_later(self._fill_offers)  # a tutor has changed the programme

    def on_descendant_focus(self) -> None:
        """Show the text about the focused card, and all of the card."""
        # in a narrow terminal there is room for one panel only, the one with the focus
        self.set_class(self._is_at_cards, "-choosing")
        for panel in self.query(OffersPanel):
            panel.show_about()
            self.call_after_refresh(panel.query_one(CardList).show_focused)

    # -- doing ------------------------------------------------------------------------------

    @on(DayRail.Picked)
    async def _picked_slot(self, event: DayRail.Picked) -> None:
        await self._pick_slot(event.slot)

    @on(NowStrip.Touched)
    async def _touched_strip(self, event: NowStrip.Touched) -> None:
        self.query_one(DayRail).go_to(event.slot)
        await self._pick_slot(event.slot)

    async def _pick_slot(self, name: SlotId) -> None:
        """Sign in to the session of a slot, or go to its workshops."""
        await self._show_slot(name)
        shown = self._shown_slot()
        if shown is None:
            return
        own = own_session(self.school, shown.person, self.day, shown.slot)
        if own is not None and opens_register(self.school, shown.now, self.person, own):
            self._open_register(own)
            return
        session = session_to_enter(self.school, shown.now, shown.person, self.day, shown.slot)
        if session is not None:
            self._do(sign_in_to_session(self.person, session.id), session.id)
        elif shown.slot.kind is SlotKind.CHOICE:
            self.action_offers()

    @work
    async def _open_register(self, session: Session) -> None:
        """Open the register of a session for its leader, after a proof."""
        if not self.evidence.is_proof:
            self.show_text(t("The register needs your badge or your PIN."), Tone.CAUTION)
        if await self.is_proven():
            self._show_register(self.person, session.id)

    @on(SessionCard.Picked)
    def _picked_card(self, event: SessionCard.Picked) -> None:
        session = self.school.programme.sessions.get(event.session)
        if session is not None:
            self._pick(session)

    def handle_session_code(self, session: SessionId) -> None:
        """Do what Enter on the session's card does, and go to its slot."""
        meant = self.school.session(session)
        if self.is_mounted:
            self.query_one(DayRail).go_to(meant.slot)
        self._pick(meant)

    def _pick(self, session: Session) -> None:
        now, proven = self.context.desk.now(), self.evidence.is_proof
        picked = pick_session(self.school, now, self.person, session, proven=proven)
        if isinstance(picked, Question):
            self._ask(picked)
        else:
            is_entry = picked == sign_in_to_session(self.person, session.id)
            self._do(picked, session.id if is_entry else NO_SESSION)

    @work
    async def _ask(self, question: Question) -> None:
        """Ask about a place or a wish, and do what is answered."""
        from kiosk.screens.staff.waiting_list import answer_of

        decision = await answer_of(self.app, self.context, question)
        if decision is not None:
            self._do(decision)

    @work
    async def _do(self, decision: Decision, entered: SessionId = NO_SESSION) -> None:
        if await self._perform(decision):
            before = self.undoable
            self.undoable = before.after_entry(entered) if entered else before.after_choice()

    @work
    async def action_undo(self) -> None:
        """Undo the last sign-in: to a session, or else the arrival."""
        session, self.undoable = self.undoable.session, self.undoable.after_undo()
        if not session:
            await self._undo_arrival()
            return
        await self._perform(undo_session_sign_in(self.person, session))

    @work
    async def action_leave_site(self) -> None:
        """Record that the person leaves the site, or comes back."""
        if is_on_site(self.school, self.person, self._day):
            outcome = await self.perform(leave_site(self.person), Actor(self.person, self.evidence))
            if outcome is not None and outcome.message is not None:
                self._close_with(outcome.message)
        # the countdown may have closed the screen while the desk was asked
        elif not self._is_dismissed:
            await self._perform(sign_in(self.person))

    @work
    async def action_for_you(self) -> None:
        """Open the list of the person's own items, and afterwards count them again."""
        from kiosk.screens.staff.my_items import open_my_items

        await self.tell_changes(asks=True)
        await open_my_items(self)
        self._refresh_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that do something now."""
        match action:
            case "undo":
                arrival = self.undoable.arrival and self.has_just_arrived
                return bool(self.undoable.session) or arrival
            case "leave_site":
                return self._has_day and self._is_today
            case "offers":
                return bool(self._offers) and not self._is_at_cards
            case "slots" | "back":  # Esc does the one or the other
                return self._is_at_cards == (action == "slots")
            case _:
                return super().check_action(action, parameters)

    def action_offers(self) -> None:
        """Focus a card: the person's own, else one they wait for, else the first."""
        cards = self.query_one(OffersPanel).cards
        mine = [card for name in ("-mine", "-waiting") for card in cards if card.has_class(name)]
        for card in (*mine, *cards):
            self.set_focus(card, scroll_visible=False)
            return

    def action_slots(self) -> None:
        """Focus the slots."""
        self.set_focus(self.query_one(DayRail))

    def action_pick_card(self, number: int) -> None:
        """Do what Enter on the card with that number does, if the cards are shown."""
        for panel in self.query(OffersPanel):
            for card in panel.cards[number - 1 : number] if panel.display else ():
                card.focus().action_pick()

    def action_back(self) -> None:
        """Go back to Welcome."""
        self.dismiss(None)

    def intercept_key(self, key: events.Key) -> bool:
        """Close at a letter, which starts the next person's search."""
        self.query_one(MessageLine).note_key()
        letter = key.character if key.is_printable else None
        # no name begins with a digit or a sign
        if not letter or not letter.isalpha():
            return False
        self.dismiss(letter)
        return True

    @property
    def has_countdown(self) -> bool:
        """Whether it counts down: it does."""
        return True

    def idle_seconds(self) -> int:
        """Wait longer while there are workshops to choose from."""
        if self._offers:
            return self.school.settings.idle_choosing
        return super().idle_seconds()

    def on_screen_resume(self) -> None:
        """Close too, if a question above was closed because nobody is here."""
        self._count_down()
