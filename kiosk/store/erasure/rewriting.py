"""Rewriting what the folder keeps of earlier times, so that what was erased is not there either.

Archived journals, dated copies and what a repair has set aside are rewritten as far as they check.
What does not check cannot be searched, and goes: lines that are spoilt, ends that were torn off,
files that hold no tables, and files whose writing was cut short. What is not the store's (printed
pages) or cannot be read (a copy of a kind that is not known) stays, and is told. What the disk
itself still holds of a file that was replaced is beyond a program.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kiosk.errors import DataFolderError
from kiosk.store.erasure.erasure_scope import Scope, erase_from_line, erase_from_tables
from kiosk.store.journal import checkpoint, migration
from kiosk.store.journal.checkpoint import JournalPosition, pieces
from kiosk.store.journal.files import ARCHIVE, BACKUPS, FILE, LOCK, PROGRAMS
from kiosk.store.journal.lines import (
    BODY,
    MIDDLE,
    OPENING,
    JournalLine,
    StoredDocument,
    encode,
    read_line,
    write_line,
)
from kiosk.store.journal.tables import META, DocumentsByNumber, Tables
from kiosk.system.durable_files import flush_folder, replace_durably

ASIDE = "attendance.aside-"
"""What the names of the folders begin with in which a repair keeps what was there."""
JOURNAL = re.compile(re.escape(FILE) + r"\.j(\d+)(?:-(\d+))?")
"""The name of a journal; the number at its end tells those of earlier schools apart."""
LEFT = re.compile(r"attendance\..*\.torn-\d+|attendance\..*\.new|(attendance|original)-.*\.new")
"""Ends that were torn off, and files whose writing was cut short: nobody reads them."""
OTHERS = {LOCK, "secrets.json", "secrets.lock", "evaluations.lock", "demo.json", "demo.lock"}
"""Files beside the school that are no tables; what the secrets say of a person goes apart."""
LOG = re.compile(r"kiosk\.log(\.\d+)?")
"""The log, which says nothing about a person."""


class Rewriting:
    """Everything in a folder but for the files that stand, without what is chosen.

    To be done with the folder held, and while nobody makes a checkpoint.
    """

    def __init__(
        self, folder: Path, standing: set[Path], chosen: Scope, told: StoredDocument
    ) -> None:
        """`told` is what a journal's header is to say about it."""
        self.rewritten: list[Path] = []
        self.removed: list[Path] = []
        self.not_rewritten: list[Path] = []
        self.spoilt = 0
        self._folder, self._standing = folder, standing
        self._chosen, self._told = chosen, told
        self._seen = set(standing)

    def rewrite(self) -> None:
        """Rewrite every file that there is.

        Raises:
            OSError: the disk failed; to be done again.
        """
        folder = self._folder
        asides = sorted(one for one in folder.glob(f"{ASIDE}*") if one.is_dir())
        ended: dict[str, str] = {}
        # what was set aside goes on where the archive ends
        for place in (folder / ARCHIVE, *asides, folder):
            own = ended if place.name == ARCHIVE else dict(ended)
            for path in journals_in(place):
                if path not in self._standing:
                    self._journal(path, own)
        for place in (folder / BACKUPS, *asides):
            for path in sorted(place.glob("*.json")):
                self._tables(path)
        self._look_through({folder / ARCHIVE, folder / BACKUPS, folder, *asides})
        for place in {path.parent for path in self.removed}:
            flush_folder(place)

    def _look_through(self, places: set[Path]) -> None:
        """Remove what nobody reads, and note down what is not known."""
        for path in sorted(self._folder.rglob("*")):
            if path in self._seen or path.is_dir():
                continue
            is_own = path.parent == self._folder and (
                path.name in OTHERS or LOG.fullmatch(path.name)
            )
            if path.parent in places and LEFT.fullmatch(path.name):
                self._remove(path)
            elif not is_own and path.parent != self._folder / PROGRAMS:
                self.not_rewritten.append(path)

    def _remove(self, path: Path) -> None:
        path.unlink()
        self.removed.append(path)

    def _journal(self, path: Path, ended: dict[str, str]) -> None:
        """Rewrite a journal, if anything in it goes or the one before it ends otherwise.

        `ended` maps the sums that rewritten journals ended with to those they end with now.
        """
        self._seen.add(path)
        found = [(data, read_line(data)) for data in path.read_bytes().split(b"\n")]
        lines = [line for _, line in found if line is not None]
        spoilt = sum(1 for data, line in found if data and line is None)
        if not lines:
            self._remove(path)
            self.spoilt += spoilt
            return
        sums = [lines[-1].chain, *lines[0].body.get("erased", {}).get("ended", ())]
        if spoilt or lines[0].prev in ended or any(self._is_changed(line) for line in lines):
            written = self._written(lines, ended, sums)
            replace_durably(path, written)
            self.rewritten.append(path)
            self.spoilt += spoilt
            last = _sum_of(written[-1])
        else:
            last = lines[-1].chain
        ended.update((one, last) for one in sums if one != last)

    def _is_changed(self, line: JournalLine) -> bool:
        told = {name: line.body[name] for name in line.body if name not in ("prev", "seq")}
        return erase_from_line(line.body, self._chosen) != told

    def _written(
        self, lines: list[JournalLine], ended: dict[str, str], sums: list[str]
    ) -> list[bytes]:
        """Return the lines of a journal, chained anew, with what is left in each."""
        written: list[bytes] = []
        before = None
        for line in lines:
            body = erase_from_line(line.body, self._chosen)
            prev = line.prev
            if "ops" not in body:
                body["erased"] = {**self._told, "ended": sums}
                prev = ended.get(prev, prev)
            elif before is not None and prev == before.chain:
                prev = _sum_of(written[-1])
            written.append(write_line(prev, line.seq, body))
            before = line
        return written

    def _tables(self, path: Path) -> None:
        """Rewrite a TinyDB file, if anything in it goes."""
        self._seen.add(path)
        try:
            found = checkpoint.read(path)
        except DataFolderError:
            self._unchecked(path)
            return
        left = erase_from_tables(found.tables, self._chosen)
        if left.rows == found.tables.rows:
            return
        is_plain = found.position == JournalPosition()
        replace_durably(
            path, [_encoded(left.rows)] if is_plain else pieces(left, found.position, 0)
        )
        self.rewritten.append(path)

    def _unchecked(self, path: Path) -> None:
        """Rewrite a file that does not check as far as it holds tables; it is not to check then."""
        try:
            rows: Any = json.loads(path.read_bytes())
            about = rows.pop(META, {})
            if about.get("1", {}).get("format", 0) > migration.FORMAT:
                self.not_rewritten.append(path)
                return
            left = erase_from_tables(Tables(rows), self._chosen).rows
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._remove(path)
            return
        if left != rows:
            replace_durably(path, [_encoded({**left, **({META: about} if about else {})})])
            self.rewritten.append(path)


def _encoded(rows: dict[str, DocumentsByNumber]) -> bytes:
    return encode(rows).encode()


def journals_in(folder: Path) -> list[Path]:
    """Return the journals in a folder, each after those that it may follow on."""
    found = []
    for path in folder.glob(f"{FILE}.j*"):
        matched = JOURNAL.fullmatch(path.name)
        if matched is not None:
            found.append((int(matched[1]), int(matched[2] or 1), path))
    return [path for _, _, path in sorted(found)]


def _sum_of(line: bytes) -> str:
    return line[len(OPENING) : BODY - len(MIDDLE)].decode("ascii")
