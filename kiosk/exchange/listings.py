"""Listings of people, sessions, attendance, findings and a draw, as JSON, CSV or a table.

JSON and CSV are for programs: they have the same columns, and cut nothing. The table is for people,
and fits a width.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from kiosk.language import Language
from kiosk.rules.attendance.arrivals import is_on_site
from kiosk.rules.attendance.board import hours_ended
from kiosk.rules.attention.findings import Finding
from kiosk.rules.choosing.announcements import has_moved
from kiosk.rules.choosing.bookings import bookings_in, waiting_list_of
from kiosk.rules.choosing.capacity import places_held
from kiosk.rules.choosing.lottery import LotteryResult, lost_last_time
from kiosk.rules.choosing.offers import held_words
from kiosk.rules.follow_up.required_training import TRAINING_STATE_NAMES, TrainingLine
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.labels import ROLE_NAMES
from kiosk.rules.model.records import Person, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Both, Text, t

Value: TypeAlias = "str | int | bool | list[str] | None"
DisplayValue: TypeAlias = "str | int | Text | Both"

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to a spreadsheet, which then runs it."""

GAP = 2
"""Spaces between two columns of a table."""
NOTE = 6
"""By how many cells a line below a row is indented."""
LEAST = 6
"""The width, in terminal cells, below which no column is narrowed."""
SOFT_LEAST = 12
"""The width down to which soft columns are narrowed first, before any other."""


