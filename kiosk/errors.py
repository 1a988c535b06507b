"""The errors of the kiosk. Each carries a `Text` that a person can act on.

KioskError
├── Refused            a rule says no: full, clash, closed …
├── BadInput           a file or an argument could not be read: lists every problem
├── NotSaved           the change could not be written; everything saved before is safe
│   └── Busy           another program holds the data folder for too long
├── DataFolderError    the folder is not one this program may use, or cannot be read
└── CannotPrint        a page could not be made or sent

Moved is apart: the desk answers it itself, and no person ever sees it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.text import Text, t


class KioskError(Exception):
    """Anything that is told to a person in one plain sentence."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


class Refused(KioskError):
    """A decision that the rules do not allow; nothing was changed."""


class NotSaved(KioskError):
    """A change that could not be made durable; nothing was changed."""


class Busy(NotSaved):
    """Another program held the data folder for longer than we wait."""


class Moved(Exception):
    """Another program wrote after what was decided on; nothing was written. Decide again."""


class DataFolderError(KioskError):
    """The data folder cannot be used as asked."""


class CannotPrint(KioskError):
    """A page could not be made, or not be sent to the printer."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong in a file: where it is, what was found, what was expected."""

    file: str
    row: int
    """The line as a spreadsheet counts it, the heading being row 1; 0 for the whole file."""
    column: str
    found: str
    expected: Text


class BadInput(KioskError):
    """A file with problems, all of them listed; nothing of it was loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(t("Nothing was loaded: the file needs mending first."))
        self.problems = tuple(problems)
