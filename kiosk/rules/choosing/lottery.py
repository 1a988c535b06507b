"""The lottery: ranked wishes become places by a fair draw that anybody can repeat.

Everybody with a wish has one position in an order. The order is drawn by lot, except that people
who did not get their first wish on the INSET day before come first. In that order, each person gets
the first of their wishes that still has a place and that nothing prevents. In every second slot of
the day the order is reversed, so that a late turn in one slot is an early turn in the next. (This
is serial dictatorship with alternating order: within one slot nobody gains by hiding a wish.)
Wishes above the place given stay on their waiting lists, in the order of the draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import (
    all_bookings_in,
    bookings_in,
    wished_sessions,
    wishes_by_slot,
)
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.lots import lot_number
from kiosk.rules.choosing.promotion import promote_everywhere
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import InsetDay, Slot
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


class LotteryResult(msgspec.Struct, frozen=True):
    """What one person got in one slot, and why."""

    person: PersonId
    slot: SlotId
    session: SessionId
    """Blank: none of the wishes was possible."""
    rank: int
    """The number of the wish that was given, from 1; 0: none."""
    turn: int
    """The person's position in the order of that slot, from 1."""
    why: Text


def lotteries_due(school: School, now: datetime) -> list[DayId]:
    """Return the days whose draw is due and not done."""
    days = school.programme.days.values()
    return sorted(day.id for day in days if day.awaits_draw and day.draw_at and day.draw_at <= now)


def lottery_message(school: School, day: InsetDay) -> Text | None:
    """Return when the wishes of a day are or were drawn. None: first come, first served."""
    if day.drawn_at is not None:
        moment = school.local(day.drawn_at)
        return t("Places were drawn by lot on {date} at {time}.", date=moment.date(), time=moment)
    if day.draw_at is None:
        return None
    moment = school.local(day.draw_at)
    return t("Places are drawn by lot on {date} at {time}.", date=moment.date(), time=moment)


def next_lottery_message(school: School, now: datetime) -> Text | None:
    """Return when wishes are or were drawn for the next INSET day with a draw, today included."""
    today = school.local(now).date().isoformat()
    coming = [day for day in school.programme.days.values() if day.id >= today and day.draw_at]
    return lottery_message(school, min(coming, key=lambda day: day.id)) if coming else None


def lost_last_time(school: School, person: PersonId, day: InsetDay) -> bool:
    """Return whether the person still waited for a better wish on the INSET day before."""
    before = max((day_id for day_id in school.programme.days if day_id < day.id), default=None)
    if before is None:
        return False
    # A wish that is still open when the day is over was above the place they had.
    return bool(wished_sessions(school, person, before))


def lottery_order(school: School, day: InsetDay) -> list[PersonId]:
    """Return the ids of everybody with a wish, in the order of the draw."""
    return _in_order(school, day, wishes_by_slot(school, day.id))


def _in_order(
    school: School, day: InsetDay, wished: Mapping[SlotId, Mapping[PersonId, list[Booking]]]
) -> list[PersonId]:
    here = school.people_on(day.date)
    people = {who for by_person in wished.values() for who in by_person if who in here}
    return sorted(
        people, key=lambda who: (not lost_last_time(school, who, day), lot_number(who, day))
    )


def lottery_outcome(
    school: School, now: datetime, day: DayId
) -> tuple[list[Put | Remove], list[LotteryResult]]:
    """Return the changes that a draw would make now, and what everybody would get."""
    today = school.day(day)
    wished, earlier = wishes_by_slot(school, day), _highest_turns(school, day)
    order = _in_order(school, today, wished)
    drawn = put(replace(today, drawn_at=now))
    draft = BookingsDraft(school.apply([drawn]), day)
    results: list[LotteryResult] = []
    choices = [slot for slot in today.slots if slot.kind is SlotKind.CHOICE]
    for number, slot in enumerate(choices):
        by_person = wished.get(slot.id, {})
        # A place given by a professional tutor before the draw stays; the person keeps waiting for
        # the wishes above it, and takes no part in the draw for this slot.
        placed = {
            booking.person
            for session in school.sessions_on(day, slot.id)
            for booking in bookings_in(school, session)
        }
        turns = [who for who in order if who in by_person]
        for turn, person in enumerate(turns if number % 2 == 0 else turns[::-1], 1):
            wishes, takes_part = by_person[person], person not in placed
            rank = _first_possible(draft, now, wishes) if takes_part else 0
            _settle(draft, now, wishes, rank, turn, earlier)
            if takes_part:
                results.append(_result(slot, wishes, rank, turn, len(turns)))
    promote_everywhere(draft, now)
    return [drawn, *draft.items], results


