"""What a person answers about a staff file: put together, and applied to its words."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.exchange.cells import squeeze_heading
from kiosk.exchange.role_words import role_in, role_of
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Window
from kiosk.rules.model.staff_mapping import StaffMapping
from kiosk.rules.model.terms import Role

LEFT_OUT = ""
"""What a heading is mapped to that is no column."""


def role_for(mapping: StaffMapping, title: str) -> Role | None:
    """Return the role of a job title; None: it is not understood."""
    return mapping.roles.get(fold(title)) or role_of(title) or role_in(title) or mapping.for_all


def columns_said(mapping: StaffMapping) -> dict[str, str]:
    """Return the columns that a person named, by their headings as these are compared."""
    return {squeeze_heading(heading): column for heading, column in mapping.columns.items()}


def with_column(mapping: StaffMapping, heading: str, column: str) -> StaffMapping:
    """Return the mapping with another meaning of a heading.

    A column stands below one heading: any other that stood for it has its own meaning again.
    """
    others = {
        name: meant
        for name, meant in columns_said(mapping).items()
        if meant != column or meant == LEFT_OUT
    }
    return replace(mapping, columns={**others, squeeze_heading(heading): column})


def with_role(mapping: StaffMapping, title: str, role: Role) -> StaffMapping:
    """Return the mapping with another role of a job title."""
    return replace(mapping, roles={**mapping.roles, fold(title): role})


def with_role_for_all(mapping: StaffMapping, role: Role | None) -> StaffMapping:
    """Return the mapping with the role of every title not understood; None: each is asked."""
    return replace(mapping, for_all=role)


def with_day_hours(mapping: StaffMapping, hours: Window) -> StaffMapping:
    """Return the mapping with the hours of a whole day."""
    return replace(mapping, day_hours=hours)


def put_together(last: StaffMapping, said: StaffMapping) -> StaffMapping:
    """Return what was said last time with what is said now, which wins."""
    both = StaffMapping(
        for_all=said.for_all or last.for_all, day_hours=said.day_hours or last.day_hours
    )
    for mapping in (last, said):
        for heading, column in mapping.columns.items():
            both = with_column(both, heading, column)
        for title, role in mapping.roles.items():
            both = with_role(both, title, role)
    return both
