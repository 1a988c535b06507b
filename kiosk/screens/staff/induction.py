"""A new colleague's induction track: which steps are done, which are due, who confirms them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.rules.follow_up.catch_up_resources import known_resources
from kiosk.rules.induction.steps import (
    StepLine,
    Urgency,
    confirm_step,
    may_tick,
    reading_for,
    steps_of,
    tick_step,
)
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import PersonId, StepId
from kiosk.rules.model.records import Person, Resource, Step
from kiosk.rules.model.terms import Evidence
from kiosk.screen_context import ScreenContext
from kiosk.screens.live_screen import LiveScreen
from kiosk.screens.touch import is_touched
from kiosk.text import Text, n_, t, tn
from kiosk.theme import stylesheet
from kiosk.widgets.columns import bar, spread, stack, wrapped
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.paragraphs import hanging
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

URGENCY_STYLES = {
    Urgency.DONE: ("✓", "$in", t("done")),
    Urgency.OVERDUE: ("▲", "$late", t("overdue")),
    Urgency.TODAY: ("●", "$amber", t("due today")),
    Urgency.THIS_WEEK: ("○", "$blue", t("due this week")),
    Urgency.LATER: ("·", "$muted", t("later")),
}
"""Each urgency as glyph, colour and word."""


BAR_WIDTH = 12
"""The cells of the bar of what is done."""


class Offer(StrEnum):
    """What Enter does to the highlighted step; blank: nothing, somebody else confirms it."""

    CONFIRM = "confirm"
    TAKE_BACK = "take_back"
    READ = "read"
    NOTHING = ""


class StepList(StableList):
    """The steps; Enter does what is offered for the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take('confirm')", n_("Confirm"), key_display="Enter"),
        Binding("enter", "take('take_back')", n_("Undo"), key_display="Enter"),
        Binding("enter", "take('read')", n_("Read"), key_display="Enter"),
        # where nothing is offered it says who confirms the step
        Binding("enter", "select", n_("Why not"), show=False),
    ]

    offer: reactive[Offer] = reactive(Offer.NOTHING, repaint=False, bindings=True)
    """What is offered for the highlighted step."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what is possible."""
        return action != "take" or parameters == (self.offer.value,)

    def action_take(self, _what: str) -> None:
        """Pick the highlighted step."""
        self.action_select()


