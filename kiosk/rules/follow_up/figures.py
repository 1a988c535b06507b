"""The figures of a day, for the head, the governors and a grant: people are counted, none is named.

Attendance is counted of the people who were required: those who were not are in no denominator.
Required training is counted of everyone it names. A group of fewer than `MIN_GROUP` people gets no
figures: roles, and what the day was for people, add up to everybody, so a small one is put together
with the next smallest; a small session is left out, also of its national priority.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.rules.attendance.time_attended import minutes_of
from kiosk.rules.follow_up.day_account import AccountLine, DayAccount, Outcome, day_account
from kiosk.rules.follow_up.required_training import (
    TrainingLine,
    TrainingState,
    training_lines,
)
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.requirement import slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Requirement
from kiosk.text import Both, Text, t

MIN_GROUP = 5
"""Below this number of people a group has no figures of its own: they would tell who it was."""


class By(StrEnum):
    """What a line of the figures is about."""

    SESSION = "session"
    TRAINING = "training"
    ROLE = "role"
    REQUIREMENT = "requirement"
    PRIORITY = "national priority"


class Counts(msgspec.Struct, frozen=True):
    """How many people of a group were required, and how many came."""

    required: int = 0
    attended: int = 0
    """Of those required: they came for all of it or for part."""
    others: int = 0
    """Came without being required."""
    not_required: int = 0
    """How many were not required, whether they came or not."""

    @property
    def people(self) -> int:
        """How many people the figures are about."""
        return self.required + max(self.others, self.not_required)

    def plus(self, other: Counts) -> Counts:
        """Return the figures of two groups that nobody is in both of."""
        return Counts(
            self.required + other.required,
            self.attended + other.attended,
            self.others + other.others,
            self.not_required + other.not_required,
        )


class FiguresLine(msgspec.Struct, frozen=True):
    """One line of the figures."""

    by: By
    id: str
    """Of the session or workshop, or the word for the role, requirement or priority."""
    title: Text | Both | str
    counts: Counts | None
    """None: a group too small to show, or a training."""
    person_minutes: int = 0
    """Of a session or priority: the time of everybody who came, together."""
    session: Session | None = None
    is_begun: bool = True
    is_taken: bool = True
    """False: it is a session that is over, and nobody has a mark in it."""
    training: TrainingLine | None = None
    """Of a training: everyone it names; None: too few."""

    @property
    def is_small(self) -> bool:
        """Whether the group is too small to show."""
        return self.counts is None and self.training is None

    def numbers(self) -> dict[str, int | None]:
        """Return every number by its name in a list for programs; None: it does not apply."""
        found = dict.fromkeys(NUMBERS, None)
        if self.counts is not None:
            one = self.counts
            found |= {"required": one.required, "attended": one.attended, "others": one.others}
            found["not_required"] = one.not_required
            if not self.is_taken:
                found["attended"] = None  # nobody knows
            if self.by in (By.SESSION, By.PRIORITY):
                found["minutes"] = self.person_minutes
        if self.training is not None:
            found |= {"named": len(self.training.people)}
            found |= {name: self.training.count(state) for name, state in TRAINING_NUMBERS.items()}
        return found


REQUIREMENT_NAMES = {
    Requirement.REQUIRED: t("Required"),
    Requirement.INVITED: t("Invited"),
    Requirement.OFF_SITE: t("Off site"),
    Requirement.NOT_REQUIRED: t("Not required"),
}
TRAINING_NUMBERS = {
    "done": TrainingState.DONE,
    "by_name_only": TrainingState.UNPROVED,
    "missed": TrainingState.MISSED,
    "not_expected": TrainingState.NOT_EXPECTED,
    "to_come": TrainingState.TO_COME,
}
NUMBERS: tuple[str, ...] = (
    "required", "attended", "others", "not_required", "minutes", "named", *TRAINING_NUMBERS
)  # fmt: skip
TOGETHER = "others"
"""The id of the line in which small groups are put together."""


def figures_of_day(school: School, now: datetime, day: InsetDay) -> list[FiguresLine]:
    """Return the figures of a day as it stands."""
    return figures(school, now, day_account(school, now, day), training_lines(school, now, day))


def figures(
    school: School, now: datetime, account: DayAccount, training: Iterable[TrainingLine]
) -> list[FiguresLine]:
    """Return the figures of a day, from its account and its required training."""
    sessions = _by_session(school, now, account)
    return [
        *sessions,
        *_by_training(training),
        *_by_role(account),
        *_by_requirement(school, account),
        *_by_priority(school, account, {one.id for one in sessions if one.is_small}),
    ]


def _by_session(school: School, now: datetime, account: DayAccount) -> list[FiguresLine]:
    required, attended, others = Counter[str](), Counter[str](), Counter[str]()
    marks = school.day_record(account.day.id).marks
    not_taken = {one.id for one in account.unattended if not marks.get(one.id)}
    for line in account.lines:
        own = {one.session.id: one for one in line.results if one.session is not None}
        for id, result in own.items():
            required[id] += 1
            attended[id] += result.attended
        others.update(one.id for one in line.sessions if one.id not in own)
    found = []
    for session in school.sessions_on(account.day.id):
        counts = Counts(required[session.id], attended[session.id], others[session.id])
        came = counts.attended + counts.others
        found.append(
            FiguresLine(
                By.SESSION,
                session.id,
                school.workshop(session).title,
                _shown(counts),
                came * session.minutes if _shown(counts) else 0,
                session,
                now >= school.moment(session.day, session.start),
                session.id not in not_taken,
            )
        )
    return found


def _shown(counts: Counts) -> Counts | None:
    return counts if counts.people >= MIN_GROUP else None


def _by_training(training: Iterable[TrainingLine]) -> Iterator[FiguresLine]:
    for line in training:
        known = line if len(line.people) >= MIN_GROUP else None
        yield FiguresLine(By.TRAINING, line.workshop.id, line.workshop.title, None, training=known)


def _counts_of(line: AccountLine) -> Counts:
    came = line.outcome in (Outcome.ALL, Outcome.PART)
    if line.outcome is Outcome.NOT_REQUIRED:
        return Counts(others=bool(line.sessions), not_required=1)
    return Counts(required=1, attended=came)


def _by_role(account: DayAccount) -> Iterator[FiguresLine]:
    found: dict[str, Counts] = {role: Counts() for role in ROLE_NAMES}
    for line in account.lines:
        found[line.person.role] = found[line.person.role].plus(_counts_of(line))
    names: dict[str, Text] = {role.value: name for role, name in ROLE_NAMES.items()}
    yield from _put_together(By.ROLE, found, names)


def _by_requirement(school: School, account: DayAccount) -> Iterator[FiguresLine]:
    found: dict[str, Counts] = {requirement: Counts() for requirement in REQUIREMENT_NAMES}
    for line in account.lines:
        meant = _requirement_of(school, account, line)
        found[meant] = found[meant].plus(_counts_of(line))
    names: dict[str, Text] = {one.value: name for one, name in REQUIREMENT_NAMES.items()}
    yield from _put_together(By.REQUIREMENT, found, names)


def _requirement_of(school: School, account: DayAccount, line: AccountLine) -> Requirement:
    """Return what the day was for somebody: required on site, else off site, else invited."""
    if line.outcome is not Outcome.NOT_REQUIRED:
        return Requirement.REQUIRED
    day = account.day
    meant = {slot_requirement(school, line.person, day, slot).requirement for slot in day.slots}
    if meant & {Requirement.REQUIRED, Requirement.OFF_SITE}:
        return Requirement.OFF_SITE
    return Requirement.INVITED if Requirement.INVITED in meant else Requirement.NOT_REQUIRED


def _put_together(
    by: By, groups: Mapping[str, Counts], names: Mapping[str, Text]
) -> Iterator[FiguresLine]:
    """Yield the lines of groups that add up to everybody, small ones together in one line.

    Only one small group would be known by what is left of the total: the smallest of the others is
    put with it.
    """
    left = {name: one for name, one in groups.items() if one.people}
    together = Counts()
    while left:
        smallest = min(left, key=lambda name: left[name].people)
        if left[smallest].people >= MIN_GROUP and (
            together.people >= MIN_GROUP or not together.people
        ):
            break
        together = together.plus(left.pop(smallest))
    for name, counts in left.items():
        yield FiguresLine(by, name, names[name], counts)
    if together.people:
        yield FiguresLine(by, TOGETHER, t("All others, together"), _shown(together))


def _by_priority(school: School, account: DayAccount, left_out: set[str]) -> Iterator[FiguresLine]:
    """Yield the figures of each national priority: a person in two of its sessions counts once."""
    priorities = {
        one.id: school.workshop(one).priority
        for one in school.sessions_on(account.day.id)
        if one.id not in left_out and school.workshop(one).priority
    }
    found: dict[str, Counts] = defaultdict(Counts)
    minutes: Counter[str] = Counter()
    for line in account.lines:
        required = {one.session.id: one.attended for one in line.results if one.session is not None}
        due, came = _of_person(priorities, required, line.sessions)
        for priority in {*due, *came}:
            is_due, there = priority in due, priority in came
            counts = Counts(is_due, is_due and due[priority], there and not is_due)
            found[priority] = found[priority].plus(counts)
            minutes[priority] += _minutes(came.get(priority, ()))
    for priority in sorted(found):
        counts_shown = _shown(found[priority])
        spent = minutes[priority] if counts_shown else 0
        yield FiguresLine(By.PRIORITY, priority, priority, counts_shown, spent)


def _of_person(
    priorities: Mapping[SessionId, str],
    required: Mapping[SessionId, bool],
    sessions: Iterable[Session],
) -> tuple[dict[str, bool], dict[str, list[Session]]]:
    """Return whether a person came, by the priority required of them, and all sessions of each."""
    due: dict[str, bool] = {}
    for id, there in required.items():
        if id in priorities:
            due[priorities[id]] = due.get(priorities[id], False) or there
    came: dict[str, list[Session]] = {}
    for session in sessions:
        if session.id in priorities:
            came.setdefault(priorities[session.id], []).append(session)
    return due, came


def _minutes(sessions: Iterable[Session]) -> int:
    """Return how long sessions take; time that two of them share counts once."""
    return len(frozenset[int]().union(*(minutes_of(session) for session in sessions)))
