"""The texts about one session, in the panel beside the day."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance.marks import EntryState, entry_state
from kiosk.rules.attendance.picking import opens_register
from kiosk.rules.choosing.announcements import move_notices
from kiosk.rules.choosing.bookings import (
    booking_of,
    confirmed_session,
    is_past_cut_off,
    promotion_cut_off,
    waiting_list_of,
)
from kiosk.rules.choosing.cancelled_sessions import lost_place_in
from kiosk.rules.choosing.capacity import held_for
from kiosk.rules.choosing.eligibility import ineligibility, is_in_the_room
from kiosk.rules.choosing.held_places import held_until
from kiosk.rules.choosing.lottery import lottery_message
from kiosk.rules.choosing.place_messages import place_reason
from kiosk.rules.choosing.places import choosing_closed_reason
from kiosk.rules.choosing.recommendations import recommendation_reasons
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.labels import own_times, room_and_leaders
from kiosk.rules.model.ordinals import ordinal
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.requirement import may_stay_until, own_session, slots_for
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, SlotKind
from kiosk.text import ShortDate, Text, t, tn


def when_and_where(language: Language, school: School, session: Session) -> str:
    """Return room and leaders, after the session's times where those are not its slot's."""
    times = own_times(school, session)
    when = language.say(times) if times is not None else ""
    return " · ".join(filter(None, (when, language.say(room_and_leaders(school, session)))))


def about_offer(
    language: Language,
    school: School,
    now: datetime,
    person: Person,
    session: Session,
    *,
    proven: bool,
) -> Content:
    """Return what a card has no room for.

    That is why the session cannot be chosen, when the waiting list or the lottery decides, its
    aim and room, and why it is recommended.
    """
    say, booking = language.say, booking_of(school, person.id, session)
    lines = []
    if booking is None or not booking.confirmed:
        why_not = ineligibility(school, now, person, session, proven=proven)
        if why_not is not None:
            lines.append(Content(say(why_not)).stylize("$amber"))
    day = school.programme.days[session.day]
    # before the lottery there is no waiting list to tell a place in
    drawn = lottery_message(school, day) if day.awaits_draw else None
    if drawn is not None:
        lines.append(Content(say(drawn)))
    elif booking is not None and not booking.confirmed:
        first, *others = (say(one) for one in _waiting(school, now, person.id, session))
        lines += [Content(first).stylize("bold $amber"), *map(Content, others)]
    held = held_for(school, person.id, session) if proven else None
    if held is not None:
        yours = t("You missed this session: a place is held for you until {day}.",
                  day=ShortDate(held_until(school, held)))  # fmt: skip
        lines.append(Content(say(yours)).stylize("bold $in"))
    aim = Content(say(school.workshop(session).aim))
    lines += [aim, Content(when_and_where(language, school, session)).stylize("$muted")]
    until = may_stay_until(school, person, session)
    if until is not None:
        lines.append(Content(say(t("You can stay until {time}", time=until))).stylize("$amber"))
    reasons = recommendation_reasons(school, now, person, session, proven=proven)
    lines += [Content(f"★ {say(why)}").stylize("$blue") for why in reasons]
    return Content("\n").join(lines)


def about_choosing(
    language: Language,
    school: School,
    now: datetime,
    person: Person,
    slot: Slot,
    day: InsetDay,
    evidence: Evidence,
) -> Content:
    """Return what to do in a slot where nothing is chosen yet, and when the lottery is."""
    how = t("Pick one: press its number, or tap it.")
    # a person with a badge can also scan the workshop's code
    if evidence is Evidence.BADGE:
        how = t("Pick one: press its number, or scan its code on the sheet.")
    lines = [lottery_message(school, day)] if day.awaits_draw else []
    lost = lost_place_in(school, person.id, day.id, slot.id)
    closed = choosing_closed_reason(school, now, day, slot)
    if lost is not None:
        # choosing stays open for people who lost a place
        lines.insert(0, t("{title} is cancelled.", title=school.workshop(lost).title))
        closed = None
    if closed is None:
        lines.append(
            t("Press the numbers of the workshops you'd like, favourite first.")
            if day.awaits_draw
            else how
        )
    text = "\n".join(language.say(line) for line in (closed, *lines) if line is not None)
    return Content(text).stylize("$muted" if closed is None and lost is None else "$amber")


def _waiting(school: School, now: datetime, person: PersonId, session: Session) -> list[Text]:
    """Return a person's place on the waiting list, and what would move them up."""
    turns = [booking.person for booking in waiting_list_of(school, session)]
    place = 1 + turns.index(person)
    said = [t("You're {place} on the waiting list.", place=ordinal(place))]
    if is_past_cut_off(school, now, session):
        closed = t("The waiting list has closed. You can still try: press Enter, and if there's a "
                   "place you get it.")  # fmt: skip
        return [*said, closed]
    until = promotion_cut_off(school, session)
    held = confirmed_session(school, person, session.day, session.slot)
    if place > 1:
        said.append(
            tn(
                "You move up when the person ahead gets a place or leaves.",
                "You move up when one of the {n} ahead gets a place or leaves.",
                place - 1,
            )
        )
    if held is None:
        return [*said, t("If a place comes up for you before {time}, it's yours.", time=until)]
    other = school.workshop(held).title
    moves = t("If a place comes up for you before {time}, it's yours, and you give up {other}.",
              time=until, other=other)  # fmt: skip
    return [*said, moves]


