"""What a slot or session is for a person: required, invited, not required or off site.

Attendance is judged against the hours that a person is paid for or has agreed to. A part-time
teacher cannot be required on a day they do not work, nor a teaching assistant outside contracted
hours (NEU, advice on workload and working time; practice for hourly contracts). Either may accept
an invitation, whose hours then count; an unpaid one requires nothing. A school may agree with all
its staff that a twilight's hours count for everyone. Where hours are unknown, a person is invited
and never late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import TypeAlias

import msgspec

from kiosk.rules.model.audiences import is_in_audience, offer_to
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.personal_records import Terms
from kiosk.rules.model.records import InsetDay, Person, Session, Slot, Window
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Requirement, SlotKind
from kiosk.text import Both, Text, t

NOT_FOR_ROLE = t("For other staff groups")
FOR_OTHERS = t("For other staff groups. Please choose another.")
HOURS_UNKNOWN = t("We don't have your hours. Ask the office before you stay.")


class ReasonedRequirement(msgspec.Struct, frozen=True):
    """A requirement, and the reason to show where it is less than a person may expect."""

    requirement: Requirement
    reason: Text | None = None

    @property
    def required(self) -> bool:
        """Whether the person must attend."""
        return self.requirement is Requirement.REQUIRED


class Hours(msgspec.Struct, frozen=True):
    """A person's hours on a day. Known with no window means not working."""

    known: bool
    window: Window | None = None
    required_window: Window | None = None
    """The hours in which attendance can be required: without those of an unpaid invitation."""

    def allow(self, start: time, end: time) -> bool:
        """Return whether `start` to `end` lies within the hours. Unknown hours allow everything."""
        return not self.known or (self.window is not None and self.window.holds(start, end))

    def require(self, start: time, end: time) -> bool:
        """Return whether attendance can be required from `start` to `end`."""
        return self.required_window is not None and self.required_window.holds(start, end)

    def reason(self) -> Text:
        """Return why something outside these hours is not required."""
        if self.window is None:
            return t("Not one of your working days")
        return t(
            "Outside your hours ({start} to {end}): you don't need to come",
            start=self.window.start,
            end=self.window.end,
        )


def hours_on(school: School, person: Person, day: InsetDay) -> Hours:
    """Return the person's hours on that day.

    They are those of an accepted invitation, else the day's own where it counts for everyone, else
    the person's. Such a day changes neither agreed hours nor makes unknown ones known.
    """
    own = own_hours(school, person, day)
    if day.counts_for_everyone and own.known and day.id not in person.agreed:
        own = Hours(True, day.span, day.span)
    invitation = school.day_record(day.id).invitations.get(person.id)
    if invitation is None or not invitation.accepted:
        return own
    # A person who comes unpaid may leave at any time: only their own hours require anything.
    is_bound = invitation.terms is not Terms.VOLUNTARY
    return Hours(True, invitation.hours, invitation.hours if is_bound else own.required_window)


def hours_on_date(school: School, person: Person, when: date) -> Hours:
    """Return the person's hours on a date, be it an INSET day or not."""
    id = DayId(when.isoformat())
    return hours_on(school, person, school.programme.days.get(id) or InsetDay(id, 0, Both()))


def own_hours(school: School, person: Person, day: InsetDay) -> Hours:
    """Return the hours without invitations: agreed for the date, contracted or the role's usual."""
    agreed = person.agreed.get(day.id)
    if agreed is not None:
        return Hours(True, agreed, agreed)
    if person.hours is not None:
        contracted = person.hours.get(day.weekday)
        return Hours(True, contracted, contracted)
    usual = school.settings.usual_hours.get(person.role)
    if usual is None or person.part_time:
        return Hours(False)
    window = parse_hours(usual[day.weekday]) if day.weekday in usual else None
    return Hours(True, window, window)


def may_stay_until(school: School, person: Person, session: Session) -> time | None:
    """Return when the person would leave a session that runs past their hours, or None.

    None means that the hours cover all of the session, or less of it than is offered (a setting).
    """
    hours = hours_on(school, person, school.programme.days[session.day])
    return _may_stay_until(school, hours, session)


def _may_stay_until(school: School, hours: Hours, session: Session) -> time | None:
    min_minutes = school.settings.part_from
    if not min_minutes or hours.window is None or hours.allow(session.start, session.end):
        return None
    end = hours.window.end
    if session.start < hours.window.start or end <= session.start:
        return None
    return end if Window(session.start, end).minutes >= min_minutes else None


