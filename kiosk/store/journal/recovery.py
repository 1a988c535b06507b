"""What is in a folder: the checkpoint, and the journals after it while they chain."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from kiosk.errors import DataFolderError
from kiosk.store.journal import checkpoint, migration
from kiosk.store.journal.checkpoint import JournalPosition
from kiosk.store.journal.files import generations, journal_path
from kiosk.store.journal.lines import START, JournalLine, any_line, checksum, read_line, write_line
from kiosk.store.journal.tables import Change, Tables
from kiosk.system.durable_files import unreadable
from kiosk.text import Text, t

LONGEST_RUN = b"\x00" * 8
"""What a power cut leaves where the disk had not yet written; no line holds such a run."""


class Damaged(DataFolderError):
    """Something that was saved does not check; nothing was changed."""


def damage(path: Path, seq: int, what: Text) -> Damaged:
    """Return the error that says what is damaged, what is good, and how to go on."""
    return Damaged(
        t(
            "{file} is damaged after change {n} ({what}). Nothing was altered; what was saved up "
            "to there is good. “kiosk repair” saves it into a new file and lists what is missing.",
            file=str(path),
            n=seq,
            what=what,
        )
    )


class FolderState(msgspec.Struct):
    """What is in the folder, up to a line."""

    tables: Tables
    mark: JournalPosition
    """Up to where it goes. Generation 0: no journal stands yet."""
    saved: int
    """The number of the last line that the checkpoint in place holds, as far as is known."""
    file_sum: str
    """The sum of the file that a first journal is to begin from; blank: there is none."""
    format: int
    """The version of what stands in the folder; the tables may have been brought up since."""

    @property
    def is_old(self) -> bool:
        """Whether an older version stands in the folder."""
        return self.format < migration.FORMAT

    def take(self, data: bytes) -> tuple[list[Change], bytes]:
        """Apply whole lines, and return what they changed and what is left over.

        Left over is everything from the first line on that lacks its newline or does not check.
        """
        changes: list[Change] = []
        at = 0
        while (end := data.find(b"\n", at)) >= 0:
            line = read_line(data[at:end])
            if line is None or not self._comes_next(line):
                break
            if "ops" in line.body:
                changes += self.tables.take(line.body)
            else:
                self.format = line.body["format"]
                changes += self.tables.migrate(self.format)
            self._advance(line, end + 1 - at)
            at = end + 1
        return changes, data[at:]

    def is_next(self, data: bytes) -> bool:
        """Return whether these bytes are the next line, whole but for its newline."""
        line = read_line(data)
        return line is not None and self._comes_next(line)

    def _comes_next(self, line: JournalLine) -> bool:
        if self.mark.offset:
            return "ops" in line.body and line.follows(self.mark.chain, self.mark.seq)
        return is_header_after(line, self)

    def _advance(self, line: JournalLine, length: int) -> None:
        self.mark = JournalPosition(
            self.mark.generation,
            line.seq,
            line.chain,
            self.mark.offset + length,
            length,
            line.body.get("day", self.mark.day),
        )

    def next_journal(self) -> None:
        """Go on at the beginning of the journal of the next generation."""
        self.mark = msgspec.structs.replace(
            self.mark, generation=self.mark.generation + 1, offset=0, length=0
        )


def is_header_after(line: JournalLine, state: FolderState) -> bool:
    """Return whether a line begins the journal that follows on what is known.

    Raises:
        DataFolderError: a newer kiosk wrote it.
    """
    body = line.body
    if body.get("format", 0) > migration.FORMAT:
        raise DataFolderError(t("The journal is of a newer version: use the kiosk that wrote it."))
    if "ops" in body or body.get("generation") != state.mark.generation:
        return False
    if (line.prev, line.seq) != (state.mark.chain, state.mark.seq):
        return False
    # a file without a mark is only what the journal began from if it is still the same file
    return line.prev != START or body.get("begins", "") == state.file_sum


def load(path: Path) -> FolderState:
    """Return what is in the folder; a torn end of the last journal is left out and not judged.

    The documents are brought to this version.

    Raises:
        DataFolderError: it cannot be read, or does not check.
    """
    found = checkpoint.read(path)
    state = FolderState(found.tables, found.mark, found.mark.seq, found.sum, found.tables.format)
    _replay_all(path, state)
    state.tables.migrate()
    return state


def _replay_all(path: Path, state: FolderState) -> None:
    standing = [one for one in generations(path) if one >= state.mark.generation]
    if not standing:
        # a file that was put here by itself: what follows begins a journal of the next generation
        if state.mark.generation:
            state.mark = msgspec.structs.replace(state.mark, offset=0, length=0)
        return
    if state.mark.generation not in standing:
        state.next_journal()
    for generation in standing:
        if state.mark.generation != generation:
            raise damage(
                journal_path(path, state.mark.generation), state.mark.seq, t("it is not there")
            )
        _replay(path, state, is_last=generation == standing[-1])


def _replay(path: Path, state: FolderState, *, is_last: bool) -> None:
    journal = journal_path(path, state.mark.generation)
    data = read_from(journal, state.mark.offset - state.mark.length)
    last = read_line(data[: state.mark.length - 1]) if state.mark.length else None
    if state.mark.length and (last is None or last.chain != state.mark.chain):
        raise damage(journal, state.mark.seq, t("it does not hold what the file was made from"))
    _, rest = state.take(data[state.mark.length :])
    if not is_last:
        if rest:
            raise damage(journal, state.mark.seq, t("a line does not check"))
        state.next_journal()
    elif not state.mark.offset or any_line(rest.split(b"\n")[:-1]):
        raise damage(journal, state.mark.seq, t("a line does not check"))


def read_from(path: Path, offset: int) -> bytes:
    """Return a file from a byte on.

    Raises:
        DataFolderError: it cannot be read, or is gone.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read()
    except FileNotFoundError as error:
        raise Damaged(t("{file} is gone: put it back where it was.", file=str(path))) from error
    except OSError as error:
        raise unreadable(path, error) from error


def is_torn(rest: bytes) -> bool:
    """Return whether what follows the last good line is one that a crash has cut short.

    It has no newline, or a run of zeros where the disk had not yet written; anything else, or
    a good line after it, was not left by a crash.
    """
    if any_line(rest.split(b"\n")):
        return False
    return b"\n" not in rest or LONGEST_RUN in rest


def first_line(generation: int, after: JournalPosition, day: str, file_sum: str) -> bytes:
    """Return the header of a journal that follows on a mark.

    `file_sum` is that of the file the journal begins from, where nothing else says which it is.
    """
    begins = {"begins": file_sum} if after.chain == START else {}
    about = {"format": migration.FORMAT, "generation": generation, "day": day, **begins}
    return write_line(after.chain, after.seq, about)


def same_file(path: Path | str, handle: int) -> bool | None:
    """Return whether an open file is still the one of that name; None where there is none."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return None


def checksum_of(seq: int) -> str:
    """Return the sum that a chain begins anew from, after a line whose own is lost."""
    return checksum(b"%d" % seq)
