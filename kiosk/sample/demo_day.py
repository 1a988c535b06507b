"""The sample school as it is found at 08:20: who is in already, and what was chosen beforehand.

Everything comes about by the kiosk's own decisions, in an order that is always the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.bookings import is_full
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.file_contents import InvitationFile, ProgrammeFile, StaffFile
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import expected_from, own_session, slot_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind

DOORS_OPEN = time(7, 40)
FIRST_BELL = time(9, 30)
"""Whoever is first expected later than this comes later."""

CHOSEN_BEFORE = timedelta(days=7, hours=-8)
"""How long before the day the choices were made: a week, at four in the afternoon."""
BETWEEN = timedelta(minutes=2)
"""From one choice to the next."""
WAITING = 3
"""How many wait for a place in the session that everybody wants."""


@decision
def lay_sample(
    school: School,
    now: datetime,
    staff: StaffFile,
    programme: ProgrammeFile,
    invitations: InvitationFile,
) -> Changes:
    """Load the sample school, and let its day begin: `now` is the time the scene shows.

    Raises `BadInput` if the files have problems.
    """
    scene = _Scene(school)
    scene.carry_out(load_staff(staff), now)
    scene.carry_out(load_programme(programme), now)
    scene.carry_out(load_invitations(invitations), now)
    day = scene.school.today(now)
    if day is not None:
        _choose_beforehand(scene, day)
        _arrive(scene, day, now)
    return Changes(tuple(scene.items))


class _Scene:
    """Decisions carried out one after the other, to be recorded as one."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.items: list[Put | Remove] = []

    def carry_out(self, asked: Decision, at: datetime) -> None:
        changes = asked(self.school, at)
        self.school = self.school.apply(changes.items)
        self.items += changes.items


def _unit(*parts: str) -> float:
    """Return a number from 0 to 1 that looks like chance and is the same on every machine."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _shuffled(people: Iterable[Person], why: str) -> list[Person]:
    return sorted(people, key=lambda person: _unit(why, person.id))


# -- who is in --------------------------------------------------------------------------------


def _arrive(scene: _Scene, day: InsetDay, now: datetime) -> None:
    """Sign in a third of those who are expected; new colleagues are left to whoever tries it."""
    expected = {
        person.id: due
        for person in scene.school.people.values()
        if (due := expected_from(scene.school, person, day)) is not None
    }
    early = [
        scene.school.people[who]
        for who, due in expected.items()
        if due <= FIRST_BELL and not scene.school.people[who].track
    ]
    arriving = _shuffled(early, "arrives")[: round(len(expected) / 3)]
    opened = scene.school.moment(day.id, DOORS_OPEN)
    span = max(now - opened, timedelta())
    for place, person in enumerate(arriving, 1):
        # the nearer to the bell, the more come
        at = opened + span * (place / (len(arriving) + 1)) ** 0.5
        proof = Evidence.BADGE if person.badge else Evidence.TYPED
        scene.carry_out(sign_in(person.id, proof), at.replace(microsecond=0))


# -- what was chosen --------------------------------------------------------------------------


def _choose_beforehand(scene: _Scene, day: InsetDay) -> None:
    at = scene.school.moment(day.id, time()) - CHOSEN_BEFORE
    for slot in day.slots:
        if slot.kind is SlotKind.CHOICE:
            at = _fill(scene, day, slot, at)


def _fill(scene: _Scene, day: InsetDay, slot: Slot, at: datetime) -> datetime:
    """Let two of three choose in a slot: one session fills and is queued for; return the time."""
    choosers = _choosers(scene.school, day, slot)
    sessions = scene.school.sessions_on(day.id, slot.id)
    wanted = _most_wanted(scene.school, sessions, choosers, at)
    keen = _able(scene.school, wanted, choosers, at) if wanted is not None else []
    places = (wanted.places or 0) if wanted is not None else 0
    seated = {person.id for person in keen[:places]}
    others = [session for session in sessions if session != wanted]
    for person in choosers:
        if person.id not in seated:
            at += BETWEEN
            _choose_one(scene, person, others, at)
    for person in keen[: places + WAITING]:
        if wanted is not None:
            at += BETWEEN
            scene.carry_out(choose(person.id, wanted.id), at)
    return at


def _choosers(school: School, day: InsetDay, slot: Slot) -> list[Person]:
    """Return those who chose beforehand: two of three who must, but no new colleague."""
    must = [
        person
        for person in school.people.values()
        if not person.track
        and slot_requirement(school, person, day, slot).required
        and own_session(school, person, day, slot) is None
    ]
    return _shuffled(must, slot.id)[: round(len(must) * 2 / 3)]


def _most_wanted(
    school: School, sessions: Iterable[Session], choosers: list[Person], at: datetime
) -> Session | None:
    """Return the smallest session that these people can fill, with some left to wait."""
    limited = sorted((s for s in sessions if s.places), key=lambda s: (s.places or 0, s.id))
    for session in limited:
        if len(_able(school, session, choosers, at)) >= (session.places or 0) + WAITING:
            return session
    return None


def _able(school: School, session: Session, people: list[Person], at: datetime) -> list[Person]:
    return [person for person in people if ineligibility(school, at, person, session) is None]


def _choose_one(scene: _Scene, person: Person, sessions: list[Session], at: datetime) -> None:
    """Let a person take a place in the session liked best that has one."""
    school = scene.school

    def liking(session: Session) -> float:
        return _unit("likes", session.id) / 2 + _unit("likes", person.id, session.id)

    for session in sorted(sessions, key=liking, reverse=True):
        if ineligibility(school, at, person, session) is None and not is_full(school, session):
            scene.carry_out(choose(person.id, session.id), at)
            return
