"""Everything that does not fit on a day: advice, never a refusal.

What a load, or a change at the kiosk, made impossible stays as it is, and is listed here until
somebody corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from kiosk.rules.attendance.absences import is_away_in
from kiosk.rules.attention.findings import Finding, FindingKind, label
from kiosk.rules.attention.session_checks import (
    leader_findings,
    place_findings,
    plan_findings,
    room_findings,
)
from kiosk.rules.attention.slot_checks import slot_findings
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.programme import start_order
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

MOST_TOLD = 20
"""How many findings a load lists one by one."""


def attention(school: School, day: DayId) -> tuple[Finding, ...]:
    """Return everything that does not fit on a day, what concerns people's places first.

    Nothing for a day that does not exist. It never raises, whatever the School holds.
    """
    inset_day = school.programme.days.get(day)
    if inset_day is None:
        return ()
    return (
        *_leaders_away(school, inset_day),
        *place_findings(school, inset_day),
        *_session_findings(school, inset_day).findings,
        *slot_findings(school, inset_day),
    )


class _SessionFindings(NamedTuple):
    """What does not fit with the sessions themselves, apart from the people booked in them."""

    invitations: Mapping[PersonId, Invitation]
    """Those by which hours were judged, like those of"""
    everybody: Mapping[PersonId, Person]
    findings: tuple[Finding, ...]


def _still_so(
    school: School, day: InsetDay, known: _SessionFindings, touched: Touched
) -> _SessionFindings:
    del touched
    is_same = school.day_record(day.id).invitations is known.invitations
    return known if is_same and school.people is known.everybody else _find_anew(school, day)


def _find_anew(school: School, day: InsetDay) -> _SessionFindings:
    found = (
        *leader_findings(school, day), *room_findings(school, day), *plan_findings(school, day)
    )  # fmt: skip
    return _SessionFindings(school.day_record(day.id).invitations, school.people, found)


_session_findings = kept_up(_still_so)(_find_anew)


def _leaders_away(school: School, day: InsetDay) -> Iterator[Finding]:
    away = {
        who: led
        for who in school.day_record(day.id).reported_absences
        if (led := school.sessions_led(who, day.id)) and who in school.people
    }
    sessions = {
        session.id: session
        for who, led in away.items()
        for session in led
        if is_away_in(school, who, session)
    }
    for session in sorted(sessions.values(), key=start_order):
        for leader in dict.fromkeys(session.leaders):
            if leader in away and is_away_in(school, leader, session):
                text = t(
                    "{name} leads {session}, but is reported absent.",
                    name=school.people[leader].name,
                    session=label(school, session),
                )
                yield Finding(FindingKind.LEADER_AWAY, day.id, text, (leader,), (session.id,))


def coming_days(school: School, now: datetime) -> list[InsetDay]:
    """Return the days from today on that are not closed, the earliest first."""
    today = school.local(now).date().isoformat()
    days = school.programme.days.values()
    return sorted(
        (day for day in days if day.id >= today and day.closed_at is None), key=lambda day: day.id
    )


def new_attention(before: School, after: School, day: DayId) -> tuple[Finding, ...]:
    """Return what does not fit on a day and was not found, or was not as bad, before."""
    known = {finding.key: finding.count for finding in attention(before, day)}
    return tuple(
        finding for finding in attention(after, day) if finding.count > known.get(finding.key, 0)
    )


def attention_notes(
    school: School, now: datetime, items: Iterable[Put | Remove]
) -> tuple[Text, ...]:
    """Return a sentence for each thing that these changes make not fit on the coming days.

    Only the first `MOST_TOLD` are listed; the others are counted.
    """
    after = school.apply(items)
    days = coming_days(after, now)
    new = [found for day in days for found in new_attention(school, after, day.id)]
    notes: list[Text] = [
        t("{day}: {finding}", day=found.day, finding=found.text) for found in new[:MOST_TOLD]
    ]
    if len(new) > MOST_TOLD:
        notes.append(
            tn(
                "And {n} more: kiosk attention",
                "And {n} more: kiosk attention",
                len(new) - MOST_TOLD,
            )
        )
    return tuple(notes)
