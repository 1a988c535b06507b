"""Places: choosing a session, wishing for a full one, moving up when a place frees.

In each slot a person has at most one confirmed place, and ranked wishes above it: places on the
waiting lists of full sessions. A waiting list is served in the order of joining.

`promote_waiting` follows every change. Each free place goes to the first person on its waiting list
who can take it. That person gives up their lower place, which goes to the next, and so on. So no
place stays free that somebody waiting could take, and nobody is overtaken. A chain always starts
from a freed place: two people who hold what the other wants are not exchanged. Promotion stops at
the slot's cut-off.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import (
    all_bookings_in,
    booking_of,
    confirmed_session,
    is_full,
    is_past_cut_off,
    waiting_list_of,
    wishes_of,
)
from kiosk.rules.choosing.cancelled_sessions import (
    lost_place_in,
)
from kiosk.rules.choosing.eligibility import alternative, ineligibility
from kiosk.rules.choosing.typed_changes import note_taken, require_proof
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId, join_ids
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.names import clean
from kiosk.rules.model.personal_records import Taken
from kiosk.rules.model.records import Booking, InsetDay, Person, Session
from kiosk.rules.model.requirement import not_here_reason
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import Text, t, tn


@decision
def choose(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Take a place in a session; if it is full, join its waiting list. A repeat changes nothing.

    A confirmed place here replaces the person's place in another session of the slot; while they
    wait, they keep that one. A new wish ranks after their other wishes in the slot.

    Raises:
        ProofNeeded: there is only a typed name, and it would change the place that they have.
        Refused: the reason from `ineligibility` and an alternative, or the session is full and the
            cut-off is past. With a typed name only, a lacking prerequisite is not named.
    """
    who, wanted = school.person(person), school.session(session)
    held = booking_of(school, person, wanted)
    title = school.workshop(wanted).title
    if held is not None and held.confirmed:
        return Changes((), t("You have a place in {title}.", title=title))
    day = school.programme.days[wanted.day]
    proven = actor.evidence is not Evidence.TYPED
    reason = ineligibility(school, now, who, wanted, proven=proven)
    # Whoever lost a place because a session is cancelled may choose again at any time.
    if lost_place_in(school, person, wanted.day, wanted.slot) is None:
        reason = reason or choosing_closed_reason(school, now, day)
    if reason is not None:
        raise Refused(_with_alternative(school, now, who, wanted, reason))
    given_up = confirmed_session(school, person, wanted.day, wanted.slot)
    # a wish as well: it takes the place as soon as another one is free
    if given_up is not None:
        require_proof(school, actor, person)
    changes = allocate(school, now, who, wanted)
    if given_up is None or not any(
        item.id == join_ids(given_up.id, person) for item in changes.items
    ):
        return changes
    note = note_taken(school, now, actor, person, wanted.day, Taken.PLACE, given_up.id)
    return replace(changes, items=(*changes.items, *note))


def allocate(school: School, now: datetime, who: Person, wanted: Session) -> Changes:
    """Give a free place, or else a wish; before a draw, always a wish. Checks no eligibility.

    Raises:
        Refused: the session is full and the cut-off is past.
    """
    person, title = who.id, school.workshop(wanted).title
    held = booking_of(school, person, wanted)
    # Before a draw nobody gets a place, so that it does not matter when a wish is made.
    if school.programme.days[wanted.day].awaits_draw:
        return _wish_for_draw(school, now, person, wanted)
    if not is_full(school, wanted):
        items = _take_place(school, now, who, wanted)
        moves = promote_waiting(school.apply(items), now, wanted.day)
        return Changes((*items, *moves), _place_taken_message(school, person, wanted, moves))
    if is_past_cut_off(school, now, wanted):
        full = t("{title} is full, and nobody moves up any more.", title=title)
        raise Refused(_with_alternative(school, now, who, wanted, full))
    # Choosing again must not move the person to the end of the waiting list.
    if held is not None:
        position = 1 + [b.person for b in waiting_list_of(school, wanted)].index(person)
        return Changes((), _waiting_message(school, wanted, position), is_partial=True)
    items = [put(_new_wish(school, now, person, wanted))]
    position = len(waiting_list_of(school, wanted)) + 1
    message = _with_alternative(
        school, now, who, wanted, _waiting_message(school, wanted, position)
    )
    return Changes(tuple(items), message, is_partial=True)


def choosing_closed_reason(school: School, now: datetime, day: InsetDay) -> Text | None:
    """Return why choices of that day are not open, or None."""
    if day.choices_open is not None and now < day.choices_open:
        opens = school.local(day.choices_open)
        return t("Choices open on {date} at {time}.", date=opens.date(), time=opens)
    if day.choices_close is not None and now >= day.choices_close:
        return t("Choices are closed: a professional tutor can give you a place.")
    return None


