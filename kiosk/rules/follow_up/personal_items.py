"""What waits for one person, for them alone to see: how much of it there is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from kiosk.rules.attendance.evaluation import sessions_to_evaluate
from kiosk.rules.attendance.invitations import invitations_of
from kiosk.rules.follow_up.catch_up import catch_ups_of
from kiosk.rules.follow_up.intentions import due_intentions
from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence


def count_waiting_items(
    school: School, now: datetime, person: str, evidence: Evidence, replied: Collection[str]
) -> int:
    """Return how many things wait for a person, of which nothing is told without proof.

    Sessions to evaluate, but for those they have `replied` about; invitations that are not
    answered, required catch-ups that are not done, the induction where a step of it is due, and
    what the kiosk is to ask about.
    """
    if not evidence.is_proof:
        return 0
    today = now.date()
    sessions = len(sessions_to_evaluate(school, now, person, replied))
    unanswered = sum(one.accepted is None for one in invitations_of(school, person, today))
    owed = sum(one.required and one.done_at is None for one in catch_ups_of(school, person))
    induction = int(steps_due(school, person, today) > 0)
    intentions = len(due_intentions(school, person, today))
    return sessions + unanswered + owed + induction + intentions


def steps_due(school: School, person: str, today: date) -> int:
    """Return how many of a person's induction steps are due now."""
    steps = steps_of(school, school.people[person], today)
    return sum(line.due in (Urgency.OVERDUE, Urgency.TODAY) for line in steps)
