"""A map of everybody, of which a copy with a few entries changed costs what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

SHARE = 16
"""The changed entries are merged when there are more than one in so many."""


class LargeMap(Mapping[K, V]):
    """A dict, and what has changed since.

    A copied dict of 10,000 entries costs 30 µs, and 170 where others use the processor's cache.
    """

    def __init__(self, base: dict[K, V], changes: dict[K, V] | None = None) -> None:
        self._base = base
        self._changes = changes or {}

    def changed(self, entries: Mapping[K, V]) -> LargeMap[K, V]:
        """Return the map with these entries; none is ever taken away."""
        changes = {**self._changes, **entries}
        if len(changes) * SHARE > len(self._base):
            return LargeMap({**self._base, **changes})
        return LargeMap(self._base, changes)

    def as_dict(self) -> dict[K, V]:
        """Return a dict of its own, to be written in."""
        return {**self._base, **self._changes}

    def __getitem__(self, key: K) -> V:
        return self._changes[key] if key in self._changes else self._base[key]

    def get(self, key: K, default: D = None) -> V | D:  # type: ignore[assignment]
        """Return the entry, or the default."""
        if key in self._changes:
            return self._changes[key]
        return self._base.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._base or key in self._changes

    def __iter__(self) -> Iterator[K]:
        return iter(self._merged())

    def __len__(self) -> int:
        return len(self._merged())

    def values(self) -> ValuesView[V]:
        """Return the entries, in the order of the keys."""
        return self._merged().values()

    def _merged(self) -> dict[K, V]:
        return {**self._base, **self._changes} if self._changes else self._base
