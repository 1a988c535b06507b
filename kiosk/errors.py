"""The errors of the kiosk. Each carries a `Text` that a person can act on.

KioskError
├── Refused            a rule says no: full, clash, closed …
│   ├── ProofNeeded    a typed name is not enough
│   └── ReasonNeeded   a correction on a closed day says why
├── BadInput           a file or an argument could not be read: lists every problem
├── NotSaved           the change could not be written; everything saved before is safe
│   └── Busy           another program holds the data folder for too long
├── DataFolderError    the folder is not one this program may use, or cannot be read
└── CannotPrint        a page could not be made or sent

Moved is apart: the desk answers it itself, and no person ever sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from kiosk.text import Text, t


class KioskError(Exception):
    """An error that is shown to a person as one plain sentence, its `reason`."""

    is_fault: ClassVar[bool] = True
    """Whether something is wrong with the kiosk or its machine, not just with what was asked."""

    def __init__(self, reason: Text) -> None:
        # without the values, so that a name never reaches a log or a traceback
        super().__init__(reason.msgid)
        self.reason = reason


class Refused(KioskError):
    """The rules do not allow it; nothing was changed."""

    is_fault = False


class ProofNeeded(Refused):
    """A typed name is not enough for it; with a badge or an own code it may be asked again."""


class ReasonNeeded(Refused):
    """A correction says why, by one of a few set reasons; with one it may be asked again."""


class NotSaved(KioskError):
    """A change could not be written to the disk; nothing was changed."""


class Busy(NotSaved):
    """Another program held the data folder for longer than the kiosk waits."""


class Moved(Exception):
    """Another program wrote after what was decided on; nothing was written. Decide again."""


class DataFolderError(KioskError):
    """The data folder cannot be used, or what is in it cannot be read."""


class NewerVersion(DataFolderError):
    """A newer version of the kiosk wrote what is in the data folder."""


class CannotPrint(KioskError):
    """A page could not be made or printed."""


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong in a file: where, what stands there, what was expected."""

    file: str
    row: int
    """The line as a spreadsheet counts it, the heading being row 1; 0 for the whole file."""
    column: str
    found: str
    expected: Text
    kind: Text | None = None
    """What the whole file is, where the kiosk does not read files of that kind."""
    sheet: str = ""
    """The sheet of a workbook."""
    letters: str = ""
    """The column's letters in that sheet."""
    heading: str = ""
    """The column's heading in the file; blank: it goes by the name in `column`."""


class BadInput(KioskError):
    """A file has problems, all listed in `problems`; nothing of it was loaded."""

    is_fault = False

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(t("Nothing was loaded. The file needs correcting first."))
        self.problems = tuple(problems)
