"""What is asked about a staff file, what is remembered of the answers, and what is said of them."""

from __future__ import annotations

import csv
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exchange.staff import ALIASES, look_at_staff, read_staff
from kiosk.exchange.staff_account import COLUMN_NAMES, as_last_time, headings_not_there
from kiosk.exchange.staff_mapping import (
    put_together,
    with_column,
    with_day_hours,
    with_role,
    with_role_for_all,
)
from kiosk.exchange.staff_questions import Asks, Question, questions
from kiosk.language import Language
from kiosk.rules.model.file_contents import SeenColumn, StaffFile
from kiosk.rules.model.names import clean
from kiosk.rules.model.records import Window
from kiosk.rules.model.staff_mapping import AS_IT_IS, StaffMapping
from kiosk.rules.model.terms import Role
from tests.exchange.exports import SYSTEMS
from tests.exchange.files import NAMES_FILE, write

SAY = Language("en").say


def looked_at(folder: Path, text: str, mapping: StaffMapping = AS_IT_IS) -> StaffFile:
    return look_at_staff(write(folder, text), mapping)


def asked(staff: StaffFile) -> list[tuple[str, str]]:
    return [(one.asks.value, one.about) for one in questions(staff)]


def test_nothing_is_asked_where_the_words_say_all(tmp_path: Path) -> None:
    assert asked(looked_at(tmp_path, "Name,Job title\nSiân Jones,Teacher of Art\n")) == []


def test_every_column_is_told_with_three_of_its_values(tmp_path: Path) -> None:
    text = "Name,Post held,Date of birth,Team\n" + "".join(
        f"A{n} B,Coach,01/02/1980,T{n // 2}\n" for n in range(9)
    )
    staff = looked_at(tmp_path, text)
    assert staff.columns == (
        SeenColumn("Name", "name", ("A0 B", "A1 B", "A2 B")),
        SeenColumn("Post held", "", ("Coach",)),
        SeenColumn("Date of birth", is_private=True),
        SeenColumn("Team", "department", ("T0", "T1", "T2")),
    )
    assert not staff.has_rows, "no column is the role yet"


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("Name,Post held", [("column", "role")]),
        ("Person,Job title", [("column", "name")]),
        ("First name,Job title", [("column", "surname")]),
        ("Name,Staff type,Job title", [("column", "role")]),
        ("Name,Role,Job title", []),
        ("Person,Post held", [("column", "name"), ("column", "role")]),
    ],
)
def test_only_columns_that_are_not_clear_are_asked_for(
    tmp_path: Path, headings: str, found: list[tuple[str, str]]
) -> None:
    cells = ",".join(["Teacher"] * headings.count(",") + ["Teacher"])
    assert asked(looked_at(tmp_path, f"{headings}\n{cells}\n")) == found


def test_titles_that_are_not_understood_are_asked_once_with_how_many_have_them(
    tmp_path: Path,
) -> None:
    rows = "A B,Coach\nC D,Cook\nE F,Coach\nG H,Wizard\nI J,\n"
    staff = looked_at(tmp_path, f"Name,Role\n{rows}")
    assert questions(staff) == [
        Question(Asks.OTHERS, "", 4), Question(Asks.TITLE, "Coach", 2),
        Question(Asks.TITLE, "Wizard", 1), Question(Asks.TITLE, "", 1),
    ]  # fmt: skip
    mapping = with_role(with_role(staff.mapping, "COACH", Role.TEACHER), "", Role.SUPPORT)
    assert questions(looked_at(tmp_path, f"Name,Role\n{rows}", mapping)) == [
        Question(Asks.TITLE, "Wizard", 1)
    ]
    for_all = with_role_for_all(staff.mapping, Role.TA)
    assert questions(looked_at(tmp_path, f"Name,Role\n{rows}", for_all)) == []


def test_a_whole_days_hours_are_asked_for_once(tmp_path: Path) -> None:
    text = "Name,Role,Days,FTE\nA B,TA,Wed-Fri,0.6\nC D,TA,Mon,0.2\nE F,TA,,0.5\n"
    staff = looked_at(tmp_path, text)
    assert questions(staff) == [Question(Asks.HOURS, "", 2)]
    hours = Window(time(8, 30), time(15, 30))
    staff = looked_at(tmp_path, text, StaffMapping(day_hours=hours))
    assert questions(staff) == []
    days = [(row.record.hours or {}).keys() for row in staff.rows]
    assert days == [{"wed", "thu", "fri"}, {"mon"}, set()]
    assert [row.record.part_time for row in staff.rows] == [False, False, True]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
def test_the_export_of_a_school_system_asks_one_thing_at_most(tmp_path: Path, system) -> None:  # type: ignore[no-untyped-def]
    staff = look_at_staff(system(tmp_path))
    assert [one for one in asked(staff) if one != ("hours", "")] in ([], [("title", "Coach")])


def test_a_heading_may_be_left_out_or_be_another_column(tmp_path: Path) -> None:
    text = "Name,Role,Status\nA B,TA,Leaver\n"
    assert not looked_at(tmp_path, text).rows
    staff = looked_at(tmp_path, text, with_column(AS_IT_IS, "Status", ""))
    assert [row.record.name for row in staff.rows] == ["A B"]
    assert staff.ignored == ("Status",)
    moved = with_column(with_column(AS_IT_IS, "Post", "role"), "Job", "role")
    assert moved.columns == {"job": "role"}, "a column stands below one heading"


