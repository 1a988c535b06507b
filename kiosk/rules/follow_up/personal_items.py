"""How many items wait for one person, such as invitations and required catch-ups."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiosk.rules.attendance.evaluation import sessions_to_evaluate
from kiosk.rules.attendance.invitations import invitations_of
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.intentions import due_intentions
from kiosk.rules.follow_up.outstanding import handed_in, has_to_confirm
from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence


def count_waiting_items(
    school: School,
    now: datetime,
    person: PersonId,
    evidence: Evidence,
    replied: Collection[SessionId],
) -> int:
    """Return how many items wait for the person; 0 without proof, as the number itself is private.

    Counted are sessions to evaluate and not `replied` about, unanswered invitations, required
    catch-ups not done, due intentions, and 1 each for the induction if any step is due, and for
    what a DSP or DSL is to confirm.
    """
    if not evidence.is_proof:
        return 0
    today = now.date()
    sessions = len(sessions_to_evaluate(school, now, person, evidence, replied))
    unanswered = sum(item.accepted is None for item in invitations_of(school, person, today))
    owed = sum(item.required and item.is_open for item in catch_ups_of(school, person))
    induction = int(steps_due(school, person, today) > 0)
    intentions = len(due_intentions(school, person, today))
    confirming = int(has_to_confirm(school, Actor(person, evidence), today))
    return sessions + unanswered + owed + induction + intentions + confirming


def prepare_count(school: School) -> None:
    """Find what is counted by looking at everybody, so that later no one waits for it."""
    handed_in(school)


def steps_due(school: School, person: PersonId, today: date) -> int:
    """Return how many of the person's induction steps are due today or overdue."""
    steps = steps_of(school, school.people[person], today)
    return sum(line.due in (Urgency.OVERDUE, Urgency.TODAY) for line in steps)
