"""Reads a staff file: `id, forename, surname, role`, and any of the other columns in `ALIASES`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kiosk.errors import BadInput, Problem
from kiosk.exchange import cells
from kiosk.exchange.columns import Columns
from kiosk.exchange.fields import A_DATE, HOURS, FieldReader, one_of
from kiosk.exchange.leaver_rows import is_marked_as_left, is_no_date, is_pupil
from kiosk.exchange.part_time import SHARES, is_part_time, parse_days
from kiosk.exchange.role_words import duties_in, guest_kind_of, role_in
from kiosk.exchange.staff_headings import is_no_person, is_private
from kiosk.exchange.staff_mapping import columns_said, role_for
from kiosk.exchange.staff_sheet import with_headings
from kiosk.exchange.tables import Row, drop_repeated_problems, gather_table
from kiosk.exchange.whole_names import NO_HONORIFIC, divide
from kiosk.rules.attendance.badges import other_code_needed
from kiosk.rules.model.file_contents import MORE_DUTIES, FileRecord, StaffFile
from kiosk.rules.model.ids import DayId, PersonId, TrackId
from kiosk.rules.model.records import WEEKDAYS, Person, Window
from kiosk.rules.model.staff_mapping import AS_IT_IS, StaffMapping
from kiosk.rules.model.terms import Role
from kiosk.text import t

DAY_NAMES = {
    "mon": ("monday", "llun", "dydd llun"),
    "tue": ("tues", "tuesday", "mawrth", "dydd mawrth"),
    "wed": ("wednesday", "mercher", "dydd mercher"),
    "thu": ("thur", "thurs", "thursday", "iau", "dydd iau"),
    "fri": ("friday", "gwener", "dydd gwener"),
    "sat": ("saturday", "sadwrn", "dydd sadwrn"),
    "sun": ("sunday", "sul", "dydd sul"),
}

ALIASES: dict[str, tuple[str, ...]] = {
    "id": (
        "person id", "person key", "staff id", "employee id", "external id", "staff number",
        "arbor id", "bromcom id", "staff no", "employee number", "employee no", "teacher id",
        "payroll number", "payroll no",
    ),
    "forename": (
        "first name", "given name", "chosen forename", "enw cyntaf", "forenames", "legal forename",
        "legal first name", "legal first names", "legal given name",
    ),
    "surname": ("last name", "family name", "legal surname", "legal last name", "cyfenw",
                "legal family name"),
    "name": (
        "staff name", "full name", "employee name", "staff member", "member of staff", "employee",
        "legal name", "whole name", "enw", "enw llawn", "enw staff",
    ),
    "role": (
        "roles", "staff type", "post", "job role", "job title", "post title", "position", "job",
        "contract post", "title of post", "post swf", "main role", "primary role",
        "contract role", "business role", "business roles", "rôl", "swydd", "teitl swydd",
    ),
    "preferred_forename": ("preferred first name", "preferred first", "preferred given name",
                           "preferred name", "known as"),
    "preferred_surname": ("preferred last name", "preferred last", "preferred family name"),
    "display_name": ("display as", "shown name"),
    "staff_code": (
        "code", "initials", "timetable abbreviation", "teacher code", "identifier", "cod staff",
    ),
    "department": ("dept", "faculty", "team", "adran"),
    "host": ("school", "from school", "organisation", "agency", "ysgol", "asiantaeth"),
    "duties": ("duty", "responsibilities", "dyletswyddau"),
    "needs": ("topics wanted", "training needs"),
    "badge": (
        "badge code", "badge number", "badge no", "badge id", "card", "card number", "card no",
        "card id", "fob", "fob number", "bathodyn", "rhif bathodyn", "cerdyn", "rhif cerdyn",
    ),
    "language": ("language preference", "language pref", "preferred language", "iaith"),
    "agreed": ("agreed hours", "agreed dates"),
    "track": ("induction track", "induction"),
    "started": ("start date", "first day", "date started", "dyddiad dechrau"),
    "mentor": ("induction mentor", "mentor id"),
    "left": (
        "leaving date", "date of leaving", "date left", "leave date", "leaves on", "end date",
        "employment end date", "dyddiad gadael",
    ),
    "fte": ("full time equivalent", "contract fte", "cyfwerth ag amser llawn"),
    "weekly_hours": (
        "hours per week", "hours a week", "contracted hours", "contract hours", "weekly hours",
        "contracted hours per week", "total hours per week", "oriau'r wythnos",
    ),
    "full_hours": ("fte hours per week", "fte hours", "full time hours"),
    "days": ("working days", "days worked", "work pattern", "working pattern", "diwrnodau gwaith"),
    "weeks": ("weeks per year", "weeks a year", "working weeks", "wythnosau"),
    "status": ("employment status", "staff status", "record status", "statws"),
    "enabled": ("enabled user", "account enabled", "is enabled", "active", "is active"),
    # a column headed "Disabled" alone may be about people, and not about their accounts
    "inactive": (
        "account disabled", "user disabled", "deleted", "archived", "is deleted", "is archived",
    ),
    **{
        day: (*names, f"works {day}", f"{day} hours", f"{names[0]} hours")
        for day, names in DAY_NAMES.items()
    },
}  # fmt: skip
"""The columns of a staff file, each with its other headings in school systems and spreadsheets."""


def _is_value(text: str) -> bool:
    return role_in(text) is not None or text.isdecimal() or cells.parse_date(text) is not None


COLUMNS = Columns(
    with_headings(ALIASES),
    ("forename", "surname", "role"),
    is_private=is_private,
    instead={"forename": "name", "surname": "name"},
    ranked=frozenset({"id", "forename", "surname", "name", "staff_code"}),
    by_cells={"title": ("role", NO_HONORIFIC)},
    is_value=_is_value,
)

SPOILT_ID = re.compile(r"\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""A long number as a spreadsheet shortens it (1.23E+11), which loses its last digits."""

