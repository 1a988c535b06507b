"""What a slot or a session is for a person: required, invited, not required, off site.

Attendance is judged against the hours a person is paid for or has agreed to. A part-timer cannot be
required on a day not worked, nor a teaching assistant outside the contracted hours (NEU, advice on
workload and working time; practice for hourly contracts). Either may accept an invitation: then its
hours count, and nobody has to come who comes unpaid. Hours unknown means invited, never late.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TypeAlias

import msgspec

from kiosk.rules.model.personal_records import Terms
from kiosk.rules.model.records import InsetDay, Person, Session, Slot, Window
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Requirement, Role, SlotKind
from kiosk.text import Text, t


class ReasonedRequirement(msgspec.Struct, frozen=True):
    """A requirement, with the reason where it is less than one might think."""

    requirement: Requirement
    reason: Text | None = None

    @property
    def required(self) -> bool:
        """Whether the person must attend."""
        return self.requirement is Requirement.REQUIRED


def is_in_audience(person: Person, audience: Iterable[str]) -> bool:
    """Return whether one of the audience's tokens names the person.

    Tokens: `all`, `staff` (everyone but visitors), a role, `new` (on an induction track), a duty,
    `dept:NAME`, `person:ID`.
    """
    return any(_token_names(person, token) for token in audience)


def _token_names(person: Person, token: str) -> bool:
    kind, _, rest = token.partition(":")
    match kind:
        case "all":
            return True
        case "staff":
            return person.role is not Role.VISITOR
        case "new":
            return bool(person.track)
        case "dept":
            return bool(rest) and rest == person.department
        case "person":
            return rest == person.id
        case _:
            return token == person.role or token in person.duties


class Hours(msgspec.Struct, frozen=True):
    """A person's hours on a day: known or not, and then from when to when (None: not working)."""

    known: bool
    window: Window | None = None
    required_window: Window | None = None
    """The hours in which one is to be there: all but what one comes to of one's own accord."""

    def allow(self, start: time, end: time) -> bool:
        """Return whether all of `start` to `end` is inside; hours that are not known hold all."""
        return not self.known or (self.window is not None and self.window.holds(start, end))

    def require(self, start: time, end: time) -> bool:
        """Return whether the person is to be there all of `start` to `end`, if it is for them."""
        return self.required_window is not None and self.required_window.holds(start, end)

    def reason(self) -> Text:
        """Return why something outside these hours is not required."""
        if self.window is None:
            return t("Not one of your working days")
        return t(
            "Outside your hours, {start} to {end}", start=self.window.start, end=self.window.end
        )


def hours_on(school: School, person: Person, day: InsetDay) -> Hours:
    """Return the hours on that day: of an invitation accepted, else the person's own."""
    own = own_hours(school, person, day)
    invitation = school.day_record(day.id).invitations.get(person.id)
    if invitation is None or not invitation.accepted:
        return own
    is_bound = invitation.terms is not Terms.VOLUNTARY
    return Hours(True, invitation.hours, invitation.hours if is_bound else own.required_window)


def own_hours(school: School, person: Person, day: InsetDay) -> Hours:
    """Return the hours without an invitation: agreed, else contracted, else the role's usual."""
    agreed = person.agreed.get(day.id)
    if agreed is not None:
        return Hours(True, agreed, agreed)
    if person.hours is not None:
        contracted = person.hours.get(day.weekday)
        return Hours(True, contracted, contracted)
    usual = school.settings.usual_hours.get(person.role)
    if usual is None:
        return Hours(False)
    found = parse_hours(usual[day.weekday]) if day.weekday in usual else None
    return Hours(True, found, found)


def may_stay_until(school: School, person: Person, session: Session) -> time | None:
    """Return when a person would leave a session that runs past their hours.

    None: all of it lies within the hours; or too little of it to be offered (a setting).
    """
    least = school.settings.part_from
    hours = hours_on(school, person, school.programme.days[session.day])
    if not least or hours.window is None or hours.allow(session.start, session.end):
        return None
    end = hours.window.end
    if session.start < hours.window.start or end <= session.start:
        return None
    return end if Window(session.start, end).minutes >= least else None


def outside_hours_reason(school: School, person: Person, session: Session) -> Text | None:
    """Return why a session is not offered to a person whose hours do not allow it; else None."""
    hours = hours_on(school, person, school.programme.days[session.day])
    if hours.allow(session.start, session.end) or may_stay_until(school, person, session):
        return None
    return hours.reason()


def parse_hours(written: str) -> Window:
    """Return the window written as `08:30-15:30`."""
    start, _, end = written.partition("-")
    return Window(time.fromisoformat(start), time.fromisoformat(end))


def overlap(one: Session | Slot, other: Session | Slot) -> bool:
    """Return whether two sessions or slots of one day share a moment."""
    return one.start < other.end and other.start < one.end


def leads(person: Person, session: Session) -> bool:
    """Return whether the person leads that session."""
    return person.id in session.leaders


def own_session(school: School, person: Person, day: InsetDay, slot: Slot) -> Session | None:
    """Return the session of the slot that the person is meant to be in, if it is known yet.

    The one led; in a slot with a choice, the one with a firm place; else the first for the person,
    within the hours where it is given more than once.
    """
    sessions = school.sessions_on(day.id, slot.id)
    for session in sessions:
        if leads(person, session):
            return session
    if slot.kind is SlotKind.CHOICE:
        bookings = school.day_record(day.id).bookings
        for session in sessions:
            booking = bookings.get(session.id, {}).get(person.id)
            if booking is not None and booking.confirmed:
                return session
        return None
    mine = [session for session in sessions if is_in_audience(person, session.audience)]
    hours = hours_on(school, person, day)
    within = (session for session in mine if hours.allow(session.start, session.end))
    return next(within, mine[0] if mine else None)


