"""My day: choosing, waiting, moving up, signing in to sessions, leaving."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.marks import current_mark
from kiosk.rules.choosing.bookings import booking_of, bookings_in, waiting_list_of, wishes_of
from kiosk.rules.choosing.places import choose, give_up_place
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.records import InsetDay
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import to_slot


def has_place(stage: Stage, person: PersonId, session: SessionId) -> bool:
    booking = booking_of(stage.school, person, stage.school.session(session))
    return booking is not None and booking.confirmed


async def to_card(stage: Stage, number: int) -> None:
    await stage.press("right")
    await stage.settle()
    await stage.press(*["down"] * (number - 1))


async def test_a_workshop_is_chosen(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("Choose one of 8")
        await to_card(stage, 4)
        await stage.press("enter")
        await stage.sees("You have a place in Trauma-aware routines.", "✓ yours")
        assert has_place(stage, "FDV", "A4")


async def test_choosing_another_gives_up_the_first(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 36), None, choose("FDV", "A4")) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await to_card(stage, 1)
        await stage.press("up", "enter")
        await stage.prove("FDV")
        await stage.until(lambda: has_place(stage, "FDV", "A3"))
        assert not has_place(stage, "FDV", "A4")


async def test_a_key_pressed_many_times_at_once_goes_as_many_cards_on(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.keys("right", "down", "down", "down", "enter", every=0)
        assert await stage.sees("You have a place in Trauma-aware routines.")


async def test_undo_after_a_choice_does_not_sign_the_person_out(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.sees("Ctrl+Z Undo")
        await to_slot(stage, "11:20")
        await to_card(stage, 4)
        await stage.press("enter")
        await stage.sees("You have a place in Trauma-aware routines.")
        assert not stage.shows("Ctrl+Z Undo")
        await stage.press("ctrl+z")
        await stage.settle()
        assert is_on_site(stage.school, "FDV", DAY)
        assert has_place(stage, "FDV", "A4")


async def test_a_place_is_given_up_after_a_question(sample: Path) -> None:
    async with staged(sample, "08:41", (120, 36), None, choose("FDV", "A4")) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await to_card(stage, 1)
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.sees("Give up your place in Trauma-aware routines?")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert has_place(stage, "FDV", "A4")
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await stage.prove("FDV")
        await stage.sees("You've given up your place in Trauma-aware routines.")
        assert not has_place(stage, "FDV", "A4")


async def test_a_place_in_a_full_workshop_is_not_lost_by_one_key(sample: Path) -> None:
    async with staged(sample) as stage:
        holder = bookings_in(stage.school, stage.school.session("A7"))[0].person
        await stage.open_day(holder)
        await to_slot(stage, "11:20")
        await stage.press("right")
        await stage.settle()
        await stage.press("up")
        for keys, kept in ((("enter",), True), (("down", "enter"), False)):
            await stage.press("enter")
            await stage.on("ChoiceDialog")
            await stage.sees("It's full")
            await stage.press(*keys)
            if not kept:
                await stage.prove(holder)
            await stage.on("MyDayScreen")
            await stage.settle()
            assert has_place(stage, holder, "A7") == kept


async def test_a_full_workshop_is_queued_for(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await to_card(stage, 7)
        await stage.press("enter")
        await stage.sees("Full. You're 4th on the waiting list for Coaching conversations.")
        queue = waiting_list_of(stage.school, stage.school.session("A7"))
        assert queue[-1].person == "FDV"


async def test_whoever_moves_up_is_told_on_my_day(sample: Path) -> None:
    async with staged(sample) as stage:
        session = stage.school.session("A7")
        first = waiting_list_of(stage.school, session)[0].person
        await stage.open_day(first)
        await to_slot(stage, "11:20")
        await stage.perform(give_up_place(bookings_in(stage.school, session)[0].person, "A7"))
        assert await stage.sees("Good news: you're now in")


@decision
def fill(school: School, now: datetime, sessions: list[SessionId]) -> Changes:
    """Reduce the places of sessions to the number of people in them."""
    del now
    known = [school.session(session) for session in sessions]
    return Changes(tuple(put(replace(one, places=len(bookings_in(school, one)))) for one in known))


async def test_wishes_are_ranked_and_told_in_plain_words(sample: Path) -> None:
    before = [choose("MAL", "A3"), fill(["A1", "A3"]), choose("FDV", "A4")]
    async with staged(sample, "08:41", (120, 36), None, *before) as stage:
        await stage.perform(choose("FDV", "A1"), choose("FDV", "A3"))
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("choice 1 · ", "choice 2 · ")
        await stage.press("right", *["up"] * 9)
        await stage.sees(
            "If a place comes up for you before 11:10, it's yours", "you give up Trauma"
        )
        await stage.press("down", "down", "enter")
        await stage.on("ChoiceDialog")
        await stage.sees(
            "Stay on the waiting list", "Leave the waiting list", "Move this to my 1st choice"
        )
        await stage.press("down", "down", "enter")
        await stage.prove("FDV")
        await stage.sees("is now your 1st choice.")
        wishes = [one.session for one in wishes_of(stage.school, "FDV", DAY, "workshops-1")]
        assert wishes == ["A3", "A1"]
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert not has_place(stage, "FDV", "A3")
        await stage.perform(give_up_place("MAL", "A3"))
        await stage.until(lambda: has_place(stage, "FDV", "A3"))
        await stage.press("left")
        await stage.sees("your higher choice")


async def test_who_was_moved_up_meanwhile_is_told_at_the_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        session = stage.school.session("A7")
        first = waiting_list_of(stage.school, session)[0].person
        await stage.perform(give_up_place(bookings_in(stage.school, session)[0].person, "A7"))
        await stage.pick(first)
        assert await stage.sees("Enter: My day (you've got a place")


async def test_a_need_recommends_a_workshop_after_proof_alone(sample: Path) -> None:
    async with staged(sample) as stage:
        topic = stage.school.workshop(stage.school.session("A4")).topic
        await stage.perform(with_need("FDV", topic))
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        assert "★" not in stage.seen
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await to_slot(stage, "11:20")
        await stage.sees(f"★ You asked for {topic}")


@decision
def with_need(school: School, now: datetime, person: PersonId, topic: str) -> Changes:
    """Give a person a topic that they asked for."""
    del now
    return Changes((put(replace(school.person(person), needs=(topic,))),))


async def test_a_session_about_to_begin_is_signed_in_to(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.sees("Enter: sign in", "Press Enter to sign in to this session")
        await stage.press("enter")
        await stage.sees("Signed in to Welcome and the year's priorities.", "● You are signed in.")
        last = current_mark(stage.school, "FDV", stage.school.session("BRIEF"))
        assert last is not None
        assert (last.state, last.evidence) == (MarkState.PRESENT, Evidence.TYPED)


async def test_after_the_grace_it_is_late(sample: Path) -> None:
    async with staged(sample, "08:50") as stage:
        await stage.open_day("FDV")
        await stage.goes_to("08:51")
        await stage.press("enter")
        assert await stage.sees("Signed in to Welcome and the year's priorities, late.", "▲")


async def test_before_the_door_opens_enter_signs_in_to_nothing(sample: Path) -> None:
    async with staged(sample, "08:30") as stage:
        await stage.open_day("FDV")
        await stage.press("enter")
        await stage.settle()
        assert current_mark(stage.school, "FDV", stage.school.session("BRIEF")) is None
        await stage.goes_to("08:35")
        await stage.sees("Enter: sign in")


async def test_a_sign_in_to_a_session_is_undone(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.press("enter")
        await stage.sees("● You are signed in.")
        await stage.press("ctrl+z")
        await stage.sees("Undone.", "Enter: sign in")
        assert current_mark(stage.school, "FDV", stage.school.session("BRIEF")) is None


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("NIA", "Outside your hours (08:45 to 12:15)"),
        ("RHU", "Not one of your working days"),
        ("TUN", "We don't have your hours. Ask the office before you stay."),
    ],
)
async def test_what_is_not_required_says_why(sample: Path, person: PersonId, reason: str) -> None:
    async with staged(sample) as stage:
        await stage.open_day(person)
        await to_slot(stage, "13:10")
        assert await stage.sees(reason)


async def test_a_workshop_outside_the_hours_is_refused_with_the_reason(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("NIA")
        await to_slot(stage, "13:10")
        await to_card(stage, 1)
        before = stage.school
        await stage.press("enter")
        await stage.settle()
        assert stage.school is before
        assert stage.picture.count("Outside your hours (08:45 to 12:15)") > 1


async def test_a_letter_starts_the_next_persons_search(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        await stage.press("n")
        await stage.on("WelcomeScreen")
        await stage.press("i", "a", "enter")
        assert await stage.until(lambda: is_on_site(stage.school, "NIA", DAY))


async def test_a_letter_starts_the_search_from_the_cards_too(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await to_card(stage, 1)
        await stage.press("ŵ")
        await stage.on("WelcomeScreen")
        assert await stage.sees("❯ ŵ")


async def test_a_badge_scanned_on_my_day_signs_the_next_person_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        await stage.scan("INSET-D4D0QNHKU5")
        assert await stage.until(lambda: is_on_site(stage.school, "FDV", DAY))


async def test_it_goes_back_to_welcome_by_itself(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        stage.wait(39)
        await stage.press("down")
        stage.wait(39)
        await stage.sees("closes in 1 s")
        stage.wait(2)
        await stage.on("WelcomeScreen")
        assert "Bowen" not in stage.seen


async def test_a_person_leaves_the_site_and_comes_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.press("f6")
        await stage.prove("FDV")
        await stage.on("WelcomeScreen")
        assert not is_on_site(stage.school, "FDV", DAY)
        await stage.pick("FDV")
        await stage.sees("Signed in at 08:41.")
        assert is_on_site(stage.school, "FDV", DAY)


async def test_escape_goes_from_the_cards_to_the_slots_and_then_to_welcome(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.sees("→ Workshops", "Esc Done")
        await to_card(stage, 2)
        await stage.sees("Esc Back")
        assert not stage.shows("→ Workshops")
        assert not stage.shows("Esc Done")
        await stage.press("escape")
        assert stage.screen == "MyDayScreen"
        await stage.sees("Esc Done")
        await stage.press("escape")
        await stage.on("WelcomeScreen")


async def test_what_another_program_does_is_shown(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await to_slot(stage, "11:20")
        await stage.perform(choose("FDV", "A5"))
        assert await stage.sees("✓ yours", "Feedback that moves learning on")


async def test_a_programme_changed_by_another_program_does_not_end_the_kiosk(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("FDV")
        await stage.press("down", "down", "down", "right")
        today = stage.school.day(DAY)
        slots = tuple(replace(one, id=f"new-{one.id}") for one in today.slots)
        await stage.kiosk.desk.perform(
            programme_of(replace(today, slots=slots)), Actor("test", Evidence.TYPED)
        )
        await stage.settle()
        assert stage.screen == "MyDayScreen"


async def test_a_line_of_the_list_says_where_though_the_slot_is_not_in_somebodys_hours(
    sample: Path,
) -> None:
    async with staged(sample, "11:05", (60, 18)) as stage:
        await stage.open_day("SJE")
        await to_slot(stage, "11:20")
        await stage.press("right", "down")  # the room of a card in focus stands above them too
        assert await stage.sees("Retrieval practice that lasts Room 12 · 29 free")


@decision
def programme_of(school: School, now: datetime, day: InsetDay) -> Changes:
    del school, now
    return Changes((put(day),))
