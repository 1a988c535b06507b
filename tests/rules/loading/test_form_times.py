"""Whether the day or the month stands first is decided once for all rows of a form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.language import Language
from kiosk.rules.loading.form_times import decide_dates
from kiosk.rules.model.file_contents import FileRecord, FormAnswer

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def answer(row: int, first: int, second: int) -> FileRecord[FormAnswer]:
    """Return an answer of a date written as first/second/2026."""

    def moment(day: int, month: int) -> datetime | None:
        try:
            return datetime(2026, month, day, 9)
        except ValueError:
            return None

    written = f"{first:02}/{second:02}/2026"
    record = FormAnswer(
        at=moment(first, second), at_month_first=moment(second, first), written_at=written
    )
    return FileRecord(record, "f.csv", row, frozenset())


def decided(*dates: tuple[int, int], order: str = "") -> tuple[list[Any], list[int], str, bool]:
    rows = [answer(row, *date) for row, date in enumerate(dates, 2)]
    read, problems, notes, doubt = decide_dates(rows, NOW, order)
    days = [one.record.at and (one.record.at.day, one.record.at.month) for one in read]
    told = " ".join(Language("en").say(note) for note in notes)
    return days, [problem.row for problem in problems], told, doubt is None


def test_one_row_that_fits_only_one_way_decides_for_all() -> None:
    assert decided((3, 8), (24, 8)) == ([(3, 8), (24, 8)], [], "", True)
    days, wrong, told, certain = decided((8, 3), (8, 24))
    assert (days, wrong, certain) == ([(3, 8), (24, 8)], [], True)
    assert "the month first: row 3, “08/24/2026”, makes sense only that way" in told


def test_a_date_in_the_future_is_proof_of_a_misreading() -> None:
    days, wrong, told, _ = decided((8, 3), (8, 12))  # 8 December is later than 1 September
    assert (days, wrong) == ([(3, 8), (12, 8)], [])
    assert "row 3, “08/12/2026”, makes sense only that way" in told


def test_where_both_are_possible_both_are_shown_and_the_day_is_first() -> None:
    days, wrong, told, certain = decided((3, 4), (4, 4))
    assert (days, wrong, certain) == ([(3, 4), (4, 4)], [], True)
    assert "row 2, “03/04/2026”, is Friday 3 April 2026 with the day first" in told
    assert "4 March 2026 with the month first (--dates mdy)" in told
    assert not decided((3, 4), (2, 5))[3]
    assert decided((3, 4), (2, 5), order="mdy") == ([(4, 3), (5, 2)], [], "", True)


def test_what_fits_only_the_other_way_is_listed() -> None:
    assert decided((24, 8), (25, 8), (8, 26))[1] == [4]
    assert decided((24, 8), order="mdy")[1] == [2]


def test_a_clock_that_is_wrong_blocks_nobody() -> None:
    days, wrong, told, _ = decided((24, 12), (25, 12))
    assert (days, wrong) == ([(24, 12), (25, 12)], [])
    assert "2 answers are dated in the future" in told


@given(st.lists(st.integers(0, 200), min_size=1), st.booleans())
def test_a_file_that_is_written_one_way_is_never_read_the_other_way_unasked(
    ages: list[int], month_first: bool
) -> None:
    truth = [(NOW - timedelta(days=age)) for age in ages]
    dates = [(at.month, at.day) if month_first else (at.day, at.month) for at in truth]
    days, wrong, told, certain = decided(*dates)
    right = days == [(at.day, at.month) for at in truth]
    assert right or "in two ways" in told
    assert not wrong
    if certain and not right:
        ordered = [at for _, at in sorted(zip(truth, range(len(truth)), strict=True))]
        read = [(datetime(2026, month, day), n) for n, (day, month) in enumerate(days)]
        assert [n for _, n in sorted(read)] == ordered or len(set(truth)) < len(truth)
