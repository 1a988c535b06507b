"""Names of people: cleaned on entry, folded for search, sorted for lists."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.mutations import same_words
from kiosk.rules.model.records import Person

KEPT = {"\u200c", "\u200d"}
"""Zero-width non-joiner and joiner: some scripts cannot be written without them."""

UNFOLDABLE = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
        "Æ": "AE", "ß": "ss", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip
"""Letters that NFKD does not decompose."""

APOSTROPHES = str.maketrans(dict.fromkeys("'’‘‛`´ʹʻʼʽʾʿˈ′‵՚׳＇\"“”„‟«»", ""))
BREAKS = str.maketrans(dict.fromkeys("-‐‑‒–—−⁄.,()/", " "))


def clean(text: str) -> str:
    """Return a person's text as it is stored: NFC, one line, no control or format characters.

    Tabs and newlines become spaces. Characters of the classes Cc, Cf and Cs are removed, except
    U+200C and U+200D. Spaces inside and letters stay as they are.
    """
    if text.isprintable():  # Fast path: nearly every cell of a long list, and nothing to take out.
        return unicodedata.normalize("NFC", text).strip()
    spaced = "".join(" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in text)
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", spaced)
        if char in KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return unicodedata.normalize("NFC", kept).strip()


def fold(text: str) -> str:
    """Return a text for comparison: no accents, apostrophes or capitals, single spaces."""
    if text.isascii():  # Fast path: a list of 10,000 names is folded while somebody types.
        return " ".join(text.translate(APOSTROPHES).casefold().translate(BREAKS).split())
    # Apostrophes go first, because NFKD turns some into spaces, and again after, because it makes
    # new ones.
    bare = _without_accents(_without_accents(text.translate(APOSTROPHES)).casefold())
    return " ".join(bare.translate(UNFOLDABLE).translate(APOSTROPHES).translate(BREAKS).split())


def _without_accents(text: str) -> str:
    """Return a text without combining accents and invisible characters."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )


class _NameEntry(msgspec.Struct, frozen=True):
    """One person, prepared for search."""

    person: Person
    order: tuple[str, str, str]
    """Sorts people who match equally well."""
    words: tuple[str, ...]
    """The folded words of the name shown."""
    starts: str
    """All texts that a search may begin with, each after a newline.

    They are the name from each word on without spaces, the preferred forename and the staff code.
    One text is the fastest to search.
    """
    whole: str
    """The folded name shown."""
    initials: str


class _Index(msgspec.Struct, frozen=True):
    """Everybody's entry, and one text in which to look for all of them at once."""

    entries: tuple[_NameEntry, ...]
    starts: str
    """All `starts`, one after the other."""
    places: tuple[int, ...]
    """Where in `starts` each entry begins, and at last where the text ends."""
    by_initials: Mapping[str, list[_NameEntry]]

    def beginning_with(self, text: str) -> Iterator[_NameEntry]:
        """Yield the entries that a search for a folded text without spaces begins."""
        wanted = f"\n{text}"
        at = self.starts.find(wanted)
        while at >= 0:
            found = bisect_right(self.places, at)
            yield self.entries[found - 1]
            at = self.starts.find(wanted, self.places[found])


