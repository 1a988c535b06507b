"""What one person has attended, day by day, for them to read."""

from __future__ import annotations

import msgspec

from kiosk.rules.attendance import attended
from kiosk.rules.certificates import lines_for, withheld
from kiosk.rules.records import Certificate, CertificateLine, InsetDay
from kiosk.rules.school import School
from kiosk.text import Text


class DayAttended(msgspec.Struct, frozen=True):
    """One INSET day of a person's: what counts of it, and why the rest does not."""

    day: InsetDay
    certificate: Certificate | None
    """None: none is issued yet, and the lines are what it would state."""
    lines: tuple[CertificateLine, ...]
    withheld: tuple[Text, ...]

    @property
    def minutes(self) -> int:
        """The time attended in all."""
        return sum(line.minutes for line in self.lines)


def attendance_of(school: School, person: str) -> list[DayAttended]:
    """Return the days on which a person was in a session, the last day first."""
    return [
        _day(school, school.programme.days[day], person)
        for day in sorted(school.books, reverse=True)
        if day in school.programme.days and _was_there(school, day, person)
    ]


def _was_there(school: School, day: str, person: str) -> bool:
    held = school.book(day).certificates.get(person)
    return (held is not None and bool(held.lines)) or any(
        attended(school, session, person) for session in school.sessions_on(day)
    )


def _day(school: School, day: InsetDay, person: str) -> DayAttended:
    held = school.book(day.id).certificates.get(person)
    lines = held.lines if held is not None else lines_for(school, person, day.id)
    return DayAttended(day, held, lines, tuple(withheld(school, person, day.id)))
