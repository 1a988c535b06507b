"""For you: evaluations, invitations, intentions; and the tutors' screens on the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.board import BoardState, person_line
from kiosk.rules.attendance.self_added import SelfDescription, add_self, remove_self_added
from kiosk.rules.follow_up.intentions import intentions_of
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import GuestKind
from kiosk.store.replies import Replies
from tests.builders import DAY, at
from tests.screens import yours
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import open_row, to_slot
from tests.screens.yours import REBECCA, WORDS, open_day_by_badge, was_in

CODE = "2468"


def invitation_of(stage: Stage, person: PersonId = REBECCA) -> Invitation:
    return stage.school.day_record(DAY).invitations[person]


async def open_for_you(stage: Stage) -> None:
    await stage.press("f7")
    await stage.on("MyItemsDialog")
    await stage.settle()


# -- evaluating -----------------------------------------------------------------------------------


async def test_two_answers_evaluate_a_session(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation_line(stage)
        tally = stage.app.context.replies.box(DAY).tallies["A3"]
        assert (tally.useful, tally.will_use, tally.lines) == ((0, 0, 0, 1), (0, 0, 1), ())


async def test_a_line_may_follow_and_the_session_is_not_asked_about_again(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation_line(stage)
        await stage.type("More [b]time[/b]")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Thank you. Nothing says that it was you.")
        assert stage.app.context.replies.box(DAY).tallies["A3"].lines == ("More [b]time[/b]",)
        assert "Everyday Welsh" not in stage.seen.split("For you", 1)[1].split("What will")[0]


async def test_what_was_replied_is_not_asked_again_at_a_later_visit(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation_line(stage)
    async with staged(sample, "12:16") as stage:  # the kiosk was started again
        await open_day_by_badge(stage, REBECCA)
        await open_for_you(stage)
        assert "Everyday Welsh" not in stage.seen.split("For you", 1)[1].split("What will")[0]
        assert stage.shows("How was it?")  # the other session
        other = Replies(sample, stage.app.context.secrets)  # which another program takes meanwhile
        other.rate(stage.school.session("SAFE"), REBECCA, 0, 0)
        await stage.press("enter", "end", "enter")
        await stage.sees("I will use this.")
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("You have replied about this session already.")
        assert not stage.shows("How was it?")
        assert other.box(DAY).tallies["SAFE"].replies == 1


async def test_no_reply_leaves_a_trace_in_the_history(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        before, school = journal(sample), stage.school
        await stage.press("end", "enter")
        await stage.sees("I will use this.")
        await stage.press("end", "enter")
        await stage.on("RemarkDialog")
        await stage.type("A line of mine")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        assert stage.school is school
        assert journal(sample) == before
        assert REBECCA not in (sample / "evaluations.json").read_text()


def journal(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("attendance.json.j*")))


async def test_enter_by_itself_answers_nothing(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        await stage.press("enter", "enter")
        assert stage.screen == "ChoiceDialog"
        assert not (sample / "evaluations.json").exists()


async def test_a_badge_scanned_or_typed_into_the_line_is_not_kept(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation_line(stage)
        await stage.type("INSET-84KE22HAKJ")
        await stage.press("enter")
        assert stage.screen == "RemarkDialog"
        await stage.scan("INSET-84KE22HAKJ")
        await stage.on("WelcomeScreen")
        assert stage.app.context.replies.box(DAY).tallies["A3"].lines == ()


async def test_replies_that_cannot_be_read_are_told_and_the_kiosk_goes_on(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        (sample / "evaluations.json").write_text("{")
        await stage.press("end", "enter")
        await stage.sees("I will use this.")
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("cannot be read.")
        assert (sample / "evaluations.json").read_text() == "{"


async def test_before_a_session_is_over_nothing_is_asked(sample: Path) -> None:
    async with staged(sample, "12:14") as stage:
        await was_in(stage, REBECCA, "A3")
        await open_day_by_badge(stage, REBECCA)
        await stage.sees("F7: 1 thing for you")  # the invitation
        await stage.goes_to("12:15")
        assert await stage.sees("F7: 2 things for you")


# -- answering ------------------------------------------------------------------------------------


async def test_an_invitation_is_accepted_and_the_day_is_ones_own(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitation(stage)
        await stage.sees("from 09:30 to 12:30.", "Terms: time off in lieu.", "Eurwen Prydderch")
        await stage.press("f1")
        await stage.sees("Move to an answer with the arrow keys")
        await stage.press("escape", "down", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Rebecca Hughes comes on Tuesday 1 September 2026", "you come")
        assert invitation_of(stage).accepted
        await stage.press("escape")
        await to_slot(stage, "11:20")
        await stage.sees("Choose one of")


async def test_it_is_declined_without_a_reason_and_nobody_waits(sample: Path) -> None:
    async with staged(sample, "10:30") as stage:
        await yours.invitation(stage)
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("Rebecca Hughes does not come on", "you do not come")
        assert invitation_of(stage).accepted is False
        await stage.press("escape")
        await stage.on("MyDayScreen")
        assert not stage.shows("F7: 1 thing for you")


async def test_a_tutor_answers_for_who_phones(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitations(stage)
        await stage.sees("1 comes")
        await stage.press("y")
        await stage.sees("2 come")
        await stage.press("n")
        assert await stage.sees("1 comes")


async def test_on_the_board_and_the_list_nobody_chases_who_declined_or_is_silent(
    sample: Path,
) -> None:
    async with staged(sample, "12:00") as stage:
        await yours.invitations(stage)
        today = stage.school.day(DAY)
        for who in (REBECCA, "MWI", "ROK"):
            line = person_line(
                stage.school, stage.kiosk.desk.now(), stage.school.people[PersonId(who)], today
            )
            chased = line.presence in (BoardState.LATE, BoardState.EXPECTED)
            assert chased == (who == REBECCA)  # she has accepted, and is expected now
        await stage.press("escape", "n")
        await stage.on("NotYetInScreen")
        assert "MWI" not in {
            option.id for option in stage.app.screen.query_one("#people", OptionList).options
        }


async def test_who_declined_and_who_is_silent_look_alike_to_a_tutor(sample: Path) -> None:
    async with staged(sample) as stage:
        await yours.invitations(stage)
        await stage.press("n")  # Nia
        await stage.settle()
        lines = [line for line in stage.picture.splitlines() if "· does not come" in line]
        assert {line.split("come ")[0] for line in lines} == {lines[0].split("come ")[0]}


async def test_between_the_days_one_answers_what_is_to_come_and_signs_in_to_nothing(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        stage.kiosk.desk.clock = lambda: at("16:00", "2026-08-20")
        stage.app.context.changed.publish(stage.school)
        await stage.sees("No INSET day is planned for today.")
        await stage.scan(stage.school.people[REBECCA].badge)
        await stage.on("MyDayScreen")
        await stage.sees("No INSET day is planned for today.", "F7: 1 thing for you")
        await open_for_you(stage)
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await stage.until(lambda: invitation_of(stage).accepted)
        assert not is_on_site(stage.school, REBECCA, DAY)


@decision
def leaves_at_a_quarter_past_twelve(school: School, now: datetime, person: PersonId) -> Changes:
    """Give a person hours that end before the workshops, so that a part of them is offered."""
    del now
    agreed = {DAY: parse_hours("08:30-12:15")}
    shorter = replace(school.people[person], agreed=agreed)
    return Changes((put(replace(school.settings, part_from=40)), put(shorter)))


async def test_a_session_past_the_hours_says_until_when_one_may_stay(sample: Path) -> None:
    shorter = leaves_at_a_quarter_past_twelve("FDV")
    async with staged(sample, "08:41", (120, 36), None, shorter) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("You may stay until 12:15")
        await stage.press("right")
        await stage.settle()
        await stage.press("enter")
        await stage.sees("You have a place in", "✓ yours")
        await stage.press("left")
        assert await stage.sees("You may stay until 12:15")


# -- trying ---------------------------------------------------------------------------------------


async def test_what_one_wants_to_try_is_kept_after_the_own_code(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code(REBECCA, CODE)
        await stage.open_day(REBECCA)
        await open_for_you(stage)
        await stage.press("end", "enter")
        await stage.on("ProofDialog")
        await stage.type(CODE)
        await stage.press("enter")
        await stage.on("IntentionDialog")
        await stage.type("Cold calling")
        await stage.press("enter")
        await stage.type("12/10/2026")
        await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.sees("The kiosk asks from Monday 12 October 2026 on.", "Cold calling")
        (kept,) = intentions_of(stage.school, REBECCA)
        assert (kept.text, kept.back_on.isoformat()) == ("Cold calling", "2026-10-12")


@pytest.mark.parametrize(("day", "said"), [("soon", "a date such as"), ("1/9/2026", "after today")])
async def test_a_date_that_will_not_do_is_told(sample: Path, day: str, said: str) -> None:
    async with staged(sample) as stage:
        await yours.plan(stage)
        await stage.type("Cold calling")
        await stage.press("enter")
        await stage.type(day)
        await stage.press("enter")
        await stage.sees(said)
        assert intentions_of(stage.school, REBECCA) == []


@pytest.mark.parametrize(("answer", "left"), [(1, [True]), (2, [False]), (3, [])])
async def test_the_kiosk_asks_how_it_went(sample: Path, answer: int, left: list[bool]) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.intention(stage)
        await stage.sees(WORDS, "How did it go?")
        await stage.press(*["down"] * answer, "enter")
        await stage.on("MyItemsDialog")
        assert [one.done for one in intentions_of(stage.school, REBECCA)] == left


# -- what tutors see of the replies ---------------------------------------------------------------


async def test_until_the_day_is_closed_no_reply_is_shown_or_counted(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        for number in range(6):
            stage.app.context.replies.rate(
                stage.school.session("SAFE"), PersonId(f"P{number}"), 3, 2
            )
        await yours.evaluations(stage)
        await stage.sees("Replies are taken until the day is closed.")
        await stage.press("o")
        assert stage.screen == "EvaluationsScreen"
        assert not stage.shows("6 replies")


async def test_fewer_than_five_are_not_shown_nor_how_many(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        await yours.evaluations_opened(stage)
        row = next(line for line in stage.picture.splitlines() if "Everyday Welsh" in line)
        assert "fewer than five replies: not shown" in row
        assert "4" not in row


async def test_what_was_opened_takes_no_more_even_if_the_day_is_opened_again(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        await yours.evaluations_opened(stage)
        before = (sample / "evaluations.json").read_bytes()
        await stage.press("escape", "c", "o")
        await stage.sees("The day is open again.")
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await was_in(stage, REBECCA, "A3")
        await open_day_by_badge(stage, REBECCA)
        await open_for_you(stage)
        await stage.press("enter", "end", "enter")
        await stage.sees("I will use this.")
        await stage.press("end", "enter")
        await stage.sees("have been opened: no more are taken.")
        assert (sample / "evaluations.json").read_bytes() == before


# -- nothing of another's -------------------------------------------------------------------------


async def test_a_typed_name_opens_no_invitation_and_no_intention(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.for_you(stage)
        await stage.settle()
        for own in (WORDS, "time off in lieu", "Eurwen", "09:30 to 12:30", "no answer yet"):
            assert not stage.shows(own)


async def test_a_typed_name_looks_the_same_whether_there_is_something_or_not(sample: Path) -> None:
    seen = []
    for what in ((), (yours.wanted_before(),)):
        async with staged(sample, "08:41", (120, 36), None, *what) as stage:
            await stage.open_day(REBECCA)
            await open_for_you(stage)
            seen.append(stage.picture)
    assert seen[0] == seen[1]


async def test_nobody_elses_badge_shows_it_and_no_screen_of_the_tutors_does(sample: Path) -> None:
    async with staged(sample, "12:16", (120, 36), None, yours.wanted_before()) as stage:
        await open_day_by_badge(stage, "GBO")
        await open_for_you(stage)
        assert not stage.shows(WORDS)
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        for keys, screen in (("n", "NotYetInScreen"), ("f4", "CaseloadScreen"),
                             ("c", "ClosingScreen"), ("f7", "InvitationsScreen"),
                             ("f8", "EvaluationsScreen")):  # fmt: skip
            await stage.press(keys)
            await stage.on(screen)
            assert not stage.shows(WORDS)
            await stage.press("escape")
            await stage.on("BoardScreen")


async def test_of_a_newcomer_who_is_taken_off_the_list_meanwhile_nothing_is_shown(
    sample: Path,
) -> None:
    newcomer = add_self("new-1", SelfDescription("Dewi", "Prys", GuestKind.STARTER))
    async with staged(sample, "08:41", (120, 36), None, newcomer) as stage:
        stage.kiosk.secrets.set_code("new-1", CODE)
        await stage.pick("new-1")
        await stage.on("MyDayScreen")
        await open_row(stage, "plan")
        await stage.on("ProofDialog")
        await stage.type(CODE)
        await stage.press("enter")
        await stage.on("IntentionDialog")
        await stage.perform(remove_self_added("new-1"))
        await stage.press("escape")
        await stage.settle()
        await stage.press("escape", "escape")
        assert await stage.on("WelcomeScreen")


async def test_a_dialog_left_alone_goes_and_so_does_the_day(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.for_you_proven(stage)
        assert is_on_site(stage.school, REBECCA, DAY)
        stage.wait(31)
        await stage.on("WelcomeScreen")
        assert not stage.shows(WORDS)
