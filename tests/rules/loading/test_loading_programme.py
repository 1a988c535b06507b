from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.language import Language
from kiosk.rules.choosing.bookings import booking_of, bookings_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.school_files import load_both, load_programme
from kiosk.rules.model.attendance_records import Mark, SignOff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.far_dates import NOT_FAR
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile, moved_dates
from kiosk.rules.model.ids import DayId, StepId, TrackId, WorkshopId, join_ids
from kiosk.rules.model.records import InsetDay, Session, Step, Track, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from kiosk.settings import Settings
from kiosk.text import Both, t
from tests.builders import DAY, SOMEBODY, after, day, person, school, session, slot
from tests.rules.loading.test_loading_staff import NOW, file, message_of, problems, row

ENGLISH = Language("en")
REPLACE = LoadOptions(replace=True)
WHOLE = day(slot("am", "09:00-10:00"), slot("pm", "11:00-12:00"))


def placed(record: Any, given: Sequence[str] = (), number: int = 2) -> FileRecord[Any]:
    names = frozenset(given or set(record.__struct_fields__) - {"closed_at"})
    return FileRecord(record, "file", number, names)


def plan(*records: Any, **more: Any) -> ProgrammeFile:
    parts: dict[type[Any], list[FileRecord[Any]]] = {}
    for number, record in enumerate(records, 2):
        parts.setdefault(type(record), []).append(placed(record, number=number))
    return ProgrammeFile(
        "plan",
        days=tuple(parts.get(InsetDay, ())),
        workshops=tuple(parts.get(Workshop, ())),
        sessions=tuple(parts.get(Session, ())),
        **more,
    )


def test_a_programme_loaded_twice_changes_nothing_the_second_time() -> None:
    asked = load_programme(
        plan(WHOLE, Workshop("W-1", Both("One")), session("1", "am", "09:00-10:00"))
    )
    assert message_of(School(), asked) == "Programme: 3 added, 0 updated, 0 unchanged."
    once = after(School(), NOW, asked)
    assert asked(once, NOW, SOMEBODY).items == ()
    assert message_of(once, asked) == "Programme: 0 added, 0 updated, 3 unchanged."


def test_a_new_day_so_far_off_that_the_year_must_be_wrong_is_a_problem() -> None:
    for id in ("3026-09-01", "9999-12-31", "2006-09-01"):
        far = replace(WHOLE, id=DayId(id))
        (problem,) = problems(School(), load_programme(plan(far)))
        assert (problem.column, problem.found) == ("date", id)
        assert problem.expected == NOT_FAR
    assert (
        DayId("2036-09-01")
        in after(
            School(), NOW, load_programme(plan(replace(WHOLE, id=DayId("2036-09-01"))))
        ).programme.days
    )
    # what a school has for years may be loaded again
    old = replace(WHOLE, id=DayId("2006-09-01"))
    assert after(school(old), NOW, load_programme(plan(old))).programme.days


def test_a_closed_day_stays_closed() -> None:
    known = school(replace(WHOLE, closed_at=NOW))
    again = after(known, NOW, load_programme(plan(replace(WHOLE, title=Both("New")))))
    assert again.programme.days[DAY].closed_at == NOW
    assert again.programme.days[DAY].title == Both("New")


def test_a_setting_that_the_file_does_not_name_stays() -> None:
    known = school(Settings(head="H", late_after=3))
    given = placed(Settings(tutor="T"), ["tutor"])
    again = after(known, NOW, load_programme(ProgrammeFile("school.toml", settings=given)))
    assert (again.settings.head, again.settings.late_after, again.settings.tutor) == ("H", 3, "T")