class Finder:
    """Finds people by what is typed. Made once for a set of people: folding names is slow."""

    def __init__(
        self,
        people: Mapping[PersonId, Person],
        language: str = "en",
        before: Finder | None = None,
        post: Callable[[Person], str] | None = None,
    ) -> None:
        """Prepare nothing yet: the first search does, or `prepare`.

        `language`: its alphabet sorts people who match equally well. `before`: a finder of other
        people, from which is taken what it prepared of those who are the same. `post`: returns a
        person's role and department, by which they are found as well.
        """
        self.people, self.language = people, language
        self._by_name, self._post = sort_key_for(language), post
        self._entries: dict[PersonId, _NameEntry] = {}
        if before is not None and before.language == language:
            self._entries = {
                id: entry for id, entry in before._entries.items() if people.get(id) is entry.person
            }

    def prepare(self, step: int = 200) -> Iterator[None]:
        """Prepare the search, a `step` of people at a time, with something else between them."""
        known = self._entries
        everyone = self.people.items() if len(known) < len(self.people) else ()
        missing = [person for id, person in everyone if id not in known]
        for done, person in enumerate(missing, 1):
            self._entries[person.id] = self._entry(person)
            if done % step == 0:
                yield
        _ = self._index, self._posts

    @cached_property
    def _index(self) -> _Index:
        known = self._entries
        entries = tuple(known.get(id) or self._entry(who) for id, who in self.people.items())
        self._entries = {entry.person.id: entry for entry in entries}
        lengths = accumulate((len(entry.starts) for entry in entries), initial=0)
        by_initials: dict[str, list[_NameEntry]] = {}
        for entry in entries:
            by_initials.setdefault(entry.initials, []).append(entry)
        starts = "".join(entry.starts for entry in entries)
        return _Index(entries, starts, tuple(lengths), by_initials)

    def _entry(self, person: Person) -> _NameEntry:
        return _entry(person, self._by_name(person))

    def find(self, typed: str, most: int = 50) -> list[Person]:
        """Return at most `most` people who match what is typed, the best match first.

        Each typed word must begin a word of the name, the preferred forename or the staff code, or
        the whole be the initials. If nobody matches, the words may stand anywhere in the name; if
        still nobody does, they may be of the post, and at last one slip is forgiven: see `guess`.
        """
        wanted = _typed(typed)
        if not wanted.solid:
            return []
        index = self._index
        near = {entry.person.id: entry for entry in index.beginning_with(wanted.solid)}
        if len(wanted.parts) > 1:
            rarest = max(wanted.parts, key=len)
            near |= {entry.person.id: entry for entry in index.beginning_with(rarest)}
        near |= {entry.person.id: entry for entry in index.by_initials.get(wanted.solid, ())}
        found = _ranked(wanted, near.values(), RANK_INSIDE)
        found = found or _ranked(wanted, index.entries, RANK_INSIDE + 1)
        found.sort()
        named = [self.people[id] for _, _, id in found[:most]]
        return named or self._holders(wanted)[:most] or self.guess(typed)[:most]

    def _holders(self, wanted: _Typed) -> list[Person]:
        """Return the people of whose post each typed word begins a word, mutated or not."""
        if max(map(len, wanted.parts)) < MIN_POST_LETTERS:
            return []
        held = [
            one
            for starts, people in self._posts
            if all(f"\n{part}" in starts for part in wanted.parts)
            for one in people
        ]
        return sorted(held, key=self.order)

    @cached_property
    def _posts(self) -> Sequence[tuple[str, list[Person]]]:
        """For each post the forms of its words, each after a newline, and who has it."""
        if self._post is None:
            return ()
        people: dict[str, list[Person]] = {}
        for person in self.people.values():
            people.setdefault(self._post(person), []).append(person)
        return [
            ("".join(f"\n{form}" for word in fold(post).split() for form in same_words(word)), held)
            for post, held in people.items()
        ]

    def order(self, person: Person) -> tuple[str, str, str]:
        """Return what sorts a person by name: what is prepared already, if it is."""
        known = self._entries.get(person.id)
        return (
            known.order if known is not None and known.person is person else self._by_name(person)
        )

    def fits(self, typed: str, person: Person) -> bool:
        """Return whether what is typed matches a person's name without a slip."""
        wanted = _typed(typed)
        return bool(wanted.solid) and _rank(wanted, self._entry(person)) is not None

    def guess(self, typed: str) -> list[Person]:
        """Return the people who match if one slip is forgiven, in the order of names.

        A slip is two letters exchanged, or one letter missing, wrong or too many, in one of the
        words. The other words must begin words of the name. A typed word of three letters must
        equal a whole word but for the slip: too many words begin alike.
        """
        wanted = fold(typed).split()
        near: dict[PersonId, _NameEntry] = {}
        for position, part in enumerate(wanted):
            others = (*wanted[:position], *wanted[position + 1 :])
            for word, holders in self._by_word.items():
                if _has_slip(part, word):
                    near |= {one.person.id: one for one in holders if _begins(others, one)}
        return [one.person for one in sorted(near.values(), key=lambda one: one.order)]

    @cached_property
    def _by_word(self) -> Mapping[str, list[_NameEntry]]:
        """The entries, by each word of their names."""
        by_word: dict[str, list[_NameEntry]] = {}
        for entry in self._index.entries:
            for word in entry.words:
                by_word.setdefault(word, []).append(entry)
        return by_word


