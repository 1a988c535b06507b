"""The walk through every screen and dialog: the keys that open each."""

from __future__ import annotations

from datetime import timedelta

from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.sample.pin import DEMO_PIN
from tests.builders import DAY, moves
from tests.screens import (
    walk_attention,
    walk_catch_ups,
    walk_changes,
    walk_closing,
    walk_desk,
    walk_files,
    walk_forms,
    walk_registers,
    walk_setup,
    yours,
)
from tests.screens.kiosks import Stage
from tests.screens.stops import WALK, stop, stopped_at
from tests.screens.ways import (
    open_register,
    open_row,
    take_row,
    to_slot,
    with_draw,
    with_places,
)

__all__ = [
    "WALK", "stopped_at", "walk_attention", "walk_catch_ups", "walk_changes", "walk_closing",
    "walk_desk", "walk_files", "walk_forms", "walk_registers", "walk_setup",
]  # fmt: skip


# -- for everybody ----------------------------------------------------------------------------


@stop()
async def welcome(stage: Stage) -> None:
    await stage.pilot.pause()


@stop()
async def welcome_found(stage: Stage) -> None:
    await stage.find(stage.console("jones"))


@stop()
async def welcome_signed_in(stage: Stage) -> None:
    await stage.pick("FDV")
    await stage.sees("Signed in at")


@stop()
async def welcome_unknown_badge(stage: Stage) -> None:
    await stage.type("INSET-NOBODY")
    await stage.press("enter")


@stop("16:00")
async def welcome_day_over(stage: Stage) -> None:
    await stage.pilot.pause()


@stop("11:06")
async def welcome_soon(stage: Stage) -> None:
    await stage.perform(moves("A2", stage.console("Room 14")))


@stop()
async def welcome_no_day(stage: Stage) -> None:
    now = stage.kiosk.desk.now() + timedelta(days=365)  # after the sample's last day
    stage.kiosk.desk.clock = lambda: now
    stage.app.context.changed.publish(stage.school)


@stop()
async def welcome_help(stage: Stage) -> None:
    await stage.press("f1")
    await stage.on("HelpDialog")


@stop()
async def my_day(stage: Stage) -> None:
    await stage.open_day("GBO")


@stop()
async def my_day_help(stage: Stage) -> None:
    await stage.open_day("FDV")
    await stage.press("f1")
    await stage.on("HelpDialog")


@stop("10:00")
async def my_day_to_choose(stage: Stage) -> None:
    await stage.open_day("FDV")
    await stage.press("down", "down", "right")


@stop("08:30")
async def my_day_in_a_queue(stage: Stage) -> None:
    await stage.perform(choose("MAL", "A7"))
    await stage.open_day("MAL")
    await to_slot(stage, "11:20")
    await stage.press("right")


@stop("08:30")
async def my_day_moved_up(stage: Stage) -> None:
    first = bookings_in(stage.school, stage.school.session("A7"))[0]
    await stage.perform(give_up_place(first.person, "A7"))
    await stage.open_day("DJE")
    await to_slot(stage, "11:20")


@stop()
async def my_day_part_time(stage: Stage) -> None:
    await stage.open_day("NIA")
    await to_slot(stage, "13:10")


@stop()
async def my_day_not_a_working_day(stage: Stage) -> None:
    await stage.open_day("RHU")
    await to_slot(stage, "11:20")


@stop("08:52")
async def my_day_late(stage: Stage) -> None:
    await stage.open_day("FDV")
    await stage.press("enter")
    await stage.sees("Signed in to", "late")


@stop()
async def my_day_no_day(stage: Stage) -> None:
    await welcome_no_day(stage)
    await stage.pick("NIA")
    await stage.on("MyDayScreen")


@stop()
async def give_up(stage: Stage) -> None:
    await stage.open_day("GBO")
    await to_slot(stage, "11:20")
    await stage.press("right")
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