def outside_hours_reason(school: School, person: Person, session: Session) -> Text | None:
    """Return why the person's hours rule out the session, or None."""
    hours = hours_on(school, person, school.programme.days[session.day])
    if hours.allow(session.start, session.end) or may_stay_until(school, person, session):
        return None
    return hours.reason()


def parse_hours(written: str) -> Window:
    """Return the window of a text such as `08:30-15:30`."""
    start, _, end = written.partition("-")
    return Window(time.fromisoformat(start), time.fromisoformat(end))


def overlap(one: Session | Slot, other: Session | Slot) -> bool:
    """Return whether two sessions or slots of one day share any time."""
    return one.start < other.end and other.start < one.end


def not_here_reason(person: Person) -> Text:
    """Return the reason where a person has left by a day."""
    return t("{name} has left the school.", name=person.name)


def leads(person: Person, session: Session) -> bool:
    """Return whether the person leads the session."""
    return person.id in session.leaders


def leads_outside_hours(school: School, person: Person, session: Session) -> bool:
    """Return whether the person leads the session and their hours do not hold it.

    Such a person is not absent: their hours have to be agreed first.
    """
    hours = hours_on(school, person, school.programme.days[session.day])
    return leads(person, session) and not hours.allow(session.start, session.end)


def own_session(school: School, person: Person, day: InsetDay, slot: Slot) -> Session | None:
    """Return the session of the slot that the person should be in, or None if not known yet.

    It is the one they lead; in a slot with a choice the one with their confirmed place; else the
    first whose audience they are in, within their hours if one is. A person who has left has none.
    """
    if not person.is_here(day.date):
        return None
    for session in school.sessions_led(person.id, day.id):
        if session.slot == slot.id:
            return session
    if slot.kind is SlotKind.CHOICE:
        held = school.places_of(person.id, day.id)
        return next((session for session in held if session.slot == slot.id), None)
    for_person = offer_to(school, person, day.id, slot.id).firsts
    if not for_person:
        return None
    hours = hours_on(school, person, day)
    within_hours = (session for session in for_person if hours.allow(session.start, session.end))
    return next(within_hours, for_person[0])


def slot_requirement(
    school: School, person: Person, day: InsetDay, slot: Slot
) -> ReasonedRequirement:
    """Return what a slot is for a person.

    A slot with a choice is required of its audience if at least one session open to the person lies
    wholly within their hours. Any session in the slot then fulfils it.
    """
    if slot.kind.is_pause:
        return ReasonedRequirement(Requirement.NOT_REQUIRED)
    if not person.is_here(day.date):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, not_here_reason(person))
    led = school.sessions_led(person.id, day.id)
    led_here = [session for session in led if session.slot == slot.id]
    if led_here:
        return _leading_requirement(school, person, led_here)
    required = is_in_audience(person, slot.required)
    if not required and not is_in_audience(person, slot.invited):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, NOT_FOR_ROLE)
    open_to = offer_to(school, person, day.id, slot.id).firsts
    is_on = bool(open_to) and day.cancelled_at is None
    if not is_on and is_called_off(school, person, day, slot):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, t("Cancelled"))
    if not open_to and school.sessions_on(day.id, slot.id):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, NOT_FOR_ROLE)
    if is_off_site_in(school, person, day, slot):
        return ReasonedRequirement(Requirement.OFF_SITE, t("You're off site then"))
    offered: Sequence[Session | Slot] = open_to or (slot,)
    led_then = next((one for one in led if all(overlap(one, other) for other in offered)), None)
    if led_then is not None:
        title = school.workshop(led_then).title
        return ReasonedRequirement(
            Requirement.NOT_REQUIRED, t("You lead {title} then", title=title)
        )
    hours = hours_on(school, person, day)
    if not hours.known:
        return ReasonedRequirement(Requirement.INVITED, HOURS_UNKNOWN)
    times = [(one.start, one.end) for one in offered]
    if not any(hours.allow(*one) for one in times):
        return _partial_requirement(school, hours, slot, open_to) or ReasonedRequirement(
            Requirement.NOT_REQUIRED, hours.reason()
        )
    is_due = required and any(hours.require(*one) for one in times)
    return ReasonedRequirement(Requirement.REQUIRED if is_due else Requirement.INVITED)


def _leading_requirement(
    school: School, person: Person, led: Iterable[Session]
) -> ReasonedRequirement:
    """Return the requirement of what somebody leads: of any audience, not outside known hours."""
    if any(not leads_outside_hours(school, person, session) for session in led):
        return ReasonedRequirement(Requirement.REQUIRED, t("You lead this"))
    return ReasonedRequirement(
        Requirement.INVITED, t("You're named as leader, but your hours aren't agreed yet")
    )