def slot_requirement(
    school: School, person: Person, day: InsetDay, slot: Slot
) -> ReasonedRequirement:
    """Return what a slot is for a person.

    A slot with a choice is required of its audience when at least one session that is open to the
    person lies wholly within the hours; any session in it then fulfils it.
    """
    if slot.kind.is_pause:
        return ReasonedRequirement(Requirement.NOT_REQUIRED)
    sessions = school.sessions_on(day.id, slot.id)
    if any(leads(person, session) for session in sessions):
        return ReasonedRequirement(Requirement.REQUIRED, t("You lead this"))
    required = is_in_audience(person, slot.required)
    open_to: list[Session | Slot] = [s for s in sessions if is_in_audience(person, s.audience)]
    is_meant = required or is_in_audience(person, slot.invited)
    if not is_meant or (sessions and not open_to):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, t("Not for your role"))
    if _is_off_site(school, person, day, slot):
        return ReasonedRequirement(Requirement.OFF_SITE, t("You are off site then"))
    led = _led_at_that_time(school, person, day, open_to or [slot])
    if led is not None:
        title = school.workshop(led).title
        return ReasonedRequirement(
            Requirement.NOT_REQUIRED, t("You lead {title} then", title=title)
        )
    hours = hours_on(school, person, day)
    if not hours.known:
        return ReasonedRequirement(
            Requirement.INVITED, t("Your hours are not known here: ask the office")
        )
    times = [(one.start, one.end) for one in open_to or [slot]]
    if not any(hours.allow(*one) for one in times):
        return _partial_requirement(school, person, slot, sessions) or ReasonedRequirement(
            Requirement.NOT_REQUIRED, hours.reason()
        )
    is_due = required and any(hours.require(*one) for one in times)
    return ReasonedRequirement(Requirement.REQUIRED if is_due else Requirement.INVITED)


def _partial_requirement(
    school: School, person: Person, slot: Slot, sessions: Iterable[Session]
) -> ReasonedRequirement | None:
    """Return what a slot is of which nothing lies wholly within the hours; None: nothing fits."""
    for session in sessions:
        until = may_stay_until(school, person, session)
        if until is not None and is_in_audience(person, session.audience):
            is_choice = slot.kind is SlotKind.CHOICE  # then each session says it of itself
            reason = None if is_choice else t("You may stay until {time}", time=until)
            return ReasonedRequirement(Requirement.INVITED, reason)
    return None


def slots_for(school: School, person: Person, day: InsetDay) -> list[Slot]:
    """Return the slots that concern a person: all but those meant for other roles.

    What lies outside the person's hours stays in the list; its standing says why.
    """
    return [
        slot
        for slot in day.slots
        if slot.kind.is_pause
        or is_in_audience(person, (*slot.required, *slot.invited))
        or own_session(school, person, day, slot) is not None
    ]


def _is_off_site(school: School, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether the person has a place in an off-site session of another slot at that time."""
    bookings = school.day_record(day.id).bookings
    for session in school.sessions_on(day.id):
        if session.off_site and session.slot != slot.id and overlap(session, slot):
            booking = bookings.get(session.id, {}).get(person.id)
            if leads(person, session) or (booking is not None and booking.confirmed):
                return True
    return False


def _led_at_that_time(
    school: School, person: Person, day: InsetDay, offered: list[Session | Slot]
) -> Session | None:
    """Return a session that the person leads, where it leaves time for nothing that is offered."""
    for session in school.sessions_on(day.id):
        if leads(person, session) and all(overlap(session, one) for one in offered):
            return session
    return None


def session_requirement(school: School, person: Person, session: Session) -> ReasonedRequirement:
    """Return what a session is for a person: the slot's standing where it is the one meant."""
    day, slot = school.programme.days[session.day], school.slot(session)
    if own_session(school, person, day, slot) == session:
        return slot_requirement(school, person, day, slot)
    if is_in_audience(person, session.audience):
        return ReasonedRequirement(Requirement.INVITED)
    return ReasonedRequirement(Requirement.NOT_REQUIRED, t("Not for your role"))


def expected_from(school: School, person: Person, day: InsetDay) -> time | None:
    """Return when the person is first required on site, within the hours; None: not at all."""
    return min((start for start, _ in required_times_of(school, person, day)), default=None)


RequiredTimes: TypeAlias = "tuple[tuple[time, Session | None], ...]"
"""From when on a person is required on site, once a slot, and in which session, if it is known."""


def required_times_of(school: School, person: Person, day: InsetDay) -> RequiredTimes:
    """Return when and where the person is required on site, in the order of the day."""
    found: list[tuple[time, Session | None]] = []
    for slot in day.slots:
        if not slot_requirement(school, person, day, slot).required:
            continue
        session = own_session(school, person, day, slot)
        if session is None:
            found.append((_first_choice(school, person, day, slot), session))
        elif not session.off_site:
            found.append((session.start, session))
    return tuple(found)


def _first_choice(school: School, person: Person, day: InsetDay, slot: Slot) -> time:
    """Return when the first session begins that the person could choose within the hours."""
    hours = hours_on(school, person, day)
    open_to = [s for s in school.sessions_on(day.id, slot.id) if is_in_audience(person, s.audience)]
    return min((s.start for s in open_to if hours.require(s.start, s.end)), default=slot.start)


def is_part_time(school: School, person: Person) -> bool:
    """Return whether the known weekly hours are fewer than a full week (a setting)."""
    if person.hours is None:
        return False
    minutes = sum(window.minutes for window in person.hours.values())
    return minutes < school.settings.full_week * 60
