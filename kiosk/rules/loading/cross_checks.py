"""Cross-checks of a programme's files: whether they fit together, the staff and the bookings.

A session lies within its slot; leaders, resources, departments and duties exist; places that people
have booked stay possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.errors import Problem
from kiosk.rules.loading.choice_times import choice_time_problems
from kiosk.rules.model.far_dates import NOT_FAR, is_far
from kiosk.rules.model.file_contents import FileRecord, ProgrammeFile
from kiosk.rules.model.ids import DayId, ResourceId, SlotId
from kiosk.rules.model.programme import Programme
from kiosk.rules.model.records import InsetDay, Session, Slot, Track
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Role
from kiosk.text import Text, t

FIXED_TOKENS = frozenset({"all", "staff", "new", *(role.value for role in Role)})
"""Audience tokens that are valid with any staff list."""


class CrossChecks:
    """The checks of one load."""

    def __init__(
        self, school: School, now: datetime, file: ProgrammeFile, draft: Programme, zone: ZoneInfo
    ) -> None:
        """Check `file` against `draft`, the school's programme as it would be with the file."""
        self._school = school
        self._today = now.astimezone(zone).date()
        self._zone = zone
        self._file = file
        self._draft = draft
        self._departments = sorted({p.department for p in school.people.values()} - {""})
        self._duties = sorted({duty for p in school.people.values() for duty in p.duties})

    def problems(self) -> list[Problem]:
        """Return every problem, in the order of the files' parts and rows."""
        # Without any staff each leader would be a problem: one message is of more use.
        if not self._school.people and any(row.record.leaders for row in self._file.sessions):
            return [Problem(self._file.name, 0, "", "", t("the staff first: load the staff file"))]
        return [
            *(one for row in self._file.tracks for one in self._track(row)),
            *(one for row in self._file.days for one in self._day(row)),
            *(one for row in self._file.workshops for one in self._workshop(row)),
            *(one for row in self._file.sessions for one in self._session(row)),
            *self._left_behind(),
        ]

    def _day(self, row: FileRecord[InsetDay]) -> Iterator[Problem]:
        is_new = row.record.id not in self._school.programme.days
        if is_new and is_far(row.record.date, self._today):
            yield row.problem("date", row.record.id, NOT_FAR)
            return
        yield from choice_time_problems(row, self._draft.days[row.record.id], self._zone)
        for slot in row.record.slots:
            for column in ("required", "invited"):
                yield from self._tokens(row, column, getattr(slot, column))

    def _workshop(self, row: FileRecord[Any]) -> Iterator[Problem]:
        if not self._draft.workshops[row.record.id].title and "title" not in row.given:
            # the same problem for each row, of which the first is reported
            column = t("a column headed “{column}”", column="title_en")
            yield Problem(row.file, 1, "title_en", "", column)
        elif not self._draft.workshops[row.record.id].title:
            yield row.problem("title_en", "", t("a title, in English or Welsh"))
        for needed in row.record.requires:
            if needed not in self._draft.workshops or needed == row.record.id:
                yield row.problem("requires", needed, t("the id of another workshop"))
        yield from self._resources(row, row.record.resources)

    def _track(self, row: FileRecord[Track]) -> Iterator[Problem]:
        yield from self._resources(
            row, (resource for step in row.record.steps for resource in step.resources)
        )

    def _resources(
        self, row: FileRecord[Any], resources: Iterable[ResourceId]
    ) -> Iterator[Problem]:
        for resource in resources:
            # If the resources could not be read, each mention of one would be a problem too.
            if "resources" not in self._file.broken and resource not in self._draft.resources:
                yield row.problem("resources", resource, t("the id of a resource"))

    def _session(self, row: FileRecord[Session]) -> Iterator[Problem]:
        session = self._draft.sessions[row.record.id]
        for leader in session.leaders:
            if leader not in self._school.people:
                yield row.problem("leaders", leader, t("the id of a person in the staff file"))
        yield from self._tokens(row, "audience", session.audience)
        # A day that could not be read would make every session in it a problem.
        if "days" in self._file.broken or not session.day:
            return
        day = self._draft.days.get(session.day)
        if day is None:
            yield row.problem("day", session.day, t("the date of an INSET day"))
            return
        slot = _slot(day, session.slot)
        if slot is None:
            ids = ", ".join(one.id for one in day.slots)
            yield row.problem("slot", session.slot, t("a slot of that day: {slots}", slots=ids))
            return
        yield from _time_problems(row, slot, session)
        yield from self._booked(row, session)

    def _booked(self, row: FileRecord[Session], session: Session) -> Iterator[Problem]:
        """Yield a problem if the session changes its day though people are booked or marked."""
        known = self._school.programme.sessions.get(session.id)
        if known is None:
            return
        day_record = self._school.day_record(known.day)
        bookings = day_record.bookings.get(session.id, {})
        if known.day != session.day and (bookings or day_record.marks.get(session.id)):
            expected = t(
                "{day}, where people are booked; or a new id; if the day moved: --moved {day}={to}",
                day=known.day,
                to=session.day,
            )
            yield row.problem("day", session.day, expected)

    def _tokens(
        self, row: FileRecord[Any], column: str, audience: Iterable[str]
    ) -> Iterator[Problem]:
        for token in audience:
            expected = self._unknown(token)
            if expected is not None:
                yield row.problem(column, token, expected)

    def _unknown(self, token: str) -> Text | None:
        """Return what was expected instead of a token that names nobody, or None."""
        kind, colon, rest = token.partition(":")
        if kind == "dept" and colon:
            known = rest in self._departments
            departments = ", ".join(self._departments)
            return None if known else t("a department: {names}", names=departments)
        if kind == "person" and colon:
            return None if rest in self._school.people else t("the id of a person")
        if token in FIXED_TOKENS or token in self._duties:
            return None
        words = ", ".join((*sorted(FIXED_TOKENS), *self._duties))
        return t("dept:NAME, person:ID or one of: {words}", words=words)

    def _left_behind(self) -> Iterator[Problem]:
        """Yield sessions that the file leaves out although their slot goes or is too short now."""
        if "workshops" in self._file.broken:
            return
        named = {row.record.id for row in self._file.sessions}
        for row in self._file.days:
            for session in self._draft.all_by_day.get(row.record.id, ()):
                if session.id in named:
                    continue
                slot = _slot(self._draft.days[row.record.id], session.slot)
                if slot is None or not (slot.start <= session.start and session.end <= slot.end):
                    yield row.problem("slot", session.slot, _slot_that_holds(session))


