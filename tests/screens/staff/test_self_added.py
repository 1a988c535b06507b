"""Self-added people, doubted sign-ins and a person's page, from the kiosk to the tutor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.widgets import Input, OptionList

from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.self_added import unconfirmed_people
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import GuestKind
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.walk_desk import not_listed, person, to_confirm
from tests.screens.ways import add_newcomer, take_row


def newcomer(stage: Stage) -> Person:
    (one,) = unconfirmed_people(stage.school)
    return one


def is_in(stage: Stage, who: PersonId) -> bool:
    return is_on_site(stage.school, who, DAY)


async def test_whoever_is_not_listed_adds_themselves_by_keyboard_alone(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.press(*"dewi")
        await stage.sees("One of these? ↑↓ Enter · Not on the list? F2")
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        await stage.press("f1")
        await stage.sees("say what brings you here. Enter goes")
        await stage.press("escape")
        await stage.press("enter", *"Prys", "enter", "down", "down", "enter", *"Estyn", "enter")
        await stage.on("WelcomeScreen")
        await stage.sees("✓ Dewi Prys", "Signed in at 08:41.", "Enter: My day")
        one = newcomer(stage)
        assert (one.forename, one.surname, one.coming) == ("Dewi", "Prys", GuestKind.SPEAKER)
        assert one.host == "Estyn"
        assert is_in(stage, one.id)
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("Dewi Prys", "Visiting speaker · Estyn")


async def test_the_form_goes_on_where_the_typing_stopped_and_arrows_go_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("dewi pry")
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        await stage.press("s", "up", "x", "down", "enter", "down", "enter", "enter")
        await stage.on("WelcomeScreen")
        one = newcomer(stage)
        assert (one.name, one.coming) == ("Dewix Prys", GuestKind.VISITOR)


async def test_by_mouse_alone_the_button_adds(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await stage.pilot.click("#coming", offset=(5, 3))
        await stage.pilot.click("#add")
        await stage.on("WelcomeScreen")
        assert newcomer(stage).coming is GuestKind.CLUSTER


async def test_ctrl_z_takes_a_newcomers_sign_in_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "Dewi", "Prys")
        await stage.sees("Dewi Prys", "Signed in at")
        await stage.press("ctrl+z")
        await stage.sees("Undone: Dewi Prys is signed out.")
        assert not is_in(stage, newcomer(stage).id)


async def test_without_a_name_nobody_is_added(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await add_newcomer(stage, " ", "")
        await stage.sees("Please type your name.")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        assert unconfirmed_people(stage.school) == []


async def test_a_name_that_is_listed_is_asked_about_once(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "SIAN", "jones")
        await stage.sees("is already on the list (Teacher")
        assert unconfirmed_people(stage.school) == []
        await stage.press("enter")
        await stage.on("WelcomeScreen")
        assert newcomer(stage).name == "SIAN jones"


async def test_a_tutor_confirms_a_newcomer_and_a_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_confirm(stage)
        await stage.sees("+ new today", "Dewi Prys", "? sign-in", "Gareth Bowen")
        for said in ("Dewi Prys is checked.", "Gareth Bowen stays signed in."):
            await stage.press("enter")
            await stage.on("ChoiceDialog")
            await stage.press("down", "enter")
            await stage.sees(said)
        await stage.sees("Nobody to check")
        assert is_in(stage, "GBO")
        await stage.press("escape")
        await stage.on("BoardScreen")
        assert not stage.shows("to check")


async def test_a_tutor_takes_both_away(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_confirm(stage)
        dewi = newcomer(stage).id
        for said in ("Dewi Prys is removed from the list.", "Gareth Bowen is signed out."):
            await stage.press("x")
            await stage.on("ConfirmDialog")
            await stage.press("left", "enter")
            await stage.sees(said)
        assert dewi not in stage.school.people
        assert not is_in(stage, "GBO")


async def test_a_newcomer_who_is_listed_after_all_becomes_one_with_that_person(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await to_confirm(stage)
        await stage.press("enter")
        await stage.on("ChoiceDialog")
        await stage.press("down", "down", "enter")
        await stage.on("FindPersonDialog")
        await stage.pick("TUN")
        await stage.on("ToCheckScreen")
        await stage.sees("Dewi Prys is now listed as Tunde Okafor.")
        assert unconfirmed_people(stage.school) == []
        assert is_in(stage, "TUN")


async def test_the_board_says_how_much_waits(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_confirm(stage)
        await stage.press("escape")
        await stage.on("BoardScreen")
        assert await stage.sees("T: 2 to check")


# -- not me -----------------------------------------------------------------------------------


async def test_whoever_is_in_already_is_told_since_when_and_may_say_it_was_not_them(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.arrive("FDV")
        await stage.goes_to("08:55")
        await stage.pick("FDV")
        await stage.on("MyDayScreen")
        await stage.sees(
            "You've been signed in since 08:41. If that wasn't you, press F5.", "F5 Not me"
        )
        await stage.press("f5")
        await stage.sees("Thank you. We have told the professional tutor. Your name stays")
        assert not stage.shows("F5 Not me")
        assert stage.school.day_record(DAY).movements["FDV"][-1].doubted
        assert is_in(stage, "FDV")


async def test_whoever_scans_and_is_in_since_earlier_may_say_on_welcome_it_was_not_them(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.sees("Ffion ffrench-Davies", "Signed in at 08:41 to this session")
        assert not stage.shows("F5")
        await stage.press("f5")
        await stage.goes_to("08:55")
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.sees(
            "You've been signed in since 08:41. If that wasn't you, press F5.", "F5 Not me"
        )
        assert not stage.school.day_record(DAY).movements["FDV"][-1].doubted
        await stage.press("f5")
        await stage.sees("Thank you. We have told the professional tutor. Your name stays")
        assert not stage.shows("F5")
        assert stage.school.day_record(DAY).movements["FDV"][-1].doubted
        assert is_in(stage, "FDV")


async def test_f2_adds_whoever_is_not_listed_also_after_a_scan(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.arrive("FDV")
        await stage.goes_to("08:55")
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.sees("F5 Not me")
        await stage.press("f2")
        await stage.on("AddSelfDialog")
        assert not stage.school.day_record(DAY).movements["FDV"][-1].doubted


async def test_who_came_just_now_may_undo_it_on_my_day_too(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.pick("FDV")
        await stage.sees("Signed in at")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        assert not stage.shows("Not me")
        await stage.sees("Ctrl+Z Undo")
        await stage.press("ctrl+z")
        await stage.on("WelcomeScreen")
        await stage.sees("is signed out.")
        assert not is_in(stage, "FDV")


async def test_leaving_at_lunch_is_two_keys_and_coming_back_one(sample: Path) -> None:
    async with staged(sample, "12:20") as stage:
        await stage.arrive("NIA")
        await stage.goes_to("12:30")
        await stage.find("ferch")
        await stage.press("enter", "f6")
        await stage.prove("NIA")
        await stage.on("WelcomeScreen")
        assert not is_in(stage, "NIA")
        await stage.find("ferch")
        await stage.press("enter")
        await stage.until(lambda: is_in(stage, "NIA"))


# -- a person's entry -------------------------------------------------------------------------


async def test_a_tutor_sets_the_name_that_is_shown(sample: Path) -> None:
    async with staged(sample) as stage:
        await person(stage)
        await take_row(stage, "name")
        await stage.on("LineDialog")
        assert stage.app.screen.query_one(Input).value == "Gareth Bowen"
        await stage.type("Gaz Bowen [b]")
        await stage.press("enter")
        await stage.on("PersonScreen")
        await stage.sees("Shown as Gaz Bowen [b] from now on.", "Gaz Bowen [b] · set here")
        assert stage.school.people["GBO"].own_name


async def test_a_tutor_gives_another_badge_and_takes_it_away(sample: Path) -> None:
    async with staged(sample) as stage:
        await person(stage)
        await take_row(stage, "badge")
        await stage.on("BadgeDialog")
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.sees("This badge belongs to Ffion ffrench-Davies.")
        await stage.press("enter")
        await stage.on("BadgeDialog")
        await stage.scan("inset-new7")
        await stage.on("PersonScreen")
        await stage.sees("…NEW7")
        await take_row(stage, "revoke")
        await stage.on("ConfirmDialog")
        await stage.press("left", "enter")
        await stage.sees("Gareth Bowen's badge is cancelled.")
        one = stage.school.people["GBO"]
        assert one.old_badges == ("INSET-2ORGIMT9H8", "INSET-NEW7")


async def test_a_tutor_resets_a_code(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("GBO", "1793")
        await person(stage)
        await stage.sees("set (Enter to reset)")
        await take_row(stage, "code")
        await stage.on("ConfirmDialog")
        await stage.press("left", "enter")
        await stage.sees("The PIN is reset.", "not set")
        assert not stage.kiosk.secrets.has_code("GBO")
        await take_row(stage, "code")
        await stage.settle()
        assert stage.screen == "PersonScreen"


async def test_a_badge_lets_one_choose_a_code_for_the_day_it_is_not_here(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.arrive("FDV")
        await stage.open_day("FDV")
        await stage.press("f8")
        assert stage.screen == "MyDayScreen"
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.sees("Enter: My day")
        await stage.press("enter")
        await stage.sees("F8 Set my PIN")
        await stage.press("f8")
        await stage.on("CodeDialog")
        for _ in range(2):
            await stage.type("1793")
            await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("Your PIN is set.")
        assert stage.kiosk.secrets.proves("FDV", "1793")


# -- a guess ----------------------------------------------------------------------------------


async def test_a_guess_is_not_taken_before_one_has_looked(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.find("ffrecnh")
        await stage.sees("Ffion ffrench-Davies", "Is this you? Enter")
        found = stage.app.screen.query_one("#search-found", OptionList)
        assert found.highlighted is None
        await stage.press("enter")
        assert not is_in(stage, "FDV")
        assert found.highlighted == 0
        await stage.press("enter")
        await stage.until(lambda: is_in(stage, "FDV"))


async def test_markup_in_a_newcomers_name_is_text(sample: Path) -> None:
    async with staged(sample) as stage:
        await not_listed(stage)
        await add_newcomer(stage, "[/x]", "[b]$name[/b]", "[link]")
        await stage.sees("✓ [/x] [b]$name[/b]", "Signed in at 08:41.")
        await stage.press("enter")
        await stage.on("MyDayScreen")
        await stage.sees("[/x] [b]$name[/b]", "[link]")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await stage.open_tutors()
        await stage.press("t")
        await stage.on("ToCheckScreen")
        await stage.sees("[/x] [b]$name[/b]", "[link]")
        await stage.press("x")
        await stage.on("ConfirmDialog")
        await stage.sees("Remove [/x] [b]$name[/b] from the list")
        await stage.press("escape")
        await stage.on("ToCheckScreen")
        await stage.press("escape")
        await stage.on("BoardScreen")
        await stage.press("slash")
        await stage.on("FindPersonDialog")
        await stage.pick(newcomer(stage).id)
        await stage.on("PersonScreen")
        assert await stage.sees("Name shown [/x] [b]$name[/b]")


async def test_a_tutor_notes_that_somebody_leaves_and_is_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await person(stage)
        await take_row(stage, "left")
        await stage.on("DateDialog")
        stage.app.screen.query_one(Input).value = "soon"
        await stage.press("enter")
        await stage.sees("Please type a date like")
        stage.app.screen.query_one(Input).value = "02/09/2026"
        await stage.press("enter")
        await stage.on("PersonScreen")
        await stage.sees("until Wednesday 2 September 2026")
        assert "GBO" not in stage.school.people_on(date(2026, 9, 2))
        await stage.press("enter")
        await stage.on("DateDialog")
        await stage.press("enter")
        await stage.on("PersonScreen")
        await stage.sees("is back on the lists", "yes (Enter: they are leaving)")
        await stage.press("escape", "f3")
        await stage.on("FindPersonDialog")
        await stage.pick("GBO")
        await stage.on("PersonScreen")


async def test_a_tutor_makes_one_person_of_two_entries(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("GBO", "1793")
        await person(stage)
        await take_row(stage, "merge")
        await stage.on("FindPersonDialog")
        await stage.pick("FDV")
        await stage.on("ConfirmDialog")
        await stage.sees("Gareth Bowen is", "stays.")
        await stage.press("left", "enter")
        await stage.on("BoardScreen")
        assert "GBO" not in stage.school.people
        assert stage.school.people["FDV"].merged_ids == ("GBO",)
        await stage.settle()
        assert not stage.kiosk.secrets.has_code("GBO")


async def test_on_a_small_page_of_a_person_labels_and_values_stand_apart(sample: Path) -> None:
    async with staged(sample, "08:41", (60, 18)) as stage:
        await person(stage)
        await stage.press("end")
        assert await stage.sees("Cancel badge if lost or returned")
