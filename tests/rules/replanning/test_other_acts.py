"""Adding a session, covering for a leader, choices of a slot, the notice on the wall."""

from __future__ import annotations

from datetime import time

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.announcements import notice_of
from kiosk.rules.choosing.day_changes import move_day
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import DayId, PersonId, SlotId, WorkshopId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, Role, SlotKind
from kiosk.rules.replanning.absence_consequences import absence_consequences
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.choosing_times import close_choosing, open_choosing
from kiosk.rules.replanning.cover import covers
from kiosk.rules.replanning.notices import LONGEST, post_notice
from kiosk.settings import Settings
from kiosk.text import Text
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

ONE, TWO, K = SlotId("one"), SlotId("two"), WorkshopId("K")
SCHOOL = school(
    day(slot("one", "09:30-10:30"), slot("two", "11:00-12:00"),
        slot("talk", "13:00-14:00", SlotKind.TOGETHER)),
    session("K1", "one", "09:30-10:30", 7, room="Room 1", leaders=("gruff",), workshop=K),
    session("L1", "two", "11:00-12:00", 5, room="Room 1", leaders=("hari",)),
    session("K3", "two", "11:00-12:00", 5, room="Room 3", leaders=("non",), workshop=K),
    person("gruff", department="Maths", duties=("first aider",)),
    person("aled"), person("bron", department="Maths"), person("hari"), person("non"),
    person("part", hours="11:00-15:00"), person("guest", role=Role.VISITOR),
    person("mair", duties=("first aider",)),
)  # fmt: skip


def english(text: Text) -> str:
    return Language("en").say(text)


def refusal(decided: Decision, before: School = SCHOOL, now: str = "08:30") -> str:
    with pytest.raises(Refused) as refused:
        decided(before, at(now), SOMEBODY)
    return english(refused.value.reason)


# -- a session more ---------------------------------------------------------------------------


def test_a_workshop_given_again_takes_over_what_is_free_then() -> None:
    again = after(SCHOOL, at("08:30"), add_session(DAY, TWO, K))
    added = again.session("K-2")
    assert (added.slot, added.start, added.end, added.places) == ("two", time(11), time(12), 7)
    assert (added.room, added.leaders) == ("", ("gruff",))  # Room 1 is taken by then
    assert after(again, at("08:31"), choose("aled", "K-2")).places_of(PersonId("aled"), DAY)


def test_what_is_given_counts_and_what_does_not_fit_is_said() -> None:
    asked = add_session(DAY, TWO, K, room="Room 1", leaders=(PersonId("hari"),), places=3)
    changes = asked(SCHOOL, at("08:30"), SOMEBODY)
    assert changes.message is not None
    assert english(changes.message) == "K, 11:00: added as K-2."
    assert [english(note) for note in changes.all_notes()] == [
        "hari leads two sessions at once: K, 11:00 and W-L1, 11:00.",
        "Room 1 is double-booked: K, 11:00 and W-L1, 11:00.",
        "K, 11:00: people who miss it have nothing to catch up with. Add a resource or a second "
        "session.",
    ]  # fmt: skip


def test_a_visiting_speaker_is_not_in_two_rooms_at_once() -> None:
    spoken = SCHOOL.apply([put(replace(SCHOOL.session("K1"), leaders=(), speaker="Dr Pugh"))])
    again = after(spoken, at("08:30"), add_session(DAY, TWO, K), add_session(DAY, TWO, K))
    assert (again.session("K-2").speaker, again.session("K-3").speaker) == ("Dr Pugh", "")
    other = after(spoken, at("08:30"), add_session(DAY, TWO, K, leaders=(PersonId("aled"),)))
    assert (other.session("K-2").leaders, other.session("K-2").speaker) == (("aled",), "")


def test_a_session_is_only_added_where_people_choose_and_in_time() -> None:
    assert "where people choose" in refusal(add_session(DAY, SlotId("talk"), K))
    assert refusal(add_session(DAY, TWO, WorkshopId("x"))) == "No workshop has the id x."
    assert refusal(add_session(DAY, ONE, K), now="10:30") == "This slot is over."


