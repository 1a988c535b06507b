"""The listings of attendance: what people did on a day or several, and beyond their own hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.exchange.listings import DisplayValue, Listing, Value, listed_name
from kiosk.language import Language
from kiosk.rules.attendance.invitations import TERMS_NAMES
from kiosk.rules.attendance.marks import STATE_NAMES, attended, current_mark
from kiosk.rules.attendance.session_lines import expected_people, session_line
from kiosk.rules.attendance.time_attended import final_state, minutes_attended
from kiosk.rules.follow_up.catch_up import catch_ups_owed
from kiosk.rules.follow_up.catch_up_states import STATE_NAMES as CATCH_UP_NAMES
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.hours_beyond import hours_beyond
from kiosk.rules.model.attendance_records import CatchUp, Mark
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.records import InsetDay, Person, Session
from kiosk.rules.model.requirement import session_requirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState, Requirement
from kiosk.text import ShortDate, Text, t

WHEN_AND_WHO = ("day", "forename", "surname", "role")
DONE = {
    CatchUpState.HANDED_IN: "handed in",
    CatchUpState.DONE: "caught up",
    CatchUpState.WAIVED: "waived",
}
"""What the column `done` says of a catch-up that its person has nothing more to do for."""
WHAT = ("title", "start", "end", "requirement", "done", "to_do", "due")


def attendance_listing(
    school: School,
    now: datetime,
    days: Iterable[InsetDay],
    language: Language,
    *,
    everyone: bool = False,
    is_range: bool = False,
) -> Listing:
    """Return what each person's marks in each session add up to, by day, session, then name.

    `everyone`: also people without a mark, in the sessions they are expected in; people who are
    expected nowhere have a line without a session. `is_range`: a list of several days, which has no
    mark that says that somebody was absent: over time it would be a record of who was ill, and what
    is still to do says all that the school needs. So everyone who is to catch up has a line, with a
    mark or not, and a mark of an absence alone makes none. JSON and CSV also give the minutes of
    presence, if the school shows them. The table of one day ends with the figures of each session.
    """
    days, keeps = list(days), school.settings.keep_minutes
    rows = [
        row
        for day in days
        for row in _DayRows(school, now, day, language, is_range).rows(everyone=everyone)
    ]
    sums = [_session_sum(school, one)
            for day in days if not is_range for one in school.sessions_on(day.id)
            if any(row.session is one and row.mark is not None for row in rows)]  # fmt: skip
    unchecked = sorted({row.person.name for row in rows if row.person.to_confirm})
    if unchecked:
        sums.append(t("ID not checked: {names}", names=", ".join(unchecked)))
    return Listing(
        ("person", "session", "mark", "at", *(("minutes",) if keeps else ()), *WHEN_AND_WHO, *WHAT),
        [row.values(language, keeps=keeps, says_absent=not is_range) for row in rows],
        (
            *((t("Day"),) if is_range else ()),
            *(t("Name"), t("Session"), t("Title"), t("Mark"), t("At"), t("Note")),
        ),
        [
            (*((row.day.id,) if is_range else ()), *row.shown(says_absent=not is_range))
            for row in rows
        ],
        t("No one is marked in any session on these days.")
        if is_range else t("No one is marked in any session on this day."),
        soft=frozenset({3 if is_range else 2}),
        sums=tuple(sums),
    )  # fmt: skip


def _session_sum(school: School, session: Session) -> Text:
    """Return the figures of a session, as the board shows them."""
    figures = session_line(school, session).figures
    said = t(
        "{title}: {due} expected, {here} there, {away} away or gone, {rest} not marked",
        title=school.workshop(session).title,
        due=figures.due,
        here=figures.arrived,
        away=figures.accounted + figures.left,
        rest=figures.not_yet_in,
    )
    if figures.others:
        said = t("{said}; {n} more there who weren't expected", said=said, n=figures.others)
    return said


@dataclass(frozen=True)
class _Row:
    """One person in one session of a day; without a session: on a day that asks nothing of them."""

    school: School
    day: InsetDay
    person: Person
    session: Session | None
    catch_up: CatchUp | None

    @property
    def mark(self) -> Mark | None:
        """The mark that counts."""
        return current_mark(self.school, self.person.id, self.session) if self.session else None

    @property
    def state(self) -> MarkState | None:
        """The state that the marks add up to."""
        # the last mark alone would not do: to leave at the end is not to leave early
        return final_state(self.school, self.person.id, self.session) if self.session else None

    def _told(self, *, says_absent: bool) -> tuple[MarkState | None, datetime | None]:
        """Return the state and its time; neither where it would say that somebody was absent."""
        state, mark = self.state, self.mark
        if state is None or mark is None or not (says_absent or state.attended):
            return None, None
        return state, self.school.local(mark.at)

    @property
    def _done(self) -> str:
        if self.state is not None and self.state.attended:
            return "in part" if self.state is MarkState.LEFT else "attended"
        state = self._catch_up_state
        return DONE.get(state, "") if state is not None else ""

    @property
    def _catch_up_state(self) -> CatchUpState | None:
        return state_of(self.school, self.catch_up) if self.catch_up is not None else None

    @property
    def _requirement(self) -> Requirement:
        if self.session is None:
            return Requirement.NOT_REQUIRED
        return session_requirement(self.school, self.person, self.session).requirement

    def values(self, language: Language, *, keeps: bool, says_absent: bool) -> tuple[Value, ...]:
        """Return the row for programs."""
        session, owed = self.session, self.catch_up
        state, at = self._told(says_absent=says_absent)
        minutes = minutes_attended(self.school, self.person.id, session) if session else ()
        is_open = self._catch_up_state is CatchUpState.OPEN
        to_do = ("catch up" if owed.required else "may catch up") if owed and is_open else ""
        return (
            self.person.id,
            session.id if session else "",
            state.value if state else "",
            at.isoformat(timespec="seconds") if at else "",
            *((len(minutes),) if keeps else ()),
            self.day.id,
            *listed_name(self.person),
            self.person.role.value,
            language.say(self.school.workshop(session).title) if session else "",
            f"{session.start:%H:%M}" if session else "",
            f"{session.end:%H:%M}" if session else "",
            self._requirement.value,
            self._done,
            to_do,
            owed.due.isoformat() if owed and is_open and owed.due else "",
        )

    def shown(self, *, says_absent: bool) -> tuple[DisplayValue, ...]:
        """Return the row for people."""
        session = self.session
        state, at = self._told(says_absent=says_absent)
        return (
            self.person.name,
            session.id if session else "",
            self.school.workshop(session).title if session else "",
            STATE_NAMES[state] if state else "",
            f"{at:%H:%M}" if at else "",
            self._note(),
        )

    def _note(self) -> Text | str:
        owed, state = self.catch_up, self._catch_up_state
        if state is CatchUpState.DONE:
            return t("caught up")
        if state in (CatchUpState.HANDED_IN, CatchUpState.WAIVED):
            return CATCH_UP_NAMES[state]
        if owed is not None and owed.due is not None:
            return t("to catch up by {day}", day=ShortDate(owed.due))
        if owed is not None:
            return t("may catch up")
        return "" if self._requirement is Requirement.REQUIRED else t("not required")


@dataclass
class _DayRows:
    """Makes the rows of one day."""

    school: School
    now: datetime
    day: InsetDay
    language: Language
    is_range: bool
    _owed: dict[PersonId, list[CatchUp]] = field(default_factory=dict)

    def rows(self, *, everyone: bool) -> Iterator[_Row]:
        """Yield the rows by session, then name; last those in no session."""
        school, in_order = self.school, sort_key_for(self.language.code)
        listed: set[PersonId] = set()
        for session in school.sessions_on(self.day.id):
            marked = school.day_record(self.day.id).marks.get(session.id, {})
            people = {who: school.people[who] for who in marked if who in school.people}
            expected = {}
            if everyone or self.is_range:
                expected = {who.id: who for who in expected_people(school, session)}
            for person in sorted((people | expected).values(), key=in_order):
                row = _Row(school, self.day, person, session, self._catch_up(person, session))
                if self._is_listed(row, is_asked_for=everyone and person.id in expected):
                    listed.add(person.id)
                    yield row
        rest = school.people_on(self.day.date) if everyone else {}
        for person in sorted(rest.values(), key=in_order):
            if person.id not in listed:
                yield _Row(school, self.day, person, None, None)

    def _is_listed(self, row: _Row, *, is_asked_for: bool) -> bool:
        """Return whether a row is listed: of several days none that only an absence makes."""
        if not self.is_range or is_asked_for:
            return True
        return row.catch_up is not None or (row.state is not None and row.state.attended)

    def _catch_up(self, person: Person, session: Session) -> CatchUp | None:
        """Return what the person is to do, or did, for a session that they missed."""
        if attended(self.school, person.id, session):
            return None  # asked first: most people attended most sessions
        is_over = self.now >= self.school.moment(self.day.id, session.end)
        if self.is_range and self.day.closed_at is None and not is_over:
            return None  # it would say who is reported absent
        if person.id not in self._owed:
            self._owed[person.id] = self._catch_ups(person)
        return next(
            (
                one
                for one in self._owed[person.id]
                if one.slot == session.slot and one.workshop in ("", session.workshop)
            ),
            None,
        )

    def _catch_ups(self, person: Person) -> list[CatchUp]:
        """Return those that closing or a slip recorded, else those that closing would record."""
        recorded = self.school.day_record(self.day.id).catch_ups.get(person.id, {})
        if self.day.closed_at is not None:
            return [one for one in recorded.values() if one.is_owed]
        owed = catch_ups_owed(self.school, self.now, person, self.day)
        settled = (one for one in recorded.values() if one.is_owed and not one.is_open)
        kept = {one.id: one for one in recorded.values() if one.is_owed}
        return [*({one.id: kept.get(one.id, one) for one in (*owed, *settled)}.values())]


def hours_listing(school: School, days: Iterable[InsetDay], language: Language) -> Listing:
    """Return what people attended beyond their own paid hours, by day, then name."""
    in_order = sort_key_for(language.code)
    found = [
        (person, beyond)
        for day in days
        for person in sorted(school.people_on(day.date).values(), key=in_order)
        if (beyond := hours_beyond(school, person, day)) is not None
    ]
    return Listing(
        ("person", "day", "forename", "surname", "minutes_beyond", "terms"),
        [
            (who.id, one.day, *listed_name(who), one.minutes,
             one.terms.value if one.terms is not None else "")
            for who, one in found
        ],
        (t("Day"), t("Name"), t("Minutes beyond their hours"), t("Terms")),
        [
            (one.day, who.name, t("hours not known") if one.minutes is None else one.minutes,
             TERMS_NAMES[one.terms] if one.terms is not None else "")
            for who, one in found
        ],
        t("No one attended beyond their own hours."),
        soft=frozenset({1}),
    )  # fmt: skip
