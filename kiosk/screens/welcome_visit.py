"""Whom the keys of Welcome are about: nobody, or the person who signed in last.

`Visit` is immutable; Welcome replaces it. These are all the transitions:

    NO_VISIT ──arriving──► saving ──signed_in──► signed in ──► NO_VISIT
                           │  ▲
                           └──┘ wants_day: Enter came before the sign-in was saved

Every visit ends at NO_VISIT when its time is over, when the sign-in is refused, undone or doubted,
or when the person's day opens. The next arrival replaces it at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.rules.model.ids import NOBODY, PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.text import Text, t


@dataclass(frozen=True)
class Visit:
    """One person at the kiosk. The default is nobody."""

    person: PersonId = NOBODY
    evidence: Evidence = Evidence.TYPED
    is_saved: bool = False
    """Whether the sign-in is saved, so that it can be undone."""
    opens_day: bool = False
    """Whether the person's day opens as soon as the sign-in is saved."""
    until: float = 0.0
    """When the visit and its message are forgotten, in monotonic seconds; 0: not yet known."""

    @property
    def is_saving(self) -> bool:
        """Whether the sign-in is still being saved."""
        return bool(self.person) and not self.is_saved

    @property
    def signed_in(self) -> PersonId:
        """The person whose sign-in is saved, or `NOBODY`."""
        return self.person if self.is_saved else NOBODY

    def is_over(self, now: float) -> bool:
        """Return whether its time has passed."""
        return bool(self.until) and now > self.until

    def wants_day(self) -> Visit:
        """Open the day once the sign-in is saved."""
        return replace(self, opens_day=True)

    def lasting(self, until: float) -> Visit:
        """Keep the visit and its message at least until then."""
        return replace(self, until=max(self.until, until))


NO_VISIT = Visit()


def arriving(person: PersonId, evidence: Evidence) -> Visit:
    """Return the visit of a person whose sign-in is being saved."""
    return Visit(person, evidence)


def signed_in(person: PersonId, evidence: Evidence, until: float) -> Visit:
    """Return the visit of a person whose sign-in is saved."""
    return Visit(person, evidence, is_saved=True, until=until)


def demo_note(pin: str) -> Text:
    """Return what the sample school says of itself on Welcome."""
    return t("Sample school, with a clock of its own. Tutors: F9, PIN {pin}", pin=pin)
