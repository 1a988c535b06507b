"""A line of a tutor's on the wall: on Welcome and the board, until a time."""

from __future__ import annotations

from datetime import datetime, time

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import clean
from kiosk.rules.model.open_days import day_to_replan
from kiosk.rules.model.school import School, put
from kiosk.text import t

LONGEST = 120
"""The most characters of a notice: at most three lines of the smallest screen."""


@decision
def post_notice(
    school: School, now: datetime, day: DayId, text: Private, until: time | None = None
) -> Changes:
    """Put a line on the wall, in place of the one before; a blank one takes it down.

    `until`: when it goes by itself; None: when the day's last slot ends. The history does not keep
    the words, which may name people.

    Raises:
        Refused: the day is closed or cancelled, the time is past, or the line is too long.
    """
    before, words = day_to_replan(school, day), " ".join(clean(text.text).split())
    if not words:
        after = replace(before, notice="", notice_until=None)
        return Changes((put(after),) if after != before else (), t("The notice is taken down."))
    if len(words) > LONGEST:
        raise Refused(t("Please write at most {n} characters.", n=LONGEST))
    ends = until or max((slot.end for slot in before.slots), default=time(23, 59))
    until_when = school.moment(day, ends)
    if until_when <= now:
        raise Refused(t("That time is past."))
    message = t("On Welcome and the board until {time}.", time=ends)
    return Changes((put(replace(before, notice=words, notice_until=until_when)),), message)
