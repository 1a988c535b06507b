"""The records that are between one person and the school, or the person's alone."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

import msgspec

from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, SessionId
from kiosk.rules.model.records import Window
from kiosk.rules.model.terms import Evidence
from kiosk.text import Both


class Terms(StrEnum):
    """The terms on which somebody is invited outside their hours."""

    PAID = "paid"
    LIEU = "time off in lieu"
    VOLUNTARY = "voluntary"


class Invitation(msgspec.Struct, frozen=True):
    """An invitation to a day on which a person cannot be required.

    No answer means no. Nobody is asked why they decline; only the answer is kept.
    Id: `join_ids(day, person)`.
    """

    id: str
    day: DayId
    person: PersonId
    hours: Window
    """The hours of that date, once accepted, in place of the weekday's."""
    terms: Terms
    agreed_by: PersonId
    """The id of the person who agreed to the terms for the school."""
    accepted: bool | None = None
    """None: not answered."""


class ReportedAbsence(msgspec.Struct, frozen=True):
    """That a person does not come on a day or a part of it; never why.

    Id: `join_ids(day, person)`.
    """

    id: str
    day: DayId
    person: PersonId
    at: datetime
    evidence: Evidence
    start: time | None = None
    """From when they are away; None: from the start of the day."""
    end: time | None = None
    """Until when; None: until the end of the day."""

    @property
    def is_whole_day(self) -> bool:
        """Whether they do not come at all."""
        return self.start is None and self.end is None

    def covers(self, clock: time) -> bool:
        """Return whether they are away at a time of the day."""
        return (self.start is None or self.start <= clock) and (
            self.end is None or clock < self.end
        )

    def meets(self, start: time, end: time) -> bool:
        """Return whether they are away for any of the time from `start` to `end`."""
        return (self.start is None or self.start < end) and (self.end is None or start < self.end)


class Taken(StrEnum):
    """What a typed name alone took from somebody."""

    PLACE = "place"
    WISH = "wish"
    ORDER = "order of wishes"
    SESSION = "session"
    """They were in it."""
    SITE = "site"
    """They were on it."""


class TypedChange(msgspec.Struct, frozen=True):
    """That something was taken from a person by a typed name alone. Id: `event_id(…, day, person)`.

    Kept so that they can be shown to them: anybody can type a name.
    """

    id: str
    day: DayId
    person: PersonId
    what: Taken
    at: datetime
    session: SessionId = NO_SESSION
    told: bool = False
    """Whether they have read about it, after proving who they are."""
    disputed: bool = False
    """Whether they say that somebody else did it."""


class Intention(msgspec.Struct, frozen=True):
    """What a person wants to try, in their own words and for their own eyes.

    Id: `event_id(…, person)`.

    No screen, listing or page but the person's own shows it.
    """

    id: str
    person: PersonId
    text: str
    back_on: date
    """From this day on the kiosk asks how it went."""
    done: bool = False


class CertificateLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attended session on a certificate, as it was called on the day, or what was caught up."""

    session: SessionId
    """`NO_SESSION` for what the person caught up with."""
    title: Both
    minutes: int
    caught_up_on: date | None = None
    """The date on which the person had caught up with it; None: they were there."""


class Certificate(msgspec.Struct, frozen=True):
    """A permanent statement of what a person attended. The id is the certificate's number."""

    id: str
    day: DayId
    person: PersonId
    lines: tuple[CertificateLine, ...]
    issued_at: datetime
    revision: int = 1
    """Rises when attendance is corrected after the first issue; the number stays."""
    printed: int = 0
    """The revision that was printed last; 0: none was."""

    @property
    def minutes(self) -> int:
        """The total time attended."""
        return sum(line.minutes for line in self.lines)
