"""Induction: after a badge or an own code, people tick the steps that they may tick."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from kiosk.rules.model.terms import Evidence
from kiosk.sample.pin import DEMO_PIN
from tests.screens.kiosks import Stage, staged
from tests.screens.ways import open_row, take_row
from tests.screens.yours import open_day_by_badge


async def to_code(stage: Stage) -> None:
    await stage.open_day("FDV")
    await open_row(stage, "prove")
    await stage.on("ProofDialog")


async def to_track(stage: Stage) -> None:
    """Open the induction track from My day, after a proof."""
    await stage.on("MyItemsDialog")
    await take_row(stage, "induction")
    await stage.on("InductionScreen")


async def open_track(stage: Stage) -> None:
    """Open the track with a badge."""
    await to_code(stage)
    await stage.scan("INSET-D4D0QNHKU5")
    await to_track(stage)


async def enter(stage: Stage, *texts: str) -> None:
    for text in texts:
        await stage.type(text)
        await stage.press("enter")
        await stage.until(lambda: stage.screen != "ProofDialog" or stage.app.focused)


def signed(stage: Stage) -> dict[str, str]:
    """Return who signed each step."""
    return {one.step: one.by for one in stage.school.sign_offs.get("FDV", {}).values()}


async def test_the_badge_opens_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("inset-d4d0qnhku5")
        await to_track(stage)
        assert await stage.sees("Newly qualified teacher (Wales)", "0 of 20 done")


async def test_the_code_of_a_badge_that_is_typed_by_hand_does_not(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("FDV", "1793")
        await to_code(stage)
        await enter(stage, "INSET-D4D0QNHKU5")
        assert await stage.sees("That's not your PIN.")


async def test_below_another_dialog_ones_own_badge_is_a_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.press("f1")
        await stage.on("HelpDialog")
        await stage.scan(stage.school.people["FDV"].badge)
        await stage.on("WelcomeScreen")
        assert await stage.sees("Ffion ffrench-Davies", "Enter: My day")


async def test_somebody_elses_badge_is_for_their_own_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("INSET-2RSMMQ31US")
        await stage.on("WelcomeScreen")
        assert await stage.sees("Tunde Okafor", "Signed in at")


async def test_nothing_of_the_track_is_seen_before_the_proof(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.press("escape")
        await stage.on("MyItemsDialog")
        assert not stage.shows("Newly qualified teacher")


async def test_whoever_typed_a_name_cannot_choose_its_code(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.sees("Scan your badge.", "press F9 and type")
        await stage.press("1", "7", "9", "3", "enter")
        await stage.settle()
        assert stage.screen == "ProofDialog"
        assert not stage.kiosk.secrets.has_code("FDV")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type("1111")
        await stage.press("enter")
        await stage.sees("That's not the PIN.")
        await stage.press("escape")
        await stage.on("ProofDialog")


async def choose_code(stage: Stage) -> None:
    """Open the dialog for a new code, with a professional tutor's PIN."""
    await to_code(stage)
    await stage.press("f9")
    await stage.on("PinDialog")
    await stage.type(DEMO_PIN)
    await stage.press("enter")
    await stage.on("CodeDialog")


async def test_a_professional_tutor_vouches_for_who_chooses_a_code(sample: Path) -> None:
    async with staged(sample) as stage:
        await choose_code(stage)
        for code, answer in (
            ("12", "Your PIN needs four digits."),
            ("1234", "That's too easy to guess"),
            ("1793", "Type the same PIN again."),
            ("1798", "Those don't match."),
        ):
            await stage.type(code)
            await stage.press("enter")
            assert await stage.sees(answer)
        for _ in range(2):
            await stage.type("1793")
            await stage.press("enter")
        await to_track(stage)


