"""A folder that has somebody in every file, and looking for what is left of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace
from tinydb import TinyDB

from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import (
    Booking,
    CatchUp,
    HeldPlace,
    Mark,
    Movement,
    SignOff,
)
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.ids import PersonId, join_ids
from kiosk.rules.model.personal_records import (
    Certificate,
    CertificateLine,
    Intention,
    Invitation,
    Terms,
)
from kiosk.rules.model.records import Resource
from kiosk.rules.model.requirement import parse_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, MarkState, Role
from kiosk.settings import Settings
from kiosk.store.copies.dated_copies import END, make_copy
from kiosk.store.database import Database
from kiosk.store.journal.file_names import ARCHIVE, BACKUPS, ERASING, FILE, journals_in
from kiosk.store.journal.lines import encode, read_line
from kiosk.store.opening import open_store
from kiosk.store.repair import repair, restore
from kiosk.text import Both
from tests.builders import DAY, at, person, session
from tests.store.programs import desk_on, history, lay, stock

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
WHO = PersonId("Siân/O'Neill%7")
"""An id with all that is written otherwise in a joined id, or in JSON."""
NAMED = {"forename": "Siân", "surname": "O'Neill-Ŵyn", "preferred_forename": 'Siani "S"'}
ALL = (WHO, *NAMED.values(), "O'Neill")
"""What nobody may find any more."""
OTHER = PersonId("p0")
COPY = "attendance-2026-09-02.json"
EACH = int(os.environ.get("KIOSK_TEST_ERASURES", "5"))
"""At every how many calls the folder of everything is cut short: 1 takes minutes."""
Everything: TypeAlias = "dict[str, dict[int, dict[str, Any]]]"
LINE = CertificateLine("A", Both("Reading"), 60)


def entry(by: str, *about: str) -> HistoryEntry:
    """Return what the history is to say."""
    return HistoryEntry(
        at("08:30"),
        "hall:1",
        by,
        "badge",
        "test",
        {str(place): one for place, one in enumerate(about, 1)},
    )


def save(folder: Path, said: HistoryEntry, *records: Any) -> None:
    """Save records as a program of its own would, and say so in the history."""
    with closing(open_store(folder)) as store, store.transaction():
        store.append([put(record) for record in records], said)


def happenings(who: PersonId, number: int) -> list[Any]:
    """Return one of every kind of record that is somebody's."""
    moment = at("10:00")
    return [
        Booking(join_ids("A", who), "A", who, True, moment, number),
        Mark(join_ids("A", who, "1"), "A", who, MarkState.PRESENT, moment, Evidence.BADGE),
        Movement(join_ids(DAY, who, "1"), DAY, who, True, moment, Evidence.CODE),
        SignOff(join_ids(who, "keys", "self"), who, "keys", "self", moment, who, Evidence.TYPED),
        CatchUp(join_ids(DAY, who, "one", "W"), DAY, who, "one", "W", True, date(2026, 9, 15)),
        Certificate(f"INSET-2026-{number:04}", DAY, who, (LINE,), moment),
        Invitation(join_ids(DAY, who), DAY, who, parse_hours("09:00-12:00"), Terms.PAID, "p1"),
        Intention(join_ids(who, "1"), who, "Cold calling", date(2026, 10, 12)),
        HeldPlace(join_ids("A", who), "A", who, DAY, moment, date(2026, 9, 8)),
    ]


def remembered(folder: Path, who: PersonId = WHO) -> Path:
    """Lay a school that has somebody in every file that a folder can have."""
    folder.mkdir()
    with TinyDB(folder / FILE) as tiny:
        tiny.table("notes").insert({"person": "nobody", "of": [who, {"in": join_ids("A", who)}]})
        tiny.table("notes").insert({"person": who, "text": "gone"})
    lay(folder, people=3, places=5)
    save(folder, entry("command"), person(who, Role.TA, **NAMED))
    save(folder, entry(who, who, "A"), *happenings(OTHER, 1), *happenings(who, 2))
    shown = f"{NAMED['forename']} {NAMED['surname']}"
    save(
        folder,
        entry("p1", OTHER, join_ids(DAY, who, "1")),
        replace(person("p1"), mentor=who, host=shown),
        session("B", "one", "10:00-11:00", leaders=("p1", who), audience=(f"person:{who}", "TA"),
                speaker=shown),
        session("C", "one", "10:00-11:00", workshop="W-A"),
        Resource("r", Both("Hwb"), audience=(f"person:{who}",)),
        SignOff(join_ids("p2", "keys", "signer"), "p2", "keys", "signer", NOW, who, Evidence.BADGE),
        Invitation(join_ids(DAY, "p2"), DAY, "p2", parse_hours("09:00-12:00"), Terms.LIEU, who),
        Settings(head=shown, tutor="Mr Rees"),
    )  # fmt: skip
    make_copy(folder / FILE, "2026-09-01", kind=END)
    restore(folder, next((folder / BACKUPS).glob("attendance-2026-09-01-end*")), NOW)
    spoil(folder)
    return folder


