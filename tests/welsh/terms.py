"""The words of the field: what each is in Welsh, and whether a text uses it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from tests.welsh.catalogue import ROOT

FILE = ROOT / "kiosk/locale/cy/terms.csv"
MUTATIONS = {
    "p": "p|b|mh|ph", "t": "t|d|nh|th", "c": "c|g|ngh|ch", "b": "b|f|m", "d": "d|dd|n",
    "g": "g|ng|", "ll": "ll|l", "rh": "rh|r", "m": "m|f",
    **{vowel: f"h?{vowel}" for vowel in "aeiouwyâêîôûŵŷ"},
}  # fmt: skip
"""What the first letter of a word may become."""
UNCHANGED = ("ch", "dd", "ff", "ng", "ph", "th")
"""First letters that mutate no further, written with two letters of which the first would."""


@dataclass(frozen=True)
class Term:
    """A word of the field, in English and in Welsh."""

    english: tuple[str, ...]
    """The word, and other forms of it. With a sense in brackets no text is checked for it."""
    welsh: tuple[str, ...]
    """The one word for it, and its other forms."""
    source: str
    """The page in Welsh that uses it; blank where none was seen."""
    note: str

    def is_in_english(self, text: str) -> bool:
        """Return whether an English text uses the term."""
        return any(
            re.search(rf"\b{re.escape(one)}(s|es)?\b", text, re.IGNORECASE) for one in self.english
        )

    def is_in_welsh(self, text: str) -> bool:
        """Return whether a Welsh text uses the term, mutated or not."""
        return any(re.search(any_mutation(one), text, re.IGNORECASE) for one in self.welsh)


def any_mutation(words: str) -> str:
    """Return a pattern that finds words with any mutation of their first letters."""
    return r"\b" + r"\s+".join(map(_mutable, words.split())) + r"\b"


def _mutable(word: str) -> str:
    low = word.lower()
    first = next((one for one in UNCHANGED if low.startswith(one)), "")
    for letters in sorted(MUTATIONS, key=len, reverse=True):
        if not first and low.startswith(letters):
            return f"(?:{MUTATIONS[letters]}){re.escape(word[len(letters) :])}"
    return re.escape(word)


def terms() -> list[Term]:
    """Return the words of the field, in the order of their file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Term(
                tuple(row["en"].split(";")),
                (row["cy"], *filter(None, row["also"].split(";"))),
                row["source"],
                row["note"],
            )
            for row in csv.DictReader(file)
        ]