class InductionScreen(LiveScreen):
    """The steps as a list. The colleague ticks them; a professional tutor confirms them."""

    CSS_PATH = stylesheet("my_day")
    GUIDE = t(
        "These are your induction steps, each with its date and who confirms it. Press Enter to "
        "confirm a step of yours, or to undo that; anything to read comes first. The others are "
        "confirmed by the person named."
    )
    # reading the steps takes longer than choosing a workshop
    IDLE_FACTOR = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", n_("Done"), key_display="Esc"),
    ]

    def __init__(self, context: ScreenContext, person: PersonId, evidence: Evidence) -> None:
        """Show the track of `person`; a tutor's evidence makes Enter confirm, not tick."""
        super().__init__(context)
        self.person, self._evidence = person, evidence

    @property
    def _confirming(self) -> bool:
        return self._evidence is Evidence.TUTOR

    def compose(self) -> ComposeResult:
        """Put the list below its summary."""
        yield TopBar(self.context.language, t("Induction"), self._who().name)
        yield Static(id="summary")
        yield self.speak(StepList(id="steps"), border_title=t("Steps"))
        yield KeyBar(self.context.language)

    @property
    def accepts_sheet_codes(self) -> bool:
        """Whether the sheet's codes work: for the colleague, not for a tutor."""
        return not self._confirming

    def handle_badge(self, person: PersonId) -> bool:
        """Sign the holder in if a tutor is here; else Welcome closes this list and does it."""
        return self._confirming and super().handle_badge(person)

    def idle_seconds(self) -> int:
        """Return after how many seconds without a key the countdown begins: sooner for staff."""
        return super().idle_seconds() if self._confirming else self.question_seconds()

    def _who(self) -> Person:
        return self.school.people[self.person]

    def _steps(self) -> list[StepLine]:
        return steps_of(self.school, self._who(), self.context.today())

    def show_school(self) -> None:
        """List the steps, and count them."""
        steps, lines = self.query_one(StableList), self._steps()
        room = steps.room - 1  # what stands at the right is apart from the scrollbar
        options = [Option(self._row(line, room), id=line.step.id) for line in lines]
        steps.fill(options, first=self._first_open(lines))
        self._show_offer()
        track = self.school.programme.tracks.get(self._who().track)
        title = self.say(track.title if track else t("No induction steps here"))
        self.query_one("#summary", Static).update(self._summary(title, lines))

    def _summary(self, title: str, lines: list[StepLine]) -> Content:
        """Return the name of the track, and how many steps are due and done."""
        done = sum(line.due is Urgency.DONE for line in lines)
        now = sum(line.due in (Urgency.OVERDUE, Urgency.TODAY) for line in lines)
        words = [Content(title).stylize("bold")]
        if now:
            words.append(Content(self.say(tn("{n} due now", "{n} due now", now))).stylize("$amber"))
        counts = t("{done} of {all} done", done=done, all=len(lines))
        words.append(Content(self.say(counts)).stylize("$in"))
        said, gap = Content("   ").join(words), "   "
        fits = said.cell_length + len(gap) + BAR_WIDTH <= self.query_one("#summary").size.width
        drawn = bar(done, len(lines), BAR_WIDTH, "$in") if fits else Content()
        return Content.assemble(said, gap, drawn)

    def _first_open(self, lines: list[StepLine]) -> int | None:
        for row, line in enumerate(lines):
            if line.due is not Urgency.DONE:
                return row
        return 0 if lines else None

    def _row(self, line: StepLine, width: int) -> Content:
        first, aside = self._first_line(line)
        signer = self.say(self._signer(line))
        if not self._confirming and self._reading(line.step):
            signer = f"{signer} · {self.say(t('reading attached'))}"
        below = Content(signer).stylize("$muted")
        title, *more = hanging(first, width - aside.cell_length - 1)
        lines = [
            spread(title, aside, width),
            *more,
            *(line.pad_left(2) for line in wrapped(below, width - 2)),
        ]
        return stack([*lines, Content()] if is_touched(self) else lines)

    def _first_line(self, line: StepLine) -> tuple[Content, Content]:
        """Return a step's title, and by when it is due."""
        glyph, colour, word = URGENCY_STYLES[line.due]
        when = self.context.language.short_date(line.due_on) if line.due_on else ""
        is_done = line.due is Urgency.DONE
        if line.due in (Urgency.DONE, Urgency.TODAY):
            when = ""
        aside = Content.assemble((self.say(word), colour), (f"  {when}" if when else "", "$muted"))
        title = (self.say(line.step.title), "$muted" if is_done else "bold")
        return Content.assemble((f"{glyph} ", colour), title), aside

    def _signer(self, line: StepLine) -> Text:
        step, signer = line.step, self.school.word(line.step.signer)
        if line.confirmed:
            return t("confirmed {day}", day=self.school.local(line.confirmed.at).date())
        # a tick alone does not complete such a step
        if line.ticked and step.countersign:
            return t("waiting for {signer} to confirm", signer=signer)
        if line.ticked:
            return t("confirmed {day}", day=self.school.local(line.ticked.at).date())
        if may_tick(step):
            return t("they confirm this") if self._confirming else t("you confirm this")
        return t("to be confirmed by {signer}", signer=signer)

    def _reading(self, step: Step) -> list[Resource]:
        """Return the resources to read for a step, without those that are not in the School."""
        return known_resources(self.school, reading_for(self.school, step))

    def _picked(self) -> StepLine | None:
        picked = self.query_one(StepList).picked
        return next((line for line in self._steps() if line.step.id == picked), None)

    def _offer(self, line: StepLine) -> Offer:
        """Return what Enter does to a step: only what its rule allows."""
        if self._confirming:
            if line.confirmed:
                return Offer.TAKE_BACK
            return Offer.NOTHING if line.step.signer == "self" else Offer.CONFIRM
        if may_tick(line.step) and not line.confirmed:
            return Offer.TAKE_BACK if line.ticked else Offer.CONFIRM
        return Offer.READ if self._reading(line.step) else Offer.NOTHING

    @on(OptionList.OptionHighlighted)
    def _show_offer(self) -> None:
        """Offer what Enter does to the highlighted step."""
        line = self._picked()
        self.query_one(StepList).offer = self._offer(line) if line is not None else Offer.NOTHING

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        for line in self._steps():
            if line.step.id == event.option_id:
                self._pick(line)

    @work
    async def _pick(self, line: StepLine) -> None:
        """Tick or confirm a step. A colleague is first shown what there is to read for it."""
        if self._confirming and not self._offer(line):
            self.show_text(t("Only {name} can confirm this", name=self._who().name), Tone.CAUTION)
        elif self._confirming or await self._read(line):
            await self._sign(line.step.id)

    async def _read(self, line: StepLine) -> bool:
        """Show what there is to read; return whether the tick is to be set, or taken back."""
        from kiosk.screens.staff.reading import ReadingAnswer, ReadingDialog

        step, reading = line.step, self._reading(line.step)
        if not reading:
            return True
        answer = ReadingAnswer.NOTHING
        if may_tick(step) and not line.confirmed:
            answer = ReadingAnswer.REOPEN if line.ticked else ReadingAnswer.READ
        about = [self._signer(line)]
        dialog = ReadingDialog(self.context, t("Induction"), step.title, about, reading, answer)
        # Esc returns None, which must not tick
        return await self.app.push_screen_wait(dialog) is True

    async def _sign(self, step: StepId) -> None:
        if self._confirming:
            decision = confirm_step(self.person, step)
            outcome = await self.perform(decision, TUTOR)
        else:
            outcome = await self.perform(
                tick_step(self.person, step), Actor(self.person, self._evidence)
            )
        self.show_outcome(outcome)
