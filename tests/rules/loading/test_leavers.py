"""Whom a staff file marks as left is not added, or leaves, and is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.exchange.staff import read_staff
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.bookings import bookings_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.loading.school_files import load_staff
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Role
from tests.builders import DAY, SOMEBODY, after, at, day, person, school, session, slot
from tests.exchange.files import write

NOW = at("08:00")
TODAY = NOW.date()
KNOWN = school(
    day(slot("one", "10:00-11:00")),
    session("A", "one", "10:00-11:00", places=1),
    person("ann"),
    person("nia"),
)


def load(folder: Path, text: str, known: School = KNOWN) -> tuple[School, Changes]:
    changes = load_staff(read_staff(write(folder, text)))(known, NOW, SOMEBODY)
    return known.apply(changes.items), changes


def message(changes: Changes) -> str:
    assert changes.message is not None
    return Language("en").say(changes.message)


ONE_ROSTER = """sourcedId,status,enabledUser,role,givenName,familyName,identifier
u1,active,true,teacher,Aled,Harcombe,AHA
u2,tobedeleted,true,teacher,Bronwen,Moxham,BMO
u3,active,false,teacher,Cai,Trevelyan,CTR
u4,active,true,student,Pupil,Pretend,S1
"""


def test_of_a_list_of_users_only_the_staff_who_are_there_are_added(tmp_path: Path) -> None:
    known, changes = load(tmp_path, ONE_ROSTER)
    assert set(known.people) - set(KNOWN.people) == {"AHA"}
    said = message(changes)
    assert "1 added" in said
    assert "2 rows for people who have left are not added" in said
    assert "1 row is not for staff" in said


POSTS = ["Ann,Lee,ALE,TA,31/08/2024,0.6", "Ann,Lee,ALE,teacher,,0.4"]


@pytest.mark.parametrize("posts", [POSTS, POSTS[::-1]])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_post_that_has_ended_says_nothing_of_somebody_who_has_another(
    tmp_path: Path, posts: list[str], is_known: bool
) -> None:
    text = "\n".join(["forename,surname,code,role,left,fte", *posts])
    known = KNOWN.apply([put(person("ALE", forename="Ann", surname="Lee", staff_code="ALE"))])
    after_load, changes = load(tmp_path, text, known if is_known else KNOWN)
    ann = after_load.people[PersonId("ALE")]
    assert (ann.role, ann.left, ann.part_time) == (Role.TEACHER, None, True)
    assert "leaves" not in message(changes)


def test_who_has_several_posts_leaves_with_the_last_of_them(tmp_path: Path) -> None:
    text = "forename,surname,code,role,left\nAnn,Lee,ALE,TA,31/08/2030\nAnn,Lee,ALE,TA,31/08/2031"
    known, _ = load(tmp_path, text)
    assert known.people[PersonId("ALE")].left == date(2031, 8, 31)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Status", "Left"), ("status", "INACTIVE"), ("Employment status", "To be deleted"),
        ("Active", "no"), ("enabledUser", "FALSE"), ("Deleted", "yes"), ("Left", "yes"),
        ("Leaving date", "31/08/2026"), ("Date left", "2026-08-31"), ("Status", "Leaver"),
        ("Statws", "Wedi gadael"), ("left", "01/09/2026"),
    ],
)  # fmt: skip
def test_however_a_file_says_so_a_leaver_is_not_added(
    tmp_path: Path, heading: str, cell: str
) -> None:
    rows = f"id,forename,surname,role,{heading}\nX,Xan,Old,teacher,{cell}\n"
    known, changes = load(tmp_path, rows)
    assert "X" not in known.people
    assert "1 row for someone who has left is not added" in message(changes)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Status", "Current"), ("Status", ""), ("Status", "Full time"), ("Active", "yes"),
        ("Deleted", "no"), ("Left", "no"), ("Leaving date", "–"), ("Leaving date", "18/12/2026"),
        ("Status", "tenured"),
    ],
)  # fmt: skip
def test_who_is_still_there_is_added(tmp_path: Path, heading: str, cell: str) -> None:
    known, _ = load(tmp_path, f"id,forename,surname,role,{heading}\nX,Xan,New,teacher,{cell}\n")
    assert "X" in known.people_on(TODAY)


def test_somebody_who_is_leaving_stays_until_the_date(tmp_path: Path) -> None:
    rows = "id,forename,surname,role,status,leaving date\nX,Xan,New,teacher,Leaver,18/12/2026\n"
    known, _ = load(tmp_path, rows)
    assert "X" in known.people_on(date(2026, 12, 17))
    assert "X" not in known.people_on(date(2026, 12, 18))


def test_a_known_person_leaves_and_their_place_goes_on(tmp_path: Path) -> None:
    before = after(KNOWN, NOW, choose("ann", "A"), choose("nia", "A"))
    rows = "id,forename,surname,role,status\nann,Ann,Ann,wizard,left\n"
    known, changes = load(tmp_path, rows, before)
    assert set(known.people_on(TODAY)) == {"nia"}
    assert [one.person for one in bookings_in(known, known.session("A"))] == ["nia"]
    assert "1 person leaves" in message(changes)
    again, _ = load(tmp_path, rows, known)
    assert again.people == known.people


def test_who_was_taken_off_the_lists_here_stays_off_them_when_the_file_is_loaded_again(
    tmp_path: Path,
) -> None:
    rows = "id,forename,surname,role,left\nann,Ann,Ann,teacher,01/06/2026\n"
    known, _ = load(tmp_path, rows)
    blank = "id,forename,surname,role,left\nann,Ann,Ann,teacher,\n"
    known, _ = load(tmp_path, blank, known)
    assert known.person(PersonId("ann")).left == date(2026, 6, 1)


def test_who_is_on_site_does_not_leave_by_a_file(tmp_path: Path) -> None:
    before = after(KNOWN, NOW, sign_in(PersonId("ann")))
    for rows in (
        "id,forename,surname,role,status\nann,Ann,Ann,teacher,left\n",
        "id,forename,surname,role,left\nann,Ann,Ann,teacher,01/06/2026\n",
    ):
        known, changes = load(tmp_path, rows, before)
        assert "ann" in known.people_on(TODAY)
        (note,) = changes.all_notes()
        assert "were here on" in Language("en").say(note)


def test_the_next_holder_of_a_staff_code_is_not_the_leaver(tmp_path: Path) -> None:
    rows = "forename,surname,role,staff_code,status\nAled,Old,teacher,AHA,left\n"
    holder = "forename,surname,role,staff_code\nAda,Hale,teacher,AHA\n"
    known, _ = load(tmp_path, holder)
    known, changes = load(tmp_path, rows, known)
    assert known.person(PersonId("AHA")).left is None
    assert "not added" in message(changes)


def test_of_two_posts_one_may_have_ended(tmp_path: Path) -> None:
    rows = "id,forename,surname,role,status\nann,Ann,Ann,TA,left\nann,Ann,Ann,teacher,current\n"
    known, _ = load(tmp_path, rows)
    assert known.day_records.get(DAY) is None
    assert "ann" in known.people_on(TODAY)