async def test_an_own_code_is_asked_for_at_later_times(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("FDV", "1793")
        await to_code(stage)
        await stage.sees("Scan your badge, or type your PIN (four digits).")
        await enter(stage, "7777")
        assert await stage.sees("That's not your PIN.")
        await enter(stage, "1793")
        await to_track(stage)


async def test_where_no_pin_is_set_nobody_sets_it_on_the_way_to_a_code(sample: Path) -> None:
    async with staged(sample) as stage:
        (sample / "secrets.json").unlink()
        await to_code(stage)
        await stage.press("f9")
        await stage.sees("The tutors' PIN is not set yet. Please ask")
        assert stage.screen == "ProofDialog"


async def test_after_five_wrong_codes_one_waits_a_minute(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.secrets.set_code("FDV", "1793")
        await to_code(stage)
        for _ in range(5):
            stage.kiosk.secrets.proves("FDV", "0000")
        await enter(stage, "1793")
        assert await stage.sees("Too many wrong tries. Please wait 1 minute.")
        await stage.goes_to("08:42")
        stage.app.context.touch()  # or the idle dialog may close before the next key
        await enter(stage, "1793")
        await to_track(stage)


async def test_a_step_is_ticked_and_the_tick_taken_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        for said, now in (("Confirmed.", {"sg-who": "FDV"}), ("Undone: no longer confirmed.", {})):
            await take_row(stage, "sg-who")
            await stage.on("ReadingDialog")
            await stage.press("enter")
            await stage.on("InductionScreen")
            await stage.sees(said, f"{len(now)} of 20 done")
            assert signed(stage) == now


async def test_what_is_to_be_read_for_a_step_is_shown_before_it_is_ticked(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        await stage.sees("you confirm this · reading attached")
        await take_row(stage, "sg-who")
        await stage.sees("Staff handbook", "Enter: I've read this")
        await stage.press("escape")
        await stage.on("InductionScreen")
        assert signed(stage) == {}


async def test_what_others_confirm_can_be_read_and_not_ticked(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        await take_row(stage, "nqt-profile")
        await stage.sees("Induction for newly qualified teachers", "1 of 2")
        await stage.press("enter")
        assert stage.screen == "ReadingDialog"
        await stage.press("escape")
        assert signed(stage) == {}


async def test_what_others_confirm_cannot_be_ticked(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        await stage.press("home", "enter")
        await stage.sees("Only the school business")
        assert signed(stage) == {}


async def test_only_what_is_possible_is_offered_for_a_step(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        await stage.press("home")
        await stage.settle()
        assert not stage.shows("Enter Confirm")
        await highlight(stage, "sg-who")
        await stage.sees("Enter Confirm")
        await stage.press("enter")
        await stage.on("ReadingDialog")
        await stage.press("enter")
        await stage.on("InductionScreen")
        await stage.sees("1 of 20 done", "Enter Undo")
        await highlight(stage, "nqt-profile")
        assert await stage.sees("Enter Read")


async def highlight(stage: Stage, step: str) -> None:
    steps = stage.app.screen.query_one(OptionList)
    steps.highlighted = steps.get_option_index(step)
    await stage.settle()


async def test_a_professional_tutor_is_not_offered_what_the_colleague_alone_confirms(
    sample: Path,
) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("i")
        await stage.on("CaseloadScreen")
        await stage.press("down", "i")
        await stage.on("InductionScreen")
        await stage.sees("Enter Confirm")
        await highlight(stage, "sg-who")
        await stage.until(lambda: not stage.shows("Enter Confirm"))
        await stage.press("enter")
        await stage.sees("Only Ffion ffrench-Davies can confirm this")
        assert signed(stage) == {}


async def test_a_professional_tutor_confirms_a_step(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("i")
        await stage.on("CaseloadScreen")
        await stage.press("down", "i")
        await stage.on("InductionScreen")
        await stage.press("home", "enter")
        await stage.sees("Confirmed.")
        (one,) = stage.school.sign_offs["FDV"].values()
        assert (one.step, one.by, one.evidence) == ("prechecks", "tutor", Evidence.TUTOR)


async def test_it_closes_by_itself(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_track(stage)
        stage.wait(61)
        assert await stage.on("WelcomeScreen")


async def test_whoever_is_not_new_has_no_induction(sample: Path) -> None:
    async with staged(sample) as stage:
        await open_day_by_badge(stage, "GBO")
        await stage.press("f7")
        await stage.on("MyItemsDialog")
        await stage.settle()
        assert not stage.shows("nduction")
