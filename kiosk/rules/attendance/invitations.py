"""Invitations to days on which a person cannot be required: accepted or declined.

A part-time teacher may be asked to come on a day they do not work, and is then paid or given time
off in lieu; they may refuse (NEU). An invitation has no effect until
it is accepted. So no reply counts as no, and nobody can tell it from a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.bookings import booking_of
from kiosk.rules.choosing.promotion import promote_waiting
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, join_ids
from kiosk.rules.model.labels import day_is_closed
from kiosk.rules.model.names import sort_key_for
from kiosk.rules.model.personal_records import Invitation, Terms
from kiosk.rules.model.records import InsetDay, Person
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
    """Return the days whose invitations can still be answered, the first day first."""
    days = sorted(school.programme.days.values(), key=lambda day: day.id)
    return [day for day in days if day.date >= today and day.closed_at is None]


def invitations_of(school: School, person: PersonId, today: date) -> list[Invitation]:
    """Return the person's invitations that can still be answered, the first day first."""
    day_records = (school.day_record(day.id) for day in upcoming_days(school, today))
    return [record.invitations[person] for record in day_records if person in record.invitations]


def all_invitations(school: School, today: date, language: str) -> list[Invitation]:
    """Return everybody's invitations that can still be answered, by day, then by name.

    Names are sorted by the alphabet of `language`.
    """
    by_name = sort_key_for(language)
    return [
        invitation
        for day in upcoming_days(school, today)
        for invitation in sorted(
            (
                invitation
                for invitation in school.day_record(day.id).invitations.values()
                if invitation.person in school.people_on(day.date)
            ),
            key=lambda invitation: by_name(school.people[invitation.person]),
        )
    ]


def agreed_by(school: School, invitation: Invitation) -> str:
    """Return the name of the person who agreed to the terms for the school, or a dash."""
    who = school.people.get(invitation.agreed_by)
    return who.name if who else invitation.agreed_by or "–"


@decision
def accept_invitation(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId
) -> Changes:
    """Accept an invitation: its hours become the person's hours on that date.

    Raises:
        Refused: there is only a typed name, no invitation, or the day is over or closed.
    """
    return _answer(school, now, actor, person, day, accepted=True)


@decision
def decline_invitation(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId
) -> Changes:
    """Decline an invitation, or withdraw an acceptance. Places at its hours go to others.

    Raises:
        Refused: as for `accept_invitation`.
    """
    return _answer(school, now, actor, person, day, accepted=False)


def _answer(
    school: School, now: datetime, actor: Actor, person: PersonId, day: DayId, *, accepted: bool
) -> Changes:
    # Not `is_proof`: a professional tutor may note an answer that was given by telephone.
    if actor.evidence is Evidence.TYPED:
        raise Refused(t("Scan your badge or enter your PIN first."))
    who, wanted = school.person(person), school.day(day)
    invitation = school.day_record(day).invitations.get(person)
    if invitation is None:
        raise Refused(t("There's no invitation for {day}.", day=wanted.date))
    if wanted.closed_at is not None:
        raise Refused(day_is_closed(school.settings))
    if wanted.date < now.date():
        raise Refused(t("This day is over."))
    hours = invitation.hours
    match accepted, actor.id == person:
        case True, True:
            message = t("Thank you. You're down as coming on {day}, {start} to {end}.",
                        day=wanted.date, start=hours.start, end=hours.end)  # fmt: skip
        case True, _:
            message = t("{name} is coming on {day}, {start} to {end}.", name=who.name,
                        day=wanted.date, start=hours.start, end=hours.end)  # fmt: skip
        case _, True:
            message = t("Thank you. You're down as not coming on {day}.", day=wanted.date)
        case _:
            message = t("{name} is not coming on {day}.", name=who.name, day=wanted.date)
    if invitation.accepted is accepted:
        return Changes((), message)
    answered = [put(replace(invitation, accepted=accepted))]
    return Changes((*answered, *reallocate_places(school, now, answered, [day])), message)


def reallocate_places(
    school: School, now: datetime, items: Iterable[Put | Remove], days: Iterable[DayId]
) -> list[Put | Remove]:
    """Return what changed hours mean for bookings: places now outside them go to others."""
    after = school.apply(items)
    changes: list[Put | Remove] = []
    for day in days:
        # Only places that the old hours allowed are taken: a tutor may have given one outside them.
        removed = [
            Remove("bookings", join_ids(session.id, person.id))
            for person in _people_with_changed_hours(school, after, day)
            for session in after.sessions_of(person.id, day)
            if booking_of(after, person.id, session) is not None
            and outside_hours_reason(school, person, session) is None
            and outside_hours_reason(after, person, session) is not None
            and not attended(after, person.id, session)
            and now < after.moment(day, session.end)
        ]
        changes += [*removed, *promote_waiting(after.apply(removed), now, day)]
    return changes


def _people_with_changed_hours(school: School, after: School, day: DayId) -> list[Person]:
    earlier = school.day_record(day).invitations
    return [
        after.people[person]
        for person, invitation in after.day_record(day).invitations.items()
        if person in after.people and earlier.get(person) != invitation
    ]
