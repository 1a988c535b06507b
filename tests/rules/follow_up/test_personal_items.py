"""What a person sees after proof: messages, attendance, and the number of waiting items."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kiosk.rules.attendance.marks import mark
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.follow_up.certificates import issue_certificates
from kiosk.rules.follow_up.personal_items import count_waiting_items
from kiosk.rules.follow_up.training import attendance_of
from kiosk.rules.induction.steps import reading_for
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import PersonId, join_ids
from kiosk.rules.model.records import Step, Track, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, moves, person, school, session, slot

SCHOOL = school(
    day(
        slot("safe", "09:00-10:00", SlotKind.TOGETHER),
        slot("choice", "11:00-12:00"),
    ),
    session("safe", "safe", "09:00-10:00", room="Hall"),
    session("A", "choice", "11:00-12:00", 1, room="Room 1"),
    session("B", "choice", "11:00-12:00", room="Room 2"),
    person("ann"),
    person("bob"),
)


def messages(known: School, who: PersonId, clock: str) -> list[tuple[str, str]]:
    """Return the time and the workshop of each message."""
    found = []
    for one in messages_of(known, at(clock), who):
        title = one.text.params["title"]
        assert isinstance(title, Both)
        found.append((f"{known.local(one.at):%H:%M}", title.en))
    return found


def school_with_messages() -> School:
    """Return the school after ann moved up to A, and the rooms of safe and B changed."""
    known = after(SCHOOL, at("08:00"), choose("bob", "A"), choose("ann", "A"))
    known = after(known, at("08:10"), give_up_place("bob", "A"))
    known = after(known, at("08:20"), moves("safe", "Gym"))
    return after(known, at("08:30"), moves("B", "Room 9"))


def test_messages_are_of_ones_own_sessions_the_newest_first() -> None:
    assert messages(school_with_messages(), "ann", "08:40") == [
        ("08:20", "W-safe"),
        ("08:10", "W-A"),
    ]
    assert messages(school_with_messages(), "bob", "08:40") == [("08:20", "W-safe")]


def test_what_is_over_is_no_news_any_more() -> None:
    assert messages(school_with_messages(), "ann", "10:00") == [("08:10", "W-A")]
    assert messages(school_with_messages(), "ann", "11:00") == []


def test_what_was_attended_is_listed_once_it_is_over() -> None:
    known = after(SCHOOL, at("09:00"), by(Evidence.BADGE, mark("ann", "safe", MarkState.PRESENT)))
    assert attendance_of(known, at("09:59"), "ann") == []
    (found,) = attendance_of(known, at("10:00"), "ann")
    assert ([line.session for line in found.lines], found.minutes) == (["safe"], 60)
    assert found.certificate is None
    assert attendance_of(known, at("10:00"), "bob") == []


def test_the_certificate_says_what_was_attended_when_there_is_one() -> None:
    known = after(SCHOOL, at("09:00"), by(Evidence.BADGE, mark("ann", "safe", MarkState.PRESENT)))
    known = after(known, at("16:00"), issue_certificates(DAY))
    (found,) = attendance_of(known, at("16:00"), "ann")
    assert found.certificate is not None
    assert found.lines == found.certificate.lines


def test_what_does_not_count_says_why() -> None:
    known = after(SCHOOL, at("09:50"), by(Evidence.BADGE, mark("ann", "safe", MarkState.LATE)))
    (found,) = attendance_of(known, at("10:00"), "ann")
    assert found.lines == ()
    assert [one.msgid for one in found.uncounted] == [
        "{title}: you weren't there long enough for it to count."
    ]


def test_required_catch_ups_and_induction_wait_after_proof_alone() -> None:
    steps = (Step("one", Both("One"), "day_1"), Step("two", Both("Two"), "year_2"))
    known = SCHOOL.apply(
        map(
            put,
            (
                Track("new", Both("New"), steps=steps),
                replace(SCHOOL.people["ann"], track="new", started=date(2026, 9, 1)),
                CatchUp(join_ids(DAY, "ann", "1"), DAY, "ann", "1", "", True, date(2026, 9, 9)),
                CatchUp(join_ids(DAY, "ann", "2"), DAY, "ann", "2", "", False, None),
                CatchUp(
                    join_ids(DAY, "ann", "3"), DAY, "ann", "3", "", True, None, done_at=at("08:00")
                ),
            ),
        )
    )
    assert count_waiting_items(known, at("08:30"), "ann", Evidence.BADGE, ()) == 2
    assert count_waiting_items(known, at("08:30"), "ann", Evidence.TYPED, ()) == 0
    assert count_waiting_items(known, at("08:30"), "bob", Evidence.BADGE, ()) == 0


def test_a_step_has_its_own_to_read_and_its_workshops() -> None:
    known = SCHOOL.apply([put(Workshop("W", Both("W"), resources=("b",)))])
    step = Step("one", Both("One"), "day_1", workshop="W", resources=("a",))
    assert reading_for(known, step) == ("a", "b")
    assert reading_for(known, replace(step, workshop="gone")) == ("a",)
    assert reading_for(known, replace(step, resources=("b", "a"))) == ("b", "a")
