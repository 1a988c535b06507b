"""A walk through every view: no view shows other people's data, or private data without a proof.

Each view is taken twice, the second time with other private data planted for everybody, and must
look the same. After a proof the person's own data is left alone; without one it is planted too.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.terms import Evidence
from kiosk.screens.staff.my_day import MyDayScreen
from kiosk.screens.staff.personal_screen import PersonalScreen
from kiosk.screens.tutors.board import BoardScreen
from kiosk.screens.tutors.reception import ReceptionScreen
from kiosk.widgets.headcount import Building
from kiosk.widgets.top_bar import TopBar
from tests.builders import DAY
from tests.screens.kiosks import Stage, staged
from tests.screens.planted import OTHER, Kept, planted, unplanted
from tests.screens.stops import some
from tests.screens.test_privacy import others_seen
from tests.screens.walk import WALK, stopped_at
from tests.screens.ways import to_slot

TALL = (120, 64)
"""A terminal so large that nothing has to be scrolled."""
VIEWS = [
    name
    for name, stop in WALK.items()
    # a leader's register names who is in it: see `test_own_register.py`
    if stop.sample and not name.startswith("own-register")
]
PROVING = {
    "my-day-known-by-a-badge", "for-you-proven", "evaluation", "evaluation-line", "invitation",
    "plan", "intention", "induction", "proven-no-day-yet", "taken-by-name",
    "induction-help", "induction-reading", "own", "catch-up", "messages", "training", "needs",
}  # fmt: skip
"""The views that need a badge, whatever opened My day."""
OPENED = [
    name
    for name in VIEWS
    if name.startswith(("my-day", "give-up", "wish", "for-you", "evaluation"))
    and name not in {"my-day-no-day", "evaluations", "evaluations-opened"}
]
"""The views that are reached through My day."""


@dataclass(frozen=True)
class View:
    """What a view showed."""

    picture: str
    own: frozenset[str]
    """Whose it is, as far as a proof was given."""
    tutors: bool
    """Whether it lies behind the PIN."""


async def open_day_by_badge(stage: Stage, person: PersonId) -> None:
    """Open a person's My day with a badge as the proof, without the sign-in of a scan."""
    if stage.school.today(stage.kiosk.desk.now()):
        await stage.arrive(person)
    day = MyDayScreen(stage.app.context, person, Evidence.BADGE, lambda *_: None)
    await stage.app.push_screen(day)
    await stage.on("MyDayScreen")


@pytest.fixture(autouse=True)
def _untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the history out: planting is a decision too, and told by its name."""
    monkeypatch.setattr("kiosk.screens.tutors.person.MOST_HISTORY", 0)


async def view(laid: Path, name: str, *first: Decision) -> View:
    """Open a view in a fresh school, and return what it shows."""
    shutil.rmtree("demo", ignore_errors=True)
    shutil.copytree(laid, "demo")
    async with stopped_at(name, Path("demo"), TALL, None, unplanted(), *first) as stage:
        # how many are expected says nothing of anybody
        for counts in stage.app.screen_stack[0].query(Building):
            counts.display = False
        if isinstance(stage.app.screen, ReceptionScreen):
            stage.app.screen.query_one(TopBar).display = False
        await stage.settle()
        personal = [one for one in stage.app.screen_stack if isinstance(one, PersonalScreen)]
        own = frozenset(one.person for one in personal if one.evidence.is_proof)
        tutors = any(isinstance(one, BoardScreen) for one in stage.app.screen_stack)
        if personal and not tutors:
            meant = {one.person for one in personal}
            meant |= {one.agreed_by for one in stage.school.day_record(DAY).invitations.values()}
            assert others_seen(stage, *meant) == []
        seen = stage.seen
        badges = [one.badge for one in stage.school.people.values() if one.badge]
        assert not [badge for badge in badges if badge in seen]
        return View(stage.picture, own, tutors)


async def compare(laid: Path, name: str) -> View:
    """Assert that a view is the same before and after planting."""
    before = await view(laid, name)
    kept = Kept.TUTORS if before.tutors else Kept.OTHERS
    whose: Collection[str] = () if before.tutors else before.own
    after = await view(laid, name, planted(kept, sorted(whose)))
    assert after.picture == before.picture
    return before


@pytest.mark.parametrize("name", some(VIEWS, 3))
async def test_a_view_shows_nothing_private_without_proof_and_nothing_of_anothers(
    laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = await compare(laid, name)
    assert bool(shown.own) == (name in PROVING)


@pytest.mark.parametrize("name", some(OPENED, 2))
async def test_a_view_shows_nothing_of_anothers_after_proof(
    laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Stage, "open_day", open_day_by_badge)
    assert (await compare(laid, name)).own


async def test_what_is_planted_is_seen_by_its_person_after_proof_alone(sample: Path) -> None:
    first = (unplanted(), planted(Kept.OTHERS, ()))
    own = (
        OTHER,
        "in My items (F7)",
        "absent",
        "You still need to catch up",
        "You asked for",
        "You need Progression",
    )
    listed = (
        "Catch-up · required",
        "Your induction",
        "1 session on 1 day",
        "Additional learning needs, ",
    )
    async with staged(sample, "08:41", TALL, None, *first) as stage:
        for opened, seen in ((stage.open_day, False), (partial(open_day_by_badge, stage), True)):
            await opened(PersonId("GBO"))
            await to_slot(stage, "11:20")
            await stage.settle()
            assert [stage.shows(one) for one in own] == [seen] * len(own)
            await stage.press("f7")
            await stage.on("MyItemsDialog")
            await stage.settle()
            options = stage.app.screen.query_one(OptionList).options
            rows = "\n".join(str(option.prompt) for option in options)
            assert [one in rows for one in listed] == [seen] * len(listed)
            await stage.press("escape", "escape")
            await stage.on("WelcomeScreen")
