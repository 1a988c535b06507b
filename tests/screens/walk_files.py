"""The walk through the screens that load files and show what is set up."""

from __future__ import annotations

import re
from pathlib import Path

from textual.widgets import Input

from tests.screens.kiosks import Stage
from tests.screens.stops import stop

ODD = "Name,Post held,Date of birth,Days\n" + "".join(
    f"Ffug{n} Pretend,{post},1/1/1980,{days}\n"
    for n, (post, days) in enumerate(
        [("Wizard", "Wed-Fri"), ("Coach", ""), ("Teacher of Art", ""), ("Cook", "Mon"), ("", "")]
        * 3
    )
)
"""A staff file of which some has to be asked: its role, two titles, hours, and who has none."""


SMALL = "Name,Role,Days\nFfug Pretend,TA,Mon\n"
TWO = "Name,Role,FTE\nFfug Pretend,TA,0.5\nAnn Ffug,Cook,1\n"
ROLES = "staff.csv role teacher TA leader support supply visitor ffug pretend ann"
WORDS = {
    word[first:last]
    for word in re.findall("[A-Za-z]+", f"{ODD} Job title {SMALL} {TWO} {ROLES}")
    for first in range(len(word))
    for last in range(first + 1, len(word) + 1)
}
"""The words of these files, and their parts: a dialog may stand over the rest."""


async def give_path(stage: Stage, path: Path) -> None:
    """Type a path into the file picker, and take it."""
    await stage.on("FilePicker")
    box = stage.app.screen.query_one("#path", Input)
    box.focus()
    await stage.until(lambda: box.has_focus)
    await stage.type(str(path.absolute()))
    await stage.press("enter")
    await stage.until(lambda: stage.screen != "FilePicker")


async def open_staff_file(stage: Stage, text: str = ODD, name: str = "staff.csv") -> None:
    """Open a staff file from the tutors' area, up to its columns."""
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    await open_staff_path(stage, path)


async def open_staff_path(stage: Stage, path: Path) -> None:
    if stage.screen != "YourSchoolScreen":
        await stage.open_tutors()
        await stage.press("comma")
        await stage.on("YourSchoolScreen")
    await stage.press("enter")
    await give_path(stage, path)
    await stage.on("StaffFileScreen")
    await is_read(stage)


async def is_read(stage: Stage) -> None:
    """Wait until the file is read."""
    await stage.until(lambda: stage.screen == "StaffFileScreen")
    screen = stage.app.screen
    await stage.until(lambda: screen.query_one("#mapping").display)
    await stage.until(lambda: not screen.query_one("#reading").display)
    await stage.pilot.pause()


@stop()
async def your_school(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("comma")
    await stage.on("YourSchoolScreen")


@stop()
async def staff_file_to_answer(stage: Stage) -> None:
    await open_staff_file(stage, ODD.replace("Post held", "Job title"))


@stop()
async def staff_file_which_column(stage: Stage) -> None:
    await open_staff_file(stage)
    await stage.press("enter")
    await stage.on("ChoiceDialog")


@stop()
async def staff_file_hours(stage: Stage) -> None:
    await open_staff_file(stage, SMALL)
    await stage.press("enter")
    await stage.on("HoursDialog")


@stop()
async def staff_file_problems(stage: Stage) -> None:
    await open_staff_file(stage, ODD.replace("Post held", "Job title"))
    await stage.press("f5")
    await stage.on("LoadPreviewScreen")


@stop()
async def staff_file_preview(stage: Stage) -> None:
    await open_staff_file(stage, TWO)
    await stage.press("enter")
    await stage.on("LoadPreviewScreen")
