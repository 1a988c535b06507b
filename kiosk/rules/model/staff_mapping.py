"""What a school says about its staff file: what its columns and its job titles mean."""

from __future__ import annotations

import msgspec

from kiosk.rules.model.records import Window
from kiosk.rules.model.terms import Role

STAFF = "staff"
"""The id of the one mapping that is kept: that of the staff file."""


class StaffMapping(msgspec.Struct, frozen=True):
    """Headings and job titles with their meanings; where nothing is said, the words decide.

    It is kept with the school, and holds for the next staff file.
    """

    columns: dict[str, str] = {}
    """Heading to column; blank: it is left out."""
    roles: dict[str, Role] = {}
    """Job title, folded, to role; the blank title: rows without one."""
    for_all: Role | None = None
    """The role of every title that is not understood, and of rows without one."""
    day_hours: Window | None = None
    """The hours of a whole day, for files that name the days only."""
    id: str = STAFF


AS_IT_IS = StaffMapping()
"""Nothing is said: the words decide."""
