"""What the last load said of a person goes with them, and so does their name elsewhere in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kiosk.rules.model.ids import NOBODY, PersonId, SessionId, join_ids
from kiosk.rules.model.last_loaded import LastLoaded
from kiosk.rules.model.school import School, put
from kiosk.store.erasure.erasure_scope import PersonScope
from kiosk.store.maintenance import erase
from kiosk.store.opening import open_store
from tests.builders import day, person, session, slot
from tests.store.remembering import NOW, entry, found_in

WHO = PersonId("p9")
GONE = person(WHO, forename="Zephyrine", surname="Quillfeather")
LED = replace(
    session("S", "am", "09:00-10:00"),
    leaders=(WHO, PersonId("p1")),
    speaker="Zephyrine Quillfeather",
    audience=("person:p9", "TA"),
)


def last_loaded(table: str, record: Any, owner: PersonId = NOBODY) -> LastLoaded:
    return LastLoaded(join_ids(table, record.id), table, put(record).document, owner)


def test_nothing_of_a_person_is_left_in_what_the_last_load_said(tmp_path: Path) -> None:
    records = [
        GONE,
        person("p1"),
        day(slot("am", "09:00-10:00")),
        LED,
        last_loaded("people", GONE, WHO),
        last_loaded("people", person("p1", mentor=WHO), PersonId("p1")),
        last_loaded("sessions", LED),
    ]
    with closing(open_store(tmp_path)) as store, store.transaction():
        store.append([put(record) for record in records], entry("command"))
    erase(tmp_path, PersonScope(WHO), NOW)
    assert found_in(tmp_path, WHO, "Zephyrine", "Quillfeather") == set()
    with closing(open_store(tmp_path)) as store:
        school = School().apply(store.news().items)
    assert set(school.loaded) == {"people/p1", "sessions/S"}
    assert school.loaded["people/p1"].document["mentor"] == ""
    document = school.loaded["sessions/S"].document
    assert (document["leaders"], document["speaker"]) == (["p1"], "")
    # as in the session itself: the next load finds nothing that was changed here
    session_now = put(school.session(SessionId("S"))).document
    assert list(document["audience"]) == list(session_now["audience"])  # type: ignore[call-overload]
