"""What one person is in now, or where to be next: the largest text of their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.attendance.destinations import NOTHING_MORE, Destination, now_or_next, nowhere
from kiosk.rules.attendance.marks import EntryState, entry_state
from kiosk.rules.attendance.picking import opens_register
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.follow_up.to_do import slots_without_choice
from kiosk.rules.model.ids import NO_SLOT, PersonId, SlotId
from kiosk.rules.model.labels import leader_names
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School
from kiosk.text import Sayable, Text, t, tn
from kiosk.widgets.block_clock import small_digits
from kiosk.widgets.columns import cell, stack

SOON = timedelta(minutes=60)
"""How long before a start the strip counts the minutes."""


class Now(msgspec.Struct, frozen=True):
    """What the strip says; blank texts take no room."""

    start: str
    what: Sayable
    room: Sayable
    leaders: str
    state: Sayable
    colour: str
    """Green: signed in; amber: the person's turn; blue otherwise."""
    short: Sayable = ""
    """The state where it shares its line; blank: the same."""


class NowStrip(Widget):
    """The time in large digits, then what, where, and what to do. A click does that."""

    @dataclass
    class Touched(Message):
        """It was clicked or touched."""

        slot: SlotId

    def __init__(self, language: Language, id: str) -> None:
        """Say nothing yet."""
        super().__init__(id=id)
        self._language = language
        self._now: Now | None = None
        self._otherwise = NOTHING_MORE
        self._slot = NO_SLOT

    def show(
        self, school: School, now: datetime, person: PersonId, day: InsetDay, *, picked: SlotId
    ) -> None:
        """Show what is now, or next, for a person on a day.

        `picked`: the slot that Enter is about.
        """
        who = school.people[person]
        place = now_or_next(school, now, who, day)
        shown, self._slot = None, NO_SLOT
        if place is not None:
            self._slot = place.slot.id
            shown = _now(self._language, school, now, who, day, place, here=picked == self._slot)
        otherwise = nowhere(school, who, day)
        if (shown, otherwise) != (self._now, self._otherwise):
            self._now, self._otherwise = shown, otherwise
            self.refresh()

    def render(self) -> Content:
        """Draw three lines beside the digits, or one line in a low window."""
        if self._now is None:
            nothing = Content(self._language.say(self._otherwise)).stylize("bold")
            return nothing if self.size.height < len(ROWS) else stack([Content(), nothing])
        say, now, width = self._language.say, self._now, self.size.width
        is_low = self.size.height < len(ROWS)
        words = say(now.short) if is_low and now.short else say(now.state)
        state = Content(words).stylize(f"bold {now.colour}")
        room = Content(say(now.room)).stylize("bold")
        if is_low:
            start = Content(now.start).stylize(f"bold {now.colour}")
            parts = (start, room or Content(say(now.what)), state)
            return cell(Content(" · ").join([part for part in parts if part]), width)
        digits = small_digits(now.start)
        left = len(digits[0]) + 3
        where = Content.assemble(room, " · " if room and now.leaders else "", now.leaders)
        beside = (Content(say(now.what)).stylize("bold"), where, state)
        return stack(
            [
                Content.assemble((f"{drawn}   ", now.colour), cell(line, width - left))
                for drawn, line in zip(digits, beside, strict=True)
            ]
        )

    def on_click(self) -> None:
        """Post the message."""
        if self._slot:
            self.post_message(self.Touched(self._slot))


ROWS = range(3)
"""The lines of the digits."""
ENTER_HERE = t("◆ Press Enter to sign in to this session")
"""For the day they are signed in already, which is written beside it."""
TO_REGISTER = t("● Signed in. Enter: the register")
ENTER_THERE = t("◆ To sign in: pick it below, then Enter")


def _now(
    language: Language,
    school: School,
    now: datetime,
    person: Person,
    day: InsetDay,
    place: Destination,
    *,
    here: bool,
) -> Now:
    """Return what to say of a destination. `here`: whether Enter is about it."""
    session, start = place.session, language.say(place.start)
    if session is None:
        state, colour = _until(school, now, day, place), "$blue"
        if place.slot in slots_without_choice(school, now, person.id, day):
            state, colour = t("◆ Your turn: choose a workshop"), "$amber"
        return Now(start, place.slot.title, school.word(place.slot.place), "", state, colour)
    title, leaders = school.workshop(session).title, leader_names(school, session)
    short: Sayable = ""
    if is_in_the_room(school, person.id, session):
        state, colour = t("● Signed in, until {end}", end=session.end), "$in"
        if here and opens_register(school, now, person.id, session):
            state, short = TO_REGISTER, t("● Enter: register")
    elif entry_state(school, now, session) is EntryState.OPEN:
        state, colour = ENTER_HERE if here else ENTER_THERE, "$amber"
        short = t("◆ Press Enter to sign in") if here else t("◆ Sign-in is open")
    else:
        state, colour = _until(school, now, day, place), "$blue"
    return Now(start, title, school.word(session.room), leaders, state, colour, short)


def _until(school: School, now: datetime, day: InsetDay, place: Destination) -> Text:
    """Return how long it is until a start, or until when it lasts."""
    start = school.moment(day.id, place.start)
    if now >= start:
        return t("Now, until {end}", end=place.end)
    if start - now > SOON:
        return t("Next, at {start}", start=place.start)
    minutes = -(-(start - now) // timedelta(minutes=1))
    return tn("Next, in {n} minute", "Next, in {n} minutes", minutes)