LOST_LETTER = re.compile(r"[^\W\d_]\?|[^\W\d_][_‡ˆ‰‹“”•˜™][^\W\d_]")
"""What is left of a name saved in a code page without its letters, or on an older Mac: "G?yn",
"Ll_r", "Si‰n"."""
TWO_PEOPLE = re.compile(r"[^\W\d_]\s*[&/+]\s*[^\W\d_]|\w (?:and|a|ac) (?=[^\W\d_a-z])")
"""A job share in one row: "Rhys & Elin"."""

NO_HOURS = t(
    "the hours of each day, in columns mon to fri: until then part-time staff are invited, and "
    "never expected. Are whole days named? Then add --day-hours 08:30-15:30"
)

WHOLE = t("hours such as 08:30-15:30; or say what a whole day is: --day-hours 08:30-15:30")
ONE_STRETCH = t("hours without a gap: until you change them, the time between the posts counts too")
EACH_POST = t("the hours of each post: until you change them, only the ones in the file count")
ONE_PERSON = t("one person: two who share a job need a row each")

DOUBT = t("the correct spelling: saving may have lost a letter such as ŵ or ŷ")


def read_staff(path: Path, mapping: StaffMapping = AS_IT_IS) -> StaffFile:
    """Return the people of a staff file, with the problems in it.

    Loading raises these together with its own, so that a person reads them all at once: cells that
    cannot be read, and ids that do not exist. Raises `BadInput` where there is no row to load.
    """
    staff = look_at_staff(path, mapping)
    if not staff.has_rows:
        raise BadInput(staff.problems)
    return staff


def look_at_staff(path: Path, mapping: StaffMapping = AS_IT_IS) -> StaffFile:
    """Return what `read_staff` returns, and of a file without rows the columns and what is wrong.

    So a person can be shown the file before every column is understood.
    """
    problems: list[Problem] = []
    table = gather_table(path, _columns(mapping), problems)
    if not table.rows:
        expected = t("a row of headings, and a row for each person")
        problems = problems or [Problem(table.file, 0, "", "", expected)]
        return StaffFile(
            table.file, sheet=table.places.sheet, problems=tuple(problems), columns=table.seen,
            mapping=mapping, has_rows=False,
        )  # fmt: skip
    noted: list[Problem] = []
    headings = table.places.headings
    people = [row for row in table.rows if not is_no_person(row.cells, headings)]
    staff = [row for row in people if not is_pupil(row.cells)]
    current = [row for row in staff if not is_marked_as_left(row.cells)]
    posts = _posts(current)
    rows = [
        person_in(table.entry(row, noted), mapping, posts[_identity(row.cells)]) for row in current
    ]
    problems += drop_repeated_problems(noted, table.columns)
    # what is wrong with somebody who has left does not matter any more
    gone = (row for row in staff if is_marked_as_left(row.cells))
    leavers = (person_in(table.entry(row, []), mapping, [row.cells]) for row in gone)
    titles = Counter(row.cells.get("role", "") for row in current)
    return StaffFile(
        table.file, tuple(rows), table.ignored, tuple(_doubts(rows)), tuple(problems),
        tuple(leavers), len(people) - len(staff), table.places.sheet, table.others, table.private,
        len(table.rows) - len(people),
        tuple((title, role_for(mapping, title), n) for title, n in titles.most_common()),
        table.seen, mapping,
        sum(map(_names_only_days, current, rows)),
    )  # fmt: skip


