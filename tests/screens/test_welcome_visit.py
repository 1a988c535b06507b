"""Whom Welcome's keys are about, from arriving to being forgotten."""

from __future__ import annotations

from kiosk.rules.model.terms import Evidence
from kiosk.screens.welcome_visit import NO_VISIT, arriving, signed_in


def test_nobody_can_be_undone_and_is_never_over() -> None:
    assert not NO_VISIT.is_saving
    assert not NO_VISIT.signed_in
    assert not NO_VISIT.is_over(1e9)


def test_somebody_whose_sign_in_is_being_saved_cannot_be_undone_yet() -> None:
    visit = arriving("FDV", Evidence.BADGE)
    assert visit.is_saving
    assert not visit.signed_in
    assert visit.wants_day().person == "FDV"
    assert visit.wants_day().opens_day
    assert not visit.opens_day


def test_a_saved_sign_in_is_over_after_its_time_which_is_never_shortened() -> None:
    visit = signed_in("FDV", Evidence.TYPED, until=20.0)
    assert visit.signed_in == "FDV"
    assert not visit.is_saving
    assert not visit.is_over(20.0)
    assert visit.lasting(10.0) == visit
    assert visit.lasting(30.0).is_over(31.0)
    assert not visit.lasting(30.0).is_over(21.0)
