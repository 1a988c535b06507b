"""The part of the walk that is one person's own: what F7 opens, and what comes of it for tutors."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from kiosk.rules.attendance.invitations import accept_invitation
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.catch_up import record_catch_ups
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.personal_records import Intention
from kiosk.rules.model.records import Certificate, CertificateLine, InsetDay, join_ids
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.text import Both
from tests.builders import DAY, by
from tests.screens.kiosks import Stage
from tests.screens.ways import take_row

REBECCA = "RHU"
"""Works from Wednesday to Friday, and is invited to this Tuesday."""
OWN = "HMS · Attachment and trauma · Looking ahead · Additional learning needs · Behaviour"
"""What a school wrote of one person, in no other language."""
OWN_VIEWS = ("own", "messages", "training", "needs")
"""The views that show it."""
WORDS = "Cold calling, with care"
LINES = ("More time to talk with the department, please", "Diolch!")
"""What people wrote about a session."""


@decision
def wanted_before(school: School, now: datetime) -> Changes:
    """Let there be what Rebecca wanted to try, of which she is to be asked today."""
    del school, now
    return Changes((put(Intention(join_ids(REBECCA, "1"), REBECCA, WORDS, date(2026, 9, 1))),))


async def open_day_by_badge(stage: Stage, person: str) -> None:
    """Open somebody's My day with a badge: the scan signs in, and Enter opens it."""
    await stage.scan(stage.school.people[person].badge)
    await stage.sees("Enter: my day")
    await stage.press("enter")
    await stage.on("MyDayScreen")


async def was_in(stage: Stage, person: str, *sessions: str) -> None:
    """Let somebody have been in sessions."""
    await stage.perform(
        *(by(Evidence.TUTOR, mark(person, one, MarkState.PRESENT)) for one in sessions)
    )


async def for_you(stage: Stage) -> None:
    """A typed name: of one's own there is nothing."""
    await stage.perform(wanted_before())
    await was_in(stage, REBECCA, "SAFE", "A3")
    await stage.open_day(REBECCA)
    await stage.press("f7")
    await stage.on("MyItemsDialog")


async def for_you_proven(stage: Stage) -> None:
    await stage.perform(wanted_before())
    await was_in(stage, REBECCA, "SAFE", "A3")
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()


async def evaluation(stage: Stage) -> None:
    await for_you_proven(stage)
    await stage.press("enter")
    await stage.on("ChoiceDialog")


async def evaluation_line(stage: Stage) -> None:
    await evaluation(stage)
    await stage.press("end", "enter")
    await stage.sees("I will use this.")
    await stage.press("end", "enter")
    await stage.on("RemarkDialog")


async def invitation(stage: Stage) -> None:
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


async def plan(stage: Stage) -> None:
    await open_day_by_badge(stage, REBECCA)
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()
    await stage.press("end", "enter")
    await stage.on("IntentionDialog")


async def intention(stage: Stage) -> None:
    await for_you_proven(stage)
    await take_row(stage, "intention")
    await stage.on("ChoiceDialog")


@decision
def has_everything(school: School, now: datetime, person: str) -> Changes:
    """Let somebody have one of all that is private: a certificate, needs, a place that came …"""
    lines = (CertificateLine("OLD", Both("Attachment and trauma"), 90),)
    earlier = InsetDay("2026-07-02", 5, Both("Looking ahead"))
    held = Certificate("HMS-2026-0007", earlier.id, person, lines, now)
    needs = ("Additional learning needs", "Behaviour")
    who = replace(school.person(person), needs=needs)
    return Changes(tuple(map(put, (earlier, held, who))))


async def own(stage: Stage, person: str = "MAL") -> None:
    """All that there is after proof: what was missed, what moved, what was attended."""
    await stage.perform(
        by(Evidence.TUTOR, mark(person, "BRIEF", MarkState.ABSENT)),
        by(Evidence.TUTOR, mark(person, "SAFE", MarkState.ABSENT)),
        record_catch_ups(DAY, person),
    )
    await open_day_by_badge(stage, person)
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()


async def catch_up(stage: Stage) -> None:
    await own(stage)
    await take_row(stage, f"catch-up:{DAY}/MAL/safeguarding")
    await stage.on("ReadingDialog")
    await stage.press("right", "right")


async def messages(stage: Stage) -> None:
    await own(stage)
    await take_row(stage, "messages")
    await stage.on("PageDialog")


async def training(stage: Stage) -> None:
    await own(stage)
    await take_row(stage, "training")
    await stage.on("PageDialog")


async def needs(stage: Stage) -> None:
    await own(stage)
    await take_row(stage, "needs")
    await stage.on("PageDialog")


async def invitations(stage: Stage) -> None:
    await stage.perform(by(Evidence.TUTOR, accept_invitation(REBECCA, DAY)))
    await stage.open_tutors()
    await stage.press("f7")
    await stage.on("InvitationsScreen")


async def evaluations(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("f8")
    await stage.on("EvaluationsScreen")


async def evaluations_opened(stage: Stage) -> None:
    replies = stage.app.context.replies
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
    own: "10:50",
    catch_up: "10:50",
    messages: "10:50",
    training: "10:50",
    needs: "10:50",
    invitations: "08:41",
    evaluations: "12:16",
    evaluations_opened: "15:40",
}
"""Each way, and the time of day at which it is gone."""
