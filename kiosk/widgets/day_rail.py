"""A person's day as a list of slots, two lines each, with a rail of glyphs at the left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.language import Language
from kiosk.rules.attendance.day_notes import is_by_hours
from kiosk.rules.attendance.marks import STATE_NAMES, EntryState, entry_state
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.announcements import has_moved
from kiosk.rules.choosing.bookings import waiting_list_of, wishes_of
from kiosk.rules.choosing.cancelled_sessions import lost_place_in
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import (
    ReasonedRequirement,
    leads,
    own_session,
    slot_requirement,
    slots_for,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.screen_context import UNSET_TIME
from kiosk.text import Both, Text, n_, t, tn
from kiosk.widgets.columns import has_large_text, stack, wrapped
from kiosk.widgets.stable_list import StableList

GLYPHS = {
    MarkState.PRESENT: ("●", "$in"),
    MarkState.LATE: ("▲", "$late"),
    MarkState.LEFT: ("◐", "$amber"),
    MarkState.ABSENT: ("×", "$late"),
    MarkState.RELEASED: ("–", "$muted"),
}
"""Each state's glyph and colour; a word goes with them, as colour alone is not accessible."""


OVER = t("Over")
"""All that a typed name is told of what is past."""

RAIL_WIDTH = 8
"""The cells that the time and the rail take of each line."""


