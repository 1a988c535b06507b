"""Another program on the same folder: `python -m tests.bench.other FOLDER WHAT RATE COUNT`.

Makes COUNT changes, RATE a second, or as fast as it can (0), and tells of each whom it was about,
when it was saved, by the clock that all programs share, and how many seconds that took; `inf`: it
was refused because others were busy. WHAT is `sign-in` or `choose`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from math import inf
from pathlib import Path
from time import perf_counter, sleep

from kiosk.errors import Busy, Refused
from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import has_arrived, sign_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind
from tests.bench.schools import at, today


def sign_ins(school: School, day: DayId) -> Iterator[tuple[PersonId, Decision]]:
    """Yield a sign-in of everybody who is not in, the last on the list first."""
    for person in reversed(list(school.people)):
        if not has_arrived(school, person, day):
            yield person, sign_in(person)


def choices(school: School, day: DayId) -> Iterator[tuple[PersonId, Decision]]:
    """Yield a choice of everybody in a slot in which they have no place, one after the other."""
    slots = [slot for slot in school.programme.days[day].slots if slot.kind is SlotKind.CHOICE]
    bookings = school.day_record(day).bookings
    for number, person in enumerate(reversed(list(school.people))):
        for slot in slots:
            offered = school.sessions_on(day, slot.id)
            taken = any(
                person in bookings.get(one.id, {}) or person in one.leaders for one in offered
            )
            if not taken:
                yield person, choose(person, offered[number % len(offered)].id)
                break


CHANGES = {"sign-in": sign_ins, "choose": choices}


def main() -> None:
    folder, what, rate, count = sys.argv[1:]
    day, began = today(), perf_counter()

    def clock() -> datetime:
        return at(day, time(8, 30)).astimezone(UTC) + timedelta(seconds=perf_counter() - began)

    with closing(assemble(Path(folder), clock)) as kiosk:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        done, due = 0, perf_counter()
        for person, change in CHANGES[what](kiosk.desk.school, day):
            if done == int(count):
                break
            if float(rate):
                due += 1 / float(rate)
                sleep(max(0.0, due - perf_counter()))
            asked, took = perf_counter(), inf
            try:
                kiosk.desk.perform_now(change, Actor("other", Evidence.COMMAND))
                took = perf_counter() - asked
            except Busy:
                pass
            except Refused:
                continue
            done += 1
            sys.stdout.write(f"{person} {asked + took} {took}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
