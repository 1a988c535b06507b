"""Every line that the journals of a folder still hold, and what follows from a file with them.

Archived journals count, and those that an earlier repair kept aside. Lines are found by the
checksum of the line before them, so it does not matter which file holds them, or what is damaged
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.store.journal import migration
from kiosk.store.journal.checkpoint import Checkpoint, JournalPosition
from kiosk.store.journal.file_names import ARCHIVE, FILE, folders_aside, journals_in
from kiosk.store.journal.lines import START, JournalLine, read_line
from kiosk.store.journal.recovery import checksum_of
from kiosk.store.journal.tables import Tables
from kiosk.system.durable_files import unreadable


class FoundLine(NamedTuple):
    """A line that checks."""

    line: JournalLine
    path: Path
    generation: int

    @property
    def is_header(self) -> bool:
        """Whether it is the first line of a journal."""
        return "ops" not in self.line.body


class Replay(msgspec.Struct):
    """Tables, as far as lines lead."""

    tables: Tables
    position: JournalPosition
    """The last line that was applied; its offset means nothing."""
    taken: list[tuple[Path, int]]
    """From which file each line was taken, and its number."""

    def apply(self, found: FoundLine) -> None:
        """Apply a line that follows."""
        line, body = found.line, found.line.body
        if found.is_header:
            self.tables.migrate(min(body.get("format", migration.FORMAT), migration.FORMAT))
        else:
            self.tables.take(body)
            self.taken.append((found.path, line.seq))
        self.position = JournalPosition(
            found.generation, line.seq, line.chain, day=body.get("day", self.position.day)
        )


class FoundLines:
    """The lines of all journals of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read every journal. Those beside the checkpoint are the current ones.

        Raises:
            DataFolderError: one cannot be read.
        """
        self.spoilt = 0
        """Lines of the current journals that do not check."""
        archived = [folder / ARCHIVE, *folders_aside(folder)]
        older = [line for place in archived for line in self._lines_in(place)]
        self.spoilt = 0  # what is damaged in an older journal was noticed when it was current
        self.current = list(self._lines_in(folder))
        """The lines of the current journals, in the order of the files."""
        self._by_sum = {one.line.chain: one for one in chain(older, self.current)}
        self._now_called: dict[str, str] = {}
        self._rewritten: dict[tuple[int, int], FoundLine] = {}
        self._learn_rewritten(chain(older, self.current))
        self._after: dict[str, list[FoundLine]] = {}
        for one in self._by_sum.values():
            self._after.setdefault(self._now(one.line.prev), []).append(one)
        self._in_file_before = {
            one.line.chain: before
            for before, one in pairwise(chain(older, self.current))
            if before.path == one.path
        }
        self._trunk = self._leading_to(self.current)

    def _lines_in(self, folder: Path) -> Iterator[FoundLine]:
        for path in journals_in(folder):
            generation = int(path.name.removeprefix(f"{FILE}.j").partition("-")[0])
            try:
                data = path.read_bytes()
            except OSError as error:
                raise unreadable(path, error) from error
            *pieces, torn = data.split(b"\n")
            for piece in pieces:
                line = read_line(piece)
                if line is None:
                    self.spoilt += 1
                else:
                    yield FoundLine(line, path, generation)
            last = read_line(torn)
            if last is not None:  # whole but for its newline: it may have been acknowledged
                yield FoundLine(last, path, generation)

    def _learn_rewritten(self, lines: Iterable[FoundLine]) -> None:
        """Note what erasures have rewritten: such lines have new checksums."""
        for _, of_file in groupby(lines, key=lambda one: one.path):
            header, *others = of_file
            erased = header.line.body.get("erased")
            if erased is None:
                continue
            last = [header, *others][-1].line.chain
            self._now_called |= {old: last for old in erased["ended"] if old != last}
            self._rewritten |= {(one.generation, one.line.seq): one for one in others}

    def _now(self, sum: str) -> str:
        return self._now_called.get(sum, sum)

    def _leading_to(self, lines: list[FoundLine]) -> dict[str, FoundLine]:
        """Return all lines that these come after, and these themselves, by checksum, in order."""
        trunk: dict[str, FoundLine] = {}
        for one in reversed(lines):
            at: FoundLine | None = one
            while at is not None and at.line.chain not in trunk:
                trunk[at.line.chain] = at
                at = self._before(at)
        return dict(reversed(trunk.items()))

    def _before(self, one: FoundLine) -> FoundLine | None:
        """Return the line that one follows on; else, after damage, the nearest before it."""
        found = self._by_sum.get(self._now(one.line.prev))
        if found is None and not one.is_header:
            found = self._in_file_before.get(one.line.chain)
        if found is None and one.line.prev == checksum_of(one.line.seq):
            # an earlier repair began the chain anew
            earlier = (
                other for other in self._by_sum.values()
                if other.generation < one.generation and other.line.seq <= one.line.seq
            )  # fmt: skip
            found = max(earlier, key=lambda other: (other.generation, other.line.seq), default=None)
        return found

    def follow(self, base: Checkpoint) -> Replay:
        """Return what a file and the lines after it lead to. The tables of `base` are used up.

        They are of the version of the last line: not yet migrated to this one.
        Where the journals fork, because a copy was put in place of the school, the way is taken
        that leads to the current journals.
        """
        position = base.position
        replay = Replay(base.tables, position, [])
        while (found := self._next(replay.position, base.sum)) is not None:
            replay.apply(found)
        return replay

    def _next(self, position: JournalPosition, file_sum: str) -> FoundLine | None:
        at = position.chain
        if at not in self._by_sum:
            # an erasure may have rewritten the line since the file was made: its number stays
            place = self._rewritten.get((position.generation, position.seq))
            at = at if place is None else place.line.chain
        after = self._after.get(at, ())
        fitting = [one for one in after if _follows(one, position, file_sum)]
        return max(fitting, key=self._preference, default=None)

    def _preference(self, one: FoundLine) -> tuple[bool, bool, int]:
        return one.line.chain in self._trunk, one.is_header, one.generation

    @property
    def trunk(self) -> Iterable[FoundLine]:
        """The lines of this school's whole history that are there, in order."""
        return self._trunk.values()

    def lead_from(self, position: JournalPosition) -> bool:
        """Return whether the current journals follow on a position, or hold its line."""
        return position.chain in self._trunk

    def is_last(self, position: JournalPosition) -> bool:
        """Return whether a position is that of the last line of the current journals."""
        return bool(self.current) and self.current[-1].line.chain == position.chain


def _follows(one: FoundLine, position: JournalPosition, file_sum: str) -> bool:
    if not one.is_header:
        return one.line.seq == position.seq + 1
    if one.line.seq != position.seq or one.generation <= position.generation:
        return False
    return one.line.prev != START or one.line.body.get("begins", "") == file_sum
