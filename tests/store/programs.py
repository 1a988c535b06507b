"""Programs that write to one data folder at the same time, as the tests of the store start them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from kiosk.desk import Desk
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.choosing.places import choose
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import HistoryEntry, Put, PutAll, Remove
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.school import put
from kiosk.rules.model.terms import Evidence, Role, SlotKind
from kiosk.store.database import Database
from kiosk.store.interface import Store
from kiosk.store.opening import open_store
from tests.builders import at, day, person, school, session, slot

CLOCK = at("08:20")
ENTRY = HistoryEntry(datetime(2026, 9, 1, 8, tzinfo=UTC), "test", "command", "command", "test")


def show(line: str) -> None:
    """Print how far a campaign is; pytest shows it with `-s`."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def each(items: Iterable[Put | Remove | PutAll]) -> Iterator[Put | Remove]:
    """Yield changes of one record each."""
    for item in items:
        if isinstance(item, PutAll):
            yield from map(put, item.records.values())
        else:
            yield item


class Reader:
    """A store, and the number up to which it was read: what a desk has."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seq: int | None = None

    def news(self) -> list[Put | Remove]:
        """Return what was written since it was last asked; at first everything."""
        news = self.store.news(self.seq)
        self.seq = news.seq
        return list(each(news.items))

    def has_news(self) -> bool:
        return self.seq is None or self.store.has_news(self.seq)

    def save(self, *items: Put | Remove) -> None:
        """Write changes that were decided on what was read last."""
        self.seq = self.store.append(items, ENTRY, after=self.seq).seq


def write(folder: Path, *records: Any) -> None:
    """Save records as a program of its own would."""
    with closing(open_store(folder)) as store, store.transaction():
        store.append([put(record) for record in records], ENTRY)


def desk_on(folder: Path) -> Desk:
    """Return a desk on the folder, at twenty past eight."""
    return Desk(open_store(folder), lambda: CLOCK)


def lay(folder: Path, people: int, places: int) -> None:
    """Save a school of that many people with two workshops, each with that many places."""
    small = school(
        day(
            slot("hall", "08:30-09:30", SlotKind.TOGETHER),
            slot("one", "10:00-11:00", invited=("all",)),
        ),
        session("A", "one", "10:00-11:00", places),
        session("B", "one", "10:00-11:00", places),
    )
    planned = small.programme
    write(
        folder,
        *planned.days.values(),
        *planned.workshops.values(),
        *planned.sessions.values(),
        *(person(f"p{number}", Role.TEACHER) for number in range(people)),
    )


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """Return the documents of a table as they are now, programs at work or not."""
    return everything(folder).get(table, [])


def everything(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all tables as they are now; none where nothing was saved."""
    with Database(folder / "attendance.json") as db:
        return {name: [dict(row) for row in db.table(name)] for name in db.tables()}


def history(folder: Path, about: str) -> list[HistoryEntry]:
    """Return the history of an id; the folder stays as it is."""
    return open_store(folder).history(about)


def stock(folder: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """Return all tables by number as stock TinyDB reads them, once the last program has left."""
    with TinyDB(folder / "attendance.json", access_mode="r") as tiny:
        names = tiny.tables() - {"_meta"}
        return {name: {row.doc_id: dict(row) for row in tiny.table(name)} for name in names}


def sign_in_and_choose(
    folder: Path, people: list[str], wanted: SessionId, together: Barrier
) -> None:
    """Sign people in and have each choose a session, as one program does among others."""
    desk = desk_on(folder)
    together.wait(60)
    for who in people:
        desk.perform_now(sign_in(PersonId(who)), Actor(who, Evidence.TYPED))
        desk.perform_now(choose(PersonId(who), wanted), Actor(who, Evidence.TYPED))
    desk.close()


def write_until_killed(folder: Path, first: int) -> None:
    """Sign all in but the last, from a number on, printing each id once it is said to be saved."""
    desk = desk_on(folder)
    for number in range(first, len(desk.school.people) - 1):
        who = PersonId(f"p{number}")
        desk.perform_now(sign_in(who), Actor(who, Evidence.TYPED))
        sys.stdout.write(f"{who}\n")
        sys.stdout.flush()


def changed(items: list[Any]) -> set[tuple[str, str, bool]]:
    """Return what changes are about: table, id, and whether it is written."""
    return {(item.table, item.id, isinstance(item, Put)) for item in each(items)}


if __name__ == "__main__":
    write_until_killed(Path(sys.argv[1]), int(sys.argv[2]))


def sign_in_all(folder: Path, people: list[str], together: Barrier) -> None:
    """Sign people in, as one program does while another decides."""
    desk = desk_on(folder)
    together.wait(60)
    for who in people:
        desk.perform_now(sign_in(PersonId(who)), Actor(who, Evidence.BADGE))
