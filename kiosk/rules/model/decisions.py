"""What a decision is: a pure rule, asked with certain ids, that the Desk carries out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

import msgspec

from kiosk.rules.model.changes import Changes
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence

P = ParamSpec("P")


class Private(msgspec.Struct, frozen=True):
    """A text that a rule is asked with, and that the history does not keep."""

    text: str


class Decision(msgspec.Struct, frozen=True):
    """A rule together with what it is asked: call it with the School and the time."""

    asked: str
    """The rule's name, for the history."""
    about: tuple[str, ...]
    """The ids and marks it was asked with, for the history; never a person's text."""
    rule: Callable[[School, datetime], Changes]

    def __call__(self, school: School, now: datetime) -> Changes:
        """Return what would change, or raise `Refused` or `BadInput`."""
        return self.rule(school, now)


def decision(
    rule: Callable[Concatenate[School, datetime, P], Changes],
) -> Callable[P, Decision]:
    """Make a rule `(school, now, ids …) → Changes` into one that returns a `Decision`.

    >>> desk.perform(choose("SJO", "A1"))  # doctest: +SKIP
    """

    @wraps(rule)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Decision:
        about = (*args, *kwargs.values())
        return Decision(
            rule.__name__,
            tuple(
                str(part) for part in about if isinstance(part, str) and type(part) is not Evidence
            ),
            lambda school, now: rule(school, now, *args, **kwargs),
        )

    return ask
