"""Reading a whole folder: the checkpoint, and the journals that follow on it."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from kiosk.errors import DataFolderError, NewerVersion
from kiosk.store.journal import checkpoint, migration
from kiosk.store.journal.checkpoint import JournalPosition
from kiosk.store.journal.file_names import generations, journal_path
from kiosk.store.journal.lines import (
    START,
    JournalLine,
    any_line,
    checksum,
    is_line,
    read_line,
    write_line,
)
from kiosk.store.journal.tables import Change, Tables
from kiosk.system.durable_files import unreadable
from kiosk.text import Text, t

LONGEST_RUN = b"\x00" * 8
"""What a power cut leaves where the disk had not written yet. No line holds such a run."""


class Damaged(DataFolderError):
    """A line or file that was saved does not check. Nothing was changed."""


def damage(path: Path, seq: int, what: Text) -> Damaged:
    """Return the error for a file that is good only up to a change; `what` is the damage."""
    return Damaged(
        t(
            "{file} is damaged after change {n} ({what}). Nothing was changed. "
            "Please run “kiosk repair”: it puts back what the other files "
            "still hold and lists what is missing.",
            file=str(path),
            n=seq,
            what=what,
        )
    )


class FolderState(msgspec.Struct):
    """What is in a folder, up to a line."""

    tables: Tables
    position: JournalPosition
    """The last line that is applied. Generation 0: there is no journal yet."""
    saved: int
    """The number of the last line that the checkpoint file includes, as far as is known."""
    file_sum: str
    """The checksum of the file that a first journal follows on; blank: there is none."""
    format: int
    """The version of the files; `tables` are of the newest once they are migrated."""
    was_read: int = 0
    """Bytes of the last journal that were there when the folder was read, a torn end included."""

    @property
    def is_old(self) -> bool:
        """Whether the files are of an older version."""
        return self.format < migration.FORMAT

    def take(self, data: bytes) -> tuple[list[Change], bytes]:
        """Apply whole lines; return what they changed, and the bytes that are left over.

        Those begin with the first line that lacks its newline, does not check, or does not follow.
        """
        changes: list[Change] = []
        at = 0
        while (end := data.find(b"\n", at)) >= 0:
            line = read_line(data[at:end])
            if line is None or not self._comes_next(line):
                break
            changes += self.apply(line, end + 1 - at)
            at = end + 1
        return changes, data[at:]

    def apply(self, line: JournalLine, length: int) -> list[Change]:
        """Apply the next line, of that many bytes with its newline; return what it changed."""
        if "ops" in line.body:
            changes = self.tables.take(line.body)
        else:
            self.format = line.body["format"]
            changes = self.tables.migrate(self.format)
        self._advance(line, length)
        return changes

    def is_next(self, data: bytes) -> bool:
        """Return whether these bytes are the next line, complete but for its newline."""
        line = read_line(data)
        return line is not None and self._comes_next(line)

    def _comes_next(self, line: JournalLine) -> bool:
        if self.position.offset:
            return "ops" in line.body and line.follows(self.position.chain, self.position.seq)
        return is_header_after(line, self)

    def _advance(self, line: JournalLine, length: int) -> None:
        self.position = JournalPosition(
            self.position.generation,
            line.seq,
            line.chain,
            self.position.offset + length,
            length,
            line.body.get("day", self.position.day),
        )

    def next_journal(self) -> None:
        """Go to the beginning of the next generation's journal."""
        self.position = msgspec.structs.replace(
            self.position, generation=self.position.generation + 1, offset=0, length=0
        )


def is_header_after(line: JournalLine, state: FolderState) -> bool:
    """Return whether a line is the header of the journal that follows on a state.

    Raises:
        NewerVersion: a newer kiosk wrote it.
    """
    body = line.body
    if body.get("format", 0) > migration.FORMAT:
        raise NewerVersion(
            t("The journal was made by a newer version of the kiosk. Please use that version.")
        )
    if "ops" in body or body.get("generation") != state.position.generation:
        return False
    if (line.prev, line.seq) != (state.position.chain, state.position.seq):
        return False
    # a plain file has no position: its checksum says whether the journal began from this one
    return line.prev != START or body.get("begins", "") == state.file_sum


def load(path: Path) -> FolderState:
    """Return what is in a folder, migrated to this version.

    A torn end of the last journal is left out: a line may be being written at this moment.

    Raises:
        DataFolderError: it cannot be read, or does not check.
    """
    file = checkpoint.read(path)
    state = FolderState(file.tables, file.position, file.position.seq, file.sum, file.tables.format)
    _replay_all(path, state)
    state.tables.migrate()
    return state


def _replay_all(path: Path, state: FolderState) -> None:
    present = [number for number in generations(path) if number >= state.position.generation]
    if not present:
        # a checkpoint that was put here without its journals: the next journal will follow on it
        if state.position.generation:
            state.position = msgspec.structs.replace(state.position, offset=0, length=0)
        return
    if state.position.generation not in present:
        state.next_journal()
    for generation in present:
        if state.position.generation != generation:
            raise damage(
                journal_path(path, state.position.generation),
                state.position.seq,
                t("it is missing"),
            )
        _replay(path, state, is_last=generation == present[-1])


def _replay(path: Path, state: FolderState, *, is_last: bool) -> None:
    journal = journal_path(path, state.position.generation)
    data = read_from(journal, state.position.offset - state.position.length)
    last = data[: max(0, state.position.length - 1)]
    if state.position.length and not is_line(last, state.position.chain):
        raise damage(journal, state.position.seq, t("it doesn't match the file"))
    _, rest = state.take(data[state.position.length :])
    state.was_read = state.position.offset + len(rest)
    if not is_last:
        if rest:
            raise damage(journal, state.position.seq, t("a line is wrong"))
        state.next_journal()
    elif not state.position.offset or any_line(rest.split(b"\n")[:-1]):
        raise damage(journal, state.position.seq, t("a line is wrong"))


def read_from(path: Path, offset: int) -> bytes:
    """Return the bytes of a file from an offset on.

    Raises:
        Damaged: it is gone.
        DataFolderError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read()
    except FileNotFoundError as error:
        raise Damaged(t("{file} is missing. Put it back where it was.", file=str(path))) from error
    except OSError as error:
        raise unreadable(path, error) from error


def is_torn(rest: bytes) -> bool:
    """Return whether what follows the last good line is a line that a crash cut short.

    Such a line has no newline, or a run of zeros where the disk had not written yet. Anything else
    is damage, as is a good line after it: a crash cannot leave that.
    """
    if any_line(rest.split(b"\n")):
        return False
    return b"\n" not in rest or LONGEST_RUN in rest


def first_line(generation: int, after: JournalPosition, day: str, file_sum: str) -> bytes:
    """Return the header of a journal that follows on a position.

    `file_sum` is that of the file the journal begins from, where nothing else says which it is.
    """
    begins = {"begins": file_sum} if after.chain == START else {}
    about = {"format": migration.FORMAT, "generation": generation, "day": day, **begins}
    return write_line(after.chain, after.seq, about)


def same_file(path: Path | str, handle: int) -> bool | None:
    """Return whether an open file is still the one at a path; None if there is no file there."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return None


def checksum_of(seq: int) -> str:
    """Return a checksum to begin a chain from, after a line whose own checksum is lost."""
    return checksum(b"%d" % seq)
