"""What a later day changes in catch-ups: repeats settle them, being back gives them a date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.rules.attendance.absences import report_absent
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.marks import mark, sign_in_to_session
from kiosk.rules.follow_up.catch_up import catch_ups_of, open_catch_ups
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.outstanding import finish_catch_ups, outstanding
from kiosk.rules.follow_up.putting_right import put_right
from kiosk.rules.follow_up.stubs import issue_slips, note_printed_slips
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Put
from kiosk.rules.model.decisions import Private
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.records import Workshop
from kiosk.rules.model.school import School, remove
from kiosk.rules.model.terms import Correction, DoneBy, Evidence, MarkState, SlotKind
from kiosk.text import Both
from tests.builders import DAY, SOMEBODY, after, at, by, day, person, school, session, slot

ANN, PAT = PersonId("ann"), PersonId("pat")
EIGHTH = DayId("2026-09-08")
EVENING, IN_OCTOBER = at("17:00"), at("12:00", "2026-10-05")
ON_EIGHTH = at("17:00", EIGHTH)
TOGETHER = SlotKind.TOGETHER
SCHOOL = school(
    day(slot("talk", "09:00-10:00", TOGETHER), slot("safe", "11:00-12:00", TOGETHER)),
    day(
        slot("talk", "09:00-10:00", TOGETHER, ("leader",), ("all",)),
        slot("safe", "11:00-12:00", TOGETHER, ("leader",), ("all",)),
        id=EIGHTH,
    ),
    session("talk", "talk", "09:00-10:00"),
    session("safe", "safe", "11:00-12:00"),
    session("talk2", "talk", "09:00-10:00", day=EIGHTH, workshop="W-talk"),
    session("safe2", "safe", "11:00-12:00", day=EIGHTH, workshop="W-safe"),
    Workshop("W-safe", Both("Safeguarding"), required_training=("all",)),
    person("ann"),
    person("pat", hours={"mon": "08:30-12:30"}),
)
CLOSED = after(SCHOOL, EVENING, close_day(DAY))


def mine(known: School, who: PersonId = ANN) -> dict[str, CatchUp]:
    return {one.subject: one for one in catch_ups_of(known, who) if one.day == DAY}


def states(known: School) -> dict[str, CatchUpState]:
    return {subject: state_of(known, one) for subject, one in mine(known).items()}


def came(known: School, state: MarkState = MarkState.PRESENT) -> School:
    """Return the School after a tutor's marks in both repeats."""
    why = Correction.BY_MISTAKE if known.day(EIGHTH).closed_at else None
    asked = (mark(ANN, SessionId(one), state, why) for one in ("talk2", "safe2"))
    return after(known, ON_EIGHTH, *(by(Evidence.TUTOR, one) for one in asked))


BOTH_DONE = {"W-talk": CatchUpState.DONE, "W-safe": CatchUpState.DONE}
BOTH_OPEN = dict.fromkeys(BOTH_DONE, CatchUpState.OPEN)


def test_attending_the_repeat_settles_it_once_that_day_is_closed() -> None:
    assert states(came(CLOSED)) == BOTH_OPEN
    known = after(came(CLOSED), ON_EIGHTH, close_day(EIGHTH))
    assert states(known) == BOTH_DONE
    talk = mine(known)["W-talk"]
    assert (talk.done_by, talk.done_at) == (DoneBy.REPEAT, at("10:00", EIGHTH))
    assert [one for one in outstanding(known, date(2026, 10, 1)) if one.person.id == ANN] == []
    for other in (DAY, EIGHTH):
        items = put_right(other)(known, IN_OCTOBER, SOMEBODY).items
        assert [one for one in items if isinstance(one, Put) and one.table == "catch_ups"] == []


def test_a_corrected_mark_takes_that_back() -> None:
    known = after(came(CLOSED), ON_EIGHTH, close_day(EIGHTH))
    wrong = came(known, MarkState.ABSENT)
    notes = put_right(EIGHTH)(wrong, IN_OCTOBER, SOMEBODY).notes
    titles = {note.params.get("title") for note in notes}
    assert titles >= {Both("W-talk"), Both("Safeguarding")}
    for other in (DAY, EIGHTH):
        assert states(after(wrong, IN_OCTOBER, put_right(other))) == BOTH_OPEN


