"""Hands that type at a person's pace, and count the keys and the waits."""

from __future__ import annotations

import shlex
import time
from pathlib import Path

from tests.terminal.terminal import PATIENCE, Terminal, kiosk

PACE = 0.08
"""Seconds from one key to the next: faster keys are a scanner's."""


class Hands:
    """Types into a terminal. A paste counts as one key."""

    def __init__(self, screen: Terminal) -> None:
        self.screen, self.keys = screen, list[str]()
        self.waits: list[tuple[float, str]] = []
        """Seconds from the last key to what it shows, and what that is."""
        self._last = time.monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            time.sleep(PACE)
            self.screen.press(key)
            self._count(key)

    def type(self, text: str) -> None:
        for key in text:
            time.sleep(PACE)
            self.screen.type(key)
            self._count(key)

    def paste(self, text: str) -> None:
        """Paste as a terminal does: in brackets, so that its lines are no Enter."""
        self.screen.paste(text)
        self._count("paste")

    def sees(self, *texts: str) -> str:
        """Wait for what the last key shows."""
        screen = self.screen.sees(*texts)
        self.waits.append((time.monotonic() - self._last, texts[0]))
        return screen

    def command(self, *words: str | Path) -> None:
        """Type a command into the shell, once it asks for one; `kiosk` counts as the name."""
        end = time.monotonic() + PATIENCE
        while self.screen.all_lines()[-1:] != ["$"]:
            assert time.monotonic() < end, self.screen.screen()
            time.sleep(0.05)
        python, *rest = kiosk(*words)
        self.keys += [*shlex.join(["kiosk", *rest[2:]]), "Enter"]
        self.screen.type(shlex.join([python, *rest]))
        self.screen.press("Enter")
        self._last = time.monotonic()

    def longest(self, most: int = 3) -> str:
        """Return the longest waits, in seconds."""
        found = sorted(self.waits, reverse=True)[:most]
        return ", ".join(f"{seconds:.1f} s to “{what}”" for seconds, what in found)

    def _count(self, key: str) -> None:
        self.keys.append(key)
        self._last = time.monotonic()
