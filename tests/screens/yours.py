"""The part of the walk about a person's own items: what F7 opens, and the tutors' side of it."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from kiosk.rules.attendance.invitations import accept_invitation
from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.free_places import fill_free_places
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import record_catch_ups
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.personal_records import Certificate, CertificateLine, Intention
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.text import Both
from tests.builders import DAY, at, by, moves
from tests.screens.kiosks import Stage
from tests.screens.ways import take_row, with_places

REBECCA = PersonId("RHU")
"""A person who works from Wednesday to Friday, and is invited to this Tuesday."""
OWN = "HMS · Attachment and trauma · Looking ahead · Additional learning needs · Behaviour"
"""A school's text about one person, in one language only."""
OWN_VIEWS = ("own", "messages", "training", "needs")
"""The views that show that text."""
WORDS = "Cold calling, with care"
LINES = ("More time to talk with the department, please", "Diolch!")
"""Remarks on a session."""


@decision
def wanted_before(school: School, now: datetime) -> Changes:
    """Give Rebecca an intention that the kiosk asks about today."""
    del school, now
    return Changes((put(Intention(join_ids(REBECCA, "1"), REBECCA, WORDS, date(2026, 9, 1))),))


async def open_day_by_badge(stage: Stage, person: PersonId) -> None:
    """Open a person's My day with a badge: the scan signs in, Enter opens the day."""
    await stage.scan(stage.school.people[person].badge)
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("MyDayScreen")


async def was_in(stage: Stage, person: PersonId, *sessions: SessionId) -> None:
    """Mark a person present in sessions."""
    await stage.perform(
        *(by(Evidence.TUTOR, mark(person, one, MarkState.PRESENT)) for one in sessions)
    )


async def for_you(stage: Stage) -> None:
    """Open the list by a typed name, which shows nothing private."""
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
    await take_row(stage, "session")
    await stage.on("FeedbackDialog")


async def evaluation_line(stage: Stage) -> None:
    await evaluation(stage)
    await stage.press("end", "enter")
    await stage.sees("Will you use this?")
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
def has_everything(school: School, now: datetime, person: PersonId) -> Changes:
    """Give a person one of each private item: a certificate, needs, a place gained …"""
    lines = (CertificateLine("OLD", Both("Attachment and trauma"), 90),)
    earlier = InsetDay("2026-07-02", 5, Both("Looking ahead"))
    held = Certificate("HMS-2026-0007", earlier.id, person, lines, now)
    needs = ("Additional learning needs", "Behaviour")
    who = replace(school.person(person), needs=needs)
    return Changes(tuple(map(put, (earlier, held, who))))


async def own(stage: Stage, person: PersonId = PersonId("MAL")) -> None:
    """Open the list with a badge, which shows everything."""
    await stage.perform(
        by(Evidence.TUTOR, mark(person, "BRIEF", MarkState.ABSENT)),
        by(Evidence.TUTOR, mark(person, "SAFE", MarkState.ABSENT)),
        record_catch_ups(DAY, person),
        has_everything(person),
        choose(person, "B1"),
        moves("B1", stage.console("Room 14")),
        choose(person, "A7"),
        with_places("A7", 99),
        fill_free_places(),
    )
    await open_day_by_badge(stage, person)
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()


async def catch_up(stage: Stage) -> None:
    await own(stage)
    await take_row(stage, f"catch-up:{DAY}/MAL/pathway")
    await stage.on("ReadingDialog")


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
    await stage.press("v")
    await stage.on("InvitationsScreen")


async def evaluations(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("b")
    await stage.on("FeedbackScreen")


async def evaluations_opened(stage: Stage) -> None:
    replies = stage.app.context.replies
    for number in range(7):
        replies.rate(stage.school.session("SAFE"), PersonId(f"P{number}"), number % 4, number % 3)
    for line in LINES:
        replies.remark(stage.school.session("SAFE"), line)
    for number in range(4):
        replies.rate(stage.school.session("A3"), PersonId(f"P{number}"), 3, 2)
    await stage.perform(close_day(DAY))
    await evaluations(stage)
    await stage.press("o")
    await stage.on("ConfirmDialog")
    await stage.press("right", "enter")
    await stage.on("FeedbackScreen")
    await stage.sees("7 replies")


async def welcome_no_day_yet(stage: Stage) -> None:
    """Go back to August, when the places of the sample's day can be chosen already."""
    stage.kiosk.desk.clock = lambda: at("16:00", "2026-08-20")
    stage.app.context.changed.publish(stage.school)
    await stage.settle()


async def proven_no_day_yet(stage: Stage) -> None:
    """Open the day to come with a badge."""
    await welcome_no_day_yet(stage)
    await stage.scan(stage.school.people[PersonId("TAI")].badge)
    await stage.on("MyDayScreen")
    await stage.settle()


WAYS = {
    welcome_no_day_yet: "08:41",
    proven_no_day_yet: "08:41",
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
"""Each way to a view, and its time of day."""
