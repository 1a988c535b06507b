"""Warnings for a professional tutor before slips are printed: unpaid time, no route, dead links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.catch_up_time import WhoseTime, time_for, too_long
from kiosk.rules.follow_up.links import link_doubts
from kiosk.rules.follow_up.routes import has_route
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.school import School
from kiosk.text import Sayable, Text, t, tn


def slip_doubts(school: School, slips: Sequence[Sequence[CatchUp]]) -> list[Text]:
    """Return a sentence for each doubt about slips, of which each has one person's catch-ups."""
    without_route: Counter[str] = Counter()
    titles: dict[str, Sayable] = {}
    longer: list[Text] = []
    asked = 0
    for mine in slips:
        if (said := too_long(school, mine)) is not None:
            longer.append(said)
        required = [one for one in mine if one.required]
        asked += not said and any(
            time_for(school, one, mine).whose is WhoseTime.ASK for one in required
        )
        for one in required:
            if not has_route(school, one):
                key = one.subject or one.slot
                without_route[key] += 1
                titles[key] = missed_title(school, one)
    return [
        *longer,
        *_asked(asked),
        *_without_route(without_route, titles),
        *link_doubts(school, slips),
    ]


def _asked(count: int) -> list[Text]:
    if not count:
        return []
    return [
        tn(
            "{n} person's paid hours aren't known: the slip says to ask the office first.",
            "{n} people's paid hours aren't known: their slips say to ask the office first.",
            count,
        )
    ]


def _without_route(found: Counter[str], titles: dict[str, Sayable]) -> list[Text]:
    said = [
        tn(
            "{title}: nothing to catch up with, for {n} person.",
            "{title}: nothing to catch up with, for {n} people.",
            count, title=titles[key],
        )
        for key, count in sorted(found.items())
    ]  # fmt: skip
    if said:
        said.append(
            t("Add a resource or a repeat to your programme, or waive it. Until then the slips say "
              "whom to ask.")
        )  # fmt: skip
    return said
