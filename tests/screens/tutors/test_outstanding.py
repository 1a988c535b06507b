"""What is outstanding, for tutors: it empties by stub or by hand, also for several at once."""

from __future__ import annotations

import asyncio
import csv
from datetime import date
from pathlib import Path

import pytest

from kiosk.language import Language
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.outstanding import Owed, outstanding, outstanding_after
from kiosk.rules.follow_up.stubs import hand_in_stub, issue_slips
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DoneBy, WaiveReason
from kiosk.widgets.line_list import LineList
from kiosk.widgets.owed_rows import OwedRows
from tests.builders import DAY, after, at, person
from tests.commands.test_print_pages import pages_of
from tests.rules.follow_up.test_stubs import EVENING, SCHOOL
from tests.screens.kiosks import SMALL, Stage, second_program, staged
from tests.screens.walk_catch_ups import open_outstanding, print_slips

NAMES = Path(__file__).parents[2] / "data" / "names.csv"


def listed(stage: Stage) -> list[str]:
    return stage.app.screen.query_one("#people", LineList).shown_ids


def owed(stage: Stage, person: str) -> list[Owed]:
    lines = outstanding(stage.school, stage.kiosk.desk.now().date())
    return [one for one in lines if one.person.id == person]


async def highlight(stage: Stage, row: str) -> None:
    stage.app.screen.query_one("#people", LineList).highlight(row)
    await stage.settle()


