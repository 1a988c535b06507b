"""Rewriting the older files of a folder without what is erased.

Archived journals, dated copies and files that a repair kept aside are rewritten as far as they
check. What does not check cannot be searched, so it is removed: damaged lines, torn ends, files
that hold no tables, and files whose writing was cut short. What is not the store's (printed pages)
or cannot be read (a copy of a newer version) stays and is reported. A program cannot reach what the
disk itself still holds of a replaced file.
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
from kiosk.store.journal.file_names import (
    ARCHIVE,
    BACKUPS,
    LOCK,
    PROGRAMS,
    REPORT,
    folders_aside,
    journals_in,
)
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

LEFT = re.compile(r"attendance\..*\.torn-\d+|attendance\..*\.new|(attendance|original)-.*\.new")
"""Torn ends, and files whose writing was cut short: no program reads them."""
NOT_TABLES = {
    LOCK,
    "backups.json",
    "secrets.json",
    "secrets.lock",
    "tries.json",
    "tries.lock",
    "evaluations.lock",
    "demo.json",
    "demo.lock",
    "rehearsal.lock",
}
"""Files of the folder that hold no tables. A person's code in the secrets is removed apart."""
LOG = re.compile(r"kiosk\.log(\.\d+)?")
"""The log, which says nothing about a person."""


class Rewriting:
    """Rewrites every file of a folder but the current ones, and says what it did.

    Needs the folder held, and no checkpoint under way.
    """

    def __init__(
        self, folder: Path, current: set[Path], scope: Scope, header_fields: StoredDocument
    ) -> None:
        """Leave the `current` files alone; `header_fields` go into rewritten journals' headers."""
        self.rewritten: list[Path] = []
        self.removed: list[Path] = []
        self.not_rewritten: list[Path] = []
        self.spoilt = 0
        self._folder, self._current = folder, current
        self._scope, self._header_fields = scope, header_fields
        self._seen = set(current)

    def rewrite(self) -> None:
        """Rewrite all files.

        Raises:
            OSError: the disk failed. It can be done again from the beginning.
        """
        folder = self._folder
        asides = folders_aside(folder)
        ended: dict[str, str] = {}
        # the archive first: journals that were kept aside follow on its last one
        for place in (folder / ARCHIVE, *asides, folder):
            own = ended if place.name == ARCHIVE else dict(ended)
            for path in journals_in(place):
                if path not in self._current:
                    self._journal(path, own)
        for place in (folder / BACKUPS, *asides):
            for path in sorted(place.glob("*.json")):
                self._tables(path)
        self._look_through({folder / ARCHIVE, folder / BACKUPS, folder, *asides})
        for place in {path.parent for path in self.removed}:
            flush_folder(place)

    def _look_through(self, places: set[Path]) -> None:
        """Remove files that no program reads, and note those that are not known."""
        for path in sorted(self._folder.rglob("*")):
            if path in self._seen or path.is_dir():
                continue
            is_own = path.name == REPORT and path.parent in places
            is_own |= path.parent == self._folder and (
                path.name in NOT_TABLES or LOG.fullmatch(path.name) is not None
            )
            if path.parent in places and LEFT.fullmatch(path.name):
                self._remove(path)
            elif not is_own and path.parent != self._folder / PROGRAMS:
                self.not_rewritten.append(path)

    def _remove(self, path: Path) -> None:
        path.unlink()
        self.removed.append(path)

    def _journal(self, path: Path, ended: dict[str, str]) -> None:
        """Rewrite a journal, if anything in it is erased or the journal before it was rewritten.

        `ended` maps the checksum of a rewritten journal's last line to the new one.
        """
        self._seen.add(path)
        pieces_read = [(data, read_line(data)) for data in path.read_bytes().split(b"\n")]
        lines = [line for _, line in pieces_read if line is not None]
        spoilt = sum(1 for data, line in pieces_read if data and line is None)
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
        ended.update((old, last) for old in sums if old != last)

    def _is_changed(self, line: JournalLine) -> bool:
        fields = {name: line.body[name] for name in line.body if name not in ("prev", "seq")}
        return erase_from_line(line.body, self._scope) != fields

    def _written(
        self, lines: list[JournalLine], ended: dict[str, str], sums: list[str]
    ) -> list[bytes]:
        """Return the lines of a journal without what is erased, chained anew."""
        written: list[bytes] = []
        before = None
        for line in lines:
            body = erase_from_line(line.body, self._scope)
            prev = line.prev
            if "ops" not in body:
                body["erased"] = {**self._header_fields, "ended": sums}
                prev = ended.get(prev, prev)
            elif before is not None and prev == before.chain:
                prev = _sum_of(written[-1])
            written.append(write_line(prev, line.seq, body))
            before = line
        return written

    def _tables(self, path: Path) -> None:
        """Rewrite a TinyDB file, if anything in it is erased."""
        self._seen.add(path)
        try:
            file = checkpoint.read(path)
        except DataFolderError:
            self._unchecked(path)
            return
        left = erase_from_tables(file.tables, self._scope)
        if left.rows == file.tables.rows:
            return
        is_plain = file.position == JournalPosition()
        replace_durably(path, [_encoded(left.rows)] if is_plain else pieces(left, file.position, 0))
        self.rewritten.append(path)

    def _unchecked(self, path: Path) -> None:
        """Rewrite a file that does not check, as far as it holds tables. It must not check then."""
        try:
            rows: Any = json.loads(path.read_bytes())
            about = rows.pop(META, {})
            if about.get("1", {}).get("format", 0) > migration.FORMAT:
                self.not_rewritten.append(path)
                return
            left = erase_from_tables(Tables(rows), self._scope).rows
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._remove(path)
            return
        if left != rows:
            replace_durably(path, [_encoded({**left, **({META: about} if about else {})})])
            self.rewritten.append(path)


def _encoded(rows: dict[str, DocumentsByNumber]) -> bytes:
    return encode(rows).encode()


def _sum_of(line: bytes) -> str:
    return line[len(OPENING) : BODY - len(MIDDLE)].decode("ascii")
