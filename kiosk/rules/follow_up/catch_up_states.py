"""How far a catch-up is: to do, handed in, done, or waived."""

from __future__ import annotations

from enum import Enum

from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.audiences import is_named
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import WaiveReason
from kiosk.text import t


class CatchUpState(Enum):
    """How far one is."""

    OPEN = "to do"
    HANDED_IN = "handed in"
    """Said to be done, and still to be confirmed."""
    DONE = "done"
    WAIVED = "waived"
    NOT_OWED = "no longer owed"
    """Unnecessary since a mark was corrected."""

    @property
    def is_settled(self) -> bool:
        """Whether nobody has anything to do for it any more."""
        return self in (CatchUpState.DONE, CatchUpState.WAIVED, CatchUpState.NOT_OWED)


STATE_NAMES = {
    CatchUpState.OPEN: t("to do"),
    CatchUpState.HANDED_IN: t("handed in"),
    CatchUpState.DONE: t("done"),
    CatchUpState.WAIVED: t("waived"),
    CatchUpState.NOT_OWED: t("no longer owed"),
}

WAIVE_REASONS = {
    WaiveReason.ELSEWHERE: t("done elsewhere"),
    WaiveReason.OTHER_JOB: t("not needed in their job"),
    WaiveReason.NO_ROUTE: t("nothing to catch up with"),
    WaiveReason.AGREED: t("agreed with the head"),
}


def is_training(school: School, catch_up: CatchUp) -> bool:
    """Return whether its subject is required training for its person, as the programme says now."""
    person = school.people.get(catch_up.person)
    workshop = school.programme.workshops.get(catch_up.subject)
    return person is not None and workshop is not None and is_named(person, workshop)


def needs_confirming(school: School, catch_up: CatchUp) -> bool:
    """Return whether it is done only once a DSP, DSL or professional tutor has confirmed it.

    Required training always is, as nobody's own tick can stand for it; what else is required,
    where the school asks.
    """
    asks = catch_up.required and school.settings.confirm_catch_ups
    return asks or is_training(school, catch_up)


def state_of(school: School, catch_up: CatchUp) -> CatchUpState:
    """Return how far a catch-up is."""
    if catch_up.is_open:
        return CatchUpState.OPEN
    if not catch_up.is_owed:
        return CatchUpState.NOT_OWED
    if catch_up.waived_at is not None:
        return CatchUpState.WAIVED
    if catch_up.confirmed_at is None and needs_confirming(school, catch_up):
        return CatchUpState.HANDED_IN
    return CatchUpState.DONE