@stop()
async def wish(stage: Stage) -> None:
    await stage.perform(choose("MAL", "A7"), with_places("A3", 0), choose("MAL", "A3"))
    await stage.open_day("MAL")
    await to_slot(stage, "11:20")
    await stage.press("right")
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


@stop()
async def my_day_before_a_draw(stage: Stage) -> None:
    await stage.perform(with_draw(DAY), choose("MAL", "A7"), choose("MAL", "A3"))
    await stage.open_day("MAL")
    await to_slot(stage, "11:20")


@stop()
async def wish_before_a_draw(stage: Stage) -> None:
    await my_day_before_a_draw(stage)
    await stage.press("right")
    await stage.settle()
    await stage.press("enter")
    await stage.on("ChoiceDialog")


@stop()
async def ask_why(stage: Stage) -> None:
    await open_register(stage, "A6")
    await stage.press("g")
    await stage.on("FindPersonDialog")
    await stage.pick("FDV")
    await stage.on("ReasonDialog")


@stop()
async def proof(stage: Stage) -> None:
    await stage.open_day("FDV")
    await open_row(stage, "prove")
    await stage.on("ProofDialog")


@stop()
async def proof_by_code(stage: Stage) -> None:
    stage.kiosk.secrets.set_code("FDV", "1793")
    await proof(stage)
    await stage.type("7777")
    await stage.press("enter")
    await stage.sees("That's not your PIN.")


@stop()
async def code(stage: Stage) -> None:
    await proof(stage)
    await stage.press("f9")
    await stage.on("PinDialog")
    await stage.type(DEMO_PIN)
    await stage.press("enter")
    await stage.on("CodeDialog")
    for typed in ("1793", "1798"):
        await stage.type(typed)
        await stage.press("enter")
    await stage.sees("Those don't match.")


@stop()
async def induction(stage: Stage) -> None:
    await proof(stage)
    await stage.scan("INSET-D4D0QNHKU5")
    await stage.on("MyItemsDialog")
    await take_row(stage, "induction")
    await stage.on("InductionScreen")


@stop()
async def induction_reading(stage: Stage) -> None:
    await induction(stage)
    await take_row(stage, "nqt-profile")
    await stage.on("ReadingDialog")


@stop()
async def induction_help(stage: Stage) -> None:
    await induction(stage)
    await stage.press("f1")
    await stage.on("HelpDialog")


# -- for professional tutors ------------------------------------------------------------------


@stop()
async def pin(stage: Stage) -> None:
    await stage.press("f9")
    await stage.on("PinDialog")


@stop()
async def wrong_pin(stage: Stage) -> None:
    await pin(stage)
    await stage.type("1111")
    await stage.press("enter")
    await stage.sees("That's not the PIN.")


@stop("08:52")
async def board(stage: Stage) -> None:
    await stage.open_tutors()


@stop("08:52")
async def board_before_a_draw(stage: Stage) -> None:
    await stage.perform(with_draw(DAY), choose("MAL", "A7"))
    await stage.open_tutors()


@stop()
async def board_help(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("f1")
    await stage.on("HelpDialog")


@stop()
async def board_no_day(stage: Stage) -> None:
    now = stage.kiosk.desk.now() + timedelta(days=1)
    stage.kiosk.desk.clock = lambda: now
    await stage.open_tutors()


@stop()
async def end(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("q")
    await stage.on("ConfirmDialog")


@stop("08:52")
async def not_yet_in(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("n")
    await stage.on("NotYetInScreen")


@stop()
async def find(stage: Stage) -> None:
    await open_register(stage, "A6")
    await stage.press("slash")
    await stage.on("FindPersonDialog")
    await stage.find(stage.console("jones"))


@stop()
async def caseload(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("i")
    await stage.on("CaseloadScreen")


@stop()
async def induction_to_confirm(stage: Stage) -> None:
    await caseload(stage)
    await stage.press("i")
    await stage.on("InductionScreen")


for own, clock in yours.WAYS.items():
    stop(clock)(own)
