"""One person's day slot by slot, as a professional tutor reads it: marks, places, requirements.

The person's own view of it, with the words for them, is in `own_day.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

import msgspec

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.attendance.day_notes import is_by_hours
from kiosk.rules.attendance.marks import marks_of, may_have_led
from kiosk.rules.attendance.time_attended import final_state
from kiosk.rules.choosing.bookings import booking_of, waiting_list_of, wishes_of
from kiosk.rules.choosing.cancelled_sessions import lost_place_in
from kiosk.rules.model.attendance_records import Booking, Mark
from kiosk.rules.model.ids import NO_SESSION, SessionId, SlotId
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import (
    is_called_off,
    leads,
    own_session,
    session_requirement,
    slot_requirement,
    slots_for,
)
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.text import Both, Text, t

REQUIREMENT_NAMES = {
    Requirement.REQUIRED: t("required"),
    Requirement.INVITED: t("invited"),
    Requirement.NOT_REQUIRED: t("not required"),
    Requirement.OFF_SITE: t("off site"),
}
"""What a slot is for somebody, in a few words about them."""


class Standing(msgspec.Struct, frozen=True):
    """Where somebody is on a day, since when, and how that is known."""

    presence: BoardState
    at: datetime | time | None = None
    """When they came, left, or were reported absent; when they are expected; None: never."""
    evidence: Evidence | None = None
    """How it is known; None: nothing has happened yet."""
    is_in_doubt: bool = False
    """Whether somebody says that it was not them."""


def standing_of(school: School, now: datetime, person: Person, day: InsetDay) -> Standing:
    """Return where a person is on a day."""
    line, record = person_line(school, now, person, day), school.day_record(day.id)
    if line.presence in (BoardState.IN, BoardState.LEFT):
        last = record.movements[person.id][-1]
        return Standing(line.presence, last.at, last.evidence, last.doubted)
    absence = record.reported_absences.get(person.id)
    if line.presence is BoardState.ACCOUNTED and absence is not None:
        return Standing(line.presence, absence.at, absence.evidence)
    return Standing(line.presence, line.due)


class SlotEntry(msgspec.Struct, frozen=True):
    """A slot of a person's day, or one session of theirs in it."""

    slot: SlotId
    session: SessionId
    """`NO_SESSION`: a break, or none is known."""
    start: time
    end: time
    title: Both
    where: Both | str
    notes: tuple[Text, ...]
    """The place, the waiting list, what it is for them."""
    state: MarkState | None
    """How they are marked in all; None: without a mark."""
    mark: Mark | None
    """The last mark."""
    is_choice: bool = False
    is_pause: bool = False
    is_quiet: bool = False
    """Whether they need not be there."""
    may_choose: bool = False
    """Whether they could still be given a place in the slot."""
    booked: SessionId = NO_SESSION
    """Where they have a place, or wait for one, that can still be taken away."""
    is_away: bool = False
    """Whether they are reported absent then, and could have been there."""
    is_unmarked: bool = False
    """Whether they were required there, it is over, and nothing says where they were."""
    is_now: bool = False
    """Whether it is the one that runs, or the next."""

    @property
    def id(self) -> str:
        """A row's id."""
        return f"slot {self.slot} {self.session}"


def person_day(
    school: School, now: datetime, person: Person, day: InsetDay
) -> tuple[SlotEntry, ...]:
    """Return the person's day in its order: every slot that concerns them, breaks as well."""
    entries = [
        entry
        for slot in slots_for(school, person, day)
        for entry in _entries(school, now, person, day, slot)
    ]
    coming = (
        place
        for place, one in enumerate(entries)
        if now < school.moment(day.id, one.end) and not one.is_pause
    )
    current = next(coming, None)
    if current is not None:
        entries[current] = msgspec.structs.replace(entries[current], is_now=True)
    return tuple(entries)


