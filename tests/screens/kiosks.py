"""A kiosk for tests of its screens: a test moves its clock, and waits for what is shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from kiosk.app import KioskApp
from kiosk.desk import Desk
from kiosk.errors import KioskError
from kiosk.factory import Kiosk, assemble
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Decision, decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.sample.pin import DEMO_PIN
from kiosk.screen_language import ScreenLanguage
from kiosk.store.opening import open_store
from kiosk.system.log import ErrorLog
from tests.builders import at, by
from tests.screens.pseudo import alter, is_pseudo
from tests.screens.seeing import picture, words

TRUE_TIME = datetime(2026, 9, 1, 13, 5, tzinfo=UTC)
"""The time at which the sample school is made, so that its day is the builders' day."""
SMALL, LARGE = (80, 24), (120, 36)
PATIENCE = 90.0
"""Seconds after which a wait fails: a busy machine takes 20 for the pages of everybody."""


class Noted(ErrorLog):
    """A log whose unexpected errors fail the test."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.errors: list[BaseException] = []

    def note(self, error: BaseException) -> None:
        super().note(error)
        if not isinstance(error, KioskError):
            self.errors.append(error)


@decision
def nothing(school: School, now: datetime) -> Changes:
    """Change nothing. When it is done, so are all earlier decisions."""
    del school, now
    return Changes()


@dataclass
class Stage:
    """A running kiosk that a test drives: its keys, its screen and its clock."""

    kiosk: Kiosk
    app: KioskApp
    pilot: Pilot[str]
    ticks: list[float] = field(default_factory=lambda: [1_000.0])
    """The seconds that the delays go by."""
    console: Callable[[str], str] = str
    """Puts what a test says in English into the words that the screens are in."""

    @property
    def school(self) -> School:
        return self.kiosk.desk.school

    @property
    def screen(self) -> str:
        """The name of the screen that is shown."""
        return type(self.app.screen).__name__

    @property
    def seen(self) -> str:
        """All text on the screen, with single spaces."""
        return words(self.app)

    @property
    def picture(self) -> str:
        return picture(self.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.until(lambda: not self.app.holds_keys)

    async def scan(self, code: str, end: str = "enter") -> None:
        """Let a scanner type a code."""
        await self.keys(*code, end, every=0.005)

    async def keys(self, *keys: str, every: float) -> None:
        """Press keys whose time stamps are `every` seconds apart, whatever the real delay."""
        last = monotonic()
        for place, key in enumerate(keys, 1):
            pressed = events.Key(key, key if len(key) == 1 else None)
            pressed.time = last - (len(keys) - place) * every
            self.app.post_message(pressed)
        await self.until(lambda: not self.app.holds_keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Put a text into the focused box."""
        box = self.app.focused
        assert isinstance(box, Input), f"{box} has the focus"
        self.app.context.touch()  # as each key would: a box left alone is emptied
        box.value = text
        box.cursor_position = len(text)
        await self.pilot.pause()

    async def find(self, text: str) -> None:
        """Type into the search, and wait for its list."""
        await self.type(text)
        found = self.app.screen.query_one("#search-found", OptionList)
        await self.until(lambda: found.display or self.shows("Nobody found"))

    async def until(self, true: Callable[[], object]) -> bool:
        """Wait until the condition holds; fail after `PATIENCE` seconds."""
        end = monotonic() + PATIENCE
        while not true():
            if monotonic() > end:
                raise AssertionError(f"it did not come about; this is shown:\n{self.picture}")
            await self.pilot.pause(0.01)
        return True

    def shows(self, *texts: str) -> bool:
        """Return whether the texts are on the screen."""
        seen = self.seen
        return all(self.console(text) in seen for text in texts)

    async def sees(self, *texts: str) -> bool:
        """Wait until the texts are on the screen; fail if they do not appear."""
        try:
            return await self.until(lambda: self.shows(*texts))
        except AssertionError as error:
            missing = [text for text in texts if not self.shows(text)]
            raise AssertionError(f"not seen: {missing}; {error}") from None

    async def settle(self) -> None:
        """Wait until every decision given to the desk is done and shown."""
        await self.pilot.pause()
        await self.kiosk.desk.perform(nothing(), Actor("test", Evidence.TYPED))
        await self.pilot.pause()

    async def on(self, screen: str) -> bool:
        """Wait until a screen of that name shows all it has, and return whether it stays."""
        await self.until(lambda: self.screen == screen)
        await self.until(lambda: getattr(self.app.screen, "is_worked_out", True))
        await self.pilot.pause()
        return self.screen == screen

    async def goes_to(self, clock: str) -> None:
        """Set the school's clock, and show the new time."""
        self.kiosk.desk.clock = lambda: at(clock)
        self.app.context.changed.publish(self.school)
        await self.pilot.pause()

    def wait(self, seconds: float) -> None:
        """Advance the monotonic clock, by which delays are measured."""
        self.ticks[0] += seconds

    async def perform(self, *asked: Decision, by: str = "test") -> None:
        """Carry out decisions without using the screen, each asked for by a badge."""
        for one in asked:
            await self.kiosk.desk.perform(one, Actor(by, Evidence.BADGE))
        await self.pilot.pause()

    # -- ways that many tests go ------------------------------------------------------------

    async def arrive(self, *people: PersonId) -> None:
        await self.perform(*(by(Evidence.TYPED, sign_in(person)) for person in people))

    async def open_day(self, person: PersonId) -> None:
        """Open a person's My day by typing the name, with the person already signed in."""
        if self.school.today(self.kiosk.desk.now()):
            await self.arrive(person)
        await self.pick(person)
        await self.on("MyDayScreen")

    async def prove(self, person: PersonId) -> None:
        """Answer the question for a proof by the person's badge."""
        await self.on("ProofDialog")
        await self.scan(self.school.people[person].badge)
        await self.until(lambda: self.screen != "ProofDialog")

    async def pick(self, person: PersonId) -> None:
        """Find a person by name, and take their row with Enter."""
        await self.find(self.school.people[person].name)
        found = self.app.screen.query_one("#search-found", OptionList)
        found.highlighted = found.get_option_index(person)
        await self.press("enter")

    async def open_tutors(self, pin: str = DEMO_PIN) -> None:
        await self.press("f9")
        await self.on("PinDialog")
        await self.type(pin)
        await self.press("enter")
        await self.on("BoardScreen")


