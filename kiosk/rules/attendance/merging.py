"""Merging two entries that turn out to be one person.

One entry stays, with its own id, and gets what is recorded of the other. Where both have something
that a person has once, such as a place in a slot, that of the entry that stays is kept; of two
catch-ups, the one that is further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import product
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.attendance.marks import attended
from kiosk.rules.choosing.eligibility import clash
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Booking, CatchUp, Mark, Movement
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import DayId, PersonId, event_id, join_ids
from kiosk.rules.model.personal_records import Certificate, Intention
from kiosk.rules.model.records import Person
from kiosk.rules.model.references import records_of, replace_references, with_person_replaced
from kiosk.rules.model.requirement import leads, overlap
from kiosk.rules.model.school import TABLE_OF, TABLES, School, put, remove
from kiosk.text import Text, t, tn

R = TypeVar("R", Mark, Movement, Intention)

NEVER_MOVED = frozenset({"loaded"})
"""What files said of the entry that goes would make what stays look as if changed at the kiosk."""

MOVED_BY_RULE = frozenset(
    {"marks", "movements", "intentions", "bookings", "catch_ups", "sign_offs", "certificates"}
)
"""Tables whose records move in a way of their own; those of all others go by the registry."""

FILLED = ("staff_code", "department", "needs", "hours", "track", "started", "mentor", "language")
"""What the entry that stays gets from the other where it says nothing."""

COUNTS: dict[str, Callable[[int], Text]] = {
    "marks": lambda n: tn("{n} mark in a session", "{n} marks in sessions", n),
    "movements": lambda n: tn("{n} arrival or departure", "{n} arrivals and departures", n),
    "roll_ticks": lambda n: tn("{n} tick in a roll call", "{n} ticks in roll calls", n),
    "typed_changes": lambda n: tn("{n} note of a change", "{n} notes of changes", n),
    "bookings": lambda n: tn("{n} place or choice", "{n} places and choices", n),
    "held_places": lambda n: tn("{n} place held", "{n} places held", n),
    "sign_offs": lambda n: tn("{n} confirmed induction step", "{n} confirmed induction steps", n),
    "intentions": lambda n: tn("{n} intention", "{n} intentions", n),
    "catch_ups": lambda n: tn("{n} catch-up", "{n} catch-ups", n),
    "certificates": lambda n: tn("{n} certificate", "{n} certificates", n),
    "invitations": lambda n: tn("{n} invitation", "{n} invitations", n),
    "reported_absences": lambda n: tn("{n} reported absence", "{n} reported absences", n),
}


@decision
def merge_people(
    school: School, now: datetime, actor: Actor, person: PersonId, into: PersonId
) -> Changes:
    """Make one person of two entries: `into` stays, `person` goes.

    A professional tutor's decision. The notes say what moves over and what does not. Not
    carried out, the decision is a preview. The caller must also remove the own code of `person`.

    Raises:
        Refused: they are one entry already.
    """
    who, other = school.person(person), school.person(into)
    if who == other:
        raise Refused(t("Choose two different entries. Both of these are {name}.", name=who.name))
    return merge_entries(school, now, actor, who, other)


def merge_entries(
    school: School, now: datetime, actor: Actor, who: Person, other: Person
) -> Changes:
    """Return the changes by which `who` becomes one with `other`; records of others follow."""
    # References first: a record that moves over may itself name the one who goes.
    renames = replace_references(school, who.id, other.id)
    renamed = school.apply(renames)
    moved = _reassigned(renamed, actor, who.id, other.id)
    items: list[Put | Remove] = [*renames, *removal(renamed, who.id), *moved]
    kept = _as_one(renamed.people[other.id], who)
    if kept != other:
        items.append(put(kept))
    items += _settled_catch_ups(school.apply(items), other.id)
    message = t("{name} is now listed as {listed}.", name=who.name, listed=other.name)
    notes = (
        *_doubts(school, who, other),
        *_counts(renamed, who, other, moved),
        *_notes_on_entry(other, kept, who, len(renames)),
    )
    return Changes((*items, *promotions_after(school, now, items)), message, notes)


def removal(school: School, person: PersonId) -> list[Put | Remove]:
    """Return the changes that remove a person and all records about them."""
    certificates = [
        record.certificates[person]
        for record in school.day_records.values()
        if person in record.certificates
    ]
    return [
        *(remove(record) for record in records_of(school, person)),
        # An empty certificate stays under its number: a number printed once is never given again.
        *(put(replace(record, person=record.id, lines=())) for record in certificates),
        Remove("people", person),
    ]


def _reassigned(
    school: School, actor: Actor, person: PersonId, listed: PersonId
) -> list[Put | Remove]:
    """Return the changes that move one person's records to another, who keeps their own."""
    items: list[Put | Remove] = []
    for day, record in school.day_records.items():
        moves = record.movements
        if person in moves:
            items += _moved_events(actor, moves.get(listed, ()), moves[person], day, listed)
        for session, marks in record.marks.items():
            if person in marks:
                theirs = marks.get(listed, ())
                items += _moved_events(actor, theirs, marks[person], session, listed)
        items += _reassigned_bookings(school, person, listed, day)
    wanted = school.intentions
    theirs_wanted = wanted.get(listed, {}).values()
    items += _moved_events(actor, theirs_wanted, wanted.get(person, {}).values(), listed)
    items += _reassigned_sign_offs(school, person, listed)
    items += _reassigned_certificates(school, person, listed)
    items += _reassigned_catch_ups(school, person, listed)
    return [*items, *_reassigned_by_registry(school, actor, person, listed)]


