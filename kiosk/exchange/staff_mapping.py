"""What a person says about a staff file before it is read: its columns and its job titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.exchange.role_words import role_in, role_of
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import Window
from kiosk.rules.model.terms import Role


@dataclass(frozen=True)
class StaffMapping:
    """Headings and job titles with their meanings; where nothing is said, the words decide."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading to column."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Job title, folded, to role."""
    for_all: Role | None = None
    """The role of every title that is not understood, and of rows without one."""
    day_hours: Window | None = None
    """The hours of a whole day, for files that name the days only."""

    def role_of(self, title: str) -> Role | None:
        """Return the role of a job title; None: it is not understood."""
        return self.roles.get(fold(title)) or role_of(title) or role_in(title) or self.for_all


AS_IT_IS = StaffMapping()
