"""The questions about a place or a wish: giving it up, ranking it, and choosing another."""

from __future__ import annotations

from textual.app import App

from kiosk.rules.choosing.bookings import booking_of, confirmed_session, is_full, wishes_of
from kiosk.rules.choosing.places import choose, give_up_place, rank_wish
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import Session
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.text import t


async def change_place(
    app: App[str], context: ScreenContext, person: PersonId, session: Session
) -> Decision | None:
    """Ask what to do with a person's place or wish; return the decision, or None.

    It waits for dialogs, so it must be called in a worker.
    """
    school = context.desk.school
    booking, title = booking_of(school, person, session), school.workshop(session).title
    if booking is None:
        return None
    if booking.confirmed:
        answers = {"": t("No, keep it"), "leave": t("Yes, give it up")}
        question = t("Give up your place in {title}?", title=title)
        answer = await app.push_screen_wait(ChoiceDialog(context, question, answers, yes="leave"))
        return give_up_place(person, session.id) if answer else None
    names = [wish.session for wish in wishes_of(school, person, session.day, session.slot)]
    place = 1 + names.index(session.id)
    # the blank id comes first, so that Enter alone changes nothing
    answers = {"": t("Go on waiting"), "leave": t("Do not wait any more")}
    question = t("You wait for {title}.", title=title)
    if school.programme.days[session.day].awaits_draw:
        answers = {"": t("Keep it so"), "leave": t("Take the wish back")}
        question = t("{title} is your wish number {n}.", title=title, n=place)
    if place > 1:
        answers["up"] = t("Make it wish number {n}", n=place - 1)
    if place < len(names):
        answers["down"] = t("Make it wish number {n}", n=place + 1)
    match await app.push_screen_wait(ChoiceDialog(context, question, answers)):
        case "leave":
            return give_up_place(person, session.id)
        case "up":
            return rank_wish(person, session.id, place - 1)
        case "down":
            return rank_wish(person, session.id, place + 1)
        case _:
            return None


async def confirm_choice(
    app: App[str], context: ScreenContext, person: PersonId, session: Session
) -> Decision | None:
    """Return the decision to choose a session, or None if the person thinks better of it.

    It asks first if the choice gives up a place in a full session, which may not come back. It
    waits for that dialog, so it must be called in a worker.
    """
    school = context.desk.school
    held = confirmed_session(school, person, session.day, session.slot)
    # no place is at risk: none is held, it can be had again, or the new choice only waits
    if held is None or not is_full(school, held) or is_full(school, session):
        return choose(person, session.id)
    title = school.workshop(held).title
    question = t("Give up your place in {title}? It is full: you may not get it back.", title=title)
    answers = {"": t("No, keep it"), "leave": t("Yes, give it up")}
    answer = await app.push_screen_wait(ChoiceDialog(context, question, answers, yes="leave"))
    return choose(person, session.id) if answer else None