def test_a_session_without_times_has_the_slots_and_follows_it() -> None:
    bare = replace(session("1", "am", "09:00-10:00"), workshop="W")
    times = {"start", "end"}
    rows = (placed(bare, sorted(set(Session.__struct_fields__) - times)),)
    file = ProgrammeFile("plan", days=(placed(day(slot("am", "09:30-10:15"))),), sessions=rows)
    found = after(school(WHOLE), NOW, load_programme(file)).programme.sessions["1"]
    assert (f"{found.start:%H:%M}", f"{found.end:%H:%M}") == ("09:30", "10:15")


def test_everything_that_does_not_fit_together_is_listed_with_its_row() -> None:
    known = school(WHOLE, person("A", department="English", duties=("alnco",)))
    file = plan(
        Workshop("W", Both("W"), resources=("none",)),
        session("1", "am", "09:00-10:30", leaders=("B",), audience=("dept:Maths", "alnco")),
        session("2", "evening", "09:00-10:00", audience=("wizards", "person:A", "staff")),
        session("3", "am", "08:00-09:30", day="2026-12-01"),
    )
    assert [(one.row, one.column, one.found) for one in problems(known, load_programme(file))] == [
        (2, "resources", "none"),
        (3, "leaders", "B"),
        (3, "audience", "dept:Maths"),
        (3, "end", "10:30"),
        (4, "audience", "wizards"),
        (4, "slot", "evening"),
        (5, "day", "2026-12-01"),
    ]


def test_a_day_may_not_take_away_the_slot_of_a_session() -> None:
    known = school(WHOLE, session("1", "pm", "11:00-12:00"))
    asked = load_programme(plan(day(slot("am", "09:00-10:00"))), REPLACE)
    assert [(one.column, one.found) for one in problems(known, asked)] == [("slot", "pm")]


def booked(places: int = 1) -> School:
    return after(
        school(
            WHOLE,
            person("A"),
            person("B"),
            session("1", "am", "09:00-10:00", places),
            session("2", "am", "09:00-10:00"),
            session("3", "pm", "11:00-12:00"),
        ),
        NOW,
        choose("A", "1"),
        choose("B", "1"),
    )


def left_alone() -> School:
    mark = Mark(join_ids("3", "A", "1"), "3", "A", MarkState.PRESENT, NOW, Evidence.TUTOR)
    return booked().apply([put(mark)])


def report_of(known: School, asked: Decision) -> dict[str, list[str]]:
    report = asked(known, NOW, SOMEBODY).report
    return {
        ENGLISH.say(section.heading): [ENGLISH.say(line) for line in section.lines]
        for section in report
    }


def test_a_session_that_left_the_file_stays_and_is_named() -> None:
    known = left_alone()
    asked = load_programme(plan(session("4", "am", "09:00-10:00", workshop="W-1")))
    assert message_of(known, asked) == (
        "Programme: 1 added, 0 updated, 0 unchanged; 3 sessions not in the file stay."
    )
    assert set(after(known, NOW, asked).programme.sessions) == {"1", "2", "3", "4"}
    assert report_of(known, asked) == {
        "New:": ["session 4, W-1, 2026-09-01"],
        "Not in the file, left as it is:": [
            f"session {id}, W-{id}, 2026-09-01" for id in ("1", "2", "3")
        ],
    }


def test_asked_to_replace_a_load_takes_away_what_nobody_has_a_place_or_a_mark_in() -> None:
    known = left_alone()
    asked = load_programme(plan(session("4", "am", "09:00-10:00", workshop="W-1")), REPLACE)
    assert message_of(known, asked) == (
        "Programme: 1 added, 0 updated, 0 unchanged; 1 session removed; "
        "2 sessions not in the file stay."
    )
    again = after(known, NOW, asked)
    assert set(again.programme.sessions) == {"1", "3", "4"}
    assert set(again.programme.workshops) == {"W-1", "W-3"}
    assert report_of(known, asked) == {
        "New:": ["session 4, W-1, 2026-09-01"],
        "Not in the file, so removed:": ["session 2, W-2, 2026-09-01"],
        "Not in the file, but kept because it is in use:": [
            "session 1, W-1, 2026-09-01",
            "session 3, W-3, 2026-09-01",
        ],
    }


