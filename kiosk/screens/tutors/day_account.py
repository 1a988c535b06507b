"""The account of a day that closing shows: made off the event loop, since it looks at everybody."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.rules.attendance.session_proof import unproved_people
from kiosk.rules.follow_up.certificates import unproved_sessions
from kiosk.rules.follow_up.closing import summarise_day
from kiosk.rules.follow_up.required_training import TrainingLine, training_lines
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person, Slot
from kiosk.rules.model.school import School


class DayAccount(msgspec.Struct, frozen=True):
    """A day as closing shows it. The people of each list are sorted by name."""

    day: InsetDay
    present: tuple[tuple[Person, int], ...]
    """Those present, and in how many sessions by a name that is not enough."""
    missed: tuple[tuple[Person, tuple[Slot, ...]], ...]
    not_required: tuple[Person, ...]
    unfinished: int
    """How many sessions are not over."""
    unattended: int
    """In how many sessions nobody is marked."""
    training: tuple[TrainingLine, ...]
    unproved: int
    """How many people are in a register by a name that is not enough."""


def account_for(school: School, now: datetime, day: InsetDay, language: str) -> DayAccount:
    """Return the account of a day, sorted by a language's alphabet."""
    by_name = sort_key_for(language)
    summary = summarise_day(school, now, day)
    sessions = school.sessions_on(day.id)
    return DayAccount(
        day,
        tuple(
            (who, len(unproved_sessions(school, who.id, day.id)))
            for who in sorted(summary.present, key=by_name)
        ),
        tuple(sorted(summary.missed, key=lambda missed: by_name(missed[0]))),
        tuple(sorted(summary.not_required, key=by_name)),
        len(summary.unfinished),
        len(summary.unattended),
        tuple(training_lines(school, now, day)),
        len({who.id for one in sessions for who in unproved_people(school, one)}),
    )
