"""The rows of a person's own items: what needs them first, then what they may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.rules.attendance.evaluation import sessions_to_evaluate
from kiosk.rules.attendance.invitations import TERMS_NAMES, invitations_of
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.follow_up.catch_up import catch_ups_of, missed_times, missed_title
from kiosk.rules.follow_up.catch_up_resources import (
    is_one_of_several,
    workshops_to_choose,
)
from kiosk.rules.follow_up.catch_up_states import CatchUpState, state_of
from kiosk.rules.follow_up.intentions import intentions_of
from kiosk.rules.follow_up.outstanding import to_confirm
from kiosk.rules.follow_up.personal_items import steps_due
from kiosk.rules.follow_up.repeats import place_note
from kiosk.rules.follow_up.training import attendance_of
from kiosk.rules.induction.steps import Urgency, steps_of
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.personal_records import Intention, Invitation
from kiosk.rules.model.records import Person
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.dialogs.writing import remark_draft
from kiosk.text import Sayable, ShortDate, Text, t, tn


@dataclass(frozen=True)
class PersonalItem:
    """A row of two lines. `id` is `kind:id`; a blank one opens nothing."""

    id: str
    glyph: str
    colour: str
    what: Sayable
    below: Sayable

    @property
    def is_to_do(self) -> bool:
        """Whether it waits for the person."""
        return self.glyph in TO_DO

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do about it."""
        return self.glyph == DONE


TO_DO = ("◆", "▲")
DONE = "✓"
"""The glyphs of what waits for the person, and of what is done."""


def items_for(
    context: ScreenContext, person: PersonId, evidence: Evidence
) -> Iterator[PersonalItem]:
    """Yield the rows of a person.

    Without a proof one row, the same for everybody, stands for all that is private.
    """
    # a professional tutor may have removed a self-added person meanwhile
    if person not in context.desk.school.people:
        return
    if evidence.is_proof:
        yield from _private(context, context.desk.school.people[person], evidence)
    else:
        what = t("Feedback, catch-ups, messages, induction, invitations")
        yield PersonalItem(
            "prove", "▪", "$blue", what, t("To see them: scan your badge or type your PIN")
        )
    what = t("What will you try?")
    yield PersonalItem("plan", "+", "$blue", what, t("A note to yourself, with a date"))


def _private(context: ScreenContext, person: Person, evidence: Evidence) -> Iterator[PersonalItem]:
    school, today = context.desk.school, context.today()
    invitations = invitations_of(school, person.id, today)
    # first, as no answer means no
    yield from (_invitation(context, one) for one in invitations if one.accepted is None)
    yield from _feedback(context, person, evidence)
    waiting = to_confirm(school, Actor(person.id, evidence), today)
    if waiting:
        what = tn("{n} catch-up to confirm", "{n} catch-ups to confirm", len(waiting))
        below = t("Required training that others have handed in")
        yield PersonalItem("confirm", "◆", "$amber", what, below)
    catch_ups = [*_catch_ups(context, person)]
    yield from catch_ups
    if person.track:
        yield _induction(context, person)
    for intention in intentions_of(school, person.id):
        yield _intention(context, intention)
    yield from (_invitation(context, one) for one in invitations if one.accepted is not None)
    # below what is to do: what there is to read, and in one row what there is none of
    if not evidence.is_own:
        below = t("To give feedback, scan your badge now, or type your PIN next time")
        yield PersonalItem("", "·", "$muted", t("Feedback"), below)
    pages = [*_pages(context, person)]
    if not catch_ups:
        pages.insert(0, (t("Catch-ups"), None))
    yield from (page for _, page in pages if page is not None)
    blank = [context.language.say(name) for name, page in pages if page is None]
    if blank:
        yield PersonalItem("", "·", "$muted", t("Still empty"), " · ".join(blank))


def _feedback(context: ScreenContext, person: Person, evidence: Evidence) -> Iterator[PersonalItem]:
    """Yield the sessions to give feedback on, and the comments that somebody began to write."""
    school, now = context.desk.school, context.desk.now()
    # replies are shown from five on: without a proof one person could send the other four
    replied = context.replied(person.id)
    for session in sessions_to_evaluate(school, now, person.id, evidence, replied):
        about = t("Feedback · two quick questions, anonymous · {time}", time=session.start)
        title = school.workshop(session).title
        yield PersonalItem(f"session:{session.id}", "◆", "$amber", title, about)
    for session in school.sessions_on(DayId(context.today().isoformat())):
        if remark_draft(person.id, session.id) in context.drafts:
            title, about = school.workshop(session).title, t("You started a comment. Carry on")
            yield PersonalItem(f"remark:{session.id}", "◆", "$amber", title, about)


def _pages(context: ScreenContext, person: Person) -> Iterator[tuple[Text, PersonalItem | None]]:
    """Yield the name of each page to read, and its row; None if there is nothing on it."""
    yield t("Messages"), _messages(context, person)
    yield t("Training and attendance"), _training(context, person)
    what = t("Topics you asked for")
    needs = ", ".join(person.needs)
    yield what, PersonalItem("needs", "▪", "$blue", what, needs) if needs else None


