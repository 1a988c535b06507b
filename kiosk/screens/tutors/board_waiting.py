"""What waits for the professional tutor on a day, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from kiosk.rules.attendance.speakers import missed_speakers
from kiosk.rules.attention.findings import Finding
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School
from kiosk.screens.tutors.day_account import people_to_check
from kiosk.text import Text, t, tn


class Waiting(msgspec.Struct, frozen=True):
    """One kind of thing that waits."""

    brief: Text
    """In a few words, with the key that opens the list."""
    sentences: tuple[Text, ...]
    """All of it."""
    is_urgent: bool = False


def waiting_on(
    school: School, now: datetime, day: InsetDay, findings: Sequence[Finding]
) -> Iterator[Waiting]:
    """Yield what waits on a day. `findings`: what does not fit on it, as far as that is known."""
    missed = missed_speakers(school, now, day)
    if missed:
        first = t("▲ {name} isn't in: {time}", name=missed[0].speaker, time=missed[0].start)
        sentences = tuple(
            t("{name}, who speaks at {time}, isn't in yet.", name=one.speaker, time=one.start)
            for one in missed
        )
        yield Waiting(first, sentences, is_urgent=True)
    to_check = people_to_check(school, day.id)
    if to_check:
        check = tn("T: {n} to check", "T: {n} to check", to_check)
        yield Waiting(check, (check,))
    if findings:
        brief = tn("K: {n} for attention", "K: {n} for attention", len(findings))
        yield Waiting(brief, tuple(finding.text for finding in findings))
