"""The processor time of decisions and of what shows their results, and how it grows.

People and sessions grow together. The power with which the time grows is fitted by least squares;
1 is a time that grows as the school does.
"""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from time import thread_time

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.board import person_lines
from kiosk.rules.attention.day_check import attention
from kiosk.rules.choosing.lottery import run_lottery
from kiosk.rules.choosing.places import give_up_place
from kiosk.rules.follow_up.closing import close_day
from kiosk.rules.follow_up.day_account import day_account
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from tests.bench.figures import Figure, exponent, share
from tests.bench.other import choices
from tests.bench.run import Run
from tests.bench.schools import Plan, at

GROWING = ((300, 45), (1_000, 150), (2_000, 300), (4_000, 600))
LARGEST = (10_000, 300)
EXPONENT, SECONDS = 1.15, 0.5
"""The power that is allowed, and the time of a decision at 2,000 x 300."""
SAMPLES = 15
CAP = 30.0
"""Seconds after which a measurement is broken off: it took longer."""
WISHES = 5

Samples = Iterator[float]

# older versions, which `--of` measures, have it in `board`
_LINES = "kiosk.rules.attendance.session_lines"
session_line = import_module(
    _LINES if find_spec(_LINES) else "kiosk.rules.attendance.board"
).session_line


def decisions(run: Run) -> Iterator[Figure]:
    """Measure each kind at each size; a larger size is not tried once one has taken too long."""
    for what, measure, most in (
        ("choose", _choose, SECONDS),
        ("leave a place", _leave, SECONDS),
        ("leave, and promote", _promote, SECONDS),
        ("draw of 5 wishes each", _draw, SECONDS),
        ("close the day", _close, SECONDS),
        ("account of the day", _account, SECONDS),
        ("another room for a session", _move, SECONDS),
        ("board after a sign-in", _board_after_sign_in, None),
        ("board after a choice", _board_after_choice, None),
    ):
        run.tell(f"decisions, {what}")
        sizes = ((120, 32), (240, 64)) if run.is_short else (*GROWING, LARGEST)
        times = _at_sizes(measure, sizes)
        yield from _figures(what, times, most)


def _at_sizes(
    measure: Callable[[Plan], Samples], sizes: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], float]:
    times: dict[tuple[int, int], float] = {}
    for size in sizes:
        times[size] = _middle(measure, Plan(*size))
        if math.isinf(times[size]):
            break
    return times


def _figures(
    what: str, times: Mapping[tuple[int, int], float], most: float | None
) -> Iterator[Figure]:
    grown = {
        people: seconds for (people, sessions), seconds in times.items()
        if (people, sessions) != LARGEST and math.isfinite(seconds)
    }  # fmt: skip
    told = (f"{people:,}: {1_000 * seconds:.1f} ms" for people, seconds in grown.items())
    first, last = min(grown, default=0), max(grown, default=0)
    span = f"{first:,} to {last:,}"
    # where a size was broken off, no exponent tells how it would go on
    is_whole = not any(map(math.isinf, times.values()))
    power = exponent(grown) if is_whole else math.inf
    yield Figure(f"{what}, exponent", span, power, EXPONENT, "", ", ".join(told))
    for (people, sessions), seconds in times.items():
        if (people, sessions) in ((2_000, 300), LARGEST) or math.isinf(seconds):
            size, target = f"{people:,} x {sessions}", most if people == 2_000 else None
            note = "broken off" if math.isinf(seconds) else ""
            yield Figure(f"{what}, processor", size, seconds, target, "s", note)


def _middle(measure: Callable[[Plan], Samples], plan: Plan) -> float:
    """Return the middle of the samples, of as many as there is time for; infinity: none.

    The samples are a thread's time: a process's is told by the tick while its timer runs.
    """

    def stop(_number: int, _frame: object) -> None:
        raise TimeoutError

    found: list[float] = []
    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, CAP)
        found.extend(islice(measure(plan), SAMPLES))
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return share(found, 0.5) if found else math.inf


# -- one kind each: yields the seconds of one after the other ---------------------------------