def _wish_for_draw(school: School, now: datetime, person: PersonId, wanted: Session) -> Changes:
    """Return a wish for the coming draw, as the person's last in that slot."""
    title = school.workshop(wanted).title
    held = booking_of(school, person, wanted)
    wish = held or _new_wish(school, now, person, wanted)
    names = [other.session for other in wishes_of(school, person, wanted.day, wanted.slot)]
    position = 1 + (names.index(wanted.id) if held else len(names))
    message = t("{title} is your wish number {n} in the draw.", title=title, n=position)
    return Changes(() if held else (put(wish),), message)


def _with_alternative(
    school: School, now: datetime, person: Person, session: Session, message: Text
) -> Text:
    """Return the message, followed by an alternative unless the person has a place in that slot."""
    day = school.programme.days[session.day]
    if day.closed_at is not None or day.awaits_draw or choosing_closed_reason(school, now, day):
        return message
    if confirmed_session(school, person.id, session.day, session.slot) is not None:
        return message
    other = alternative(school, now, person, session)
    if other is None:
        return message
    return t(
        "{said} There is room in {title}, {start}, {where}.",
        said=message,
        title=school.workshop(other).title,
        start=other.start,
        where=room_and_leaders(school, other),
    )


def _place_taken_message(
    school: School, person: PersonId, wanted: Session, moves: list[Put | Remove]
) -> Text:
    """Return what to say about a place just taken."""
    # The place given up may let somebody else move up, and the place they leave is perhaps the one
    # this person waits for.
    for move in moves:
        if (
            isinstance(move, Put)
            and move.document["person"] == person
            and move.document["confirmed"]
        ):
            other = school.session(SessionId(str(move.document["session"])))
            if other.slot == wanted.slot:
                title = school.workshop(other).title
                return t("You have a place in {title}: it has just become free.", title=title)
    return t("You have a place in {title}.", title=school.workshop(wanted).title)


def _waiting_message(school: School, session: Session, position: int) -> Text:
    return tn(
        "Full: you are next in the queue for {title}.",
        "Full: you are number {n} in the queue for {title}.",
        position,
        title=school.workshop(session).title,
    )


def _next_turn(school: School, session: Session) -> int:
    # Not the number of bookings: those given up leave gaps, and no turn may occur twice.
    return 1 + max(
        (booking.waiting_order for booking in all_bookings_in(school, session)), default=0
    )


def _new_wish(school: School, now: datetime, person: PersonId, session: Session) -> Booking:
    wishes = wishes_of(school, person, session.day, session.slot)
    rank = 1 + max((wish.rank for wish in wishes), default=0)
    turn = _next_turn(school, session)
    return Booking(join_ids(session.id, person), session.id, person, False, now, turn, rank=rank)


def _take_place(
    school: School, now: datetime, person: Person, session: Session
) -> list[Put | Remove]:
    name, turn = join_ids(session.id, person.id), _next_turn(school, session)
    return _with_released(school, session, Booking(name, session.id, person.id, True, now, turn))


def _with_released(school: School, session: Session, booking: Booking) -> list[Put | Remove]:
    """Return the booking, and the removal of the place held before and of all wishes below it."""
    items: list[Put | Remove] = []
    held = confirmed_session(school, booking.person, session.day, session.slot)
    if held is not None and held.id != session.id:
        items.append(Remove("bookings", join_ids(held.id, booking.person)))
        booking = replace(booking, came_from=held.id)
    wishes = wishes_of(school, booking.person, session.day, session.slot)
    names = [wish.session for wish in wishes]
    if session.id in names:
        below = wishes[names.index(session.id) + 1 :]
        items += [Remove("bookings", wish.id) for wish in below]
        # The place held so far was wanted less than any wish.
        lower = [wish.session for wish in below]
        known = booking_of(school, booking.person, held) if held is not None else None
        if known is not None and known.session != session.id:
            lower += [known.session, *known.lower_wishes]
        booking = replace(booking, lower_wishes=tuple(lower))
    return [*items, put(booking)]


