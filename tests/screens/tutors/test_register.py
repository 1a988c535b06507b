"""Marks in a register: those that cannot be yet are refused, and the last one can be undone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import marks_of, sign_in_to_session
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.widgets.stable_list import StableList
from tests.builders import DAY, by
from tests.screens.kiosks import LARGE, SMALL, Stage, second_program, staged
from tests.screens.ways import open_register
from tests.store.programs import history


def states(stage: Stage, person: PersonId, session: SessionId) -> list[MarkState]:
    session_now = stage.school.session(session)
    return [mark.state for mark in marks_of(stage.school, person, session_now)]


async def put_on(stage: Stage, person: PersonId) -> None:
    """Move the highlight of the register to a person."""
    rows = stage.app.screen.query_one(StableList)
    rows.highlighted = rows.get_option_index(person)
    await stage.pilot.pause()


async def test_nobody_is_marked_as_gone_from_a_session_that_has_not_begun(sample: Path) -> None:
    async with staged(sample, "10:45") as stage:
        await open_register(stage, "A7")
        await stage.press("e")
        await stage.sees("Coaching conversations hasn't started yet (11:20).")
        assert not stage.school.day_record(DAY).marks.get(SessionId("A7"))


async def test_in_a_small_window_the_names_of_a_register_are_whole(sample: Path) -> None:
    async with staged(sample, "11:10", (60, 18)) as stage:
        await open_register(stage, "TA1")
        assert await stage.sees("Chwaer Chambers", "Nia ferch Dafydd", "Teaching")


async def test_ctrl_z_undoes_the_marks_made_here_one_by_one_the_last_first(sample: Path) -> None:
    earlier = by(Evidence.TYPED, sign_in_to_session("GBO", "BRIEF"))
    async with staged(sample, "08:52", LARGE, None, earlier) as stage:
        await open_register(stage, "BRIEF")
        assert not stage.shows("Ctrl+Z")
        await put_on(stage, "GBO")
        await stage.press("a")
        await stage.until(lambda: states(stage, "GBO", "BRIEF")[-1] is MarkState.ABSENT)
        await put_on(stage, "TAI")
        await stage.press("h")
        await stage.until(lambda: states(stage, "TAI", "BRIEF") == [MarkState.PRESENT])
        assert is_on_site(stage.school, "TAI", DAY)
        assert stage.shows("Ctrl+Z Undo")
        await stage.press("ctrl+z")
        await stage.sees("Undone: Tŵnc ab Ieuan is as before.")
        # with the arrival that the mark implied
        assert (states(stage, "TAI", "BRIEF"), is_on_site(stage.school, "TAI", DAY)) == ([], False)
        await stage.press("ctrl+z")
        await stage.sees("Undone: Gareth Bowen is as before.")
        assert states(stage, "GBO", "BRIEF") == [MarkState.LATE]
        await stage.until(lambda: not stage.shows("Ctrl+Z"))
        # what was made before this screen was opened is not its to undo
        await stage.press("ctrl+z")
        await stage.settle()
        assert states(stage, "GBO", "BRIEF") == [MarkState.LATE]
    both = [entry.decision for entry in history(sample, "GBO")]
    assert both[-2:] == ["mark", "undo"]


async def test_a_mark_that_something_builds_on_is_not_undone_and_says_so(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await open_register(stage, "BRIEF")
        await put_on(stage, "TAI")
        await stage.press("h")
        await stage.until(lambda: is_on_site(stage.school, "TAI", DAY))
        with second_program(sample, "08:53") as other:
            other.perform_now(leave_site("TAI"), Actor("TAI", Evidence.BADGE))
        await stage.until(lambda: not is_on_site(stage.school, "TAI", DAY))
        await stage.press("ctrl+z")
        await stage.sees("Not undone.")
        assert states(stage, "TAI", "BRIEF") == [MarkState.PRESENT, MarkState.LEFT]


async def test_who_is_in_after_their_hours_says_so_in_a_register(sample: Path) -> None:
    here = by(Evidence.TYPED, sign_in("TWY"))
    async with staged(sample, "12:19", LARGE, None, here) as stage:
        await open_register(stage, "SAFE")
        await put_on(stage, "TWY")
        await stage.sees("○ in the building Wŷn Tŷ'n-y-coed Teacher · Technology")
        await stage.goes_to("12:20")
        await stage.sees("○ in the building Wŷn Tŷ'n-y-coed hours ended 12:20 · Teache")
        assert not stage.shows("Wŷn Tŷ'n-y-coed Teacher")


@decision
def gone(school: School, now: datetime) -> Changes:
    """Take a session away, as a load by another program may."""
    del school, now
    return Changes((Remove("sessions", "BRIEF"),))


async def test_a_register_whose_session_is_taken_away_goes_on(sample: Path) -> None:
    async with staged(sample, "08:41", SMALL) as stage:
        await open_register(stage, "BRIEF")
        await stage.perform(gone())
        await stage.press("end")  # to rows that were not drawn yet
        await stage.settle()
        await stage.press("escape")
        assert await stage.on("BoardScreen")
