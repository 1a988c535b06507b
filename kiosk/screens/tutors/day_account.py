"""The account of a day as closing shows it; made off the event loop: it looks at everybody."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.rules.attendance.arrivals import doubted_sign_ins, has_arrived, is_on_site
from kiosk.rules.attendance.board import headcount
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.attendance.session_proof import unproved_people
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.typed_changes import disputed_changes
from kiosk.rules.follow_up.certificates import unproved_sessions
from kiosk.rules.follow_up.day_account import AccountLine, DayAccount, day_account
from kiosk.rules.follow_up.required_training import TrainingLine, training_lines
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person
from kiosk.rules.model.school import School


class ShownLine(msgspec.Struct, frozen=True):
    """One person in the account, with what closing shows beside it."""

    line: AccountLine
    unproved: int
    """In how many sessions they are by a name that is not enough."""
    is_in: bool
    """Whether they arrived that day."""
    is_here: bool
    """Whether they are still on site, as far as anybody signed out."""

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.line.person


class ShownAccount(msgspec.Struct, frozen=True):
    """The account of a day, by name, and how much of it is to be looked at first."""

    account: DayAccount
    lines: tuple[ShownLine, ...]
    training: tuple[TrainingLine, ...]
    unproved: int
    """How many people are in a register by a name that is not enough."""
    to_check: int
    not_yet_in: int
    misfits: int
    """How many things do not fit on the day. This and the two before are counted on the day."""
    is_today: bool
    """Whether it is today, and open."""

    @property
    def day(self) -> InsetDay:
        """The day."""
        return self.account.day

    @property
    def still_here(self) -> int:
        """How many people are still on site when all is over."""
        is_over = self.day.closed_at is None and not self.account.unfinished
        return sum(line.is_here for line in self.lines) if is_over else 0


def account_for(school: School, now: datetime, day: InsetDay, language: str) -> ShownAccount:
    """Return the account of a day, sorted by a language's alphabet."""
    by_name, account = sort_key_for(language), day_account(school, now, day)
    is_today = day.date == school.local(now).date() and day.closed_at is None
    return ShownAccount(
        account,
        tuple(
            _shown(school, day.id, line)
            for line in sorted(account.lines, key=lambda line: by_name(line.person))
        ),
        tuple(training_lines(school, now, day)),
        len({who.id for one in school.sessions_on(day.id) for who in unproved_people(school, one)}),
        people_to_check(school, day.id) if is_today else 0,
        headcount(school, day).not_yet_in if is_today else 0,
        len(attention(school, day.id)) if is_today else 0,
        is_today,
    )


def _shown(school: School, day: DayId, line: AccountLine) -> ShownLine:
    who = line.person.id
    unproved = len(unproved_sessions(school, who, day))
    return ShownLine(line, unproved, has_arrived(school, who, day), is_on_site(school, who, day))


def people_to_check(school: School, day: DayId) -> int:
    """Return how many people are to be checked: who is new, and who doubts or disputes something.

    People, not rows: one sign-in may be doubted twice.
    """
    return (
        len(unconfirmed_people(school))
        + len({doubt.person for doubt in doubted_sign_ins(school, day)})
        + len({change.person for change in disputed_changes(school, day)})
    )
