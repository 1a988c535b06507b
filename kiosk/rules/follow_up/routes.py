"""Whether there is any way to catch up: a resource still in time, one to choose, or a repeat."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kiosk.rules.follow_up.catch_up_resources import (
    resources_for,
    resources_in_time,
    workshops_to_choose,
)
from kiosk.rules.follow_up.repeats import repeat_of
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.school import School


def has_route(school: School, catch_up: CatchUp) -> bool:
    """Return whether there is a way to catch up, from the day on which its slip was printed."""
    return has_resource(school, catch_up) or repeat_of(school, catch_up) is not None


def has_resource(school: School, catch_up: CatchUp) -> bool:
    """Return whether a resource is in time, or one of a workshop that is still to be chosen."""
    if catch_up.subject or catch_up.resources:
        return bool(resources_in_time(school, catch_up))
    who = school.people.get(catch_up.person)
    return who is not None and any(
        resources_in_time(school, replace(catch_up, resources=resources_for(school, who, one)))
        for one in workshops_to_choose(school, catch_up)
    )


def seen_on(catch_up: CatchUp, today: date) -> CatchUp:
    """Return a catch-up as a slip would have it that is printed today."""
    return replace(catch_up, printed_on=today)
