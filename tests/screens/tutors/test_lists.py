"""The tutors' lists: they count what is left, are filtered and sorted, and explain a row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from kiosk.language import Language
from kiosk.rules.attendance.board import BoardState, person_lines
from kiosk.rules.attendance.marks import mark
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Role
from kiosk.screens.tutors.not_yet_in import NotYetInScreen
from kiosk.screens.tutors.register import RegisterScreen
from kiosk.text import t
from kiosk.widgets.filter_chips import FilterChips
from kiosk.widgets.people_columns import PeopleColumns, whole_surname
from tests.builders import DAY, by
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk import stopped_at
from tests.screens.ways import open_register

NAMES = Path(__file__).parents[2] / "data" / "names.csv"


def rows(stage: Stage) -> list[str]:
    """Return the ids of the rows of the list, in their order."""
    found = stage.app.screen.query_one("#people", OptionList)
    return [option.id for option in found.options if option.id is not None]


def details(stage: Stage) -> str:
    panel = stage.app.screen.query_one("#details")
    return " ".join(str(panel.render()).split()) if panel.display else ""


async def to_not_yet_in(stage: Stage) -> None:
    await stage.open_tutors()
    await stage.press("n")
    await stage.on("NotYetInScreen")


async def test_not_yet_in_is_filtered_by_who_is_due_by_now(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await to_not_yet_in(stage)
        now, today = stage.kiosk.desk.now(), stage.school.day(DAY)
        lines = person_lines(stage.school, now, today)
        late = {one.person.id for one in lines if one.presence is BoardState.LATE}
        later = {one.person.id for one in lines if one.presence is BoardState.EXPECTED}
        await stage.sees(f"Everyone {len(late | later)}", f"Due by now {len(late)}")
        for shown in (late, later, late | later):
            await stage.press("f")
            await stage.settle()
            assert set(rows(stage)) == shown


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_filter_is_taken_by_a_click_and_lights_up_under_the_mouse(
    sample: Path, size: tuple[int, int]
) -> None:
    async with staged(sample, "08:52", size) as stage:
        await to_not_yet_in(stage)
        chips, everybody = stage.app.screen.query_one(FilterChips), rows(stage)
        later = (str(chips.render()).index("Due later"), 0)
        await stage.pilot.hover(chips, offset=later)
        assert chips.pointed_at == 2
        await stage.pilot.click(chips, offset=later)
        await stage.until(lambda: 0 < len(rows(stage)) < len(everybody))
        assert stage.app.focused is stage.app.screen.query_one("#people")
        await stage.press("f")
        assert await stage.until(lambda: rows(stage) == everybody)


async def test_not_yet_in_is_sorted_late_first_by_name_or_by_department(sample: Path) -> None:
    async with staged(sample, "08:52") as stage:
        await to_not_yet_in(stage)
        await stage.sees("late first")
        people = stage.school.people
        await stage.press("s")
        await stage.sees("by name")
        await stage.press("s")
        await stage.sees("by department")
        departments = [people[PersonId(who)].department for who in rows(stage)]
        assert departments == sorted(departments)


async def test_a_register_counts_what_is_left_and_shows_only_that(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        everybody = rows(stage)
        await stage.sees(f"{len(everybody)} of {len(everybody)} to mark")
        await stage.press("h", "a")
        await stage.sees(f"{len(everybody) - 2} of {len(everybody)} to mark", "Here 1", "Away 1")
        await stage.press("f")
        await stage.until(lambda: rows(stage) == everybody[2:])
        for _ in everybody[2:]:  # one key after the other marks the next who is left
            await stage.press("h")
            await stage.settle()
        await stage.sees("● all marked", "Nobody under this filter")
        await stage.press("f")
        assert await stage.until(lambda: len(rows(stage)) == len(everybody) - 1)


async def test_a_filter_that_leaves_nobody_is_passed_over(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        await stage.sees("Everyone")
        assert not stage.shows("Away 0")
        screen = stage.app.screen
        assert isinstance(screen, RegisterScreen)
        await stage.press("f")
        await stage.until(lambda: screen.filtered == 1)
        await stage.press("f")
        assert await stage.until(lambda: screen.filtered == 0)


async def test_find_goes_to_a_row_also_under_a_filter(sample: Path) -> None:
    async with staged(sample, "11:25") as stage:
        await open_register(stage, "A7")
        who = rows(stage)[0]
        await stage.press("h")
        await stage.sees("Here 1")
        await stage.press("f")
        await stage.until(lambda: who not in rows(stage))
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(PersonId(who))
        await stage.on("RegisterScreen")
        found = stage.app.screen.query_one("#people", OptionList)
        assert await stage.until(
            lambda: found.highlighted_option and found.highlighted_option.id == who
        )


async def test_the_highlighted_row_is_told_in_full_where_there_is_room(sample: Path) -> None:
    marked = [
        by(Evidence.TYPED, mark(PersonId("GBO"), "BRIEF", state))
        for state in (MarkState.LATE, MarkState.PRESENT)
    ]
    async with staged(sample, "09:20", LARGE, None, *marked) as stage:
        await open_register(stage, "BRIEF")
        found = stage.app.screen.query_one("#people", OptionList)
        found.highlighted = found.get_option_index("GBO")
        await stage.until(lambda: "here · typed name" in details(stage))
        assert "late · typed name" in details(stage)
        assert "Hours 08:30 to 15:30" in details(stage)
        await stage.pilot.resize_terminal(*SMALL)
        await stage.until(lambda: not details(stage))
        await stage.sees("Teacher · Mathematics · Marks:", "here · typed name, 09:20 late")
        await stage.pilot.resize_terminal(160, 48)
        await stage.until(lambda: "here · typed name" in details(stage))


@pytest.mark.parametrize(
    ("view", "next_step"),
    [
        ("to-confirm-nothing", "Anyone who adds themselves with F2 will be listed here."),
        ("attention-nothing", "Everything fits on the coming days. Esc goes back."),
        ("evaluations", "Feedback appears here once the day is closed."),
        ("register-cancelled", "This session is cancelled."),
    ],
)
async def test_a_list_of_nobody_says_what_comes_next(
    sample: Path, view: str, next_step: str
) -> None:
    async with stopped_at(view, sample, (60, 18)) as stage:
        await stage.sees(*next_step.split(" ")[:3])
        assert "".join(next_step.split()) in "".join(stage.seen.split())


async def test_a_list_stops_at_140_columns(sample: Path) -> None:
    async with staged(sample, "08:52", (200, 48)) as stage:
        await to_not_yet_in(stage)
        drawn = [line for line in stage.picture.splitlines() if line.strip()]
        assert max(len(line.strip()) for line in drawn) <= 140
        assert min(len(line) - len(line.lstrip()) for line in drawn) >= 30


def hard_names() -> list[Person]:
    with NAMES.open(encoding="utf-8-sig", newline="") as file:
        return [
            Person(PersonId(f"P{n}"), row["forename"], row["surname"], Role.TEACHER)
            for n, row in enumerate(csv.DictReader(file))
        ]


@pytest.mark.parametrize("width", [30, 54, 75, 118])
def test_the_columns_of_every_name_are_aligned(width: int) -> None:
    people = hard_names()
    school = School().apply([put(person) for person in people])
    columns = PeopleColumns(Language("en"), school, people, width, 9)
    for person in people:
        row = columns.row("● in", person, t("Teacher"), style="$in")
        assert row.cell_length == width, person.name


def test_namesakes_are_told_apart_however_little_room_there_is() -> None:
    people = [
        Person(PersonId(code), "Siân", "Jones", Role.TA, staff_code=code, department="Additional")
        for code in ("SJO", "SJP")
    ]
    school = School().apply([put(person) for person in people])
    columns = PeopleColumns(Language("en"), school, people, 40, 15)
    shown = {str(columns.row("", person, t("Teaching assistant"))) for person in people}
    assert len(shown) == 2


@pytest.mark.parametrize("name", [f"{one.forename} {one.surname}".strip() for one in hard_names()])
def test_a_name_is_cut_before_its_last_word(name: str) -> None:
    for width in (12, 20, 30):
        shown = str(whole_surname(name, width)).rstrip()
        assert cell_len(shown) <= width
        last = name.rpartition(" ")[2]
        if cell_len(name) > width and cell_len(last) < width * 2 // 3 - 1:
            assert shown.endswith(last)


async def test_a_key_for_a_filter_that_comes_before_the_list_changes_nothing(sample: Path) -> None:
    async with staged(sample) as stage:
        screen = NotYetInScreen(stage.app.context)
        screen.action_filter()
        assert screen.filtered == 0