class DayRail(StableList):
    """The slots of the day. My day shows the highlighted one in the panel beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)

    @dataclass
    class Shown(Message):
        """Another slot is highlighted."""

        slot: SlotId

    @dataclass
    class Picked(Message):
        """A slot was picked by Enter or a click."""

        slot: SlotId

    def __init__(
        self, language: Language, person: PersonId, day: DayId, evidence: Evidence
    ) -> None:
        """Show one person's day. Without a proof nothing is told of attendance that is past."""
        super().__init__(language.say(t("Your day")), id="rail")
        self._language, self._person, self._day = language, person, day
        self._evidence = evidence

    def on_resize(self) -> None:
        """Wrap large text to the new width."""
        # the style cuts lines of other sizes, with no need to fill the list again
        if has_large_text(self):
            self._show_slots()

    def watch_school(self) -> None:
        """Show what changed."""
        self._show_slots()

    def watch_moment(self) -> None:
        """Show what time has changed: sessions open and close for signing in."""
        self._show_slots()

    @property
    def slots(self) -> list[Slot]:
        """The slots of the day that concern the person."""
        day = self.school.programme.days[self._day]
        return slots_for(self.school, self.school.people[self._person], day)

    @property
    def picked_slot(self) -> SlotId:
        """The highlighted slot, or `NO_SLOT`."""
        return SlotId(self.picked or "")

    def go_to(self, slot: SlotId) -> None:
        """Highlight the slot with this id, if it concerns the person."""
        for row, candidate in enumerate(self.slots):
            if candidate.id == slot:
                self.highlighted = row

    def _next(self) -> int:
        """Return the row of the slot to be in now or next; a break only if nothing else comes."""
        coming = [
            (slot.kind.is_pause, row)
            for row, slot in enumerate(self.slots)
            if self.moment < self.school.moment(self._day, slot.end)
        ]
        return min(coming)[1] if coming else max(0, len(self.slots) - 1)

    def _show_slots(self) -> None:
        if not self.is_mounted or self._person not in self.school.people:
            return
        if self.moment == UNSET_TIME:  # the screen's data binding has not reached it yet
            return
        options = [Option(self._slot_lines(slot), id=slot.id) for slot in self.slots]
        if self.highlighted is None:
            self.fill(options, first=self._next())
            return
        # filling highlights the same slot again, which would rebuild the panel of cards
        with self.prevent(OptionList.OptionHighlighted):
            self.fill(options)

    def _slot_lines(self, slot: Slot) -> Content:
        day = self.school.programme.days[self._day]
        person = self.school.people[self._person]
        standing = slot_requirement(self.school, person, day, slot)
        session = own_session(self.school, person, day, slot)
        band = session or slot  # a session may have times of its own
        glyph, colour = self._glyph(slot, session, standing)
        title, below = self._words(person, day, slot, session, standing)
        dim = standing.requirement is Requirement.NOT_REQUIRED and not slot.kind.is_pause
        undecided = slot.kind is SlotKind.CHOICE and session is None and not dim
        undecided = undecided and not self._is_over(slot)
        style = "$muted" if dim else "bold $amber" if undecided else "bold"
        say = self._language.say
        first = Content.assemble(
            (say(band.start), "$muted" if dim else "bold"),
            " ",
            (glyph, colour),
            " ",
            (say(title), style),
        )
        lines = [Content(say(below)).stylize("$muted")]
        if has_large_text(self):
            lines = wrapped(say(below), self.room - RAIL_WIDTH, "$muted")
        ends = [say(band.end), *("     " for _ in lines[1:])]
        return stack([
            first,
            *(
                Content.assemble((end, "$muted"), " ", ("│", "$lines"), " ", line)
                for end, line in zip(ends, lines, strict=True)
            ),
        ])  # fmt: skip

    def _glyph(
        self, slot: Slot, session: Session | None, standing: ReasonedRequirement
    ) -> tuple[str, str]:
        state = self._state_to_show(session) if session else None
        if state is not None:
            return GLYPHS[state]
        if slot.kind.is_pause or standing.requirement is Requirement.NOT_REQUIRED:
            return "·", "$muted"
        if self._is_over(session or slot):
            return "–", "$muted"
        if slot.kind is SlotKind.CHOICE:
            return ("◆", "$amber") if session is None else ("◇", "$in")
        return "○", "$blue"

    def _state_to_show(self, session: Session) -> MarkState | None:
        state = final_state(self.school, self._person, session)
        is_told = state is None or state.attended or self._evidence.is_proof
        return state if is_told and not self._is_hidden(session) else None

    def _is_over(self, band: Slot | Session) -> bool:
        return self.moment >= self.school.moment(self._day, band.end)

    def _is_hidden(self, band: Slot | Session) -> bool:
        """Return whether only that it is over may be told: all else would tell who was absent."""
        return self._is_over(band) and not self._evidence.is_proof

    def _words(
        self,
        person: Person,
        day: InsetDay,
        slot: Slot,
        session: Session | None,
        standing: ReasonedRequirement,
    ) -> tuple[Both, Text | str]:
        if slot.kind.is_pause:
            return slot.title, slot.place
        if session is not None:
            return self.school.workshop(session).title, self._state(person, session, standing)
        if self._is_hidden(slot):
            return slot.title, OVER
        if standing.reason is not None:
            by_hours = is_by_hours(self.school, person, day, slot)
            return slot.title, slot.place if by_hours else standing.reason
        if slot.kind is SlotKind.CHOICE and self._is_over(slot):
            return slot.title, t("Over: nothing was chosen")
        if slot.kind is SlotKind.CHOICE:
            waiting = self._waiting(day, slot)
            if waiting is not None:
                return slot.title, waiting
            lost = lost_place_in(self.school, person.id, day.id, slot.id)
            if lost is not None:
                return slot.title, t("▲ Cancelled: choose")
            count = len(self.school.sessions_on(day.id, slot.id))
            return slot.title, tn("Choose: {n} workshop", "Choose one of {n}", count)
        return slot.title, slot.place

    def _state(self, person: Person, session: Session, standing: ReasonedRequirement) -> Text | str:
        """Return the second line of a session: what to do, what was marked, or where it is."""
        if self._is_hidden(session):
            return OVER
        # the room alone, if there is one: the panel beside the day names the leaders
        where: Text | str = session.room or room_and_leaders(self.school, session)
        if has_moved(self.school, session):
            where = t("▲ moved: {where}", where=where)
        state = self._state_to_show(session)
        if state is not None:
            return t("{state} · {where}", state=STATE_NAMES[state], where=where)
        doors = entry_state(self.school, self.moment, session)
        if doors is EntryState.OPEN:
            return t("Enter: sign in now · {where}", where=where)
        reason = standing.reason
        day = self.school.programme.days[self._day]
        if reason is not None and is_by_hours(self.school, person, day, self.school.slot(session)):
            reason = None
            if standing.requirement is Requirement.NOT_REQUIRED:
                return where
        if standing.requirement is Requirement.NOT_REQUIRED and reason is not None:
            return reason  # not "not signed in": this person did not have to come
        if doors is EntryState.OVER:
            return t("Over, not signed in · {where}", where=where)
        if leads(person, session):
            return t("{room} · you lead this", room=session.room)
        return where if reason is None else reason

    def _waiting(self, day: InsetDay, slot: Slot) -> Text | None:
        for wish in wishes_of(self.school, self._person, day.id, slot.id):
            session = self.school.session(wish.session)
            if day.awaits_draw:
                return t("Your first wish: {title}", title=self.school.workshop(session).title)
            place = 1 + waiting_list_of(self.school, session).index(wish)
            title = self.school.workshop(session).title
            return t("Number {place} in the queue for {title}", place=place, title=title)
        return None

    @on(OptionList.OptionHighlighted)
    def _highlight(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Shown(SlotId(event.option_id)))

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Picked(SlotId(event.option_id)))
