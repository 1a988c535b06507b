"""Waiting until a kiosk in a test has done all it was asked, on a busy machine as well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from time import monotonic, process_time
from typing import Any, ClassVar, ParamSpec, TypeVar
from unittest import mock

from kiosk.textual_private import PILOT_WAITS, draw_what_waits

P = ParamSpec("P")
R = TypeVar("R")

PAUSE = 1 / 200
"""Seconds between two looks."""


class CountedThreads(ThreadPoolExecutor):
    """The threads of the event loop and of the Desk, of which a test knows what they still do."""

    at_work: ClassVar[set[Future[Any]]] = set()

    def submit(self, fn: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> Future[R]:
        doing = super().submit(fn, *args, **named)
        self.at_work.add(doing)
        doing.add_done_callback(self.at_work.discard)
        return doing


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until no thread works, nothing waits in the event loop, and the screen is laid out.

    Textual's own wait asks only how much CPU was used: on a busy machine a process that is given
    none looks idle, with keys and layouts waiting. It also looks every 20 ms, which come twice
    with each key and made the tests of screens four times as long.
    """
    end = monotonic() + max_sleep
    loop = asyncio.get_running_loop()
    ready = getattr(loop, "_ready")  # noqa: B009
    while monotonic() < end:
        used, worked = process_time(), bool(CountedThreads.at_work)
        await asyncio.sleep(max(PAUSE, min_sleep))
        # both before and after: what a thread has just done may still be on its way to the loop
        worked = worked or bool(CountedThreads.at_work)
        is_busy = ready or worked or process_time() - used >= PAUSE / 5
        if not is_busy and not draw_what_waits():
            return


@contextmanager
def quick_pilot() -> Iterator[None]:
    """Let the test pilot wait so, for the threads of Desks opened from now on as well."""
    with ExitStack() as patches:
        for waits in PILOT_WAITS:
            patches.enter_context(mock.patch(waits, until_idle))
        patches.enter_context(mock.patch("kiosk.desk.ThreadPoolExecutor", CountedThreads))
        yield
