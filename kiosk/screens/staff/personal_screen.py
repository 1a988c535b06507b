"""What the screens of one person share: who it is, how that is known, and what needs a proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce

from textual import work
from textual.content import Content

from kiosk.desk import Outcome
from kiosk.errors import KioskError, ProofNeeded, Refused
from kiosk.rules.attendance.arrivals import (
    doubt_sign_in,
    in_since,
    on_site_since,
    undo_sign_in,
)
from kiosk.rules.attendance.day_notes import day_notes
from kiosk.rules.choosing.cancelled_sessions import cancellation_messages
from kiosk.rules.choosing.coming_day import coming_day
from kiosk.rules.choosing.place_messages import place_messages
from kiosk.rules.choosing.typed_changes import describe_change, settle_changes, untold_changes
from kiosk.rules.follow_up.to_do import to_do
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import Movement
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import NO_SESSION, DayId, PersonId, SessionId
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.base import KioskScreen
from kiosk.screens.notices import show_notice
from kiosk.text import Sayable, Text, t
from kiosk.widgets.message_line import MessageLine


@dataclass(frozen=True)
class Undoable:
    """What the undo takes back: the session signed in to last, or else the arrival."""

    session: SessionId = NO_SESSION
    arrival: bool = True
    """Whether the arrival may be taken back; not after a choice, undone on its own card."""

    def after_entry(self, session: SessionId) -> Undoable:
        """Return the value after a sign-in to a session."""
        return replace(self, session=session)

    def after_choice(self) -> Undoable:
        """Return the value after a place or a wish was taken, changed or given up."""
        return replace(self, arrival=False)

    def after_undo(self) -> Undoable:
        """Return the value after the session sign-in was undone."""
        return replace(self, session=NO_SESSION)


CHANGED = t(
    "One of your choices was changed today. To see it, scan your badge, or press F7 and type your "
    "PIN."
)


class PersonalScreen(KioskScreen[str]):
    """A screen about one person. A typed name opens it; what is private needs a proof."""

    def __init__(self, context: ScreenContext, person: PersonId, evidence: Evidence) -> None:
        """Show what belongs to the person with this id, who was recognised by `evidence`."""
        super().__init__(context)
        self.person, self.evidence = person, evidence
        self._day = DayId(context.today().isoformat())
        coming = coming_day(self.school, context.desk.now())
        if coming is not None and evidence.is_proof:
            # a typed name proves nothing: it opens what is of today only
            self._day = coming.id

    @property
    def accepts_sheet_codes(self) -> bool:
        """Whether the sheet's codes work: they do."""
        return True

    def is_about_nothing(self, school: School) -> bool:
        """Return whether the person was erased, merged or removed."""
        return self.person not in school.people

    def on_mount(self) -> None:
        """Tell what was changed, and stop offering the undo of the sign-in in time."""
        self._tell_changes()
        # half a second later, so that rounding cannot find it still possible
        self.set_timer(self.school.settings.undo_for + 0.5, self.refresh_bindings)

    async def perform(self, decision: Decision, actor: Actor) -> Outcome | None:
        """Ask the desk, and where a typed name is not enough, ask the person for a proof first.

        It may wait for a dialog: call it in a worker.
        """
        try:
            return await self.carry_out(decision, actor)
        except ProofNeeded as needed:
            self.show_error(needed)  # above the question, which so says what it is for
            if not await self.is_proven():
                return None
            return await super().perform(decision, Actor(actor.id, self.evidence))
        except KioskError as error:
            self.show_error(error)
            return None

    async def is_proven(self) -> bool:
        """Return whether the person gives a proof, or gave one: one is enough for the visit."""
        from kiosk.screens.dialogs.proof import prove

        proof = await prove(self, self.person, self.evidence)
        self.evidence = proof or self.evidence
        return proof is not None

    @work
    async def _tell_changes(self) -> None:
        await self.tell_changes()

    async def tell_changes(self, *, asks: bool = False) -> None:
        """Tell the person what a typed name took from them: all of it after a proof only.

        `asks`: whether to ask for that proof. It may wait for a dialog: call it in a worker.
        """
        changes = untold_changes(self.school, self.person, self._day)
        if not changes:
            return
        if not (await self.is_proven() if asks else self.evidence.is_proof):
            self.show_text(CHANGED, Tone.CAUTION)
            return
        from kiosk.screens.dialogs.choice import ChoiceDialog

        first, *others = (describe_change(self.school, one) for one in changes)
        done = reduce(lambda said, line: t("{said}\n{line}", said=said, line=line), others, first)
        question = t("Someone typed your name and did this:\n\n{changes}", changes=done)
        # none is highlighted: Enter alone must not say that it was them
        tutor = the_tutor(self.school.settings)
        answers = {"yes": t("Yes, that was me"), "no": t("No, tell {tutor}", tutor=tutor)}
        answer = await self.app.push_screen_wait(
            ChoiceDialog(self.context, question, answers, title=t("Was it you?"), suggests=False)
        )
        if answer is not None:
            was_me = answer == "yes"
            await self._perform(settle_changes(self.person, self._day, was_me=was_me))

    async def _perform(self, decision: Decision) -> bool:
        outcome = await self.perform(decision, Actor(self.person, self.evidence))
        self.show_outcome(outcome)
        return outcome is not None

    def show_error(self, error: KioskError, who: str = "") -> None:
        """Show it; what could not be saved also by the person's name, for the tutor they tell."""
        known = self.school.people.get(self.person)
        if known is not None and not isinstance(error, Refused):
            who = known.name
        super().show_error(error, who)

    def handle_stub(self, code: str) -> None:
        """Hand in a stub of the person's."""
        self._hand_in(code)

    @work
    async def _hand_in(self, code: str) -> None:
        from kiosk.screens.staff.handing_in import hand_in

        try:
            await hand_in(self, Actor(self.person, self.evidence), code)
        except KioskError as error:
            self.show_error(error)

    def _arrival(self) -> Movement | None:
        """Return the arrival since which the person is in, or None."""
        moved = self.school.day_record(self._day).movements.get(self.person, ())
        return moved[-1] if moved and moved[-1].inward else None

    @property
    def _is_today(self) -> bool:
        """Whether the day shown is today, and not one to come."""
        return self._day == self.context.today().isoformat()

    def _standing(self) -> Text:
        """Return since when the person is in, or the date of a day to come."""
        if not self._is_today:
            return t("{day}", day=self.school.day(self._day).date)
        since = on_site_since(self.school, self.person, self._day)
        return (
            t("● In school since {time}", time=self.school.local(since))
            if since
            else t("○ Not signed in")
        )

    @property
    def has_just_arrived(self) -> bool:
        """Whether the sign-in can still be undone."""
        arrival, undoable = self._arrival(), timedelta(seconds=self.school.settings.undo_for)
        return arrival is not None and self.context.desk.now() - arrival.at <= undoable

    async def _undo_arrival(self) -> None:
        """Undo the sign-in, and close: the person may have been the wrong one."""
        outcome = await self.perform(undo_sign_in(self.person), Actor(self.person, self.evidence))
        if outcome is not None and outcome.message is not None:
            self._close_with(outcome.message)

    def _close_with(self, message: Text) -> None:
        self.dismiss(None)
        # after closing, which clears the messages about the person
        show_notice(self.app, self.context.language, message, timeout=6)

    def _in_since(self) -> datetime | None:
        return in_since(self.school, self.context.desk.now(), self.person, self._day)

    def show_message(self, message: Sayable, tone: Tone) -> None:
        """Show a message in a line of its own, where it covers nothing."""
        self.query_one(MessageLine).show(message, tone)

    def _show_notes(self) -> None:
        """Show what holds for the whole day, in the line where messages come and go."""
        has_day = self._day in self.school.programme.days and self.person in self.school.people
        notes = (
            day_notes(
                self.school, self.moment, self.person, self._day, proven=self.evidence.is_proof
            )
            if has_day
            else []
        )
        now, replied = self.context.desk.now(), self.context.replied(self.person)
        day = self.school.programme.days.get(self._day)
        do = to_do(self.school, now, self.person, day, self.evidence, replied)
        said = "\n".join(self.say(note) for note in notes)
        below = f"◆ {self.say(do)}" if do is not None else ""
        self.query_one(MessageLine).show_notes(
            Content(said).stylize("$amber"), Content(below).stylize("bold $amber")
        )

    def _show_since(self) -> None:
        """Show since when the person is in already: somebody else may have used their name."""
        since = self._in_since()
        if since is not None:
            self.show_text(
                t("You've been signed in since {time}. If that wasn't you, press F5.",
                  time=self.school.local(since)),
                Tone.PLAIN,
            )  # fmt: skip

    def _show_moves(self) -> None:
        """Show which places came by themselves, and which went with a cancelled session."""
        now, proven = self.context.desk.now(), self.evidence.is_proof
        for message in place_messages(self.school, now, self.person, self._day, proven=proven):
            self.show_text(message)
        day = self.school.programme.days.get(self._day)
        person = self.school.people.get(self.person)
        if day is not None and person is not None:
            for _, message in cancellation_messages(self.school, now, person, day):
                self.show_text(message, Tone.CAUTION)

    @work
    async def action_doubt(self) -> None:
        """Report that the sign-in was somebody else's, for a professional tutor to settle."""
        await self._perform(doubt_sign_in(self.person))
        self.refresh_bindings()

    @work
    async def action_own_code(self) -> None:
        """Let the person choose their own code, or another one."""
        from kiosk.screens.dialogs.proof import CodeDialog

        if await self.app.push_screen_wait(CodeDialog(self.context, self.person)):
            self.show_text(t("Your PIN is set."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer "Not me" after an earlier sign-in, and the own code after a proof."""
        match action:
            case "doubt":
                return self._in_since() is not None
            case "own_code":
                return self.evidence.is_proof
            case _:
                return True
