"""Ids that would mean another workshop or another person than before.

Places, marks and sign-offs are kept by id. Two titles exchanged in a file would put people into
workshops that they did not choose, and two names exchanged would give each the other's places.
So such a change is a problem until somebody says that it is only a new name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kiosk.errors import Problem
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile
from kiosk.rules.model.ids import PersonId, WorkshopId
from kiosk.rules.model.names import fold
from kiosk.rules.model.programme import Programme
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.text import Both, Text, t, tn


def session_problems(
    school: School, file: ProgrammeFile, draft: Programme, options: LoadOptions
) -> Iterator[Problem]:
    """Yield a problem for each session in use whose workshop or title would be another.

    A session is in use if anybody has a place, a wish or a mark in it. `draft` is the programme as
    it would be with the file.
    """
    rows = {row.record.id: row for row in file.sessions}
    titles = {row.record.id: row for row in file.workshops}
    # several sessions may have one title, and its cell is one problem
    retitled: dict[WorkshopId, list[Session]] = {}
    for session in sorted(school.programme.sessions.values(), key=lambda one: one.id):
        new = draft.sessions.get(session.id)
        is_named = session.id in rows or session.workshop in titles
        if new is None or not is_named or session.id in options.renamed:
            continue
        if not _people_in(school, session):
            continue
        if new.workshop != session.workshop:
            expected = _meant(school, session.workshop, [session])
            yield rows[session.id].problem("workshop", new.workshop, expected)
        elif _is_other(school.workshop(session).title, draft.workshops[new.workshop].title):
            retitled.setdefault(new.workshop, []).append(session)
    for workshop, sessions in retitled.items():
        title, old = draft.workshops[workshop].title, school.programme.workshops[workshop].title
        column = "title_en" if title.en != old.en else "title_cy"
        found = title.en if title.en != old.en else title.cy
        yield titles[workshop].problem(column, found, _meant(school, old, sessions))


def _people_in(school: School, session: Session) -> int:
    """Return how many people have a place, a wish or a mark in a session."""
    record = school.day_record(session.day)
    return len({*record.bookings.get(session.id, ()), *record.marks.get(session.id, ())})


def _is_other(old: Both, new: Both) -> bool:
    """Return whether a title changes. To add it in the other language does not change it."""
    shared = [(a, b) for a, b in ((old.en, new.en), (old.cy, new.cy)) if a and b]
    return any(a != b for a, b in shared) if shared else old != new


def _meant(school: School, was: str | Both, sessions: list[Session]) -> Text:
    people = sum(_people_in(school, session) for session in sessions)
    return t(
        "“{was}” as before, with {people} in {sessions}. "
        "Is it the same, renamed? Then add {options}",
        was=was,
        people=tn("{n} person", "{n} people", people),
        sessions=", ".join(session.id for session in sessions),
        options=" ".join(f"--renamed {session.id}" for session in sessions),
    )


def name_problems(
    school: School,
    rows: Iterable[FileRecord[Person]],
    people: Mapping[PersonId, Person],
    options: LoadOptions,
) -> Iterator[Problem]:
    """Yield a problem for each known person who would have another's name, or quite another name.

    `rows` have the ids that were found, and `people` are as they would be with the file.
    """
    by_name: dict[str, list[Person]] = {}
    for person in school.people.values():
        by_name.setdefault(_full_name(person), []).append(person)
    for row in rows:
        old, new = school.people.get(row.record.id), people[row.record.id]
        if old is None or new.id in options.renamed:
            continue
        if (old.forename, old.surname) == (new.forename, new.surname):
            continue
        name = f"{new.forename} {new.surname}".strip()
        # A name that differs in accents and capitals only is no other name, unless it is
        # exactly somebody else's.
        same = _full_name(new) == _full_name(old)
        namesakes = [
            one
            for one in by_name.get(_full_name(new), ())
            if one.id != new.id
            and (not same or (one.forename, one.surname) == (new.forename, new.surname))
        ]
        if namesakes:
            expected = t(
                "{was} as before: this is the name of another person here, {other}. "
                "Is it the same person, renamed? Then add --renamed {id}",
                was=f"{old.forename} {old.surname}".strip(),
                other=namesakes[0].id,
                id=new.id,
            )
            yield row.problem("surname", name, expected)
        elif _both_names_differ(old, new):
            expected = t(
                "{was} as before: forename and surname are both new. "
                "Is it the same person, renamed? Then add --renamed {id}",
                was=f"{old.forename} {old.surname}".strip(),
                id=new.id,
            )
            yield row.problem("surname", name, expected)


def _both_names_differ(old: Person, new: Person) -> bool:
    first, last = fold(old.forename), fold(old.surname)
    return first != fold(new.forename) and last != fold(new.surname)


def _full_name(person: Person) -> str:
    return fold(f"{person.forename} {person.surname}")
