"""The part of the walk about the first start, step by step; and a list on paper, typed in."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input

from tests.screens.kiosks import Stage
from tests.screens.stops import stop

NAMES = "\n".join(
    ["Jones, Siân (Mrs), head", "Ms Elin Prys, TA", "Bo Ek\tLollipop lady",
     *(f"Ash, Person{n}" for n in range(14)), "Gŵyn Llŷr, cook"]
)  # fmt: skip
"""Eighteen people."""
WORDS = {*re.findall("[A-Za-z]+", NAMES), "soon", "ABC", "inset", "kiosk"}
"""What is typed, and the folder."""


@stop(sample=False)
async def first_start(stage: Stage) -> None:
    await stage.on("FirstStartScreen")


@stop(sample=False)
async def first_start_help(stage: Stage) -> None:
    await stage.press("f1")
    await stage.on("HelpDialog")


async def paste(stage: Stage, text: str) -> None:
    stage.app.post_message(events.Paste(text))
    await stage.pilot.pause()


async def write(stage: Stage, **texts: str) -> None:
    """Put texts into the boxes, and go on from the last."""
    for id, text in texts.items():
        stage.app.screen.query_one(f"#{id}", Input).value = text
    stage.app.screen.query_one(f"#{[*texts][-1]}").focus()
    await stage.press("enter")


@stop(sample=False)
async def setup_names_blank(stage: Stage) -> None:
    await stage.on("FirstStartScreen")
    await stage.press("down", "enter")
    await stage.on("StaffNamesScreen")


@stop(sample=False)
async def setup_names(stage: Stage) -> None:
    await setup_names_blank(stage)
    await paste(stage, NAMES)


@stop(sample=False)
async def setup_day(stage: Stage) -> None:
    await setup_names(stage)
    await stage.press("enter", "enter")
    await stage.on("DayScreen")


@stop(sample=False)
async def setup_day_wrong(stage: Stage) -> None:
    await setup_day(stage)
    await write(stage, date="soon", school="")
    await stage.pilot.pause()


@stop(sample=False)
async def setup_programme(stage: Stage) -> None:
    await setup_day(stage)
    await stage.press("f3")
    await stage.on("ProgrammeFileScreen")


@stop(sample=False)
async def setup_hours(stage: Stage) -> None:
    await setup_day(stage)
    await write(stage, date="1/9/2026", **{"must-do": "ABC"}, school="")
    await stage.on("PaidHoursScreen")
    await stage.press("down", "down", "down", "space")


@stop(sample=False)
async def setup_pin(stage: Stage) -> None:
    await setup_hours(stage)
    await stage.press("enter")
    await stage.on("NewPinScreen")


@stop(sample=False)
async def setup_last(stage: Stage) -> None:
    await setup_pin(stage)
    await write(stage, pin="864213", again="864213")
    await stage.on("LastStepScreen")


@stop("15:40")
async def from_paper(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("h")
    await stage.on("PaperSheetScreen")
    await stage.press("enter", "down", "h")
