"""Invitations to days on which somebody cannot be required: loaded, accepted, declined.

Part-time staff may be asked to come on a day they do not work, and then paid or given time off in
lieu; they may refuse (NEU). Until it is accepted an invitation changes nothing, so silence is a no,
and nobody can tell the one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.places import promote_waiting
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Person, join_ids
from kiosk.rules.model.requirement import outside_hours_reason
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence
from kiosk.text import t

TERMS_NAMES = {
    Terms.PAID: t("paid"),
    Terms.LIEU: t("time off in lieu"),
    Terms.VOLUNTARY: t("voluntary, unpaid"),
}
"""What the terms are called on screen."""


def upcoming_days(school: School, today: date) -> list[InsetDay]:
    """Return the days of which invitations can still be answered, the first one first."""
    days = sorted(school.programme.days.values(), key=lambda day: day.id)
    return [day for day in days if day.date >= today and day.closed_at is None]


def invitations_of(school: School, person: str, today: date) -> list[Invitation]:
    """Return a person's invitations that can still be answered, the first day first."""
    books = (school.day_record(day.id) for day in upcoming_days(school, today))
    return [book.invitations[person] for book in books if person in book.invitations]


def all_invitations(school: School, today: date, language: str) -> list[Invitation]:
    """Return everybody's invitations that can still be answered: by day, then by name.

    `language` is the one by whose alphabet names are sorted.
    """
    by_name = sort_key_for(language)
    return [
        invitation
        for day in upcoming_days(school, today)
        for invitation in sorted(
            (
                one
                for one in school.day_record(day.id).invitations.values()
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
    school: School, now: datetime, person: str, day: str, proof: Evidence
) -> Changes:
    """Accept an invitation: its hours are the person's hours on that date.

    Raises:
        Refused: without a badge or own code (or by a professional tutor); there is no invitation,
            or its day is over.
    """
    return _answer(school, now, person, day, proof, accepted=True)


@decision
def decline_invitation(
    school: School, now: datetime, person: str, day: str, proof: Evidence
) -> Changes:
    """Decline an invitation, or take an acceptance back. Places at its hours go to others.

    Raises:
        Refused: as for accepting.
    """
    return _answer(school, now, person, day, proof, accepted=False)


def _answer(
    school: School, now: datetime, person: str, day: str, proof: Evidence, *, accepted: bool
) -> Changes:
    if proof is Evidence.TYPED:
        raise Refused(t("Scan your badge or type your own code first."))
    who, wanted = school.person(person), school.day(day)
    invitation = school.day_record(day).invitations.get(person)
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
    return Changes((*answered, *reallocate_places(school, answered, [day], now)), said)


def reallocate_places(
    school: School, items: Iterable[Put | Remove], days: Iterable[str], now: datetime
) -> list[Put | Remove]:
    """Return what follows for places: those that hours no longer allow go to who waits for them."""
    after = school.apply(items)
    found: list[Put | Remove] = []
    for day in days:
        gone = [
            Remove("bookings", join_ids(session.id, person.id))
            for person in _people_with_changed_hours(school, after, day)
            for session in after.sessions_on(day)
            if booking_of(after, session, person.id) is not None
            and outside_hours_reason(school, person, session) is None
            and outside_hours_reason(after, person, session) is not None
            and not attended(after, session, person.id)
            and now < after.moment(day, session.end)
        ]
        found += [*gone, *promote_waiting(after.apply(gone), day, now)]
    return found


def _people_with_changed_hours(school: School, after: School, day: str) -> list[Person]:
    before = school.day_record(day).invitations
    return [
        after.people[person]
        for person, one in after.day_record(day).invitations.items()
        if person in after.people and before.get(person) != one
    ]
