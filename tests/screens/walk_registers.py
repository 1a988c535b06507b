"""The part of the walk about registers: a tutor's, a leader's own, and one that is corrected."""

from __future__ import annotations

from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY, by
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import open_register, put_on, to_slot


@stop("11:30")
async def register(stage: Stage) -> None:
    await stage.perform(
        by(Evidence.TYPED, sign_in_to_session("GBO", "A6")),
        by(Evidence.TUTOR, mark("VSR", "A6", MarkState.ABSENT)),
        by(Evidence.TUTOR, mark("VSR", "A6", MarkState.LATE)),
    )
    await open_register(stage, "A6")


@stop()
async def register_nobody(stage: Stage) -> None:
    await open_register(stage, "A8")


@stop()
async def register_help(stage: Stage) -> None:
    await open_register(stage, "A6")
    await stage.press("f1")
    await stage.on("HelpDialog")


@stop("15:45")
async def register_corrected(stage: Stage) -> None:
    await stage.perform(by(Evidence.TUTOR, mark("GBO", "BRIEF", MarkState.PRESENT)), close_day(DAY))
    await open_register(stage, "BRIEF")
    await put_on(stage, "GBO")
    await stage.press("a")
    await stage.on("NumberedDialog")


@stop("15:45")
async def register_outdated(stage: Stage) -> None:
    await register_corrected(stage)
    await stage.press("1")
    await stage.sees("no longer hold")


@stop("15:45")
async def register_put_right(stage: Stage) -> None:
    await register_outdated(stage)
    await stage.press("c")
    await stage.on("PreviewDialog")


@stop("11:25")
async def my_day_leading(stage: Stage) -> None:
    await stage.open_day("YKH")
    await to_slot(stage, "11:20")
    await stage.press("enter")
    await stage.sees("Enter: ", "register")


@stop("11:25")
async def own_register(stage: Stage) -> None:
    await my_day_leading(stage)
    await stage.press("enter")
    await stage.prove("YKH")
    await stage.on("OwnRegisterScreen")


@stop("11:25")
async def own_register_help(stage: Stage) -> None:
    await own_register(stage)
    await stage.press("f1")
    await stage.on("HelpDialog")
