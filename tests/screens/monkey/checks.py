"""What must be true of every screen, however it was reached: nothing private, no way past a PIN."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import OptionList

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import CertificateLine
from kiosk.rules.model.school import School, put
from kiosk.screens.dialogs.help import HelpDialog
from kiosk.screens.first_start.first_start import FirstStartScreen
from kiosk.screens.staff.personal_screen import PersonalScreen
from kiosk.screens.tutors.own_register import OwnRegisterScreen
from kiosk.screens.tutors.reception import ReceptionScreen
from kiosk.screens.welcome import WelcomeScreen
from kiosk.screens.welcome_visit import NO_VISIT
from kiosk.system.secrets import Area
from kiosk.text import Both
from tests.screens.kiosks import Stage
from tests.screens.planted import OTHER

SECRET = re.compile(r"zq(\w+?)qz")
"""A word in the private texts of one person, with the person's id in it."""
PRIVATE_LINES = (
    "in My items (F7)",
    "You still need to catch up",
    "Catch-up · required",
    "Your induction",
    "session on 1 day",
    "Additional learning needs, A",  # and the next topic: a cancelled session may end so
)
"""What is planted and only a proof opens; see `planted`."""
SHORTEST = 6
"""The fewest letters of a name that is looked for: a shorter one may stand in another word."""

LAST_NAMED, LAST_SCHOOLS = 12, 3
RESTS = 4


def secret_of(person: PersonId) -> str:
    return f"zq{person}qz"


@decision
def with_secrets(school: School, now: datetime) -> Changes:
    """Put each person's word into the private texts that `planted` made for them."""
    del now
    changed: list[Any] = [
        replace(one, text=secret_of(one.person)) for one in school.records("intentions")
    ]
    for held in school.records("certificates"):
        line = CertificateLine("BA1", Both(secret_of(held.person)), 45)
        changed.append(replace(held, lines=(line,)))
    changed += [
        replace(place, why=secret_of(place.person))
        for place in school.records("bookings")
        if place.why == OTHER
    ]
    return Changes(tuple(map(put, changed)))


@dataclass
class Given:
    """What whoever stands at the kiosk has given since it was left alone."""

    pins: set[Area] = field(default_factory=set)
    proofs: set[PersonId] = field(default_factory=set)
    """Whose badge or code was used."""
    named: deque[PersonId] = field(default_factory=lambda: deque(maxlen=LAST_NAMED))
    """Who was scanned or picked from the list of late: a message may still name them."""

    schools: deque[School] = field(default_factory=lambda: deque(maxlen=LAST_SCHOOLS))
    """What the school was of late: a change is drawn a moment after it was made."""

    rested: int = 0
    """How often in a row the kiosk was found left alone."""

    def meet(self, stage: Stage) -> None:
        """Remember whom the screens are about: who is picked and leaves at once is seen only so."""
        stack = stage.app.screen_stack
        here = [one.person for one in stack if isinstance(one, PersonalScreen)]
        # after a first start Welcome stands on the first screen
        here += [one.visit.person for one in stack[:2] if isinstance(one, WelcomeScreen)]
        self.named += [one for one in dict.fromkeys(here) if one not in self.named]

    def look_at(self, stage: Stage) -> None:
        """Forget what was given once nobody is here any more, and nothing is under way either."""
        self.rested = self.rested + 1 if is_at_rest(stage) else 0
        if self.rested > RESTS:
            self.pins.clear()
            self.proofs.clear()


def is_at_rest(stage: Stage) -> bool:
    """Return whether the kiosk waits for the next person."""
    top = stage.app.screen
    return (
        isinstance(top, WelcomeScreen)
        and all(isinstance(one, FirstStartScreen) for one in stage.app.screen_stack[:-1])
        and top.visit == NO_VISIT
        and not stage.app.screen.query("Toast")
    )


def faults(stage: Stage, given: Given) -> Iterator[str]:
    """Yield what is wrong with what is shown."""
    stack = stage.app.screen_stack
    personal = [one for one in stack if isinstance(one, PersonalScreen)]
    given.meet(stage)
    tutors = [one for one in stack if _is_tutors(one)]
    if tutors:
        needed = Area.RECEPTION if isinstance(tutors[0], ReceptionScreen) else Area.TUTORS
        if needed not in given.pins and stage.kiosk.secrets.has_pin(needed):
            yield f"{type(tutors[0]).__name__} without the PIN"
        return
    proven = {one.person for one in personal if one.evidence.is_proof}
    # a tutor's PIN vouches for whoever has no badge here
    if not given.pins and not proven <= given.proofs:
        yield f"a proof that nobody gave: {proven - given.proofs}"
    seen = stage.seen
    for found in SECRET.findall(seen):
        if found not in proven:
            yield f"a private text of {found}"
    registers = [one for one in stack if isinstance(one, OwnRegisterScreen)]
    for register in registers:
        if register.actor.id not in proven:
            yield f"a register that is not that of {proven}"
    # a leader reads who is expected in their session
    others = [] if registers else sorted(_others(stage, seen, given))
    if others:
        yield f"other people: {others}"
    if not proven and not any(isinstance(one, HelpDialog) for one in stack):
        for line in PRIVATE_LINES:
            if line in seen:
                yield f"a private line without proof: {line}"


def _is_tutors(screen: Screen[Any]) -> bool:
    is_theirs = type(screen).__module__.startswith("kiosk.screens.tutors")
    return is_theirs and not isinstance(screen, OwnRegisterScreen)


def _others(stage: Stage, seen: str, given: Given) -> Iterator[str]:
    """Yield who is on the screen and is neither public nor the person who is here."""
    school = stage.school
    if school not in given.schools:
        given.schools.append(school)
    public = set[str]()
    for drawn in given.schools:
        public |= {who for one in drawn.records("sessions") for who in one.leaders}
        public |= {one.agreed_by for one in drawn.records("invitations")}
    known = {*public, *given.named}
    for screen in stage.app.screen_stack:
        for rows in screen.query("#search-found").results(OptionList):
            known |= {one.id or "" for one in rows.options}
    shown = {one.name for one in school.people.values() if one.id in known}
    for person in school.people.values():
        name = person.name
        if len(name) >= SHORTEST and name in seen and not any(name in one for one in shown):
            yield person.id