def _names_only_days(row: Row, person: FileRecord[Person]) -> bool:
    return person.record.hours is None and bool(parse_days(row.cells.get("days", "")))


def _columns(mapping: StaffMapping) -> Columns:
    """Return the columns of a staff file with the headings that a person has mapped."""
    needed = tuple(one for one in COLUMNS.required if one != "role" or mapping.for_all is None)
    return replace(COLUMNS, mapped=columns_said(mapping), required=needed)


def _identity(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return what rows (posts) of the same person have in common."""
    known = cells.get("id") or cells.get("staff_code")
    return (
        (known,) if known else tuple(cells.get(one, "") for one in ("forename", "surname", "name"))
    )


def _posts(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Mapping[str, str]]]:
    """Return the rows of each person."""
    posts: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in rows:
        posts.setdefault(_identity(row.cells), []).append(row.cells)
    return {who: _without_ended(several) for who, several in posts.items()}


def _without_ended(posts: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return the posts that end last: those without a last day, or with the latest one.

    Without today's date nobody knows which others have ended, and too little work is asked about.
    """
    ends = [_end_of(post.get("left", "")) for post in posts]
    return [post for post, end in zip(posts, ends, strict=True) if end == max(ends)]


def _end_of(cell: str) -> date:
    """Return the last day of a post, or the last day of all where none is given or understood."""
    return (None if is_no_date(cell) else cells.parse_date(cell)) or date.max


def person_in(
    entry: FieldReader,
    mapping: StaffMapping = AS_IT_IS,
    posts: Sequence[Mapping[str, str]] = (),
) -> FileRecord[Person]:
    """Return the person of a row, be it of a file or of a form; `posts` are all their rows."""
    forename = entry.text("forename")
    surname = entry.text("preferred_surname") or entry.text("surname")
    whole = divide("" if forename or surname else entry.text("name"))
    forename, surname = forename or whole.forename, surname or whole.surname
    if not forename and not surname:
        entry.note("surname", "", t("a forename or a surname"))
    more_duties = duties_in(entry.text("role"))
    person = Person(
        id=PersonId(_id(entry)),
        forename=forename,
        surname=surname,
        role=_role(entry, mapping),
        preferred_forename=entry.text("preferred_forename") or whole.preferred,
        display_name=entry.text("display_name"),
        staff_code=entry.text("staff_code"),
        department=entry.text("department"),
        # compared without regard to case, so kept in lower case
        duties=tuple(dict.fromkeys(map(str.casefold, (*entry.list("duties"), *more_duties)))),
        needs=entry.list("needs"),
        badge=_badge(entry),
        language=entry.language("language", blank=""),
        hours=(hours := _hours(entry, mapping.day_hours)),
        part_time=hours is None and is_part_time(posts),
        agreed=_agreed(entry),
        track=TrackId(entry.text("track")),
        started=entry.date("started"),
        mentor=PersonId(entry.text("mentor")),
        left=None if is_no_date(entry.text("left")) else entry.date("left"),
        coming=guest_kind_of(entry.text("role")),
        host=entry.text("host"),
    )
    given = _given(entry, hours)
    return entry.record(person, given | {MORE_DUTIES} if more_duties else given)


def _given(entry: FieldReader, hours: dict[str, Window] | None) -> frozenset[str]:
    """Return the fields that the file has columns for: loading leaves all others as they are."""
    given = _given_by(frozenset(entry.values))
    return given | {"hours"} if entry.text("days") and hours is not None else given


@lru_cache
def _given_by(columns: frozenset[str]) -> frozenset[str]:
    """Return the fields that columns give; the same for every row of a file."""
    given = columns & set(Person.__struct_fields__)
    given |= {"forename", "surname"} if "name" in columns else set()
    given |= {"coming"} if "role" in columns else set()
    given |= {"part_time"} if columns & set(SHARES) else set()
    weekdays = columns & set(WEEKDAYS)
    # the weekdays too: a column for Mondays alone says nothing of the other days
    return given | weekdays | {"hours"} if weekdays else given


def _id(entry: FieldReader) -> str:
    found = entry.text("id")
    if SPOILT_ID.fullmatch(found):
        entry.note("id", found, t("all the digits: the spreadsheet has shortened this number"))
    return found


def _role(entry: FieldReader, mapping: StaffMapping) -> Role:
    word = entry.text("role")
    role = role_for(mapping, word)
    if role is None:
        entry.note("role", word, one_of(known.value for known in Role))
    return role or Role.VISITOR


def _badge(entry: FieldReader) -> str:
    # scanned codes are taken in capitals, whatever Caps Lock does to the scanner
    badge = entry.text("badge").upper()
    needed = other_code_needed(badge) if badge else None
    if needed is not None:
        entry.note("badge", badge, needed)
    return badge


def _hours(entry: FieldReader, whole_day: Window | None) -> dict[str, Window] | None:
    """Return the hours by weekday; None where all these cells are blank, so hours are unknown.

    Days without hours ("Wed-Fri") have those of a whole day, if a person has said what these are.
    """
    texts = {day: entry.text(day) for day in WEEKDAYS if entry.given(day)}
    if not any(texts.values()):
        days = parse_days(entry.text("days"))
        return dict.fromkeys(days, whole_day) if days and whole_day else None
    worked = (day for day, text in texts.items() if text and not cells.is_not_worked(text))
    return {day: hours for day in worked if (hours := _hours_of(entry, day, whole_day))}


def _hours_of(entry: FieldReader, day: str, whole_day: Window | None) -> Window | None:
    text = entry.text(day)
    if text.casefold() not in cells.WHOLE_DAY:
        return entry.window(day)
    if whole_day is None:
        entry.note(day, text, WHOLE)
    return whole_day


def _agreed(entry: FieldReader) -> dict[DayId, Window]:
    """Return the agreed hours by date, from "01/09/2026 09:30-12:30; 23/10/2026 08:45-12:15"."""
    found: dict[DayId, Window] = {}
    for part in entry.list("agreed"):
        first, _, rest = part.partition(" ")
        day, window = cells.parse_date(first), cells.parse_window(rest.strip())
        if day is None:
            entry.note("agreed", part, t("{date}, then the hours", date=A_DATE))
        elif window is None:
            entry.note("agreed", part, HOURS)
        else:
            found[DayId(day.isoformat())] = window
    return found


def _doubts(rows: list[FileRecord[Person]]) -> list[Problem]:
    found = list(_doubtful_hours(rows))
    for row in rows:
        for column in ("forename", "surname", "preferred_forename", "display_name"):
            name = getattr(row.record, column)
            if LOST_LETTER.search(name):
                found.append(row.problem(column, name, DOUBT))
        if TWO_PEOPLE.search(row.record.name):
            found.append(row.problem("name", row.record.name, ONE_PERSON))
        if row.record.part_time:
            found.append(row.problem("days", row.record.name, NO_HOURS))
    return found


def _doubtful_hours(rows: list[FileRecord[Person]]) -> Iterator[Problem]:
    """Yield a problem for each day on which a person's posts have time between them.

    And for each person of whose posts only some have hours.
    """
    posts: dict[tuple[str, ...], list[FileRecord[Person]]] = {}
    for row in rows:
        person = row.record
        key = (person.id or person.staff_code, person.forename, person.surname)
        posts.setdefault(key, []).append(row)
    for several in (one for one in posts.values() if len(one) > 1):
        if len({one.record.hours is None for one in several}) > 1:
            yield several[-1].problem("fte", several[-1].record.name, EACH_POST)
        for day in WEEKDAYS:
            windows = [one.record.hours[day] for one in several
                       if one.record.hours and day in one.record.hours]  # fmt: skip
            windows.sort(key=lambda one: (one.start, one.end))
            if any(one.end < other.start for one, other in pairwise(windows)):
                found = ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in windows)
                yield several[-1].problem(day, found, ONE_STRETCH)