MIN_POST_LETTERS = 3
"""The fewest letters of the longest typed word by which people are found by their post."""
RANK_INSIDE = 4
"""The rank of a name where what is typed stands only inside its words."""
MIN_SLIP_LETTERS = 4
"""From this many letters on, a typed text with a slip may be the beginning of a word."""


def _entry(person: Person, order: tuple[str, str, str]) -> _NameEntry:
    shown = fold(person.name)
    words = tuple(shown.split())
    tails = ("".join(words[place:]) for place in range(len(words)))
    # Privacy: a legal forename that is not shown is not searched, or it could be found out by
    # typing.
    more = (fold(person.preferred_forename), fold(person.staff_code))
    starts = "".join(f"\n{one}" for one in (*tails, *("".join(one.split()) for one in more)))
    return _NameEntry(person, order, words, starts, shown, "".join(word[0] for word in words))


class _Typed(msgspec.Struct, frozen=True):
    """What is typed, folded and split once for all entries."""

    parts: tuple[str, ...]
    """The folded words."""
    whole: str
    """The folded words with single spaces."""
    solid: str
    """The folded words without spaces."""


def _typed(typed: str) -> _Typed:
    whole = fold(typed)
    parts = tuple(whole.split())
    return _Typed(parts, whole, "".join(parts))


def _rank(wanted: _Typed, entry: _NameEntry) -> int | None:
    """Return how well an entry matches (0 best), or None."""
    # Runs for everybody at each key: hence plain loops and early returns.
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


def _ranked(
    wanted: _Typed, entries: Iterable[_NameEntry], below: int
) -> list[tuple[int, tuple[str, str, str], PersonId]]:
    """Return how well entries match, their order and ids, of those that match better than that."""
    ranks = ((_rank(wanted, entry), entry) for entry in entries)
    return [
        (rank, entry.order, entry.person.id)
        for rank, entry in ranks
        if rank is not None and rank < below
    ]


def _begins(wanted: Iterable[str], entry: _NameEntry) -> bool:
    return all(f"\n{part}" in entry.starts for part in wanted)


def _has_slip(typed: str, word: str) -> bool:
    """Return whether a typed text is the beginning of a word except for one slip."""
    if len(typed) < MIN_SLIP_LETTERS - 1 or not set(typed[:2]) & set(word[:2]):
        return False  # Saves time: after one slip the first two letters still share one.
    differs_at = next(
        (at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None
    )
    if differs_at is None:  # One text begins the other.
        return len(typed) == len(word) + 1
    rest, expected = typed[differs_at:], word[differs_at:]
    repairs = (
        (rest, expected[1:]),  # a letter is missing
        (rest[1:], expected[1:]),  # one is wrong
        (rest[1:], expected),  # one is too many
        (rest[2:], expected[2:]) if rest[:2] == expected[1::-1] else ("-", ""),  # two change places
    )
    fits = str.startswith if len(typed) >= MIN_SLIP_LETTERS else str.__eq__
    return any(fits(ends, begins) for begins, ends in repairs)


DIGRAPHS = re.compile("ch|dd|ff|ng|ll|ph|rh|th")
"""Letters of the Welsh alphabet that are written with two characters (CLDR, collation `cy`)."""


def sort_key(person: Person) -> tuple[str, str, str]:
    """Return the key that sorts people by surname, forename and id."""
    first = person.preferred_forename or person.forename
    return (fold(person.surname or first), fold(first), person.id)


def sort_key_for(language: str) -> Callable[[Person], tuple[str, str, str]]:
    """Return the function that gives the sort key of a person in a language.

    In Welsh `ch`, `dd`, `ff`, `ng`, `ll`, `ph`, `rh` and `th` are letters that follow `c`, `d`,
    `f`, `g`, `l`, `p`, `r` and `t`: Cadog, Cynan, Charles. Two letters that meet by chance, as in
    Bangor, count as one too, as in CLDR.
    """
    return _welsh_sort_key if language == "cy" else sort_key


def _welsh_sort_key(person: Person) -> tuple[str, str, str]:
    surname, forename, id = sort_key(person)
    return (DIGRAPHS.sub(_letter, surname), DIGRAPHS.sub(_letter, forename), id)


def _letter(match: re.Match[str]) -> str:
    """Return a text that sorts after all words with the letter before this one."""
    return ("g" if match[0] == "ng" else match[0][0]) + "~"
