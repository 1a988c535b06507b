"""A disk that fails: any one call by which a file is written, or all of them from one on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FLUSHES = ("fsync", "fdatasync")
CALLS = ("open", "write", "ftruncate", "replace", *FLUSHES)
SAME = {"pwrite": "write"}
"""Calls that are counted as another one: which of the two is used is not the same everywhere."""


class Disk:
    """Counts the calls that write, and lets the chosen ones fail as a real disk does."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.short = False
        """Whether every write takes only a part of what it is given, as is its right."""
        self._fails: Callable[[int], bool] = lambda _call: False
        self._kinds: tuple[str, ...] = CALLS
        self._errno = 0
        for name in (*CALLS, *SAME):
            if hasattr(os, name):
                counted = self._counted(SAME.get(name, name), getattr(os, name))
                patch.setattr(os, name, counted)

    def fail(self, when: Callable[[int], bool], errno: int, *kinds: str) -> None:
        """From now on, the calls (of these kinds) for whose number (from 0) `when` holds fail."""
        self.calls, self._fails, self._errno, self._kinds = [], when, errno, kinds or CALLS

    def mend(self) -> None:
        """Fail no more."""
        self._fails = lambda _call: False

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            if name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR):
                return call(*args, **more)
            is_counted = name in self._kinds
            fails = is_counted and self._fails(len(self.calls))
            if is_counted:
                self.calls.append(name)
            if name == "write" and (fails or self.short):
                written = call(args[0], args[1][: len(args[1]) // 2 or 1], *args[2:])
                if not fails:
                    return written
            if fails:
                raise OSError(self._errno, os.strerror(self._errno))
            return call(*args, **more)

        return counted


BESIDE = {"attendance.lock", "attendance.programs", "attendance.backups"}
"""What programs see each other by, and the copies."""


def names(folder: Path) -> set[str]:
    """Return what lies in a folder, but for what stands beside."""
    return {path.name for path in folder.iterdir()} - BESIDE
