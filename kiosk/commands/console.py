"""The console: the one door for all that the command line prints, and for what it asks."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.text import Text, t, tc, visible


class Console:
    """Writes results to standard output and all else to standard error, always in UTF-8.

    A path, an id or a file's text may hold what a terminal would take for a command, and bytes that
    are no text. Both are written so that they can be read: `\\u001b`.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        # Python sets a stream to None where its caller closed it; the command works all the same
        sys.stdout = sys.stdout or _nowhere()
        sys.stderr = sys.stderr or _nowhere()
        _speak_utf8(sys.stdout)
        _speak_utf8(sys.stderr)

    def tell(self, what: Text | str) -> None:
        """Write a line of the result."""
        self.write(self.language.say(what) + "\n")

    def warn(self, what: Text | str) -> None:
        """Write a line that is not part of the result, or why there is none."""
        # so that a terminal, which shows both streams, has them in order
        sys.stdout.flush()
        self._write_aside(self.language.say(what) + "\n")

    def show_progress(self, what: Text | None) -> None:
        """Show how far something is, in place of what was shown so before; None: it is over.

        Only where a person sees it: no file is filled with it.
        """
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K" + visible(self.language.say(what) if what else ""))
            sys.stderr.flush()

    @property
    def is_asking(self) -> bool:
        """Whether a person is there to answer."""
        return sys.stdin is not None and sys.stdin.isatty()

    def ask_secret(self, what: Text) -> str:
        """Return what a person types, without showing it; or the next line of a pipe.

        Raises:
            Refused: it is blank.
        """
        secret = ""
        if self.is_asking:
            from getpass import getpass

            with suppress(EOFError):
                secret = getpass(visible(self.language.say(what)), sys.stderr)
        elif sys.stdin is not None:
            line = sys.stdin.buffer.readline()
            secret = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        if not secret:
            raise Refused(t("No passphrase was given."))
        return secret

    def confirm(self, what: Text) -> bool:
        """Return whether a person at the terminal agrees; a script that asks for it always does.

        Only `y`, `yes` and the language's own word agree.
        """
        if not self.is_asking:
            return True
        self.flush()
        self._write_aside(self.language.say(t("{question} (y/n) ", question=what)))
        agreeing = ("y", "yes", self.language.say(tc("answer", "yes")))
        return sys.stdin.readline().strip().casefold() in agreeing

    def confirm_by_word(self, what: Text, word: str) -> bool:
        """Return whether a person types a word, which they do not do by mistake; or a pipe does."""
        sys.stdout.flush()
        self._write_aside(self.language.say(what))
        line = sys.stdin.readline() if sys.stdin is not None else ""
        return line.strip().casefold() == word.casefold()

    def write(self, text: str) -> None:
        """Write a result: lines, or JSON, which stays the same data."""
        sys.stdout.write(visible(text))

    def _write_aside(self, text: str) -> None:
        sys.stderr.write(visible(text))
        sys.stderr.flush()

    def flush(self) -> None:
        """Send on what was written. Raises `BrokenPipeError` if the reader has gone."""
        sys.stdout.flush()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _speak_utf8(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
