"""What one person reads of their day, slot by slot: on My day, and where it is read aloud."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.rules.attendance.day_notes import is_by_hours
from kiosk.rules.attendance.marks import STATE_NAMES, EntryState, entry_state
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.announcements import has_moved
from kiosk.rules.choosing.bookings import waiting_list_of, wishes_of
from kiosk.rules.choosing.cancelled_sessions import lost_place_in
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import (
    ReasonedRequirement,
    leads,
    own_session,
    slot_requirement,
    slots_for,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Requirement, SlotKind
from kiosk.text import Both, Text, t, tn

# with a room beside it, “here” would be read as the place
OWN_STATE_NAMES = STATE_NAMES | {MarkState.PRESENT: t("present")}
"""The names of the states on one's own day."""
OVER = t("Finished")
"""All that is shown of what is past where only a name was typed."""


class OwnDay(msgspec.Struct, frozen=True):
    """One person's day at one moment."""

    school: School
    now: datetime
    person: Person
    day: InsetDay
    proven: bool
    """Whether the person gave a proof. Without one nothing is shown of attendance that is past."""
    how_to_enter: Text = t("Enter: sign in")
    """What to do where a session can be signed in to."""

    @property
    def slots(self) -> list[Slot]:
        """The slots of the day that concern the person."""
        return slots_for(self.school, self.person, self.day)

    @property
    def next_row(self) -> int:
        """The place of the slot to be in now or next; a break only if nothing else comes."""
        coming = [
            (slot.kind.is_pause, row)
            for row, slot in enumerate(self.slots)
            if self.now < self.school.moment(self.day.id, slot.end)
        ]
        return min(coming)[1] if coming else max(0, len(self.slots) - 1)

    def session(self, slot: Slot) -> Session | None:
        """Return the session that the person is meant to be in, if any is known."""
        return own_session(self.school, self.person, self.day, slot)

    def standing(self, slot: Slot) -> ReasonedRequirement:
        """Return whether the person must come, and why."""
        return slot_requirement(self.school, self.person, self.day, slot)

    def is_over(self, band: Slot | Session) -> bool:
        """Return whether it is past."""
        return self.now >= self.school.moment(self.day.id, band.end)

    def is_hidden(self, band: Slot | Session) -> bool:
        """Return whether only that it is over may be shown: all else would say who was absent."""
        return self.is_over(band) and not self.proven

    def state_to_show(self, session: Session) -> MarkState | None:
        """Return how the person is marked in a session, as far as that may be shown."""
        state = final_state(self.school, self.person.id, session)
        is_told = state is None or state.attended or self.proven
        return state if is_told and not self.is_hidden(session) else None

    def words(self, slot: Slot) -> tuple[Both, Text | Both | str]:
        """Return the title of a slot or of the session in it, and what to know of it."""
        place = self.school.word(slot.place)
        if slot.kind.is_pause:
            return slot.title, place
        session, standing = self.session(slot), self.standing(slot)
        if session is not None:
            return self.school.workshop(session).title, self._state(session, standing)
        if self.is_hidden(slot):
            return slot.title, OVER
        if standing.reason is not None:
            by_hours = is_by_hours(self.school, self.person, self.day, slot)
            return slot.title, place if by_hours else standing.reason
        if slot.kind is not SlotKind.CHOICE:
            return slot.title, place
        return slot.title, self._undecided(slot)

    def _undecided(self, slot: Slot) -> Text:
        """Return what to know of a slot with a choice in which the person has no place."""
        if self.is_over(slot):
            return t("Finished. Nothing chosen")
        waiting = self._waiting(slot)
        if waiting is not None:
            return waiting
        if lost_place_in(self.school, self.person.id, self.day.id, slot.id) is not None:
            return t("▲ Cancelled: pick another")
        count = len(self.school.sessions_on(self.day.id, slot.id))
        return tn("Choose: {n} workshop", "Choose one of {n}", count)

    def _state(self, session: Session, standing: ReasonedRequirement) -> Text | Both | str:
        """Return what to know of a session: what to do, what was marked, or where it is."""
        if self.is_hidden(session):
            return OVER
        # the room alone, if there is one: the panel beside the day names the leaders
        where = self.school.word(session.room) or room_and_leaders(self.school, session)
        if has_moved(self.school, session):
            if session.moved_from:
                where = t("new room: {room}", room=where)
            if session.moved_start is not None:
                where = t("new time · {where}", where=where)
            where = t("▲ {what}", what=where)
        state = self.state_to_show(session)
        if state is not None:
            return t("{state} · {where}", state=OWN_STATE_NAMES[state], where=where)
        doors = entry_state(self.school, self.now, session)
        if doors is EntryState.OPEN:
            # the room first: a narrow screen cuts the end
            return t("{where} · {what}", where=where, what=self.how_to_enter)
        reason = standing.reason
        slot = self.school.slot(session)
        if reason is not None and is_by_hours(self.school, self.person, self.day, slot):
            reason = None
            if standing.requirement is Requirement.NOT_REQUIRED:
                return where
        if standing.requirement is Requirement.NOT_REQUIRED and reason is not None:
            return reason  # not "not signed in": this person did not have to come
        if doors is EntryState.OVER:
            return t("Finished, not signed in · {where}", where=where)
        if leads(self.person, session):
            return t("{room} · you lead this", room=self.school.word(session.room))
        return where if reason is None else reason

    def _waiting(self, slot: Slot) -> Text | None:
        for wish in wishes_of(self.school, self.person.id, self.day.id, slot.id):
            session = self.school.session(wish.session)
            title = self.school.workshop(session).title
            if self.day.awaits_draw:
                return t("1st choice: {title}", title=title)
            place = 1 + waiting_list_of(self.school, session).index(wish)
            return t("Waiting list, {place}: {title}", place=ordinal(place), title=title)
        return None
