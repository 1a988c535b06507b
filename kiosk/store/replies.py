"""The replies to evaluations: a ballot box for each day, in a private file beside the journal.

A box holds nothing about person, device, time or order, and no history of it is kept: see
`kiosk.rules.attendance.evaluation`. A box that was opened takes no more replies.

Beside each box is a roll, as at an election: who has replied, but not what. With it nobody replies
twice, and one person is never counted as five. It holds hashes of session and person, sorted, under
a random key in the file of secrets. A name is on the roll if and only if its reply is in the box,
because both are written at once. The roll is removed when the box is opened, or when somebody
replies about a later day: it is not needed then. Opening also removes for good what fewer than five
people replied about a session: nobody may read it.

What it reveals. Nobody who reads the files as they are learns what anybody replied. The account
that runs the kiosk has both files, and could find out who replied. Somebody with copies of the file
from just before and just after one reply sees that reply, as they would without a roll; with the
key, they see whose it was. The kiosk makes no such copies: all its copies are of `attendance.json`
alone. A reply cannot be withdrawn, because nothing tells which it was. If the file of secrets is
lost, the people on the roll can reply once more.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kiosk.errors import DataFolderError, NotSaved, Refused
from kiosk.rules.attendance.evaluation import MAX_REMARK, ReplyBox, Tally, add_rating, add_remark
from kiosk.rules.model.names import clean
from kiosk.system.durable_files import replace_durably
from kiosk.system.secrets import SecretStore
from kiosk.text import t

if TYPE_CHECKING:
    from kiosk.rules.model.ids import DayId, PersonId, SessionId
    from kiosk.rules.model.records import Session

FILE = "evaluations.json"
WAIT = 10.0
"""Seconds to wait for another program that writes replies."""


class Replies:
    """All boxes of a folder. A change is made as a whole or not at all, whatever others do."""

    def __init__(self, folder: Path, secrets: SecretStore) -> None:
        self._path, self._secrets = folder / FILE, secrets

    def box(self, day: DayId) -> ReplyBox:
        """Return a day's box. Raises `DataFolderError` if it cannot be read."""
        return self._read().get(day, ReplyBox())

    def replied(self, day: DayId, person: PersonId) -> frozenset[SessionId]:
        """Return the ids of a day's sessions that a person has replied about.

        Raises:
            DataFolderError: a file cannot be read.
        """
        roll = self.box(day).roll
        key = self._secrets.roll_key() if roll else None
        if key is None:
            return frozenset()
        return frozenset(id for id in roll if _hashed(key, day, id, person) in roll[id])

    def rate(self, session: Session, person: PersonId, useful: int, will_use: int) -> None:
        """Count one person's two answers, and put the person on the roll.

        Raises:
            Refused: they have replied already, or the day's box was opened.
            NotSaved: it could not be written.
            DataFolderError: a file cannot be read.
        """
        with self._changing() as boxes:
            tally = _tally(boxes, session)
            name = _hashed(self._secrets.ensure_roll_key(), session.day, session.id, person)
            _enrol(boxes, session, name)
            _keep(boxes, session, add_rating(tally, useful, will_use))

    def remark(self, session: Session, line: str) -> None:
        """Add one person's remark; a blank one is not kept. Raises as `rate` does."""
        words = clean(line)[:MAX_REMARK].strip()
        if not words:
            return
        with self._changing() as boxes:
            _keep(boxes, session, add_remark(_tally(boxes, session), words))

    def open(self, day: DayId) -> ReplyBox:
        """Open a day's box and return it: it takes no more replies. Raises as `rate` does.

        What may not be shown, as too few replied, is removed from the file for good.
        """
        with self._changing() as boxes:
            box = boxes.get(day, ReplyBox())
            enough = {id: one for id, one in box.tallies.items() if one.may_be_shown}
            boxes[day] = ReplyBox(opened=True, tallies=enough)
            return boxes[day]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, ReplyBox]]:
        from filelock import FileLock, Timeout

        lock = self._path.with_suffix(".lock")
        try:
            with FileLock(lock, timeout=WAIT, poll_interval=0.01, mode=0o600):
                boxes = self._read()
                yield boxes
                # the time of the last reply would tell whose it was
                replace_durably(self._path, [_written(boxes)], modified=0)
                os.utime(lock, (0, 0))
        except Timeout as error:
            raise NotSaved(
                t("Not saved: another program is using the data. Please try again.")
            ) from error
        except OSError as error:
            raise NotSaved(t("Not saved: {file} cannot be written.", file=FILE)) from error

    def _read(self) -> dict[str, ReplyBox]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, ReplyBox])
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:  # msgspec's errors are of ValueError
            raise DataFolderError(t("{file} cannot be read.", file=str(self._path))) from error


def _tally(boxes: dict[str, ReplyBox], session: Session) -> Tally:
    box = boxes.get(session.day, ReplyBox())
    if box.opened:
        raise Refused(t("Feedback for this day has been opened, so no more replies can be taken."))
    return box.tallies.get(session.id, Tally())


def _keep(boxes: dict[str, ReplyBox], session: Session, tally: Tally) -> None:
    box = boxes.get(session.day, ReplyBox())
    boxes[session.day] = replace(box, tallies={**box.tallies, session.id: tally})


def _enrol(boxes: dict[str, ReplyBox], session: Session, name: str) -> None:
    """Put a hash on a session's roll. The rolls of earlier days go: nobody replies there now."""
    for day in boxes:
        if day < session.day:
            boxes[day] = replace(boxes[day], roll={})
    box = boxes.get(session.day, ReplyBox())
    names = box.roll.get(session.id, ())
    if name in names:
        raise Refused(t("You've already given feedback on this session."))
    roll = {**box.roll, session.id: tuple(sorted((*names, name)))}
    boxes[session.day] = replace(box, roll=roll)


def _hashed(key: bytes, day: str, session: str, person: str) -> str:
    """Return the hash of a person on a session's roll. No id holds a newline."""
    about = "\n".join((day, session, person)).encode()
    return hashlib.blake2b(about, key=key, digest_size=16).hexdigest()


def _written(boxes: dict[str, ReplyBox]) -> bytes:
    """Return the bytes of the file, sorted: the order in which people replied is not kept."""
    return msgspec.json.format(msgspec.json.encode(boxes, order="sorted"), indent=1) + b"\n"
