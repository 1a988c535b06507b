"""The walk through closing a day: the account, its questions, the figures and the printing."""

from __future__ import annotations

from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, by
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import print_one


@stop("12:30")
async def closing(stage: Stage) -> None:
    people = sorted(stage.school.day_record(DAY).movements)
    marked = [by(Evidence.TUTOR, mark(who, "BRIEF", MarkState.PRESENT)) for who in people]
    await stage.perform(*marked)
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")
    await stage.sees("Look at first")


@stop("12:30")
async def closing_question(stage: Stage) -> None:
    await closing(stage)
    await stage.press("c")
    await stage.on("ConfirmDialog")


@stop("16:00")
async def closed(stage: Stage) -> None:
    await stage.perform(by(Evidence.TUTOR, mark("GBO", "BRIEF", MarkState.PRESENT)), close_day(DAY))
    await stage.open_tutors()
    await stage.press("c")
    await stage.on("ClosingScreen")
    await stage.sees("Still to put right")


@stop("16:00")
async def open_again_question(stage: Stage) -> None:
    await closed(stage)
    await stage.press("o")
    await stage.on("ChoiceDialog")


@stop("16:00")
async def figures(stage: Stage) -> None:
    await closing(stage)
    await stage.press("j")
    await stage.on("FiguresScreen")
    await stage.sees("By session")


@stop("16:00")
async def printed(stage: Stage) -> None:
    await closed(stage)
    await print_one(stage, "GBO")
