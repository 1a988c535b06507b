"""What is outstanding over all days: who owes what, by when, and what a tutor does about it.

Only required catch-ups are owed; what is only offered is nobody's business but the person's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import is_not

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.catch_up_resources import known_resources
from kiosk.rules.follow_up.catch_up_states import (
    WAIVE_REASONS,
    CatchUpState,
    is_training,
    state_of,
)
from kiosk.rules.follow_up.repeats import repeat_of
from kiosk.rules.follow_up.required_training import paid_date_from
from kiosk.rules.follow_up.routes import has_resource, seen_on
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.duties import SAFEGUARDING_LEADS
from kiosk.rules.model.far_dates import refuse_far
from kiosk.rules.model.ids import DayId, PersonId, WorkshopId, split_id
from kiosk.rules.model.names import sort_key
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DoneBy, WaiveReason
from kiosk.text import Sayable, t, tn


class Which(StrEnum):
    """Which of them are listed."""

    ALL = "all"
    OVERDUE = "overdue"
    TO_CONFIRM = "to confirm"
    NO_DATE = "away"
    """Without a date until the person is back."""
    NO_ROUTE = "no route"
    """Nothing is known by which it could be done."""


class Owed(msgspec.Struct, frozen=True):
    """A required catch-up that is not settled."""

    catch_up: CatchUp
    person: Person
    title: Sayable
    state: CatchUpState
    is_overdue: bool
    has_route: bool
    order: tuple[date, tuple[str, ...], DayId, str]
    """By what it is sorted: its date, its person's name and the day."""
    has_resource: bool
    """Whether a resource is a way to do it; without one it takes a repeat with a free place."""

    @property
    def item(self) -> str:
        """A short name for it, for the command line: the workshop's id, else the slot's."""
        return self.catch_up.subject or self.catch_up.slot

    def is_one_of(self, which: Which) -> bool:
        """Return whether it belongs to a list."""
        match which:
            case Which.OVERDUE:
                return self.is_overdue
            case Which.TO_CONFIRM:
                return self.state is CatchUpState.HANDED_IN
            case Which.NO_DATE:
                return self.state is CatchUpState.OPEN and self.catch_up.due is None
            case Which.NO_ROUTE:
                return self.state is CatchUpState.OPEN and not self.has_route
        return True


class Outstanding(msgspec.Struct, frozen=True):
    """What was outstanding on a date, and of what it was found."""

    today: date
    plan: object
    """What stands for the settings, people and programme of then."""
    catch_ups: Mapping[DayId, Mapping[PersonId, Mapping[str, CatchUp]]] = {}
    """The catch-ups from which the lines were made."""
    lines: Sequence[Owed] = ()
    """Overdue first, then by date, name and day."""
    places: tuple[object, ...] = ()
    """What said who may come to a repeat; see `_places`."""


def outstanding(school: School, today: date) -> Sequence[Owed]:
    """Return what is owed and not settled: overdue first, then by date, name and day."""
    return outstanding_after(school, today, None).lines


def outstanding_after(school: School, today: date, before: Outstanding | None) -> Outstanding:
    """Return what is outstanding; what did not change since `before` is not looked at again."""
    if before is None or before.today != today or before.plan is not school.plan_results:
        before = Outstanding(today, school.plan_results)
    known = before.catch_ups
    now = {day: record.catch_ups for day, record in school.day_records.items()}
    days = {day for day in now.keys() | known.keys() if now.get(day) is not known.get(day)}
    changed = {
        (day, person): now.get(day, {}).get(person, {})
        for day in days
        for person in now.get(day, {}).keys() | known.get(day, {}).keys()
        if now.get(day, {}).get(person) is not known.get(day, {}).get(person)
    }
    places = _places(school, today)
    is_as_before = len(places) == len(before.places) and not any(map(is_not, places, before.places))
    if not is_as_before:
        again = _given_later(school, today)
        changed |= {
            (day, person): now.get(day, {}).get(person, {})
            for day, person in (
                (one.catch_up.day, one.person.id) for one in before.lines
                if not one.has_resource and one.catch_up.subject in again
            )
        }  # fmt: skip
    if not changed:
        return before if is_as_before and not days else replace(
            before, catch_ups=now, places=places)  # fmt: skip
    lines = [
        line for line in before.lines
        if (line.catch_up.day, line.catch_up.person) not in changed
    ]  # fmt: skip
    lines += _owed(school, today, changed)
    lines.sort(key=_order)
    return replace(before, catch_ups=now, lines=lines, places=places)


