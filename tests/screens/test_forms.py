"""Every form goes from field to field by Tab and back by Shift+Tab; its button is in sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.rules.model.ids import PersonId
from kiosk.screens.dialogs.writing import IntentionDialog
from kiosk.screens.staff.self_added import AddSelfDialog
from tests.screens.kiosks import Stage, staged
from tests.screens.walk_desk import not_listed
from tests.screens.walk_setup import setup_day
from tests.screens.ways import add_newcomer

FORMS = {
    "AddSelfDialog": ["forename", "surname", "coming", "host", "add"],
    "IntentionDialog": ["plan", "back-on"],
    "DayScreen": ["date", "start", "end", "nation", "must-do", "catch-up", "school", "on",
                  "programme"],
}  # fmt: skip
"""Each form, and its fields in order."""


async def open_form(stage: Stage, name: str) -> None:
    stage.app.context.touch()  # else it closes at once, as nobody seems to be there
    if name == "AddSelfDialog":
        stage.app.push_screen(AddSelfDialog(stage.app.context, ""))
    elif name == "IntentionDialog":
        stage.app.push_screen(IntentionDialog(stage.app.context, PersonId("FDV")))
    elif name == "DayScreen":
        await setup_day(stage)
    await stage.on(name)
    first = FORMS[name][0]
    await stage.until(lambda: stage.app.focused is not None and stage.app.focused.id == first)


@pytest.mark.parametrize(("name", "fields"), FORMS.items())
@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_tab_goes_through_the_fields_and_shift_tab_back(
    sample: Path, nothing_yet: Path, name: str, fields: list[str], size: tuple[int, int]
) -> None:
    folder = nothing_yet if name == "DayScreen" else sample
    async with staged(folder, "08:41", size) as stage:
        await open_form(stage, name)
        for key, ids in (("tab", fields), ("shift+tab", fields[::-1])):
            for id in ids:
                focused = stage.app.focused
                assert focused is not None
                assert focused.id == id
                if id != ids[-1]:
                    await stage.press(key)
                    await stage.pilot.pause()


async def test_below_a_long_warning_the_button_stays_in_sight(sample: Path) -> None:
    async with staged(sample, size=(60, 18)) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "SIAN", "jones")
        assert await stage.sees("is already on the list (Teacher", "Add me")
