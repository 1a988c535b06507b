"""Reception's PIN opens who is in, the roll call, not yet in and to check, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.attendance.arrivals import doubt_sign_in, is_on_site
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.sample.pin import DEMO_PIN
from kiosk.system.secrets import Area
from tests.builders import DAY
from tests.screens.kiosks import LARGE, SMALL, Stage, staged
from tests.screens.walk_desk import not_listed, reception, reception_to_confirm
from tests.screens.ways import RECEPTION_PIN, add_newcomer, open_reception
from tests.store.programs import history

BADGE = "INSET-D4D0QNHKU5"
"""The badge of FDV."""
ITS_OWN = {
    "ReceptionScreen", "NotYetInScreen", "ToCheckScreen", "FindPersonDialog", "HelpDialog",
    "ChoiceDialog", "RollCallScreen", "ConfirmDialog",
}  # fmt: skip
KEYS = [
    *"abcdefghijklmnopqrstuvwxyz1", "slash", "number_sign",
    "enter", "space", "tab", "delete", "backspace",
    *(f"f{number}" for number in range(1, 13)), "ctrl+z", "ctrl+q", "ctrl+c", "ctrl+p", "ctrl+j",
]  # fmt: skip
"""Every key that is a command somewhere in the kiosk, and more, except Esc."""


async def not_yet_in(stage: Stage) -> None:
    await reception(stage)
    await stage.press("n")
    await stage.on("NotYetInScreen")


def history_of(stage: Stage, about: str) -> set[tuple[str, str, str]]:
    """Return a person's history as (decision, actor, evidence)."""
    entries = history(stage.kiosk.folder, about)
    since_laid = (one for one in entries if one.decision != "create_sample")
    return {(one.decision, one.by, one.evidence) for one in since_laid}


@pytest.mark.parametrize("way", [reception, not_yet_in, reception_to_confirm])
async def test_no_key_and_no_scan_leads_from_reception_to_what_tutors_alone_may_see(
    sample: Path, way: Callable[[Stage], Awaitable[None]]
) -> None:
    async with staged(sample) as stage:
        await way(stage)
        start = stage.screen
        for key in KEYS:
            await stage.press(key)
            await stage.settle()
            assert stage.screen in ITS_OWN, key
            while stage.screen != start:
                if start == "ReceptionScreen" or stage.screen != "ReceptionScreen":
                    await stage.press("escape")
                else:
                    await stage.press({"NotYetInScreen": "n", "ToCheckScreen": "t"}[start])
                await stage.settle()
        await stage.scan(BADGE)
        await stage.sees("Ffion ffrench-Davies signed in at 08:41.")
        assert stage.screen == start
        done = {one.decision for one in history(stage.kiosk.folder, DAY) if one.by == "reception"}
        assert done <= {"sign_in", "report_absent", "undo", "confirm_self_added"}


