"""My items: a person's own, from evaluations to catch-ups and induction.

Opened from My day. Without a proof it shows nothing private, not even whether there is anything.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.errors import KioskError
from kiosk.rules.attendance.invitations import (
    TERMS_NAMES,
    accept_invitation,
    agreed_by,
    decline_invitation,
)
from kiosk.rules.choosing.personal_messages import messages_of
from kiosk.rules.choosing.places import choose
from kiosk.rules.follow_up.catch_up import (
    catch_ups_of,
    missed_slot_title,
    missed_title,
)
from kiosk.rules.follow_up.catch_up_acts import (
    choose_catch_up,
    complete_catch_up,
    reopen_catch_up,
)
from kiosk.rules.follow_up.catch_up_resources import resources_in_time, workshops_to_choose
from kiosk.rules.follow_up.intentions import (
    add_intention,
    complete_intention,
    postpone_intention,
    remove_intention,
)
from kiosk.rules.follow_up.outstanding import finish_catch_ups
from kiosk.rules.follow_up.repeats import place_held
from kiosk.rules.follow_up.routes import seen_on
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId, SessionId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.personal_records import Intention, Invitation
from kiosk.rules.model.records import Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import Dialog
from kiosk.screens.dialogs.choice import ChoiceDialog
from kiosk.screens.dialogs.draft import kept_unless_saved
from kiosk.screens.dialogs.writing import IntentionDialog
from kiosk.screens.failures import about_error
from kiosk.screens.staff.confirming import ToConfirmDialog
from kiosk.screens.staff.feedback import ask_comment, ask_feedback
from kiosk.screens.staff.handing_in import ask_learned, hand_in
from kiosk.screens.staff.induction import InductionScreen
from kiosk.screens.staff.personal_items import PersonalItem, about_catch_up, items_for
from kiosk.screens.staff.personal_pages import PageDialog, message_lines, need_lines, training_lines
from kiosk.screens.staff.personal_screen import PersonalScreen
from kiosk.screens.staff.reading import ReadingAnswer, ReadingDialog
from kiosk.screens.touch import is_touched
from kiosk.text import Sayable, ShortDate, Text, n_, t, tn
from kiosk.widgets.banner import toned
from kiosk.widgets.columns import literal, stack, wrapped
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList


async def open_my_items(screen: PersonalScreen) -> None:
    """Show the list and open what is picked, until the person closes it.

    A proof given meanwhile is kept in `screen.evidence`.
    """
    opener = _ItemOpener(screen)
    picked: str | None = ""
    while picked is not None:
        dialog = MyItemsDialog(screen.context, screen.person, screen.evidence, opener.message)
        picked = await screen.app.push_screen_wait(dialog)
        opener.message = None
        if picked is not None:
            try:
                await opener.open(picked)
            except KioskError as error:
                opener.message = about_error(screen.context, error)


class _ItemOpener:
    """Opens the rows of the list for one person."""

    message: tuple[Text, Tone] | None = None
    """What came of the last row opened, to be shown above the list."""

    def __init__(self, screen: PersonalScreen) -> None:
        self._screen, self._context, self._person = screen, screen.context, screen.person

    async def open(self, picked: str) -> None:
        """Open a row, after a proof.

        Raises:
            KioskError: a rule refuses it, or it cannot be read or saved.
        """
        school = self._context.desk.school
        kind, _, name = picked.partition(":")
        if kind == "stub":  # anybody who has it may hand it in
            self.message = await hand_in(self._screen, self._actor, name)
            return
        # asked for each row: a row is listed for everybody, what it opens is private
        if await self._is_proven():
            await self._open_row(school, kind, name)

    async def _open_row(self, school: School, kind: str, name: str) -> None:
        """Open the row of a kind with a name, both from `PersonalItem.id`."""
        match kind:
            case "session":
                await self._evaluate(school.session(SessionId(name)))
            case "remark":
                await ask_comment(self._screen, school.session(SessionId(name)), self._person)
            case "plan":
                await self._plan()
            case "day":
                await self._answer(school.day_record(DayId(name)).invitations.get(self._person))
            case "intention":
                await self._ask(school.intentions.get(self._person, {}).get(name))
            case "catch-up":
                await self._catch_up(name)
            case "confirm":
                await self._confirm()
            case "induction":
                screen = InductionScreen(self._context, self._person, self._evidence)
                await self._screen.app.push_screen_wait(screen)
            case "messages" | "training" | "needs":
                await self._screen.app.push_screen_wait(self._page(school, kind))

    def _page(self, school: School, kind: str) -> PageDialog:
        language, person, now = self._context.language, self._person, self._context.desk.now()
        if kind == "messages":
            messages = messages_of(school, now, person)
            return PageDialog(
                self._context,
                t("Messages"),
                partial(message_lines, language, school, messages),
            )
        if kind == "needs":
            needs = school.people[person].needs
            topics = partial(need_lines, language, school.settings, needs)
            return PageDialog(self._context, t("Topics you asked for"), topics)
        attended = partial(training_lines, language, school, now, person)
        return PageDialog(self._context, t("Training and attendance"), attended)

    async def _catch_up(self, name: str) -> None:
        school = self._context.desk.school
        mine = {catch_up.id: catch_up for catch_up in catch_ups_of(school, self._person)}
        catch_up = mine.get(name)
        if catch_up is not None and await self._take_held_place(school, catch_up):
            return
        if catch_up is not None and catch_up.done_at is None:
            catch_up = await self._choose_workshop(school, catch_up)
        if catch_up is None:
            return
        school = self._context.desk.school
        dialog = ReadingDialog(
            self._context,
            t("Catch-up"),
            missed_title(school, catch_up),
            about_catch_up(self._context, catch_up),
            resources_in_time(school, seen_on(catch_up, self._context.today())),
            _answer_to(catch_up),
        )
        if await self._screen.app.push_screen_wait(dialog):
            decide = reopen_catch_up if catch_up.done_at else complete_catch_up
            await self._perform(decide(self._person, name))
            stub = ""
            if catch_up.done_at is None:
                stub = await ask_learned(self._screen, self._actor, name)
            if stub:
                self.message = await hand_in(self._screen, self._actor, stub)

    async def _take_held_place(self, school: School, catch_up: CatchUp) -> bool:
        """Ask whether the person takes the place held for them; whether that was all."""
        held = place_held(school, catch_up)
        if held is None:
            return False
        session, until = held
        question = t(
            "A place in the repeat is held for you until {until}: {day}, {start} to {end}, {where}",
            until=ShortDate(until), day=ShortDate(school.day(session.day).date),
            start=session.start, end=session.end, where=room_and_leaders(school, session),
        )  # fmt: skip
        answers = t("Take the place"), t("Other ways to catch up")
        picked = await self._choose(missed_title(school, catch_up), question, *answers)
        if picked == 0:
            await self._perform(choose(self._person, session.id))
        return picked != 1

    async def _confirm(self) -> None:
        """Confirm training that others handed in, for a DSP or DSL."""
        dialog = ToConfirmDialog(self._context, self._actor)
        ids = await self._screen.app.push_screen_wait(dialog)
        if ids:
            await self._perform(finish_catch_ups(ids))

    async def _choose_workshop(self, school: School, catch_up: CatchUp) -> CatchUp | None:
        """Ask which workshop of a missed choice to catch up with; None if none is chosen."""
        workshops = list(workshops_to_choose(school, catch_up))
        if not workshops:
            return catch_up
        # what was chosen before comes first, so that Enter alone keeps it
        workshops.sort(key=lambda one: one != catch_up.picked)
        titles = [school.programme.workshops[one].title for one in workshops]
        question = t("You hadn't chosen one of these. Which will you catch up with?")
        picked = await self._choose(missed_slot_title(school, catch_up), question, *titles)
        if picked is None:
            return None
        await self._perform(choose_catch_up(self._person, catch_up.id, workshops[picked]))
        own = {one.id: one for one in catch_ups_of(self._context.desk.school, self._person)}
        return own.get(catch_up.id)

    async def _is_proven(self) -> bool:
        is_proven = await self._screen.is_proven()
        await self._screen.tell_changes()
        return is_proven

    @property
    def _evidence(self) -> Evidence:
        return self._screen.evidence

    @property
    def _actor(self) -> Actor:
        return Actor(self._person, self._evidence)

    async def _choose(self, title: Sayable, question: Sayable, *answers: Sayable) -> int | None:
        # ChoiceDialog wants text ids
        by_place = {str(place): answer for place, answer in enumerate(answers)}
        dialog = ChoiceDialog(self._context, question, by_place, title=title, suggests=False)
        picked = await self._screen.app.push_screen_wait(dialog)
        return None if picked is None else int(picked)

    async def _perform(self, decision: Decision) -> None:
        outcome = await self._context.desk.perform(decision, self._actor)
        if outcome.message is not None:
            self.message = outcome.message, outcome.tone

    async def _evaluate(self, session: Session) -> None:
        if await ask_feedback(self._screen, session):
            self.message = t("Thank you. Your reply is anonymous"), Tone.DONE

    async def _plan(self) -> None:
        dialog = IntentionDialog(self._context, self._person)
        plan = await self._screen.app.push_screen_wait(dialog)
        if plan is not None:
            with kept_unless_saved(dialog):
                await self._perform(add_intention(self._person, plan))

    async def _answer(self, invitation: Invitation | None) -> None:
        if invitation is None:
            return
        question = t(
            "You're invited to join the training day, {start} to {end}.\nTerms: {terms}.\n"
            "Agreed by {name}.\n\n"
            "If you don't answer, we'll take it as a no, and nobody will ask why.",
            start=invitation.hours.start,
            end=invitation.hours.end,
            terms=TERMS_NAMES[invitation.terms],
            name=agreed_by(self._context.desk.school, invitation),
        )
        day = self._context.desk.school.day(invitation.day)
        answer = await self._choose(day.date, question, t("Yes, I'll come"), t("No, thank you"))
        if answer is not None:
            decide = (accept_invitation, decline_invitation)[answer]
            await self._perform(decide(self._person, invitation.day))

    async def _ask(self, intention: Intention | None) -> None:
        if intention is None:
            return
        if intention.done:
            if await self._choose(t("Done"), intention.text, t("Remove it")) == 0:
                await self._perform(remove_intention(self._person, intention.id))
            return
        answer = await self._choose(
            t("You wanted to try"),
            t("{what}\n\nHow did it go?", what=intention.text),
            t("Done"),
            t("Still trying"),
            t("I've dropped it: delete this"),
        )
        if answer is not None:
            decide = (complete_intention, postpone_intention, remove_intention)[answer]
            await self._perform(decide(self._person, intention.id))


def _answer_to(catch_up: CatchUp) -> ReadingAnswer:
    if catch_up.confirmed_at is not None:
        return ReadingAnswer.NOTHING
    return ReadingAnswer.REOPEN if catch_up.done_at else ReadingAnswer.DONE


class MyItemsList(StableList):
    """The rows; Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class MyItemsDialog(Dialog[str]):
    """The list. The result is the id of the row picked, as `kind:id`, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", n_("My day"), key_display="Esc")
    ]

    def __init__(
        self,
        context: ScreenContext,
        person: PersonId,
        evidence: Evidence,
        message: tuple[Text, Tone] | None,
    ) -> None:
        """Show the rows of a person, and above them a message, if there is one."""
        super().__init__(context)
        self._person, self._evidence, self._message = person, evidence, message

    def compose(self) -> ComposeResult:
        """Put the list below the message."""
        with self.speak(Vertical(classes="frame", id="for-you"), border_title=t("My items")):
            if self._message is not None:
                text, tone = self._message
                said = self.speak(
                    Static(classes="guide"), content=lambda: toned(self.say(text), tone)
                )
                yield said
            yield MyItemsList(id="items")
        yield KeyBar(self.context.language)

    def on_mount(self) -> None:
        """Give the list the focus."""
        self.query_one(MyItemsList).focus()

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        # the list's own width is known only after the layout
        self.call_after_refresh(self._fill)

    def say_again(self) -> None:
        """Show the rows in the language of now."""
        super().say_again()
        self._fill()

    def _fill(self) -> None:
        rows = self.query_one(MyItemsList)
        items = [*items_for(self.context, self._person, self._evidence)]
        rows.fill(self._row(item, rows.room) for item in items)
        left = sum(item.is_to_do for item in items)
        title = self.say(t("My items"))
        if left:
            title = f"{title} · {self.say(tn('{n} to do', '{n} to do', left))}"
        self.query_one("#for-you").border_title = literal(title)

    def _row(self, item: PersonalItem, width: int) -> Option:
        style = "bold" if item.id and not item.is_done else "$muted"
        first, *more = wrapped(self.say(item.what), width - 2, style)
        more += wrapped(self.say(item.below), width - 2, "$muted")
        lines = [Content.assemble((f"{item.glyph} ", item.colour), first)]
        lines += [*(line.pad_left(2) for line in more), *([Content()] if is_touched(self) else [])]
        return Option(stack(lines), id=item.id or None, disabled=not item.id)

    def handle_stub(self, code: str) -> None:
        """Close, and hand in the stub."""
        self.dismiss(f"stub:{code}")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)