def test_a_closed_day_keeps_its_sessions_whatever_a_file_replaces() -> None:
    known = school(replace(WHOLE, closed_at=NOW), session("1", "am", "09:00-10:00"))
    asked = load_programme(plan(session("2", "am", "09:00-10:00", workshop="W-1")), REPLACE)
    assert set(after(known, NOW, asked).programme.sessions) == {"1", "2"}


def test_a_slot_that_a_file_leaves_out_of_a_day_stays_until_it_is_replaced() -> None:
    known = school(WHOLE)
    shorter = plan(day(slot("pm", "11:00-12:30")))
    plain = after(known, NOW, load_programme(shorter)).day(DAY)
    assert [(one.id, f"{one.end:%H:%M}") for one in plain.slots] == [
        ("am", "10:00"),
        ("pm", "12:30"),
    ]
    asked = load_programme(shorter, REPLACE)
    assert [one.id for one in after(known, NOW, asked).day(DAY).slots] == ["pm"]
    assert report_of(known, asked)["Not in the file, so removed:"] == ["slot am, am, of 2026-09-01"]


def test_a_step_that_a_file_leaves_out_of_a_track_stays_and_with_a_sign_off_always() -> None:
    steps = tuple(Step(StepId(id), Both(id), "day_1") for id in ("x", "y", "z"))
    known = school(Track(TrackId("nqt"), Both("NQT"), steps=steps), person("A", track="nqt"))
    signed = SignOff(join_ids("A", "x", "self"), "A", "x", "self", NOW, "A", Evidence.TYPED)
    known = known.apply([put(signed)])
    track = replace(known.programme.tracks["nqt"], steps=steps[1:2])
    file = ProgrammeFile("plan", tracks=(placed(track),))
    plain = after(known, NOW, load_programme(file)).programme.tracks["nqt"]
    assert [one.id for one in plain.steps] == ["y", "x", "z"]
    replaced = after(known, NOW, load_programme(file, REPLACE)).programme.tracks["nqt"]
    assert [one.id for one in replaced.steps] == ["y", "x"]


def test_a_file_of_one_day_leaves_the_other_days_alone() -> None:
    other = replace(WHOLE, id="2026-10-01")
    known = school(WHOLE, other, session("1", "am", "09:00-10:00"))
    file = plan(session("2", "am", "09:00-10:00", day=other.id, workshop="W-1"))
    assert set(after(known, NOW, load_programme(file)).programme.sessions) == {"1", "2"}


def test_more_places_go_to_the_waiting_list_and_fewer_take_none_away_but_are_told() -> None:
    known = booked()
    wanted = known.programme.sessions["1"]
    again = after(known, NOW, load_programme(plan(replace(wanted, places=2))))
    moved_up = booking_of(again, "B", again.programme.sessions["1"])
    assert moved_up is not None
    assert moved_up.confirmed
    fewer = load_programme(plan(wanted))(again, NOW, SOMEBODY)
    less = again.apply(fewer.items)
    assert [one.person for one in bookings_in(less, less.session("1"))] == ["A", "B"]
    (note,) = fewer.all_notes()
    told = "2026-09-01: W-1, 09:00: 2 people have a place, but there is only 1. "
    told += "Nobody is removed: find a larger room or ask 1 to move."
    assert ENGLISH.say(note) == told
    assert load_programme(plan(wanted))(less, NOW, SOMEBODY).all_notes() == (), "told once"


