"""Closing a day, and opening it again: what is recorded, and what a second closing changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.follow_up.catch_up import record_catch_ups
from kiosk.rules.follow_up.certificates import issue_certificates
from kiosk.rules.follow_up.later_days import changes_on_earlier_days
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, split_id
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import ReopenReason
from kiosk.text import Text, t, tn


def days_to_close(school: School, now: datetime) -> list[InsetDay]:
    """Return the days up to today, the latest first. Each of them can be closed."""
    today = school.local(now).date().isoformat()
    days = school.programme.days
    return [days[day] for day in sorted(days, reverse=True) if day <= today]


def unclosed_day(school: School, now: datetime) -> InsetDay | None:
    """Return the latest past day with arrivals that was not closed, or None."""
    today = school.local(now).date()
    for day in days_to_close(school, now):
        if day.date < today and day.closed_at is None and school.day_record(day.id).movements:
            return day
    return None


@decision
def close_day(school: School, now: datetime, actor: Actor, day: DayId) -> Changes:
    """Close a day: no more choices or sign-ins; certificates and catch-ups are recorded.

    A day that is closed already keeps its time, and takes in the corrections made since. A day that
    was closed before changes only where something was corrected: certificates keep their numbers,
    and the notes tell whose pages are other ones now.
    """
    today = school.day(day)
    # the line on the wall may name people, and nobody needs it any longer
    over = replace(today, closed_at=now, notice="", notice_until=None)
    closing = [put(over)] if today.closed_at is None else []
    # Certificates and catch-ups are decided on the closed day: closing is what makes them final.
    closed = school.apply(closing)
    certificates = issue_certificates(day)(closed, now, actor).items
    catch_ups = (
        *record_catch_ups(day)(closed, now, actor).items,
        *changes_on_earlier_days(closed, now, day),
    )
    message, notes = t("The day is closed."), tuple[Text, ...]()
    if today.closed_at is not None or today.reopened_at is not None:
        notes = (
            *_certificates_changed(school, certificates),
            *_catch_ups_changed(school, catch_ups),
        )
        message = t("The day is closed. Nothing else changed.")
        if notes:
            message = tn("The day is closed. {n} thing changed.",
                         "The day is closed. {n} things changed.", len(notes))  # fmt: skip
    return Changes((*closing, *certificates, *catch_ups), message, notes)


def _certificates_changed(school: School, items: Iterable[Put | Remove]) -> Iterator[Text]:
    for item in items:
        if isinstance(item, Put):
            one = msgspec.convert(item.document, Certificate)
            words = {"name": school.person(one.person).name, "id": one.id}
            if one.revision == 1:
                yield t("{name}: certificate {id}, new", **words)
            else:
                yield t("{name}: certificate {id}, corrected", **words)


def _catch_ups_changed(school: School, items: Iterable[Put | Remove]) -> Iterator[Text]:
    """Yield a line for each person: how many catch-ups they have more, other or no longer."""
    changed: Counter[PersonId] = Counter()
    for item in items:
        changed[PersonId(split_id(item.id)[1])] += 1
    for person, count in changed.items():
        if person in school.people:
            yield tn("{name}: {n} catch-up changed", "{name}: {n} catch-ups changed", count,
                     name=school.people[person].name)  # fmt: skip


@decision
def reopen_day(school: School, now: datetime, day: DayId, reason: ReopenReason) -> Changes:
    """Open a closed day again. Certificates keep their numbers; waiting lists move on.

    The day and the history keep the reason.
    """
    today = school.day(day)
    if today.closed_at is None:
        return Changes((), t("The day is already open."))
    opened = [put(replace(today, closed_at=None, reopened_at=now, reopened_for=reason))]
    return Changes(
        (*opened, *promote_waiting(school.apply(opened), now, day)), t("The day is open again.")
    )