def about_session(
    language: Language,
    school: School,
    now: datetime,
    person: PersonId,
    session: Session,
    *,
    proven: bool,
) -> Content:
    """Return the text about the session that a person is meant to be in."""
    say = language.say
    workshop = school.workshop(session)
    lines = [
        Content(say(workshop.title)).stylize("bold"),
        Content(when_and_where(language, school, session)),
    ]
    moves = (Content(f"▲ {say(moved)}") for moved in move_notices(school, session))
    lines += [moved.stylize("bold $amber") for moved in moves]
    booking = booking_of(school, person, session)
    because = place_reason(school, booking, proven=proven) if booking is not None else None
    if because is not None:
        lines.append(Content(say(because)).stylize("$amber"))
    until = may_stay_until(school, school.people[person], session)
    if until is not None:
        lines.append(Content(say(t("You can stay until {time}", time=until))).stylize("$amber"))
    doors = entry_state(school, now, session)
    # nothing of what is over is shown for a typed name: the others would be those who were absent
    if is_in_the_room(school, person, session) and (proven or doors is not EntryState.OVER):
        lines.append(Content(say(t("● You are signed in."))).stylize("$in"))
    elif doors is EntryState.OPEN:
        lines.append(
            Content(say(t("◆ Press Enter to sign in to this session"))).stylize("bold $amber")
        )
    if opens_register(school, now, person, session):
        lines.append(Content(say(t("◆ You lead this. Enter: its register"))).stylize("bold $amber"))
    if school.slot(session).kind is not SlotKind.CHOICE and workshop.aim:
        lines += [Content(), Content(say(workshop.aim))]
    return Content("\n").join(lines)


def about_slot(language: Language, school: School, slot: Slot, reason: Text | None) -> Content:
    """Return the text about a slot in which the person has no session, such as a break."""
    below = language.say(reason or school.word(slot.place))
    return Content.assemble((language.say(slot.title), "bold"), "\n", (below, "$muted"))


def coming_lines(
    language: Language, school: School, person: Person, day: InsetDay, slot: Slot
) -> list[Content]:
    """Return the lines about what follows a slot in a person's day; empty if nothing does."""
    say = language.say
    coming = [one for one in slots_for(school, person, day) if one.start >= slot.end]
    lines = [Content(), Content(say(t("After this"))).stylize("bold $blue")] if coming else []
    for one in coming:
        session = own_session(school, person, day, one)
        title, place = say(one.title), one.place
        if session is not None:
            title, place = say(school.workshop(session).title), session.room
        start, place = say((session or one).start), say(school.word(place))
        lines.append(Content.assemble((f"{start}  ", "$muted"), title,
                                      (f" · {place}" if place else "", "$muted")))  # fmt: skip
    return lines