def _places(school: School, today: date) -> tuple[object, ...]:
    """Return what says who may come to a session of later days: the same objects, the same people.

    Of one with free places it does not matter who has the others.
    """
    found: list[object] = []
    for day in _later_days(school, today):
        record = school.day_record(day)
        found.append(record.invitations)
        for session in school.sessions_on(day):
            is_tight = is_full(school, session)
            found += (is_tight, is_tight and record.bookings.get(session.id),
                      is_tight and record.held_places.get(session.id))  # fmt: skip
    return tuple(found)


def _given_later(school: School, today: date) -> set[WorkshopId]:
    days = _later_days(school, today)
    return {session.workshop for day in days for session in school.sessions_on(day)}


def _later_days(school: School, today: date) -> list[DayId]:
    return [day for day in school.programme.days if day > today.isoformat()]


def _order(line: Owed) -> tuple[date, tuple[str, ...], DayId, str]:
    return line.order


def all_owed(school: School, today: date) -> list[Owed]:
    """Return every required catch-up, also those done or waived, in the order of `outstanding`."""
    everything = {
        (day, person): catch_ups
        for day, record in school.day_records.items()
        for person, catch_ups in record.catch_ups.items()
    }
    return sorted(_owed(school, today, everything, with_settled=True), key=_order)


def owed_by(school: School, person: PersonId, today: date) -> list[Owed]:
    """Return what one person owes."""
    own = {
        (day, person): record.catch_ups[person]
        for day, record in school.day_records.items()
        if person in record.catch_ups
    }
    return sorted(_owed(school, today, own), key=_order)


def _owed(
    school: School,
    today: date,
    sources: Mapping[tuple[DayId, PersonId], Mapping[str, CatchUp]],
    *,
    with_settled: bool = False,
) -> Iterator[Owed]:
    titles: dict[object, Sayable] = {}
    usable: dict[object, bool] = {}
    for (day, person), catch_ups in sources.items():
        who = school.people.get(person)
        if who is None or not who.is_here(today):
            continue
        name = sort_key(who)
        for one in catch_ups.values():
            state = state_of(school, one)
            if not one.required or (state.is_settled and not with_settled) or not one.is_owed:
                continue
            # what thousands of people missed is looked up once
            missed, offered = (day, one.slot, one.subject), _offered(school, one)
            if missed not in titles:
                titles[missed] = missed_title(school, one)
            now = seen_on(one, today)
            if offered not in usable:
                usable[offered] = has_resource(school, now)
            is_late = state is CatchUpState.OPEN and one.due is not None and one.due < today
            order = (one.due or date.max, name, day, one.id)
            has_some = usable[offered]
            can_be_done = has_some or repeat_of(school, now) is not None
            yield Owed(one, who, titles[missed], state, is_late, can_be_done, order, has_some)


def _offered(school: School, catch_up: CatchUp) -> tuple[object, ...]:
    """Return what it depends on whether a resource is a way to do it."""
    # what there is to choose depends on role, duties and language, and what is given once on hours
    is_to_choose = not (catch_up.subject or catch_up.resources)
    known = known_resources(school, catch_up.resources)
    is_own = is_to_choose or any(one.on is not None for one in known)
    return catch_up.resources, catch_up.due, catch_up.id if is_own else ""


def catch_up_named(school: School, id: str) -> CatchUp:
    """Return the catch-up of an id. Raises `Refused` if there is none."""
    day, person, *_ = (*split_id(id), "", "")
    found = school.day_record(DayId(day)).catch_ups.get(PersonId(person), {}).get(id)
    if found is None or not found.is_owed:
        raise Refused(t("This catch-up is no longer on the list."))
    return found


def _all_named(school: School, ids: tuple[str, ...]) -> list[CatchUp]:
    return [catch_up_named(school, id) for id in dict.fromkeys(ids)]


def may_confirm(school: School, actor: Actor, catch_up: CatchUp) -> bool:
    """Return whether somebody may say that a catch-up is done.

    A professional tutor may; of required training also a DSP or DSL, with proof, but not of theirs.
    """
    if actor.evidence.is_tutors:
        return True
    who = school.people.get(PersonId(actor.id))
    return (
        who is not None
        and actor.evidence.is_proof
        and is_training(school, catch_up)
        and catch_up.person != who.id
        and not SAFEGUARDING_LEADS.isdisjoint(who.duties)
    )


def to_confirm(school: School, actor: Actor, today: date) -> list[Owed]:
    """Return what was handed in for a DSP or DSL with a proof to confirm; others have nothing."""
    return sorted(_to_confirm(school, actor, today), key=_order)