# -- cover ------------------------------------------------------------------------------------


def names(before: School, now: str = "09:00") -> list[str]:
    return [one.person.id for one in covers(before, at(now), before.session("K1"))]


def test_whoever_is_in_comes_first_then_who_gives_it_and_who_is_of_the_department() -> None:
    here = after(
        SCHOOL, at("08:30"), *(sign_in(PersonId(one)) for one in ("aled", "bron", "non", "part"))
    )
    assert names(here) == ["non", "bron", "aled", "part", "hari", "mair"]
    best, *_ = covers(here, at("09:00"), here.session("K1"))
    assert [english(note) for note in best.notes()] == ["leads this workshop too"]
    last = covers(here, at("09:00"), here.session("K1"))[-1]
    assert [english(note) for note in last.notes()] == ["not signed in"]


def test_nobody_is_named_who_leads_something_then_or_is_reported_absent_or_a_guest() -> None:
    away = after(SCHOOL, at("08:00"), by(Evidence.TUTOR, report_absent(PersonId("aled"), DAY)))
    found = names(away)
    assert {"aled", "guest", "gruff"}.isdisjoint(found)
    at_two = [one.person.id for one in covers(SCHOOL, at("08:00"), SCHOOL.session("L1"))]
    assert "non" not in at_two


# -- choices ----------------------------------------------------------------------------------


def test_choices_of_a_slot_close_and_open_whatever_the_day_says() -> None:
    closed = after(SCHOOL, at("08:30"), close_choosing(DAY, ONE))
    assert refusal(choose("aled", "K1"), closed).startswith("Choices are closed.")
    assert after(closed, at("08:30"), choose("aled", "L1")).places_of(PersonId("aled"), DAY)
    opened = after(closed, at("08:40"), open_choosing(DAY, ONE, time(9)))
    assert after(opened, at("08:59"), choose("aled", "K1")).places_of(PersonId("aled"), DAY)
    assert refusal(choose("aled", "K1"), opened, "09:00").startswith("Choices are closed.")


def test_choices_that_were_to_open_later_open_now() -> None:
    later = SCHOOL.apply([put(replace(SCHOOL.day(DAY), choices_open=at("09:15")))])
    assert refusal(choose("aled", "K1"), later).startswith("Choices open on")
    opened = after(later, at("08:30"), open_choosing(DAY, ONE))
    assert after(opened, at("08:31"), choose("aled", "K1")).places_of(PersonId("aled"), DAY)


def test_there_are_no_choices_in_a_talk_nor_in_the_past() -> None:
    assert refusal(close_choosing(DAY, SlotId("talk"))) == "There is nothing to choose in talk."
    assert refusal(open_choosing(DAY, ONE, time(8))) == "That time is past."


# -- the wall ---------------------------------------------------------------------------------


def test_a_notice_is_up_until_its_time_and_the_next_replaces_it() -> None:
    text = "Lift out of order: [b]ICT 1[/b] moved"
    up = after(SCHOOL, at("08:30"), post_notice(DAY, Private(text), time(9)))
    assert notice_of(up, at("08:59")) == text
    assert notice_of(up, at("09:00")) == ""
    other = after(up, at("08:40"), post_notice(DAY, Private("  two \n lines ")))
    assert notice_of(other, at("13:59")) == "two lines"
    assert notice_of(after(other, at("08:41"), post_notice(DAY, Private(""))), at("08:42")) == ""


def test_a_notice_holds_nothing_that_a_terminal_obeys() -> None:
    up = after(SCHOOL, at("08:30"), post_notice(DAY, Private("\x1b[31mLift \u202efo tuo")))
    assert notice_of(up, at("08:40")) == "[31mLift fo tuo"


def test_what_was_set_for_a_day_is_not_taken_to_its_new_date() -> None:
    to = DayId("2026-09-08")
    asked = (post_notice(DAY, Private("Lift out of order")), close_choosing(DAY, ONE))
    moved = after(SCHOOL, at("08:30"), *asked, move_day(DAY, to))
    assert not moved.day(to).notice
    assert after(moved, at("08:31"), choose("aled", "K1")).places_of(PersonId("aled"), to)