async def test_esc_from_reception_locks_and_the_tutors_pin_still_opens_the_board(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await reception(stage)
        await stage.press("escape")
        assert await stage.on("WelcomeScreen")
        await stage.open_tutors()


async def test_reception_sees_who_is_in_and_how_many_are_not(sample: Path) -> None:
    async with staged(sample) as stage:
        await reception(stage)
        await stage.sees(
            "Gareth Bowen", "35 in, 1 of them not expected · 69 not yet in", "T: 1 to check"
        )
        await stage.arrive("TAI")
        assert await stage.sees(
            "36 in, 1 of them not expected · 68 not yet in", "08:41 Tŵnc ab Ieuan"
        )


async def test_reception_takes_the_call_and_no_reason_is_asked(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_yet_in(stage)
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick("FDV")
        await stage.on("NotYetInScreen")
        await stage.press("a")
        await stage.sees("Ffion ffrench-Davies is reported absent.")
        assert stage.school.day_record(DAY).reported_absences["FDV"].evidence is Evidence.RECEPTION
        assert history_of(stage, "FDV") == {("report_absent", "reception", "reception")}
        await stage.press("ctrl+z")
        await stage.sees("Undone: Ffion ffrench-Davies is as before.")


async def test_a_sign_in_of_the_wrong_person_is_undone_where_it_was_made(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_yet_in(stage)
        await stage.press("home", "h")
        await stage.sees("Tŵnc ab Ieuan signed in at 08:41.")
        await stage.press("a")
        await stage.sees("is reported absent.")
        (absent,) = stage.school.day_record(DAY).reported_absences
        await stage.press("ctrl+z")
        await stage.sees("is as before.")
        assert absent != "TAI"
        assert is_on_site(stage.school, PersonId("TAI"), DAY)
        await stage.press("ctrl+z")
        await stage.sees("Undone: Tŵnc ab Ieuan is as before.")
        assert not is_on_site(stage.school, PersonId("TAI"), DAY)
        assert not stage.shows("Ctrl+Z")


async def test_the_roll_call_says_how_many_also_where_the_top_bar_has_no_room(
    sample: Path,
) -> None:
    async with staged(sample, size=SMALL) as stage:
        await reception(stage)
        assert await stage.sees("T: 1 to check", "In the building · 35")


async def test_who_is_not_on_the_list_is_not_gone_to(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_yet_in(stage)
        await stage.press("f3")
        await stage.on("FindPersonDialog")
        await stage.pick("GBO")
        assert await stage.sees("Gareth Bowen is not on this list")


@pytest.mark.parametrize("key", ["slash", "f3"])
async def test_somebody_is_found_with_where_to_look_for_them_and_nothing_that_they_chose(
    sample: Path, key: str
) -> None:
    async with staged(sample, "11:30", LARGE) as stage:
        (place,) = [
            one for one in stage.school.places_of(PersonId("GBO"), DAY) if one.slot == "workshops-1"
        ]
        await reception(stage)
        await stage.press(key)
        await stage.on("FindPersonDialog")
        await stage.pick("GBO")
        await stage.on("ReceptionScreen")
        room = str(stage.app.context.language.say(stage.school.word(place.room)))
        assert await stage.sees("Look for them in", room)
        for way in ("escape", "y"):  # the roll call tells no more
            assert not stage.shows("Has a place in")
            for one in stage.school.places_of(PersonId("GBO"), DAY):
                assert not stage.shows(stage.school.workshop(one).title.en)
            await stage.press(way) if way == "y" else None
            await stage.settle()


async def test_who_is_not_in_is_said_to_be_out(sample: Path) -> None:
    async with staged(sample) as stage:
        await reception(stage)
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick("FDV")
        assert await stage.sees("Ffion ffrench-Davies is not in the building.")


async def test_reception_signs_in_whoever_stands_there(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_yet_in(stage)
        await stage.press("home", "h")
        await stage.sees("Tŵnc ab Ieuan signed in at 08:41.")
        assert stage.school.day_record(DAY).movements["TAI"][-1].evidence is Evidence.RECEPTION
        assert history_of(stage, "TAI") == {("sign_in", "reception", "reception")}


async def test_reception_confirms_a_newcomer_and_does_no_more(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.perform(doubt_sign_in("GBO"))
        await reception_to_confirm(stage)
        (new,) = unconfirmed_people(stage.school)
        assert not stage.shows("Gareth Bowen")
        await stage.press("x")
        await stage.settle()
        assert stage.screen == "ToCheckScreen"
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        assert not stage.shows("Same person as")
        assert not stage.shows("Take off the list")
        await stage.press("down", "enter")
        await stage.sees("Dewi Prys is checked.", "Nobody to check")
        assert unconfirmed_people(stage.school) == []
        assert is_on_site(stage.school, new.id, DAY)
        assert ("confirm_self_added", "reception", "reception") in history_of(stage, new.id)
        assert stage.school.day_record(DAY).movements["GBO"][-1].doubted


async def test_left_alone_reception_locks_by_itself(sample: Path) -> None:
    async with staged(sample) as stage:
        await reception_to_confirm(stage)
        stage.wait(60 * stage.school.settings.lock_after + 1)
        assert await stage.on("WelcomeScreen")


async def test_receptions_pin_does_not_vouch_for_anybody(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_pin(RECEPTION_PIN, Area.RECEPTION)
        await stage.open_day("FDV")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.press("enter")
        await stage.on("ProofDialog")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type(RECEPTION_PIN)
        await stage.press("enter")
        assert await stage.sees("That's not the PIN.")


async def test_who_added_themselves_stands_as_not_checked_until_reception_has(
    sample: Path,
) -> None:
    async with staged(sample, "08:41", (80, 24)) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "Dewi", "Prys")
        await stage.on("WelcomeScreen")
        await stage.sees("Dewi Prys", "Please go to reception now")
        await open_reception(stage)
        rows = stage.app.screen.query_one(OptionList)
        (new,) = unconfirmed_people(stage.school)
        rows.highlighted = rows.get_option_index(new.id)
        await stage.sees("ID not checked · Supply")
        await stage.press("t")
        await stage.on("ToCheckScreen")
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await stage.sees("Dewi Prys is checked.")
        await stage.press("escape")
        await stage.on("ReceptionScreen")
        await stage.until(lambda: not stage.shows("ID not checked"))
        assert not unconfirmed_people(stage.school)


# -- the PINs ---------------------------------------------------------------------------------


async def type_pins(stage: Stage, *pins: str) -> None:
    await stage.on("PinDialog")
    for pin in pins:
        await stage.type(pin)
        await stage.press("enter")
        await stage.settle()


async def choose_pin(stage: Stage, *keys: str) -> None:
    await stage.press("number_sign")
    await stage.on("ChoiceDialog")
    await stage.press(*keys)
    await type_pins(stage, DEMO_PIN)
    await stage.until(lambda: not stage.shows("Type the PIN, then Enter"))


async def test_a_tutor_sets_changes_and_takes_away_receptions_pin(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        for pin in ("1793", "8351"):
            await choose_pin(stage, "down", "down", "enter")
            await type_pins(stage, pin, pin)
            await stage.on("BoardScreen")
            await stage.sees("The PIN is set.")
            assert stage.kiosk.secrets.area_of(pin) is Area.RECEPTION
        assert stage.kiosk.secrets.area_of("1793") is None
        await choose_pin(stage, "end", "enter")
        await stage.sees("Reception has no PIN now.")
        assert not stage.kiosk.secrets.has_pin(Area.RECEPTION)
        assert stage.kiosk.secrets.opens(DEMO_PIN)


async def test_receptions_pin_is_not_the_tutors(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await choose_pin(stage, "end", "enter")
        await type_pins(stage, DEMO_PIN, DEMO_PIN)
        await stage.sees("PIN and reception's must be different")
        assert not stage.kiosk.secrets.has_pin(Area.RECEPTION)


async def test_each_pin_opens_its_own_area_and_a_persons_own_code_opens_none(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        own = "1798"
        stage.kiosk.secrets.set_code(PersonId("FDV"), own)
        stage.kiosk.secrets.set_pin(RECEPTION_PIN, Area.RECEPTION)
        for pin, screen in ((RECEPTION_PIN, "ReceptionScreen"), (DEMO_PIN, "BoardScreen")):
            await stage.press("f9")
            await type_pins(stage, pin)
            await stage.on(screen)
            await stage.press("escape")
            await stage.on("WelcomeScreen")
        await stage.press("f9")
        await type_pins(stage, own)
        assert await stage.sees("That's not the PIN.")


async def test_the_tutors_pin_is_changed_by_who_knows_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("number_sign")
        await stage.on("ChoiceDialog")
        await stage.press("down", "enter")
        await type_pins(stage, "1111")
        await stage.sees("That's not the PIN.")
        await type_pins(stage, DEMO_PIN)
        await stage.sees("Choose a new PIN")
        await type_pins(stage, "975312", "975312")
        await stage.on("BoardScreen")
        assert stage.kiosk.secrets.opens("975312")
        assert not stage.kiosk.secrets.opens(DEMO_PIN)


# -- the secrets of who is gone ---------------------------------------------------------------


@pytest.mark.parametrize("way", ["take away", "same person"])
async def test_the_own_code_of_a_newcomer_who_is_gone_goes_with_them(
    sample: Path, way: str
) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "Dewi", "Prys")
        await stage.on("WelcomeScreen")
        (new,) = unconfirmed_people(stage.school)
        for person in (new.id, PersonId("TUN")):
            stage.kiosk.secrets.set_code(person, "1798")
        await stage.open_tutors()
        await stage.press("t")
        await stage.on("ToCheckScreen")
        if way == "same person":
            await stage.press("enter")
            await stage.on("ChoiceDialog")
            await stage.press("down", "down", "enter")
            await stage.on("FindPersonDialog")
            await stage.pick("TUN")
        else:
            await stage.press("x")
            await stage.on("ConfirmDialog")
            await stage.press("left", "enter")
        await stage.until(lambda: not stage.kiosk.secrets.has_code(new.id))
        assert new.id not in (stage.kiosk.folder / "secrets.json").read_text()
        assert stage.kiosk.secrets.has_code("TUN")


async def test_reception_needs_its_own_pin(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press("f9")
        await type_pins(stage, RECEPTION_PIN)
        await stage.sees("That's not the PIN.")
        await stage.press("escape")
        assert await stage.on("WelcomeScreen")
        await open_reception(stage)
