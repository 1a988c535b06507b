"""The evaluation of a session by those who were in it: what is asked, and what is shown of it.

No reply is kept as a reply. Each answer is counted by itself and each line stands by itself, in the
order of the alphabet, so that what is kept is the same in whatever order people came.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

import msgspec
from msgspec import field

from kiosk.rules.attendance.marks import attended
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.school import School
from kiosk.text import t

USEFUL = (t("not useful"), t("a little useful"), t("useful"), t("very useful"))
"""The answers to the first question, the least first."""
WILL_USE = (t("no"), t("perhaps"), t("yes"))
"""The answers to the second question, the least first."""

MIN_REPLIES = 5
"""Replies below which nothing is shown: of fewer, somebody's own may be guessed."""
MAX_REMARK = 160
"""Characters of a line."""
OPENS_BEFORE_END = timedelta(minutes=5)
"""How long before its end a session may be evaluated: people sit and have a moment."""


class Tally(msgspec.Struct, frozen=True):
    """What was replied about one session."""

    useful: tuple[int, int, int, int] = (0, 0, 0, 0)
    """How many gave each answer of `USEFUL`."""
    will_use: tuple[int, int, int] = (0, 0, 0)
    """How many gave each answer of `WILL_USE`."""
    lines: tuple[str, ...] = ()
    """What people wrote, in the order of the alphabet."""

    @property
    def replies(self) -> int:
        """How many people replied."""
        return sum(self.useful)

    @property
    def may_be_shown(self) -> bool:
        """Whether so many replied that nobody's own can be told."""
        return self.replies >= MIN_REPLIES


def add_rating(tally: Tally, useful: int, will_use: int) -> Tally:
    """Return a tally with one more of each answer, by its place from 0."""
    first, second = list(tally.useful), list(tally.will_use)
    first[useful] += 1
    second[will_use] += 1
    return msgspec.structs.replace(tally, useful=tuple(first), will_use=tuple(second))


def add_remark(tally: Tally, line: str) -> Tally:
    """Return a tally with one more line."""
    return msgspec.structs.replace(tally, lines=tuple(sorted((*tally.lines, line))))


def sessions_to_evaluate(
    school: School, person: str, now: datetime, replied: Collection[str]
) -> list[Session]:
    """Return today's sessions that a person was in and that are as good as over, the last first.

    None of those the person led, or has `replied` about; and none once the day is closed.
    """
    today, who = school.today(now), school.people.get(person)
    if today is None or today.closed_at is not None or who is None:
        return []
    return [
        session
        for session in reversed(school.sessions_on(today.id))
        if session.id not in replied
        and attended(school, session, person)
        and not leads(who, session)
        and now >= school.moment(today.id, session.end) - OPENS_BEFORE_END
    ]


def may_be_opened(day: InsetDay, today: date) -> bool:
    """Return whether the replies about a day may be looked at: it is closed, or it is past.

    Whoever looked before and after somebody came could tell what that one replied. So they are
    looked at once all are in, and from then on none is taken.
    """
    return day.closed_at is not None or day.date < today


class ReplyBox(msgspec.Struct, frozen=True):
    """The replies about one day's sessions."""

    opened: bool = False
    """Whether somebody has looked: then no more are taken."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    """By the session's id."""
    roll: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Who has replied, by the session's id: hashes, in their own order."""
