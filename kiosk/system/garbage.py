"""When Python looks for garbage: a whole round waits until nobody is at the kiosk.

With 10,000 people a whole round takes a tenth of a second, and the next in the queue would wait.
"""

from __future__ import annotations

import gc

SELDOM = 200
"""How many rounds over newer objects come before a whole one by itself: about a minute's queue."""


def begin_collecting() -> None:
    """Turn collection on, after the first paint; the command line starts without it.

    Freezing takes all that is loaded by now out of every later round.
    """
    gc.freeze()
    newest, newer, _ = gc.get_threshold()
    gc.set_threshold(newest, newer, SELDOM)
    gc.enable()


class QuietRounds:
    """Makes a whole round each time that the kiosk was used and then left alone for a while.

    What the first one finds in use, such as the index of names, stays: later rounds leave it out.
    """

    QUIET = 5.0
    """For how many seconds nobody must have touched it."""

    def __init__(self, now: float) -> None:
        """Wait for the first quiet moment from `now`, in monotonic seconds."""
        self._began, self._done_for = now, -1.0

    def make(self, touched_at: float, now: float) -> bool:
        """Make a round if it is time, both times in monotonic seconds; return whether it was."""
        quiet = now - max(touched_at, self._began)
        if touched_at == self._done_for or quiet < self.QUIET:
            return False
        gc.collect()
        if self._done_for < 0:
            gc.freeze()
        self._done_for = touched_at
        return True
