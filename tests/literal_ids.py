"""A mypy plugin for the tests: a text literal may stand where an id is wanted.

`choose("ann", "A1")` reads well, and 2,000 times `PersonId("ann")` would not. The same goes for
literals in displays (`["ann", "bob"]`) and subscripts (`marks["A1"]["ann"]`). Ids in variables are
checked as everywhere. The product gets no exception.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import DictExpr, Expression, ListExpr, SetExpr, StrExpr, TupleExpr
from mypy.plugin import FunctionSigContext, MethodSigContext, Plugin
from mypy.types import FunctionLike, Instance, Type, UnionType, get_proper_type

IDS = "kiosk.rules.model.ids."


def accepted_for(wanted: Type, given: list[Expression], text: Type) -> Type:
    """Return the type that these expressions may have where `wanted` is asked for."""
    wanted = get_proper_type(wanted)
    if isinstance(wanted, UnionType):
        return UnionType.make_union([accepted_for(one, given, text) for one in wanted.items])
    if not isinstance(wanted, Instance) or not given:
        return wanted
    if wanted.type.fullname.startswith(IDS):
        return text if all(isinstance(one, StrExpr) for one in given) else wanted
    inner: list[list[Expression]] = [[] for _ in wanted.args]
    for one in given:
        if isinstance(one, DictExpr) and len(inner) == 2:
            inner[0] += [key for key, _ in one.items if key is not None]
            inner[1] += [value for _, value in one.items]
        elif isinstance(one, ListExpr | SetExpr | TupleExpr) and len(inner) == 1:
            inner[0] += one.items
    args = [accepted_for(arg, part, text) for arg, part in zip(wanted.args, inner, strict=True)]
    return wanted.copy_modified(args=args)


def with_literals(context: FunctionSigContext | MethodSigContext) -> FunctionLike:
    """Return a call's signature, with text accepted where a literal is given for an id."""
    signature, text = context.default_signature, context.api.named_generic_type("builtins.str", [])
    if "/tests/" not in f"/{context.api.path}":
        return signature
    pairs = zip(signature.arg_types, context.args, strict=False)
    return signature.copy_modified(arg_types=[accepted_for(*pair, text) for pair in pairs])


class LiteralIds(Plugin):
    def get_function_signature_hook(self, _: str) -> Callable[[FunctionSigContext], FunctionLike]:
        return with_literals

    def get_method_signature_hook(self, _: str) -> Callable[[MethodSigContext], FunctionLike]:
        return with_literals  # a subscript is a method's call as well


def plugin(_version: str) -> type[Plugin]:
    return LiteralIds
