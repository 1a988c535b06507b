"""All that a professional tutor sees of one person: today, what waits, induction, earlier days.

Only that person is looked at, so it costs the same in a school of 10,000. What is for the person
alone (what they want to try, what their messages say, their replies) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum, auto

import msgspec

from kiosk.rules.attendance.invitations import invitations_of
from kiosk.rules.attendance.marks import attended, current_mark, may_have_led
from kiosk.rules.attendance.person_day import SlotEntry, Standing, person_day, standing_of
from kiosk.rules.attention.day_check import coming_days
from kiosk.rules.choosing.coming_day import shown_day
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.follow_up.catch_up import catch_ups_of, catch_ups_on, missed_title
from kiosk.rules.follow_up.catch_up_states import (
    CatchUpState,
    is_training,
    state_of,
)
from kiosk.rules.follow_up.certificates import withheld_reason
from kiosk.rules.follow_up.closing import days_to_close
from kiosk.rules.follow_up.intentions import (
    add_intention,
    complete_intention,
    postpone_intention,
    remove_intention,
)
from kiosk.rules.follow_up.missed_slots import missed_slots
from kiosk.rules.follow_up.personal_items import steps_due
from kiosk.rules.follow_up.to_do import slots_without_choice
from kiosk.rules.induction.steps import StepLine, Urgency, steps_of
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.personal_records import ReportedAbsence
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.requirement import Hours, expected_from, hours_on
from kiosk.rules.model.school import School
from kiosk.text import Both, Sayable, Text, tn

FOR_THEM_ALONE = frozenset(
    one.__name__
    for one in (add_intention, complete_intention, postpone_intention, remove_intention)
)
"""The decisions about what a person wants to try: no tutor sees them."""
STEPS_NAMED = 3
"""How many of the next induction steps are named."""


class WaitKind(Enum):
    """What can wait for a person."""

    TO_CHECK = auto()
    BY_NAME = auto()
    CHOICES = auto()
    INVITATIONS = auto()
    TRAINING = auto()
    CATCH_UPS = auto()
    STEPS = auto()
    MESSAGES = auto()


class Waiting(msgspec.Struct, frozen=True):
    """How much of one kind waits for a person, or for a tutor because of them."""

    kind: WaitKind
    text: Text
    due: date | None = None
    """When the first of it is due."""
    is_overdue: bool = False


class InductionSummary(msgspec.Struct, frozen=True):
    """How far a person has come on their track."""

    track: Both
    done: int
    steps: int
    overdue: int
    coming: tuple[StepLine, ...]
    """The first steps that are not done."""
    mentor: str


class EarlierDay(msgspec.Struct, frozen=True):
    """What came of a past day: never why somebody was not there."""

    day: InsetDay
    attended: int
    """In how many sessions they were, or which they led."""
    missed: tuple[Both, ...]
    """The slots that were required and that they missed."""
    caught_up: tuple[tuple[Sayable, date], ...]
    """What they caught up with, and on which date."""
    was_required: bool
    certificate: str
    """The number of their certificate; blank: they have none."""


class PersonPage(msgspec.Struct, frozen=True):
    """One person, and one of their days."""

    person: Person
    day: InsetDay | None
    """None: no INSET day concerns the school yet."""
    is_today: bool
    standing: Standing | None
    """Where they are on that day, where it is today."""
    hours: Hours | None
    slots: tuple[SlotEntry, ...]
    absences: tuple[tuple[InsetDay, ReportedAbsence], ...]
    """The absences reported for today and the days to come."""
    waiting: tuple[Waiting, ...]
    induction: InductionSummary | None
    earlier: tuple[EarlierDay, ...]
    """The days before that one, the latest first."""


def person_page(
    school: School, now: datetime, person: PersonId, day: InsetDay | None
) -> PersonPage:
    """Return the page of a person with one of their days, of `days_of`.

    Raises:
        Refused: nobody has that id.
    """
    who, today = school.person(person), school.today(now)
    is_today = day is not None and today is not None and day.id == today.id
    return PersonPage(
        who,
        day,
        is_today,
        standing_of(school, now, who, day) if day is not None and is_today else None,
        hours_on(school, who, day) if day is not None else None,
        person_day(school, now, who, day) if day is not None else (),
        tuple(_absences(school, now, person)),
        tuple(_waiting(school, now, who, today)),
        _induction(school, who, school.local(now).date()),
        tuple(
            _earlier(school, now, who, one)
            for one in days_of(school, now, who)
            if day is None or one.id < day.id
        ),
    )


def days_of(school: School, now: datetime, person: Person) -> list[InsetDay]:
    """Return the person's days: today or the one to come, then the past ones, the latest first."""
    first = shown_day(school, now)
    past = [
        day
        for day in days_to_close(school, now)
        if day != first
        and person.is_here(day.date)
        and (person.started is None or person.started <= day.date)
    ]
    return past if first is None else [first, *past]


def told_history(entries: Iterable[HistoryEntry], most: int) -> list[HistoryEntry]:
    """Return the last decisions about a person that a tutor sees, the newest first."""
    found = {one.number: one for one in entries if one.decision not in FOR_THEM_ALONE}
    return [found[number] for number in sorted(found, reverse=True)[:most]]


