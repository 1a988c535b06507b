"""Certificates: what a day's certificate states, and giving each its number once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance.marks import attended, current_mark, marks_of
from kiosk.rules.attendance.session_proof import is_proved
from kiosk.rules.attendance.time_attended import (
    is_enough_for_certificate,
    minutes_attended,
    minutes_of,
)
from kiosk.rules.follow_up.catch_up import catch_ups_on, missed_title
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, SessionId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.personal_records import Certificate, CertificateLine
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School, put
from kiosk.text import Both, Text, t, tn


def certificate_lines(school: School, person: PersonId, day: DayId) -> tuple[CertificateLine, ...]:
    """Return the lines of a person's certificate for a day: each session that counts, in order.

    A session counts if the person attended the share that the school asks for and `withheld_reason`
    has nothing against it. Minutes are those of presence if the school keeps them (a setting), else
    those of the session. Where two sessions overlap, the shared time counts for the one marked
    last. What the person caught up with follows, without minutes and with its date.
    """
    minutes_by_session = {
        one.id: minutes
        for one in school.sessions_of(person, day)
        if (minutes := minutes_attended(school, person, one))
        and withheld_reason(school, person, one) is None
    }
    sessions = [school.session(one) for one in minutes_by_session]
    claimed: frozenset[int] = frozenset()
    counted: dict[SessionId, frozenset[int]] = {}
    # Nobody is in two places at once, so no minute may be certified twice.
    for session in sorted(
        sessions, key=lambda one: marks_of(school, person, one)[-1].at, reverse=True
    ):
        counted[session.id] = minutes_by_session[session.id] - claimed
        claimed |= minutes_by_session[session.id]
    lines = []
    for session in sessions:
        # The share counts every minute attended, also those that another session claims.
        attended_minutes = minutes_by_session[session.id]
        if not is_enough_for_certificate(school, person, session, attended_minutes):
            continue
        minutes = counted[session.id]
        if not school.settings.keep_minutes:
            others = (taken for other, taken in counted.items() if other != session.id)
            minutes = minutes_of(session).difference(*others)
        if minutes:
            title = school.workshop(session).title
            lines.append(CertificateLine(session.id, title, len(minutes)))
    return (*lines, *_caught_up(school, person, day, lines))


def _caught_up(
    school: School, person: PersonId, day: DayId, attended_lines: Iterable[CertificateLine]
) -> Iterator[CertificateLine]:
    """Yield a line for each catch-up of the day that is done, and confirmed where it has to be."""
    there = {school.session(line.session).workshop for line in attended_lines}
    for one in catch_ups_on(school, person, day):
        is_done = state_of(school, one) is CatchUpState.DONE and not one.pathway
        if is_done and one.done_at is not None and one.subject not in there:
            title = missed_title(school, one)
            named = title if isinstance(title, Both) else Both(one.subject or one.slot)
            yield CertificateLine(NO_SESSION, named, 0, school.local(one.done_at).date())


def withheld_sessions(school: School, person: PersonId, day: DayId) -> list[Text]:
    """Return, for each session attended that has no line on the certificate, why."""
    stated = {line.session for line in certificate_lines(school, person, day)}
    return [
        _no_line_reason(school, person, session)
        for session in school.sessions_of(person, day)
        if attended(school, person, session) and session.id not in stated
    ]


def _no_line_reason(school: School, person: PersonId, session: Session) -> Text:
    name, title = school.person(person).name, school.workshop(session).title
    if withheld_reason(school, person, session) is not None:
        return t(
            "{title} is not on {name}'s certificate: signed in by typed name only.",
            name=name,
            title=title,
        )
    if is_enough_for_certificate(
        school, person, session, minutes_attended(school, person, session)
    ):
        return t(
            "{title} is not on {name}'s certificate: it overlaps another session.",
            name=name,
            title=title,
        )
    share = school.settings.certificate_share
    return t(
        "{title} is not on {name}'s certificate: attended less than {share}%.",
        name=name, title=title, share=share,
    )  # fmt: skip


def withheld_reason(school: School, person: PersonId, session: Session) -> Text | None:
    """Return why an attended session may not appear on a certificate, or None; see `is_proved`."""
    last = current_mark(school, person, session)
    if last is None or not last.state.attended or is_proved(school, person, session):
        return None
    title = school.workshop(session).title
    return t(
        "{title}: signed in by name only. Please ask {tutor} to confirm you were there.",
        title=title,
        tutor=the_tutor(school.settings),
    )


def unproved_sessions(school: School, person: PersonId, day: DayId) -> list[Text]:
    """Return the `withheld_reason` of each session that the person attended without proof."""
    reasons = (withheld_reason(school, person, one) for one in school.sessions_of(person, day))
    return [reason for reason in reasons if reason is not None]


@decision
def issue_certificates(
    school: School, now: datetime, day: DayId, person: PersonId | None = None
) -> Changes:
    """Give everyone who attended (or one person) a certificate for the day.

    Where attendance was corrected since the first issue, or something was caught up with, the
    number stays, the lines follow and the revision rises.
    """
    today = school.day(day)
    people = sorted(school.people) if person is None else [school.person(person).id]
    # Numbers are recorded before anything is printed, so that two machines cannot print the same
    # one.
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


@decision
def note_printed_certificates(
    school: School, now: datetime, day: DayId, revisions: Mapping[str, int]
) -> Changes:
    """Note which revision of each certificate was printed, by its number."""
    del now
    held = school.day_record(day).certificates.values()
    return Changes(
        tuple(
            put(replace(one, printed=revisions[one.id]))
            for one in held
            if one.printed < revisions.get(one.id, 0)
        )
    )


def _last_number(school: School, year: int) -> int:
    """Return the highest number issued in a year, whatever the prefix was then."""
    numbers = [0]
    for day, day_record in school.day_records.items():
        if day.startswith(f"{year:04d}-"):
            numbers += [
                int(certificate.id.rpartition("-")[2])
                for certificate in day_record.certificates.values()
            ]
    return max(numbers)


def certificates_of(
    school: School, day: DayId, person: PersonId | None = None
) -> list[Certificate]:
    """Return the certificates of a day, in the order of their numbers, without empty ones."""
    by_person = school.day_record(day).certificates
    certificates = [
        certificate
        for certificate in by_person.values()
        if certificate.lines and person in (None, certificate.person)
    ]
    return sorted(certificates, key=lambda certificate: (len(certificate.id), certificate.id))