def _moved_events(
    actor: Actor, theirs: Iterable[R], moved: Iterable[R], *about: str
) -> Iterator[Put]:
    """Yield records with new ids and another owner, the last of `about`."""
    ids = [record.id for record in theirs]
    for record in moved:
        ids.append(event_id(actor, ids, *about))
        yield put(replace(record, id=ids[-1], person=about[-1]))


def _reassigned_certificates(
    school: School, person: PersonId, listed: PersonId
) -> Iterator[Put | Remove]:
    """Yield what moves certificates, number and all, for days on which the other has none."""
    for record in school.day_records.values():
        certificate = record.certificates.get(person)
        if certificate is not None and listed not in record.certificates:
            yield remove(certificate)
            yield put(replace(certificate, person=listed))


def _reassigned_catch_ups(school: School, person: PersonId, listed: PersonId) -> Iterator[Put]:
    """Yield the catch-ups that move over: where the other has none, or is less far with it."""
    for record in school.day_records.values():
        theirs = record.catch_ups.get(listed, {})
        for one in record.catch_ups.get(person, {}).values():
            id = TABLE_OF[CatchUp].with_id_replaced(one.id, person, listed)
            if id not in theirs or _how_far(one) > _how_far(theirs[id]):
                yield put(replace(one, id=id, person=listed))


def _how_far(catch_up: CatchUp) -> tuple[bool, ...]:
    settled_at = catch_up.confirmed_at, catch_up.waived_at, catch_up.done_at
    return tuple(at is not None for at in settled_at)


def _reassigned_by_registry(
    school: School, actor: Actor, person: PersonId, listed: PersonId
) -> Iterator[Put]:
    """Yield the records of all other tables that move over: where the other has no such record."""
    for table in TABLES.values():
        if table.owner in ("", "id") or table.name in MOVED_BY_RULE | NEVER_MOVED:
            continue
        theirs = {one.id for one in school.records(table.name) if _owner(one) == listed}
        for record in [one for one in school.records(table.name) if _owner(one) == person]:
            id = table.with_id_replaced(record.id, person, listed)
            if id in theirs and table.is_numbered:
                id = event_id(actor, theirs, *table.ids_in(id))
            if id not in theirs:
                theirs.add(id)
                own = replace(record, id=id, **{table.owner: listed})
                document = with_person_replaced(table, msgspec.to_builtins(own), person, listed)
                yield put(msgspec.convert(document, table.record))


def _owner(record: Any) -> str:
    owner: str = getattr(record, TABLE_OF[type(record)].owner)
    return owner


def _settled_catch_ups(school: School, person: PersonId) -> Iterator[Remove]:
    """Yield the removal of open catch-ups for slots that one of the two entries attended."""
    for day, record in school.day_records.items():
        for catch_up in record.catch_ups.get(person, {}).values():
            sessions = school.sessions_on(day, catch_up.slot)
            if catch_up.is_open and any(attended(school, person, one) for one in sessions):
                yield remove(catch_up)


