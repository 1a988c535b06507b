"""Lots: an order that favours nobody, is the same on every machine, and can be checked."""

from __future__ import annotations

from hashlib import sha256

from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay


def lot_number(person: PersonId, day: InsetDay) -> str:
    """Return a lot: the hexadecimal SHA-256 of day, seed and id. The lowest goes first."""
    # A hash instead of a random number: every machine gets the same order, anybody can check it,
    # and no one can choose their own lot.
    return sha256(f"{day.id}\n{day.draw_seed or day.id}\n{person}".encode()).hexdigest()