def test_a_notice_goes_once_the_day_is_closed() -> None:
    up = after(SCHOOL, at("08:30"), post_notice(DAY, Private("Ask Non for keys"), time(18)))
    over = after(up, at("15:00"), by(Evidence.TUTOR, close_day(DAY)))
    assert (over.day(DAY).notice, over.day(DAY).notice_until) == ("", None)


def test_a_notice_is_short_and_not_for_the_past_and_not_kept_in_the_history() -> None:
    assert "at most" in refusal(post_notice(DAY, Private("x" * (LONGEST + 1))))
    assert refusal(post_notice(DAY, Private("x"), time(8))) == "That time is past."
    assert "text" not in post_notice(DAY, Private("x")).kept_arguments()


# -- absence ----------------------------------------------------------------------------------


def consequences(*absent: Decision, person: str = "gruff") -> list[str]:
    asked = (by(Evidence.TUTOR, one) for one in absent)
    away = after(SCHOOL, at("08:00"), *asked)
    found = absence_consequences(away, at("08:05"), PersonId(person), DAY)
    return [english(one) for one in found]


def test_what_an_absence_leaves_undone_is_said_at_once() -> None:
    gruff = report_absent(PersonId("gruff"), DAY)
    assert consequences(gruff) == ["K, 09:30: nobody leads it now."]
    mair = report_absent(PersonId("mair"), DAY)
    assert consequences(gruff, mair) == [
        "K, 09:30: nobody leads it now.", "First aid: nobody else is there.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("nation", "duty", "told"),
    [
        ("wales", "dsp", "Designated safeguarding person"),
        ("england", "dsl", "Designated safeguarding lead"),
        ("england", "dsp", "Designated safeguarding lead"),
        ("england", "deputy dsl", "Deputy designated safeguarding lead"),
    ],
)
def test_a_safeguarding_lead_who_is_away_is_called_as_in_the_schools_nation(
    nation: str, duty: str, told: str
) -> None:
    known = SCHOOL.apply([put(Settings(nation=nation)), put(person("hari", duties=(duty,)))])
    away = after(known, at("11:55"), by(Evidence.TUTOR, report_absent(PersonId("hari"), DAY)))
    found = absence_consequences(away, at("12:05"), PersonId("hari"), DAY)
    assert [english(one) for one in found] == [f"{told}: nobody else is there."]
    other = {"dsp": "dsl", "dsl": "dsp"}.get(duty, duty)
    covered = away.apply([put(person("non", duties=(other,)))])
    assert absence_consequences(covered, at("12:05"), PersonId("hari"), DAY) == ()


def test_who_leaves_during_a_session_leaves_it_undone_and_covers_for_nobody() -> None:
    assert consequences(report_absent(PersonId("gruff"), DAY, start=time(10))) == [
        "K, 09:30: nobody leads it now."
    ]
    soon = by(Evidence.TUTOR, report_absent(PersonId("aled"), DAY, start=time(10)))
    away = after(SCHOOL, at("08:00"), soon)
    assert "aled" not in names(away)
    leaves = by(Evidence.TUTOR, report_absent(PersonId("gruff"), DAY, start=time(10)))
    found = [english(one.text) for one in attention(after(SCHOOL, at("08:00"), leaves), DAY)]
    assert "gruff leads K, 09:30, but is reported absent." in found


def test_a_session_that_is_over_needs_no_other_leader() -> None:
    away = after(SCHOOL, at("08:00"), by(Evidence.TUTOR, report_absent(PersonId("gruff"), DAY)))
    assert list(absence_consequences(away, at("10:30"), PersonId("gruff"), DAY)) == []


def test_an_absence_for_a_part_of_the_day_leaves_only_that_part_undone() -> None:
    assert consequences(report_absent(PersonId("gruff"), DAY, start=time(11))) == []
    assert consequences(report_absent(PersonId("gruff"), DAY, end=time(10))) == [
        "K, 09:30: nobody leads it now."
    ]
