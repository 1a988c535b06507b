"""The schools that everything is measured on: so many people, so many sessions of one day.

Each person has a badge, a name of their own and about two places; every fifth session is full and
has a waiting list. A day has six slots with a choice, then one for all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice, product
from pathlib import Path
from typing import Any

import msgspec

from kiosk.factory import assemble
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Booking, Mark, Movement
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId, WorkshopId, join_ids
from kiosk.rules.model.records import WEEKDAYS, InsetDay, Person, Session, Slot, Window, Workshop
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Role, SlotKind
from kiosk.settings import Settings
from kiosk.text import Both

PIN = "4821"
"""Opens the tutors' area."""
CHOICES = 6
"""How many slots of the day have a choice."""
BEGINS = time(8, 45)
WAITING = 4
"""For one in so many places of a full session somebody waits."""


def _names(beginnings: str, ends: str) -> list[str]:
    return ["".join(parts) for parts in product(beginnings.split(), ends.split())]


FORENAMES = _names(
    "Al Be Ca De El Fi Ga Ha Io Je Ke Li Ma Ne Ol Pe Ri Se Ta Wy", "nor ddin mwen stan rys"
)
SURNAMES = _names(
    "Bow Cad Dav Ell Fen Gri How Jon Lew Mor Nan Owe Par Rob Sto Tre Vau Wat Yor Zan",
    "elin ogan ies ford ards",
)
SETTINGS = Settings(time_zone="UTC", show_arrivals=True)
WORKING = {weekday: Window(time(8, 30), time(15, 30)) for weekday in WEEKDAYS}


