"""Reads how much of a week somebody works: "0.6", "3/5", "Wed-Fri"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kiosk.rules.model.records import WEEKDAYS

SHARES = ("fte", "weekly_hours", "days", "weeks")
"""The columns that say how much of the usual hours somebody works."""
WHOLE = 0.995
"""From this share on, rounded ones such as 0.33 three times, somebody is full-time."""
FULL_WEEK = 32.5
"""Hours of a full-time teacher's week in the workforce census (DfE)."""
WITH_INSET_DAYS = 39
"""Weeks a year that include the INSET days: 195 days (School Teachers' Pay and Conditions)."""

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


def parse_weeks(text: str) -> float | None:
    """Return how many weeks a year somebody works: 39, 38+1, 52.14; None: not understood."""
    match = re.fullmatch(
        r"(\d{1,2}(?:\.\d+)?)(?:\s*\+\s*(\d))?(?:\s*weeks)?", text.strip().casefold()
    )
    return float(match[1]) + float(match[2] or 0) if match else None


def is_part_time(posts: Sequence[Mapping[str, str]]) -> bool:
    """Return whether a person's posts say that they do not work all of the usual hours.

    What their posts take up is added up. What is not understood counts as less than all: hours are
    then asked for, and nobody becomes full-time in silence.
    """
    shares = [share for post in posts if (share := _share(post)) is not None]
    if shares and (not all(0 <= one <= 1 for one in shares) or sum(shares) < WHOLE):
        return True
    days = [parse_days(post["days"]) for post in posts if post.get("days")]
    if days and (not all(days) or not {day for one in days for day in one} >= set(WEEKDAYS[:5])):
        return True
    return any(map(_is_term_time_only, posts))


def _share(post: Mapping[str, str]) -> float | None:
    """Return a post's share of full time; -1: not understood, None: it says nothing."""
    text, hours = post.get("fte", ""), post.get("weekly_hours", "")
    if text or not hours:
        share = parse_share(text) if text else None
        return -1 if text and share is None else share
    worked, whole = parse_share(hours), parse_share(post.get("full_hours", ""))
    return -1 if worked is None else min(worked / (whole or FULL_WEEK), 1)


def _is_term_time_only(post: Mapping[str, str]) -> bool:
    text = post.get("weeks", "").casefold()
    weeks = parse_weeks(text)
    return "tto" in text or "term" in text or (weeks is not None and weeks < WITH_INSET_DAYS)


@lru_cache
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
