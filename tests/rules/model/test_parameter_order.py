"""One order of parameters in all rules: school, now, actor, person, day, slot, session, others."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

import kiosk.rules

Function = Callable[..., Any]

PLACES = {
    "School": 0,
    "now": 1,
    "Actor": 2,
    "PersonId": 3, "Person": 3,
    "DayId": 4, "InsetDay": 4,
    "SlotId": 5, "Slot": 5,
    "SessionId": 6, "Session": 6,
}  # fmt: skip
"""The place of a parameter by its type; the present moment goes by its name."""
REST = 7


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(kiosk.rules.__path__, "kiosk.rules."):
        yield importlib.import_module(found.name)


def functions_in(holder: ModuleType | type, module: str) -> Iterator[Function]:
    """Yield the public functions of a module or a class, those of its classes included."""
    for name, member in vars(holder).items():
        if name.startswith("_") or getattr(member, "__module__", None) != module:
            continue
        if inspect.isclass(member):
            yield from functions_in(member, module)
        elif inspect.isfunction(member):
            yield member


def places_of(function: Function) -> list[int]:
    """Return the place of each parameter that must be given, as a number."""
    rule = inspect.unwrap(function)
    places = []
    for name, parameter in inspect.signature(rule).parameters.items():
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD or name == "self":
            continue
        if parameter.default is not parameter.empty:
            break
        kind = "now" if name == "now" else parameter.annotation.removesuffix(" | None")
        places.append(PLACES.get(kind, REST))
    return places


def is_in_order(places: list[int]) -> bool:
    """Return whether what is listed stands in order and, with a School, before the rest."""
    listed = places if PLACES["School"] in places else [one for one in places if one != REST]
    return listed == sorted(listed)


FUNCTIONS = {
    f"{module.__name__}.{function.__qualname__}": function
    for module in modules()
    for function in functions_in(module, module.__name__)
}


@pytest.mark.parametrize(
    ("places", "fits"),
    [
        ([0, 1, 2, 3, 4, 6, 7], True),
        ([0, 3, 3, 7], True),
        ([7, 3, 6], True),
        ([0, 6, 3], False),
        ([0, 7, 3], False),
        ([3, 0], False),
        ([7, 6, 3], False),
    ],
)
def test_the_order_is_judged(places: list[int], fits: bool) -> None:
    assert is_in_order(places) is fits


def test_public_rules_take_their_parameters_in_one_order() -> None:
    assert len(FUNCTIONS) > 200
    assert [name for name, one in FUNCTIONS.items() if not is_in_order(places_of(one))] == []
