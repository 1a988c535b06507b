"""Certificates: numbered once, in one decision, before anything is printed."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance import marks_of, minutes_attended
from kiosk.rules.changes import Changes, Put, Remove
from kiosk.rules.decisions import decision
from kiosk.rules.records import Certificate, CertificateLine
from kiosk.rules.school import School, put
from kiosk.text import tn


def lines_for(school: School, person: str, day: str) -> tuple[CertificateLine, ...]:
    """Return what a certificate can state of a person's day: each session attended, in order.

    Nobody is in two places: where two sessions marked as attended overlap, the time they share
    counts for the one that was marked last.
    """
    attended = [one for one in school.sessions_on(day) if minutes_attended(school, one, person)]
    attended.sort(key=lambda one: marks_of(school, one, person)[-1].at, reverse=True)
    claimed: set[int] = set()
    lines = {}
    for session in attended:
        start = session.start.hour * 60 + session.start.minute
        stayed = range(start, start + minutes_attended(school, session, person))
        minutes = len(set(stayed) - claimed)
        claimed.update(stayed)
        if minutes:
            title = school.workshop(session).title
            lines[session.id] = CertificateLine(session.id, title, minutes)
    return tuple(lines[one.id] for one in school.sessions_on(day) if one.id in lines)


@decision
def issue_certificates(
    school: School, now: datetime, day: str, person: str | None = None
) -> Changes:
    """Give everyone with attendance (or one person) a certificate.

    Whoever has one keeps its number; where attendance was corrected since, the content follows and
    the revision rises.
    """
    today = school.day(day)
    people = sorted(school.people) if person is None else [school.person(person).id]
    number = _last_number(school, today.date.year)
    items: list[Put | Remove] = []
    for who in people:
        lines = lines_for(school, who, day)
        held = school.book(day).certificates.get(who)
        if held is not None and held.lines != lines:
            items.append(put(replace(held, lines=lines, issued_at=now, revision=held.revision + 1)))
        elif held is None and lines:
            number += 1
            name = f"{school.settings.certificate_prefix}-{today.date.year}-{number:04d}"
            items.append(put(Certificate(name, day, who, lines, now)))
    return Changes(
        tuple(items), tn("{n} certificate issued.", "{n} certificates issued.", len(items))
    )


def _last_number(school: School, year: int) -> int:
    """Return the highest number given out in a year, whatever the prefix was then."""
    numbers = [0]
    for day, book in school.books.items():
        if day.startswith(f"{year:04d}-"):
            numbers += [int(one.id.rpartition("-")[2]) for one in book.certificates.values()]
    return max(numbers)


def certificates_of(school: School, day: str, person: str | None = None) -> list[Certificate]:
    """Return the certificates of a day that state something, in the order of their numbers."""
    held = school.book(day).certificates
    found = [one for one in held.values() if one.lines and person in (None, one.person)]
    return sorted(found, key=lambda one: (len(one.id), one.id))
