"""Says what is in a staff file: what was read, left out and taken as last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from kiosk.errors import Problem
from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.staff_mapping import columns_said
from kiosk.exchange.staff_sheet import FIELDS
from kiosk.rules.model.file_contents import StaffFile
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t, tn

COLUMN_NAMES: dict[str, Text] = {
    "name": t("Whole name"),
    **{field.name: field.heading for field in FIELDS},
    "preferred_surname": t("Surname they use"),
    "fte": t("Share of full time (FTE)"),
    "weekly_hours": t("Hours a week"),
    "full_hours": t("Hours of a full week"),
    "days": t("Working days"),
    "weeks": t("Weeks a year"),
    "host": t("School or agency they come from"),
    "needs": t("Topics wanted"),
    "left": t("Leaving date"),
    "status": t("Whether they still work here"),
    "enabled": t("Whether the account is in use"),
    "inactive": t("Whether the account is closed"),
    "sat": t("Saturday"),
    "sun": t("Sunday"),
}
"""The columns of a staff file as a person calls them, in the order in which they are offered."""


def sheet_read(staff: StaffFile) -> Text | None:
    """Return which sheet of a workbook was read, if there were others."""
    if not staff.others:
        return None
    return t(
        "{file}: read the sheet “{sheet}”, and not: {others}.",
        file=clean(staff.name),
        sheet=clean(staff.sheet),
        others=", ".join(clean(name) for name in staff.others),
    )


def private_columns(staff: StaffFile) -> Text | None:
    """Return which columns must not come in, if there were any."""
    if not staff.private:
        return None
    return t(
        "{file}: private columns were left out: {names}. The kiosk keeps none of this: "
        "please take them out of the export.",
        file=clean(staff.name),
        names=", ".join(clean(heading) for heading in staff.private),
    )


def unused_columns(file: str, headings: Iterable[str]) -> Text | None:
    """Return which columns of a file mean nothing to the kiosk, if any do."""
    names = ", ".join(clean(heading) for heading in headings)
    if not names:
        return None
    return t(
        "{file}: columns the kiosk doesn't use were left out: {names}.",
        file=clean(file),
        names=names,
    )


def lines_of_nobody(staff: StaffFile) -> Text | None:
    """Return how many rows are lines of a report, if any are."""
    if not staff.lines:
        return None
    return tn(
        "{n} row is of nobody (a total, a date or headings) and was left out.",
        "{n} rows are of nobody (totals, dates or headings) and were left out.",
        staff.lines,
    )


def headings_not_there(staff: StaffFile, said: StaffMapping) -> list[Problem]:
    """Return a problem for each heading that a person names and the file does not have."""
    there = {squeeze_heading(seen.heading) for seen in staff.columns}
    listed = ", ".join(clean(seen.heading) for seen in staff.columns)
    return [
        Problem(staff.name, 0, heading, "", t("one of its headings: {names}", names=listed))
        for heading in said.columns
        if squeeze_heading(heading) not in there
    ]


def as_last_time(staff: StaffFile, last: StaffMapping) -> Text | None:
    """Return in one line what holds for a file because it was said of an earlier one, if any."""
    answers = [*_last_answers(staff, last)]
    if not answers:
        return None
    listed = reduce(lambda first, more: t("{first}; {more}", first=first, more=more), answers)
    return t("As last time: {answers}.", answers=listed)


def _last_answers(staff: StaffFile, last: StaffMapping) -> Iterator[Text]:
    now, before, said = staff.mapping, columns_said(last), columns_said(staff.mapping)
    for seen in staff.columns:
        column = before.get(squeeze_heading(seen.heading))
        if column is None or column != said.get(squeeze_heading(seen.heading)):
            continue
        heading = clean(seen.heading)
        yield (
            t("“{heading}” is: {column}", heading=heading, column=COLUMN_NAMES[column])
            if column
            else t("“{heading}” is left out", heading=heading)
        )
    for title, role, _ in staff.titles:
        if role is not None and last.roles.get(fold(title)) is role:
            name = clean(title) or t("no job title")
            yield t("“{title}”: {role}", title=name, role=ROLE_NAMES[role])
    if last.for_all is not None and last.for_all is now.for_all:
        yield t("titles not understood: {role}", role=ROLE_NAMES[Role(last.for_all)])
    hours = last.day_hours
    if (
        hours is not None
        and hours == now.day_hours
        and any(seen.column == "days" for seen in staff.columns)
    ):
        yield t("a whole day: {start} to {end}", start=hours.start, end=hours.end)
