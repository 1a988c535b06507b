"""What comes of picking a slot or a session of one's own day: a decision, or a question first."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.rules.attendance.marks import EntryState, entry_state, sign_in_to_session
from kiosk.rules.choosing.bookings import booking_of, confirmed_session, wishes_of
from kiosk.rules.choosing.capacity import is_full
from kiosk.rules.choosing.eligibility import is_in_the_room
from kiosk.rules.choosing.places import choose, give_up_place, rank_wish
from kiosk.rules.model.attendance_records import Booking
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import own_session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.text import Both, Text, t


class Answer(msgspec.Struct, frozen=True):
    """One answer to a question."""

    text: Text
    decision: Decision | None = None
    """What is decided then; None: nothing changes."""


class Question(msgspec.Struct, frozen=True):
    """What to ask first. The first answer changes nothing, so that Enter alone does no harm."""

    text: Text
    answers: tuple[Answer, ...]
    title: Both | str = ""
    """The title of the slot that it is about."""
    is_yes_or_no: bool = False
    """Whether the second answer is the yes to the question."""


def may_enter(school: School, now: datetime, person: PersonId, session: Session) -> bool:
    """Return whether the person can sign in to the session now, and has not."""
    is_open = entry_state(school, now, session) is EntryState.OPEN
    return is_open and not is_in_the_room(school, person, session)


def opens_register(school: School, now: datetime, person: PersonId, session: Session) -> bool:
    """Return whether picking a session opens its register: on its day, for its leaders.

    While sign-in is open they sign in first, as everybody does.
    """
    is_today = school.local(now).date().isoformat() == session.day
    return is_today and person in session.leaders and not may_enter(school, now, person, session)


def session_to_enter(
    school: School, now: datetime, person: Person, day: InsetDay, slot: Slot
) -> Session | None:
    """Return the session that picking a slot signs the person in to; None: there is none.

    Too early or too late it is returned all the same: the desk refuses, and says when.
    """
    session = own_session(school, person, day, slot)
    is_choice = slot.kind is SlotKind.CHOICE
    if session is None or (is_choice and not may_enter(school, now, person.id, session)):
        return None
    return session


def pick_session(
    school: School, now: datetime, person: PersonId, session: Session, *, proven: bool
) -> Decision | Question:
    """Return what picking a session on offer leads to. A place that is held counts if `proven`."""
    holder = person if proven else None
    booking = booking_of(school, person, session)
    if booking is not None:
        # once the session is open, its holder means signing in, not giving up
        if booking.confirmed and may_enter(school, now, person, session):
            return sign_in_to_session(person, session.id)
        if booking.confirmed:
            return _give_up(school, person, session, choose_instead=None)
        if school.programme.days[session.day].awaits_draw or is_full(school, session, holder):
            return _about_wish(school, session, booking)
    held = confirmed_session(school, person, session.day, session.slot)
    # no place is at risk: none is held, it can be had again, or the new choice only waits
    if held is None or not is_full(school, held) or is_full(school, session, holder):
        return choose(person, session.id)
    return _give_up(school, person, held, choose_instead=session)


def _give_up(
    school: School, person: PersonId, held: Session, choose_instead: Session | None
) -> Question:
    title = school.workshop(held).title
    question = t("Give up your place in {title}?", title=title)
    decision = give_up_place(person, held.id)
    if choose_instead is not None:
        question = t(
            "Give up your place in {title}? It's full, so you may not get it back.", title=title
        )
        decision = choose(person, choose_instead.id)
    answers = Answer(t("No, keep it")), Answer(t("Yes, give it up"), decision)
    return Question(question, answers, title=school.slot(held).title, is_yes_or_no=True)


def _about_wish(school: School, session: Session, booking: Booking) -> Question:
    person, title = booking.person, school.workshop(session).title
    names = [wish.session for wish in wishes_of(school, person, session.day, session.slot)]
    place, leave = 1 + names.index(session.id), give_up_place(person, session.id)
    question = t("You're on the waiting list for {title}", title=title)
    answers = [Answer(t("Stay on the waiting list")), Answer(t("Leave the waiting list"), leave)]
    if school.programme.days[session.day].awaits_draw:
        question = t("{title} is your {n} choice", title=title, n=ordinal(place))
        answers = [Answer(t("No change")), Answer(t("Take it off my choices"), leave)]
    for other in (place - 1, place + 1):
        if 1 <= other <= len(names):
            ranked = rank_wish(person, session.id, other)
            answers.append(Answer(t("Move this to my {n} choice", n=ordinal(other)), ranked))
    return Question(question, tuple(answers), title=school.slot(session).title)