def test_a_heading_that_is_not_in_the_file_changes_nothing_and_is_told(tmp_path: Path) -> None:
    mapping = StaffMapping({"Post held": "role"})
    staff = looked_at(tmp_path, "Name,Job title\nA B,Cook\n", mapping)
    assert staff.rows[0].record.role is Role.SUPPORT
    (problem,) = headings_not_there(staff, mapping)
    assert (problem.column, SAY(problem.expected)) == (
        "Post held", "one of its headings: Name, Job title",
    )  # fmt: skip


def test_what_holds_as_last_time_is_told_and_nothing_else(tmp_path: Path) -> None:
    hours = Window(time(8, 30), time(15, 30))
    last = StaffMapping(
        {"Post held": "role", "Gone": "badge", "Status": ""},
        {"coach": Role.TEACHER},
        Role.TA,
        hours,
    )
    text = "Name,Post held,Status,Days\nA B,Coach,x,Mon\nC D,Cook,y,Tue\n"
    told = as_last_time(looked_at(tmp_path, text, last), last)
    assert told is not None
    assert SAY(told) == (
        "As last time: “Post held” is: Role; “Status” is left out; “Coach”: Teacher; "
        "titles not understood: Teaching assistant; a whole day: 08:30 to 15:30."
    )
    said = StaffMapping({"Post held": "", "Status": "status"}, {"Coach": Role.LEADER}, Role.SUPPORT)
    now = put_together(last, said)
    told = as_last_time(looked_at(tmp_path, text, now), last)
    assert told is not None
    assert SAY(told) == "As last time: a whole day: 08:30 to 15:30."
    assert as_last_time(looked_at(tmp_path, text), AS_IT_IS) is None


HEADINGS = st.sampled_from(["Post", "Job title", "Swydd", "x"]) | st.text(min_size=1, max_size=9)
MAPPINGS = st.builds(
    StaffMapping,
    st.dictionaries(HEADINGS, st.sampled_from([*ALIASES, ""]), max_size=4),
    st.dictionaries(HEADINGS, st.sampled_from(Role), max_size=4),
    st.none() | st.sampled_from(Role),
    st.none() | st.just(Window(time(9), time(15))),
)


@given(MAPPINGS, MAPPINGS)
def test_what_is_said_now_wins_and_is_said_once(last: StaffMapping, said: StaffMapping) -> None:
    both = put_together(last, said)
    assert put_together(both, said) == both
    assert put_together(AS_IT_IS, both) == both
    columns = [column for column in both.columns.values() if column]
    assert len(columns) == len(set(columns))
    assert both.for_all == (said.for_all or last.for_all)


def test_every_column_has_a_name_to_choose_it_by() -> None:
    assert COLUMN_NAMES.keys() == ALIASES.keys() | {"agreed"} == {*ALIASES}


def test_names_are_shown_as_they_are(tmp_path: Path) -> None:
    lines = NAMES_FILE.read_text(encoding="utf-8")
    staff = looked_at(tmp_path, lines.replace("suggested_role", "role").replace("title", "t", 1))
    assert [one.heading for one in staff.columns][:3] == ["n", "t", "forename"]
    shown = {one.heading: one.samples for one in staff.columns}
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        names = [clean(row["surname"]) for row in csv.DictReader(file)]
    first = [*dict.fromkeys(filter(None, names))]
    assert list(shown["surname"]) == first[: len(shown["surname"])]
    rows = read_staff(tmp_path / "staff.csv", with_role_for_all(AS_IT_IS, Role.TA)).rows
    assert [row.record.surname for row in rows] == names


OWN = {"name": "Person", "forename": "Fore", "surname": "Sur", "role": "Held"}
"""Where an answer says that a column is."""
CELLS = st.sampled_from(["", "Coach", "Cook", "Wed-Fri", "0.6", "Ann", "O'Brien, Siân (Mrs)", "x"])
OTHERS = st.lists(
    st.sampled_from(
        [
            "Role",
            "Job title",
            "Staff type",
            "First name",
            "Surname",
            "Days",
            "FTE",
            "Status",
            "Dept",
        ]
    ),
    unique=True,
)


@given(st.data())
def test_when_all_that_is_asked_is_answered_nothing_is_asked_any_more(data: st.DataObject) -> None:
    headings = data.draw(st.permutations([*OWN.values(), *data.draw(OTHERS)]))
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(headings)), min_size=1, max_size=5))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staff.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows])
        mapping, told = AS_IT_IS, list[Question]()
        while asked_now := questions(staff := look_at_staff(path, mapping)):
            first = asked_now[-1]
            assert first not in told, "nothing is asked twice"
            told.append(first)
            match first.asks:
                case Asks.COLUMN:
                    mapping = with_column(mapping, OWN[first.about], first.about)
                case Asks.TITLE:
                    mapping = with_role(mapping, first.about, Role.TA)
                case _:
                    mapping = with_day_hours(mapping, Window(time(9), time(15)))
        assert not [one for one in staff.problems if one.column == "role"]
        assert all(role for _, role, _ in staff.titles)
