"""What a professional tutor sees of one person: today slot by slot, what waits, earlier days."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.language import Language
from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import doubt_sign_in, sign_in
from kiosk.rules.attendance.board import BoardState
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.person_day import SlotEntry
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.person_page import (
    PersonPage,
    WaitKind,
    days_of,
    person_page,
    told_history,
)
from kiosk.rules.induction.steps import confirm_step
from kiosk.rules.model.actors import TUTOR
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, StepId
from kiosk.rules.model.records import Step, Track, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, SlotKind
from kiosk.text import Both
from tests.builders import DAY, after, at, by, day, person, school, session, slot

BEFORE = DayId("2026-06-01")
TOGETHER = SlotKind.TOGETHER
TRACK = Track(
    "new", Both("New"),
    steps=tuple(
        Step(StepId(f"s{n}"), Both(f"Step {n}"), due="week_1", signer="mentor") for n in range(4)
    ),
)  # fmt: skip
SCHOOL = school(
    day(
        slot("safe", "09:00-10:00", TOGETHER),
        slot("break", "10:00-10:30", SlotKind.BREAK),
        slot("choice", "11:00-12:00"),
        slot("late", "14:00-15:00", TOGETHER),
    ),
    day(slot("old", "09:00-10:00", TOGETHER), slot("end", "11:00-12:00", TOGETHER), id=BEFORE),
    session("safe", "safe", "09:00-10:00", room="Hall"),
    session("A", "choice", "11:00-12:00", 1, room="Room 1"),
    session("B", "choice", "11:00-12:00", room="Room 2"),
    session("late", "late", "14:00-15:00", leaders=("ann",)),
    session("old", "old", "09:00-10:00", day=BEFORE),
    session("end", "end", "11:00-12:00", day=BEFORE),
    TRACK,
    person("ann"),
    person("bob", hours="08:30-12:00"),
    person("new", track="new", started=date(2026, 9, 1), mentor="ann"),
)


def page(known: School, who: str, clock: str, on: DayId = DAY) -> PersonPage:
    return person_page(known, at(clock), PersonId(who), known.day(on))


def entry(known: School, who: str, clock: str, of: str, on: DayId = DAY) -> SlotEntry:
    return next(one for one in page(known, who, clock, on).slots if one.slot == of)


def notes(one: SlotEntry) -> list[str]:
    return [Language().say(note) for note in one.notes]


def standing(known: School, who: str, clock: str) -> tuple[BoardState, str, Evidence | None]:
    there = page(known, who, clock).standing
    assert there is not None
    return there.presence, f"{there.at:%H:%M}" if there.at else "", there.evidence


def waits(known: School, who: str, clock: str) -> list[WaitKind]:
    return [one.kind for one in page(known, who, clock).waiting]


def test_where_somebody_is_says_since_when_and_how_it_is_known() -> None:
    assert standing(SCHOOL, "ann", "08:00") == (BoardState.EXPECTED, "09:00", None)
    assert standing(SCHOOL, "ann", "09:30") == (BoardState.LATE, "09:00", None)
    known = after(SCHOOL, at("08:41"), by(Evidence.BADGE, sign_in("ann")))
    assert standing(known, "ann", "09:30") == (BoardState.IN, "08:41", Evidence.BADGE)
    gone = after(known, at("10:05"), by(Evidence.TUTOR, leave_site("ann")))
    assert standing(gone, "ann", "10:30") == (BoardState.LEFT, "10:05", Evidence.TUTOR)
    away = after(SCHOOL, at("07:50"), by(Evidence.RECEPTION, report_absent("ann", DAY)))
    expected = (BoardState.ACCOUNTED, "07:50", Evidence.RECEPTION)
    assert standing(away, "ann", "09:30") == expected
    assert [absence.person for _, absence in page(away, "ann", "09:30").absences] == ["ann"]


def test_a_sign_in_in_doubt_is_said_and_waits_to_be_checked() -> None:
    known = after(SCHOOL, at("08:41"), sign_in("ann"), doubt_sign_in("ann"))
    there = page(known, "ann", "09:00").standing
    assert there is not None
    assert there.is_in_doubt
    assert WaitKind.TO_CHECK in waits(known, "ann", "09:00")
    assert WaitKind.TO_CHECK not in waits(known, "bob", "09:00")


def test_each_slot_says_what_it_is_for_the_person() -> None:
    known = after(SCHOOL, at("08:00"), choose("ann", "A"), choose("bob", "A"))
    assert notes(entry(known, "ann", "08:00", "choice")) == ["has a place", "required"]
    assert notes(entry(known, "ann", "08:00", "late")) == ["leads it", "required"]
    waiting = entry(known, "bob", "08:00", "choice")
    assert notes(waiting) == ["waiting list, 1st: W-A", "required"]
    assert (waiting.session, waiting.booked) == (NO_SESSION, "A")
    assert notes(entry(known, "new", "08:00", "choice")) == ["nothing chosen", "required"]
    outside = entry(known, "bob", "08:00", "late")
    assert notes(outside) == ["not required: outside their hours"]
    assert outside.is_quiet
    assert entry(known, "ann", "08:00", "break").is_pause


def test_a_mark_is_shown_with_its_time_and_evidence_and_a_missing_one_is_said() -> None:
    came = by(Evidence.BADGE, mark("ann", "safe", MarkState.LATE))
    known = after(SCHOOL, at("09:20"), came)
    marked = entry(known, "ann", "10:30", "safe")
    assert marked.state is MarkState.LATE
    assert marked.mark is not None
    assert (marked.mark.at, marked.mark.evidence) == (at("09:20"), Evidence.BADGE)
    assert not marked.is_unmarked
    assert entry(known, "bob", "10:30", "safe").is_unmarked
    assert not entry(known, "bob", "09:30", "safe").is_unmarked


def test_who_came_to_a_session_that_is_not_theirs_has_it_in_the_day_too() -> None:
    walked_in = by(Evidence.TUTOR, mark("ann", "B", MarkState.PRESENT))
    known = after(SCHOOL, at("10:50"), choose("ann", "A"), walked_in)
    found = [one for one in page(known, "ann", "12:30").slots if one.slot == "choice"]
    assert [one.session for one in found] == ["A", "B"]
    assert [one.state for one in found] == [None, MarkState.PRESENT]


def test_a_reported_absence_covers_what_the_person_could_have_come_to() -> None:
    known = after(SCHOOL, at("07:50"), report_absent("bob", DAY))
    assert entry(known, "bob", "12:00", "safe").is_away
    assert not entry(known, "bob", "12:00", "safe").is_unmarked
    assert not entry(known, "bob", "12:00", "late").is_away


def test_the_slot_that_runs_or_comes_next_is_known() -> None:
    def current(clock: str) -> list[str]:
        return [one.slot for one in page(SCHOOL, "ann", clock).slots if one.is_now]

    assert current("08:00") == current("09:59") == ["safe"]
    assert current("10:10") == ["choice"]
    assert current("16:00") == []


def test_what_waits_is_counted_and_dated() -> None:
    closed = after(SCHOOL, at("16:00", BEFORE), close_day(BEFORE))
    (choices, catch_ups) = page(closed, "ann", "08:00").waiting
    assert (choices.kind, Language().say(choices.text)) == (
        WaitKind.CHOICES, "1 workshop to choose"
    )  # fmt: skip
    assert Language().say(catch_ups.text) == "2 catch-ups to do"
    assert catch_ups.is_overdue
    assert waits(after(closed, at("08:00"), choose("ann", "A")), "ann", "08:00") == [
        WaitKind.CATCH_UPS
    ]


def test_required_training_waits_apart_from_catch_ups() -> None:
    safe = Workshop("W-old", Both("Safeguarding"), required_training=("staff",))
    closed = after(SCHOOL.apply([put(safe)]), at("16:00", BEFORE), close_day(BEFORE))
    found = {one.kind: Language().say(one.text) for one in page(closed, "bob", "08:00").waiting}
    assert found[WaitKind.TRAINING] == "1 required training to do"
    assert found[WaitKind.CATCH_UPS] == "1 catch-up to do"


def test_induction_tells_how_far_and_what_is_next() -> None:
    assert page(SCHOOL, "ann", "08:00").induction is None
    known = SCHOOL.apply(confirm_step("new", "s0")(SCHOOL, at("08:00"), TUTOR).items)
    track = page(known, "new", "08:00").induction
    assert track is not None
    assert (track.done, track.steps, track.overdue, track.mentor) == (1, 4, 0, "ann")
    assert [line.step.id for line in track.coming] == ["s1", "s2", "s3"]
    assert track.coming[0].due_on == date(2026, 9, 5)


def test_an_earlier_day_is_told_in_one_line_and_without_reasons() -> None:
    came = by(Evidence.TUTOR, mark("ann", "old", MarkState.PRESENT))
    known = after(SCHOOL, at("09:00", BEFORE), came, report_absent("bob", BEFORE))
    known = after(known, at("16:00", BEFORE), close_day(BEFORE))
    (ann,) = page(known, "ann", "08:00").earlier
    assert (ann.attended, [title.en for title in ann.missed]) == (1, ["end"])
    assert ann.certificate == known.day_record(BEFORE).certificates[PersonId("ann")].id
    (bob,) = page(known, "bob", "08:00").earlier
    assert (bob.attended, [title.en for title in bob.missed]) == (0, ["old", "end"])
    assert page(known, "new", "08:00").earlier == ()  # they were not at the school yet


def test_a_past_day_has_its_own_slots_and_nobody_is_in_on_it() -> None:
    past = page(SCHOOL, "ann", "08:00", BEFORE)
    assert [one.slot for one in past.slots] == ["old", "end"]
    assert (past.is_today, past.standing, past.earlier) == (False, None, ())


def test_between_the_days_the_last_one_is_shown_and_without_any_none() -> None:
    ann, later = SCHOOL.people[PersonId("ann")], at("08:00", "2026-10-01")
    assert [one.id for one in days_of(SCHOOL, later, ann)] == [DAY, BEFORE]
    bare = school(person("ann"))
    assert days_of(bare, later, bare.people[PersonId("ann")]) == []
    alone = person_page(bare, later, PersonId("ann"), None)
    assert (alone.slots, alone.standing, alone.hours, alone.waiting) == ((), None, None, ())


def test_who_has_left_is_shown_and_an_unknown_id_refused() -> None:
    gone = SCHOOL.apply([put(replace(SCHOOL.people[PersonId("ann")], left=date(2026, 8, 1)))])
    assert page(gone, "ann", "09:00").standing is not None
    with pytest.raises(Refused):
        page(SCHOOL, "nobody", "09:00")


def test_the_history_leaves_out_what_is_for_the_person_alone() -> None:
    named = ("sign_in", "add_intention", "mark", "complete_intention", "leave_site")
    entries = [
        HistoryEntry(at("08:00"), "", "ann", "badge", name, number=number)
        for number, name in enumerate(named, 1)
    ]
    told = told_history([*entries, *entries], 2)  # both of two merged ids may name one
    assert [one.decision for one in told] == ["leave_site", "mark"]
