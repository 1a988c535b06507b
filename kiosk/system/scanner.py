"""Tells what a badge scanner types from what a person types.

A scanner is a keyboard: it sends a code within a few hundredths of a second, and then Enter, a line
feed or Tab. No key of it may reach the widgets, whatever has the focus, and every key of a person
must: so a key that may be the beginning of a scan is held back until that is known, and let go, in
order, if it was not one. Speed alone is not enough, as a key that is held down repeats every 33 ms:
a scan is a code of ours, or (of another system's card) a quick burst with a digit in it.
"""

from __future__ import annotations

import re
from typing import Generic, TypeVar

import msgspec

from kiosk.rules.attendance.badges import BADGE_CODE
from kiosk.rules.attendance.scan_codes import SHEET_CODE

SCAN_GAP = 0.1
"""Seconds between two keys of a code of ours, at the most; nobody types a whole one that fast."""
QUICK = 0.03
"""Seconds between two keys of any other burst: faster than hands, and than a key that repeats."""
LEAST = 6
"""Characters of another system's code, at the least."""

ENDS = re.compile(f"(?:{SHEET_CODE.pattern}|{BADGE_CODE.pattern})$")
BEGINS = re.compile("I(N(S(E(T(-((DO|GO)-)?[0-9A-Z]*)?)?)?)?)?$")
"""The end of a text that may go on to be a code."""

K = TypeVar("K")


class KeyResult(msgspec.Struct, Generic[K], frozen=True):
    """What came of a key."""

    keys: tuple[K, ...] = ()
    """The keys that go on to the widgets now, in order."""
    code: str = ""
    """What was scanned, in capitals; blank: nothing yet."""


class Scanner(Generic[K]):
    """Holds keys back, each a `K`, until it knows who typed them."""

    def __init__(self) -> None:
        self._held: list[K] = []
        self._text = ""
        self._last = 0.0
        self._quick = True
        self.count = 0
        """How many keys were taken so far."""

    @property
    def has_begun(self) -> bool:
        """Whether the last key was the first of what may be a burst."""
        return len(self._text) == 1

    @property
    def patience(self) -> float:
        """How many seconds to wait for the next key before the held ones are let go; 0: none is."""
        if not self._held:
            return 0.0
        return SCAN_GAP if BEGINS.search(self._text) else QUICK

    def type(self, key: K, char: str, at: float, *, in_box: bool) -> KeyResult[K]:
        """Take a key that writes `char`, pressed at `at` (seconds).

        `in_box`: what is typed goes into a box, where a wrong burst does no harm; so only what may
        be a code of ours is held back. Elsewhere letters are commands, and every key is, a moment.
        """
        self.count += 1
        passed: list[K] = []
        gap, self._last = at - self._last, at
        repeats = set(self._text) == {char.upper()}
        limit = SCAN_GAP if BEGINS.search(self._text) else QUICK
        if not 0 <= gap <= limit or (repeats and not in_box):
            passed += self.let_go()
        self._quick &= gap <= QUICK or not self._text
        self._text += char.upper()
        self._held.append(key)
        if in_box:
            begun = BEGINS.search(self._text)
            first = len(self._held) - len(begun[0]) if begun else len(self._held)
            passed += self._held[: max(0, first)]
            del self._held[: max(0, first)]
        return KeyResult(tuple(passed))

    def end(self, key: K, at: float, *, in_box: bool) -> KeyResult[K]:
        """Take Enter, line feed or Tab: it ends a scan, or is a key like others."""
        self.count += 1
        gap, text, quick = at - self._last, self._text, self._quick
        held = self.let_go()
        ours = ENDS.search(text)
        if ours and gap <= SCAN_GAP:
            return KeyResult(tuple(held[: -len(ours[0])]), ours[0])
        is_card = len(text) >= LEAST and (not in_box or any(map(str.isdigit, text)))
        if is_card and quick and gap <= QUICK:
            return KeyResult((), text)
        return KeyResult((*held, key))

    def other(self, key: K) -> KeyResult[K]:
        """Take a key that writes nothing."""
        self.count += 1
        return KeyResult((*self.let_go(), key))

    def let_go(self) -> list[K]:
        """Return what was held back, and begin anew."""
        held, self._held, self._text, self._quick = self._held, [], "", True
        return held
