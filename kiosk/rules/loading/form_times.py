"""Whether a form wrote its dates with the day or the month first, decided once for all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.model.file_contents import FileRecord, FormAnswer
from kiosk.text import Text, t, tn

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

SLACK = timedelta(days=1)
"""A form may write its moments in another zone; exchanging day and month moves a date by weeks."""

Answer = FileRecord[FormAnswer]


def decide_dates(
    rows: Sequence[Answer], now: datetime, order: str = ""
) -> tuple[list[Answer], list[Problem], list[Text], Problem | None]:
    """Return the rows with the moment that counts, the problems, notes, and a doubt.

    The doubt is a row whose readings put the answers into different orders.

    Args:
        now: in the school's zone. A moment after it is proof of a misreading.
        order: `dmy` or `mdy`; blank: the one that fits more rows, in doubt the day first.
    """
    latest = now.replace(tzinfo=None) + SLACK
    only = {
        DAY_FIRST: [one for one in rows if _proves(one, DAY_FIRST, latest)],
        MONTH_FIRST: [one for one in rows if _proves(one, MONTH_FIRST, latest)],
    }
    notes: list[Text] = []
    doubt: Problem | None = None
    if not order:
        is_month_first = len(only[MONTH_FIRST]) > len(only[DAY_FIRST])
        order = MONTH_FIRST if is_month_first else DAY_FIRST
        double = [one for one in rows if len(set(_readings(one).values())) > 1]
        if is_month_first:
            notes.append(_month_first_note(only[MONTH_FIRST][0]))
        elif double and not only[DAY_FIRST]:
            both = _both_readings(double[0])
            notes.append(t("The dates can be read in two ways: {both}.", both=both))
            if _in_order(rows, DAY_FIRST) != _in_order(rows, MONTH_FIRST):
                expected = t(
                    "dates that can be read only one way, because the first to answer "
                    "goes first: {readings}",
                    readings=both,
                )
                doubt = double[0].problem("at", double[0].record.written_at, expected)
    other = DAY_FIRST if order == MONTH_FIRST else MONTH_FIRST
    problems = [_misread(one, order) for one in only[other]]
    later = sum(all(at > latest for at in _readings(one).values()) for one in rows if _written(one))
    if later:
        notes.append(
            tn(
                "{n} answer is dated in the future: is this computer's clock right?",
                "{n} answers are dated in the future: is this computer's clock right?",
                later,
            )
        )
    read = [_with_moment(one, order) for one in rows]
    return read, problems, notes, doubt


def _written(row: Answer) -> bool:
    return bool(_readings(row))


def _readings(row: Answer) -> dict[str, datetime]:
    """Return the moments that a row's date may mean, by the order in which it is read."""
    both = {DAY_FIRST: row.record.at, MONTH_FIRST: row.record.at_month_first}
    return {order: at for order, at in both.items() if at is not None}


def _proves(row: Answer, order: str, latest: datetime) -> bool:
    """Return whether a row's date is possible in this order only."""
    possible = {one for one, at in _readings(row).items() if at <= latest}
    return possible == {order}


def _with_moment(row: Answer, order: str) -> Answer:
    """Return the row with its moment in an order; the other reading counts if it has none."""
    both = _readings(row)
    at = both.get(order, next(iter(both.values()), None))
    return replace(row, record=replace(row.record, at=at, at_month_first=None))


def _in_order(rows: Sequence[Answer], order: str) -> list[int]:
    dated = [_with_moment(one, order) for one in rows]
    return [one.row for one in sorted(dated, key=lambda one: one.record.at or datetime.max)]


def _misread(row: Answer, order: str) -> Problem:
    at = _readings(row).get(order)
    if at is not None:
        return row.problem("at", row.record.written_at, t("a date that is not in the future"))
    expected = (
        t("a date with the day first, as in the other rows")
        if order == DAY_FIRST
        else t("a date with the month first, as in the other rows")
    )
    return row.problem("at", row.record.written_at, expected)


def _month_first_note(row: Answer) -> Text:
    return t(
        "The dates are read with the month first: row {row}, “{written}”, "
        "makes sense only that way.",
        row=row.row,
        written=row.record.written_at,
    )


def _both_readings(row: Answer) -> Text:
    """Return what a date means with the day first and with the month first."""
    both = _readings(row)
    return t(
        "row {row}, “{written}”, is {first} with the day first (--dates dmy) and {second} with the "
        "month first (--dates mdy)",
        row=row.row,
        written=row.record.written_at,
        first=both[DAY_FIRST].date(),
        second=both[MONTH_FIRST].date(),
    )
