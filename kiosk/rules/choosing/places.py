"""Places: choosing a session, wishing for a full one, moving up when a place frees.

In each slot a person has at most one confirmed place, and ranked wishes above it: places on the
waiting lists of full sessions. A waiting list moves in the order of joining.

A place that becomes free goes to its waiting list (`promotion.py`).
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import (
    booking_of,
    confirmed_session,
    is_past_cut_off,
    waiting_list_of,
    wishes_of,
)
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.cancelled_sessions import lost_place_in
from kiosk.rules.choosing.capacity import held_for, places_held
from kiosk.rules.choosing.eligibility import alternative, ineligibility
from kiosk.rules.choosing.held_places import no_longer_held
from kiosk.rules.choosing.promotion import give_place, promote
from kiosk.rules.choosing.typed_changes import note_taken, require_proof
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import PersonId, SessionId, join_ids
from kiosk.rules.model.labels import day_is_closed, room_and_leaders, the_tutor
from kiosk.rules.model.names import clean
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.personal_records import Taken
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import not_here_reason
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import Text, t


@decision
def choose(
    school: School, now: datetime, actor: Actor, person: PersonId, session: SessionId
) -> Changes:
    """Take a place in a session; if it is full, join its waiting list. A repeat changes nothing.

    A confirmed place here replaces the person's place in another session of the slot; while they
    wait, they keep that one. A new wish ranks after their other wishes in the slot. A place that is
    held for them is theirs to take once they have proved who they are.

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
    slot = school.slot(wanted)
    # A person who lost a place because a session is cancelled may choose again at any time, and
    # what is held for somebody is theirs to take.
    lost = lost_place_in(school, person, wanted.day, wanted.slot)
    # that a place is held tells what somebody missed: for a typed name none is
    holder = person if proven else None
    if lost is None and not (proven and held_for(school, person, wanted)):
        reason = reason or choosing_closed_reason(school, now, day, slot)
    if reason is not None:
        raise Refused(_with_alternative(school, now, who, wanted, reason))
    given_up = confirmed_session(school, person, wanted.day, wanted.slot)
    # a wish as well: it takes the place as soon as another one is free
    if given_up is not None:
        require_proof(school, actor, person)
    draft = BookingsDraft(school, wanted.day)
    is_full_now = not allocate(draft, now, who, wanted, holder) and not day.awaits_draw
    if is_full_now and is_past_cut_off(school, now, wanted):
        full = t("{title} is full and its waiting list is closed.", title=title)
        raise Refused(_with_alternative(school, now, who, wanted, full))
    message = _chosen_message(draft.school, person, wanted)
    if is_full_now and not proven and places_held(school, wanted):
        # said to everybody, so that it tells nothing of anybody
        message = t("{said} Is one held for you? Take it in My items (F7).", said=message)
    if is_full_now and held is None:
        message = _with_alternative(school, now, who, wanted, message)
    items = draft.items
    if given_up is not None and any(one.id == join_ids(given_up.id, person) for one in items):
        items += note_taken(school, now, actor, person, wanted.day, Taken.PLACE, given_up.id)
    return Changes(tuple(items), message, is_partial=is_full_now)


def allocate(
    draft: BookingsDraft,
    now: datetime,
    who: Person,
    wanted: Session,
    holder: PersonId | None = None,
) -> bool:
    """Give a free place, or else a wish; before a draw, always a wish. Return if it is a place.

    A free place goes first to those who wait for it: it may have come free without a decision.
    `holder`: the person, if they may take a place that is held for them. Checks no eligibility, and
    not whether the waiting list still moves.
    """
    promote(draft, now, (wanted.id,))
    # Before a draw nobody gets a place, so that it does not matter when a wish is made.
    awaits_draw = draft.school.programme.days[wanted.day].awaits_draw
    mine = booking_of(draft.school, who.id, wanted)
    if mine is not None and mine.confirmed:
        return True
    if not awaits_draw and not draft.is_full(wanted, holder):
        id, turn = join_ids(wanted.id, who.id), draft.next_turn(wanted)
        give_place(draft, wanted, Booking(id, wanted.id, who.id, True, now, turn))
        promote(draft, now)
        return True
    # Choosing again must not move the person to the end of the waiting list.
    if mine is None:
        wishes = wishes_of(draft.school, who.id, wanted.day, wanted.slot)
        add_wish(draft, now, who.id, wanted, 1 + max((wish.rank for wish in wishes), default=0))
    return False


