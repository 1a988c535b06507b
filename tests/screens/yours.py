"""The part of the walk that is one person's own: what F7 opens, and what comes of it for tutors."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.rules.attendance import mark
from kiosk.rules.changes import Changes
from kiosk.rules.closing import close_day
from kiosk.rules.decisions import decision
from kiosk.rules.invitations import accept_invitation
from kiosk.rules.personal import Intention
from kiosk.rules.records import key
from kiosk.rules.school import School, put
from kiosk.rules.terms import Proof, State
from tests.builders import DAY
from tests.screens.kiosks import Stage

REBECCA = "RHU"
"""Works from Wednesday to Friday, and is invited to this Tuesday."""
WORDS = "Cold calling, with care"
LINES = ("More time to talk with the department, please", "Diolch!")
"""What people wrote about a session."""


@decision
def wanted_before(school: School, now: datetime) -> Changes:
    """Let there be what Rebecca wanted to try, of which she is to be asked today."""
    del school, now
    return Changes((put(Intention(key(REBECCA, "1"), REBECCA, WORDS, date(2026, 9, 1))),))


async def open_day_by_badge(stage: Stage, person: str) -> None:
    """Open somebody's My day with a badge: the scan signs in, and Enter opens it."""
    await stage.scan(stage.school.people[person].badge)
    await stage.sees("Enter: my day")
    await stage.press("enter")
    await stage.on("MyDayScreen")


async def was_in(stage: Stage, person: str, *sessions: str) -> None:
    """Let somebody have been in sessions."""
    await stage.perform(*(mark(person, one, State.PRESENT, Proof.TUTOR) for one in sessions))


async def for_you(stage: Stage) -> None:
    """A typed name: sessions to evaluate, and nothing else of one's own."""
    await stage.perform(wanted_before())
    await was_in(stage, REBECCA, "SAFE", "A3")
    await stage.open_day(REBECCA)
    await stage.press("f7")
    await stage.on("ForYouDialog")


async def for_you_proven(stage: Stage) -> None:
    await stage.perform(wanted_before())
    await was_in(stage, REBECCA, "SAFE", "A3")
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("ForYouDialog")
    await stage.settle()


async def evaluation(stage: Stage) -> None:
    await for_you(stage)
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


async def evaluation_line(stage: Stage) -> None:
    await evaluation(stage)
    await stage.press("end", "enter")
    await stage.sees("I will use this.")
    await stage.press("end", "enter")
    await stage.on("LineDialog")


async def invitation(stage: Stage) -> None:
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("ForYouDialog")
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


async def plan(stage: Stage) -> None:
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("ForYouDialog")
    await stage.settle()
    await stage.press("end", "enter")
    await stage.on("PlanDialog")


async def intention(stage: Stage) -> None:
    await for_you_proven(stage)
    await stage.press("end", "up", "enter")
    await stage.on("ChoiceDialog")


async def invitations(stage: Stage) -> None:
    await stage.perform(accept_invitation(REBECCA, DAY, Proof.TUTOR))
    await stage.open_tutors()
    await stage.press("f7")
    await stage.on("InvitationsScreen")


async def evaluations(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("f8")
    await stage.on("EvaluationsScreen")


async def evaluations_opened(stage: Stage) -> None:
    replies = stage.app.kit.replies
    for number in range(7):
        replies.rate(stage.school.session("SAFE"), f"P{number}", number % 4, number % 3)
    for line in LINES:
        replies.remark(stage.school.session("SAFE"), line)
    for number in range(4):
        replies.rate(stage.school.session("A3"), f"P{number}", 3, 2)
    await stage.perform(close_day(DAY))
    await evaluations(stage)
    await stage.press("o")
    await stage.on("ConfirmDialog")
    await stage.press("right", "enter")
    await stage.on("EvaluationsScreen")
    await stage.sees("7 replies")


WAYS = {
    for_you: "12:16",
    for_you_proven: "12:16",
    evaluation: "12:16",
    evaluation_line: "12:16",
    invitation: "08:41",
    plan: "08:41",
    intention: "12:16",
    invitations: "08:41",
    evaluations: "12:16",
    evaluations_opened: "15:40",
}
"""Each way, and the time of day at which it is gone."""
