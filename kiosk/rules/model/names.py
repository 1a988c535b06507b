"""Names: cleaned where they enter, folded for finding, ordered for lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from kiosk.rules.model.records import Person

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
    if text.isascii():  # most are, and a list of ten thousand is folded while somebody types
        return " ".join(text.translate(APOSTROPHES).casefold().translate(BREAKS).split())
    # apostrophes first, because NFKD makes a space of some; then again, because it makes some
    bare = _without_accents(_without_accents(text.translate(APOSTROPHES)).casefold())
    return " ".join(bare.translate(UNFOLDABLE).translate(APOSTROPHES).translate(BREAKS).split())


def _without_accents(text: str) -> str:
    """Return a text without accents and without characters that are not seen."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )


class _NameEntry(msgspec.Struct, frozen=True):
    person: Person
    words: tuple[str, ...]
    """The folded words of the shown name."""
    starts: str
    """What one may begin to type, each after a line's end: the name from each of its words on,
    without spaces, a preferred forename, the staff code. One text, because that is searched fast.
    """
    whole: str
    initials: str


@dataclass(frozen=True, eq=False)
class Finder:
    """Finds people by what is typed. Made once for a set of people: names are folded once."""

    people: Mapping[str, Person]
    language: str = "en"
    """The language whose alphabet orders people who fit equally well."""

    @cached_property
    def _entries(self) -> tuple[_NameEntry, ...]:
        by_name = sort_key_for(self.language)
        return tuple(map(_entry, sorted(self.people.values(), key=by_name)))

    def find(self, typed: str, most: int = 50) -> list[Person]:
        """Return the people whose name fits what is typed, best first, at most `most`.

        Every typed word must begin a word of the name, a preferred forename or the staff code, or
        all of it be the initials; only where nobody fits so, it may stand anywhere in the name, and
        only where nobody does, one slip is forgiven: see `guess`.
        """
        wanted = _typed(typed)
        if not wanted.solid:
            return []
        ranked: list[tuple[int, int, Person]] = []
        for place, entry in enumerate(self._entries):
            rank = _rank(wanted, entry)
            if rank is not None:
                ranked.append((rank, place, entry.person))
        if any(rank < RANK_INSIDE for rank, _, _ in ranked):
            ranked = [found for found in ranked if found[0] < RANK_INSIDE]
        ranked.sort(key=lambda found: found[:2])
        found = [person for _, _, person in ranked] or self.guess(typed)
        return found[:most]

    def fits(self, typed: str, person: Person) -> bool:
        """Return whether what is typed fits a person without a slip: otherwise it is a guess."""
        wanted = _typed(typed)
        return bool(wanted.solid) and _rank(wanted, _entry(person)) is not None

    def guess(self, typed: str) -> list[Person]:
        """Return who fits if one slip is forgiven, in the order of names.

        A slip is two letters the wrong way round, or one letter that is missing, wrong or too many,
        in one of the words; the others must begin words of the name. A word of three letters must
        then be a whole one: the beginnings that are like it are too many.
        """
        wanted = fold(typed).split()
        near: set[int] = set()
        for place, part in enumerate(wanted):
            others = (*wanted[:place], *wanted[place + 1 :])
            for word, holders in self._by_word.items():
                if _has_slip(part, word):
                    near.update(one for one in holders if _begins(others, self._entries[one]))
        return [self._entries[one].person for one in sorted(near)]

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        """The places of the entries, by each word of their names."""
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            for word in entry.words:
                found.setdefault(word, []).append(place)
        return found


RANK_INSIDE = 4
"""The rank of a name in which what is typed stands only inside its words."""
MIN_SLIP_LETTERS = 4
"""Letters from which what is typed may be the beginning of a word, and hold a slip."""


def _entry(person: Person) -> _NameEntry:
    shown = fold(person.name)
    words = tuple(shown.split())
    tails = ("".join(words[place:]) for place in range(len(words)))
    # a legal forename is searched only where it is also the one shown
    more = (fold(person.preferred_forename), fold(person.staff_code))
    starts = "".join(f"\n{one}" for one in (*tails, *("".join(one.split()) for one in more)))
    return _NameEntry(person, words, starts, shown, "".join(word[0] for word in words))


class _Typed(msgspec.Struct, frozen=True):
    """What is typed, taken apart once for all entries that it is held against."""

    parts: tuple[str, ...]
    whole: str
    solid: str


def _typed(typed: str) -> _Typed:
    whole = fold(typed)
    parts = tuple(whole.split())
    return _Typed(parts, whole, "".join(parts))


def _rank(wanted: _Typed, entry: _NameEntry) -> int | None:
    """Return how well an entry fits (0 best), or None. Asked of everybody at each key."""
    parts, solid, whole = wanted.parts, wanted.solid, entry.whole
    if whole == wanted.whole:
        return 0
    if f"\n{solid}" in entry.starts or (len(parts) > 1 and _begins(parts, entry)):
        return 1 if entry.starts.startswith(f"\n{parts[0]}") else 2
    if solid == entry.initials:
        return 3
    for part in parts:
        if part not in whole:
            return None
    return RANK_INSIDE


def _begins(wanted: Iterable[str], entry: _NameEntry) -> bool:
    return all(f"\n{part}" in entry.starts for part in wanted)


def _has_slip(typed: str, word: str) -> bool:
    """Return whether a typed text is the beginning of a word but for one slip."""
    if len(typed) < MIN_SLIP_LETTERS - 1 or not set(typed[:2]) & set(word[:2]):
        return False  # the second is no more than what makes it fast
    same = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if same is None:  # it begins the word, or the word and one letter too many
        return len(typed) == len(word) + 1
    rest, meant = typed[same:], word[same:]
    mended = (
        (rest, meant[1:]),  # a letter is missing
        (rest[1:], meant[1:]),  # one is wrong
        (rest[1:], meant),  # one is too many
        (rest[2:], meant[2:]) if rest[:2] == meant[1::-1] else ("-", ""),  # two change places
    )
    fits = str.startswith if len(typed) >= MIN_SLIP_LETTERS else str.__eq__
    return any(fits(ends, begins) for begins, ends in mended)


DIGRAPHS = re.compile("ch|dd|ff|ng|ll|ph|rh|th")
"""Letters of the Welsh alphabet that are written with two signs; source: CLDR, collation `cy`."""


def sort_key(person: Person) -> tuple[str, str, str]:
    """Return the key by which people are listed: surname, forename, id."""
    first = person.preferred_forename or person.forename
    return (fold(person.surname or first), fold(first), person.id)


def sort_key_for(language: str) -> Callable[[Person], tuple[str, str, str]]:
    """Return the key by which people are listed in a language.

    In Welsh `ch`, `dd`, `ff`, `ng`, `ll`, `ph`, `rh` and `th` are letters that follow `c`, `d`,
    `f`, `g`, `l`, `p`, `r` and `t`: Cadog, Cynan, Charles. Two that happen to meet, as in Bangor,
    count as one too, as they do in CLDR.
    """
    return _welsh_sort_key if language == "cy" else sort_key


def _welsh_sort_key(person: Person) -> tuple[str, str, str]:
    surname, forename, id = sort_key(person)
    return (DIGRAPHS.sub(_letter, surname), DIGRAPHS.sub(_letter, forename), id)


def _letter(found: re.Match[str]) -> str:
    """Return what sorts after every word with the letter that a digraph follows."""
    return ("g" if found[0] == "ng" else found[0][0]) + "~"
