"""Induction: after a badge or a code of one's own, tick what one may tick."""

from __future__ import annotations

from pathlib import Path

from kiosk.rules.records import Proof
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
        await enter(stage, "inset-d4d0qnhku5")
        await stage.on("InductionScreen")
        await stage.sees("Newly qualified teacher (Wales)", "0 of 20 done")


async def test_somebody_elses_badge_does_not(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await enter(stage, "INSET-2ORGIMT9H8")
        await stage.sees("That is not your badge.")


async def test_nothing_of_the_track_is_seen_before_the_proof(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await stage.press("escape")
        await stage.on("MyDayScreen")
        assert not stage.shows("Newly qualified teacher")


async def test_an_own_code_is_chosen_at_its_first_use_and_asked_for_later(sample: Path) -> None:
    async with staged(sample) as stage:
        await to_code(stage)
        await enter(stage, "12")
        await stage.sees("A code is four digits.")
        await enter(stage, "1357")
        await stage.sees("The same code once more, please.")
        await enter(stage, "1357")
        await stage.on("InductionScreen")
        assert stage.kiosk.safe.has_code("FDV")
        await stage.press("escape")
        await stage.on("MyDayScreen")
        await stage.press("escape")
        await stage.on("WelcomeScreen")
        await to_code(stage)
        await stage.sees("Scan your badge, or type your own four-digit code.")
        await enter(stage, "7777")
        await stage.sees("That is not your code.")
        await enter(stage, "1357")
        await stage.on("InductionScreen")


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
        await enter(stage, "INSET-D4D0QNHKU5")
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
        await enter(stage, "INSET-D4D0QNHKU5")
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
        await enter(stage, "INSET-D4D0QNHKU5")
        await stage.on("InductionScreen")
        stage.wait(31)
        await stage.on("WelcomeScreen")


async def test_whoever_is_not_new_has_no_induction_key(sample: Path) -> None:
    async with staged(sample) as stage:
        await stage.open_day("GBO")
        await stage.press("f4")
        assert stage.screen == "MyDayScreen"
        assert not stage.shows("Induction")