def spoil(folder: Path) -> None:
    """Damage the folder, repair it, and leave what a kill and a torn end leave."""
    place = Booking(join_ids("C", WHO), "C", WHO, True, at("08:31"), 1)
    save(folder, entry(WHO, WHO, "C"), place)
    crashed = open_store(folder)
    with crashed.transaction():
        crashed.append([put(replace(place, waiting_order=2))], entry(WHO, WHO, "D"))
    journal = max(folder.glob(f"{FILE}.j*"))
    data = journal.read_bytes()
    journal.write_bytes(data.replace(b'"waiting_order":2', b'"waiting_order":3'))
    assert repair(folder, NOW).spoilt == 1
    desk = desk_on(folder)
    desk.perform_now(sign_in("p2"), Actor(WHO, Evidence.TYPED))
    desk.close()
    save(folder, entry(WHO, WHO, "C"), replace(place, waiting_order=4))
    torn = encode({"id": WHO, **NAMED}).encode()
    for name in (f"{FILE}.j000007.torn-9", f"{FILE}.new", f"{BACKUPS}/{COPY}.new"):
        (folder / name).write_bytes(torn)


def spellings(*texts: str) -> Iterator[bytes]:
    """Yield texts in every way in which a file may hold them."""
    for text in texts:
        for joined in (text, join_ids(text)):
            yield joined.encode()
            yield encode(joined)[1:-1].encode()
            yield encode(joined)[1:-1].upper().encode()


def found_in(folder: Path, *texts: str) -> set[str]:
    """Return the files that hold one of these texts, in their names or in themselves."""
    told = set(spellings(*texts))
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        for data in [os.fsencode(path.name) + (path.read_bytes() if path.is_file() else b"")]
        if any(one in data for one in told)
    }


def chains(folder: Path) -> bool:
    """Return whether every line follows on the one before it, across the archive's journals too."""
    last, ended = "", set[str]()
    for path in [*journals_in(folder / ARCHIVE), *journals_in(folder)]:
        lines = [read_line(data) for data in path.read_bytes().splitlines()]
        first = lines[0]
        assert first is not None
        if "erased" in first.body:
            ended = set()  # it was rewritten as well, and names the last line as it is now
        for line in lines:
            if line is None or (last and line.prev not in {last, *ended}):
                return False
            last, ended = line.chain, set()
        ended = set(first.body.get("erased", {}).get("ended", ()))
    return True


def lines_of(folder: Path) -> list[Any]:
    """Return every line that is kept, the archived ones first."""
    found = []
    for path in [*journals_in(folder / ARCHIVE), *journals_in(folder)]:
        lines = [read_line(data) for data in path.read_bytes().splitlines()]
        found += [line for line in lines if line is not None and "ops" in line.body]
    return found


def there(folder: Path) -> Everything:
    """Return all tables by number, as they are now."""
    with Database(folder / FILE) as db:
        return {name: {row.doc_id: dict(row) for row in db.table(name)} for name in db.tables()}


def of_others(tables: Everything) -> set[str]:
    """Return, as text, every document that does not name the person."""
    told = {
        encode([name, number, row]) for name, kept in tables.items() for number, row in kept.items()
    }
    return {one for one in told if not any(spelt in one.encode() for spelt in spellings(*ALL))}


def assert_erased(folder: Path, before: Everything) -> None:
    """Assert that nothing is left of the person, all else is, and every command works."""
    assert found_in(folder, *ALL) == set()
    assert not (folder / ERASING).exists()
    assert repair(folder, NOW).aside is None
    after = stock(folder)
    assert of_others(before) <= of_others(after)
    assert {(name, number) for name in after for number in after[name]} <= {
        *((name, number) for name in before for number in before[name]),
        *(("history", number) for number in range(max(before["history"]) + 4)),
        ("resources", 1 + max(before["resources"])),
    }
    assert set(before["history"]) < set(after["history"])
    assert [
        row["arguments"] for row in after["history"].values() if row["decision"] == "erase"
    ] == [{"person": "erased-1"}]
    assert "erased-1" in {row["by"] for row in after["history"].values()}
    assert history(folder, "p2")[-1].by == "erased-1"
    School().apply(open_store(folder).news().items)
