"""Waiting until a kiosk in a test has done all it was asked, on a busy machine as well."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from unittest import mock

from kiosk.textual_private import PILOT_WAITS, draw_what_waits
from tests.screens.kiosks import PATIENCE

PAUSE = 1 / 200
"""Seconds between two looks."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until nothing waits in the event loop, and the screen is laid out.

    Textual's own wait asks only how much CPU was used: on a busy machine a process that is given
    none looks idle, with keys and layouts waiting. It also looks every 20 ms, which come twice
    with each key and made the tests of screens four times as long.

    CPU is waited for `max_sleep` seconds at most: a thread may work on, and a test look at what is
    shown meanwhile. For the loop and the layout it waits as long as they take.
    """
    begun = monotonic()
    ready = getattr(asyncio.get_running_loop(), "_ready")  # noqa: B009
    while (passed := monotonic() - begun) < PATIENCE:
        used = process_time()
        await asyncio.sleep(max(PAUSE, min_sleep))
        is_working = process_time() - used >= PAUSE / 5 and passed < max_sleep
        if not ready and not is_working and not draw_what_waits():
            return


@contextmanager
def quick_pilot() -> Iterator[None]:
    """Let the test pilot wait so."""
    app, pilot = PILOT_WAITS
    with mock.patch(app, until_idle), mock.patch(pilot, until_idle):
        yield
