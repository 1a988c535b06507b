"""The registry of the walk's views: each has a name, a way to it and a time of day."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.language import Language
from kiosk.rules.model.decisions import Decision
from tests.screens.kiosks import LARGE, Stage, staged
from tests.screens.pseudo import is_pseudo, say_otherwise

Way = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Stop:
    """One view of the walk."""

    way: Way
    clock: str
    sample: bool
    """Whether it is on the sample school; otherwise where there is no school."""


WALK: dict[str, Stop] = {}


def stop(clock: str = "08:41", *, sample: bool = True) -> Callable[[Way], Way]:
    """Register a function that opens a view, under its own name, at a time of the day."""

    def put(way: Way) -> Way:
        WALK[way.__name__.replace("_", "-")] = Stop(way, clock, sample)
        return way

    return put


@asynccontextmanager
async def stopped_at(
    name: str,
    laid: Path,
    size: tuple[int, int] = LARGE,
    language: Language | None = None,
    *first: Decision,
) -> AsyncIterator[Stage]:
    """Show one view of the walk. `laid` is the folder of a sample school.

    The decisions `first` are carried out before the screens open.
    """
    there = WALK[name]
    folder = laid if there.sample else laid.with_name("inset-kiosk")
    if is_pseudo(language) and there.sample:
        first = (say_otherwise(), *first)
    async with staged(folder, there.clock, size, language, *first) as stage:
        await there.way(stage)
        await stage.settle()
        yield stage


IS_WHOLE = os.environ.get("KIOSK_TEST_WALK") == "all"
"""Whether each view is visited by each test, which takes long."""


def some(names: Iterable[str], every: int, first: int = 0) -> list[str]:
    """Return every `every`th name from the one at `first`, or all of them on a whole walk."""
    return [*names] if IS_WHOLE else [*names][first::every]