def has_to_confirm(school: School, actor: Actor, today: date) -> bool:
    """Return whether there is anything `to_confirm`."""
    return any(True for _ in _to_confirm(school, actor, today))


def _to_confirm(school: School, actor: Actor, today: date) -> Iterator[Owed]:
    who = school.people.get(PersonId(actor.id))
    if who is None or SAFEGUARDING_LEADS.isdisjoint(who.duties):
        return
    for one in _owed(school, today, handed_in(school)):
        if one.state is CatchUpState.HANDED_IN and may_confirm(school, actor, one.catch_up):
            yield one


def handed_in(school: School) -> Mapping[tuple[DayId, PersonId], Mapping[str, CatchUp]]:
    """Return the catch-ups of everyone who handed in training that still is to be confirmed."""
    return {
        (day, person): record.catch_ups[person]
        for day, record in school.day_records.items()
        for person in record.handed_in
    }


@decision
def finish_catch_ups(
    school: School, now: datetime, actor: Actor, catch_ups: tuple[str, ...]
) -> Changes:
    """Note that these catch-ups are done, or confirm that they are.

    Raises:
        Refused: one of them is gone, or it is not the actor's to confirm.
    """
    items = []
    for one in _all_named(school, catch_ups):
        if not may_confirm(school, actor, one):
            lead = school.settings.words_of_nation.lead_initials
            raise Refused(t("A professional tutor, or for safeguarding the {lead}, confirms this.",
                            lead=lead))  # fmt: skip
        if state_of(school, one).is_settled:
            continue
        done = one if one.done_at else replace(one, done_at=now, done_by=DoneBy.TUTOR)
        items.append(put(replace(done, confirmed_at=now)))
    if len(catch_ups) == 1:
        title = missed_title(school, catch_up_named(school, catch_ups[0]))
        return Changes(tuple(items), t("Done: {title}.", title=title))
    said = tn("{n} catch-up marked done.", "{n} catch-ups marked done.", len(items))
    return Changes(tuple(items), said)


@decision
def extend_catch_ups(
    school: School, now: datetime, catch_ups: tuple[str, ...], due: date
) -> Changes:
    """Set another date for these catch-ups, such as once somebody is back.

    Where a person has no paid hours on it, it is the next date on which they have.

    Raises:
        Refused: the date is past or far off, or one of them is gone or settled.
    """
    refuse_far(due, school.local(now).date())
    return _due_on_paid_dates(school, now, catch_ups, due)


@decision
def resume_catch_ups(
    school: School, now: datetime, catch_ups: tuple[str, ...], back_on: date
) -> Changes:
    """Let the time for these catch-ups run from the day on which their people are back.

    Each is due after the school's usual time, on a working day of its person.

    Raises:
        Refused: the date that follows is past or far off, or one of them is gone or settled.
    """
    refuse_far(back_on, school.local(now).date())
    start = back_on + timedelta(days=school.settings.catch_up_days)
    return _due_on_paid_dates(school, now, catch_ups, start)


def _due_on_paid_dates(
    school: School, now: datetime, catch_ups: tuple[str, ...], start: date
) -> Changes:
    """Return the changes that make each due on its person's first paid date from `start`.

    Raises `Refused` as the decisions do.
    """
    dues = [
        (one, paid_date_from(school, school.person(one.person), start))
        for one in _all_named(school, catch_ups)
    ]
    items = []
    for one, due in dues:
        _check_open(school, one)
        if due < school.local(now).date():
            raise Refused(t("{day} is past. Give a later date.", day=due))
        if one.due != due:
            items.append(put(replace(one, due=due, extended=True)))
    last = max((due for _, due in dues), default=date.max)
    return Changes(tuple(items), t("Due by {day} now.", day=last))


@decision
def waive_catch_ups(
    school: School, now: datetime, catch_ups: tuple[str, ...], reason: WaiveReason
) -> Changes:
    """Note that these catch-ups need not be done.

    Raises:
        Refused: one of them is gone or settled, or is required training done nowhere.
    """
    items = []
    for one in _all_named(school, catch_ups):
        _check_open(school, one)
        if is_training(school, one) and reason is not WaiveReason.ELSEWHERE:
            raise Refused(t("Everyone named needs this training. It can only be waived where it "
                            "was done elsewhere."))  # fmt: skip
        items.append(put(replace(one, waived_at=now, waived_for=reason)))
    why = WAIVE_REASONS[reason]
    return Changes(tuple(items), t("Waived: {reason}.", reason=why))


def _check_open(school: School, catch_up: CatchUp) -> None:
    if state_of(school, catch_up).is_settled:
        raise Refused(t("{title} is settled already.", title=missed_title(school, catch_up)))
