"""Where records of others name a person, and what they name instead when that person goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kiosk.rules.model.changes import Put, Remove
from kiosk.rules.model.records import InsetDay, SignOff
from kiosk.rules.model.school import School, put

PERSON_TOKEN = "person:"
"""What an audience's token begins with that names one person."""


def replace_references(school: School, person: str, other: str) -> list[Put | Remove]:
    """Return the changes by which others' records name `other` instead of a person; blank: nobody.

    Nobody is their own mentor, or confirms their own step. What was confirmed by whoever goes
    without another in their place is confirmed by nobody, and so is to be confirmed again.
    """
    return [
        *_mentors(school, person, other),
        *_sessions(school, person, other),
        *_days(school, person, other),
        *_sign_offs(school, person, other),
        *(
            put(replace(one, agreed_by=other))
            for book in school.day_records.values()
            for one in book.invitations.values()
            if one.agreed_by == person and one.person != person
        ),
    ]


def _mentors(school: School, person: str, other: str) -> Iterator[Put]:
    for one in school.people.values():
        if one.mentor == person:
            yield put(replace(one, mentor="" if one.id == other else other))


def _sessions(school: School, person: str, other: str) -> Iterator[Put]:
    for one in school.programme.sessions.values():
        changed = replace(
            one,
            leaders=_named(one.leaders, person, other),
            audience=_meant(one.audience, person, other),
        )
        if changed != one:
            yield put(changed)


def _days(school: School, person: str, other: str) -> Iterator[Put]:
    for one in school.programme.days.values():
        changed: InsetDay = replace(
            one,
            slots=tuple(
                replace(
                    slot,
                    required=_meant(slot.required, person, other),
                    invited=_meant(slot.invited, person, other),
                )
                for slot in one.slots
            ),
        )
        if changed != one:
            yield put(changed)


def _sign_offs(school: School, person: str, other: str) -> Iterator[Put | Remove]:
    for owner, signed in school.sign_offs.items():
        for one in signed.values():
            if one.by == person and owner != person:
                stands: SignOff = replace(one, by=other)
                yield put(stands) if other and owner != other else Remove("sign_offs", one.id)


def _meant(audience: Iterable[str], person: str, other: str) -> tuple[str, ...]:
    return _named(audience, f"{PERSON_TOKEN}{person}", f"{PERSON_TOKEN}{other}" if other else "")


def _named(ids: Iterable[str], person: str, other: str) -> tuple[str, ...]:
    """Return ids with another in place of one, once; blank: without it."""
    ids = tuple(ids)
    if person not in ids:
        return ids
    return tuple(dict.fromkeys(filter(None, (other if one == person else one for one in ids))))
