"""What went wrong inside the kiosk, for whoever mends it: where in the code, never about whom.

An error's own words and the values in memory may hold names, so neither is written: only the kind
of the error, the number that the system gave it, and the lines of code it passed through.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.errors import KioskError

FILE = "kiosk.log"
LARGEST, KEPT = 250_000, 3
"""Bytes of the file before it is put aside, and how many older ones are kept."""
DEEPEST = 40
"""Frames told of one error, the last ones: a recursion has a thousand."""
LONGEST = 5
"""Errors told of one chain of causes."""


class ErrorLog:
    """The log in one data folder; only the account that runs the kiosk can read it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def note(self, error: BaseException) -> None:
        """Write one error down. Where that fails as well, nothing more can be done."""
        with suppress(OSError):
            self._write("\n".join(describe_error(error)))

    def record(self, line: str) -> None:
        """Write down what happened to the program as a whole; nothing personal."""
        with suppress(OSError):
            self._write(line)

    def _write(self, text: str) -> None:
        # opened for each entry: there are few, and another kiosk may write to the same file
        import logging
        from logging.handlers import RotatingFileHandler

        class Private(RotatingFileHandler):
            def _open(self):  # type: ignore[no-untyped-def]
                return open(self.baseFilename, "a", encoding="utf-8", opener=_private)

            def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
                del record  # it would be printed over the screen

        handler = Private(self.path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        try:
            handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
            handler.handle(logging.makeLogRecord({"msg": text, "levelno": logging.ERROR}))
        finally:
            handler.close()


def describe_error(error: BaseException) -> Iterator[str]:
    """Yield the lines that tell of an error and of what caused it: nothing personal is in them."""
    one: BaseException | None = error
    for place in range(LONGEST):
        if one is None:
            return
        yield f"{'  caused by ' if place else ''}{_kind(one)}"
        yield from _frames(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} {error.errno}"
    if isinstance(error, KioskError):
        return f"{name} {error.reason.msgid!r}"  # before anything personal is put into it
    return name


def _frames(error: BaseException) -> list[str]:
    lines, traceback = [], error.__traceback__
    while traceback is not None:
        code, module = traceback.tb_frame.f_code, traceback.tb_frame.f_globals.get("__name__", "?")
        lines.append(f"    {module}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return lines[-DEEPEST:]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