def _entries(
    school: School, now: datetime, person: Person, day: InsetDay, slot: Slot
) -> Iterator[SlotEntry]:
    if slot.kind.is_pause:
        place = school.word(slot.place)
        yield SlotEntry(
            slot.id, NO_SESSION, slot.start, slot.end, slot.title, place, (), None, None,
            is_pause=True,
        )  # fmt: skip
        return
    own = own_session(school, person, day, slot)
    # somebody may also have come to a session of the slot that is not theirs
    others = [
        one
        for one in school.sessions_of(person.id, day.id)
        if one.slot == slot.id and one != own and marks_of(school, person.id, one)
    ]
    if own is None and not others:
        yield _without_session(school, now, person, day, slot)
    for session in filter(None, (own, *others)):
        yield _with_session(school, now, person, day, slot, session)


def _without_session(
    school: School, now: datetime, person: Person, day: InsetDay, slot: Slot
) -> SlotEntry:
    requirement = slot_requirement(school, person, day, slot).requirement
    is_quiet = requirement in (Requirement.NOT_REQUIRED, Requirement.OFF_SITE)
    is_choice = slot.kind is SlotKind.CHOICE
    wishes = wishes_of(school, person.id, day.id, slot.id)
    notes = [_place_in(school, person, day, slot, wishes)] if is_choice and not is_quiet else []
    notes.append(_requirement(school, person, day, slot, requirement))
    is_over = now >= school.moment(day.id, slot.end)
    is_away = not is_quiet and is_reported_absent(school, person.id, day.id, slot.start)
    return SlotEntry(
        slot.id, NO_SESSION, slot.start, slot.end, slot.title, school.word(slot.place),
        tuple(notes), None, None, is_choice=is_choice, is_quiet=is_quiet,
        may_choose=is_choice and not is_quiet and not is_over,
        booked=wishes[0].session if wishes and not is_over else NO_SESSION,
        is_away=is_away,
        is_unmarked=is_choice and is_over and not is_away
        and requirement is Requirement.REQUIRED,
    )  # fmt: skip


def _with_session(
    school: School, now: datetime, person: Person, day: InsetDay, slot: Slot, session: Session
) -> SlotEntry:
    requirement = session_requirement(school, person, session).requirement
    is_choice, booking = slot.kind is SlotKind.CHOICE, booking_of(school, person.id, session)
    is_held = booking is not None and booking.confirmed
    notes: list[Text] = []
    if leads(person, session):
        notes.append(t("leads it"))
    elif is_choice:
        notes.append(t("has a place") if is_held else t("without a place"))
    notes.append(_requirement(school, person, day, slot, requirement))
    marks = marks_of(school, person.id, session)
    is_quiet = requirement is Requirement.NOT_REQUIRED
    is_away = not is_quiet and is_reported_absent(school, person.id, day.id, session.start)
    is_over = now >= school.moment(day.id, session.end)
    return SlotEntry(
        slot.id, session.id, session.start, session.end, school.workshop(session).title,
        school.word(session.room), tuple(notes), final_state(school, person.id, session),
        marks[-1] if marks else None,
        is_choice=is_choice,
        may_choose=is_choice and not is_over,
        booked=session.id if is_held and not is_over else NO_SESSION,
        is_quiet=is_quiet,
        is_away=is_away,
        is_unmarked=not marks and not is_away and is_over
        and requirement is Requirement.REQUIRED and not may_have_led(school, person, session),
    )  # fmt: skip


def _place_in(
    school: School, person: Person, day: InsetDay, slot: Slot, wishes: list[Booking]
) -> Text:
    """Return how somebody without a place in a slot stands: what they wait for, if anything."""
    for wish in wishes[:1]:
        session = school.session(wish.session)
        title = school.workshop(session).title
        if day.awaits_draw:
            return t("1st choice: {title}", title=title)
        place = 1 + waiting_list_of(school, session).index(wish)
        return t("waiting list, {place}: {title}", place=ordinal(place), title=title)
    if lost_place_in(school, person.id, day.id, slot.id) is not None:
        return t("the workshop is cancelled")
    return t("nothing chosen")


def _requirement(
    school: School, person: Person, day: InsetDay, slot: Slot, requirement: Requirement
) -> Text:
    if is_called_off(school, person, day, slot):
        return t("cancelled")
    if requirement is Requirement.NOT_REQUIRED and is_by_hours(school, person, day, slot):
        return t("not required: outside their hours")
    return REQUIREMENT_NAMES[requirement]
