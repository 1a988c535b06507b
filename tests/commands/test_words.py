"""The command line takes the words of the screens, and the older ones as well."""

from __future__ import annotations

import pytest

from kiosk.commands.table import GROUPS
from kiosk.factory import assemble
from kiosk.rules.attendance.evaluation import MIN_REPLIES
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.model.actors import COMMAND
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.store.replies import Replies
from tests.commands.conftest import Shell

DAY = DayId("2026-09-01")


def test_an_older_name_of_a_command_works_and_stands_in_its_help(kiosk: Shell) -> None:
    renamed = [one for _, group in GROUPS for one in group if one.other_name]
    assert [(one.name, one.other_name) for one in renamed] == [
        ("attention", "check"),
        ("feedback", "evaluations"),
    ]
    for one in renamed:
        assert f"kiosk {one.other_name}" in kiosk.bare(one.name, "--help").out
        assert kiosk(one.name) == kiosk(one.other_name)


@pytest.mark.parametrize("word", ["released", "accounted"])
def test_released_has_an_older_word_and_is_listed_by_the_new_one(kiosk: Shell, word: str) -> None:
    assert kiosk("mark", "TAI", "A1", word).out.endswith(
        "released, Retrieval practice that lasts.\n"
    )
    [row] = kiosk("attendance", "--json").json
    assert row["mark"] == "released"


def test_somebody_is_reported_absent_for_a_day_and_expected_again(kiosk: Shell) -> None:
    assert kiosk("absent", "TAI").out == "Tŵnc ab Ieuan is reported absent.\n"
    assert PersonId("TAI") in kiosk.school.day_record(DAY).reported_absences
    assert kiosk("absent", "TAI", "--back").out == "Undone: Tŵnc ab Ieuan is expected again.\n"
    assert not kiosk.school.day_record(DAY).reported_absences
    assert kiosk("absent", "TAI", "--day", "2026-09-03").status == 1


def test_feedback_is_listed_once_the_day_is_closed_and_it_is_opened(kiosk: Shell) -> None:
    said = "Good to try tomorrow"
    with assemble(kiosk.folder, kiosk.clock) as opened:
        replies = Replies(opened.folder, opened.secrets)
        school = opened.desk.school
        for number, person in enumerate(sorted(school.people)[:MIN_REPLIES]):
            replies.rate(school.session(SessionId("A1")), person, 3, 2)
            replies.rate(school.session(SessionId("A2")), person, 0, 0) if number else None
        replies.remark(school.session(SessionId("A1")), said)
    assert kiosk("feedback").sentence == "Feedback appears here once the day is closed."
    with assemble(kiosk.folder, kiosk.clock) as opened:
        opened.desk.perform_now(close_day(DAY), COMMAND)
    assert kiosk("feedback").sentence == "The feedback for 2026-09-01 is not open yet. See --open."
    shown = kiosk("feedback", "--open").out
    assert "Retrieval practice that lasts" in shown
    assert f"“{said}”" in shown
    [row] = kiosk("feedback", "--json").json
    assert (row["session"], row["replies"], row["very_useful"], row["will_use"]) == (
        "A1", 5, 5, 5,
    )  # fmt: skip
    assert row["remarks"] == [said]
    assert kiosk("feedback", "--csv").out.startswith("session,replies,not_useful,")