def _slot_that_holds(session: Session) -> Text:
    return t(
        "a slot “{slot}” that holds the session “{session}”, {start} to {end}",
        slot=session.slot,
        session=session.id,
        start=session.start,
        end=session.end,
    )


def _slot(day: InsetDay, name: SlotId) -> Slot | None:
    return next((slot for slot in day.slots if slot.id == name), None)


def _time_problems(row: FileRecord[Session], slot: Slot, session: Session) -> Iterator[Problem]:
    if slot.kind.is_pause:
        yield row.problem("slot", slot.id, t("a slot that people attend: this one is a break"))
    if session.end <= session.start and {"start", "end"} <= row.given:
        return  # the reader of the file has noted it already
    if session.end <= session.start:
        expected = t("a time after the start, {start}", start=session.start)
        yield row.problem("end", f"{session.end:%H:%M}", expected)
    for column, clock in (("start", session.start), ("end", session.end)):
        if not slot.start <= clock <= slot.end:
            expected = t("a time within the slot, {start} to {end}", start=slot.start, end=slot.end)
            yield row.problem(column, f"{clock:%H:%M}", expected)


def in_slot(row: FileRecord[Session], session: Session, days: Mapping[DayId, InsetDay]) -> Session:
    """Return the session with its slot's start and end where the row gives none."""
    day = days.get(session.day)
    slot = _slot(day, session.slot) if day else None
    if slot is None:
        return session
    return replace(
        session,
        start=session.start if "start" in row.given else slot.start,
        end=session.end if "end" in row.given else slot.end,
    )