def expect(stage: Stage, *kinds: type[Exception]) -> None:
    """Take the errors that a test has caused out of the log."""
    noted = stage.app.context.error_log
    assert isinstance(noted, Noted)
    assert [type(error) for error in noted.errors] == list(kinds)
    noted.errors.clear()


@asynccontextmanager
async def staged(
    folder: Path,
    clock: str = "08:41",
    size: tuple[int, int] = LARGE,
    language: Language | None = None,
    *first: Decision,
) -> AsyncIterator[Stage]:
    """Run the kiosk on a folder, with its clock stopped at a time of the sample's day.

    The decisions `first` are carried out before the screens open.
    """
    ticks = [1_000.0]
    kiosk = assemble(folder, lambda: TRUE_TIME)
    kiosk.desk.clock = lambda: at(clock)
    for one in first:
        kiosk.desk.perform_now(one, Actor("test", Evidence.BADGE))
    async with performed(kiosk, size, language, ticks) as stage:
        yield stage


@asynccontextmanager
async def performed(
    kiosk: Kiosk, size: tuple[int, int], language: Language | None, ticks: list[float]
) -> AsyncIterator[Stage]:
    """Run a kiosk that is already assembled."""
    with kiosk:
        shown = language or Language("en")
        if not isinstance(shown, ScreenLanguage):
            # whatever language a person prefers, a test reads one
            shown = ScreenLanguage(shown, {"cy": shown})
        app = kiosk.app(shown)
        noted = Noted(kiosk.folder)
        app.context = replace(app.context, monotonic=lambda: ticks[0], error_log=noted)
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            stage = Stage(kiosk, app, pilot, ticks)
            if is_pseudo(language):
                stage.console = alter
            await pilot.pause()
            if stage.screen == "WelcomeScreen":  # the list and the date come after the first paint
                await stage.until(lambda: app.screen.query("#search-found"))
                await stage.until(lambda: re.search(r"\b2026\b|\b1 (Sept|Medi)\b", stage.seen))
            yield stage
        for error in noted.errors:
            raise error


@contextmanager
def second_program(folder: Path, clock: str) -> Iterator[Desk]:
    """Open another program on the same folder."""
    desk = Desk(open_store(folder), lambda: at(clock))
    yield desk
    desk.close()
