"""The sample school as it stands at 08:20: who has signed in, and what was chosen beforehand.

It comes about by the kiosk's own decisions, in an order that is the same on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.actors import COMMAND, Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.file_contents import InvitationFile, ProgrammeFile, StaffFile
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import expected_from, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind

DOORS_OPEN = time(7, 40)
FIRST_BELL = time(9, 30)
"""People first expected later than this have not come by 08:20."""

CHOSEN_BEFORE = timedelta(days=7, hours=-8)
"""How long before the day's midnight people begin to choose: a week before, at eight o'clock."""
BETWEEN = timedelta(minutes=2)
"""From one choice to the next."""
WAITING = 3
"""How many people wait for a place in the session that is most wanted."""


@decision
def create_sample(
    school: School,
    now: datetime,
    staff: StaffFile,
    programme: ProgrammeFile,
    invitations: InvitationFile,
) -> Changes:
    """Load the sample school, and play its day until `now`, the time at which it opens.

    Raises `BadInput` if the files have problems.
    """
    sample = PlayedDay(school)
    sample.carry_out(load_staff(staff), now)
    sample.carry_out(load_programme(programme), now)
    sample.carry_out(load_invitations(invitations), now)
    day = sample.school.today(now)
    if day is not None:
        _choose_beforehand(sample, day)
        _arrive(sample, now, day)
    return Changes(tuple(sample.items))


DEVICE = "sample"
"""The device that did all of it: the same everywhere, so that every sample is the same."""


class PlayedDay:
    """A school on which decisions are carried out one by one, to be recorded as one change."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.items: list[Put | Remove] = []

    def carry_out(self, asked: Decision, at: datetime, evidence: Evidence = Evidence.TYPED) -> None:
        """Carry a decision out at a time of its own. Raises as it."""
        changes = asked(self.school, at, Actor(COMMAND.id, evidence, DEVICE))
        self.school = self.school.apply(changes.items)
        self.items += changes.items


def _fraction(*parts: str) -> float:
    """Return a number from 0 to 1 that looks random and is the same on every machine."""
    # not `random`, from which everybody would draw another number if one person were added
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def shuffled(people: Iterable[Person], why: str) -> list[Person]:
    """Return people in an order that looks random and is the same on every machine."""
    return sorted(people, key=lambda person: _fraction(why, person.id))


# -- who is in --------------------------------------------------------------------------------


def _arrive(sample: PlayedDay, now: datetime, day: InsetDay) -> None:
    """Sign in a third of the people expected; new staff are left for the visitor to try."""
    expected = {
        person.id: due
        for person in sample.school.people.values()
        if (due := expected_from(sample.school, person, day)) is not None
    }
    early = [
        sample.school.people[who]
        for who, due in expected.items()
        if due <= FIRST_BELL and not sample.school.people[who].track
    ]
    arriving = shuffled(early, "arrives")[: round(len(expected) / 3)]
    opened = sample.school.moment(day.id, DOORS_OPEN)
    span = max(now - opened, timedelta())
    for place, person in enumerate(arriving, 1):
        # more people come as the bell approaches
        at = opened + span * (place / (len(arriving) + 1)) ** 0.5
        known_by = Evidence.BADGE if person.badge else Evidence.TYPED
        sample.carry_out(sign_in(person.id), at.replace(microsecond=0), known_by)


# -- what was chosen --------------------------------------------------------------------------


def _choose_beforehand(sample: PlayedDay, day: InsetDay) -> None:
    at = sample.school.moment(day.id, time()) - CHOSEN_BEFORE
    for slot in day.slots:
        if slot.kind is SlotKind.CHOICE:
            at = _fill(sample, day, slot, at)


def _fill(sample: PlayedDay, day: InsetDay, slot: Slot, at: datetime) -> datetime:
    """Let two in three people choose in a slot; return the time of the last choice.

    The most wanted session becomes full and gets a waiting list.
    """
    choosers = _choosers(sample.school, day, slot)
    sessions = sample.school.sessions_on(day.id, slot.id)
    wanted = _most_wanted(sample.school, sessions, choosers, at)
    keen = _eligible(sample.school, wanted, choosers, at) if wanted is not None else []
    places = (wanted.places or 0) if wanted is not None else 0
    seated = {person.id for person in keen[:places]}
    others = [session for session in sessions if session != wanted]
    for person in choosers:
        if person.id not in seated:
            at += BETWEEN
            choose_liked(sample, person, others, at)
    for person in keen[: places + WAITING]:
        if wanted is not None:
            at += BETWEEN
            sample.carry_out(choose(person.id, wanted.id), at, Evidence.COMMAND)
    return at


def _choosers(school: School, day: InsetDay, slot: Slot) -> list[Person]:
    """Return those who chose beforehand: two in three of those who must, but no new staff."""
    must = [
        person
        for person in school.people.values()
        if not person.track
        and slot_requirement(school, person, day, slot).required
        and own_session(school, person, day, slot) is None
    ]
    return shuffled(must, slot.id)[: round(len(must) * 2 / 3)]


def _most_wanted(
    school: School, sessions: Iterable[Session], choosers: list[Person], at: datetime
) -> Session | None:
    """Return the smallest session that these people can fill, with some left to wait."""
    limited = sorted((s for s in sessions if s.places), key=lambda s: (s.places or 0, s.id))
    for session in limited:
        if len(_eligible(school, session, choosers, at)) >= (session.places or 0) + WAITING:
            return session
    return None


def _eligible(school: School, session: Session, people: list[Person], at: datetime) -> list[Person]:
    return [person for person in people if ineligibility(school, at, person, session) is None]


def choose_liked(sample: PlayedDay, person: Person, sessions: list[Session], at: datetime) -> None:
    """Let a person take a place in the session that they like best of those with a free one."""
    school = sample.school

    def liking(session: Session) -> float:
        return _fraction("likes", session.id) / 2 + _fraction("likes", person.id, session.id)

    for session in sorted(sessions, key=liking, reverse=True):
        if ineligibility(school, at, person, session) is None and not is_full(school, session):
            sample.carry_out(choose(person.id, session.id), at, Evidence.COMMAND)
            return
