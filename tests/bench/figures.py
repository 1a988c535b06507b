"""Figures, the targets they are held against, and the table of them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    size: str
    """On what: people x sessions."""
    value: float
    most: float | None = None
    """The target; None: there is none, the figure is only told."""
    unit: str = "x"
    """`x`: so many times the floor."""
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.most is None or self.value <= self.most


def share(times: Sequence[float], part: float) -> float:
    """Return the value up to which so large a part of all values lies (nearest rank)."""
    return sorted(times)[max(0, math.ceil(part * len(times)) - 1)]


def spread(times: Sequence[float]) -> str:
    """Return the middle of some seconds, in ms, with its quarters and the most."""
    low, middle, high = (1_000 * share(times, part) for part in (0.25, 0.5, 0.75))
    worst = 1_000 * max(times)
    return f"{middle:.1f} ms ({low:.1f} to {high:.1f}, p95 {1_000 * share(times, 0.95):.0f}, "\
        f"most {worst:.0f})"  # fmt: skip


def beside(
    what: str, size: str, ours: Sequence[float], floor: Sequence[float], most: float
) -> list[Figure]:
    """Return p50 and p95 of some seconds as parts of the floor's."""
    note = f"{spread(ours)} beside {spread(floor)}, {len(ours)} each"
    return [
        Figure(
            f"{what}, p{part * 100:.0f}", size, share(ours, part) / share(floor, part), most,
            note=note if part == 0.5 else "",
        )
        for part in (0.5, 0.95)
    ]  # fmt: skip


def exponent(times: Mapping[int, float]) -> float:
    """Return the power of the size with which times grow, by least squares in log and log."""
    if len(times) < 2:
        return math.nan
    points = [(math.log(size), math.log(time)) for size, time in times.items()]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def table(figures: Iterable[Figure], *, heads: bool = True) -> str:
    """Return the figures as lines."""
    rows = [("", "what", "people x sessions", "figure", "target", "")] if heads else []
    for one in figures:
        most = "" if one.most is None else f"{one.most:g} {one.unit}"
        sign = "" if one.most is None else "met" if one.is_met else "MISSED"
        value = f"{one.value:,.0f}" if one.value >= 100 else f"{one.value:.3g}"
        rows.append((sign, one.what, one.size, f"{value} {one.unit}", most, one.note))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]))
        .rstrip() for row in rows
    )  # fmt: skip
