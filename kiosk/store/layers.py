"""Changes of an open transaction, over the documents that are saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from kiosk.store.journal.lines import Operation, StoredDocument

SCALARS = (str, int, float, bool, type(None))


def copied(row: Mapping[str, Any]) -> StoredDocument:
    """Return a deep copy of a document."""
    return {key: _copied_value(value) for key, value in row.items()}


def _copied_value(value: Any) -> Any:
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, dict):
        return {key: _copied_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied_value(item) for item in value]
    return value


class Layer(Mapping[str, StoredDocument]):
    """A table by document number, as it will be. Its base is a saved table or another layer."""

    def __init__(self, table: str, base: Mapping[str, StoredDocument]) -> None:
        self.table, self._base = table, base
        self._new: dict[str, StoredDocument] = {}
        self._gone: set[str] = set()
        self._emptied = ""

    def __getitem__(self, number: str) -> StoredDocument:
        if number in self._new:
            return self._new[number]
        if self._emptied or number in self._gone:
            raise KeyError(number)
        return self._base[number]

    def get(self, number: str, default: Any = None) -> Any:
        """Return a document, or the default; costs no exception where there is none."""
        if number in self._new:
            return self._new[number]
        if self._emptied or number in self._gone:
            return default
        return self._base.get(number, default)

    def __contains__(self, number: object) -> bool:
        if number in self._new:
            return True
        return not self._emptied and number not in self._gone and number in self._base

    def __iter__(self) -> Iterator[str]:
        if self._emptied:
            yield from self._new
            return
        for number in self._base:
            if number not in self._gone:
                yield number
        for number in self._new:
            if number not in self._base:
                yield number

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def is_dropped(self) -> bool:
        """Whether the table itself is gone."""
        return self._emptied == "drop" and not self._new

    def put(self, number: str, row: StoredDocument) -> None:
        """Write a document."""
        self._new[number] = row
        self._gone.discard(number)

    def remove(self, number: str) -> None:
        """Remove a document. Raises `KeyError` if there is none."""
        if number not in self:
            raise KeyError(number)
        self._new.pop(number, None)
        self._gone.add(number)

    def empty(self, how: str) -> None:
        """Remove everything: `clear` keeps the table itself, `drop` does not."""
        self._new.clear()
        self._gone.clear()
        self._emptied = how

    def operations(self) -> list[Operation]:
        """Return what makes this layer of its base: nothing for a document that did not change."""
        ops: list[Operation] = []
        if self._emptied:
            ops.append([self._emptied, self.table])
        else:
            ops += [["del", self.table, key] for key in sorted(self._gone) if key in self._base]
        for number, row in self._new.items():
            if self._emptied or self._base.get(number) != row:
                ops.append(["put", self.table, number, row])
        return ops

    def take(self, ops: list[Operation]) -> None:
        """Apply the operations of a layer whose base is this one."""
        for op in ops:
            if op[0] == "put":
                self.put(op[2], op[3])
            elif op[0] == "del":
                self.remove(op[2])
            else:
                self.empty(op[0])


class Overlay(MutableMapping[int, Any]):
    """What TinyDB's updaters are given: a layer by whole numbers, whose documents may be changed.

    Only a document that is asked for is copied, so a change by number costs the same at any size.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._handed: dict[str, StoredDocument] = {}

    def __getitem__(self, number: int) -> Any:
        name = str(number)
        if name not in self._handed:
            self._handed[name] = copied(self._layer[name])
        return self._handed[name]

    def __setitem__(self, number: int, row: Any) -> None:
        self._handed[str(number)] = row
        self._layer.put(str(number), row)

    def __delitem__(self, number: int) -> None:
        self._handed.pop(str(number), None)
        self._layer.remove(str(number))

    def __contains__(self, number: object) -> bool:
        return str(number) in self._layer

    def __iter__(self) -> Iterator[int]:
        return map(int, self._layer)

    def __len__(self) -> int:
        return len(self._layer)

    def clear(self) -> None:
        """Remove everything."""
        self._handed.clear()
        self._layer.empty("clear")

    def write_back(self) -> None:
        """Put the documents that were handed out into the layer, as the updater left them."""
        for number, row in self._handed.items():
            if self._layer[number] is not row:
                self._layer.put(number, row)
