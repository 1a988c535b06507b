"""Acts at random: keys, clicks, scans, sizes, and what the other program is asked to write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from textual import events
from textual.widgets import Button, Input, TextArea

from kiosk.rules.attendance.scan_codes import ScanAction, session_code
from kiosk.rules.model.ids import PersonId
from kiosk.sample.pin import DEMO_PIN
from kiosk.screens.dialogs.confirm import ConfirmDialog
from kiosk.screens.dialogs.draft import DraftDialog
from kiosk.screens.dialogs.pin import PinDialog
from kiosk.screens.dialogs.proof import CodeDialog, ProofDialog
from kiosk.screens.first_start.first_start import FirstStartScreen
from kiosk.screens.first_start.step import SetupScreen
from kiosk.screens.welcome import WelcomeScreen
from kiosk.system.secrets import Area
from tests.builders import at
from tests.screens.monkey.eyes import PATIENCE, Eyes, Found
from tests.screens.monkey.writer import Writer
from tests.screens.ways import RECEPTION_PIN

HASTE = (0, 0, 0.001, 0.003, 0.01, 0.03)
"""Seconds between two acts of which the second does not wait for what the first one leads to."""
ESCAPES = 12
"""Presses of Esc that lead from anywhere to the first screen."""
CODE = "4915"
"""The own code of some people."""
CLOCKS = ("08:20", "08:41", "08:52", "10:00", "10:50", "11:06", "11:25", "12:16", "15:40", "16:00")
USUAL = ((60, 18), (80, 24), (100, 30), (120, 36), (140, 40), (160, 48))
SPECIAL = [
    *["up", "down", "left", "right", "enter", "escape", "tab"] * 4,
    *("shift+tab", "home", "end", "pageup", "pagedown", "backspace", "delete", "space", "ctrl+j"),
    *(
        "ctrl+l",
        "ctrl+l",
        "ctrl+c",
        "ctrl+q",
        "ctrl+z",
        "ctrl+z",
        "ctrl+p",
        "ctrl+a",
        "ctrl+v",
        "ctrl+w",
    ),
    *(f"f{number}" for number in range(1, 13)),
]
LETTERS = "aeisnrlmdgwxâŵ0123456789 '-"


def running_clock(start: str, ticks: list[float]) -> Callable[[], datetime]:
    """Return a clock that shows `start` now, and goes on with the seconds `ticks`."""
    since = ticks[0]
    return lambda: at(start) + timedelta(seconds=ticks[0] - since)


@dataclass
class Monkey(Eyes):
    """Whatever may be done at a kiosk, by whoever, in any order."""

    dice: Random = field(kw_only=True)
    writer: Writer = field(kw_only=True)
    own: Path = field(kw_only=True)
    """The folder of a school's own files."""
    left: int = field(kw_only=True)
    """Acts that are still to be done."""
    _key_time: float = 0.0

    async def run(self, until: float) -> None:
        """Act until the acts or the seconds are used up, or the kiosk is ended by its key."""
        while self.left > 0 and monotonic() < until and not self.has_ended:
            self.left -= 1
            await self.act()
            # often the next act comes while this one is under way
            if self.dice.random() < 0.6:
                await asyncio.sleep(self.dice.choice(HASTE))
                if not self.has_ended:
                    self.given.meet(self.stage)
            else:
                await self.check()
        if not self.has_ended:
            await self.leave()

    async def act(self) -> None:
        ways = self._ways()
        act = self.dice.choices(list(ways), list(ways.values()))[0]
        self.acts.append(act.__name__.strip("_"))
        await act()

    async def leave(self) -> None:
        """Go back to the first screen by Esc alone."""
        for _ in range(ESCAPES):
            # Welcome is the first screen, also where it lies over the one that loaded the school
            if isinstance(self.stage.app.screen, FirstStartScreen | WelcomeScreen):
                return
            # what is half written is asked about, and Esc there means to go on writing
            below, top = ([None, *self.stage.app.screen_stack])[-2:]
            is_asked = isinstance(top, ConfirmDialog) and isinstance(below, DraftDialog)
            await self.press(*(["right", "enter"] if is_asked else ["escape"]))
            await self.check()
            if self.has_ended:
                return
            await asyncio.wait_for(self.stage.settle(), PATIENCE)
        stack = [type(one).__name__ for one in self.stage.app.screen_stack]
        raise Found(f"{ESCAPES} times Esc leave {stack}\n{self.stage.picture}")

    # -- hands ------------------------------------------------------------------------------

    async def press(self, *keys: str, every: float = 0.3) -> None:
        """Press keys, so far apart that they are a person's."""
        self.acts.append(" ".join(keys))
        for key in keys:
            self._key_time += every
            char = key if len(key) == 1 else " " if key == "space" else None
            event = events.Key(key, char)
            event.time = self._key_time
            self.stage.app.post_message(event)

    async def scan(self, code: str) -> None:
        self._key_time += 1
        await self.press(*code, "enter", every=0.005)
        await asyncio.sleep(0.01)

    async def type(self, text: str) -> None:
        """Type, and wait for the list."""
        await self.press(*text)
        await self.settle()
        await asyncio.sleep(0.05)
        await self.settle()

    # -- acts -------------------------------------------------------------------------------

    def _ways(self) -> dict[Callable[[], Awaitable[None]], float]:
        """Return what can be done, each with its weight."""
        top = self.stage.app.screen
        return {
            self._key: 10,
            self._own_key: 20,
            self._keys: 6,
            self._name: 8 if self._box is not None else 1,
            self._form: 20 if isinstance(top, SetupScreen) else 0,
            self._badge: 5,
            self._sheet: 4,
            self._paste: 1,
            self._pin: 40 if isinstance(top, PinDialog) else 2,
            self._proof: 30 if isinstance(top, ProofDialog | CodeDialog) else 0,
            self._click: 10,
            self._wheel: 1,
            self._resize: 4,
            self._wait: 3,
            self._clock: 1,
            self._other: 10,
            self.leave: 1,
        }

    @property
    def _box(self) -> Input | None:
        box = self.stage.app.focused
        return box if isinstance(box, Input) else None

    def _any_key(self) -> str:
        return self.dice.choice(SPECIAL if self.dice.random() < 0.7 else LETTERS)

    def _person(self) -> PersonId:
        people = sorted(self.stage.school.people)
        return PersonId(self.dice.choice(people)) if people else PersonId("NOBODY")

    async def _key(self) -> None:
        await self.press(self._any_key())

    async def _own_key(self) -> None:
        """Press a key that the screen has, as a list shows it."""
        await self.press(self.dice.choice(self._own_keys()))

    def _own_keys(self) -> list[str]:
        return sorted(self.stage.app.screen.active_bindings)

    async def _keys(self) -> None:
        """Press several keys, of which the later ones may come to another screen."""
        own = self._own_keys()
        many = range(self.dice.randrange(2, 7))
        await self.press(
            *(self.dice.choice(own) if self.dice.random() < 0.6 else self._any_key() for _ in many)
        )

    async def _name(self) -> None:
        """Begin a name, and take a row."""
        person = self.stage.school.people.get(self._person())
        await self.type((person.name if person else "Nobody")[: self.dice.randrange(1, 6)].lower())
        await self.press(*["down"] * self.dice.randrange(3), "enter")
        await self.check()
        if not self.has_ended and self.dice.random() < 0.7:
            await self.press("enter")

    async def _form(self) -> None:
        """Fill in a step of the first start, and go on."""
        top = self.stage.app.screen
        if isinstance(top, FirstStartScreen):
            await self.press("down", "enter")
            return
        today = f"{self.stage.kiosk.desk.now():%d/%m/%Y}"
        values = {"date": today, "programme": str(self.own), "pin": DEMO_PIN, "again": DEMO_PIN}
        for name, value in values.items():
            for box in top.query(f"#{name}").results(Input):
                box.value = value
        for names in top.query(TextArea):
            names.text = "Ann Lee, head\nBo Ek, cook"
        for button in top.query("#on").results(Button):
            button.press()
        await asyncio.sleep(0.5)

    async def _badge(self) -> None:
        person = self._person()
        holder = self.stage.school.people.get(person)
        code = holder.badge if holder and holder.badge else "INSET-NOBODY"
        self.given.proofs.add(person)
        self.given.named.append(person)
        await self.scan(code)
        if self.dice.random() < 0.6:
            await self.check()
            if not self.has_ended:
                await self.press("enter")
                await self.check()
            if not self.has_ended and self.dice.random() < 0.5:
                await self.press("f7")

    async def _sheet(self) -> None:
        sessions = list(self.stage.school.programme.sessions.values())
        code = self.dice.choice(list(ScanAction)).code
        if sessions and self.dice.random() < 0.5:
            code = session_code(self.dice.choice(sessions))
        await self.scan(code)

    async def _paste(self) -> None:
        holder = self.stage.school.people.get(self._person())
        texts = ["", "Siân", "a\nb\tc", "x" * 500, "\x1b[31m", "9" * 30, "[/b]"]
        if holder is not None and holder.badge:
            # typed as well as pasted, a code signs in like a name, and proves nothing
            self.given.named.append(holder.id)
            texts.append(holder.badge)
        self.stage.app.post_message(events.Paste(self.dice.choice(texts)))

    async def _pin(self) -> None:
        """Open the tutors' area or reception."""
        if not isinstance(self.stage.app.screen, PinDialog):
            await self.press("f9")
            await self.settle()
        if isinstance(self.stage.app.screen, PinDialog):
            area, pin = self.dice.choice(
                [(Area.TUTORS, DEMO_PIN)] * 3 + [(Area.RECEPTION, RECEPTION_PIN)]
            )
            self.given.pins.add(area)
            await self.press(*pin, "enter")
            await asyncio.sleep(0.15)

    async def _proof(self) -> None:
        person = next(
            (one.person for one in self.stage.app.screen_stack if hasattr(one, "person")), None
        )
        who = self.stage.school.people.get(PersonId(person or ""))
        if who is not None:
            self.given.proofs.add(who.id)
        if who is not None and self.dice.random() < 0.5:
            await self.scan(who.badge or "INSET-NOBODY")
        else:
            await self.press(*CODE, "enter")
            await asyncio.sleep(0.1)

    async def _click(self) -> None:
        width, height = self.stage.app.size
        offset = (self.dice.randrange(max(1, width)), self.dice.randrange(max(1, height)))
        self.acts.append(f"at {offset}")
        self.stage.app.context.touch()
        for kind in (events.MouseDown, events.MouseUp):
            event = kind(None, *offset, 0, 0, 1, False, False, False, *offset)
            self.stage.app.post_message(event)
            if self.dice.random() < 0.5:
                await asyncio.sleep(0)

    async def _wheel(self) -> None:
        width, height = self.stage.app.size
        x, y = self.dice.randrange(max(1, width)), self.dice.randrange(max(1, height))
        kind = self.dice.choice([events.MouseScrollDown, events.MouseScrollUp, events.MouseMove])
        self.stage.app.post_message(kind(None, x, y, 0, 0, 0, False, False, False, x, y))

    async def _resize(self) -> None:
        size = self.dice.choice(USUAL)
        if self.dice.random() < 0.6:
            size = (self.dice.randrange(1, 90), self.dice.randrange(1, 30))
        self.acts.append(f"to {size}")
        await self.stage.pilot.resize_terminal(*size)

    async def _wait(self) -> None:
        seconds = self.dice.choice([1, 5, 20, 60, 400])
        self.acts.append(f"{seconds} s")
        self.stage.wait(seconds)
        await asyncio.sleep(0.6)

    async def _clock(self) -> None:
        clock = self.dice.choice(CLOCKS)
        self.acts.append(clock)
        self.stage.kiosk.desk.clock = running_clock(clock, self.stage.ticks)
        self.stage.app.context.changed.publish(self.stage.school)

    async def _other(self) -> None:
        for _ in range(self.dice.randrange(1, 4)):
            self.writer.write(self.dice.randrange(1_000_000), self.acts.append)
        await asyncio.sleep(self.dice.choice([0, 0.06]))