@dataclass(frozen=True)
class Listing:
    """Rows twice: for programs (`columns`, `rows`) and for people (`headings`, `shown`)."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    headings: tuple[Text, ...]
    shown: list[tuple[DisplayValue, ...]]
    nothing: Text
    """The sentence to show where there is no row."""
    soft: frozenset[int]
    """The positions of the table's columns that are narrowed before any other."""
    notes: tuple[tuple[Text, ...], ...] = ()
    """The table's lines below each row; empty: there are none at all."""
    sums: tuple[Text, ...] = ()
    """The table's last lines, such as totals."""

    def as_json(self) -> str:
        """Return one array, with an object on each line."""
        lines = (json.dumps(dict(zip(self.columns, row, strict=True)), ensure_ascii=False)
                 for row in self.rows)  # fmt: skip
        return "[" + ",\n ".join(lines) + "]\n"

    def as_csv(self) -> str:
        """Return headings and rows. `'` stands before what a spreadsheet would run."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return out.getvalue()

    def as_xlsx(self, title: Text, language: Language) -> bytes:
        """Return a workbook of one sheet, in which every text stays a text, also `=1+1`."""
        import xlsxwriter  # loaded here: only who asks for a workbook waits for it

        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            sheet = book.add_worksheet(language.say(title))
            sheet.freeze_panes(1, 0)
            for place, name in enumerate(self.columns):
                sheet.write_string(0, place, name, book.add_format({"bold": True}))
            for line, row in enumerate(self.rows, 1):
                for place, value in enumerate(row):
                    match value:
                        case bool():
                            sheet.write_boolean(line, place, value)
                        case int():
                            sheet.write_number(line, place, value)
                        case _:
                            sheet.write_string(line, place, _plain(value))
            sheet.autofit()
        return file.getvalue()

    def as_table(self, language: Language, width: int) -> str:
        """Return aligned columns in `width` cells or fewer; cut texts end with an ellipsis."""
        if not self.rows:
            return language.say(self.nothing) + "\n"
        table = aligned(language, self.headings, self.shown, width, self.soft, self.notes)
        sums = [line for one in self.sums for line in textwrap.wrap(language.say(one), width)]
        return table + "".join(f"{line}\n" for line in ("", *sums) if sums)


def aligned(
    language: Language,
    headings: Sequence[Text],
    rows: Sequence[Sequence[DisplayValue]],
    width: int,
    soft: frozenset[int] = frozenset(),
    notes: Sequence[Sequence[Text]] = (),
) -> str:
    """Return a table whose columns stand apart whatever their contents, numbers to the right.

    It is `width` cells wide or less. `soft` and `notes` are as in `Listing`.
    """
    lines = [[language.say(value) for value in row] for row in (headings, *rows)]
    widths = _fitted(lines, width, soft)
    rightward = [any(isinstance(row[place], int) for row in rows) for place in range(len(headings))]
    shown = [_line(cells, widths, rightward) for cells in lines]
    for place, below in enumerate(notes, 1):
        shown[place] += "".join(_note(language.say(note), width) for note in below)
    return "".join(shown)


def people_listing(
    school: School, now: datetime, people: Iterable[Person], day: DayId | None
) -> Listing:
    """Return people in the order given, with whether they are on site on a day (None: nobody is).

    Forename and surname are the preferred ones. The table says whose own hours are over.
    """
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    for person in people:
        on_site = day is not None and is_on_site(school, person.id, day)
        rows.append((person.id, *listed_name(person), person.role.value, on_site))
        role = ROLE_NAMES[person.role]
        here: DisplayValue = t("on site") if on_site else ""
        over = on_site and day and hours_ended(school, now, person, school.programme.days[day])
        if over:
            here = t("on site, hours ended {time}", time=f"{over:%H:%M}")
        if on_site and person.to_confirm:
            here = t("{here}, ID not checked", here=here)
        shown.append((person.id, person.name, role, school.word(person.department), here))
    return Listing(
        ("id", "forename", "surname", "role", "on_site"),
        rows,
        (t("Id"), t("Name"), t("Role"), t("Department"), t("Now")),
        shown,
        t("Nobody was found."),
        soft=frozenset({2, 3}),
    )


def listed_name(person: Person) -> tuple[str, str]:
    """Return the forename and surname that a person goes by, never a legal name they do not use.

    Where the person has only a display name, that is split into the two.
    """
    whole = person.display_name
    if person.preferred_forename or not whole or whole == f"{person.forename} {person.surname}":
        return person.preferred_forename or person.forename, person.surname
    if person.surname and whole.endswith(f" {person.surname}"):
        return whole.removesuffix(person.surname).rstrip(), person.surname
    return whole, ""


def sessions_listing(school: School, sessions: Iterable[Session]) -> Listing:
    """Return these sessions of a day."""
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    for session in sessions:
        booked, waiting = len(bookings_in(school, session)), len(waiting_list_of(school, session))
        audience = list(session.audience)
        status = "moved" if has_moved(school, session) else "on offer"
        status = "cancelled" if session.is_cancelled else status
        rows.append(
            (
                session.id, session.places, booked, waiting, audience, status,
                f"{session.start:%H:%M}", f"{session.end:%H:%M}", session.room,
                [*session.leaders], session.is_cancelled, session.moved_from,
                f"{session.moved_start:%H:%M}" if session.moved_start is not None else "",
                len(places_held(school, session)),
            )
        )  # fmt: skip
        shown.append(_session_shown(school, session, booked, waiting))
    return Listing(
        (
            "id",
            "places",
            "booked",
            "queue",
            "audience",
            "status",
            "start",
            "end",
            "room",
            "leaders",
            "cancelled",
            "moved_from",
            "start_was",
            "held",
        ),
        rows,
        (t("Id"), t("Starts"), t("Title"), t("Room"), t("Booked"), t("Waiting list")),
        shown,
        t("There is no such session on this day."),
        soft=frozenset({3}),
    )


def _session_shown(
    school: School, session: Session, booked: int, waiting: int
) -> tuple[DisplayValue, ...]:
    starts = f"{session.start:%H:%M}"
    title, room = school.workshop(session).title, school.word(session.room)
    if session.is_cancelled:
        return (session.id, starts, title, room, t("cancelled"), "")
    if school.slot(session).kind is not SlotKind.CHOICE:
        return (session.id, starts, title, room, "", "")
    taken: DisplayValue = booked
    if session.places is not None:
        taken = t("{booked} of {places}", booked=booked, places=session.places)
        held = held_words(school, session)
        taken = taken if held is None else t("{one} · {other}", one=taken, other=held)
    return (session.id, starts, title, room, taken, waiting)


def training_listing(lines: Iterable[TrainingLine]) -> Listing:
    """Return everyone whom required training names, by training, then name."""
    people = [(line.workshop, who, state) for line in lines for who, state in line.people]
    return Listing(
        ("workshop", "person", "state"),
        [(planned.id, who.id, state.value) for planned, who, state in people],
        (t("Training"), t("Name"), t("Role"), t("State")),
        [
            (planned.title, who.name, ROLE_NAMES[who.role], TRAINING_STATE_NAMES[state])
            for planned, who, state in people
        ],
        t("No workshop on this day is required training."),
        soft=frozenset({0}),
    )


def draw_listing(
    school: School, day: DayId, results: Iterable[LotteryResult], language: Language
) -> Listing:
    """Return the results of a draw with their reasons, slot by slot in the order drawn."""
    today = school.day(day)
    slots = {slot.id: slot for slot in today.slots}
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    for result in results:
        why, first = result.why, lost_last_time(school, result.person, today)
        if first:
            why = t("Missed out last time, so goes first. {why}", why=why)
        got = (result.session or None, result.rank or None, result.turn)
        rows.append((result.person, result.slot, *got, first, language.say(why)))
        name, starts = school.people[result.person].name, f"{slots[result.slot].start:%H:%M}"
        shown.append((starts, name, result.session or "–", why))
    return Listing(
        ("person", "slot", "session", "wish", "turn", "lost_last_time", "why"),
        rows,
        (t("Starts"), t("Name"), t("Session"), t("Why")),
        shown,
        t("No one has made a choice yet."),
        soft=frozenset(),
    )


def findings_listing(findings: Iterable[Finding], language: Language) -> Listing:
    """Return what does not fit, in the order given."""
    rows: list[tuple[Value, ...]] = []
    shown: list[tuple[DisplayValue, ...]] = []
    for found in findings:
        about: list[list[str]] = [[*found.people], [*found.sessions], [*found.slots]]
        rows.append((found.day, found.kind.value, *about, language.say(found.text)))
        shown.append((found.day, found.text))
    return Listing(
        ("day", "kind", "people", "sessions", "slots", "text"),
        rows,
        (t("Day"), t("What does not fit")),
        shown,
        t("Everything fits."),
        soft=frozenset(),
    )


# -- cells ------------------------------------------------------------------------------------


def _cell(value: Value) -> str:
    return _harmless(_plain(value)) if isinstance(value, str | list) else _plain(value)


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():  # before the numbers, of which Python counts it as one
            return "true" if value else "false"
        case list():
            return "; ".join(value)
        case _:
            return str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _fitted(lines: Sequence[Sequence[str]], width: int, soft: frozenset[int]) -> list[int]:
    """Return the width of each column: what it needs, or less where all together would not fit."""
    # loaded here, because JSON and CSV need no widths and are what scripts call often
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    room = width - GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST:
        narrowed = [place for place in soft if widths[place] > SOFT_LEAST] or range(len(widths))
        widths[max(narrowed, key=lambda place: widths[place])] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], rightward: Sequence[bool]) -> str:
    parts = (
        _padded(cell, width, right)
        for cell, width, right in zip(cells, widths, rightward, strict=True)
    )
    return (" " * GAP).join(parts).rstrip() + "\n"


def _note(text: str, width: int) -> str:
    """Return a text on lines of its own, indented and not cut."""
    from rich.cells import chop_cells

    return "".join(f"{' ' * NOTE}{part}\n" for part in chop_cells(text, width - NOTE))


def _padded(text: str, width: int, right: bool) -> str:
    """Return a text in exactly `width` cells: a wide letter takes two, a combining mark none."""
    from rich.cells import cell_len, chop_cells

    if cell_len(text) > width:
        text = chop_cells(text, width - 1)[0] + "…"
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
