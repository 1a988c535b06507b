"""The first letters of Welsh words, which change after some words: cegin, y gegin, fy nghegin.

The table is that of Welsh grammars: soft, nasal and aspirate mutation, and the h before a vowel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MUTATIONS: dict[str, tuple[str, ...]] = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "ll": ("l",),
    "rh": ("r",),
    "m": ("f",),
    **{vowel: (f"h{vowel}",) for vowel in "aeiouwy"},
}
"""Each first letter, and what it becomes."""
FIRST_LETTER = re.compile("ch|dd|ff|ng|ll|ph|rh|th|.")
VOWEL_OR_H = re.compile("[aeiouh]|w(?![aeiou])|y(?![aeiouw])")
"""What the article is yr before. W and y are vowels too, unless one follows: yr ŵyl, y wers."""


def takes_yr(word: str) -> bool:
    """Return whether the Welsh article before a folded word is yr, and not y."""
    return VOWEL_OR_H.match(word) is not None


def forms_of(word: str) -> tuple[str, ...]:
    """Return all forms of a folded word: itself, then those in which its first letter is mutated.

    A word that has no Welsh first letter, or only one that never changes, has one form.
    """
    letter = FIRST_LETTER.match(word)
    if letter is None:
        return (word,)
    rest = word[letter.end() :]
    return (word, *(f"{other}{rest}" for other in MUTATIONS.get(letter[0], ()) if other or rest))


def same_words(word: str) -> frozenset[str]:
    """Return all that a folded word may be in other places: for gegin also cegin and nghegin."""
    return frozenset(form for radical in _radicals(word) for form in forms_of(radical))


def _radicals(word: str) -> Iterator[str]:
    """Yield every word that this one is a form of."""
    yield word
    for letter, others in MUTATIONS.items():
        for other in others:
            radical = f"{letter}{word.removeprefix(other)}"
            if word.startswith(other) and word in forms_of(radical):
                yield radical
