"""Certificates: numbered once, in one decision, before anything is printed."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, marks_of
from kiosk.rules.attendance.presence import is_enough_for_certificate, minutes_attended, minutes_of
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import Certificate, CertificateLine, Session
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.text import Text, t, tn


def certificate_lines(school: School, person: str, day: str) -> tuple[CertificateLine, ...]:
    """Return what a certificate can state of a person's day: each session attended, in order.

    Attended means: for the share that the school asks for, and proved as it asks
    (see `withheld_reason`).
    The minutes are those of presence where the school keeps them, else the session's. Nobody is in
    two places: where two sessions overlap, the time they share counts for the one that was marked
    last.
    """
    found = {one.id: minutes_attended(school, person, one) for one in school.sessions_on(day)}
    claimed: frozenset[int] = frozenset()
    mine: dict[str, frozenset[int]] = {}
    for session in _latest_first(school, person, day):
        mine[session.id] = found[session.id] - claimed
        claimed |= found[session.id]
    lines = []
    for session in school.sessions_on(day):
        if session.id not in mine or not is_enough_for_certificate(
            school, person, session, found[session.id]
        ):
            continue
        minutes = mine[session.id]
        if not school.settings.keep_minutes:
            others = (taken for other, taken in mine.items() if other != session.id)
            minutes = minutes_of(session).difference(*others)
        if minutes:
            title = school.workshop(session).title
            lines.append(CertificateLine(session.id, title, len(minutes)))
    return tuple(lines)


def _latest_first(school: School, person: str, day: str) -> list[Session]:
    """Return the sessions in which a person was, as far as is proved, the last marked first."""
    there = [
        one
        for one in school.sessions_on(day)
        if minutes_attended(school, person, one) and withheld_reason(school, person, one) is None
    ]
    there.sort(key=lambda one: marks_of(school, person, one)[-1].at, reverse=True)
    return there


def withheld_sessions(school: School, person: str, day: str) -> list[Text]:
    """Return why sessions that a person was in have no line on the certificate."""
    stated = {line.session for line in certificate_lines(school, person, day)}
    return [
        _no_line_reason(school, person, session)
        for session in school.sessions_on(day)
        if attended(school, person, session) and session.id not in stated
    ]


def _no_line_reason(school: School, person: str, session: Session) -> Text:
    name, title = school.person(person).name, school.workshop(session).title
    if withheld_reason(school, person, session) is not None:
        return t(
            "{name} has no line for {title}: a typed name proves nothing.", name=name, title=title
        )
    if is_enough_for_certificate(
        school, person, session, minutes_attended(school, person, session)
    ):
        return t("{name} has no line for {title}: it overlaps another one.", name=name, title=title)
    share = school.settings.certificate_share
    return t(
        "{name} has no line for {title}: there for less than {share} % of it.",
        name=name, title=title, share=share,
    )  # fmt: skip


def withheld_reason(school: School, person: str, session: Session) -> Text | None:
    """Return why a session that was attended is on no certificate; None where it may be.

    A school may ask for more than a typed name (a setting). What a professional tutor marked, or
    marked again, is proved.
    """
    marks = marks_of(school, person, session)
    asks = school.settings.certificate_proof == "personal"
    if (
        not asks
        or not marks
        or not marks[-1].state.attended
        or marks[-1].proof is not Evidence.TYPED
    ):
        return None
    title = school.workshop(session).title
    return t("{title}: signed in by a typed name, which proves nothing.", title=title)


def unproved_sessions(school: School, person: str, day: str) -> list[Text]:
    """Return why not, for each session of a day that a person attended without proof."""
    reasons = (withheld_reason(school, person, one) for one in school.sessions_on(day))
    return [reason for reason in reasons if reason is not None]


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
        lines = certificate_lines(school, who, day)
        held = school.day_record(day).certificates.get(who)
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
    for day, book in school.day_records.items():
        if day.startswith(f"{year:04d}-"):
            numbers += [int(one.id.rpartition("-")[2]) for one in book.certificates.values()]
    return max(numbers)


def certificates_of(school: School, day: str, person: str | None = None) -> list[Certificate]:
    """Return the certificates of a day that state something, in the order of their numbers."""
    held = school.day_record(day).certificates
    found = [one for one in held.values() if one.lines and person in (None, one.person)]
    return sorted(found, key=lambda one: (len(one.id), one.id))
