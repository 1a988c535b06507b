"""Everything that does not fit on a day: advice, never a refusal.

What a load, or a change at the kiosk, made impossible stays as it is, and stands here by name
until somebody mends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from kiosk.rules.attendance.absences import is_reported_absent
from kiosk.rules.attention.findings import Finding, FindingKind, label
from kiosk.rules.attention.session_checks import (
    leader_findings,
    place_findings,
    plan_findings,
    room_findings,
)
from kiosk.rules.attention.slot_checks import slot_findings
from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn

MOST_TOLD = 20
"""How many findings a load tells one by one."""


def attention(school: School, day: DayId) -> tuple[Finding, ...]:
    """Return everything that does not fit on a day, what concerns people's places first.

    Nothing for a day that does not exist. It never raises, whatever the School holds.
    """
    inset_day = school.programme.days.get(day)
    if inset_day is None:
        return ()
    found = chain(
        _leaders_away(school, inset_day),
        place_findings(school, inset_day),
        leader_findings(school, inset_day),
        room_findings(school, inset_day),
        plan_findings(school, inset_day),
        slot_findings(school, inset_day),
    )
    # Two slots of one id would be told of twice.
    return tuple({finding.key: finding for finding in found}.values())


def _leaders_away(school: School, day: InsetDay) -> Iterator[Finding]:
    away = {
        who
        for who in school.day_record(day.id).reported_absences
        if who in school.people and is_reported_absent(school, who, day.id)
    }
    for session in school.sessions_on(day.id) if away else ():
        for leader in dict.fromkeys(session.leaders):
            if leader in away:
                text = t(
                    "{name} leads {session}, and does not come that day.",
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
    """Return what does not fit on a day and did fit before, or fitted better."""
    known = {finding.key: finding.count for finding in attention(before, day)}
    return tuple(
        finding for finding in attention(after, day) if finding.count > known.get(finding.key, 0)
    )


def attention_notes(
    school: School, now: datetime, items: Iterable[Put | Remove]
) -> tuple[Text, ...]:
    """Return what these changes make not fit on the coming days: a sentence for each, to be told.

    Of very many only the first are told, with the number of the others.
    """
    after = school.apply(items)
    days = coming_days(after, now)
    new = [found for day in days for found in new_attention(school, after, day.id)]
    notes: list[Text] = [
        t("{day}: {finding}", day=found.day, finding=found.text) for found in new[:MOST_TOLD]
    ]
    if len(new) > MOST_TOLD:
        notes.append(
            tn("And {n} more: kiosk check", "And {n} more: kiosk check", len(new) - MOST_TOLD)
        )
    return tuple(notes)
