"""Reads staff from lines that somebody typed or pasted: a name a line, and perhaps a role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from kiosk.exchange.limits import MAX_NAME
from kiosk.exchange.role_words import guest_kind_of, role_in, role_of
from kiosk.exchange.whole_names import WholeName, divide, is_title, untitled
from kiosk.rules.model.file_contents import FileRecord, StaffFile
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import clean, fold
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Role

MAX_LINES = 1_000
"""The most lines that are read: a longer list is a file."""

MARKER = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–•*·])\s+")
"""What stands before a line of a list: a number or a dot."""

CODE = re.compile(r"[A-Z]{2,4}\d?")
"""A staff code, where a name is written in capitals and small letters."""

GIVEN = frozenset({"forename", "surname", "preferred_forename", "role", "coming"})


def read_names(text: str) -> StaffFile:
    """Return the people of a text, in the order of its lines; lines without a letter are left out.

    A role that is not understood, or not given, makes support staff; nobody's hours are known.
    People of the same name are different people.
    """
    named = [(number, who, _slug(who)) for number, who in _people(text)]
    count = Counter(slug for _, _, slug in named)
    seen: Counter[str] = Counter()
    rows = []
    for number, who, slug in named:
        seen[slug] += 1
        id, given = "", GIVEN
        if count[slug] > 1:
            id, given = f"{slug}-{seen[slug]}", GIVEN | {"id"}
        rows.append(FileRecord(replace(who, id=PersonId(id)), "", number, given))
    return StaffFile("", tuple(rows))


def _slug(who: Person) -> str:
    """Return a name as the beginning of an id, in which accents make no difference."""
    return "-".join(fold(f"{who.forename} {who.surname}").split()) or "person"


def _people(text: str) -> Iterator[tuple[int, Person]]:
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        person = read_line(line)
        if person is not None:
            yield number, person


@lru_cache(maxsize=MAX_LINES)
def read_line(line: str) -> Person | None:
    """Return the person of one line, without an id; None where nobody is named."""
    name, word = _name_and_role(MARKER.sub("", line, count=1))
    if not any(map(str.isalpha, name)):
        return None
    whole = divide(name)
    if not whole.forename and not whole.surname:
        whole = WholeName(name, "")
    role = role_of(word) or role_in(word) or Role.SUPPORT
    return Person(
        PersonId(""), whole.forename, whole.surname, role,
        preferred_forename=whole.preferred, coming=guest_kind_of(word),
    )  # fmt: skip


def _name_and_role(line: str) -> tuple[str, str]:
    """Divide a line at its tab, else at the comma before a role; the role may be blank."""
    cells = [cell for part in line.split("\t") if (cell := clean(part)[:MAX_NAME])]
    # a spreadsheet's columns for a title or a staff code before those of the name
    while len(cells) > 2 and (is_title(cells[0]) or CODE.fullmatch(cells[0])):
        del cells[0]
    if len(cells) < 2:
        return _at_comma(cells[0] if cells else "")
    *names, last = cells
    is_name = len(names) == 1 and " " not in names[0] and not _is_role(last)
    return (" ".join(cells), "") if is_name else (" ".join(names), last)


def _at_comma(line: str) -> tuple[str, str]:
    """Divide "Siân Jones, TA" and "Jones, Siân, TA", but not "Jones, Siân" or "Jones, Siân, Mrs".

    Two parts are a surname and a forename unless the second is known to be a role, or has a small
    letter after a whole name: "Gethin Bowen, chaplain".
    """
    first, *others = (part.strip() for part in line.split(","))
    if not others or not others[-1] or is_title(others[-1]):
        return line, ""
    last, before = others[-1], line.rpartition(",")[0].strip()
    if len(others) > 1:
        names_forename = not all(map(is_title, others[:-1]))
        return (before, last) if names_forename else (line, "")
    is_whole = len(untitled(first).split()) > 1
    is_role = _is_role(last) or (first[:1].isupper() and last[:1].islower())
    return (before, last) if role_of(last) or (is_whole and is_role) else (line, "")


def _is_role(word: str) -> bool:
    return (role_of(word) or role_in(word)) is not None
