"""A register: one key a person, one for everybody, badges; what was done here can be undone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark, marks_of, sign_in_to_session
from kiosk.rules.attendance.registers import people_to_mark
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.widgets.stable_list import StableList
from tests.builders import DAY, at, by
from tests.screens.kiosks import LARGE, SMALL, Stage, second_program, staged
from tests.screens.ways import open_register, put_on
from tests.store.programs import history


def states(stage: Stage, person: PersonId, session: SessionId) -> list[MarkState]:
    session_now = stage.school.session(session)
    return [mark.state for mark in marks_of(stage.school, person, session_now)]


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
        await stage.sees("○ was in Wŷn Tŷ'n-y-coed Teacher · Technology")
        await stage.goes_to("12:20")
        await stage.sees("○ was in Wŷn Tŷ'n-y-coed hours ended 12:20 · Teache")
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
        await stage.press("w")
        await stage.settle()
        await stage.press("escape")
        assert await stage.on("BoardScreen")


# -- everybody with one key -------------------------------------------------------------------


async def test_one_key_marks_everybody_who_is_in_and_ctrl_z_takes_all_of_it_back(
    sample: Path,
) -> None:
    late = by(Evidence.TUTOR, mark("GBO", "BRIEF", MarkState.LATE))
    here = [by(Evidence.TYPED, sign_in(PersonId(one))) for one in ("TAI", "RHU")]
    async with staged(sample, "08:52", LARGE, None, late, *here) as stage:
        session = stage.school.session(SessionId("BRIEF"))
        meant = {who.id for who in people_to_mark(stage.school, at("08:52"), session)}
        assert "TAI" in meant
        await open_register(stage, "BRIEF")
        assert stage.shows("W All here")
        await stage.press("w")
        await stage.sees(f"{len(meant)} people marked here.")
        marked = stage.school.day_record(DAY).marks[session.id]
        assert {
            who for who, marks in marked.items() if marks[-1].state is MarkState.PRESENT
        } == meant
        assert states(stage, "GBO", "BRIEF") == [MarkState.LATE]
        await stage.press("w")
        await stage.sees("Nobody is left to mark here")
        await stage.press("ctrl+z")
        await stage.sees("Undone: all marked here")
        assert set(stage.school.day_record(DAY).marks[session.id]) == {"GBO"}


async def test_a_register_on_paper_is_entered_row_by_row_with_one_key_each(sample: Path) -> None:
    async with staged(sample, "11:30", SMALL) as stage:
        await open_register(stage, "A6")
        rows = [PersonId(one.id or "") for one in stage.app.screen.query_one(StableList).options]
        await stage.press("h", "l", "a", "r", "h")
        await stage.settle()
        wanted = [MarkState.PRESENT, MarkState.LATE, MarkState.ABSENT, MarkState.RELEASED,
                  MarkState.PRESENT]  # fmt: skip
        assert [states(stage, who, "A6") for who in rows[:5]] == [[one] for one in wanted]


# -- walk-ins -----------------------------------------------------------------------------------


async def test_a_badge_at_the_register_marks_its_holder_and_lists_who_is_not_on_it(
    sample: Path,
) -> None:
    async with staged(sample, "11:22") as stage:
        await open_register(stage, "A7")  # which is full
        rows = stage.app.screen.query_one(StableList)
        row = rows.picked
        assert "GBO" not in {one.id for one in rows.options}
        await stage.scan(stage.school.people[PersonId("GBO")].badge)
        await stage.sees("Gareth Bowen: here, Coaching conversations.")
        await stage.until(lambda: "GBO" in {one.id for one in rows.options})
        last = stage.school.day_record(DAY).marks[SessionId("A7")][PersonId("GBO")][-1]
        assert (last.state, last.evidence) == (MarkState.PRESENT, Evidence.BADGE)
        assert is_on_site(stage.school, PersonId("GBO"), DAY)
        assert rows.picked == row  # whoever enters a list on paper stays where they were
        await stage.press("ctrl+z")
        await stage.sees("Undone: Gareth Bowen is as before.")
        assert states(stage, "GBO", "A7") == []


async def test_once_the_session_is_over_a_badge_signs_in_for_the_day_as_elsewhere(
    sample: Path,
) -> None:
    async with staged(sample, "15:20") as stage:
        await open_register(stage, "BRIEF")
        await stage.scan(stage.school.people[PersonId("GBO")].badge)
        await stage.sees("Gareth Bowen: ")
        assert states(stage, "GBO", "BRIEF") == []
