"""My items: evaluations, invitations, intentions; and the tutors' screens on the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import mark
from kiosk.rules.attendance.self_added import SelfDescription, add_self, remove_self_added
from kiosk.rules.follow_up.catch_up import catch_ups_of, record_catch_ups
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.intentions import intentions_of
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.terms import Evidence, GuestKind, MarkState
from kiosk.sample.pin import DEMO_PIN
from kiosk.store.replies import Replies
from tests.builders import DAY, by
from tests.screens import yours
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import open_my_items, open_row, take_row
from tests.screens.yours import REBECCA, WORDS, open_day_by_badge, was_in

CODE = "2749"


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
        await stage.sees("Thank you. Your reply is anonymous")
        assert stage.app.context.replies.box(DAY).tallies["A3"].lines == ("More [b]time[/b]",)
        assert not any("Everyday Welsh" in row for row in asked(stage))


def asked(stage: Stage) -> list[str]:
    """Return the rows of the list that ask about a session."""
    rows = stage.app.screen.query_one(OptionList).options
    return [str(row.prompt) for row in rows if "two quick questions" in str(row.prompt)]


async def test_what_was_replied_is_not_asked_again_at_a_later_visit(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation_line(stage)
    async with staged(sample, "12:16") as stage:  # the kiosk was started again
        await open_day_by_badge(stage, REBECCA)
        await open_my_items(stage)
        assert not any("Everyday Welsh" in row for row in asked(stage))
        assert asked(stage)  # the other session
        other = Replies(sample, stage.app.context.secrets)  # which another program takes meanwhile
        other.rate(stage.school.session("SAFE"), REBECCA, 0, 0)
        await take_row(stage, "session")
        await stage.press("end", "enter")
        await stage.sees("Will you use this?")
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("You've already given feedback on this session.")
        assert not stage.shows("two quick questions")
        assert other.box(DAY).tallies["SAFE"].replies == 1


async def test_no_reply_leaves_a_trace_in_the_history(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.evaluation(stage)
        before, school = journal(sample), stage.school
        await stage.press("end", "enter")
        await stage.sees("Will you use this?")
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
        assert stage.screen == "FeedbackDialog"
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
        await stage.sees("Will you use this?")
        await stage.press("end", "enter")
        await stage.on("MyItemsDialog")
        await stage.sees("cannot be read.")
        assert (sample / "evaluations.json").read_text() == "{"


async def test_before_a_session_is_over_nothing_is_asked(sample: Path) -> None:
    async with staged(sample, "12:14") as stage:
        await was_in(stage, REBECCA, "A3")
        await open_day_by_badge(stage, REBECCA)
        await stage.sees("1 thing in My items (F7)")  # the invitation
        await stage.goes_to("12:15")
        assert await stage.sees("2 things in My items (F7)")


# -- answering ------------------------------------------------------------------------------------


async def test_what_one_wants_to_try_is_kept_after_the_own_code(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code(REBECCA, CODE)
        await stage.open_day(REBECCA)
        await open_my_items(stage)
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
        await stage.sees("Reminder from Monday 12 October 2026.", "Cold calling")
        (kept,) = intentions_of(stage.school, REBECCA)
        assert (kept.text, kept.back_on.isoformat()) == ("Cold calling", "2026-10-12")


@pytest.mark.parametrize(
    ("day", "said"), [("soon", "Please type a date like"), ("1/9/2026", "after today")]
)
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
        await stage.sees("Feedback appears here once the day is closed.")
        await stage.press("o")
        assert stage.screen == "FeedbackScreen"
        assert not stage.shows("6 replies")


async def test_in_a_small_window_every_count_of_the_feedback_is_shown(sample: Path) -> None:
    async with staged(sample, "15:40", (60, 18)) as stage:
        await yours.evaluations_opened(stage)
        assert await stage.sees("not useful 2", "very useful 1", "yes 2", "Diolch!")


async def test_fewer_than_five_are_not_shown_nor_how_many(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        await yours.evaluations_opened(stage)
        sessions = len(stage.school.sessions_on(DAY)) - 1
        await stage.sees(f"{sessions} sessions had fewer than five replies: not kept")
        assert not stage.shows("Everyday Welsh")


async def test_opening_says_first_that_the_few_are_deleted_and_deletes_nothing_before(
    sample: Path,
) -> None:
    async with staged(sample, "15:40") as stage:
        replies = stage.app.context.replies
        for number in range(6):
            replies.rate(stage.school.session("SAFE"), PersonId(f"P{number}"), 3, 2)
        replies.rate(stage.school.session("A3"), PersonId("P1"), 3, 2)
        replies.remark(stage.school.session("A3"), "only mine")
        await stage.perform(close_day(DAY))
        await yours.evaluations(stage)
        await stage.sees("those replies are deleted for good")
        await stage.press("o")
        await stage.on("ConfirmDialog")
        await stage.sees("those replies are deleted for good")
        await stage.press("enter")
        await stage.on("FeedbackScreen")
        assert "only mine" in (sample / "evaluations.json").read_text()
        await stage.press("o")
        await stage.on("ConfirmDialog")
        await stage.press("right", "enter")
        await stage.sees("6 replies", "had fewer than five replies: not kept")
        assert "only mine" not in (sample / "evaluations.json").read_text()


async def test_whom_a_tutor_vouched_for_cannot_reply_in_that_visit(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await was_in(stage, REBECCA, "A3")
        await stage.open_day(REBECCA)
        await open_my_items(stage)
        await stage.press("enter")
        await stage.on("ProofDialog")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type(DEMO_PIN)
        await stage.press("enter")
        await stage.on("CodeDialog")
        for _ in range(2):
            await stage.type("1793")
            await stage.press("enter")
        await stage.on("MyItemsDialog")
        await stage.sees(
            "To give feedback, scan your badge now, or type your PIN next time", "Messages"
        )
        assert not stage.shows("two quick questions")


async def test_what_was_opened_takes_no_more_even_if_the_day_is_opened_again(sample: Path) -> None:
    async with staged(sample, "15:40") as stage:
        await yours.evaluations_opened(stage)
        before = (sample / "evaluations.json").read_bytes()
        await stage.press("escape", "c", "o")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await stage.on("ClosingScreen")
        await stage.sees("○ open")
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await was_in(stage, REBECCA, "A3")
        await open_day_by_badge(stage, REBECCA)
        await open_my_items(stage)
        await take_row(stage, "session")
        await stage.press("end", "enter")
        await stage.sees("Will you use this?")
        await stage.press("end", "enter")
        await stage.sees("has been opened, so no more replies")
        assert (sample / "evaluations.json").read_bytes() == before


# -- nothing of another's -------------------------------------------------------------------------


async def test_a_typed_name_opens_no_invitation_and_no_intention(sample: Path) -> None:
    async with staged(sample, "12:16") as stage:
        await yours.for_you(stage)
        await stage.settle()
        for own in (WORDS, "time off in lieu", "Eurwen", "09:30 to 12:30", "no reply yet"):
            assert not stage.shows(own)


async def test_a_typed_name_looks_the_same_whether_there_is_something_or_not(sample: Path) -> None:
    seen = []
    for what in ((), (yours.wanted_before(),)):
        async with staged(sample, "08:41", (120, 36), None, *what) as stage:
            await stage.open_day(REBECCA)
            await open_my_items(stage)
            seen.append(stage.picture)
    assert seen[0] == seen[1]


async def test_nobody_elses_badge_shows_it_and_no_screen_of_the_tutors_does(sample: Path) -> None:
    async with staged(sample, "12:16", (120, 36), None, yours.wanted_before()) as stage:
        await open_day_by_badge(stage, "GBO")
        await open_my_items(stage)
        assert not stage.shows(WORDS)
        await stage.press("escape", "escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        for keys, screen in (("n", "NotYetInScreen"), ("i", "CaseloadScreen"),
                             ("c", "ClosingScreen"), ("v", "InvitationsScreen"),
                             ("b", "FeedbackScreen")):  # fmt: skip
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
        stage.wait(70)
        await stage.on("WelcomeScreen")
        assert not stage.shows(WORDS)


# -- catching up with a choice that was not made --------------------------------------------------


async def test_who_had_not_chosen_chooses_a_workshop_to_catch_up_with(sample: Path) -> None:
    who, slot = PersonId("TAI"), "workshops-2"
    away = by(Evidence.TUTOR, mark(who, SessionId("B1"), MarkState.ABSENT))
    async with staged(sample, "10:50") as stage:
        await stage.perform(away, record_catch_ups(DAY, who))
        (mine,) = (one for one in catch_ups_of(stage.school, who) if one.slot == slot)
        await open_day_by_badge(stage, who)
        await open_my_items(stage)
        await stage.sees("choose a workshop")
        await take_row(stage, f"catch-up:{mine.id}")
        await stage.on("ChoiceDialog")
        await stage.sees("You hadn't chosen one of these")
        await stage.press("down", "enter")
        await stage.on("ReadingDialog")
        (chosen,) = (one for one in catch_ups_of(stage.school, who) if one.id == mine.id)
        assert chosen.picked
        assert await stage.sees(stage.school.programme.workshops[chosen.picked].title.en)
