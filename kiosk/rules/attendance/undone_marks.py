"""Undoing one's own sign-in to a session, within the undo time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from kiosk.errors import Refused
from kiosk.rules.attendance.arrivals import MORE_UNDO, too_late_to_undo
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.places import choose
from kiosk.rules.choosing.promotion import promotions_for
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.text import t


@decision
def undo_session_sign_in(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Undo the person's own sign-in to a session, and what it ended, within the undo time.

    Raises:
        Refused: there is no sign-in, a professional tutor made it, or it is too late.
    """
    meant = school.session(session)
    last = current_mark(school, person, meant)
    if last is None or last.evidence.is_by_hand:
        raise Refused(t("There's nothing to undo."))
    if now - last.at > timedelta(seconds=school.settings.undo_for) + MORE_UNDO:
        raise too_late_to_undo(school)
    return Changes(
        tuple(undo_marks_at(school, now, actor, person, meant.day, last.at)), t("Undone.")
    )


def undo_marks_at(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId, at: datetime
) -> list[Put | Remove]:
    """Return the changes that undo every mark the person made at one moment.

    A person who is thereby back in another session also gets back the place they gave up in it.
    """
    undone = [
        (session, last)
        for session in school.sessions_of(person, day)
        if (last := current_mark(school, person, session))
        and last.at == at
        and not last.evidence.is_by_hand
    ]
    items: list[Put | Remove] = [Remove("marks", last.id) for _, last in undone]
    for session, _ in undone:
        if is_in_the_room(school.apply(items), person, session):
            # Somebody else may have taken that place meanwhile; the mark stands without it.
            with suppress(Refused):
                items += choose(person, session.id)(school.apply(items), now, actor).items
    return [*items, *promotions_for(school, now, person, items)]
