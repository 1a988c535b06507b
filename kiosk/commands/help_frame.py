"""The frame of the command line's help and errors, said in a language."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from kiosk.language import Language
from kiosk.text import t


class Frame(argparse.RawDescriptionHelpFormatter):
    """Help whose frame is said in a language."""

    def __init__(self, language: Language, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=79)
        self._language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage, headed in the language."""
        words = self._language.say(t("Usage: ")) if prefix is None else prefix
        super().add_usage(usage, actions, groups, words)


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and where the help is."""

    def __init__(self, *, language: Language, **settings: Any) -> None:
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=partial(Frame, language),
            **settings,
        )
        self._language = language

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        line = t("{message}. For help: {command} --help", message=message, command=self.prog)
        self.exit(2, self._language.say(line) + "\n")
