"""Where everyone on site is at a time of the day, by what the kiosk knows.

That is the session they are signed in to, else the one they should be in. Without either it is the
room in which they were last seen.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

import msgspec

from kiosk.rules.attendance.arrivals import on_site_since, roll_call
from kiosk.rules.attendance.destinations import destination_in
from kiosk.rules.attendance.marks import IN_ROOM
from kiosk.rules.attendance.speakers import is_speaker
from kiosk.rules.model.ids import PersonId, SessionId, SlotId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import hours_on
from kiosk.rules.model.school import School


class Sighting(NamedTuple):
    """When and where somebody was last seen."""

    at: datetime
    room: str
    """As sessions have it; blank: at the way in."""


class Whereabouts(msgspec.Struct, frozen=True, gc=False):
    """Where one person on site is at a time."""

    person: Person
    room: str
    """As sessions have it; blank: not known."""
    session: Session | None
    """What they are in now, or should be; None: nothing, or a slot without sessions."""
    is_signed_in: bool
    """Whether they have signed in to it."""
    seen: Sighting
    hours_ended: time | None
    """When their own hours of the day ended; None: they have not, or are not known."""


class _Band(NamedTuple):
    """From when to before when somebody is in a session, or should be."""

    start: datetime
    end: datetime
    session: Session | None
    room: str
    required: bool = True
    since: datetime | None = None
    """When they signed in to it; None: they have not."""

    def holds(self, now: datetime) -> bool:
        return self.start <= now < self.end


def _band(school: School, session: Session) -> _Band:
    start, end = (school.moment(session.day, clock) for clock in (session.start, session.end))
    return _Band(start, end, session, session.room)


# -- what was seen of each person -------------------------------------------------------------


class _Traces(NamedTuple):
    """What is known of one person on site, whatever the time is."""

    person: Person
    came: datetime
    signed_in: tuple[_Band, ...]
    marked: frozenset[SessionId]
    """Every session in which they have a mark: it says whether they are in it."""
    seen: Sighting
    hours_end: datetime | None


def _with_traces_of(
    school: School, day: InsetDay, known: dict[PersonId, _Traces], touched: Touched
) -> dict[PersonId, _Traces]:
    others = {who: one for who, one in known.items() if who not in touched.people}
    changed = ((who, _traces_of(school, day, who)) for who in touched.people)
    return others | {who: traces for who, traces in changed if traces is not None}


@kept_up(_with_traces_of)
def _traces(school: School, day: InsetDay) -> dict[PersonId, _Traces]:
    found = ((one.id, _traces_of(school, day, one.id)) for one in roll_call(school, day.id))
    return {who: traces for who, traces in found if traces is not None}


def _traces_of(school: School, day: InsetDay, who: PersonId) -> _Traces | None:
    """Return what is known of a person; None: they are not on site."""
    person, came = school.people.get(who), on_site_since(school, who, day.id)
    if person is None or came is None:
        return None
    signed_in, marked, seen = list[_Band](), set[SessionId](), [(came, False, "")]
    marks = school.day_record(day.id).marks
    for session in school.sessions_of(who, day.id):
        made = marks.get(session.id, {}).get(who)
        if not made:
            continue
        marked.add(session.id)
        last, band = made[-1], _band(school, session)
        # not before: a tutor may mark somebody hours beforehand
        opens = band.start - timedelta(minutes=school.settings.opens_before)
        if last.state in IN_ROOM:
            signed_in.append(band._replace(start=opens, since=last.at))
        if last.state.attended and not session.off_site and last.at >= opens:
            # a register may be filled in hours later; who changes rooms is in the new one
            seen.append((min(last.at, band.end), last.state in IN_ROOM, session.room))
    window = hours_on(school, person, day).window
    ends = school.moment(day.id, window.end) if window is not None else None
    seen_at, _, room = max(seen)
    return _Traces(person, came, tuple(signed_in), frozenset(marked), Sighting(seen_at, room), ends)


# -- where each should be in a slot -----------------------------------------------------------


def _with_due_of(
    school: School,
    day: InsetDay,
    known: dict[PersonId, _Band],
    touched: Touched,
    slot: SlotId,
) -> dict[PersonId, _Band]:
    others = {who: band for who, band in known.items() if who not in touched.people}
    traces = _traces(school, day)
    here = [traces[who].person for who in touched.people if who in traces]
    return others | _due_of(school, day, here, slot)


@kept_up(_with_due_of)
def _due(school: School, day: InsetDay, slot: SlotId) -> dict[PersonId, _Band]:
    """Return where everyone on site should be in a slot, as far as they should be anywhere."""
    return _due_of(school, day, [one.person for one in _traces(school, day).values()], slot)


def _due_of(
    school: School, day: InsetDay, people: list[Person], slot: SlotId
) -> dict[PersonId, _Band]:
    meant, found = school.programme.slots[day.id, slot], dict[PersonId, _Band]()
    spoken = [one for one in school.sessions_on(day.id, slot) if one.speaker]
    for person in people:
        session = next((one for one in spoken if is_speaker(person, one)), None)
        required = True
        if session is None:
            destination = destination_in(school, person, day, meant)
            if destination is None:
                continue
            session, required = destination.session, destination.required
        if session is not None:
            band = _band(school, session)
        else:
            start, end = (school.moment(day.id, clock) for clock in (meant.start, meant.end))
            band = _Band(start, end, None, meant.place)
        found[person.id] = band._replace(required=required)
    return found


def _runs(school: School, now: datetime, day: InsetDay, slot: Slot) -> bool:
    bands: tuple[Slot | Session, ...] = (slot, *school.sessions_on(day.id, slot.id))
    start, end = min(one.start for one in bands), max(one.end for one in bands)
    return school.moment(day.id, start) <= now < school.moment(day.id, end)


# -- both together ----------------------------------------------------------------------------


def whereabouts(school: School, now: datetime, day: InsetDay) -> list[Whereabouts]:
    """Return where everyone on site is now, in no particular order.

    People in a session off site are left out, unless they came back since it began.
    """
    due = _due_now(school, now, day)
    found = (_whereabouts(one, now, due) for one in _traces(school, day).values())
    return [one for one in found if one is not None]


def whereabouts_of(
    school: School, now: datetime, person: PersonId, day: InsetDay
) -> Whereabouts | None:
    """Return where one person is now; None: not on site, or in a session off site."""
    traces = _traces(school, day).get(person)
    return _whereabouts(traces, now, _due_now(school, now, day)) if traces is not None else None


def _due_now(school: School, now: datetime, day: InsetDay) -> list[dict[PersonId, _Band]]:
    """Return, for each slot that runs, where everyone on site should be."""
    return [
        _due(school, day, slot.id)
        for slot in day.slots
        if not slot.kind.is_pause and _runs(school, now, day, slot)
    ]


def _whereabouts(
    one: _Traces, now: datetime, due: list[dict[PersonId, _Band]]
) -> Whereabouts | None:
    who = one.person.id
    expected = (in_slot[who] for in_slot in due if who in in_slot)
    band = _latest(one, now, *one.signed_in, *expected)
    session = band.session if band is not None else None
    if band is not None and session is not None and session.off_site:
        if one.came < (band.since or band.start):
            return None
        band = session = None
    is_over = one.hours_end is not None and now >= one.hours_end
    return Whereabouts(
        one.person,
        band.room if band is not None and band.room else one.seen.room,
        session,
        band is not None and band.since is not None,
        one.seen,
        one.hours_end.time() if one.hours_end is not None and is_over else None,
    )


def _latest(one: _Traces, now: datetime, *bands: _Band) -> _Band | None:
    """Return the session that the person signed in to last, else the one they must be in."""
    best = None
    for band in bands:
        if not band.holds(now):
            continue
        if band.since is None and band.session is not None and band.session.id in one.marked:
            continue
        if best is None or _rank(one, band) > _rank(one, best):
            best = band
    return best


def _rank(one: _Traces, band: _Band) -> tuple[bool, datetime, bool, datetime]:
    return band.since is not None, band.since or one.came, band.required, band.start