def _as_one(kept: Person, other: Person) -> Person:
    """Return the entry that stays, with the other's badge and what it does not say itself."""
    second = (other.badge,) if kept.badge and other.badge else ()
    old = dict.fromkeys((*kept.old_badges, *other.old_badges, *second))
    filled = {name: getattr(other, name) for name in FILLED if not getattr(kept, name)}
    if filled.get("mentor") == kept.id:
        del filled["mentor"]
    # of a person added at the desk no file knows the id
    ids = () if other.to_confirm else (other.id,)
    lefts = [one.left for one in (kept, other) if one.left is not None]
    return replace(
        kept,
        **filled,
        badge=kept.badge or other.badge,
        old_badges=tuple(old),
        duties=tuple(dict.fromkeys((*kept.duties, *other.duties))),
        agreed={**other.agreed, **kept.agreed},
        to_confirm=kept.to_confirm and other.to_confirm,
        left=max(lefts) if len(lefts) == 2 else None,
        merged_ids=(*kept.merged_ids, *other.merged_ids, *ids),
    )


def _reassigned_sign_offs(school: School, person: PersonId, listed: PersonId) -> list[Put]:
    """Return the sign-offs that move over: only for steps where the listed person has none."""
    theirs = school.sign_offs.get(listed, {})
    moved = []
    for sign_off in school.sign_offs.get(person, {}).values():
        name = join_ids(listed, sign_off.step, sign_off.kind)
        by = listed if sign_off.by == person else sign_off.by
        # A step that the listed person confirmed for the newcomer would be confirmed by themselves.
        confirms_own = sign_off.kind != "self" and by == listed
        if name not in theirs and not confirms_own:
            moved.append(put(replace(sign_off, id=name, person=listed, by=by)))
    return moved


def _reassigned_bookings(
    school: School, person: PersonId, listed: PersonId, day: DayId
) -> list[Put]:
    bookings = school.day_record(day).bookings
    slots = {
        school.programme.sessions[session].slot for session, held in bookings.items()
        if listed in held and not school.programme.sessions[session].is_cancelled
    }  # fmt: skip
    moved: list[Booking] = [
        held[person] for session, held in bookings.items()
        if person in held and school.programme.sessions[session].slot not in slots
    ]  # fmt: skip
    # Wishes move over even so: eligibility is checked again when a place frees.
    moved = [
        booking
        for booking in moved
        if not (booking.confirmed and _is_busy(school, listed, booking))
    ]
    return [
        put(replace(booking, id=join_ids(booking.session, listed), person=listed))
        for booking in moved
    ]


def _is_busy(school: School, listed: PersonId, place: Booking) -> bool:
    """Return whether the listed person has something else at the time of a place."""
    session, other = school.session(place.session), school.person(listed)
    return leads(other, session) or clash(school, other, session) is not None


def _doubts(school: School, who: Person, other: Person) -> Iterator[Text]:
    """Yield a warning for each day on which the two were in two rooms at one time."""
    for day in sorted(school.day_records):
        rooms = [
            [one for one in school.sessions_on(day) if attended(school, person.id, one)]
            for person in (who, other)
        ]
        if any(one != another and overlap(one, another) for one, another in product(*rooms)):
            yield t(
                "On {day} both were in sessions at the same time. Check that they "
                "aren't two people.",
                day=school.day(day).date,
            )


def _counts(
    school: School, who: Person, other: Person, moved: Iterable[Put | Remove]
) -> Iterator[Text]:
    """Yield how many records of each kind move over, and how many do not."""
    own: Counter[str] = Counter(TABLE_OF[type(one)].name for one in records_of(school, who.id))
    held: list[Certificate] = [
        record.certificates[who.id]
        for record in school.day_records.values()
        if who.id in record.certificates
    ]
    own["certificates"] += len(held)
    moves = Counter(item.table for item in moved if isinstance(item, Put))
    for table, number in own.items():
        if table in NEVER_MOVED:
            continue
        count = COUNTS.get(table, _count_others)
        if moves[table]:
            yield t("Moves over: {what}.", what=count(moves[table]))
        if number > moves[table]:
            yield t(
                "Not kept, because {name} has their own or is busy then: {what}.",
                name=other.name,
                what=count(number - moves[table]),
            )


def _count_others(n: int) -> Text:
    return tn("{n} other record", "{n} other records", n)


def _notes_on_entry(before: Person, kept: Person, who: Person, renames: int) -> Iterator[Text]:
    filled = [name for name in FILLED if getattr(before, name) != getattr(kept, name)]
    if filled:
        columns = ", ".join(name.replace("_", " ") for name in filled)
        yield t("Taken from the other entry: {columns}.", columns=columns)
    if who.badge and who.badge != kept.badge:
        yield t("The other entry's badge is cancelled.")
    if renames:
        yield tn(
            "{n} other record now names {name}.",
            "{n} other records now name {name}.",
            renames,
            name=kept.name,
        )