def _absences(
    school: School, now: datetime, person: PersonId
) -> Iterator[tuple[InsetDay, ReportedAbsence]]:
    for day in coming_days(school, now):
        absence = school.day_record(day.id).reported_absences.get(person)
        if absence is not None:
            yield day, absence


# -- what waits ------------------------------------------------------------------------------


def _waiting(
    school: School, now: datetime, person: Person, today: InsetDay | None
) -> Iterator[Waiting]:
    """Yield what waits, what a tutor can do first. Of what there is none, nothing is said."""
    date_now = school.local(now).date()
    to_check = _to_check(school, person, today)
    if to_check:
        yield Waiting(WaitKind.TO_CHECK, tn("{n} thing to check", "{n} things to check", to_check))
    by_name = _by_name_only(school, person.id, today)
    if by_name:
        said = tn("{n} session by typed name only", "{n} sessions by typed name only", by_name)
        yield Waiting(WaitKind.BY_NAME, said)
    shown = shown_day(school, now)
    slots = slots_without_choice(school, now, person.id, shown) if shown is not None else []
    if slots:
        said = tn("{n} workshop to choose", "{n} workshops to choose", len(slots))
        yield Waiting(WaitKind.CHOICES, said)
    unanswered = [
        one for one in invitations_of(school, person.id, date_now) if one.accepted is None
    ]
    if unanswered:
        said = tn("{n} invitation to answer", "{n} invitations to answer", len(unanswered))
        yield Waiting(WaitKind.INVITATIONS, said, date.fromisoformat(unanswered[0].day))
    yield from _waiting_catch_ups(school, person.id, date_now)
    steps = steps_due(school, person.id, date_now)
    if steps:
        said = tn("{n} induction step due", "{n} induction steps due", steps)
        yield Waiting(WaitKind.STEPS, said)
    messages = len(messages_of(school, now, person.id))
    if messages:
        yield Waiting(WaitKind.MESSAGES, tn("{n} message", "{n} messages", messages))


def _waiting_catch_ups(school: School, person: PersonId, today: date) -> Iterator[Waiting]:
    owed = catch_ups_to_do(school, person)
    training = [one for one in owed if is_training(school, one)]
    if training:
        said = tn("{n} required training to do", "{n} required trainings to do", len(training))
        yield _due(WaitKind.TRAINING, said, training[0].due, today)
    others = [one for one in owed if one not in training]
    if others:
        said = tn("{n} catch-up to do", "{n} catch-ups to do", len(others))
        yield _due(WaitKind.CATCH_UPS, said, others[0].due, today)


def _due(kind: WaitKind, text: Text, due: date | None, today: date) -> Waiting:
    return Waiting(kind, text, due, due is not None and due < today)


def catch_ups_to_do(school: School, person: PersonId) -> list[CatchUp]:
    """Return the person's catch-ups that are required and not done, by due date."""
    return [one for one in catch_ups_of(school, person) if one.required and one.is_open]


def _to_check(school: School, person: Person, today: InsetDay | None) -> int:
    """Return how many entries of the list To check are about the person."""
    if today is None:
        return int(person.to_confirm)
    record = school.day_record(today.id)
    doubted = any(one.doubted for one in record.movements.get(person.id, ()))
    disputed = any(one.disputed for one in record.typed_changes.get(person.id, ()))
    return int(person.to_confirm) + int(doubted) + int(disputed)


def _by_name_only(school: School, person: PersonId, today: InsetDay | None) -> int:
    if today is None:
        return 0
    own = school.sessions_of(person, today.id)
    return sum(withheld_reason(school, person, one) is not None for one in own)


# -- induction, and earlier days -------------------------------------------------------------


def _induction(school: School, person: Person, today: date) -> InductionSummary | None:
    track = school.programme.tracks.get(person.track)
    if track is None:
        return None
    lines = steps_of(school, person, today)
    still = [line for line in lines if line.due is not Urgency.DONE]
    still.sort(key=lambda line: line.due_on or date.max)
    mentor = school.people.get(person.mentor)
    return InductionSummary(
        track.title,
        len(lines) - len(still),
        len(lines),
        sum(line.due is Urgency.OVERDUE for line in still),
        tuple(still[:STEPS_NAMED]),
        mentor.name if mentor is not None else "",
    )


def _earlier(school: School, now: datetime, person: Person, day: InsetDay) -> EarlierDay:
    missed = missed_slots(school, now, person, day)
    certificate = school.day_record(day.id).certificates.get(person.id)
    return EarlierDay(
        day,
        _sessions_attended(school, person, day.id),
        tuple(one.slot.title for one in missed if one.requirement.required),
        tuple(
            (missed_title(school, one), school.local(one.done_at).date())
            for one in catch_ups_on(school, person.id, day.id)
            if one.done_at is not None and state_of(school, one) is CatchUpState.DONE
        ),
        expected_from(school, person, day) is not None,
        certificate.id if certificate is not None and certificate.lines else "",
    )


def _sessions_attended(school: School, person: Person, day: DayId) -> int:
    """Return in how many sessions the person was, or which they led without a mark."""
    own = school.sessions_of(person.id, day)
    there = {one.id for one in own if attended(school, person.id, one)}
    led = school.sessions_led(person.id, day)
    there |= {
        one.id
        for one in led
        if current_mark(school, person.id, one) is None and may_have_led(school, person, one)
    }
    return len(there)