def _chosen_message(school: School, person: PersonId, wanted: Session) -> Text:
    """Return the message after a choice: the place, or the position on the waiting list."""
    title = school.workshop(wanted).title
    wishes = [wish.session for wish in wishes_of(school, person, wanted.day, wanted.slot)]
    if wanted.id not in wishes:
        # The place given up may let somebody else move up, and the place they leave is perhaps the
        # one this person waits for.
        held = confirmed_session(school, person, wanted.day, wanted.slot)
        if held is not None and held.id != wanted.id:
            title = school.workshop(held).title
            return t("You have a place in {title}. It has just come up.", title=title)
        return t("You have a place in {title}.", title=title)
    if school.programme.days[wanted.day].awaits_draw:
        position = 1 + wishes.index(wanted.id)
        return t("{title} is your {n} choice in the draw.", title=title, n=ordinal(position))
    position = 1 + [wish.person for wish in waiting_list_of(school, wanted)].index(person)
    place = ordinal(position)
    return t("Full. You're {place} on the waiting list for {title}.", place=place, title=title)


def choosing_closed_reason(school: School, now: datetime, day: InsetDay, slot: Slot) -> Text | None:
    """Return why choices in a slot are not open, or None."""
    opens, closes = slot.choices_open or day.choices_open, slot.choices_close or day.choices_close
    if opens is not None and now < opens:
        opens = school.local(opens)
        return t("Choices open on {date} at {time}.", date=opens.date(), time=opens)
    if closes is not None and now >= closes:
        return t("Choices are closed. Ask {tutor} for a place.", tutor=the_tutor(school.settings))
    return None


def _with_alternative(
    school: School, now: datetime, person: Person, session: Session, message: Text
) -> Text:
    """Return the message, followed by an alternative unless the person has a place in that slot."""
    day = school.programme.days[session.day]
    if day.closed_at is not None or day.awaits_draw:
        return message
    if choosing_closed_reason(school, now, day, school.slot(session)) is not None:
        return message
    if confirmed_session(school, person.id, session.day, session.slot) is not None:
        return message
    other = alternative(school, now, person, session)
    if other is None:
        return message
    return t(
        "{said} There's space in {title}, {start}, {where}.",
        said=message,
        title=school.workshop(other).title,
        start=other.start,
        where=room_and_leaders(school, other),
    )


def add_wish(
    draft: BookingsDraft, now: datetime, person: PersonId, session: Session, rank: int
) -> None:
    """Add a wish with this rank, at the end of the session's waiting list."""
    id, turn = join_ids(session.id, person), draft.next_turn(session)
    draft.put(Booking(id, session.id, person, False, now, turn, rank=rank))


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
        return Changes((), t("You don't have a place in {title}.", title=title))
    if school.programme.days[wanted.day].closed_at is not None:
        raise Refused(day_is_closed(school.settings))
    if now >= school.moment(wanted.day, wanted.end):
        raise Refused(t("This session is over."))
    marks = school.day_record(wanted.day).marks.get(session, {}).get(person)
    if marks and marks[-1].state.attended:
        raise Refused(t("You've already signed in to {title}.", title=title))
    require_proof(school, actor, person)
    draft = BookingsDraft(school, wanted.day)
    draft.remove(held)
    promote(draft, now)
    message = t("You've given up your place in {title}.", title=title)
    if not held.confirmed:
        message = t("You're off the waiting list for {title}.", title=title)
    what = Taken.PLACE if held.confirmed else Taken.WISH
    note = note_taken(school, now, actor, person, wanted.day, what, session)
    return Changes((*draft.items, *note), message)


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
        raise Refused(t("You're not on the waiting list for {title}.", title=title))
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
    message = t("{title} is now your {n} choice.", title=title, n=ordinal(place))
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
        raise Refused(day_is_closed(school.settings))
    if school.slot(wanted).kind is not SlotKind.CHOICE:
        raise Refused(t("No place is needed in this session."))
    if not who.is_here(school.programme.days[wanted.day].date):
        raise Refused(not_here_reason(who))
    if not reason:
        raise Refused(t("Please give a reason. It's kept with the place."))
    draft = BookingsDraft(school, wanted.day)
    id, turn = join_ids(wanted.id, who.id), draft.next_turn(wanted)
    booking = Booking(id, wanted.id, who.id, True, now, turn, why=reason)
    give_place(draft, wanted, booking)
    promote(draft, now)
    message = t("{name} has a place in {title}.", name=who.name, title=title)
    for lost in no_longer_held(school, draft.school, session):
        message = t("{one} {other}", one=message, other=lost)
    return Changes(tuple(draft.items), message)
