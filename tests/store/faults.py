"""A disk that fails: any one call by which a file is written, or all of them from one on."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


class Disk:
    """Counts the calls that write, and lets the chosen ones fail as a real disk does."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        self._fails: Callable[[int], bool] = lambda _call: False
        self._errno = 0
        self._open = io.open
        patch.setattr(os, "fsync", self._counted(os.fsync))
        patch.setattr(os, "replace", self._counted(os.replace))
        patch.setattr(io, "open", self._opened)
        patch.setattr(os, "fdopen", self._opened)

    def fail(self, when: Callable[[int], bool], errno: int) -> None:
        """From now on, the calls for whose number (from 0) `when` holds raise this error."""
        self.calls, self._fails, self._errno = 0, when, errno

    def mend(self) -> None:
        """Fail no more."""
        self._fails = lambda _call: False

    def _check(self) -> None:
        number, self.calls = self.calls, self.calls + 1
        if self._fails(number):
            raise OSError(self._errno, os.strerror(self._errno))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            self._check()
            return call(*args)

        return counted

    def _opened(self, file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if "w" not in mode:
            return self._open(file, mode, *args, **more)
        if not isinstance(file, int):
            self._check()
        return _Half(self._open(file, mode, *args, **more), self._check)


class _Half:
    """A file that writes only half of what it is given before it fails."""

    def __init__(self, file: Any, check: Callable[[], None]) -> None:
        self._file, self._check = file, check

    def __enter__(self) -> _Half:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: Any) -> int:
        self._file.write(data[: len(data) // 2])
        self._check()
        self._file.write(data[len(data) // 2 :])
        return len(data)


def names(folder: Path) -> set[str]:
    """Return what lies in a folder, but for the lock."""
    return {path.name for path in folder.iterdir()} - {"attendance.lock"}
