"""A test of a screen goes on when the kiosk is at rest, and no earlier."""

from __future__ import annotations

from pathlib import Path

from tests.screens.idle import until_idle
from tests.screens.kiosks import staged


async def test_what_waits_for_the_next_frame_is_laid_out(sample: Path) -> None:
    async with staged(sample) as stage:
        done: list[str] = []
        screen = stage.app.screen
        screen.call_after_refresh(screen.call_after_refresh, done.append, "laid out")
        screen.refresh(layout=True)
        await until_idle()
        assert done == ["laid out"]
