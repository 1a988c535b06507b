"""Names: cleaned where they enter, folded for finding, ordered for lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from kiosk.rules.records import Person

KEPT = {"\u200c", "\u200d"}
"""Zero-width non-joiner and joiner: some scripts cannot be written without them."""

UNFOLDABLE = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
        "Æ": "AE", "ß": "ss", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip
"""Letters that NFKD does not take apart."""

APOSTROPHES = str.maketrans(dict.fromkeys("'’‘‛`´ʹʻʼʽʾʿˈ′‵՚׳＇\"“”„‟«»", ""))
BREAKS = str.maketrans(dict.fromkeys("-‐‑‒–—−⁄.,()/", " "))


def clean(text: str) -> str:
    """Return a person's text as it is kept: NFC, one line, no control or format characters.

    Tab and newline become a space; other characters of the classes Cc and Cf go, but for U+200C
    and U+200D. Nothing else changes: no trimming of what is inside, no change of letters.
    """
    spaced = "".join(" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in text)
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", spaced)
        if char in KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return unicodedata.normalize("NFC", kept).strip()


def fold(text: str) -> str:
    """Return a text as it is compared: no accents, no apostrophes, no case, single spaces."""
    # apostrophes first, because NFKD makes a space of some; then again, because it makes some
    bare = _bare(_bare(text.translate(APOSTROPHES)).casefold())
    return " ".join(bare.translate(UNFOLDABLE).translate(APOSTROPHES).translate(BREAKS).split())


def _bare(text: str) -> str:
    """Return a text without accents and without characters that are not seen."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )


class _Entry(msgspec.Struct, frozen=True):
    person: Person
    words: tuple[str, ...]
    whole: str


@dataclass(frozen=True, eq=False)
class Finder:
    """Finds people by what is typed. Made once for a set of people: names are folded once."""

    people: Mapping[str, Person]

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        found = []
        for person in sorted(self.people.values(), key=sorting):
            shown = fold(person.name)
            # a legal forename is searched only where it is also the one shown
            words = (*shown.split(), fold(person.staff_code))
            found.append(_Entry(person, tuple(word for word in words if word), shown))
        return tuple(found)

    def find(self, typed: str, most: int = 50) -> list[Person]:
        """Return the people whose name fits what is typed, best first, at most `most`.

        Every typed word must begin a word of the name; only where nobody fits so, it may stand
        anywhere in it. Whole names and beginnings come first.
        """
        wanted = fold(typed).split()
        if not wanted:
            return []
        ranked: list[tuple[int, int, Person]] = []
        for place, entry in enumerate(self._entries):
            rank = _rank(wanted, entry)
            if rank is not None:
                ranked.append((rank, place, entry.person))
        if any(rank < INSIDE for rank, _, _ in ranked):
            ranked = [found for found in ranked if found[0] < INSIDE]
        ranked.sort(key=lambda found: found[:2])
        return [person for _, _, person in ranked[:most]]


INSIDE = 3
"""The rank of a name in which what is typed stands only inside its words."""


def _rank(wanted: list[str], entry: _Entry) -> int | None:
    """Return how well an entry fits (0 best), or None."""
    if entry.whole == " ".join(wanted):
        return 0
    if all(any(word.startswith(part) for word in entry.words) for part in wanted):
        return 1 if entry.whole.startswith(wanted[0]) else 2
    if all(part in entry.whole for part in wanted):
        return INSIDE
    return None


def sorting(person: Person) -> tuple[str, str, str]:
    """Return the key by which people are listed: surname, forename, id."""
    first = person.preferred_forename or person.forename
    return (fold(person.surname or first), fold(first), person.id)


def namesakes(people: Iterable[Person]) -> set[str]:
    """Return the ids of those among `people` whose folded names another one shares."""
    seen: dict[str, list[str]] = {}
    for person in people:
        seen.setdefault(fold(person.name), []).append(person.id)
    return {person for group in seen.values() if len(group) > 1 for person in group}
