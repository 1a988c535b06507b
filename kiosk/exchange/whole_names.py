"""Divides a whole name in one cell: "Jones, Siân (Mrs)", "Ms Siân Jones"."""

from __future__ import annotations

import re
from typing import NamedTuple

TITLES = frozenset(
    {
        "mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "rev", "revd", "reverend",
        "sir", "dame", "lady", "lord", "fr", "father", "sr", "sister", "canon", "major", "captain",
    }
)  # fmt: skip
PARTICLES = frozenset(
    {
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el",
        "al", "bin", "ibn", "ap", "ab", "ferch", "verch", "mac", "mc", "st", "o", "ten", "ter",
    }
)  # fmt: skip
"""Words with which a surname of several words begins."""

NO_HONORIFIC = re.compile(rf"^(?!(?:{'|'.join(TITLES)})\b\.?\s*$)\S", re.IGNORECASE)
"""Matches a title that is a job's, not a person's."""

BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
KNOWN_AS = re.compile(r"^(?:known as|aka|pref(?:erred)?\.?:?|\"|“)\s*", re.IGNORECASE)


class WholeName(NamedTuple):
    """A name in its parts, each as it was written."""

    forename: str
    surname: str
    preferred: str = ""
    """Another forename in brackets: "Jones, Margaret (Peggy)"."""


def divide(text: str) -> WholeName:
    """Return the parts of a whole name, without its title.

    Without a comma the last word is the surname, with the particles before it. A single word is a
    forename.
    """
    inside = [found for found in BRACKETS.findall(text) if found and not is_title(found)]
    plain = BRACKETS.sub(" ", text).strip()
    preferred = KNOWN_AS.sub("", inside[0]).strip() if len(inside) == 1 else ""
    surname, comma, rest = plain.partition(",")
    if comma:
        # "Jones, Siân, Mrs", "Jones, Mrs Siân" and "Mrs Jones, Siân"
        parts = [part for part in map(str.strip, rest.split(",")) if part and not is_title(part)]
        # nobody is without a forename because it looks like a title
        return WholeName(
            untitled(" ".join(parts) or rest.strip()), untitled(surname.strip()), preferred
        )
    words = untitled(plain).split()
    if len(words) < 2:
        return WholeName(" ".join(words), "", preferred)
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return WholeName(" ".join(words[:start]), " ".join(words[start:]), preferred)


def is_title(text: str) -> bool:
    """Return whether a word is a title such as Mrs."""
    return text.strip().casefold().removesuffix(".") in TITLES


def untitled(text: str) -> str:
    """Return a name without the title before it."""
    first, _, rest = text.partition(" ")
    return rest.strip() if rest.strip() and is_title(first) else text
