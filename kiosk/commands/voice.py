"""What `kiosk talk` says and asks: lines out, lines in, and decisions at the desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from contextlib import suppress

from kiosk.commands.answers import Answers
from kiosk.commands.context import CommandContext
from kiosk.desk import Outcome
from kiosk.errors import KioskError
from kiosk.factory import Kiosk
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.names import clean
from kiosk.text import Sayable, Text, tn

SIGN = re.compile(r"^[●○▲★✓◆◇◐×–▪] ", re.MULTILINE)
"""A sign that a screen puts before a text. Read aloud it would be a word without a sense."""
GAP = re.compile(r" · | {2,}")
"""What divides two texts in one line of a screen."""
LONGEST = 80
"""The most characters of an answer that are read, as in the box on Welcome."""


class TimeIsUp(Exception):
    """Nobody answered, and nobody wanted more time."""


class Voice:
    """Says lines to the person at the keyboard, and asks them."""

    def __init__(self, context: CommandContext, kiosk: Kiosk, runner: asyncio.Runner) -> None:
        self.kiosk, self.language = kiosk, context.console.language
        self._console, self._explain, self._runner = context.console, context.explain, runner
        self._answers = Answers(self._follow)

    def say(self, *lines: Sayable) -> None:
        """Say some lines."""
        for line in lines:
            self._console.tell(aloud(self.language.say(line)))
        self._console.flush()

    def say_error(self, error: Exception) -> None:
        """Say in a sentence what was refused or went wrong; the log notes a fault."""
        self.say(self._explain(error))

    def ask(self, question: Text, seconds: int | None = None, *, hidden: bool = False) -> str:
        """Return what is answered, blank or not.

        `seconds`: after how long to ask whether anybody is there; None: never.

        Raises:
            EOFError: there are no more answers.
            TimeIsUp: nobody is there.
        """
        self.say(question)
        answer = self._answers.next(seconds, hidden=hidden)
        if answer is None:
            left = self.kiosk.desk.school.settings.countdown
            still_there = tn(
                "Are you still there? Press Enter within {n} second for more time.",
                "Are you still there? Press Enter within {n} seconds for more time.",
                left,
            )
            self.say(still_there)
            answer = self._answers.next(left, hidden=hidden)
            if answer is None:
                self._answers.forget()
                raise TimeIsUp
            if not answer:
                return self.ask(question, seconds, hidden=hidden)
        self._follow()
        return clean(answer)[:LONGEST]

    def means(self, answer: str, word: Text) -> bool:
        """Return whether an answer is this word."""
        return answer.casefold() == self.language.say(word).casefold()

    def perform(self, decision: Decision, actor: Actor) -> Outcome:
        """Carry a decision out at the desk. Raises as `Desk.perform`."""
        return self._runner.run(self.kiosk.desk.perform(decision, actor))

    def say_outcome(self, outcome: Outcome) -> None:
        """Say what came of a decision."""
        self.say(*(line for line in (outcome.message, *outcome.all_notes()) if line is not None))

    def _follow(self) -> None:
        # what cannot be read is said where somebody asks for something
        with suppress(KioskError):
            self._runner.run(self.kiosk.desk.follow())


def aloud(text: str) -> str:
    """Return a text of the screens as it is read aloud: without signs and dividing dots."""
    return GAP.sub(", ", SIGN.sub("", text))


def numbered(lines: Iterable[str]) -> list[str]:
    """Return lines with a number in front of each."""
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def number_in(answer: str, most: int) -> int | None:
    """Return the number that an answer is, from 1 to `most`; None: it is something else."""
    is_number = answer.isascii() and answer.isdecimal() and len(answer) < 4
    return int(answer) if is_number and 1 <= int(answer) <= most else None
