"""Looks at what each act leads to: an error, a fault of what is shown, no answer in time."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from time import monotonic, thread_time

from tests.screens.kiosks import Noted, Stage
from tests.screens.monkey.checks import Given, faults

TOLD = 40
"""Acts that a failure tells: the last ones."""
ANSWER = 2.0
"""Seconds of computing in which a key is answered; what other programs take does not count."""
PATIENCE = 30.0
"""Seconds after which a kiosk that computes nothing has not answered either."""


class Found(AssertionError):
    """What the monkey found."""


@dataclass
class Eyes:
    """What is seen of a running kiosk."""

    stage: Stage
    given: Given
    acts: deque[str] = field(default_factory=lambda: deque(maxlen=TOLD))
    seen: Counter[str] = field(default_factory=Counter)
    """How often each screen was on top after an act."""

    @property
    def has_ended(self) -> bool:
        app = self.stage.app
        return not app.is_running or not app.screen_stack or not app.screen.is_attached

    async def check(self) -> None:
        """Fail if the last act found a fault."""
        await self.settle()
        log = self.stage.app.context.error_log
        assert isinstance(log, Noted)
        if log.errors:
            raise log.errors[0]
        if self.has_ended:
            return
        self.seen[self.stage.screen] += 1
        for fault in faults(self.stage, self.given):
            raise Found(f"{fault}\n{self.stage.picture}")
        self.given.look_at(self.stage)

    async def settle(self) -> None:
        """Wait until all is shown; fail if that takes the kiosk too long."""
        computing, start = thread_time(), monotonic()
        # not until the processor rests, as by default: the other program shares it
        pause = asyncio.ensure_future(self.stage.pilot.pause(0))
        while not pause.done() and not self.has_ended and monotonic() - start < PATIENCE:
            await asyncio.wait([pause], timeout=0.1)
        if pause.done():
            pause.result()
        else:
            pause.cancel()
        taken = thread_time() - computing
        if taken > ANSWER:
            raise Found(f"no answer for {taken:.1f} s")
        if monotonic() - start >= PATIENCE:
            raise Found(f"no answer in {PATIENCE} s")
