"""The log of errors inside the kiosk: where in the code they happened, never about whom.

An error's message and the values in memory may hold people's names, so neither is written. An entry
is the kind of the error, the number that the system gave it, and the lines of code it came through.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.text import Text, t

FILE = "kiosk.log"
LARGEST, KEPT = 250_000, 3
"""Bytes of the file before it is put aside, and how many older ones are kept."""
DEEPEST = 40
"""How many frames of an error are written, the last ones: an endless recursion has a thousand."""
LONGEST = 5
"""How many errors of a chain of causes are written."""


class ErrorLog:
    """The log in one data folder; only the account that runs the kiosk can read it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def explain(self, error: Exception) -> Text:
        """Return the one sentence on an error that a person is shown; a fault is noted as well.

        The sentence never holds a traceback or anybody's data.
        """
        if not isinstance(error, KioskError) or error.is_fault:
            self.note(error)
        return sentence_on(error)

    def note(self, error: BaseException) -> None:
        """Write an error. If that fails too, it is lost: there is nowhere else to report it."""
        with suppress(OSError):
            self._write("\n".join(describe_error(error)))

    def record(self, line: str) -> None:
        """Write a line about the program as a whole. It must hold nothing personal."""
        with suppress(OSError):
            self._write(line)

    def _write(self, text: str) -> None:
        # opened for each entry, because another kiosk may write to the file or rotate it meanwhile;
        # imported here, because `logging` would slow down every start for what happens rarely
        import logging
        from logging.handlers import RotatingFileHandler

        class Private(RotatingFileHandler):
            def _open(self):  # type: ignore[no-untyped-def]
                return open(self.baseFilename, "a", encoding="utf-8", opener=_private)

            def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
                del record  # the base class would print a traceback over the screen

        handler = Private(self.path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        try:
            handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
            handler.handle(logging.makeLogRecord({"msg": text, "levelno": logging.ERROR}))
        finally:
            handler.close()


def sentence_on(error: Exception) -> Text:
    """Return the one sentence on an error that a person is shown."""
    if isinstance(error, KioskError):
        return error.reason
    if isinstance(error, OSError):
        cause = error.strerror or type(error).__name__
        return t("{file} cannot be used: {cause}.", file=str(error.filename or ""), cause=cause)
    # an unexpected error's own words may quote a name
    kind = type(error).__name__
    return t(
        "Sorry, something went wrong ({kind}). See whether your last entry is there. If not, "
        "do it again.",
        kind=kind,
    )


def describe_error(error: BaseException) -> Iterator[str]:
    """Yield the lines of the log on an error and its causes, without anything personal."""
    current: BaseException | None = error
    for depth in range(LONGEST):
        if current is None:
            return
        yield f"{'  caused by ' if depth else ''}{_kind(current)}"
        yield from _frames(current)
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} {error.errno}"
    if isinstance(error, KioskError):
        return f"{name} {error.reason.msgid!r}"  # the text before names are put into it
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
