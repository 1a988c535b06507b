"""Places in an order, in words that can be translated."""

from __future__ import annotations

from kiosk.text import Text, t

ORDINALS = (
    t("1st"), t("2nd"), t("3rd"), t("4th"), t("5th"),
    t("6th"), t("7th"), t("8th"), t("9th"), t("10th"),
)  # fmt: skip


def ordinal(n: int) -> Text:
    """Return a place, from 1, such as "2nd"; later ones as "number 12"."""
    return ORDINALS[n - 1] if 0 < n <= len(ORDINALS) else t("number {n}", n=n)
