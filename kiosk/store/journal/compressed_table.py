"""A table that only grows, kept small in memory: the history, with an entry for every change.

Documents that were read from the file stay bytes of it. Those that are added later are compressed,
a hundred at a time: an entry then takes 20 bytes, not 850, so a busy day does not fill the memory.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from kiosk.store.journal.lines import StoredDocument, from_json, to_json
from kiosk.store.journal.stored_rows import EncodedRows, StoredRows, encoded

PACK = 100
"""Documents in a pack. To compress a pack, or to read one, takes half a millisecond."""


class CompressedTable(EncodedRows):
    """Documents by number. Adding at the end is cheap; any other change unpacks everything."""

    def __init__(self, rows: dict[str, StoredDocument] | StoredRows | None = None) -> None:
        """Begin with these rows, which are not compressed. Changes to them are made in `rows`."""
        self._plain: dict[str, StoredDocument] | StoredRows = {} if rows is None else rows
        self._packs: tuple[bytes, ...] = ()
        self._lasts: tuple[int, ...] = ()  # the highest number in each pack
        self._new: dict[str, StoredDocument] = {}  # higher numbers than those, not compressed yet
        self._last_unpacked: tuple[int, dict[str, StoredDocument]] = (-1, {})

    def copy(self) -> CompressedTable:
        """Return a copy that no later change alters."""
        copy = CompressedTable(self._plain.copy())
        copy._packs, copy._lasts, copy._new = self._packs, self._lasts, self._new.copy()
        return copy

    def encoded(self) -> Iterator[bytes]:
        """Yield the rows as JSON; see `encoded`."""
        yield from encoded(self._plain)
        for pack in self._packs:
            yield zlib.decompress(pack)[1:-1]
        yield from encoded(self._new)

    def __getitem__(self, number: str) -> StoredDocument:
        for rows in (self._plain, self._new):
            if number in rows:
                return rows[number]
        pack = bisect_left(self._lasts, int(number)) if number.isdecimal() else -1
        return self._unpacked(pack)[number]

    def __setitem__(self, number: str, row: StoredDocument) -> None:
        if number in self._plain:
            self._plain[number] = row
        elif number in self._new or int(number) > self._highest():
            self._new[number] = row
            if len(self._new) > PACK:
                self._pack()
        else:
            self._unpack()
            self._plain[number] = row

    def __delitem__(self, number: str) -> None:
        if number not in self._plain:
            self._unpack()
        del self._plain[number]

    def __iter__(self) -> Iterator[str]:
        packed = chain.from_iterable(map(self._unpacked, range(len(self._packs))))
        return chain(self._plain, packed, self._new)

    def __reversed__(self) -> Iterator[str]:
        """Yield the numbers from the last one on; only the packs that are reached are unpacked."""
        yield from reversed(self._new)
        for pack in reversed(range(len(self._packs))):
            yield from reversed(self._unpacked(pack))
        yield from reversed(self._plain)

    def __len__(self) -> int:
        return len(self._plain) + PACK * len(self._packs) + len(self._new)

    def _highest(self) -> int:
        return int(next(reversed(self._new), self._lasts[-1] if self._lasts else 0))

    def _pack(self) -> None:
        """Compress all new documents but the newest."""
        *numbers, newest = self._new
        # the packs change before `_new` does: another thread that reads finds each document
        pack = to_json({number: self._new[number] for number in numbers})
        self._packs += (zlib.compress(pack),)
        self._lasts += (int(numbers[-1]),)
        self._new = {newest: self._new[newest]}

    def _unpack(self) -> None:
        self._plain, self._packs, self._lasts, self._new = dict(self), (), (), {}
        self._last_unpacked = (-1, {})

    def _unpacked(self, pack: int) -> dict[str, StoredDocument]:
        """Return the documents of a pack; none if there is no such pack."""
        if not 0 <= pack < len(self._packs):
            return {}
        # the last pack is kept: to read a table in order asks for it a hundred times
        last, rows = self._last_unpacked
        if last != pack:
            rows = from_json(zlib.decompress(self._packs[pack]))
            self._last_unpacked = (pack, rows)
        return rows
