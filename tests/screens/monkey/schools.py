"""One school after another for the monkey, each from its own seed."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

from kiosk.factory import assemble
from kiosk.language import Language
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.ids import PersonId
from kiosk.sample.school import open_demo
from kiosk.screen_language import ScreenLanguage
from kiosk.settings import LANGUAGES
from kiosk.system.secrets import Area
from tests.screens.kiosks import TRUE_TIME, performed
from tests.screens.monkey.checks import Given, with_secrets
from tests.screens.monkey.fence import fenced
from tests.screens.monkey.hands import CLOCKS, CODE, USUAL, Monkey, running_clock
from tests.screens.monkey.writer import Writer
from tests.screens.planted import Kept, planted, unplanted
from tests.screens.ways import RECEPTION_PIN, seed_files, with_languages

ACTS = 400
"""Acts on one school."""
FIRST_STARTS = 10
"""Each seed that this divides begins without a school, and is short."""
HANGS = 120.0
"""Seconds after its time in which a kiosk must have ended."""


@dataclass
class Tally:
    """What was done in all."""

    acts: int = 0
    starts: int = 0
    seen: Counter[str] = field(default_factory=Counter)


async def go(seed: int, laid: Path, folder: Path, until: float, tally: Tally) -> None:
    """Do the acts of one seed on a fresh copy of the school `laid`; of some, where there is none.

    Raises:
        AssertionError: it found something; what was done last is a note on it.
    """
    dice, given, ticks = Random(seed), Given(), [1_000.0]
    left = ACTS
    if seed % FIRST_STARTS:
        shutil.copytree(laid, folder)
        with assemble(folder, lambda: TRUE_TIME) as kiosk:
            kiosk.desk.perform_now(with_languages(dice.choice(LANGUAGES)), TUTOR)
    else:
        left //= 4
    while left > 0 and monotonic() < until:
        kiosk = assemble(folder, lambda: TRUE_TIME)
        start = dice.choice(CLOCKS)
        kiosk.desk.clock = running_clock(start, ticks)
        writer = Writer(folder, start)
        tally.starts += 1
        both = ScreenLanguage(Language("en"))
        try:
            with fenced(folder.parent / "files"):
                async with (
                    asyncio.timeout(until - monotonic() + HANGS),
                    performed(kiosk, dice.choice(USUAL), both, ticks) as stage,
                ):
                    own = folder.parent / "own"
                    monkey = Monkey(stage, given, dice=dice, writer=writer, own=own, left=left)
                    try:
                        await monkey.run(until)
                    except BaseException as error:
                        size = f"{stage.app.size.width}x{stage.app.size.height}"
                        stack = [type(one).__name__ for one in stage.app.screen_stack]
                        acts = " · ".join(monkey.acts)
                        error.add_note(f"at {size} on {stack}; last acts: {acts}")
                        raise
                    finally:
                        tally.acts += left - monkey.left
                        tally.seen += monkey.seen
                        left = monkey.left
        finally:
            writer.close()


def lay(folder: Path) -> None:
    """Make the school that each run begins with: the sample, with private data planted."""
    open_demo(folder, lambda: TRUE_TIME).close()
    with assemble(folder, lambda: TRUE_TIME) as kiosk:
        kiosk.secrets.set_pin(RECEPTION_PIN, Area.RECEPTION)
        people = sorted(kiosk.desk.school.people)
        for person in people[::10]:
            kiosk.secrets.set_code(PersonId(person), CODE)
        but = people[::2]
        for one in (unplanted(), planted(Kept.OTHERS, but), with_secrets()):
            kiosk.desk.perform_now(one, TUTOR)
    seed_files(folder.parent / "own")
