"""A table that only grows, kept small in memory: the history, with an entry for every change.

Documents that were read from the file stay bytes of it. Those that are added later are compressed,
a hundred at a time: an entry then takes 20 bytes, not 850, so a busy day does not fill the memory.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from kiosk.store.journal.lines import StoredDocument, from_json, to_json
from kiosk.store.journal.stored_rows import EncodedRows, StoredRow, StoredRows, as_stored, encoded

PACK = 100
"""Documents in a pack. To compress a pack, or to read one, takes half a millisecond."""


class CompressedTable(EncodedRows):
    """Documents by number. Adding at the end is cheap; any other change unpacks everything."""

    def __init__(
        self, rows: dict[str, StoredDocument] | StoredRows | None = None, free: int | None = None
    ) -> None:
        """Begin with these rows, which are not compressed. Changes to them are made in `rows`.

        `free` is a number above all of theirs; None: it is not known.
        """
        self._plain: dict[str, StoredDocument] | StoredRows = {} if rows is None else rows
        # what has this number or a higher one is found without looking into the rows of the file
        self._from = _above(self._plain) if free is None else free
        self._packs: tuple[bytes, ...] = ()
        self._lasts: tuple[int, ...] = ()  # the highest number in each pack
        self._new: dict[str, StoredDocument] = {}  # higher numbers than those, not compressed yet
        self._last_unpacked: tuple[int, dict[str, StoredDocument]] = (-1, {})

    def copy(self) -> CompressedTable:
        """Return a copy that no later change alters."""
        copy = CompressedTable(self._plain.copy(), self._from)
        copy._packs, copy._lasts, copy._new = self._packs, self._lasts, self._new.copy()
        return copy

    def encoded(self) -> Iterator[bytes]:
        """Yield the rows as JSON; see `encoded`."""
        yield from encoded(self._plain)
        for pack in self._packs:
            yield zlib.decompress(pack)[1:-1]
        yield from encoded(self._new)

    def stored(self) -> Mapping[str, StoredRow]:
        """Return the rows as they are stored, those of packs as documents."""
        packed = chain.from_iterable(self._unpacked(n).items() for n in range(len(self._packs)))
        return {**as_stored(self._plain), **dict(packed), **self._new}

    def holding(self, parts: Collection[bytes]) -> Iterator[tuple[str, StoredDocument]]:
        """Yield the documents in whose JSON any of these stands; see `holding`."""
        plain = self._plain
        yield from plain.holding(parts) if isinstance(plain, EncodedRows) else plain.items()
        for number, pack in enumerate(self._packs):
            if any(map(zlib.decompress(pack).__contains__, parts)):
                yield from self._unpacked(number).items()
        yield from self._new.items()

    def __getitem__(self, number: str) -> StoredDocument:
        new = self._new  # another thread may pack it
        if number in new:
            return new[number]
        place = int(number) if number.isdecimal() else 0
        if place < self._from:
            return self._plain[number]
        return self._unpacked(bisect_left(self._lasts, place))[number]

    def __setitem__(self, number: str, row: StoredDocument) -> None:
        if int(number) < self._from and number in self._plain:
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
        return int(next(reversed(self._new), self._lasts[-1] if self._lasts else self._from - 1))

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
        self._last_unpacked, self._from = (-1, {}), max(self._from, _above(self._plain))

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


def _above(rows: Iterable[str]) -> int:
    """Return a number above all of these."""
    return 1 + max(map(int, rows), default=0)
