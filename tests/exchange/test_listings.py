"""Tables for people: what a column holds never touches the next one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kiosk.exchange.listings import aligned
from kiosk.language import Language
from kiosk.text import t

WORDS = st.text(st.characters(exclude_categories=("Z", "C", "M")), min_size=1, max_size=40)
CELLS = WORDS | st.integers(0, 10**9)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.integers(1, 100))
def test_columns_stand_apart_whatever_their_contents(
    rows: list[tuple[str | int, ...]], width: int
) -> None:
    headings = (t("A"), t("Longer"), t("B"))
    lines = aligned(Language("en"), headings, rows, width).splitlines()
    assert [len(re.split("  +", line.strip())) for line in lines] == [3] * (1 + len(rows))