async def test_a_pile_of_stubs_is_as_many_scans_and_the_list_empties(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        before = listed(stage)
        lines = {one.catch_up.id: one.catch_up for one in (*owed(stage, "FDV"), *owed(stage, "NIA"),
                                                           *owed(stage, "GBO"))}  # fmt: skip
        assert len(lines) > 9
        for one in lines.values():
            await stage.scan(one.stub)
        await stage.settle()
        assert listed(stage) == [one for one in before if one not in lines]
        done = stage.school.day_record(DAY).catch_ups[PersonId("GBO")].values()
        assert {(one.done_by, one.confirmed_at is not None) for one in done if one.required} == {
            (DoneBy.STUB, True)
        }
        again = lines[next(iter(lines))].stub
        await stage.scan(again)
        await stage.sees("was handed in on", "already")


async def test_a_stub_is_also_typed_after_the_key_that_finds(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = owed(stage, "GBO")[0].catch_up
        await stage.press("slash")
        await stage.on("FindOwedDialog")
        await stage.type(one.stub.lower())
        await stage.sees("Stub: press Enter")
        await stage.press("enter")
        await stage.sees("Done: ")
        await stage.settle()
        assert one.id not in listed(stage)
        await stage.press("slash")
        await stage.on("FindOwedDialog")
        await stage.scan(owed(stage, "GBO")[0].catch_up.stub)
        await stage.on("OutstandingScreen")
        await stage.settle()
        await stage.press("slash")
        await stage.on("FindOwedDialog")
        await stage.pick(PersonId("GBO"))
        await stage.on("OutstandingScreen")
        await stage.settle()
        assert stage.app.screen.query_one("#people", LineList).picked == (
            owed(stage, "GBO")[0].catch_up.id
        )


async def test_rows_that_are_ticked_are_done_together_and_taken_back_together(
    sample: Path,
) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        before = listed(stage)
        await stage.press("space", "space", "space", "up", "space")
        await stage.sees("2 ticked")
        await stage.press("h")
        await stage.sees("2 catch-ups marked done.")
        await stage.settle()
        assert listed(stage) == before[2:]
        await stage.press("ctrl+z")
        await stage.settle()
        assert listed(stage) == before


async def test_h_confirms_what_was_handed_in(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        training = next(one.catch_up for one in owed(stage, "GBO") if one.catch_up.training)
        await stage.perform(hand_in_stub(training.stub), by="GBO")
        await open_outstanding(stage)
        await highlight(stage, training.id)
        await stage.sees("to confirm", "by stub", "H confirms it.")
        await stage.press("h")
        await stage.settle()
        done = stage.school.day_record(DAY).catch_ups[PersonId("GBO")][training.id]
        assert state_of(stage.school, done) is CatchUpState.DONE
        assert (done.done_by, training.id in listed(stage)) == (DoneBy.STUB, False)


async def test_a_later_date_and_for_who_was_away_the_day_they_are_back(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        away, present = owed(stage, "GBO")[0].catch_up, owed(stage, "FDV")[0].catch_up
        for one, question, typed in (
            (away, "From which day are they back?", "14/09/2026"),
            (present, "By when is it to be done now?", "30/09/2026"),
        ):
            await highlight(stage, one.id)
            await stage.press("m")
            await stage.on("DateDialog")
            await stage.sees(question)
            await stage.type(typed)
            await stage.press("enter")
            await stage.on("OutstandingScreen")
            await stage.settle()
        held = stage.school.day_record(DAY).catch_ups
        assert held[PersonId("GBO")][away.id].due == date(2026, 9, 28)
        assert held[PersonId("FDV")][present.id].due == date(2026, 9, 30)


async def test_x_takes_it_off_the_list_for_one_of_a_few_reasons(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = next(one.catch_up for one in owed(stage, "FDV") if not one.catch_up.training)
        await highlight(stage, one.id)
        await stage.press("x")
        await stage.on("NumberedDialog")
        await stage.press("2")
        await stage.sees("Waived: not needed in their job.")
        await stage.settle()
        held = stage.school.day_record(DAY).catch_ups[PersonId("FDV")][one.id]
        assert held.waived_for is WaiveReason.OTHER_JOB
        assert one.id not in listed(stage)


async def test_filters_leave_what_they_name_and_stay_as_the_list_changes(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        everything = listed(stage)
        await stage.press("f")
        await stage.settle()
        away = [one.catch_up.id for one in owed(stage, "GBO")]
        assert listed(stage) == away
        await stage.press("h")
        await stage.settle()
        assert listed(stage) == away[1:]
        seen = set(listed(stage))
        for _ in range(60):
            await stage.press("f")
            await stage.settle()
            if len(listed(stage)) == len(everything) - 1:
                break
            seen |= set(listed(stage))
        people = (stage.school.people[PersonId(one.split("/")[1])] for one in everything[1:])
        assert len(seen) >= sum(bool(who.department) for who in people) - 1


async def test_printing_again_says_that_it_replaces_the_stub_and_does(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = owed(stage, "FDV")[0].catch_up
        await highlight(stage, one.id)
        await stage.press("p")
        await stage.on("ConfirmDialog")
        await stage.sees("no longer counts")
        await stage.press("right", "enter")
        await stage.sees("Saved, ready to print:")
        await stage.scan(one.stub)
        await stage.sees("A newer slip was printed on")
        new = owed(stage, "FDV")[0].catch_up.stub
        await stage.scan(new)
        await stage.settle()
        assert one.id not in listed(stage)


async def test_enter_opens_the_persons_page(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        await stage.press("enter")
        assert await stage.on("PersonScreen")


async def test_a_stub_that_several_programs_hand_in_at_once_counts_once(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        one = owed(stage, "FDV")[0].catch_up
        asked = hand_in_stub(one.stub)
        with second_program(sample, "16:00") as other, second_program(sample, "16:00") as third:
            answers = await asyncio.gather(
                *(desk.perform(asked, TUTOR) for desk in (stage.kiosk.desk, other, third)),
                return_exceptions=True,
            )
        await stage.app.context.desk.follow()
        await stage.settle()
        assert sum(not isinstance(one, Exception) for one in answers) == 1
        assert one.id not in listed(stage)


def hostile() -> list[Person]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [
            person(f"n{place}", forename=row["forename"], surname=row["surname"])
            for place, row in enumerate(csv.DictReader(file))
        ]


@pytest.mark.parametrize("width", [40, 54, 74, 116, 150])
def test_every_row_has_the_width_of_the_list_whatever_the_name(width: int) -> None:
    known = SCHOOL.apply(map(put, hostile()))
    known = after(known, EVENING, issue_slips(DAY, Private("one")))
    lines = outstanding(known, EVENING.date())
    rows = OwedRows(Language("en"), known, lines, {lines[0].catch_up.id}).rows()
    assert {rows.draw(place, width).cell_length for place in range(len(lines))} == {width}
    assert rows.names is not None
    assert rows.names(width).cell_length == width


def crowd(count: int) -> School:
    people = [person(f"P{n}", surname=f"Surname{n % 97}") for n in range(count)]
    return after(SCHOOL.apply(map(put, people)), at("16:00"), issue_slips(DAY, Private("one")))


def test_after_one_is_done_only_what_changed_is_looked_at_again() -> None:
    known = crowd(200)
    first = outstanding_after(known, EVENING.date(), None)
    before = first.lines
    stub = hand_in_stub(before[7].catch_up.stub)
    known = known.apply(stub(known, EVENING, TUTOR).items)
    after_one = outstanding_after(known, EVENING.date(), first).lines
    others = [one for one in before if one.person is not before[7].person]
    kept = [one for one in after_one if one.person is not before[7].person]
    assert all(one is other for one, other in zip(others, kept, strict=True))
    assert len(after_one) == len(before) - 1


async def test_keys_leave_ticked_rows_alone_that_a_filter_hides(sample: Path) -> None:
    async with staged(sample, "16:00", SMALL) as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        hidden, away = owed(stage, "FDV")[0].catch_up, owed(stage, "GBO")
        await highlight(stage, hidden.id)
        await stage.press("space")
        assert await stage.sees("1 ticked")
        await stage.press("f")  # those who are away
        await stage.settle()
        assert not stage.shows("1 ticked")
        await highlight(stage, away[0].catch_up.id)
        await stage.press("h")
        await stage.settle()
        assert listed(stage) == [one.catch_up.id for one in away[1:]]
        assert hidden in [one.catch_up for one in owed(stage, "FDV")]


async def test_p_prints_the_slips_of_the_rows_that_are_ticked(sample: Path) -> None:
    async with staged(sample, "16:00") as stage:
        await print_slips(stage)
        await open_outstanding(stage)
        before = {who: owed(stage, who)[0].catch_up for who in ("FDV", "GBO", "NIA")}
        for who in ("FDV", "GBO"):
            await highlight(stage, before[who].id)
            await stage.press("space")
        await stage.press("p")
        await stage.on("ConfirmDialog")
        assert await stage.sees("2 catch-up slips", "Slips printed before then no longer count")
        await stage.press("right", "enter")
        await stage.sees("Saved, ready to print:")
        printed = {
            who for who, one in before.items() if owed(stage, who)[0].catch_up.stub != one.stub
        }
        assert printed == {"FDV", "GBO"}
        # a day's in one file: there is one to open and print
        (file,) = (sample / "pages").glob("*.pdf")
        text = " ".join(" ".join(pages_of(file)).split())
        assert {who for who in before if stage.school.people[PersonId(who)].name in text} == printed
