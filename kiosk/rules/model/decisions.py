"""What a decision is: a pure rule with its arguments, which the Desk carries out.

A rule is `(school, now, ids …) → Changes`, or `(school, now, actor, ids …)` where it matters who
asks. `@decision` makes it a function of the ids alone, which returns a `Decision`:

    desk.perform(choose("SJO", "A1"), Actor("SJO", Evidence.BADGE))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import wraps
from inspect import Signature, signature
from typing import Any, Concatenate, ParamSpec, TypeAlias, get_type_hints, overload

import msgspec

from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.school import School

P = ParamSpec("P")
Argument: TypeAlias = str | bool | int | None
"""What the history keeps of an argument: ids, marks, dates (ISO), numbers, yes and no."""


class Private(msgspec.Struct, frozen=True):
    """A text among the arguments of a decision that the history does not keep."""

    text: str


class Decision(msgspec.Struct, frozen=True):
    """A rule together with its arguments: call it with the School, the time and who asks."""

    rule: str
    """The rule's name, as the history keeps it."""
    arguments: Mapping[str, Any]
    """By the rule's own parameters."""

    def __call__(self, school: School, now: datetime, actor: Actor) -> Changes:
        """Return what would change, or raise `Refused` or `BadInput`."""
        return RULES[self.rule].function(school, now, actor, **self.arguments)

    def kept_arguments(self) -> dict[str, Argument]:
        """Return the arguments that the history keeps: no private text, and no file's contents."""
        kept = {}
        for name, value in self.arguments.items():
            if value is None or isinstance(value, str | int):
                kept[name] = value
            elif isinstance(value, date | time):
                kept[name] = value.isoformat()
        return kept

    def to_document(self) -> dict[str, Any]:
        """Return the decision as plain data, private texts included: to be sent, not to be kept."""
        return {"rule": self.rule, "arguments": msgspec.to_builtins(dict(self.arguments))}


class _Rule(msgspec.Struct, frozen=True):
    function: Callable[..., Changes]
    """Takes the School, the time, the actor and the arguments by name."""
    defined_in: Callable[..., Changes]


RULES: dict[str, _Rule] = {}
"""Every rule that was imported, by its name."""


def from_document(document: Mapping[str, Any]) -> Decision:
    """Return the decision that `Decision.to_document` wrote. Its rule must have been imported.

    Raises:
        KeyError: there is no such rule.
        msgspec.ValidationError: an argument is not of its type.
    """
    hints = get_type_hints(RULES[document["rule"]].defined_in)
    arguments = {
        name: msgspec.convert(value, hints[name]) for name, value in document["arguments"].items()
    }
    return Decision(document["rule"], arguments)


@overload
def decision(
    rule: Callable[Concatenate[School, datetime, Actor, P], Changes],
) -> Callable[P, Decision]: ...


@overload
def decision(
    rule: Callable[Concatenate[School, datetime, P], Changes],
) -> Callable[P, Decision]: ...


def decision(rule: Callable[..., Changes]) -> Callable[..., Decision]:
    """Make a rule into a function of its arguments that returns a `Decision`."""
    _, _, *parameters = signature(rule).parameters.values()
    takes_actor = bool(parameters) and parameters[0].name == "actor"
    own = Signature(parameters[1:] if takes_actor else parameters)
    names = list(own.parameters)
    takes_all_in_order = all(
        one.kind is one.POSITIONAL_OR_KEYWORD for one in own.parameters.values()
    )

    def carry_out(school: School, now: datetime, actor: Actor, **arguments: Any) -> Changes:
        if takes_actor:
            return rule(school, now, actor, **arguments)
        return rule(school, now, **arguments)

    if rule.__name__ in RULES and RULES[rule.__name__].defined_in.__module__ != rule.__module__:
        raise TypeError(
            f"two rules are called {rule.__name__}: the history could not tell them apart"
        )
    RULES[rule.__name__] = _Rule(carry_out, rule)

    @wraps(rule)
    def ask(*args: Any, **named: Any) -> Decision:
        if takes_all_in_order and len(args) == len(names) and not named:
            return Decision(rule.__name__, dict(zip(names, args, strict=True)))  # ten times as fast
        return Decision(rule.__name__, own.bind(*args, **named).arguments)

    return ask