def _invitation(context: ScreenContext, invitation: Invitation) -> PersonalItem:
    glyph, colour, word = {
        None: ("◆", "$amber", t("not answered yet: counts as no")),
        True: (DONE, "$in", t("you're coming")),
        False: (DONE, "$muted", t("you're not coming")),
    }[invitation.accepted]
    what = t(
        "Invitation: {day}, {start} to {end}",
        day=ShortDate(context.desk.school.day(invitation.day).date),
        start=invitation.hours.start,
        end=invitation.hours.end,
    )
    below = t("{terms} · {answer}", terms=TERMS_NAMES[invitation.terms], answer=word)
    return PersonalItem(f"day:{invitation.day}", glyph, colour, what, below)


def _catch_ups(context: ScreenContext, person: Person) -> Iterator[PersonalItem]:
    """Yield the open catch-ups, those to be confirmed, and those done today."""
    school = context.desk.school
    for catch_up in catch_ups_of(school, person.id):
        state, done_at = state_of(school, catch_up), catch_up.done_at
        is_of_today = done_at is not None and school.local(done_at).date() == context.today()
        if (state is CatchUpState.DONE and is_of_today) or state in (
            CatchUpState.OPEN,
            CatchUpState.HANDED_IN,
        ):
            glyph, colour, said = _catch_up_state(context, catch_up)
            place = place_note(school, catch_up)
            said = said if place is None else t("{one} · {other}", one=said, other=place)
            below = t("Catch-up · {state}", state=said)
            if workshops_to_choose(school, catch_up) and not catch_up.subject:
                below = t("Catch-up · {state} · choose a workshop", state=said)
            name = f"catch-up:{catch_up.id}"
            yield PersonalItem(name, glyph, colour, missed_title(school, catch_up), below)


def _catch_up_state(context: ScreenContext, catch_up: CatchUp) -> tuple[str, str, Text]:
    school = context.desk.school
    if catch_up.done_at is not None:
        if state_of(school, catch_up) is CatchUpState.DONE:
            return DONE, "$in", t("done")
        day = ShortDate(school.local(catch_up.done_at).date())
        return DONE, "$amber", t("handed in {day}, to be confirmed", day=day)
    if not catch_up.required:
        return "○", "$blue", t("only if you'd like to")
    if catch_up.due is None:
        return "◆", "$amber", t("required")
    day = ShortDate(catch_up.due)
    if catch_up.due < context.today():
        return "▲", "$late", t("overdue, was due {day}", day=day)
    return "◆", "$amber", t("required, by {day}", day=day)


def about_catch_up(context: ScreenContext, catch_up: CatchUp) -> list[Sayable]:
    """Return the state of a catch-up, the day and times that were missed, and what was learned."""
    _, _, state = _catch_up_state(context, catch_up)
    school = context.desk.school
    day = school.programme.days.get(catch_up.day)
    learned = [t("“{words}”", words=catch_up.learned)] if catch_up.learned else []
    if day is None:
        return [state, *learned]
    if is_one_of_several(school, catch_up):
        state = t("{state} · one of these is enough", state=state)
    missed = t("Missed on {day}", day=ShortDate(day.date))
    times = missed_times(school, catch_up)
    if times is not None:
        missed = t("{missed}, {start} to {end}", missed=missed, start=times[0], end=times[1])
    return [state, missed, *learned]


def _induction(context: ScreenContext, person: Person) -> PersonalItem:
    school, today = context.desk.school, context.today()
    steps = steps_of(school, person, today)
    done = sum(line.due is Urgency.DONE for line in steps)
    due = steps_due(school, person.id, today)
    below = t("{done} of {all} done", done=done, all=len(steps))
    if due:
        waits = tn("{n} step due now", "{n} steps due now", due)
        below = t("{waits} · {done}", waits=waits, done=below)
    look = ("◆", "$amber") if due else ("○", "$blue")
    return PersonalItem("induction", *look, t("Your induction"), below)


def _intention(context: ScreenContext, intention: Intention) -> PersonalItem:
    name = f"intention:{intention.id}"
    if intention.done:
        return PersonalItem(name, "✓", "$in", intention.text, t("done"))
    day = ShortDate(intention.back_on)
    if intention.back_on <= context.today():
        return PersonalItem(
            name, "◆", "$amber", intention.text, t("{day}: how did it go?", day=day)
        )
    return PersonalItem(name, "○", "$blue", intention.text, t("Reminder from {day}", day=day))


def _messages(context: ScreenContext, person: Person) -> PersonalItem | None:
    messages = messages_of(context.desk.school, context.desk.now(), person.id)
    if not messages:
        return None
    return PersonalItem(
        "messages", "▪", "$blue", tn("{n} message", "{n} messages", len(messages)), messages[0].text
    )


def _training(context: ScreenContext, person: Person) -> PersonalItem | None:
    what = t("Training and attendance")
    school = context.desk.school
    days = attendance_of(school, context.desk.now(), person.id)
    states = [state_of(school, one) for one in catch_ups_of(school, person.id)]
    caught_up = states.count(CatchUpState.DONE)
    if not days and not caught_up and CatchUpState.HANDED_IN not in states:
        return None
    sessions = sum(len(day.lines) for day in days)
    if not sessions:
        below = t("Nothing counts towards a certificate yet: open to see why")
        if caught_up:
            below = tn("{n} caught up with", "{n} caught up with", caught_up)
        return PersonalItem("training", "▪", "$blue", what, below)
    below = t(
        "{sessions} on {days} · {time}",
        sessions=tn("{n} session", "{n} sessions", sessions),
        days=tn("{n} day", "{n} days", len(days)),
        time=context.language.long_time(sum(day.minutes for day in days)),
    )
    return PersonalItem("training", "▪", "$blue", what, below)
