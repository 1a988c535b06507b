"""Reads how much of a week somebody works: "0.6", "3/5", "Wed-Fri"."""

from __future__ import annotations

import re

from kiosk.rules.model.records import WEEKDAYS

BEGINNINGS = {
    "mon": "mon", "tue": "tue", "wed": "wed", "thu": "thu", "fri": "fri", "sat": "sat",
    "sun": "sun", "llun": "mon", "maw": "tue", "mer": "wed", "iau": "thu", "gwe": "fri",
}  # fmt: skip
TO = re.compile(r"\s*(?:[-‐‑‒–—]|\bto\b|\bi\b)\s*")


def parse_share(text: str) -> float | None:
    """Return a share of full time: 0.6, .6, 60%, 22.5/37, 3/5; None: not understood."""
    match = re.fullmatch(r"(\d*\.?\d+)\s*(?:(%)|/\s*(\d*\.?\d+))?", text.strip())
    if match is None:
        return None
    whole = 100.0 if match[2] else float(match[3] or 1)
    return float(match[1]) / whole if whole else None


def parse_days(text: str) -> tuple[str, ...]:
    """Return the weekdays of "Wed-Fri" or "Mon, Tue & Thurs"; empty: not all of it is understood.

    Half days are not: their hours have to be asked for.
    """
    found: set[str] = set()
    for part in filter(None, re.split(r"[,;&+/]|\band\b|\ba\b", text.casefold())):
        ends = [_day(one) for one in TO.split(part.strip())]
        days = [one for one in ends if one is not None]
        if len(days) != len(ends) or len(days) > 2:
            return ()
        first, last = WEEKDAYS.index(days[0]), WEEKDAYS.index(days[-1])
        found |= set(WEEKDAYS[first : last + 1])
    return tuple(day for day in WEEKDAYS if day in found)


def _day(word: str) -> str | None:
    if not re.fullmatch(r"(?:dydd )?[a-z]+\.?", word):
        return None
    plain = word.removeprefix("dydd ")
    return next((day for begins, day in BEGINNINGS.items() if plain.startswith(begins)), None)
