"""Loading invitations from a file: new ones are added, changed ones are asked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from msgspec.structs import replace

from kiosk.errors import BadInput, Problem
from kiosk.rules.attendance.invitations import reallocate_places
from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.loading.report import STAYS, build_report, joined, name_of, sections
from kiosk.rules.loading.school_files import describe_counts
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import FileRecord, InvitationFile
from kiosk.rules.model.ids import PersonId, join_ids
from kiosk.rules.model.names import fold
from kiosk.rules.model.personal_records import Invitation
from kiosk.rules.model.records import Person
from kiosk.rules.model.requirement import own_hours
from kiosk.rules.model.school import School, put
from kiosk.text import t, tn


@decision
def load_invitations(school: School, now: datetime, file: InvitationFile) -> Changes:
    """Add the invitations of a file and update the others. None is removed.

    A person whose hours or terms change is asked again; other answers stay.

    Raises:
        BadInput: with every problem of the file.
    """
    problems = list(file.problems)
    finder = _StaffFinder(school.people)
    new: dict[str, tuple[Invitation, int]] = {}
    for row in file.rows:
        found = finder.with_ids(row, problems)
        _check(school, row, found, now.date(), problems)
        if found is None:
            continue
        if found.id in new:
            expected = t("only once in the file: row {row} has it", row=new[found.id][1])
            problems.append(row.problem("person", row.record.person, expected))
        new.setdefault(found.id, (found, row.row))
    if problems:
        raise BadInput(sorted(problems, key=lambda problem: problem.row))
    loaded = [_with_answer(school, invitation) for invitation, _ in new.values()]
    before = {one.id: school.day_record(one.day).invitations.get(one.person) for one in loaded}
    changed = [one for one in loaded if before[one.id] != one]
    added = sum(before[one.id] is None for one in changed)
    asked_again = sum(
        one.accepted is None and old is not None and old.accepted is not None
        for one in changed
        for old in [before[one.id]]
    )
    items: list[Put | Remove] = [put(one) for one in changed]
    days = sorted({one.day for one in changed})
    message = t(
        "Invitations: {counts}{again}.",
        counts=describe_counts(added, len(changed) - added, len(loaded) - len(changed)),
        again=tn("; {n} person is invited again", "; {n} people are invited again", asked_again)
        if asked_again else "",
    )  # fmt: skip
    items += reallocate_places(school, now, items, days)
    named = {one.id for one in loaded}
    stays = (
        invitation
        for day in sorted({one.day for one in loaded})
        for invitation in school.day_record(day).invitations.values()
        if invitation.id not in named
    )
    names = (name for one in stays if (name := name_of(school, one)) is not None)
    report = joined(build_report(school, items), sections((STAYS, names, True)))
    more = partial(attention_notes, school, now, items)
    return Changes(tuple(items), message, (), more, report)


def _with_answer(school: School, new: Invitation) -> Invitation:
    """Return the invitation with the answer given before, if hours and terms are the same."""
    old = school.day_record(new.day).invitations.get(new.person)
    if old is None or (old.hours, old.terms) != (new.hours, new.terms):
        return new
    return replace(new, accepted=old.accepted)


class _StaffFinder:
    """Finds people as a file names them: by id, or by a staff code that only one person has."""

    def __init__(self, people: Mapping[PersonId, Person]) -> None:
        self._ids: dict[str, PersonId] = {}
        twice = set()
        for person in people.values():
            code = fold(person.staff_code)
            if code in self._ids:
                twice.add(code)
            elif code:
                self._ids[code] = person.id
        # A code that two people have finds neither.
        for code in twice:
            del self._ids[code]
        self._people = people

    def with_ids(self, row: FileRecord[Invitation], problems: list[Problem]) -> Invitation | None:
        """Return the row's invitation with ids for names. Where that fails, add a problem."""
        found = {}
        for column in ("person", "agreed_by"):
            given = getattr(row.record, column)
            who = given if given in self._people else self._ids.get(fold(given))
            if who is not None:
                found[column] = who
            elif given:  # a blank cell was noted when the file was read
                expected = t("the id or the staff code of a person in the staff file")
                problems.append(row.problem(column, given, expected))
        if len(found) < 2:
            return None
        day = row.record.day
        return replace(row.record, id=join_ids(day, found["person"]), **found)


def _check(
    school: School,
    row: FileRecord[Invitation],
    found: Invitation | None,
    today: date,
    problems: list[Problem],
) -> None:
    """Note the problems with a row's day or hours."""
    day = school.programme.days.get(row.record.day)
    if day is None:
        if row.record.day:
            problems.append(row.problem("day", row.record.day, t("the date of an INSET day")))
        return
    if found is None or school.day_record(day.id).invitations.get(found.person) == _with_answer(
        school, found
    ):
        return  # Unchanged: a file of the whole year may be loaded again when some days are over.
    if day.date < today or day.closed_at is not None:
        problems.append(row.problem("day", day.id, t("a day that isn't over yet")))
    if not school.people[found.person].is_here(day.date):
        expected = t("someone who is at the school that day: this person has left")
        problems.append(row.problem("person", row.record.person, expected))
    # An accepted invitation replaces the person's hours of that day, so it must include them.
    own = own_hours(school, school.people[found.person], day).window
    if own is not None and not found.hours.holds(own.start, own.end):
        expected = t(
            "all the hours of that day, the person's own too, {start} to {end}",
            start=own.start,
            end=own.end,
        )
        written = f"{found.hours.start:%H:%M}-{found.hours.end:%H:%M}"
        problems.append(row.problem("from", written, expected))
