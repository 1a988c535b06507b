"""The part of the walk about what tutors look into: what does not fit, and who is not proved."""

from __future__ import annotations

from datetime import datetime, time

from msgspec.structs import replace

from kiosk.rules.attendance.marks import sign_in_to_session
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Window
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from tests.builders import DAY, by
from tests.screens.kiosks import Stage
from tests.screens.stops import stop

HOLDER, PLACE = PersonId("MAL"), SessionId("A1")


@decision
def unfitting(school: School, now: datetime) -> Changes:
    """Cut the hours of somebody with a place, and put two sessions into one room."""
    del now
    moved = replace(school.session(SessionId("A2")), room=school.session(PLACE).room)
    alone = replace(school.session(SessionId("A5")), leaders=())
    hours = {"tue": Window(time(12), time(15, 30))}
    cut = replace(school.people[HOLDER], hours=hours)
    return Changes(tuple(map(put, (moved, alone, cut))))


@stop("08:52")
async def board_to_check(stage: Stage) -> None:
    await stage.perform(choose(HOLDER, PLACE), unfitting())
    await stage.open_tutors()


@stop("08:52")
async def attention(stage: Stage) -> None:
    await board_to_check(stage)
    await stage.press("k")
    await stage.on("AttentionScreen")


@stop("08:52")
async def attention_help(stage: Stage) -> None:
    await attention(stage)
    await stage.press("f1")
    await stage.on("HelpDialog")


@stop("08:52")
async def attention_give_up(stage: Stage) -> None:
    await attention(stage)
    await stage.press("x")
    await stage.on("ConfirmDialog")


@stop()
async def attention_nothing(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("k")
    await stage.on("AttentionScreen")


@stop("09:50")
async def by_name_only(stage: Stage) -> None:
    people = sorted(stage.school.day_record(DAY).movements)[:12]
    await stage.perform(*(by(Evidence.TYPED, sign_in_to_session(who, "SAFE")) for who in people))
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")
    await stage.press("u")
    await stage.on("ByNameOnlyScreen")