def _highest_turns(school: School, day: DayId) -> Mapping[SessionId, int]:
    """Return the highest waiting turn of each session before the draw."""
    return {
        session.id: max(
            (booking.waiting_order for booking in all_bookings_in(school, session)), default=0
        )
        for session in school.sessions_on(day)
    }


def _first_possible(draft: BookingsDraft, now: datetime, wishes: list[Booking]) -> int:
    """Return the number of the first of a person's wishes that they can have, from 1; 0: none."""
    possible = (number for number, wish in enumerate(wishes, 1) if _can_have(draft, now, wish))
    return next(possible, 0)


def _settle(
    draft: BookingsDraft,
    now: datetime,
    wishes: list[Booking],
    rank: int,
    turn: int,
    earlier: Mapping[SessionId, int],
) -> None:
    """Give a person the wish of this number, and keep those above it; 0: keep all."""
    kept = [
        replace(wish, rank=number, waiting_order=earlier[wish.session] + turn)
        for number, wish in enumerate(wishes[:rank] or wishes, 1)
    ]
    lower = wishes[rank:] if rank else []
    if rank:
        names = tuple(wish.session for wish in lower)
        kept[-1] = replace(kept[-1], confirmed=True, at=now, lower_wishes=names)
    for wish in kept:
        draft.put(wish)
    for wish in lower:
        draft.remove(wish)


def _can_have(draft: BookingsDraft, now: datetime, wish: Booking) -> bool:
    school, session = draft.school, draft.school.session(wish.session)
    if draft.is_full(session, wish.person):
        return False
    return ineligibility(school, now, school.people[wish.person], session) is None


def _result(slot: Slot, wishes: list[Booking], rank: int, turn: int, of: int) -> LotteryResult:
    """Return what a person got, the wish of this number, and why; 0: none of them."""
    if rank == 1:
        why = t("1st choice, at turn {turn} of {of}.", turn=turn, of=of)
    elif rank:
        why = t(
            "{n} choice, at turn {turn} of {of}: the choices above it were full.",
            n=ordinal(rank),
            turn=turn,
            of=of,
        )
    else:
        why = tn(
            "No place: {n} choice, full at turn {turn} of {of}.",
            "No place: {n} choices, all full at turn {turn} of {of}.",
            len(wishes),
            turn=turn,
            of=of,
        )
    session = wishes[rank - 1].session if rank else NO_SESSION
    return LotteryResult(wishes[0].person, slot.id, session, rank, turn, why)


@decision
def run_lottery(school: School, now: datetime, day: DayId) -> Changes:
    """Carry out the draw of a day. A draw that was done already is no error.

    Raises:
        Refused: the day has no draw, or its time has not come.
    """
    today = school.day(day)
    if today.draw_at is None:
        raise Refused(t("There's no draw on {day}: first come, first served.", day=day))
    if today.drawn_at is not None:
        return Changes((), lottery_message(school, today))
    if now < today.draw_at:
        moment = school.local(today.draw_at)
        raise Refused(
            t("Places are drawn by lot on {date} at {time}.", date=moment.date(), time=moment)
        )
    items, results = lottery_outcome(school, now, day)
    return Changes(tuple(items), summary([result.rank for result in results]))


def summary(ranks: Sequence[int]) -> Text:
    """Return the counts of people by the rank of their result: first wish, another, none (0)."""
    first, none = ranks.count(1), ranks.count(0)
    return t(
        "{first}, {other}, {none}.",
        first=tn("{n} first choice", "{n} first choices", first),
        other=tn("{n} other", "{n} others", len(ranks) - first - none),
        none=tn("{n} without a place", "{n} without a place", none),
    )
