"""Cached results of rules: computed from one School, handed on to the School after it.

A rule says what it depends on by how it is marked, and nowhere else:

- `planned`: settings, people and programme, but not whether a day is closed, nor its notice. It is
  found again when one of those changes.
- `kept_up`: also what happened on a day, or in a part of it, such as a slot. A booking, a mark, an
  arrival or a person's own record touches one person, and perhaps one session: the next School gets
  the result with the ids of who and what was touched since, and brings it up to date when it is
  first asked. Only other settings or another programme make it be found again.
- `kept_once`: anything. It is found again after any change.

A result is never changed in place, and each School has a map of its own: another thread may still
work with an older School, which neither sees nor spoils what a newer one finds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.records import InsetDay

MOST_KEPT_UP = 1_000
"""Where more than this changes at once, as in a draw, an index is rebuilt: that costs less."""
MOST_TOUCHED = 250
"""Where more people than this were touched since, rebuilding a result costs no more."""


class Touched(NamedTuple):
    """Whose records changed, and in which sessions."""

    people: frozenset[PersonId] = frozenset()
    sessions: frozenset[SessionId] = frozenset()


NOTHING = Touched()


class TouchedRecords:
    """Whose records of which day and session were changed."""

    def __init__(self) -> None:
        self._found: set[tuple[DayId, SessionId | None, PersonId]] = set()

    def add(self, day: str, session: str | None, people: Iterable[str]) -> None:
        """Note that these people's records of a session changed; None: those of the whole day."""
        place = DayId(day), None if session is None else SessionId(session)
        self._found |= {(*place, PersonId(person)) for person in people}

    def in_sessions(self, day: DayId) -> list[tuple[SessionId, PersonId]] | None:
        """Return whose bookings or marks of which sessions of a day changed; None: too many."""
        if len(self._found) > MOST_KEPT_UP:
            return None
        return [(one, who) for when, one, who in self._found if when == day and one is not None]

    def all(self) -> Touched:
        """Return everybody and every session of any day."""
        sessions = frozenset(session for _, session, _ in self._found if session is not None)
        return Touched(frozenset(person for _, _, person in self._found), sessions)


class Result(NamedTuple):
    """What a rule returned for an earlier School, and what was touched since."""

    value: Any
    touched: Touched = NOTHING
    is_handed_on: bool = True


Results = dict[Hashable, Result]


class HasResults(Protocol):
    """A School, as far as its results are concerned."""

    @property
    def plan_results(self) -> dict[Hashable, Any]:
        """Shared by every School in which settings, people and programme are the same."""
        ...

    @property
    def results(self) -> Results:
        """This School's own."""
        ...


P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=HasResults)


def planned(rule: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Mark a rule that depends on settings, people and programme alone."""

    @wraps(rule)
    def known(school: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (rule, *args, *kwargs.values())
        if key not in school.plan_results:
            school.plan_results[key] = rule(school, *args, **kwargs)
        found: R = school.plan_results[key]
        return found

    return known


def kept_once(rule: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Mark a rule that many people's answers need, and that depends on their records."""

    @wraps(rule)
    def known(school: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (rule, *args, *kwargs.values())
        kept = school.results.get(key)
        if kept is None:
            kept = school.results[key] = Result(rule(school, *args, **kwargs), is_handed_on=False)
        found: R = kept.value
        return found

    return known


def kept_up(
    update: Callable[Concatenate[S, InsetDay, R, Touched, P], R],
) -> Callable[[Callable[Concatenate[S, InsetDay, P], R]], Callable[Concatenate[S, InsetDay, P], R]]:
    """Mark a rule about a day that depends on its records: `update` brings a result up to date.

    It gets what an earlier School's rule returned, and must return what the rule would now. What
    else the rule takes says which part of the day it is about.
    """

    def mark(
        rule: Callable[Concatenate[S, InsetDay, P], R],
    ) -> Callable[Concatenate[S, InsetDay, P], R]:
        @wraps(rule)
        def current(school: S, day: InsetDay, /, *part: P.args, **named: P.kwargs) -> R:
            key = (rule, day.id, *part, *named.values())
            known = school.results.get(key)
            if known is not None and known.touched is NOTHING:
                kept: R = known.value
                return kept
            if known is None:
                value = rule(school, day, *part, **named)
            else:
                value = update(school, day, known.value, known.touched, *part, **named)
            school.results[key] = Result(value)
            return value

        return current

    return mark


def handed_on(results: Results, touched: Touched) -> Results:
    """Return the results of the School that follows, in which these people were touched."""
    # The copy is made at one stroke: another thread may be adding to the old School's.
    handed = {key: one for key, one in results.copy().items() if one.is_handed_on}
    if touched == NOTHING:
        return results if len(handed) == len(results) else handed
    after: Results = {}
    for key, (value, before, _) in handed.items():
        people, sessions = before.people | touched.people, before.sessions | touched.sessions
        if len(people) <= MOST_TOUCHED:
            after[key] = Result(value, Touched(people, sessions))
    return after
