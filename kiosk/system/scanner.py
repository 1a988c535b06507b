"""Tells the keys of a badge scanner from those that a person types.

A scanner is a keyboard to the machine. It types a code within a few hundredths of a second, and
then Enter, a line feed or Tab. None of its keys may reach a widget, and all of a person's keys
must. So a key that may begin a scan is held back; if no scan follows, the keys are released in
order. In a text box a person's key goes on at once, and only what comes faster than hands type is
held back: where a scan began with keys that had gone on, the result says what to take back. Speed
alone does not decide, because a key that is held down repeats every 33 ms. A scan is one of the
kiosk's own codes, or a quick burst with a digit in it from another system's card.
"""

from __future__ import annotations

import re
from typing import Generic, TypeVar

import msgspec

from kiosk.rules.attendance.badges import BADGE_CODE, LEAST
from kiosk.rules.attendance.scan_codes import SHEET_CODE, STUB_CODE

SCAN_GAP = 0.1
"""The most seconds between two keys of our own code. Nobody types a whole one that fast."""
QUICK = 0.03
"""The most seconds between two keys of another burst: less than hands and repeating keys take."""

ENDS = re.compile(f"(?:{SHEET_CODE.pattern}|{BADGE_CODE.pattern}|{STUB_CODE.pattern})$")
BEGINS = re.compile("(I(N(S(E(T(-((DO|GO)-)?[0-9A-Z]*)?)?)?)?)?|S(T(U(B(-[0-9A-Z]{0,10})?)?)?)?)$")
"""Finds, at the end of a text, what may grow into one of our codes."""

K = TypeVar("K")


class KeyResult(msgspec.Struct, Generic[K], frozen=True):
    """What a key leads to."""

    keys: tuple[K, ...] = ()
    """The keys that go on to the widgets now, in order."""
    code: str = ""
    """The scanned code, in capitals; blank: none yet."""
    in_box: str = ""
    """What of the code went into a text box before it was known as one, in capitals."""


class Scanner(Generic[K]):
    """Holds keys back, each a `K`, until it is known whether a scanner typed them."""

    def __init__(self) -> None:
        self._held: list[K] = []
        """The keys of the end of `_text` that have not gone on."""
        self._text = ""
        self._last = 0.0
        self._quick = True
        self.count = 0
        """How many keys it has been given so far."""
        self.patience = 0.0
        """Seconds to wait for another key before the held ones are released; 0: none is held."""

    def type(self, key: K, char: str, at: float, *, in_box: bool) -> KeyResult[K]:
        """Take a key that writes `char`, pressed at `at` (seconds of a monotonic clock).

        `in_box`: the key would go into a text box, where a wrong burst does no harm, so it is held
        back only within a burst. Elsewhere letters are commands, and every key is held.
        """
        self.count += 1
        gap, self._last = at - self._last, at
        passed: list[K] = []
        repeats = set(self._text) == {char.upper()}
        # a card may begin with some digits or two letters that are the same
        is_held = repeats and (gap > QUICK or (not char.isdigit() and len(self._text) > 1))
        if not 0 <= gap <= self._limit() or (is_held and not in_box):
            passed += self._forget()
        self._quick &= gap <= QUICK or not self._text
        self._text += char.upper()
        self._held.append(key)
        # a key held down is no scan; if one begins so, the result says what to take back
        if in_box and (repeats or not 0 <= gap <= QUICK):
            passed += self.let_go()
        # in a box a pause only shows what was typed: the scan may still go on
        self.patience = (QUICK if in_box else self._limit()) if self._held else 0.0
        return KeyResult(tuple(passed))

    def end(self, key: K, at: float, *, in_box: bool) -> KeyResult[K]:
        """Take Enter, line feed or Tab, which ends a scan or is a key like any other."""
        self.count += 1
        gap, self._last = at - self._last, at
        text, quick = self._text, self._quick
        held = self._forget()
        ours = ENDS.search(text)
        # a person may have typed just before the scan: those keys go on, and only the code is taken
        if ours and gap <= SCAN_GAP:
            before = max(0, len(held) - len(ours[0]))
            gone_on = max(0, len(ours[0]) - len(held))
            return KeyResult(tuple(held[:before]), ours[0], ours[0][:gone_on])
        # in a box a quick burst without a digit may be a name
        is_card = len(text) >= LEAST and (not in_box or any(map(str.isdigit, text)))
        if is_card and quick and gap <= QUICK:
            return KeyResult((), text, text[: len(text) - len(held)])
        return KeyResult((*held, key))

    def other(self, key: K) -> KeyResult[K]:
        """Take a key that writes nothing, such as an arrow. A scanner types none of these."""
        self.count += 1
        return KeyResult((*self._forget(), key))

    def let_go(self) -> list[K]:
        """Return the keys that were held back: they go on, and the scan may still follow."""
        held, self._held, self.patience = self._held, [], 0.0
        return held

    def _forget(self) -> list[K]:
        """Return the keys that were held back; the next key begins anew."""
        self._text, self._quick = "", True
        return self.let_go()

    def _limit(self) -> float:
        """Return the most seconds to the next key of what may be a scan."""
        return SCAN_GAP if BEGINS.search(self._text) else QUICK