def test_what_was_attended_on_both_days_is_not_owed_when_the_second_was_an_error() -> None:
    known = after(came(CLOSED), ON_EIGHTH, close_day(EIGHTH))
    first = mark(ANN, SessionId("talk"), MarkState.PRESENT, Correction.REGISTER_LATE)
    known = after(known, IN_OCTOBER, by(Evidence.TUTOR, first), put_right(DAY))
    wrong = after(came(known, MarkState.ABSENT), IN_OCTOBER, put_right(EIGHTH))
    assert states(wrong) == {"W-safe": CatchUpState.OPEN}


def test_the_first_day_closed_after_the_repeat_finds_it_settled() -> None:
    known = after(came(SCHOOL), ON_EIGHTH, close_day(EIGHTH), close_day(DAY))
    assert states(known) == {"W-talk": CatchUpState.DONE}  # the training is not owed at all


def test_a_repeat_by_typed_name_only_leaves_training_to_be_confirmed() -> None:
    typed = by(Evidence.TYPED, sign_in_to_session(ANN, SessionId("safe2")), "ann")
    known = after(after(CLOSED, at("11:00", EIGHTH), typed), ON_EIGHTH, close_day(EIGHTH))
    assert states(known)["W-safe"] is CatchUpState.HANDED_IN
    one = by(Evidence.TUTOR, finish_catch_ups((mine(known)["W-safe"].id,)))
    known = after(known, IN_OCTOBER, one, close_day(EIGHTH))
    assert states(known)["W-safe"] is CatchUpState.DONE


def test_what_was_done_before_keeps_how_and_when() -> None:
    talk = by(Evidence.TUTOR, finish_catch_ups((mine(CLOSED)["W-talk"].id,)))
    known = after(came(after(CLOSED, EVENING, talk)), ON_EIGHTH, close_day(EIGHTH))
    assert mine(known)["W-talk"].done_by is DoneBy.TUTOR


# -- their dates ----------------------------------------------------------------------------------


def test_what_is_held_gets_its_date_when_a_day_is_closed_on_which_they_are_back() -> None:
    ill = after(SCHOOL, at("08:10"), report_absent(ANN, DAY), close_day(DAY))
    assert [one.due for one in mine(ill).values()] == [None, None]
    still = after(ill, ON_EIGHTH, close_day(EIGHTH))
    assert [one.due for one in mine(still).values()] == [None, None]
    back = after(ill, at("08:30", EIGHTH), by(Evidence.TYPED, sign_in(ANN), "ann"))
    closed = after(back, ON_EIGHTH, close_day(EIGHTH))
    assert [one.due for one in mine(closed).values()] == [date(2026, 9, 22)] * 2
    not_back = [remove(one) for one in closed.day_record(EIGHTH).movements[ANN]]
    undone = after(closed.apply(not_back), ON_EIGHTH, close_day(EIGHTH))
    assert [one.due for one in mine(undone).values()] == [None, None]


@pytest.mark.parametrize(("who", "due"), [(ANN, date(2026, 10, 19)), (PAT, date(2026, 10, 12))])
def test_time_runs_from_the_first_slip_and_a_reprint_does_not_move_it(
    who: PersonId, due: date
) -> None:
    def slips(known: School, days: int) -> School:
        when = IN_OCTOBER + timedelta(days)
        known = after(known, when, issue_slips(DAY, Private(str(days))))
        marks = {one.stub: "mark" for one in open_catch_ups(known, who, DAY)}
        return after(known, when, note_printed_slips(DAY, marks))

    for known in (SCHOOL, CLOSED):
        first = slips(known, 0)
        training = mine(first, who)["W-safe"]
        assert training.due == due
        assert mine(slips(first, 7), who)["W-safe"].due == due
        assert mine(after(first, IN_OCTOBER, close_day(DAY)), who)["W-safe"].due == due