def test_new_times_list_whose_places_clash_and_take_none_away() -> None:
    known = after(booked(), NOW, choose("A", "3"))
    longer = day(slot("am", "09:00-11:30"), slot("pm", "11:00-12:00"))
    stretched = replace(known.programme.sessions["1"], end=time(11, 30))
    pm = known.programme.sessions["3"]
    changes = load_programme(plan(longer, stretched, pm))(known, NOW, SOMEBODY)
    assert [ENGLISH.say(note) for note in changes.all_notes()] == [
        "2026-09-01: A: W-1, 09:00, clashes with W-3.",
        "2026-09-01: A: W-3, 11:00, clashes with W-1.",
    ]
    hit = known.apply(changes.items)
    assert [one.person for one in bookings_in(hit, hit.session("3"))] == ["A"]


def test_a_session_that_comes_into_the_slot_of_another_lists_who_has_both() -> None:
    known = after(booked(), NOW, choose("A", "3"))
    longer = day(slot("am", "09:00-12:00"), slot("pm", "11:00-12:00"))
    moved = replace(known.programme.sessions["3"], slot="am")
    file = plan(longer, known.programme.sessions["1"], moved)
    assert [
        ENGLISH.say(note) for note in load_programme(file)(known, NOW, SOMEBODY).all_notes()
    ] == [
        "2026-09-01: A: W-1, 09:00, clashes with W-3.",
        "2026-09-01: A: W-3, 11:00, clashes with W-1.",
        "2026-09-01: pm, 11:00: nothing to choose from.",
    ]


def test_what_comes_first_is_the_id_of_another_workshop() -> None:
    known = school(WHOLE, person("A"), session("1", "am", "09:00-10:00"))
    for wrong in ("nothing", "W-1"):
        file = plan(Workshop("W-1", Both("One"), requires=(WorkshopId(wrong),)))
        assert [(p.column, p.found) for p in problems(known, load_programme(file))] == [
            ("requires", wrong)
        ]


def test_a_session_with_bookings_does_not_move_to_another_day() -> None:
    known = booked().apply([put(replace(WHOLE, id="2026-10-01"))])
    moved = replace(known.programme.sessions["1"], day="2026-10-01")
    (problem,) = problems(known, load_programme(plan(moved)))
    assert problem.column == "day"


def test_what_is_wrong_in_a_cell_and_what_it_points_at_is_told_together() -> None:
    known = school(WHOLE, person("A"))
    read = Problem("file", 2, "day", "soon", t("a date"))
    file = replace(
        plan(
            Workshop("W", Both()),
            session("1", "am", "09:00-10:00", leaders=("B",), day=""),
        ),
        problems=(read,),
    )
    assert [(one.row, one.column) for one in problems(known, load_programme(file))] == [
        (2, "day"),
        (2, "title_en"),
        (3, "leaders"),
    ]


def test_staff_and_programme_are_loaded_together_or_not_at_all() -> None:
    people = file(row("A"))
    good = plan(
        WHOLE, Workshop("W-1", Both("One")), session("1", "am", "09:00-10:00", leaders=("A",))
    )
    asked = load_both(people, good)
    once = after(School(), NOW, asked)
    assert (set(once.people), set(once.programme.sessions)) == ({"A"}, {"1"})
    assert asked(once, NOW, SOMEBODY).items == ()
    read = Problem("file", 2, "day", "soon", t("a date"))
    bad = load_both(file(row("", code=""), row("", code="")), replace(good, problems=(read,)))
    assert [one.column for one in problems(School(), bad)] == ["id", "id", "day"]


# -- moving a sample to another date --------------------------------------------------------------


YEARS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@given(st.sets(YEARS, min_size=1, max_size=9), YEARS, st.data())
def test_moved_days_keep_their_order_and_the_others_their_weekday(
    days: set[date], to: date, data: st.DataObject
) -> None:
    flagship = data.draw(st.sampled_from(sorted(days)))
    dates = moved_dates(days, flagship, to)
    assert dates[flagship] == to
    assert sorted(dates.values()) == [dates[one] for one in sorted(days)]
    assert len(set(dates.values())) == len(days)
    assert all(old.weekday() == new.weekday() for old, new in dates.items() if old != flagship)