@decision
def give_up_place(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Give up a place in a session or on its waiting list. Having none is no error.

    Raises:
        ProofNeeded: there is only a typed name.
        Refused: the person has signed in to the session, it is over, or the day is closed.
    """
    wanted = school.session(session)
    school.person(person)
    title = school.workshop(wanted).title
    held = booking_of(school, person, wanted)
    if held is None:
        return Changes((), t("You have no place in {title}.", title=title))
    if school.programme.days[wanted.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    if now >= school.moment(wanted.day, wanted.end):
        raise Refused(t("This session is over."))
    marks = school.day_record(wanted.day).marks.get(session, {}).get(person)
    if marks and marks[-1].state.attended:
        raise Refused(t("You have signed in to {title}.", title=title))
    require_proof(school, actor, person)
    removed = [Remove("bookings", held.id)]
    message = t("You gave up your place in {title}.", title=title)
    if not held.confirmed:
        message = t("You do not wait for {title} any more.", title=title)
    moves = promote_waiting(school.apply(removed), now, wanted.day)
    what = Taken.PLACE if held.confirmed else Taken.WISH
    note = note_taken(school, now, actor, person, wanted.day, what, session)
    return Changes((*removed, *moves, *note), message)


@decision
def rank_wish(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId, place: int
) -> Changes:
    """Move a wish to position `place` (from 1) in its slot. The others keep their order.

    Raises:
        ProofNeeded: there is only a typed name.
        Refused: the person does not wait for that session.
    """
    wanted = school.session(session)
    wishes = wishes_of(school, school.person(person).id, wanted.day, wanted.slot)
    mine = [wish for wish in wishes if wish.session == session]
    title = school.workshop(wanted).title
    if not mine:
        raise Refused(t("You do not wait for {title}.", title=title))
    require_proof(school, actor, person)
    others = [wish for wish in wishes if wish.session != session]
    place = max(1, min(place, len(wishes)))
    ordered = [*others[: place - 1], *mine, *others[place - 1 :]]
    changed = [
        put(replace(wish, rank=number))
        for number, wish in enumerate(ordered, 1)
        if wish.rank != number
    ]
    note = note_taken(school, now, actor, person, wanted.day, Taken.ORDER) if changed else []
    message = t("{title} is now your wish number {n}.", title=title, n=place)
    return Changes((*changed, *note), message)


@decision
def place_anyway(
    school: School, now: datetime, person: PersonId, session: SessionId, why: Private
) -> Changes:
    """Give a person a place regardless of eligibility and size: a professional tutor's decision.

    `why` is kept with the place and shown to the person. It is a reason for a place, never for an
    absence.

    Raises:
        Refused: no reason is given, no place is needed there, the session is cancelled, or the day
            is closed.
    """
    who, wanted = school.person(person), school.session(session)
    reason, title = clean(why.text), school.workshop(wanted).title
    held = booking_of(school, person, wanted)
    if held is not None and held.confirmed:
        return Changes((), t("{name} has a place in {title}.", name=who.name, title=title))
    if wanted.is_cancelled:
        raise Refused(t("This session is cancelled."))
    if school.programme.days[wanted.day].closed_at is not None:
        raise Refused(t("The day is closed."))
    if school.slot(wanted).kind is not SlotKind.CHOICE:
        raise Refused(t("No place is needed here: just come."))
    if not who.is_here(school.programme.days[wanted.day].date):
        raise Refused(not_here_reason(who))
    if not reason:
        raise Refused(t("Please say why: it is kept with the place."))
    name, turn = join_ids(wanted.id, who.id), _next_turn(school, wanted)
    booking = Booking(name, wanted.id, who.id, True, now, turn, why=reason)
    items = _with_released(school, wanted, booking)
    message = t("{name} has a place in {title}.", name=who.name, title=title)
    return Changes((*items, *promote_waiting(school.apply(items), now, wanted.day)), message)


def promote_waiting(school: School, now: datetime, day: DayId) -> list[Put | Remove]:
    """Return the promotions due on a day: each free place to the first in line who can take it."""
    # Ends, because each step takes one booking off a waiting list. The order of sessions is fixed,
    # so that every machine reaches the same result.
    items: list[Put | Remove] = []
    has_moved = True
    while has_moved:
        has_moved = False
        for session in school.sessions_on(day):
            promotion = _promotion(school, now, session)
            if promotion:
                school = school.apply(promotion)
                items += promotion
                has_moved = True
    return items


def _promotion(school: School, now: datetime, session: Session) -> list[Put | Remove]:
    if school.programme.days[session.day].awaits_draw:
        return []
    waiting = waiting_list_of(school, session)
    if not waiting or is_full(school, session) or is_past_cut_off(school, now, session):
        return []
    # Those who cannot take the place now keep their turn: what prevents them may pass.
    for booking in waiting:
        person = school.people.get(booking.person)
        if person is not None and ineligibility(school, now, person, session) is None:
            promoted = replace(booking, confirmed=True, at=now, promoted=True)
            return _with_released(school, session, promoted)
    return []
