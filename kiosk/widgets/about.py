"""What is told of one session, beside the day or above the cards."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from kiosk.language import Language
from kiosk.rules.attendance import Door, attended, door
from kiosk.rules.news import move_of
from kiosk.rules.places import booking_of
from kiosk.rules.records import Session, SlotKind
from kiosk.rules.school import School
from kiosk.rules.wording import place_of
from kiosk.text import t


def about_offer(language: Language, school: School, session: Session) -> Content:
    """Return what a card may have no room for: the aim, the room, the leader."""
    aim = Content(language.say(school.workshop(session).aim))
    return Content("\n").join([aim, Content(place_of(school, session)).stylize("$muted")])


def about_session(
    language: Language, school: School, session: Session, person: str, now: datetime
) -> Content:
    """Return what a person is told of the session they are meant to be in."""
    say = language.say
    workshop = school.workshop(session)
    lines = [Content(say(workshop.title)).stylize("bold $in"), Content(place_of(school, session))]
    moved = move_of(school, session)
    if moved is not None:
        lines.append(Content(f"▲ {say(moved)}").stylize("bold $amber"))
    booking = booking_of(school, session, person)
    if booking is not None and booking.moved_up:
        told = t("A place came free: you moved up from the queue.")
        lines.append(Content(say(told)).stylize("$amber"))
    if attended(school, session, person):
        lines.append(Content(say(t("● You are signed in."))).stylize("$in"))
    elif door(school, session, now) is Door.OPEN:
        lines.append(Content(say(t("Enter on the slot signs you in."))).stylize("bold $amber"))
    elif school.slot(session).kind is not SlotKind.CHOICE:
        lines.append(Content(say(workshop.aim)).stylize("$muted"))
    return Content("\n").join(lines)
