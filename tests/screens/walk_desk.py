"""The part of the walk about identity: self-added, doubted sign-ins, a person's page."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.rules.attendance.arrivals import doubt_sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.choosing.places import give_up_place
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.sample.pin import DEMO_PIN
from tests.builders import by
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import add_newcomer, open_reception, take_row


@stop()
async def not_listed(stage: Stage) -> None:
    await stage.find(stage.console("dewi prys"))
    await stage.press("f2")
    await stage.on("AddSelfDialog")


@stop()
async def not_listed_but_listed(stage: Stage) -> None:
    await not_listed(stage)
    namesake = stage.school.people["SJO"]
    await add_newcomer(stage, namesake.forename, namesake.surname)
    await stage.sees("is already on the list")


@stop()
async def my_day_known_by_a_badge(stage: Stage) -> None:
    await stage.arrive("FDV")
    await stage.goes_to("09:00")
    await stage.scan("INSET-D4D0QNHKU5")
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("MyDayScreen")
    await stage.sees("You've been signed in since 08:41")


@stop()
async def to_confirm(stage: Stage) -> None:
    await not_listed(stage)
    await add_newcomer(stage, *map(stage.console, ("Dewi", "Prys", "Ysgol y Bryn")))
    await stage.on("WelcomeScreen")
    await stage.perform(doubt_sign_in("GBO"))
    await stage.open_tutors()
    await stage.press("t")
    await stage.on("ToCheckScreen")


@stop()
async def reception(stage: Stage) -> None:
    await not_listed(stage)
    await add_newcomer(stage, *map(stage.console, ("Dewi", "Prys", "Ysgol y Bryn")))
    await stage.on("WelcomeScreen")
    await open_reception(stage)


@stop()
async def reception_to_confirm(stage: Stage) -> None:
    await reception(stage)
    await stage.press("t")
    await stage.on("ToCheckScreen")


@stop("11:30")
async def roll_call(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("y")
    await stage.on("RollCallScreen")


@stop("11:30")
async def roll_call_begun(stage: Stage) -> None:
    await roll_call(stage)
    await stage.press("enter")
    await stage.sees("begun at")
    await stage.press("enter", "enter")
    await stage.settle()


@stop("11:30")
async def roll_call_to_end(stage: Stage) -> None:
    await roll_call_begun(stage)
    await stage.press("z")
    await stage.on("ConfirmDialog")


@stop()
async def pins(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("number_sign")
    await stage.on("ChoiceDialog")


@stop()
async def new_pin(stage: Stage) -> None:
    await pins(stage)
    await stage.press("end", "enter")
    await stage.on("PinDialog")
    await stage.type(DEMO_PIN)
    await stage.press("enter")
    await stage.sees("Choose a PIN for reception")
    await stage.type(DEMO_PIN)
    await stage.press("enter")


@stop()
async def to_confirm_nothing(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("t")
    await stage.on("ToCheckScreen")


@stop()
async def newcomer_to_remove(stage: Stage) -> None:
    await to_confirm(stage)
    await stage.press("x")
    await stage.on("ConfirmDialog")


@stop()
async def person(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("slash")
    await stage.on("FindPersonDialog")
    await stage.pick("GBO")
    await stage.on("PersonScreen")
    await stage.until(lambda: not any(one.group == "history" for one in stage.app.workers))


@stop()
async def person_badge(stage: Stage) -> None:
    await person(stage)
    await take_row(stage, "badge")
    await stage.on("BadgeDialog")


@stop()
async def person_leaves(stage: Stage) -> None:
    await person(stage)
    await take_row(stage, "left")
    await stage.on("DateDialog")


@stop()
async def person_name(stage: Stage) -> None:
    await person(stage)
    await take_row(stage, "name")
    await stage.on("LineDialog")


@decision
def asks_nobody(school: School, now: datetime) -> Changes:
    """Let a typed name take everything."""
    del now
    return Changes((put(replace(school.settings, proof_to_take="none")),))


@stop()
async def taken_by_name(stage: Stage) -> None:
    await stage.perform(
        asks_nobody(),
        by(Evidence.TYPED, give_up_place("GBO", "A6")),
        by(Evidence.TYPED, leave_site("GBO")),
    )
    await stage.scan(stage.school.people["GBO"].badge)
    await stage.sees("Enter: My day")
    await stage.press("enter")
    await stage.on("ChoiceDialog")
