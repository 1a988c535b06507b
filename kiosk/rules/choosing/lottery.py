"""The fair draw: ranked wishes become places, and anybody can repeat it.

Everybody who wished has one place in an order. It is drawn by lot: the SHA-256 sum of the day, the
seed and the person's id, so that every machine comes to the same and nobody can choose theirs.
Whoever got less than their dearest wish on the INSET day before goes first. In the order, each is
given the dearest wish that still has a place and that nothing hinders; in every second slot of the
day the order is reversed, so that who is late for one is early for the next (serial dictatorship
with alternating order: nobody gains by hiding a wish within one slot). Wishes dearer than the place
given stay in their queues, in the order of the draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.choosing.bookings import (
    all_bookings_in,
    confirmed_session,
    is_full,
    waiting_list_of,
    wishes_of,
)
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.places import promote_waiting
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.records import Booking, InsetDay, Slot
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Text, t, tn


class LotteryResult(msgspec.Struct, frozen=True):
    """What the draw gave one person in one slot, and why."""

    person: str
    slot: str
    session: str
    """Blank: none of the wishes."""
    rank: int
    """Which wish it is, 1 the dearest; 0: none."""
    turn: int
    """The person's place in the order of that slot, from 1."""
    why: Text


def lotteries_due(school: School, now: datetime) -> list[str]:
    """Return the days whose draw is to be carried out now."""
    days = school.programme.days.values()
    return sorted(day.id for day in days if day.awaits_draw and day.draw_at and day.draw_at <= now)


def lottery_message(school: School, day: InsetDay) -> Text | None:
    """Return when the wishes of a day are or were drawn; None: first come, first served."""
    if day.drawn_at is not None:
        moment = school.local(day.drawn_at)
        return t("Wishes were drawn on {date} at {time}.", date=moment.date(), time=moment)
    if day.draw_at is None:
        return None
    moment = school.local(day.draw_at)
    return t("Wishes are drawn on {date} at {time}.", date=moment.date(), time=moment)


def next_lottery_message(school: School, now: datetime) -> Text | None:
    """Return when wishes are or were drawn, of the next INSET day with a draw; today's is one."""
    today = school.local(now).date().isoformat()
    coming = [day for day in school.programme.days.values() if day.id >= today and day.draw_at]
    return lottery_message(school, min(coming, key=lambda day: day.id)) if coming else None


def lost_last_time(school: School, day: InsetDay, person: str) -> bool:
    """Return whether a wish dearer than the place held stayed open on the INSET day before."""
    before = max((one for one in school.programme.days if one < day.id), default=None)
    if before is None:
        return False
    return any(
        wishes_of(school, before, slot.id, person) for slot in school.programme.days[before].slots
    )


def lottery_order(school: School, day: InsetDay) -> list[str]:
    """Return everybody who wished something, in the order of the draw."""
    people = {
        booking.person for session in school.sessions_on(day.id)
        for booking in waiting_list_of(school, session) if booking.person in school.people
    }  # fmt: skip
    return sorted(
        people, key=lambda who: (not lost_last_time(school, day, who), lot_number(day, who))
    )


def lot_number(day: InsetDay, person: str) -> str:
    """Return a person's lot: the lowest goes first."""
    return sha256(f"{day.id}\n{day.draw_seed or day.id}\n{person}".encode()).hexdigest()


def lottery_outcome(
    school: School, day: str, now: datetime
) -> tuple[list[Put | Remove], list[LotteryResult]]:
    """Return what the draw of a day changes, and what it gave everybody; nothing is decided yet."""
    today = school.day(day)
    order, earlier = lottery_order(school, today), _highest_turns(school, day)
    items: list[Put | Remove] = [put(replace(today, drawn_at=now))]
    results: list[LotteryResult] = []
    choices = [slot for slot in today.slots if slot.kind is SlotKind.CHOICE]
    for number, slot in enumerate(choices):
        turns = order if number % 2 == 0 else order[::-1]
        wishing = [who for who in turns if wishes_of(school, day, slot.id, who)]
        for turn, person in enumerate(wishing, 1):
            wishes = [
                replace(one, rank=rank, turn=earlier[one.session] + turn)
                for rank, one in enumerate(wishes_of(school, day, slot.id, person), 1)
            ]
            changes, result = _allocate_wishes(school, slot, wishes, turn, len(wishing), now)
            school = school.apply(changes)
            items += changes
            results += [result] if result else []
    return [*items, *promote_waiting(school.apply(items[:1]), day, now)], results


def _highest_turns(school: School, day: str) -> Mapping[str, int]:
    """Return, by session, the highest turn that was given before the draw."""
    return {
        session.id: max((booking.turn for booking in all_bookings_in(school, session)), default=0)
        for session in school.sessions_on(day)
    }


def _allocate_wishes(
    school: School, slot: Slot, wishes: list[Booking], turn: int, of: int, now: datetime
) -> tuple[list[Put | Remove], LotteryResult | None]:
    """Return what becomes of one person's wishes in a slot, and what they are given.

    Whoever has a place there already, from a professional tutor, goes on waiting for a dearer one.
    """
    person = wishes[0].person
    if (
        confirmed_session(school, school.session(wishes[0].session).day, slot.id, person)
        is not None
    ):
        return [put(one) for one in wishes], None
    got = next((one for one in wishes if _can_have(school, one, now)), None)
    if got is None:
        told = tn(
            "{n} wish, and no place left at turn {turn} of {of}.",
            "{n} wishes, and no place left in any at turn {turn} of {of}.",
            len(wishes),
            turn=turn,
            of=of,
        )
        return [put(one) for one in wishes], LotteryResult(person, slot.id, "", 0, turn, told)
    items: list[Put | Remove] = [put(one) for one in wishes[: got.rank - 1]]
    items.append(put(replace(got, confirmed=True, at=now)))
    items += [Remove("bookings", one.id) for one in wishes[got.rank :]]
    return items, LotteryResult(person, slot.id, got.session, got.rank, turn, _why(got, turn, of))


def _can_have(school: School, wish: Booking, now: datetime) -> bool:
    session = school.session(wish.session)
    person = school.people[wish.person]
    return not is_full(school, session) and ineligibility(school, person, session, now) is None


def _why(got: Booking, turn: int, of: int) -> Text:
    if got.rank == 1:
        return t("The first wish, at turn {turn} of {of}.", turn=turn, of=of)
    return t(
        "Wish number {n}, at turn {turn} of {of}: the dearer ones had no place left.",
        n=got.rank,
        turn=turn,
        of=of,
    )


@decision
def run_lottery(school: School, now: datetime, day: str) -> Changes:
    """Carry out the draw of a day. Done already is no error.

    Raises:
        Refused: the day has no draw, or its moment has not come.
    """
    today = school.day(day)
    if today.draw_at is None:
        raise Refused(t("There is no draw on {day}: first come, first served.", day=day))
    if today.drawn_at is not None:
        return Changes((), lottery_message(school, today))
    if now < today.draw_at:
        moment = school.local(today.draw_at)
        raise Refused(t("The draw is on {date} at {time}.", date=moment.date(), time=moment))
    items, results = lottery_outcome(school, day, now)
    return Changes(tuple(items), summary([one.rank for one in results]))


def summary(ranks: Sequence[int]) -> Text:
    """Return how many got their first wish, another one, and none (0)."""
    first, none = ranks.count(1), ranks.count(0)
    return t(
        "{first}, {other}, {none}.",
        first=tn("{n} first wish", "{n} first wishes", first),
        other=tn("{n} other", "{n} others", len(ranks) - first - none),
        none=tn("{n} without a place", "{n} without a place", none),
    )
