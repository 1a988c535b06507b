"""The part of the walk about what does not fit on the coming days."""

from __future__ import annotations

from datetime import datetime, time

from msgspec.structs import replace

from kiosk.rules.choosing.places import choose
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import Window
from kiosk.rules.model.school import School, put
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
    await stage.press("g")
    await stage.on("ConfirmDialog")


@stop()
async def attention_nothing(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("k")
    await stage.on("AttentionScreen")