def is_called_off(school: School, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether the day, or every session of the slot for the person, is cancelled."""
    if day.cancelled_at is not None:
        return True
    offer = offer_to(school, person, day.id, slot.id)
    if offer.sessions or any(one.slot == slot.id for one in school.sessions_led(person.id, day.id)):
        return False
    cancelled = school.cancelled_on(day.id, slot.id)
    return offer.has_cancelled or any(leads(person, session) for session in cancelled)


def _partial_requirement(
    school: School, hours: Hours, slot: Slot, open_to: Iterable[Session]
) -> ReasonedRequirement | None:
    """Return the requirement of a slot that lies only partly within the hours, or None."""
    for session in open_to:
        until = _may_stay_until(school, hours, session)
        if until is not None:
            # With a choice each session on offer shows its own reason.
            is_choice = slot.kind is SlotKind.CHOICE
            reason = None if is_choice else t("You can stay until {time}", time=until)
            return ReasonedRequirement(Requirement.INVITED, reason)
    return None


def slots_for(school: School, person: Person, day: InsetDay) -> list[Slot]:
    """Return the person's slots of a day: all but those for other roles.

    Slots outside the person's hours are included; `slot_requirement` gives the reason.
    """
    return [
        slot
        for slot in day.slots
        if slot.kind.is_pause
        or is_in_audience(person, (*slot.required, *slot.invited))
        or own_session(school, person, day, slot) is not None
    ]


def is_off_site_in(school: School, person: Person, day: InsetDay, slot: Slot) -> bool:
    """Return whether the person is in an off-site session of another slot at that time."""
    off_site = school.programme.off_site
    ids = school.day_record(day.id).sessions_of.get(person.id, ())
    places = () if off_site.isdisjoint(ids) else school.places_of(person.id, day.id)
    own = (*school.sessions_led(person.id, day.id), *places)
    return any(one.off_site and one.slot != slot.id and overlap(one, slot) for one in own)


def session_requirement(school: School, person: Person, session: Session) -> ReasonedRequirement:
    """Return what a session is for a person: the slot's requirement if it is their own session."""
    day, slot = school.programme.days[session.day], school.slot(session)
    if own_session(school, person, day, slot) == session:
        return slot_requirement(school, person, day, slot)
    if not person.is_here(day.date):
        return ReasonedRequirement(Requirement.NOT_REQUIRED, not_here_reason(person))
    if is_in_audience(person, session.audience):
        return ReasonedRequirement(Requirement.INVITED)
    return ReasonedRequirement(Requirement.NOT_REQUIRED, NOT_FOR_ROLE)


def expected_from(school: School, person: Person, day: InsetDay) -> time | None:
    """Return when the person is first required on site, or None."""
    return min((start for start, _ in required_times_of(school, person, day)), default=None)


RequiredTimes: TypeAlias = "tuple[tuple[time, Session | None], ...]"
"""A pair for each slot that is required on site: the start, and the session if known."""


def required_slots(
    school: School, person: Person, day: InsetDay
) -> list[tuple[Slot, Session | None]]:
    """Return the slots that are required of the person, in order, each with their own session."""
    return [
        (slot, own_session(school, person, day, slot))
        for slot in day.slots
        if slot_requirement(school, person, day, slot).required
    ]


def required_times_of(school: School, person: Person, day: InsetDay) -> RequiredTimes:
    """Return when and where the person is required on site, in the order of the day."""
    times: list[tuple[time, Session | None]] = []
    for slot, session in required_slots(school, person, day):
        if session is None:
            times.append((_first_choice(school, person, day, slot), session))
        # Off-site sessions are left out: nobody is late here who is expected elsewhere.
        elif not session.off_site:
            times.append((session.start, session))
    return tuple(times)


def _first_choice(school: School, person: Person, day: InsetDay, slot: Slot) -> time:
    """Return the start of the first session that the person could choose within the hours."""
    hours = hours_on(school, person, day)
    open_to = offer_to(school, person, day.id, slot.id).firsts
    return min((s.start for s in open_to if hours.require(s.start, s.end)), default=slot.start)


def is_part_time(school: School, person: Person) -> bool:
    """Return whether the weekly hours are fewer than a full week (a setting), as far as known."""
    if person.hours is None:
        return person.part_time
    minutes = sum(window.minutes for window in person.hours.values())
    return minutes < school.settings.full_week * 60


def needs_proof(school: School, session: Session) -> bool:
    """Return whether attendance must be proved: in required training, or everywhere (a setting)."""
    if school.settings.certificate_proof == "personal":
        return True
    return bool(school.workshop(session).required_training)
