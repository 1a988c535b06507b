"""Induction: after a badge or a code of one's own, tick what one may tick."""

from __future__ import annotations

from pathlib import Path

from kiosk.demo_pin import DEMO_PIN
from kiosk.rules.terms import Proof
from tests.screens.kiosks import Stage, staged


async def to_code(stage: Stage) -> None:
    await stage.open_day("FDV")
    await stage.press("f4")
    await stage.on("ProofDialog")


async def enter(stage: Stage, *texts: str) -> None:
    for text in texts:
        await stage.type(text)
        await stage.press("enter")
        await stage.until(lambda: stage.screen != "ProofDialog" or stage.app.focused)


def signed(stage: Stage) -> dict[str, str]:
    """Return who signed what, by step."""
    return {one.step: one.by for one in stage.school.sign_offs.get("FDV", {}).values()}


async def test_the_badge_opens_it(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("inset-d4d0qnhku5")
        await stage.on("InductionScreen")
        await stage.sees("Newly qualified teacher (Wales)", "0 of 20 done")


async def test_the_code_of_a_badge_that_is_typed_by_hand_does_not(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.safe.set_code("FDV", "1357")
        await to_code(stage)
        await enter(stage, "INSET-D4D0QNHKU5")
        await stage.sees("That is not your code.")


async def test_somebody_elses_badge_is_for_their_own_sign_in(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("INSET-2RSMMQ31US")
        await stage.on("WelcomeScreen")
        await stage.sees("Tunde Okafor signed in at")


async def test_nothing_of_the_track_is_seen_before_the_proof(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.press("escape")
        await stage.on("MyDayScreen")
        assert not stage.shows("Newly qualified teacher")


async def test_whoever_typed_a_name_cannot_choose_its_code(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.sees("Scan your badge.", "professional tutor to press F9")
        await stage.press("1", "3", "5", "7", "enter")
        await stage.settle()
        assert stage.screen == "ProofDialog"
        assert not stage.kiosk.safe.has_code("FDV")
        await stage.press("f9")
        await stage.on("PinDialog")
        await stage.type("1111")
        await stage.press("enter")
        await stage.sees("That is not the PIN.")
        await stage.press("escape")
        await stage.on("ProofDialog")


async def choose_code(stage: Stage) -> None:
    """Come to the choice of a code, with a professional tutor beside the person."""
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
            ("12", "Your own code is four digits."),
            ("1234", "That is too easy to guess"),
            ("1357", "The same code once more, please."),
            ("1358", "The two codes are not the same."),
        ):
            await stage.type(code)
            await stage.press("enter")
            await stage.sees(answer)
        for _ in range(2):
            await stage.type("1357")
            await stage.press("enter")
        await stage.on("InductionScreen")


async def test_an_own_code_is_asked_for_at_later_times(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.safe.set_code("FDV", "1357")
        await to_code(stage)
        await stage.sees("Scan your badge, or type your own four-digit code.")
        await enter(stage, "7777")
        await stage.sees("That is not your code.")
        await enter(stage, "1357")
        await stage.on("InductionScreen")


async def test_where_no_pin_is_set_nobody_sets_it_on_the_way_to_a_code(sample: Path) -> None:
    async with staged(sample) as stage:
        (sample / "secrets.json").unlink()
        await to_code(stage)
        await stage.press("f9")
        await stage.sees("No PIN is set yet.")
        assert stage.screen == "ProofDialog"


async def test_after_five_wrong_codes_one_waits_a_minute(sample: Path) -> None:
    async with staged(sample) as stage:
        stage.kiosk.safe.set_code("FDV", "1357")
        await to_code(stage)
        for _ in range(5):
            stage.kiosk.safe.proves("FDV", "0000")
        await enter(stage, "1357")
        await stage.sees("Too many tries: please wait a minute.")
        stage.wait(61)
        await enter(stage, "1357")
        await stage.on("InductionScreen")


async def test_a_step_is_ticked_and_the_tick_taken_back(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.on("InductionScreen")
        await stage.press("home", "down", "down", "down", "enter")
        await stage.sees("Ticked.", "1 of 20 done")
        assert signed(stage) == {"sg-who": "FDV"}
        await stage.press("enter")
        await stage.sees("Not ticked any more.", "0 of 20 done")
        assert signed(stage) == {}


async def test_what_others_confirm_cannot_be_ticked(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.on("InductionScreen")
        await stage.press("home", "enter")
        await stage.sees("This step is confirmed by: school business")
        assert signed(stage) == {}


async def test_a_professional_tutor_confirms_a_step(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_tutors()
        await stage.press("f4")
        await stage.on("CaseloadScreen")
        await stage.press("down", "enter")
        await stage.on("InductionScreen")
        await stage.press("home", "enter")
        await stage.sees("Confirmed.")
        (one,) = stage.school.sign_offs["FDV"].values()
        assert (one.step, one.by, one.proof) == ("prechecks", "tutor", Proof.TUTOR)


async def test_it_closes_by_itself(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.scan("INSET-D4D0QNHKU5")
        await stage.on("InductionScreen")
        stage.wait(31)
        await stage.on("WelcomeScreen")


async def test_whoever_is_not_new_has_no_induction_key(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        await stage.press("f4")
        assert stage.screen == "MyDayScreen"
        assert not stage.shows("Induction")
