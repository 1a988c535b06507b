"""The replies to evaluations: a ballot box for each day, in a private file beside the journal.

What is in the file says nothing of person, device, time or order, and no history is kept of it:
see `kiosk.rules.evaluation`. A box that was opened takes no more replies. That somebody has replied
is not kept either, because whoever knows who has and who has not can tell the replies of the few;
so nothing stops a person from replying twice, on purpose.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import field
from msgspec.structs import replace

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.evaluation import LONGEST, Tally, rated, remarked
from kiosk.rules.names import clean
from kiosk.store.files import flush_folder, put_in_place, write_beside
from kiosk.text import t

if TYPE_CHECKING:
    from kiosk.rules.records import Session

FILE = "evaluations.json"
WAIT = 10.0
"""Seconds to wait for another program that writes replies."""


class Box(msgspec.Struct, frozen=True):
    """The replies about one day's sessions."""

    opened: bool = False
    """Whether somebody has looked: then no more are taken."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    """By the session's id."""


class Replies:
    """All boxes of a folder. Each act is whole, for every program on the folder, or not done."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def box(self, day: str) -> Box:
        """Return a day's box as it stands. Raises `DataFolderError` if it cannot be read."""
        return self._read().get(day, Box())

    def rate(self, session: Session, useful: int, will_use: int) -> None:
        """Count one person's two answers.

        Raises:
            Refused: the day's box was opened.
            NotSaved: it could not be written.
        """
        with self._changing() as boxes:
            tally = _tally(boxes, session)
            _keep(boxes, session, rated(tally, useful, will_use))

    def remark(self, session: Session, line: str) -> None:
        """Add one person's line; blank is none. Raises as `rate` does."""
        words = clean(line)[:LONGEST].strip()
        if not words:
            return
        with self._changing() as boxes:
            _keep(boxes, session, remarked(_tally(boxes, session), words))

    def open(self, day: str) -> Box:
        """Return a day's box, which from now on takes no more. Raises as `rate` does."""
        with self._changing() as boxes:
            boxes[day] = replace(boxes.get(day, Box()), opened=True)
            return boxes[day]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Box]]:
        from filelock import FileLock, Timeout

        lock = self._path.with_suffix(".lock")
        try:
            with FileLock(lock, timeout=WAIT, poll_interval=0.01):
                boxes = self._read()
                yield boxes
                beside = write_beside(self._path, [_written(boxes)])
                for path in (beside, lock):  # when the last reply came is nobody's business
                    os.utime(path, (0, 0))
                put_in_place(beside, self._path)
                flush_folder(self._path.parent)
        except Timeout as error:
            raise NotSaved(t("Not saved: another program is busy. Please try again.")) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {file} cannot be written.", file=FILE)) from error

    def _read(self) -> dict[str, Box]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Box])
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:  # ValueError: also what msgspec cannot decode
            raise DataFolderError(t("{file} cannot be read.", file=str(self._path))) from error


def _tally(boxes: dict[str, Box], session: Session) -> Tally:
    box = boxes.get(session.day, Box())
    if box.opened:
        raise Refused(t("The replies about this day have been opened: no more are taken."))
    return box.tallies.get(session.id, Tally())


def _keep(boxes: dict[str, Box], session: Session, tally: Tally) -> None:
    box = boxes.get(session.day, Box())
    boxes[session.day] = replace(box, tallies={**box.tallies, session.id: tally})


def _written(boxes: dict[str, Box]) -> bytes:
    """Return the file: in the order of names, not in that in which people came."""
    return msgspec.json.format(msgspec.json.encode(boxes, order="sorted"), indent=1) + b"\n"
