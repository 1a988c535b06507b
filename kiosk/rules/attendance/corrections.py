"""Corrections of a register: who may make them, and when they carry a reason."""

from __future__ import annotations

from datetime import datetime

from kiosk.errors import ReasonNeeded, Refused
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Mark
from kiosk.rules.model.labels import day_is_closed
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Correction, Evidence, MarkState
from kiosk.text import t

CORRECTION_NAMES = {
    Correction.WRONG_PERSON: t("wrong person"),
    Correction.BY_MISTAKE: t("scanned by mistake"),
    Correction.REGISTER_LATE: t("register late"),
    Correction.ELSEWHERE: t("done elsewhere"),
}
"""The names of the reasons, on screen and in print."""


def is_correction(
    school: School, now: datetime, session: Session, last: Mark | None, state: MarkState
) -> bool:
    """Return whether a mark corrects the last one, so that it should carry a reason.

    While a session runs, people come late and leave: a changed mark is no correction then. On a
    closed day a first mark is one as well.
    """
    if last is not None and last.state is state:
        return False
    is_over = last is not None and now >= school.moment(session.day, session.end)
    return is_over or is_closed(school, session)


def is_closed(school: School, session: Session) -> bool:
    """Return whether the session's day is closed."""
    return school.programme.days[session.day].closed_at is not None


def check_marking(school: School, actor: Actor, session: Session) -> None:
    """Check that there is a register, and that it is this actor's to take.

    Raises:
        Refused: the session is cancelled; or the actor is a leader, and it is not their session or
            its day is closed.
    """
    if session.is_cancelled:
        raise Refused(t("{title} is cancelled.", title=school.workshop(session).title))
    if actor.evidence is Evidence.LEADER:
        if actor.id not in session.leaders:
            raise Refused(t("This is not your session."))
        if is_closed(school, session):
            raise Refused(day_is_closed(school.settings))


def check_reason(school: School, session: Session, correction: Correction | None) -> None:
    """Check that a correction on a closed day says why.

    Raises:
        ReasonNeeded: it does not.
    """
    if correction is None and is_closed(school, session):
        raise ReasonNeeded(t("This day is closed. A correction needs a reason."))
