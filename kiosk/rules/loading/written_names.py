"""What tutors write into a programme for people and groups: names, "Teachers", "Maths, Science".

A leader's name stands for the one person who has it. What names nobody, or several, stays as it is
written, and the cross-checks tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.rooms import same_room
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role

GROUPS = {
    "all": "everyone; everybody; all of us; pawb",
    "staff": "all staff; whole staff; all the staff; staff; holl staff; yr holl staff",
    "new": "new staff; new starters; staff newydd",
    Role.TEACHER.value: "teachers; teaching staff; all teachers; athrawon",
    Role.TA.value: """TAs; teaching assistants; all TAs; LSAs; learning support assistants;
        cynorthwywyr; cynorthwywyr addysgu""",
    Role.LEADER.value: "leaders; SLT; senior leaders; leadership team; arweinwyr; UDA",
    Role.SUPPORT.value: """support staff; associate staff; cover supervisors; office staff;
        technicians; site staff; staff cymorth; goruchwylwyr cyflenwi""",
    Role.SUPPLY.value: "supply staff; supply teachers; staff cyflenwi",
    Role.VISITOR.value: "visitors; guests; ymwelwyr",
}
"""How people write the groups of an audience, by its token."""

TOKENS = {fold(word): token for token, words in GROUPS.items() for word in words.split(";")}
TOKENS |= {fold(token): token for token in GROUPS}

TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof)\.? ")
BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b|\bac?\b)\s*", re.IGNORECASE)
LEAST = 4
"""Letters from which the beginning of a department's name is enough."""


def with_known_names(school: School, file: ProgrammeFile) -> ProgrammeFile:
    """Return the programme with ids for names, and tokens for groups as people write them."""
    names = _Names(school, file)
    return replace(
        file,
        sessions=tuple(map(names.session, file.sessions)),
        days=tuple(map(names.day, file.days)),
    )


class _Names:
    def __init__(self, school: School, file: ProgrammeFile) -> None:
        self._people = school.people
        self._days = {**school.programme.days, **{row.record.id: row.record for row in file.days}}
        rooms = (*school.programme.rooms, *(row.record.id for row in file.rooms),
                 *(one.room for one in school.programme.sessions.values()))  # fmt: skip
        self._rooms = {same_room(name): name for name in rooms if name}
        self._duties = {duty for person in school.people.values() for duty in person.duties}
        departments = sorted({person.department for person in school.people.values()} - {""})
        self._departments = {fold(name): name for name in departments}
        for name in departments:
            for other in (school.settings.words.get(name),):
                if other is not None:
                    self._departments.setdefault(fold(other.cy), name)
                    self._departments.setdefault(fold(other.en), name)
        self._holders: dict[str, set[PersonId]] = {}
        for person in school.people.values():
            for written in _names_of(person):
                self._holders.setdefault(fold(written), set()).add(person.id)

    def session(self, row: FileRecord[Session]) -> FileRecord[Session]:
        session = row.record
        leaders = tuple(dict.fromkeys(one for name in session.leaders for one in self._ids(name)))
        audience = self._tokens(session.audience)
        room = session.room
        # a timetable has both in one cell
        where = next((one for one in leaders if self._is_room(one)), None)
        if where is not None and not room:
            room = self._rooms[same_room(where)]
            leaders = tuple(one for one in leaders if one != where)
        slot = self._slot(session.day, session.slot)
        record = replace(session, leaders=leaders, audience=audience, room=room, slot=slot)
        return replace(row, record=record)

    def _slot(self, day: DayId, written: SlotId) -> SlotId:
        """Return the slot that is called so: by its id, or by its title where only one has it."""
        slots = self._days[day].slots if day in self._days else ()
        titled = {slot.id for slot in slots if fold(written) in map(fold, _titles(slot))}
        is_id = any(slot.id == written for slot in slots)
        return written if is_id or len(titled) != 1 else next(iter(titled))

    def _is_room(self, leader: PersonId) -> bool:
        return leader not in self._people and same_room(leader) in self._rooms

    def day(self, row: FileRecord[InsetDay]) -> FileRecord[InsetDay]:
        slots = tuple(
            replace(slot, required=self._tokens(slot.required), invited=self._tokens(slot.invited))
            for slot in row.record.slots
        )
        return replace(row, record=replace(row.record, slots=slots))

    def _ids(self, written: PersonId) -> list[PersonId]:
        """Return the ids of one person by name, or of several with a comma or "and" between."""
        whole = self._id(written)
        if whole is not None:
            return [whole]
        parts = [self._id(part) for part in BETWEEN.split(written)]
        known = [one for one in parts if one is not None]
        return known if len(known) == len(parts) else [written]

    def _id(self, written: str) -> PersonId | None:
        if written in self._people:
            return PersonId(written)
        holders = self._holders.get(TITLE.sub("", fold(written)), set())
        return next(iter(holders)) if len(holders) == 1 else None

    def _tokens(self, audience: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for token in audience for one in self._meant(token)))

    def _meant(self, token: str) -> list[str]:
        if ":" in token or token in self._duties:
            return [token]
        parts = [self._token(token)] if self._token(token) else []
        parts = parts or [self._token(part) for part in BETWEEN.split(token)]
        return [one for one in parts if one] if all(parts) else [token]

    def _token(self, written: str) -> str:
        """Return the token of a group, duty or department; blank: it is none."""
        word = fold(written)
        if word in TOKENS:
            return TOKENS[word]
        if written in self._duties:
            return written
        begins = word.removesuffix("s")
        found = {self._departments[word]} if word in self._departments else {
            name for known, name in self._departments.items()
            if len(begins) >= LEAST and known.startswith(begins)
        }  # fmt: skip
        return f"dept:{next(iter(found))}" if len(found) == 1 else ""


def _titles(slot: Slot) -> tuple[str, ...]:
    return tuple(filter(None, (slot.title.en, slot.title.cy)))


def _names_of(person: Person) -> Iterator[str]:
    """Yield how a person's name may be written; a staff code too."""
    yield person.name
    yield f"{person.forename} {person.surname}"
    yield f"{person.surname}, {person.forename}"
    yield f"{person.forename[:1]} {person.surname}"
    yield f"{person.forename[:1]}. {person.surname}"
    yield person.surname
    if person.staff_code:
        yield person.staff_code
