"""One run of the benches: its folders, each laid out once, and how long it may take."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen

from tests.bench.schools import Plan, lay, today
from tests.bench.terminal import LIMIT, PYTHON, READY, Terminal, Unseen, kiosk_on

SIZES = ((120, 32, 0), (2_000, 300, 0), (10_000, 300, 100_000))
"""People, sessions, and the records there are at least."""


def size_of(plan: Plan) -> str:
    return f"{plan.people:,} x {plan.sessions}"


@dataclass(frozen=True)
class Run:
    """A run in a folder that goes with it. A short one takes one round, at 120 people."""

    folder: Path
    is_short: bool = False
    _laid: dict[Plan, Path] = field(default_factory=dict)
    _copies: list[Path] = field(default_factory=list)

    def plans(self) -> list[Plan]:
        """Return the schools of the three sizes."""
        sizes = SIZES[:1] if self.is_short else SIZES
        return [Plan(people, sessions, today(), documents=all) for people, sessions, all in sizes]

    def rounds(self, usual: int) -> int:
        return 1 if self.is_short else usual

    @contextmanager
    def copy(self, plan: Plan) -> Iterator[Path]:
        """Give a folder with that school, for one use."""
        if plan not in self._laid:
            self._laid[plan] = self.folder / f"laid-{len(self._laid)}"
            lay(self._laid[plan], plan)
        self._copies.append(self.folder / f"copy-{len(self._copies)}")
        copy = self._copies[-1]
        shutil.copytree(self._laid[plan], copy)
        try:
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)  # a program that was killed may still write

    @contextmanager
    def kiosk(self, folder: Path, clock: str = "08:20") -> Iterator[Terminal]:
        """Open the kiosk, once it has nothing more to do."""
        with Terminal(kiosk_on(folder, clock)) as opened:
            opened.painted(READY)
            opened.settle()
            yield opened

    @contextmanager
    def other(
        self, folder: Path, what: str, rate: float = 0, count: int = 1_000_000
    ) -> Iterator[Popen[str]]:
        """Run the other program, until it has made so many changes or this ends."""
        words = [PYTHON, "-m", "tests.bench.other", str(folder), what, str(rate), str(count)]
        with Popen(words, stdin=PIPE, stdout=PIPE, text=True) as program:
            assert program.stdout is not None
            program.stdout.readline()  # it has opened the folder
            try:
                yield program
            finally:
                program.kill()

    def seen(self, program: Terminal, *wanted: str) -> float:
        """Return the seconds until these are seen; what does not come counts as long as waited."""
        try:
            return program.seen(*wanted)
        except Unseen as unseen:
            self.tell(str(unseen))
            return LIMIT

    def tell(self, line: str) -> None:
        """Say on the side how far it is."""
        sys.stderr.write(f"{line}\n")


def open_board(kiosk: Terminal, pin: str) -> None:
    """Go from Welcome to the tutors' board."""
    kiosk.press("\x1b[20~")
    kiosk.seen("Type the PIN, then Enter|PIN")
    for key in (*pin, "\r"):
        kiosk.press(key)
    kiosk.seen("Not yet in|Missing|Late")
    kiosk.settle()
