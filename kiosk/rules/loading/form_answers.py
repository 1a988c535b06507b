"""Which people and sessions the answers of a form mean. Nothing is guessed: doubt is a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kiosk.errors import Problem
from kiosk.rules.model.file_contents import FileRecord, FormAnswer
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t

ANSWER_SEPARATOR = re.compile(r"[;|]")
"""Separates the answers in one cell, where the form asks to put options in order."""


class RespondentFinder:
    """Finds the people of a form's rows. Made once for a file."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Search among `people`."""
        known = list(people)
        self._by_key = _PeopleByText(known, lambda one: (one.id, one.staff_code))
        self._by_name = _PeopleByText(
            known, lambda one: (one.name, f"{one.forename} {one.surname}".strip())
        )

    def person_of(self, row: FileRecord[FormAnswer]) -> Person | Problem:
        """Return the person of a row: the only one with its id, staff code, e-mail or name.

        An e-mail address fits as a whole, or its part before the @ fits, as id or staff code. In
        the column for the name, a code must be exact.
        """
        answer = row.record
        named = self._by_name.find(answer.name)
        for text in (answer.id, answer.staff_code, answer.email, answer.email.partition("@")[0]):
            found = self._by_key.find(text)
            if len(found) == 1:
                # Code and name contradict each other: somebody may have typed another's code.
                if named and found[0] not in named:
                    expected = t("the name of {name}, whose row it is", name=found[0].name)
                    return row.problem("name", answer.name, expected)
                return found[0]
        # Folded, a code may equal somebody else's forename, so only an exact code counts as a name.
        named = named or self._by_key.exactly(answer.name)
        if len(named) == 1:
            return named[0]
        if named:
            expected = t("an id or a staff code: several people have this name")
            return row.problem("name", answer.name, expected)
        id_columns = ("name", "id", "staff_code", "email")
        column = next((one for one in id_columns if getattr(answer, one)), "name")
        expected = t("the id, the staff code or the exact name of one person")
        return row.problem(column, getattr(answer, column), expected)


class _PeopleByText:
    """People by their names or codes, both as written and without accents and capitals."""

    def __init__(self, people: list[Person], words: Callable[[Person], tuple[str, ...]]) -> None:
        self._exact: dict[str, list[Person]] = {}
        self._folded: dict[str, list[Person]] = {}
        for person in people:
            for word in {*words(person)} - {""}:
                self._exact.setdefault(word, []).append(person)
            for word in {*map(fold, words(person))} - {""}:
                self._folded.setdefault(word, []).append(person)

    def exactly(self, text: str) -> list[Person]:
        """Return the people who have exactly this text."""
        return self._exact.get(text, [])

    def find(self, text: str) -> list[Person]:
        """Return the people who have exactly this text, or else those who have it when folded."""
        return self.exactly(text) or self._folded.get(fold(text), [])


def sessions_meant(school: School, day: InsetDay, heading: str, text: str) -> list[Session] | Text:
    """Return the sessions that a wish names, in order, or a text of what was expected instead.

    A wish is a session's id, the id and its workshop's title, or the title alone. The title must be
    given once that day, or once in the slot that the column's heading names.
    """
    whole = _session(school, day, text, heading)
    if isinstance(whole, Session):
        return [whole]
    found: list[Session] = []
    parts = [part.strip() for part in ANSWER_SEPARATOR.split(text) if part.strip()]
    for part in parts if len(parts) > 1 else ():
        one = _session(school, day, part, heading)
        if isinstance(one, Text):
            return one
        found.append(one)
    return found or whole


def _session(school: School, day: InsetDay, text: str, heading: str) -> Session | Text:
    sessions = school.sessions_on(day.id)
    for exact in (
        lambda session: session.id == text,
        lambda session: fold(session.id) == fold(text),
    ):
        by_id = [session for session in sessions if exact(session)]
        if len(by_id) == 1:
            return by_id[0]
    by_title = [session for session in sessions if fold(text) in _titles(school, session)]
    if len(by_title) > 1:
        by_title = [
            session for session in by_title if _is_in_heading(school, session, heading)
        ] or by_title
    if len(by_title) == 1:
        return by_title[0]
    if by_title:
        ids = ", ".join(session.id for session in by_title)
        return t("one of the ids {ids}: it is given more than once that day", ids=ids)
    # "A1: First aid" is compared with the longest id first, so that A1 is not taken for A11.
    by_prefix = [session for session in sessions if _starts_with_id(text, session.id)]
    for session in sorted(by_prefix, key=lambda session: -len(session.id)):
        rest = fold(text[len(session.id) :].lstrip(" :"))
        if any(rest.startswith(title) for title in _titles(school, session)):
            return session
    if by_prefix:
        title = school.workshop(by_prefix[0]).title
        return t("the title of {id}, “{title}”, or its id alone", id=by_prefix[0].id, title=title)
    cancelled = school.cancelled_on(day.id)
    if any(fold(text) in {fold(one.id), *_titles(school, one)} for one in cancelled):
        return t("a session that is going ahead: this one is cancelled")
    return t("a session of {day}: its id, its id and title, or its title", day=day.id)


def _titles(school: School, session: Session) -> set[str]:
    title = school.workshop(session).title
    return {fold(title.en), fold(title.cy)} - {""}


def _is_in_heading(school: School, session: Session, heading: str) -> bool:
    """Return whether a column's heading names the session's slot: by title, id or start."""
    slot = school.slot(session)
    words = (slot.title.en, slot.title.cy, slot.id, f"{slot.start:%H:%M}")
    return any(fold(word) in fold(heading) for word in words if fold(word))


def _starts_with_id(text: str, id: str) -> bool:
    """Return whether the text begins with the id, followed by neither a letter nor a digit."""
    next_character = text[len(id) : len(id) + 1]
    return (
        text.casefold().startswith(id.casefold())
        and bool(next_character)
        and not next_character.isalnum()
    )
