"""One session on offer, as a card: title, aim, room and leader, and how full it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.day_notes import is_by_hours
from kiosk.rules.choosing.bookings import booking_of, bookings_in
from kiosk.rules.choosing.capacity import places_left
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.offers import fullness, standing_in, waiting_for
from kiosk.rules.choosing.recommendations import recommendation_reasons
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.requirement import may_stay_until
from kiosk.rules.model.school import School
from kiosk.text import Text, n_, t
from kiosk.widgets.columns import bar, cell, literal, spread, stack
from kiosk.widgets.session_details import when_and_where

FEW = 3
"""At this many free places or fewer it is time to choose."""
FRAMED_WITHOUT_AIM = 2
"""The lines of a framed card that has no room for the aim."""
UNFRAMED = 3
"""The most rows of a card without a frame."""
STAR = "★"
"""The sign of what is recommended."""
WORDS_WIDTH = 8
"""The cells kept for the words about places, so that the bars of all cards stand in a column."""


class Fill(msgspec.Struct, frozen=True):
    """How full a session is, as a bar and in words."""

    words: Content = Content()
    taken: int = 0
    places: int = 0
    style: str = ""

    def after(self, where: Content, width: int) -> Content:
        """Return a line: room and leaders, cut where there is little room, then bar and words."""
        words = self.words.pad_left(max(0, WORDS_WIDTH - self.words.cell_length))
        if not self.places:
            return spread(where, words, width)
        drawn = bar(self.taken, self.places, 12 if width > 50 else 6, self.style)
        return spread(where, Content.assemble(drawn, " ", words), width)


class CardText(msgspec.Struct, frozen=True):
    """What a card says."""

    number: int
    title: Content
    aim: Content
    note: Content
    """What goes before the aim, or the room where there are two lines: a reason for or against."""
    where: Content
    room: Content
    badge: Content
    """What it is to the person, or how many wait for it."""
    fill: Fill
    is_refused: bool
    """Whether the note says why it cannot be chosen."""
    is_open: bool
    """Whether the person has no place in it, and does not wait for one."""

    def framed(self, width: int, height: int) -> list[Content]:
        """Return the lines inside a frame, which shows number and badge."""
        rows = [cell(self.title, width)]
        if height > FRAMED_WITHOUT_AIM:
            rows.append(cell(self.note or self.aim, width))
        elif self.note:
            return [*rows, self._note_and_fill(width)]
        return [*rows, self.fill.after(self.where, width)]

    def two_lines(self, width: int) -> list[Content]:
        """Return two lines without a frame."""
        number = Content(f"{self.number} ").stylize("bold $blue")
        room = width - number.cell_length
        below = self._note_and_fill(room) if self.note else self.fill.after(self.where, room)
        return [spread(number + self.title, self.badge, width), Content("  ") + below]

    def one_line(self, width: int) -> Content:
        """Return the line of a list: as much as there is room for, the title first."""
        number = Content(f"{self.number} ").stylize("bold $blue")
        star = Content(f"{STAR} ").stylize("$blue") if self.note.plain.startswith(STAR) else ""
        left = Content.assemble(number, star, self.title)
        aside = [*([self.fill.words] if self.is_open else []), self.badge]
        whole = _joined([self.room, *aside])
        fits = left.cell_length + 2 + whole.cell_length <= width
        return spread(left, whole if fits else _joined(aside), width)

    def _note_and_fill(self, width: int) -> Content:
        return cell(self.note, width) if self.is_refused else self.fill.after(self.note, width)


def _joined(parts: list[Content]) -> Content:
    return Content(" · ").join([part for part in parts if part])


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
        self._text: CardText | None = None

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
        holder = person.id if proven else None
        left = places_left(school, session, holder)
        self._set_class(mine, "-mine")
        self._set_class(waiting, "-waiting")
        self._set_class(reason is not None, "-closed")
        self._set_class(left == 0 and not mine, "-full")
        say = self._language.say
        mine_here = standing_in(school, person.id, session, proven=proven)
        badge = say(mine_here or waiting_for(school, session) or "")
        self.border_title, self.border_subtitle = str(number), literal(badge)
        workshop = school.workshop(session)
        note, style = self._note(school, now, person, session, reason, proven=proven)
        self._text = CardText(
            number,
            Content(say(workshop.title)).stylize(
                "bold $in" if mine else "bold" if reason is None else ""
            ),
            Content(say(workshop.aim)).stylize("$muted"),
            Content(say(note)).stylize(style),
            Content(when_and_where(self._language, school, session)).stylize("$muted"),
            Content(say(school.word(session.room))).stylize("$muted"),
            Content(badge).stylize("bold $in" if mine else "bold $amber" if waiting else "$muted"),
            self._fill(school, holder, session, left),
            is_refused=reason is not None and note == reason,
            is_open=booking is None,
        )
        self.tooltip = Content(f"{say(workshop.title)}\n{say(workshop.aim)}")
        self.refresh()

    def _note(
        self,
        school: School,
        now: datetime,
        person: Person,
        session: Session,
        reason: Text | None,
        *,
        proven: bool,
    ) -> tuple[Text | str, str]:
        """Return what to say for or against it, and in which colour; blank if nothing is."""
        day, slot = school.programme.days[session.day], school.slot(session)
        # what rules out the whole slot stands above the day, and not on every card
        if reason is not None and not is_by_hours(school, person, day, slot):
            return reason, "$amber"
        until = may_stay_until(school, person, session)
        if until is not None:
            return t("You can stay until {time}", time=until), "$amber"
        for why in recommendation_reasons(school, now, person, session, proven=proven)[:1]:
            return t("★ {reason}", reason=why), "$blue"
        return "", ""

    def _fill(
        self, school: School, holder: PersonId | None, session: Session, left: int | None
    ) -> Fill:
        """Return how full the session is; how many wait is said elsewhere on the card."""
        words = t("full") if left == 0 else fullness(school, session, holder)
        if words is None or session.is_cancelled:
            return Fill()
        style = "$in" if left is None or left > FEW else "$amber" if left else "$muted"
        said = Content(self._language.say(words)).stylize(f"bold {style}")
        if left is None or session.places is None:
            return Fill(said)
        return Fill(said, len(bookings_in(school, session)), session.places, style)

    def take_rows(self, rows: int) -> None:
        """Be so many rows high, from four on in a frame."""
        self._set_class(rows > UNFRAMED, "-framed")
        self.styles.height = rows

    def _set_class(self, is_so: bool, name: str) -> None:
        # a card that is not on the screen yet has its styles worked out when it comes there
        self.set_class(is_so, name, update=self.is_attached)

    def render(self) -> Content:
        """Draw the lines that there is room for, in the form that the list has chosen."""
        if self._text is None:
            return Content()
        width, height = self.size.width, self.size.height
        if self.has_class("-framed"):
            return stack(self._text.framed(width, height))
        return stack(self._text.two_lines(width)) if height > 1 else self._text.one_line(width)

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
