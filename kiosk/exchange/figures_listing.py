"""The listing of a day's figures, for programs: without names, and without small groups."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.exchange.listings import Listing
from kiosk.language import Language
from kiosk.rules.follow_up.figures import NUMBERS, FiguresLine
from kiosk.rules.follow_up.figures_in_words import BY_NAMES, figures_said
from kiosk.text import t


def figures_listing(lines: Iterable[FiguresLine], language: Language, *, is_today: bool) -> Listing:
    """Return the figures, a line for each group; a group too small has blanks for its numbers."""
    lines = list(lines)
    said = [figures_said(line, is_today=is_today) for line in lines]
    starts = [f"{one.session.start:%H:%M}" if one.session is not None else "" for one in lines]
    return Listing(
        ("by", "id", "title", "start", *NUMBERS, "small"),
        [
            (line.by.value, line.id, language.say(line.title), start,
             *line.numbers().values(), line.is_small)
            for line, start in zip(lines, starts, strict=True)
        ],
        (t("By"), t("Starts"), t("Title"), t("Figures")),
        [
            (BY_NAMES[line.by], start, line.title, words)
            for line, start, words in zip(lines, starts, said, strict=True)
        ],
        t("There is nothing to count on this day."),
        soft=frozenset({2}),
    )  # fmt: skip
