"""The part of the walk about catch-ups: what is outstanding, and what is done about it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.language import Language
from kiosk.printing import Kind, note_printed, plan
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.follow_up.outstanding import extend_catch_ups, outstanding
from kiosk.rules.follow_up.stubs import hand_in_stub, issue_slips
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from tests.builders import DAY
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import open_row


async def print_slips(stage: Stage, seed: str = "one") -> None:
    """Print the slips of the day: everybody's catch-ups are recorded, each with a stub."""
    await stage.perform(report_absent("GBO", DAY), issue_slips(DAY, Private(seed)))
    now = stage.kiosk.desk.now()
    await stage.perform(note_printed(plan(stage.school, now, Kind.SLIPS, DAY, Language())))


async def open_outstanding(stage: Stage) -> None:
    """Open the tutors' list of what is outstanding."""
    await stage.open_tutors()
    await stage.press("full_stop")
    await stage.on("OutstandingScreen")
    await stage.settle()


@stop("16:00")
async def outstanding_nothing(stage: Stage) -> None:
    await open_outstanding(stage)


@stop("16:00")
async def outstanding_all(stage: Stage) -> None:
    await print_slips(stage)
    today = stage.kiosk.desk.now().date()
    lines = outstanding(stage.school, today)
    mine, other = (one.catch_up for one in lines if one.person.id in ("FDV", "MAL")
                   and one.catch_up.training)  # fmt: skip
    await stage.perform(extend_catch_ups((other.id,), today))
    await stage.kiosk.desk.perform(hand_in_stub(mine.stub), Actor(mine.person, Evidence.TYPED))
    await open_outstanding(stage)
    await stage.press("space", "space")
    await stage.settle()


@stop("16:00")
async def outstanding_why(stage: Stage) -> None:
    await outstanding_all(stage)
    await stage.press("x")
    await stage.on("NumberedDialog")


@stop("16:00")
async def outstanding_date(stage: Stage) -> None:
    await outstanding_all(stage)
    await stage.press("m")
    await stage.on("DateDialog")


@stop("16:00")
async def outstanding_again(stage: Stage) -> None:
    await outstanding_all(stage)
    await stage.press("p")
    await stage.on("ConfirmDialog")


@decision
def has_duty(school: School, now: datetime, person: PersonId, duty: str) -> Changes:
    """Give a person a duty and no others."""
    del now
    return Changes((put(replace(school.people[person], duties=(duty,))),))


@stop("16:00")
async def my_items_to_confirm(stage: Stage) -> None:
    await print_slips(stage)
    await stage.perform(has_duty(PersonId("SJO"), "dsp"))
    today = stage.kiosk.desk.now().date()
    for one in outstanding(stage.school, today):
        if one.person.id in ("FDV", "MAL") and one.catch_up.training:
            asked = hand_in_stub(one.catch_up.stub)
            await stage.kiosk.desk.perform(asked, Actor(one.person.id, Evidence.TYPED))
    await stage.scan(stage.school.people[PersonId("SJO")].badge)
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("MyDayScreen")
    await open_row(stage, "confirm")
    await stage.on("ToConfirmDialog")
    await stage.press("space")
    await stage.settle()
