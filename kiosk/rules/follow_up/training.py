"""A person's own record of attendance, day by day."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.rules.attendance.marks import attended
from kiosk.rules.follow_up.certificates import certificate_lines, withheld_reason
from kiosk.rules.follow_up.hours_beyond import HoursBeyond, hours_beyond
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t


class DayAttended(msgspec.Struct, frozen=True):
    """One INSET day of a person: what counts for the certificate, and why the rest does not."""

    day: InsetDay
    certificate: Certificate | None
    """None: not issued yet, and `lines` is what it would state."""
    lines: tuple[CertificateLine, ...]
    uncounted: tuple[Text, ...]
    """Sessions that the person attended but that do not count, with the reason."""
    beyond: HoursBeyond | None = None
    """What of the day was beyond their own paid hours."""

    @property
    def minutes(self) -> int:
        """The total time attended."""
        return sum(line.minutes for line in self.lines)


def attendance_of(school: School, now: datetime, person: PersonId) -> list[DayAttended]:
    """Return the days on which the person attended a session that is over, the last day first."""
    days = [
        _day(school, now, person, school.programme.days[day])
        for day in sorted(school.day_records, reverse=True)
        if day in school.programme.days
    ]
    return [day for day in days if day.lines or day.uncounted]


def _day(school: School, now: datetime, person: PersonId, day: InsetDay) -> DayAttended:
    certificate = school.day_record(day.id).certificates.get(person)
    over = [
        session
        for session in school.sessions_on(day.id)
        if attended(school, person, session) and now >= school.moment(day.id, session.end)
    ]
    # An issued certificate is what counts, whatever was corrected since.
    if certificate is not None:
        lines = tuple(line for line in certificate.lines if line.caught_up_on is None)
    else:
        counted = {line.session: line for line in certificate_lines(school, person, day.id)}
        lines = tuple(counted[one.id] for one in over if one.id in counted)
    stated = {line.session for line in lines}
    uncounted = (_why(school, person, one) for one in over if one.id not in stated)
    beyond = hours_beyond(school, school.person(person), day)
    return DayAttended(day, certificate, lines, tuple(uncounted), beyond)


def _why(school: School, person: PersonId, session: Session) -> Text:
    title = school.workshop(session).title
    too_little = t("{title}: you weren't there long enough for it to count.", title=title)
    return withheld_reason(school, person, session) or too_little
