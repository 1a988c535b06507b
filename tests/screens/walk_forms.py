"""The part of the walk about the school: forms, settings and badges."""

from __future__ import annotations

from textual.widgets import OptionList

from kiosk.rules.attendance.badges import give_badge
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId
from kiosk.widgets.line_list import LineList
from tests.screens.kiosks import Stage
from tests.screens.stops import stop
from tests.screens.ways import show_sessions

GARETH = PersonId("GBO")


async def _open_way(stage: Stage, way: str) -> None:
    await stage.open_tutors()
    await stage.press("comma")
    await stage.on("YourSchoolScreen")
    await open_row(stage, way)


async def open_row(stage: Stage, row: str) -> None:
    """Press Enter on a row of a list, by its id."""
    rows = stage.app.screen.query_one("#people", OptionList)
    rows.highlighted = rows.get_option_index(row)
    await stage.press("enter")


@stop()
async def entry_form(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("slash")
    await stage.on("FindPersonDialog")
    await stage.pick(GARETH)
    await stage.on("PersonScreen")
    await stage.press("m")
    await stage.on("FormDialog")


@stop()
async def entry_problem(stage: Stage) -> None:
    await entry_form(stage)
    await stage.press(*["down"] * 4)
    await stage.type("wizard")


@stop()
async def entry_preview(stage: Stage) -> None:
    await entry_form(stage)
    await stage.press(*["down"] * 11)
    await stage.type("08:30-12:00")
    await stage.press("ctrl+s")
    await stage.on("PreviewDialog")


@stop()
async def nobody_found(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("slash")
    await stage.on("FindPersonDialog")
    await stage.find("zzz qqq")


@stop()
async def add_person(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("plus")
    await stage.on("FormDialog")


@stop()
async def settings(stage: Stage) -> None:
    await _open_way(stage, "settings")
    await stage.on("SettingsFormScreen")


@stop()
async def settings_number(stage: Stage) -> None:
    await settings(stage)
    await open_row(stage, "late_after")
    await stage.on("FormDialog")
    await stage.type("999")


@stop()
async def settings_words(stage: Stage) -> None:
    await settings(stage)
    await stage.press(*["down"] * 2, "enter")
    await stage.on("NumberedDialog")


@stop()
async def learn_badges(stage: Stage) -> None:
    await stage.perform(*(give_badge(PersonId(who), Private("")) for who in ("GBO", "SJO", "FDV")))
    await _open_way(stage, "badges")
    await stage.on("LearnBadgesScreen")


@stop()
async def learn_badges_nobody(stage: Stage) -> None:
    await _open_way(stage, "badges")
    await stage.on("LearnBadgesScreen")


@stop()
async def session_form(stage: Stage) -> None:
    await stage.open_tutors()
    await show_sessions(stage)
    assert stage.app.screen.query_one("#sessions", LineList).highlight("A4")
    await stage.settle()
    await stage.press("m")
    await stage.on("NumberedDialog")
    await stage.press("end", "up", "enter")
    await stage.on("FormDialog")
