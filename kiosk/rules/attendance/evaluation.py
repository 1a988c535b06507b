"""Evaluation of a session by the people who attended it: the questions, and what may be shown.

No reply is stored as a reply. Each answer only raises a count, and remarks are kept in alphabetical
order, so that the stored data does not show who came when.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

import msgspec
from msgspec import field

from kiosk.rules.attendance.marks import attended
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.requirement import leads
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.text import t

USEFUL = (t("not useful"), t("a little useful"), t("useful"), t("very useful"))
"""The answers to the first question (how useful it was), the lowest first."""
WILL_USE = (t("no"), t("perhaps"), t("yes"))
"""The answers to the second question (whether they will use it), the lowest first."""

MIN_REPLIES = 5
"""Below this number of replies nothing is shown: a person's own could be guessed."""
MAX_REMARK = 160
"""The longest remark, in characters."""
OPENS_BEFORE_END = timedelta(minutes=5)
"""How long before its end a session may be evaluated: people are still seated then."""


class Tally(msgspec.Struct, frozen=True):
    """The counted replies about one session."""

    useful: tuple[int, int, int, int] = (0, 0, 0, 0)
    """How many gave each answer of `USEFUL`."""
    will_use: tuple[int, int, int] = (0, 0, 0)
    """How many gave each answer of `WILL_USE`."""
    lines: tuple[str, ...] = ()
    """The remarks, in alphabetical order."""

    @property
    def replies(self) -> int:
        """How many people replied."""
        return sum(self.useful)

    @property
    def may_be_shown(self) -> bool:
        """Whether there are enough replies to hide who gave which."""
        return self.replies >= MIN_REPLIES


def add_rating(tally: Tally, useful: int, will_use: int) -> Tally:
    """Return the tally with one more of each answer, given as indexes into the lists above."""
    first, second = list(tally.useful), list(tally.will_use)
    first[useful] += 1
    second[will_use] += 1
    return msgspec.structs.replace(tally, useful=tuple(first), will_use=tuple(second))


def add_remark(tally: Tally, line: str) -> Tally:
    """Return the tally with one more remark."""
    return msgspec.structs.replace(tally, lines=tuple(sorted((*tally.lines, line))))


def sessions_to_evaluate(
    school: School,
    now: datetime,
    person: PersonId,
    evidence: Evidence,
    replied: Collection[SessionId],
) -> list[Session]:
    """Return the sessions of today that the person may evaluate, the last first.

    Those are sessions the person attended, did not lead, and has not `replied` about, from
    `OPENS_BEFORE_END` on and until the day is closed. A typed name or a professional
    tutor's word is not enough: the reader of the replies could otherwise write the other four.
    """
    today, who = school.today(now), school.people.get(person)
    if today is None or today.closed_at is not None or who is None or not evidence.is_own:
        return []
    return [
        session
        for session in reversed(school.sessions_on(today.id))
        if session.id not in replied
        and attended(school, person, session)
        and not leads(who, session)
        and now >= school.moment(today.id, session.end) - OPENS_BEFORE_END
    ]


def may_be_opened(day: InsetDay, today: date) -> bool:
    """Return whether the replies about a day may be shown: it is closed, or past."""
    # Looking before and after one reply comes in would reveal it. So nothing is shown while replies
    # can still come in.
    return day.closed_at is not None or day.date < today


class ReplyBox(msgspec.Struct, frozen=True):
    """All replies about one day's sessions."""

    opened: bool = False
    """Whether somebody has looked at them: then no more are taken."""
    tallies: dict[SessionId, Tally] = field(default_factory=dict)
    """Tallies by session."""
    roll: dict[SessionId, tuple[str, ...]] = field(default_factory=dict)
    """Hashes of the people who replied, by session. They are sorted, not in order of time."""