def _timed(work: Callable[[], object]) -> float:
    began = thread_time()
    work()
    return thread_time() - began


def _carried_out(
    school: School, now: datetime, asked: Iterator[tuple[Decision, Actor]]
) -> Iterator[tuple[float, School]]:
    """Carry decisions out one on the other; yield the time of each and the School after it."""
    for decision, actor in asked:
        began = thread_time()
        school = school.apply(decision(school, now, actor).items)
        yield thread_time() - began, school


def _morning(plan: Plan) -> datetime:
    return at(plan.day, time(8, 20))


def _choose(plan: Plan) -> Samples:
    school, now = plan.school(), _morning(plan)
    asked = (
        (decision, Actor(person, Evidence.BADGE)) for person, decision in choices(school, plan.day)
    )
    yield from (seconds for seconds, _ in _carried_out(school, now, asked))


def _leave(plan: Plan) -> Samples:
    yield from _given_up(plan, full=False)


def _promote(plan: Plan) -> Samples:
    yield from _given_up(plan, full=True)


def _given_up(plan: Plan, *, full: bool) -> Samples:
    asked = (
        (give_up_place(person, session.id), Actor(person, Evidence.BADGE))
        for number, session in enumerate(plan.chosen)
        if (number % 5 == 0) is full
        for person in plan.held[session.id][:1]
    )
    yield from (seconds for seconds, _ in _carried_out(plan.school(), _morning(plan), asked))


def _move(plan: Plan) -> Samples:
    school = plan.school()
    # older versions, which `--of` measures, do not have it
    if find_spec("kiosk.rules.replanning") is None:
        return
    from kiosk.rules.replanning.session_changes import change_session

    asked = ((change_session(one.id, room="Room 999"), TUTOR) for one in plan.chosen)
    yield from (seconds for seconds, _ in _carried_out(school, _morning(plan), asked))


def _draw(plan: Plan) -> Samples:
    school = Plan(plan.people, plan.sessions, wishes=WISHES).school()
    for _ in range(3):
        yield _timed(lambda: run_lottery(plan.day)(school, _morning(plan), TUTOR))


def _evening(plan: Plan) -> tuple[School, datetime]:
    return Plan(plan.people, plan.sessions, is_over=True).school(), at(plan.day, time(15, 45))


def _close(plan: Plan) -> Samples:
    for _ in range(3):
        school, now = _evening(plan)
        yield _timed(lambda: close_day(plan.day)(school, now, TUTOR))  # noqa: B023


def _account(plan: Plan) -> Samples:
    for _ in range(3):
        school, now = _evening(plan)
        yield _timed(lambda: day_account(school, now, school.day(plan.day)))  # noqa: B023


def _shown(school: School, now: datetime, plan: Plan) -> float:
    """Return the time of what the board works out from a School."""
    day, began = school.day(plan.day), thread_time()
    # older versions, which `--of` measures, have no view
    if find_spec("kiosk.rules.attendance.board_view") is not None:
        from kiosk.rules.attendance.board_view import board_view

        board_view(school, now, day, steps=40, happenings=12)
    else:
        person_lines(school, now, day)
        for session in school.all_sessions_on(day.id):
            session_line(school, session)
    attention(school, day.id)
    return thread_time() - began


def _board_after_sign_in(plan: Plan) -> Samples:
    def asked() -> Iterator[tuple[Decision, Actor]]:
        for number in range(plan.people):
            person = PersonId(f"p{number}")
            yield sign_in(person), Actor(person, Evidence.BADGE)

    yield from _boards(plan, asked())


def _board_after_choice(plan: Plan) -> Samples:
    asked = ((decision, TUTOR) for _, decision in choices(plan.school(), plan.day))
    yield from _boards(plan, asked)


def _boards(plan: Plan, asked: Iterator[tuple[Decision, Actor]]) -> Samples:
    school, now = plan.school(), _morning(plan)
    _shown(school, now, plan)
    for _, after in _carried_out(school, now, asked):
        yield _shown(after, now, plan)
