"""Closing a day again, and opening it: only what was corrected changes, numbers stay."""

from __future__ import annotations

from kiosk.language import Language
from kiosk.rules.attendance.marks import mark
from kiosk.rules.follow_up.closing import close_day, reopen_day
from kiosk.rules.model.terms import Correction, Evidence, MarkState, ReopenReason
from tests.builders import DAY, SOMEBODY, after, at, by
from tests.rules.follow_up.test_closing import EVENING, SCHOOL, numbers, present


def test_closing_records_all_at_once_and_again_changes_nothing() -> None:
    known = after(SCHOOL, EVENING, present("ann", "hall"), close_day(DAY))
    assert known.day(DAY).closed_at == EVENING
    assert set(numbers(known)) == {"ann"}
    assert set(known.day_record(DAY).catch_ups) == {"ann", "bob", "huw", "nia", "rebecca", "tunde"}
    assert close_day(DAY)(known, at("16:30"), SOMEBODY).items == ()
    late = by(Evidence.TUTOR, mark("bob", "hall", MarkState.PRESENT, Correction.REGISTER_LATE))
    corrected = after(known, at("17:00"), late, close_day(DAY))
    assert corrected.day(DAY).closed_at == EVENING
    assert set(numbers(corrected)) == {"ann", "bob"}


def test_closing_again_changes_only_what_was_corrected_and_says_whose_pages() -> None:
    known = after(SCHOOL, EVENING, present("ann", "hall"), close_day(DAY))
    known = after(known, at("16:20"), reopen_day(DAY, ReopenReason.WRONG_MARK))
    same = close_day(DAY)(known, at("16:30"), SOMEBODY)
    assert [item.table for item in same.items] == ["days"]
    assert same.notes == ()
    corrected = after(known, at("16:25"), present("ann", "A"), present("bob", "hall"))
    again = close_day(DAY)(corrected, at("16:30"), SOMEBODY)
    said = [Language("en").say(note) for note in again.notes]
    assert said[:2] == [
        "ann: certificate INSET-2026-0001, corrected", "bob: certificate INSET-2026-0002, new",
    ]  # fmt: skip
    assert {line.partition(":")[0] for line in said[2:]} == {"ann", "bob"}
    assert {item.table for item in again.items} == {"days", "certificates", "catch_ups"}


def test_opening_again_keeps_every_number() -> None:
    known = after(
        SCHOOL,
        EVENING,
        present("ann", "hall"),
        close_day(DAY),
        reopen_day(DAY, ReopenReason.TOO_EARLY),
    )
    assert known.day(DAY).closed_at is None
    assert numbers(after(known, EVENING, close_day(DAY))) == {"ann": "INSET-2026-0001"}
    opened = known.day(DAY)
    assert (opened.reopened_at, opened.reopened_for) == (EVENING, ReopenReason.TOO_EARLY)
