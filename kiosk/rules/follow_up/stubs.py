"""The stubs of a slip's cards: torn off and handed in, each ends its catch-up.

A stub's code is recorded before its page is written, and the codes before it go out of use once the
page is there. In between both count: wherever the writing stops, every stub on paper is known, and
none that somebody holds is void for the sake of a page that was never finished.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from zlib import crc32

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.follow_up.catch_up import catch_ups_on, missed_title, record_catch_ups
from kiosk.rules.follow_up.catch_up_acts import handed_in_message
from kiosk.rules.follow_up.catch_up_dates import due_date
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.repeats import places_to_hold, repeat_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import Private, decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import DoneBy
from kiosk.text import t

DIGITS = 10
"""Characters after the hyphen: 50 bits, in a code of 21 modules."""


def stub_code(catch_up: CatchUp, seed: str) -> str:
    """Return the code of a catch-up's next stub. Nobody can tell it without the random `seed`."""
    digest = sha256(f"{seed}\0{catch_up.id}".encode()).digest()
    return f"STUB-{b32encode(digest).decode()[:DIGITS]}"


@decision
def issue_slips(
    school: School,
    now: datetime,
    actor: Actor,
    day: DayId,
    seed: Private,
    person: PersonId | None = None,
    only_new: bool = False,
) -> Changes:
    """Record the catch-ups of everyone (or one person) for a day, each with a code to print.

    One that no finished slip bears yet is kept. The stubs printed before count until
    `note_printed_slips`. `seed` is random text, new for each printing. A place in a repeat session
    is held for them, or held for longer. `only_new`: only for people whose slip is not printed yet,
    or says something else by now.
    """
    recorded = record_catch_ups(day, person)(school, now, actor)
    after = school.apply(recorded.items)
    own = after.day_record(day).catch_ups
    people = own if person is None else {person: own.get(person, {})}
    today = school.local(now).date()
    items = {item.id: item for item in recorded.items}
    printed: list[CatchUp] = []
    for catch_ups in people.values():
        mine = [one for one in catch_ups.values() if one.is_open]
        if mine and not (only_new and not is_slip_new(after, mine)):
            for one in mine:
                issued = _issued(after, one, one.next_stub or stub_code(one, seed.text), today)
                printed.append(replace(issued, printed_on=today))
                if issued != one:
                    items[one.id] = put(issued)
    held = places_to_hold(after, now, printed)
    return Changes((*items.values(), *held), recorded.message)


def _issued(school: School, catch_up: CatchUp, code: str, today: date) -> CatchUp:
    # an earlier one may never have been wholly written
    first = catch_up.first_printed if catch_up.stubs else today
    issued = replace(catch_up, next_stub=code, first_printed=first)
    return replace(issued, due=due_date(school, issued))


@decision
def note_printed_slips(
    school: School, now: datetime, day: DayId, marks: Mapping[str, str]
) -> Changes:
    """Note that slips are wholly written: from now on their stubs alone count.

    `marks` has the `slip_mark` of each slip, by the code of each of its stubs. What somebody else
    printed meanwhile, or a correction took away, stays as it is.
    """
    today = school.local(now).date()
    return Changes(
        tuple(
            put(
                replace(
                    one, stubs=(*one.stubs, one.next_stub), next_stub="",
                    printed_on=today, slip=marks[one.next_stub],
                )
            )
            for catch_ups in school.day_record(day).catch_ups.values()
            for one in catch_ups.values()
            if one.next_stub and one.next_stub in marks
        )
    )  # fmt: skip


def slip_mark(school: School, person: PersonId, day: DayId) -> str:
    """Return what tells a person's slip of a day from one that says something else.

    What is done counts as well: handing something in makes the rest of a slip no other one.
    """
    facts = [
        (one.id, one.required, one.due, one.subject, one.resources, _repeat_said(school, one))
        for one in catch_ups_on(school, person, day)
    ]
    return f"{crc32(msgspec.json.encode(facts)):08x}"


def _repeat_said(school: School, catch_up: CatchUp) -> tuple[object, ...]:
    """Return what a slip says of the repeat of what was missed; empty: there is none."""
    repeat = repeat_of(school, replace(catch_up, printed_on=None))
    return () if repeat is None else (repeat.day, repeat.start, repeat.end, repeat.room)


def is_slip_new(school: School, catch_ups: Sequence[CatchUp]) -> bool:
    """Return whether a person's open catch-ups of a day are not printed yet, or said otherwise."""
    mark = slip_mark(school, catch_ups[0].person, catch_ups[0].day)
    return any(one.slip != mark for one in catch_ups)


def find_stub(school: School, code: str) -> CatchUp:
    """Return the catch-up on whose slip a stub stands.

    Raises:
        Refused: there is none, or a newer slip has replaced it.
    """
    wanted = code.upper()
    bearing = (
        one
        for record in school.day_records.values()
        for catch_ups in record.catch_ups.values()
        for one in catch_ups.values()
        if wanted in (*one.stubs, one.next_stub)
    )
    found = next(bearing, None) if wanted else None
    if found is None:
        raise Refused(t("This stub isn't one of ours. Check each character of its code."))
    if wanted in found.stubs[:-1] and found.printed_on is not None:
        raise Refused(
            t("A newer slip was printed on {day}. Hand in the stub of that one.",
              day=found.printed_on)
        )  # fmt: skip
    return found


@decision
def hand_in_stub(school: School, now: datetime, actor: Actor, code: str) -> Changes:
    """Note that the catch-up of a stub is done. In a professional tutor's hand it is confirmed too.

    Raises:
        Refused: the stub is unknown, replaced, handed in already, or somebody else's.
    """
    found = find_stub(school, code)
    is_tutor = actor.evidence.is_tutors
    if not is_tutor and found.person != actor.id:
        raise Refused(t("This stub is somebody else's. Nothing was changed."))
    title, state = missed_title(school, found), state_of(school, found)
    if state in (CatchUpState.WAIVED, CatchUpState.NOT_OWED):
        raise Refused(t("{title} need not be done any more.", title=title))
    if found.done_at is not None and not (is_tutor and state is CatchUpState.HANDED_IN):
        raise Refused(
            t("{title} was handed in on {day} already.", title=title,
              day=school.local(found.done_at).date())
        )  # fmt: skip
    done = found if found.done_at else replace(found, done_at=now, done_by=DoneBy.STUB)
    if is_tutor:
        name = school.person(found.person).name
        confirmed = put(replace(done, confirmed_at=now))
        return Changes((confirmed,), t("Done: {title} · {name}", title=title, name=name))
    return Changes((put(done),), handed_in_message(school, done))
