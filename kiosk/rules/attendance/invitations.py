"""Invitations to days on which somebody cannot be required: loaded, accepted, declined.

Part-time staff may be asked to come on a day they do not work, and then paid or given time off in
lieu; they may refuse (NEU). Until it is accepted an invitation changes nothing, so silence is a no,
and nobody can tell the one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec.structs import replace

from kiosk.errors import BadInput, Problem, Refused
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import settle
from kiosk.rules.loading.school_files import counted
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import InvitationFile, Placed
from kiosk.rules.model.names import alphabetical, fold
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Person, key
from kiosk.rules.model.requirement import beyond_hours, own_hours
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Proof
from kiosk.text import t, tn

TERMS_NAMES = {
    Terms.PAID: t("paid"),
    Terms.LIEU: t("time off in lieu"),
    Terms.VOLUNTARY: t("voluntary, unpaid"),
}
"""What the terms are called on screen."""


def days_to_come(school: School, today: date) -> list[InsetDay]:
    """Return the days of which invitations can still be answered, the first one first."""
    days = sorted(school.programme.days.values(), key=lambda day: day.id)
    return [day for day in days if day.date >= today and day.closed_at is None]


def invitations_of(school: School, person: str, today: date) -> list[Invitation]:
    """Return a person's invitations that can still be answered, the first day first."""
    books = (school.book(day.id) for day in days_to_come(school, today))
    return [book.invitations[person] for book in books if person in book.invitations]


def all_invitations(school: School, today: date, language: str) -> list[Invitation]:
    """Return everybody's invitations that can still be answered: by day, then by name.

    `language` is the one by whose alphabet names are sorted.
    """
    by_name = alphabetical(language)
    return [
        invitation
        for day in days_to_come(school, today)
        for invitation in sorted(
            (
                one
                for one in school.book(day.id).invitations.values()
                if one.person in school.people
            ),
            key=lambda one: by_name(school.people[one.person]),
        )
    ]


def agreed_by(school: School, invitation: Invitation) -> str:
    """Return the name of who agreed to the terms for the school; a dash where they are gone."""
    who = school.people.get(invitation.agreed_by)
    return who.name if who else invitation.agreed_by or "–"


@decision
def accept_invitation(
    school: School, now: datetime, person: str, day: str, proof: Proof
) -> Changes:
    """Accept an invitation: its hours are the person's hours on that date.

    Raises:
        Refused: without a badge or own code (or by a professional tutor); there is no invitation,
            or its day is over.
    """
    return _answer(school, now, person, day, proof, accepted=True)


@decision
def decline_invitation(
    school: School, now: datetime, person: str, day: str, proof: Proof
) -> Changes:
    """Decline an invitation, or take an acceptance back. Places at its hours go to others.

    Raises:
        Refused: as for accepting.
    """
    return _answer(school, now, person, day, proof, accepted=False)


def _answer(
    school: School, now: datetime, person: str, day: str, proof: Proof, *, accepted: bool
) -> Changes:
    if proof is Proof.TYPED:
        raise Refused(t("Scan your badge or type your own code first."))
    who, wanted = school.person(person), school.day(day)
    invitation = school.book(day).invitations.get(person)
    if invitation is None:
        raise Refused(t("There is no invitation to {day}.", day=wanted.date))
    if wanted.closed_at is not None:
        raise Refused(t("The day is closed."))
    if wanted.date < now.date():
        raise Refused(t("This day is over."))
    hours = invitation.hours
    said = (
        t("{name} comes on {day}, {start} to {end}.", name=who.name, day=wanted.date,
          start=hours.start, end=hours.end)
        if accepted
        else t("{name} does not come on {day}.", name=who.name, day=wanted.date)
    )  # fmt: skip
    if invitation.accepted is accepted:
        return Changes((), said)
    answered = [put(replace(invitation, accepted=accepted))]
    return Changes((*answered, *_resettled(school, answered, [day], now)), said)


