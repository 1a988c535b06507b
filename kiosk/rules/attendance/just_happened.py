"""What has just happened on a day: who came and went, and which sessions changed.

Nothing private: no choices, no absences, no marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

import msgspec

from kiosk.rules.choosing.announcements import has_moved
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.kept_results import Touched, kept_up
from kiosk.rules.model.records import InsetDay, Session
from kiosk.rules.model.school import School

KEPT = 60
"""How many of the last movements are kept, so that a few taken back leave enough."""
SHOWN = 20
"""The most that is ever listed."""


class Happening(msgspec.Struct, frozen=True):
    """One thing that happened: somebody's movement, or a session that changed."""

    at: datetime
    movement: Movement | None = None
    session: Session | None = None


class _Latest(NamedTuple):
    """Each person's last movement of a day, the latest first."""

    moves: tuple[Movement, ...]
    is_all: bool
    """Whether there are no earlier ones."""


def _with_latest_of(school: School, day: InsetDay, known: _Latest, touched: Touched) -> _Latest:
    others = [move for move in known.moves if move.person not in touched.people]
    renewed = _last_moves(school, day, touched.people)
    if known.is_all or not known.moves:
        return _kept([*others, *renewed], is_all=known.is_all)
    # older ones than these were not kept
    oldest = known.moves[-1].at
    found = [*others, *(move for move in renewed if move.at >= oldest)]
    return _kept(found, is_all=False) if len(found) >= SHOWN else _latest(school, day)


@kept_up(_with_latest_of)
def _latest_moves(school: School, day: InsetDay) -> _Latest:
    return _latest(school, day)


def _latest(school: School, day: InsetDay) -> _Latest:
    return _kept(_last_moves(school, day, school.day_record(day.id).movements), is_all=True)


def _kept(moves: Iterable[Movement], *, is_all: bool) -> _Latest:
    found = [*moves]
    kept = nlargest(KEPT, found, key=lambda move: (move.at, move.id))
    return _Latest(tuple(kept), is_all and len(found) <= KEPT)


def _last_moves(school: School, day: InsetDay, people: Iterable[PersonId]) -> Iterator[Movement]:
    moves = school.day_record(day.id).movements
    return (moves[who][-1] for who in people if moves.get(who) and who in school.people)


def just_happened(school: School, day: InsetDay, most: int) -> list[Happening]:
    """Return at most `most` of the last things that happened, the latest first."""
    moves = _latest_moves(school, day).moves[: min(most, SHOWN)]
    found = [Happening(move.at, movement=move) for move in moves]
    for session in school.all_sessions_on(day.id):
        at = session.cancelled_at or (session.moved_at if has_moved(school, session) else None)
        if at is not None and school.local(at).date() == day.date:
            found.append(Happening(at, session=session))
    return nlargest(most, found, key=lambda one: one.at)
