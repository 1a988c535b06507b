"""The part of the walk about what a day changed: cancelled and moved sessions."""

from __future__ import annotations

from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.choosing.places import choose
from tests.builders import moves, retimes
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import open_register, to_slot


async def _cancelled(stage: Stage) -> None:
    await stage.perform(choose("FDV", "A4"), cancel_session("A4"))


@stop("11:06")
async def welcome_cancelled(stage: Stage) -> None:
    await _cancelled(stage)
    await stage.settle()


@stop("10:00")
async def my_day_cancelled(stage: Stage) -> None:
    await _cancelled(stage)
    await stage.open_day("FDV")
    await to_slot(stage, "11:20")
    await stage.press("right", "up")


@stop()
async def board_cancelled(stage: Stage) -> None:
    await _cancelled(stage)
    await stage.open_tutors()


@stop()
async def register_cancelled(stage: Stage) -> None:
    await _cancelled(stage)
    await open_register(stage, "A4")


@stop("11:06")
async def welcome_retimed(stage: Stage) -> None:
    await stage.perform(retimes("A2", "11:40-12:20"), moves("A2", stage.console("Room 14")))
    await stage.settle()


@stop("10:00")
async def my_day_retimed(stage: Stage) -> None:
    await stage.perform(choose("FDV", "A4"), retimes("A4", "11:40-12:20"))
    await stage.open_day("FDV")
    await to_slot(stage, "11:20")


@stop()
async def board_retimed(stage: Stage) -> None:
    await stage.perform(retimes("A1", "11:40-12:20"))
    await stage.open_tutors()


@stop()
async def find_a_session(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("tab", "slash")
    await stage.on("FindSessionDialog")


@stop("11:30")
async def board_sessions(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("tab")