def _resettled(
    school: School, items: Iterable[Put | Remove], days: Iterable[str], now: datetime
) -> list[Put | Remove]:
    """Return what follows for places: those that hours no longer allow go to who waits for them."""
    after = school.apply(items)
    found: list[Put | Remove] = []
    for day in days:
        gone = [
            Remove("bookings", key(session.id, person.id))
            for person in _whose_hours_changed(school, after, day)
            for session in after.sessions_on(day)
            if booking_of(after, session, person.id) is not None
            and beyond_hours(school, person, session) is None
            and beyond_hours(after, person, session) is not None
            and not attended(after, session, person.id)
            and now < after.moment(day, session.end)
        ]
        found += [*gone, *settle(after.apply(gone), day, now)]
    return found


def _whose_hours_changed(school: School, after: School, day: str) -> list[Person]:
    before = school.book(day).invitations
    return [
        after.people[person]
        for person, one in after.book(day).invitations.items()
        if person in after.people and before.get(person) != one
    ]


# -- loading ----------------------------------------------------------------------------------


@decision
def load_invitations(school: School, now: datetime, file: InvitationFile) -> Changes:
    """Add the invitations of a file and update the others; none is taken away.

    Whose hours or terms were changed is asked again; other answers stay. Raises `BadInput` with
    every problem.
    """
    problems = list(file.problems)
    known = _Staff(school.people)
    new: dict[str, tuple[Invitation, int]] = {}
    for row in file.rows:
        found = known.named(row, problems)
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
    before = {one.id: school.book(one.day).invitations.get(one.person) for one in loaded}
    changed = [one for one in loaded if before[one.id] != one]
    added = sum(before[one.id] is None for one in changed)
    again = sum(
        one.accepted is None and old is not None and old.accepted is not None
        for one in changed
        for old in [before[one.id]]
    )
    items = [put(one) for one in changed]
    days = sorted({one.day for one in changed})
    said = t(
        "Invitations: {counts}{again}.",
        counts=counted(added, len(changed) - added, len(loaded) - len(changed)),
        again=tn("; {n} person is asked again", "; {n} people are asked again", again)
        if again else "",
    )  # fmt: skip
    return Changes((*items, *_resettled(school, items, days, now)), said)


def _with_answer(school: School, new: Invitation) -> Invitation:
    """Return an invitation with the answer that was given, if what was asked is still the same."""
    old = school.book(new.day).invitations.get(new.person)
    if old is None or (old.hours, old.terms) != (new.hours, new.terms):
        return new
    return replace(new, accepted=old.accepted)


class _Staff:
    """Finds people as a file names them: by id, else by a staff code that one person has."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self._ids: dict[str, str] = {}
        twice = set()
        for person in people.values():
            code = fold(person.staff_code)
            if code in self._ids:
                twice.add(code)
            elif code:
                self._ids[code] = person.id
        for code in twice:
            del self._ids[code]
        self._people = people

    def named(self, row: Placed[Invitation], problems: list[Problem]) -> Invitation | None:
        """Return the row's invitation with ids for names; what names nobody is noted."""
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
        return replace(row.record, id=key(day, found["person"]), **found)


def _check(
    school: School,
    row: Placed[Invitation],
    found: Invitation | None,
    today: date,
    problems: list[Problem],
) -> None:
    """Note what is wrong with a row's day or hours."""
    day = school.programme.days.get(row.record.day)
    if day is None:
        if row.record.day:
            problems.append(row.problem("day", row.record.day, t("the date of an INSET day")))
        return
    if found is None or school.book(day.id).invitations.get(found.person) == _with_answer(
        school, found
    ):
        return  # loaded before: a file of the whole year is loaded again and again
    if day.date < today or day.closed_at is not None:
        problems.append(row.problem("day", day.id, t("a day that is not over")))
    own = own_hours(school, school.people[found.person], day).window
    if own is not None and not found.hours.holds(own.start, own.end):
        expected = t(
            "all hours of that day: also the person's own, {start} to {end}",
            start=own.start,
            end=own.end,
        )
        written = f"{found.hours.start:%H:%M}-{found.hours.end:%H:%M}"
        problems.append(row.problem("from", written, expected))
