"""A table that only grows, kept small: the history, which has an entry for everything ever done.

What was read at the start lies open, as in any table. What is added is packed, a hundred documents
at a time: an entry then takes some 20 bytes in place of 850, so that memory stays as it is however
many people sign in.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left
from collections.abc import Iterator, MutableMapping
from itertools import chain

from kiosk.store.journal.lines import StoredDocument, encode

PACK = 100
"""Documents that are packed together: half a millisecond to pack them, or to look into them."""


class CompressedTable(MutableMapping[str, StoredDocument]):
    """Documents by number. To change one that is packed, or to add a lower number, unpacks all."""

    def __init__(self, rows: dict[str, StoredDocument] | None = None) -> None:
        """Begin with these rows, which are not packed; a change of one is made in `rows` itself."""
        self._old = {} if rows is None else rows
        self._packs: tuple[bytes, ...] = ()
        self._lasts: tuple[int, ...] = ()  # the highest number of each pack
        self._new: dict[str, StoredDocument] = {}  # higher than those, in order, not packed yet
        self._looked_into: tuple[int, dict[str, StoredDocument]] = (-1, {})

    def copy(self) -> CompressedTable:
        """Return a copy that no later change alters."""
        found = CompressedTable(self._old.copy())
        found._packs, found._lasts, found._new = self._packs, self._lasts, self._new.copy()
        return found

    def __getitem__(self, number: str) -> StoredDocument:
        for rows in (self._old, self._new):
            if number in rows:
                return rows[number]
        place = bisect_left(self._lasts, int(number)) if number.isdecimal() else -1
        return self._unpacked(place)[number]

    def __setitem__(self, number: str, row: StoredDocument) -> None:
        if number in self._old:
            self._old[number] = row
        elif number in self._new or int(number) > self._highest():
            self._new[number] = row
            if len(self._new) > PACK:
                self._pack()
        else:
            self._unpack()
            self._old[number] = row

    def __delitem__(self, number: str) -> None:
        if number not in self._old:
            self._unpack()
        del self._old[number]

    def __iter__(self) -> Iterator[str]:
        packed = chain.from_iterable(map(self._unpacked, range(len(self._packs))))
        return chain(self._old, packed, self._new)

    def __len__(self) -> int:
        return len(self._old) + PACK * len(self._packs) + len(self._new)

    def _highest(self) -> int:
        return int(next(reversed(self._new), self._lasts[-1] if self._lasts else 0))

    def _pack(self) -> None:
        """Pack all but the newest one, which is there at every moment: others may be reading."""
        *numbers, newest = self._new
        pack = encode({number: self._new[number] for number in numbers})
        self._packs += (zlib.compress(pack.encode("ascii")),)
        self._lasts += (int(numbers[-1]),)
        self._new = {newest: self._new[newest]}

    def _unpack(self) -> None:
        self._old, self._packs, self._lasts, self._new = dict(self), (), (), {}
        self._looked_into = (-1, {})

    def _unpacked(self, place: int) -> dict[str, StoredDocument]:
        """Return the documents of a pack, or none; the last one looked into is at hand."""
        if not 0 <= place < len(self._packs):
            return {}
        at, rows = self._looked_into
        if at != place:
            rows = json.loads(zlib.decompress(self._packs[place]))
            self._looked_into = (place, rows)
        return rows
