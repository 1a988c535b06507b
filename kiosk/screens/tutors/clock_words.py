"""Times of day as a tutor types them."""

from __future__ import annotations

from datetime import time


def read_clock(typed: str) -> time | None:
    """Return a time such as `9:30`, `09:30` or `09.30`; None where it is none."""
    digits = typed.strip().replace(".", ":")
    try:
        return time.fromisoformat(digits.zfill(5)) if digits else None
    except ValueError:
        return None