def at(day: DayId, clock: time, minutes: int = 0) -> datetime:
    """Return a moment of the day; schools here keep UTC."""
    moment = datetime.combine(date.fromisoformat(day), clock, tzinfo=UTC)
    return moment + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Plan:
    """What a school is made of."""

    people: int
    sessions: int
    day: DayId = DayId("2026-09-01")
    is_over: bool = False
    """Whether the day is over, with nearly everybody marked where they had a place."""
    wishes: int = 0
    """How many wishes each person has for a draw, in place of bookings; 0: no draw."""
    documents: int = 0
    """How many records there are at least: the rest are movements of other years."""

    def ids(self) -> list[PersonId]:
        return [PersonId(f"p{number}") for number in range(self.people)]

    def name(self, number: int) -> str:
        """Return a person's name, which no other one begins with."""
        first = FORENAMES[number % 100]
        return f"{first} {SURNAMES[(number // 100 + number) % 100]}"

    def badge(self, number: int) -> str:
        return f"INSET-B{number:05}"

    @cached_property
    def slots(self) -> list[Slot]:
        found = []
        for number in range(CHOICES + 1):
            begin, kind = at(self.day, BEGINS, 45 * number), SlotKind.CHOICE
            if number == CHOICES:
                kind = SlotKind.TOGETHER
            id, end = SlotId(f"s{number}"), begin + timedelta(minutes=45)
            found.append(Slot(id, Both(id), kind, begin.time(), end.time(), ("staff",)))
        return found

    @cached_property
    def chosen(self) -> list[Session]:
        """The sessions to choose, one after the other in each slot; each has one leader."""
        count = self.sessions - 1
        return [self._session(number, self.slots[number % CHOICES]) for number in range(count)]

    def _session(self, number: int, slot: Slot, places: int | None = None) -> Session:
        leader = PersonId(f"p{number * self.people // self.sessions}")
        return Session(
            SessionId(f"S{number}"), self.day, slot.id, WorkshopId(f"W{number}"), slot.start,
            slot.end, f"Room {number}", (leader,), places=places,
        )  # fmt: skip

    @cached_property
    def held(self) -> dict[SessionId, list[PersonId]]:
        """Who has a place in which session: everybody in two slots, as evenly as can be."""
        found: dict[SessionId, list[PersonId]] = {one.id: [] for one in self.chosen}
        turn = Counter[int]()
        for number, person in enumerate(self.ids()):
            for slot in {number % CHOICES, (number + 1 + number // CHOICES % 4) % CHOICES}:
                offered = self.chosen[slot::CHOICES]
                if any(person in one.leaders for one in offered):
                    continue
                found[offered[turn[slot] % len(offered)].id].append(person)
                turn[slot] += 1
        return found

    def records(self) -> Iterator[Any]:
        """Yield everything, what is named before what names it."""
        yield SETTINGS
        for number, id in enumerate(self.ids()):
            first, last = self.name(number).split()
            badge = self.badge(number)
            yield Person(id, first, last, Role.TEACHER, badge=badge, hours=WORKING)
        draw = at(self.day, time(7)) if self.wishes else None
        yield InsetDay(self.day, 1, Both("INSET"), slots=tuple(self.slots), draw_at=draw)
        together = self._session(self.sessions - 1, self.slots[-1])
        for one in (*self.chosen, together):
            yield Workshop(
                one.workshop,
                Both(f"Workshop {one.id}", f"Gweithdy {one.id}"),
                Both(f"Aim of {one.id}"),
            )
        yield together
        yield from self._wished() if self.wishes else self._booked()
        if self.is_over:
            yield from self._attended(together)

    def _booked(self) -> Iterator[Any]:
        before, people = at(self.day, time(7)), self.ids()
        usual = 2 + self.people * 2 * 5 // (4 * len(self.chosen))
        for number, session in enumerate(self.chosen):
            held = self.held[session.id]
            is_full = number % 5 == 0
            yield msgspec.structs.replace(session, places=len(held) if is_full else usual)
            waiting: list[PersonId] = []
            if is_full:
                others = (people[(7 * number + n) % self.people] for n in range(self.people))
                free = (one for one in others if one not in {*held, *session.leaders})
                waiting = list(islice(free, 1 + len(held) // WAITING))
            for turn, person in enumerate((*held, *waiting), 1):
                id, confirmed = join_ids(session.id, person), turn <= len(held)
                rank = 0 if confirmed else 1
                yield Booking(id, session.id, person, confirmed, before, turn, rank=rank)

    def _wished(self) -> Iterator[Any]:
        """Yield ranked wishes, spread over the slots; there are places for most of them."""
        turn, before = Counter[SessionId](), at(self.day, time(6))
        for session in self.chosen:
            places = 1 + self.people * CHOICES // len(self.chosen) * 2 // 3
            yield msgspec.structs.replace(session, places=places)
        for number, person in enumerate(self.ids()):
            for wish in range(self.wishes):
                offered = self.chosen[(number + wish % 2) % CHOICES :: CHOICES]
                session = offered[(number // CHOICES + 3 * (wish // 2)) % len(offered)]
                if person in session.leaders:
                    continue
                turn[session.id] += 1
                id, rank = join_ids(session.id, person), 1 + wish // 2
                yield Booking(
                    id, session.id, person, False, before, turn[session.id], rank=rank
                )  # fmt: skip

    def _attended(self, together: Session) -> Iterator[Any]:
        came = self.ids()[: self.people * 95 // 100]
        for person in came:
            yield self.movement(self.day, person)
        known = set(came)
        for session in (*self.chosen, together):
            there = came if session is together else self.held[session.id]
            for person in (*there, *session.leaders):
                if person in known:
                    id = join_ids(session.id, person, "bench", "1")
                    moment = at(self.day, session.start)
                    yield Mark(
                        id, session.id, person, MarkState.PRESENT, moment, Evidence.BADGE
                    )  # fmt: skip

    def movement(self, day: DayId, person: PersonId) -> Movement:
        moment = at(day, time(8, 20))
        return Movement(
            join_ids(day, person, "bench", "1"), day, person, True, moment, Evidence.BADGE
        )  # fmt: skip

    def earlier_years(self, known: int) -> Iterator[Any]:
        """Yield closed days with arrivals, until there are as many records as wanted."""
        year, missing = int(self.day[:4]), self.documents - known
        while missing > 0:
            year -= 1
            day = DayId(f"{year}-09-01")
            yield InsetDay(day, 1, Both("INSET"), closed_at=at(day, time(16)))
            came = self.ids()[: missing - 1]
            yield from (self.movement(day, person) for person in came)
            missing -= 1 + len(came)

    def school(self) -> School:
        """Return it as rules see it."""
        return School().apply(map(put, self.records()))


def lay(folder: Path, plan: Plan) -> None:
    """Save a school: as a file of plain TinyDB, which the kiosk then takes over."""
    folder.mkdir(mode=0o700)  # or the board warns of who can look into it
    tables: dict[str, dict[str, Any]] = {}
    records = list(plan.records())
    for record in (*records, *plan.earlier_years(len(records))):
        written = put(record)
        rows = tables.setdefault(written.table, {})
        rows[str(len(rows) + 1)] = {"id": written.id, **written.document}
    (folder / "attendance.json").write_text(json.dumps(tables))
    first = at(plan.day, time(8))
    with closing(assemble(folder, lambda: first)) as kiosk:
        kiosk.secrets.set_pin(PIN)
        # the first change makes a journal of its own, and the end a checkpoint
        last = plan.ids()[-1]
        kiosk.desk.perform_now(sign_in(last), Actor(last, Evidence.TYPED))


def today() -> DayId:
    """Return the day on which a kiosk that is started now shows these schools."""
    return DayId(datetime.now(UTC).date().isoformat())
