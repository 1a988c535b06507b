"""Whom the answers of a form mean, and which sessions: nobody and nothing is found by guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kiosk.errors import Problem
from kiosk.rules.model.file_contents import FileRecord, FormAnswer, WrittenWish
from kiosk.rules.model.names import fold
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.school import School
from kiosk.text import Text, t

ANSWER_SEPARATOR = re.compile(r"[;|]")
"""What stands between the answers of a question that is answered by an order."""


class RespondentFinder:
    """Everyone who may have answered, by what they may have written; made once for a file."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Look among `people`."""
        known = list(people)
        self._by_key = _PeopleByText(known, lambda one: (one.id, one.staff_code))
        self._by_name = _PeopleByText(
            known, lambda one: (one.name, f"{one.forename} {one.surname}".strip())
        )

    def who(self, row: FileRecord[FormAnswer]) -> Person | Problem:
        """Return the person of a row: by id, staff code, e-mail or name, whichever finds one alone.

        An e-mail address finds whoever has it, or what stands before its @, as id or staff code.
        A code in place of a name must be exact: it may be a forename in other letters.
        """
        answer = row.record
        named = self._by_name.find(answer.name)
        for text in (answer.id, answer.staff_code, answer.email, answer.email.partition("@")[0]):
            found = self._by_key.find(text)
            if len(found) == 1:
                if named and found[0] not in named:
                    expected = t("the name of {name}, whose row it is", name=found[0].name)
                    return row.problem("name", answer.name, expected)
                return found[0]
        named = named or self._by_key.exactly(answer.name)
        if len(named) == 1:
            return named[0]
        if named:
            expected = t("an id or a staff code: several people have this name")
            return row.problem("name", answer.name, expected)
        columns = ("name", "id", "staff_code", "email")
        column = next((one for one in columns if getattr(answer, one)), "name")
        expected = t("the id, the staff code or the exact name of one person")
        return row.problem(column, getattr(answer, column), expected)


class _PeopleByText:
    """People by words of theirs: as these are written, and but for accents and capitals."""

    def __init__(self, people: list[Person], words: Callable[[Person], tuple[str, ...]]) -> None:
        self._exact: dict[str, list[Person]] = {}
        self._folded: dict[str, list[Person]] = {}
        for one in people:
            for word in {*words(one)} - {""}:
                self._exact.setdefault(word, []).append(one)
            for word in {*map(fold, words(one))} - {""}:
                self._folded.setdefault(word, []).append(one)

    def exactly(self, text: str) -> list[Person]:
        """Return who has exactly this word."""
        return self._exact.get(text, [])

    def find(self, text: str) -> list[Person]:
        """Return who has exactly this word; if nobody has, who has it but for its writing."""
        return self.exactly(text) or self._folded.get(fold(text), [])


def sessions_meant(school: School, day: InsetDay, wish: WrittenWish) -> list[Session] | Text:
    """Return the sessions that a wish names, in its order, or what was expected in its place.

    A wish is a session's id, the id and its workshop's title, or the title if it is given once that
    day, or in the slot of which the column's heading tells.
    """
    whole = _session(school, day, wish.text, wish.column)
    if isinstance(whole, Session):
        return [whole]
    found: list[Session] = []
    parts = [part.strip() for part in ANSWER_SEPARATOR.split(wish.text) if part.strip()]
    for part in parts if len(parts) > 1 else ():
        one = _session(school, day, part, wish.column)
        if isinstance(one, Text):
            return one
        found.append(one)
    return found or whole


def _session(school: School, day: InsetDay, text: str, heading: str) -> Session | Text:
    sessions = school.sessions_on(day.id)
    for exact in (lambda one: one.id == text, lambda one: fold(one.id) == fold(text)):
        by_id = [one for one in sessions if exact(one)]
        if len(by_id) == 1:
            return by_id[0]
    titled = [one for one in sessions if fold(text) in _titles(school, one)]
    if len(titled) > 1:
        titled = [one for one in titled if _is_in_heading(school, one, heading)] or titled
    if len(titled) == 1:
        return titled[0]
    if titled:
        ids = ", ".join(one.id for one in titled)
        return t("one of the ids {ids}: it is given more than once that day", ids=ids)
    begun = [one for one in sessions if _starts_with_id(text, one.id)]
    for one in sorted(begun, key=lambda one: -len(one.id)):
        rest = fold(text[len(one.id) :].lstrip(" :"))
        if any(rest.startswith(title) for title in _titles(school, one)):
            return one
    if begun:
        title = school.workshop(begun[0]).title
        return t("the title of {id}, “{title}”, or its id alone", id=begun[0].id, title=title)
    return t("a session of {day}: its id, its id and title, or its title", day=day.id)


def _titles(school: School, session: Session) -> set[str]:
    title = school.workshop(session).title
    return {fold(title.en), fold(title.cy)} - {""}


def _is_in_heading(school: School, session: Session, heading: str) -> bool:
    slot = school.slot(session)
    words = (slot.title.en, slot.title.cy, slot.id, f"{slot.start:%H:%M}")
    return any(fold(word) in fold(heading) for word in words if fold(word))


def _starts_with_id(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.casefold().startswith(name.casefold()) and bool(after) and not after.isalnum()
