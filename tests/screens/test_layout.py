"""Nothing is clipped and nothing overlaps at any size, also after a resize."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import OptionList

from kiosk.screens.small_window import LEAST
from tests.screens.kiosks import LARGE, SMALL, Stage
from tests.screens.stops import IS_WHOLE
from tests.screens.walk import WALK, stopped_at

SIZES = (LARGE, SMALL, (160, 45), (100, 30), (60, 18), (60, 36), (100, 18))

TINY = ((1, 1), (6, 3), (12, 5), (20, 8), (39, 30), (140, 11))
"""Too small for anything useful."""


def faults(app: App[str]) -> list[str]:
    """Return a sentence for each widget of the top screen that is misplaced or cut."""
    screen = app.screen
    return [*_outside(screen, screen.region), *_cut(screen)]


def _outside(parent: Widget, room: Region) -> Iterator[str]:
    """Yield a sentence for each widget outside its container, or over its sibling."""
    children = [child for child in parent.children if child.display and child.visible]
    flat = [child for child in children if not _floats(child)]
    for child in children:
        if not child.region:
            yield f"{child!r} has no room: {child.region}"
        elif _floats(child):
            if not child.screen.region.contains_region(child.region):
                yield f"{child!r} at {child.region} hangs over the edge"
        elif not (room.contains_region(child.region) or parent.allow_vertical_scroll):
            yield f"{child!r} at {child.region} is not inside {room} of {parent!r}"
    for place, one in enumerate(flat):
        for other in flat[place + 1 :]:
            if one.region.overlaps(other.region):
                yield f"{one!r} at {one.region} lies on {other!r} at {other.region}"
    for child in children:
        if not isinstance(child, OptionList):
            yield from _outside(child, child.region)


def _floats(widget: Widget) -> bool:
    """Return whether a widget covers others on purpose, as dropped lists and notices do."""
    return widget.styles.overlay == "screen" or type(widget).__name__ == "ToastRack"


def _cut(screen: Widget) -> Iterator[str]:
    """Yield a sentence for each list whose rows are too narrow, or which has empty rows."""
    for found in screen.query(OptionList):
        if found.styles.text_overflow == "ellipsis":  # cut on purpose, and told whole elsewhere
            continue
        only = found.option_count == 1 and found.get_option_at_index(0).disabled
        if not found.is_on_screen or only:  # a sentence in place of rows, which is wrapped
            continue
        width = found.scrollable_content_region.width
        for option in (one for one in found.options if not one.disabled):  # sentences wrap
            needed = max(cell_len(line) for line in str(option.prompt).split("\n"))
            if needed > width:
                yield f"a row of {needed} cells in {found!r}, which has {width}"
        if _floats(found) and found.display and found.size.height > found.virtual_size.height:
            yield f"{found!r} has room for more than it shows"


@pytest.mark.parametrize("name", WALK)
async def test_everything_has_its_place_and_a_window_too_small_asks_for_a_larger_one(
    sample: Path, name: str
) -> None:
    async with stopped_at(name, sample) as stage:
        for size in SIZES:
            await fits(stage, size)
        focused = stage.app.focused
        tiny = TINY if IS_WHOLE else [TINY[len(name) % len(TINY)]]
        for size in tiny:
            await resized(stage, size)
            await stage.until(lambda: asked(stage))
            await resized(stage, LEAST.size)
            await stage.until(lambda: not asked(stage))
        await fits(stage, SIZES[-1])
        await stage.until(lambda: stage.app.focused is focused)
        assert not faults(stage.app)


async def fits(stage: Stage, size: tuple[int, int]) -> None:
    await resized(stage, size)
    try:
        await stage.until(lambda: not faults(stage.app))
    except AssertionError as error:
        raise AssertionError(f"{faults(stage.app)} at {size}: {error}") from None


def asked(stage: Stage) -> bool:
    """Return whether nothing is shown but the request, as far as it has room."""
    return "Please make this window larger.".startswith(stage.seen)


async def resized(stage: Stage, size: tuple[int, int]) -> None:
    await stage.pilot.resize_terminal(*size)
    await stage.until(lambda: stage.app.screen.outer_size == size)
    await stage.pilot.pause()
