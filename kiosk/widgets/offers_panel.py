"""The panel beside the day: the workshops of a slot as cards, or what there is to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from kiosk.language import Language
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import t
from kiosk.widgets.columns import literal
from kiosk.widgets.paragraphs import Paragraphs
from kiosk.widgets.session_card import CardList, SessionCard
from kiosk.widgets.session_details import (
    about_choosing,
    about_offer,
    about_session,
    about_slot,
    coming_lines,
)

ROWS_ABOVE, ROWS_OF_AIR = 14, 2
"""The rows of a screen that are not the cards': of the bars, strip and text; and of air."""


@dataclass(frozen=True)
class Shown:
    """The slot that the panel is about, for one person now."""

    school: School
    now: datetime
    person: Person
    day: InsetDay
    slot: Slot
    evidence: Evidence

    @property
    def offers(self) -> tuple[Session, ...]:
        """The sessions to choose from, and at the end those cancelled."""
        if self.slot.kind is not SlotKind.CHOICE:
            return ()
        day, slot = self.day.id, self.slot.id
        return *self.school.sessions_on(day, slot), *self.school.cancelled_on(day, slot)


class OffersPanel(Vertical):
    """What can be chosen in one slot, each as a card in the form that there is room for."""

    def __init__(self, language: Language) -> None:
        """Show nothing yet."""
        super().__init__(id="offers", classes="panel -plain")
        self._language = language
        self._shown: Shown | None = None

    def compose(self) -> ComposeResult:
        """Put the cards below the text."""
        yield Paragraphs(id="about-slot")
        yield CardList(id="cards")

    @property
    def cards(self) -> list[SessionCard]:
        """The cards, the first on offer first."""
        return list(self.query(SessionCard))

    async def fill(self, shown: Shown) -> None:
        """Make the cards of another slot, or of the same one in a changed programme.

        All is shown before there is a card on the screen: each change of a class afterwards has the
        styles worked out again, those of the panel for each card.
        """
        cards = self.query_one(CardList)
        if cards.children:
            await cards.remove_children()
        made = [SessionCard(self._language, one.id) for one in shown.offers]
        for card in made:  # before they are laid out for the first time
            card.take_rows(self._rows_each(len(made)))
        self._show(shown, made)
        if made:
            await cards.mount_all(made)

    def fits(self, shown: Shown) -> bool:
        """Return whether there is a card for each session of the slot; else `fill` is needed."""
        return [card.session for card in self.cards] == [one.id for one in shown.offers]

    def show(self, shown: Shown) -> None:
        """Show what changed; the cards stay, so that the focus does."""
        self._show(shown, self.cards)

    def _show(self, shown: Shown, cards: list[SessionCard]) -> None:
        self._shown = shown
        slot, language = shown.slot, self._language
        times = language.say(t("{start} to {end}", start=slot.start, end=slot.end))
        self.border_title = literal(f"{times}  {language.say(slot.title)}")
        self.set_class(not shown.offers, "-plain")
        self.show_about()
        proven = shown.evidence.is_proof
        for number, card in enumerate(cards, 1):
            if card.session in shown.school.programme.sessions:
                card.show(shown.school, shown.now, shown.person, number, proven=proven)

    def on_resize(self) -> None:
        """Give the cards the form that there is room for now."""
        cards = self.cards
        for card in cards:
            card.take_rows(self._rows_each(len(cards)))

    def _rows_each(self, count: int) -> int:
        """Return how many rows each of so many cards is to have, so that all are seen."""
        room = self.screen.size.height - ROWS_ABOVE
        if self.screen.has_class("-airy"):
            room -= ROWS_OF_AIR
        least = 1
        if self.screen.has_class("-touch"):
            least = 2 if self.screen.has_class("-low") else 3
        return max(least, *(one for one in (1, 2, 4, 5) if one == 1 or one * count <= room))

    def show_about(self) -> None:
        """Show the text about the focused card, or else the slot."""
        if self._shown is None:
            return
        about, text = self.query_one(Paragraphs), self._about(self._shown)
        # `update` always lays the screen out again, and this runs at every change of the School
        if not (isinstance(about.content, Content) and about.content.is_same(text)):
            about.update(text)

    def _about(self, shown: Shown) -> Content:
        school, now, person, slot = shown.school, shown.now, shown.person, shown.slot
        language, proven = self._language, shown.evidence.is_proof
        focused = self.screen.focused
        chosen = focused.session if isinstance(focused, SessionCard) else SessionId("")
        if chosen in school.programme.sessions:
            offer = school.session(chosen)
            return about_offer(language, school, now, person, offer, proven=proven)
        session = own_session(school, person, shown.day, slot)
        standing = slot_requirement(school, person, shown.day, slot)
        if slot.kind is SlotKind.CHOICE and session is None:
            if standing.reason is not None:
                return Content(language.say(standing.reason)).stylize("$amber")
            return about_choosing(language, school, now, person, slot, shown.day, shown.evidence)
        if session is None:
            about = about_slot(language, school, slot, standing.reason)
        else:
            about = about_session(language, school, now, person.id, session, proven=proven)
        if shown.offers:
            return about
        return Content("\n").join([about, *coming_lines(language, school, person, shown.day, slot)])
