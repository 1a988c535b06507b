"""One session on offer, as a card: title, aim, room and leader, and how full it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.day_notes import is_by_hours
from kiosk.rules.choosing.bookings import booking_of, bookings_in, places_left
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.offers import fullness, standing_in
from kiosk.rules.choosing.recommendations import recommendation_reasons
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import may_stay_until
from kiosk.rules.model.school import School
from kiosk.text import Both, Text, n_, t
from kiosk.widgets.columns import bar, cell, spread
from kiosk.widgets.session_details import when_and_where


class SessionCard(Widget):
    """A session to choose, picked by Enter or a click."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", n_("Choose"), key_display="Enter"),
        Binding("down", "next(1)", n_("Down"), show=False),
        Binding("up", "next(-1)", n_("Up"), show=False),
    ]

    @dataclass
    class Picked(Message):
        """The session was picked."""

        session: SessionId

    def __init__(self, language: Language, session: SessionId) -> None:
        """Make the card of the session with this id; it is blank until `show` is called."""
        super().__init__(classes="card")
        self._language = language
        self.session = session
        self._lines: tuple[Content, Content, tuple[Content, Content, Content]] | None = None
        self._is_refused = False
        """Whether its second line says why it cannot be chosen."""

    def show(
        self, school: School, now: datetime, person: Person, number: int, *, proven: bool
    ) -> None:
        """Show the session as it stands for a person.

        `number`: the card's place in the list. `proven`: whether private reasons may be shown.
        """
        session = school.session(self.session)
        booking = booking_of(school, person.id, session)
        mine = booking is not None and booking.confirmed
        waiting = booking is not None and not booking.confirmed
        # a place that is held is not judged again: a tutor may have given it against the rules
        reason = None if mine else ineligibility(school, now, person, session, proven=proven)
        left = places_left(school, session)
        self.set_class(mine, "-mine")
        self.set_class(waiting, "-waiting")
        self.set_class(reason is not None, "-closed")
        self.set_class(left == 0 and not mine, "-full")
        say = self._language.say
        self.border_title = str(number)
        self.border_subtitle = say(standing_in(school, person.id, session) or "")
        workshop = school.workshop(session)
        aim: Text | Both = workshop.aim
        style = "$muted"
        for why in recommendation_reasons(school, now, person, session, proven=proven)[:1]:
            aim, style = t("★ {reason}", reason=why), "$blue"
        until = may_stay_until(school, person, session)
        day, slot = school.programme.days[session.day], school.slot(session)
        # what rules out the whole slot stands above the day, and not on every card
        by_hours = reason is not None and is_by_hours(school, person, day, slot)
        self._is_refused = reason is not None and not by_hours
        if reason is not None and not by_hours:
            aim, style = reason, "$amber"
        elif until is not None:
            aim, style = t("You may stay until {time}", time=until), "$amber"
        where = Content(when_and_where(self._language, school, session))
        self._lines = (
            Content(say(workshop.title)).stylize(
                "bold $in" if mine else "bold" if reason is None else ""
            ),
            Content(say(aim)).stylize(style),
            (where.stylize("$muted"), *self._fill(school, session, left)),
        )
        self.refresh()

    def _fill(self, school: School, session: Session, left: int | None) -> tuple[Content, Content]:
        """Return how full the session is, as a bar and in words."""
        words = fullness(school, session)
        if words is None:
            return Content(), Content()
        style = "$in" if left is None or left > 3 else "$amber" if left else "$late"
        said = Content(self._language.say(words))
        if left is None or session.places is None:
            return Content(), said.stylize(style)
        taken = len(bookings_in(school, session))
        return bar(taken, session.places, 8, style), said.stylize(f"bold {style}")

    def render(self) -> Content:
        """Draw the lines that there is room for."""
        if self._lines is None:
            return Content()
        title, aim, (where, drawn, words) = self._lines
        width, is_low = self.size.width, self.size.height <= 2
        rows = [cell(title, width)]
        if not is_low or self._is_refused:  # in two lines a refusal goes before the room
            rows.append(cell(aim, width))
        if len(rows) < self.size.height:
            full = Content.assemble(drawn, " ", words) if drawn else words
            # the number of free places decides a choice, so it outlives bar and room
            fits = where.cell_length + 1 + full.cell_length <= width
            rows.append(spread(where, full if fits else words, width))
        return Content("\n").join(rows)

    def on_click(self) -> None:
        """Pick the session."""
        self.action_pick()

    def action_pick(self) -> None:
        """Post that the session was picked."""
        self.post_message(self.Picked(self.session))

    def action_next(self, by: int) -> None:
        """Focus the card `by` places further."""
        # `set_focus` acts at once; `focus` waits for the next turn, which a held key overtakes
        cards = list(self.screen.query(SessionCard))
        place = cards.index(self) + by
        self.screen.set_focus(cards[max(0, min(place, len(cards) - 1))], scroll_visible=False)


class CardList(VerticalScroll, can_focus=False):
    """The cards of a slot, one below the other; they take the focus, it does not."""

    def on_resize(self) -> None:
        """Keep all of the focused card in view when the text above leaves less room."""
        self.show_focused()

    def show_focused(self) -> None:
        """Scroll to the focused card."""
        # at once: an animation lags behind a held arrow key
        if isinstance(self.screen.focused, SessionCard):
            self.screen.focused.scroll_visible(animate=False)
