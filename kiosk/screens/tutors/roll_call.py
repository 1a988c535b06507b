"""The roll call: everyone in the building by room, to be ticked off as they are found."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList, Static

from kiosk.day_pages import latest_roll, write_roll
from kiosk.errors import KioskError
from kiosk.printing import PAGES
from kiosk.rules.attendance.arrivals import sign_in
from kiosk.rules.attendance.lunch import lunches
from kiosk.rules.attendance.roll_call import (
    RollLine,
    actor_name,
    begin_roll_call,
    counted,
    end_roll_call,
    grouped,
    lunch_words,
    roll_calls,
    roll_lines,
    roll_under_way,
    tick_off,
    untick,
    zones,
)
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.attendance_records import RollCall
from kiosk.rules.model.changes import Tone
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.records import InsetDay
from kiosk.screen_context import ScreenContext
from kiosk.screens.tutors.details import Details
from kiosk.screens.tutors.keys import (
    ALL_HERE,
    BACK,
    END_ROLL_CALL,
    FILTER,
    FIND,
    PRINT,
    REMOVE_TICK,
    UNDO,
)
from kiosk.screens.tutors.list_screen import ListScreen
from kiosk.screens.tutors.undoing_list import UndoingList
from kiosk.system.printer import send_to_printer
from kiosk.text import Sayable, Text, n_, t, tn
from kiosk.widgets.roll_counts import RollCounts
from kiosk.widgets.roll_rows import TICKED, RollRows
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.today import NO_DAY
from kiosk.widgets.top_bar import TopBar

EVERYONE, TO_FIND = t("Everyone"), t("To find")


class Roll(StableList):
    """The people on the roll; Enter ticks one off, once a roll call is under way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Tick off"), key_display="Enter")
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key to the screen, which begins a roll call by it, until there is one."""
        if action != "select":
            return super().check_action(action, parameters)
        return isinstance(self.screen, RollCallScreen) and self.screen.is_under_way


class RollCallScreen(UndoingList, ListScreen):
    """The roll, live: several programs tick people off at once. Who is to find stands on top."""

    HEADING = t("Roll call")
    ROWS = Roll
    GUIDE = t(
        "Everybody in the building, visitors too, by the room they should be in now or were last "
        "seen in; those who stay after their hours come first. Enter begins a roll call; then "
        "Enter or Space ticks a person off, and so does their badge. W ticks off a whole room, X "
        "takes a tick back. Others can tick people off at other machines. Z ends it. P prints the "
        "roll; after arrivals and after lunch that is done for you."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", n_("Begin"), key_display="Enter"),
        Binding("space", "tick_off", n_("Tick off"), show=False),
        ALL_HERE, REMOVE_TICK, END_ROLL_CALL, UNDO, FILTER, FIND, PRINT, BACK,
    ]  # fmt: skip

    is_under_way: reactive[bool] = reactive(False, bindings=True)
    """Whether a roll call has begun and not ended."""

    def __init__(self, context: ScreenContext, actor: Actor) -> None:
        """Show the roll to tutors or to reception: the same."""
        super().__init__(context)
        self.actor = actor
        self._zones = zones(self.school)
        self.FILTERS = (EVERYONE, TO_FIND, TICKED, *map(self.school.word, self._zones))
        self._paper: Path | None = None

    def above(self) -> Iterator[Widget]:
        """Return the numbers, and a line about the roll call."""
        yield RollCounts(self.context.language)
        yield Static(id="about-roll")

    def on_mount(self) -> None:
        """Look for the roll on paper."""
        self._look_for_paper()

    def watch_moment(self) -> None:
        """Show who should be elsewhere by now, and the roll on paper if there is another."""
        super().watch_moment()
        if self.is_mounted:
            self._look_for_paper()

    @work(group="paper")
    async def _look_for_paper(self) -> None:
        day = self.school.today(self.moment)
        if day is not None:
            # in a thread: a slow or sleeping disk would stop the event loop
            folder = self.context.folder / PAGES
            self._paper = await asyncio.to_thread(latest_roll, folder, day.id)
            self._show_about(self.school.today(self.moment))  # another day may have begun

    # -- what is shown ------------------------------------------------------------------------

    def show_school(self) -> None:
        """List everybody in the building, those to find first."""
        day = self.school.today(self.moment)
        roll = roll_under_way(self.school, day) if day is not None else None
        self.is_under_way = roll is not None
        if roll is None:  # what was ticked off in one that has ended stays
            self.done_here = ()
        lines = roll_lines(self.school, self.moment, day, roll) if day is not None else []
        counts = counted(lines)
        self.query_one(RollCounts).show(counts if day else None, is_begun=roll is not None)
        in_zones = [sum(one.zone == zone for one in lines) for zone in self._zones]
        ticked = counts.ticked if roll is not None else 0
        to_find = counts.to_find if roll is not None else 0
        self.show_filters([len(lines), to_find, ticked, *in_zones])
        self._show_people(day, [one for one in lines if self._is_shown(one)], len(lines))
        self.query_one(TopBar).show(self.HEADING, self._standing(roll))
        self.query_one(TopBar).show_aside(self._live())
        self._show_about(day)

    def _is_shown(self, line: RollLine) -> bool:
        match self.filtered:
            case 0:
                return True
            case 1:
                return line.tick is None
            case 2:
                return line.tick is not None
        return line.zone == self._zones[self.filtered - 3]

    def _standing(self, roll: RollCall | None) -> Sayable:
        if roll is None:
            return t("not begun: Enter begins it")
        by, at = actor_name(roll.by, self.school.settings), self.school.local(roll.at)
        return t("begun at {time} ({by})", time=at, by=by)

    def _live(self) -> Content:
        live = (("● ", "$in"), self.say(t("live")), f" {self.say(self.moment)}")
        return Content.assemble(*live)

    def _show_about(self, day: InsetDay | None) -> None:
        """Show the last roll call of the day, the numbers for lunch, and the roll on paper."""
        if day is None:
            self.update_static("#about-roll", Content())
            return
        parts: list[Text] = []
        before = [one for one in roll_calls(self.school, day) if one.ended_at is not None]
        if before and not self.is_under_way:
            last = before[-1]
            start, end = (self.school.local(one) for one in (last.at, last.ended_at or last.at))
            parts.append(t("Last roll call: {start} to {end}", start=start, end=end))
        parts += map(lunch_words, lunches(self.school, self.moment, day))
        said = " · ".join(map(self.say, parts))
        if self._paper is not None:
            paths = (self._paper, self._paper.relative_to(self.context.folder))
            papers = [self.say(t("On paper: {file}", file=str(path))) for path in paths]
            lines = [" · ".join(filter(None, (said, paper))) for paper in papers]
            room = self.query_one("#about-roll").content_size.width
            said = next((line for line in lines if cell_len(line) <= room), lines[-1])
        self.update_static("#about-roll", Content(said).stylize("$muted"))

    def _show_people(self, day: InsetDay | None, lines: Sequence[RollLine], everyone: int) -> None:
        rows = RollRows(
            self.context.language,
            self.school,
            self.context.finder(self.school).order,
            lines,
            self.rows.room,
            is_begun=self.is_under_way,
        )
        title = tn("{n} person", "{n} people", len(lines))
        self.show_rows(rows.options(), title, self._empty(day, everyone), first=1)

    def _empty(self, day: InsetDay | None, everyone: int) -> Text:
        if day is None:
            return NO_DAY
        if not everyone:
            return t("Nobody is in yet.")
        if self.filtered == 1 and self.is_under_way:
            return t("● Everybody is ticked off. Z ends the roll call.")
        return t("Nobody under this filter. F shows the others.")

    def details(self, row: str) -> Details | None:
        """Return where the person was seen, and their day."""
        day, person = self.school.today(self.moment), self.picked_person
        if day is None or person is None:
            return None
        who = self.school.people[person]
        return self.about(who, day)

    # -- what is done -------------------------------------------------------------------------

    async def found_elsewhere(self, person: PersonId) -> None:
        """Offer to sign in, and to tick off, somebody who is here though not on the roll."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        name, is_begun = self.school.people[person].name, self.is_under_way
        dialog = ConfirmDialog(
            self.context,
            t("{name} is not on the roll: not signed in, or known to be off site. Are they here?",
              name=name),
            yes=t("Sign in and tick off") if is_begun else t("Sign in"), no=t("Not here"),
            title=name,
        )  # fmt: skip
        if not await self.app.push_screen_wait(dialog):
            return
        outcome = await self.perform(tick_off((person,)) if is_begun else sign_in(person),
                                     self.actor)  # fmt: skip
        if outcome is not None:
            self.note_done(person, outcome)
            self.show_outcome(outcome)
            self.highlight(person)

    @work
    async def action_begin(self) -> None:
        """Begin a roll call; say so only where another program was faster."""
        outcome = await self.perform(begin_roll_call(), self.actor)
        if outcome is not None and not outcome.wrote:
            self.show_outcome(outcome)

    @on(OptionList.OptionSelected, "#people")
    def _tick_picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_tick_off()

    def action_tick_off(self) -> None:
        """Tick the highlighted person off."""
        if self.picked_person is not None:
            self._tick_people((self.picked_person,))

    def handle_badge(self, person: PersonId) -> bool:
        """Tick off the holder of a scanned badge; without a roll call, sign them in."""
        if not self.is_under_way:
            return super().handle_badge(person)
        self._tick_people((person,), by_badge=True)
        return True

    def action_all_here(self) -> None:
        """Tick off everybody who is still to find in the highlighted person's room."""
        groups = grouped((one for one in self._lines() if one.tick is None), lambda who: who.id)
        for group in groups:
            people = tuple(line.person.id for line in group.lines)
            if self.picked_person in people:
                if group.room:
                    self._tick_people(people)
                else:  # they are not together
                    self.show_text(t("These people are in no one room: tick them off one by one."),
                                   Tone.CAUTION)  # fmt: skip

    def _lines(self) -> list[RollLine]:
        day = self.school.today(self.moment)
        if day is None:
            return []
        return roll_lines(self.school, self.moment, day, roll_under_way(self.school, day))

    @work
    async def _tick_people(self, people: tuple[PersonId, ...], *, by_badge: bool = False) -> None:
        """Tick people off; say so where the eyes are not on the row."""
        if not people:
            return
        self._go_past(people)  # before saving: the next key is about the next person
        outcome = await self.perform(tick_off(people, by_badge), self.actor)
        if outcome is None:
            self.highlight(people[0])
            return
        self.note_done(people[0], outcome)
        if by_badge or len(people) > 1:
            self.show_outcome(outcome)

    def _go_past(self, people: Collection[PersonId]) -> None:
        """Highlight the next person after those who are being ticked off, if it is one of them."""
        rows, place = self.rows, self.rows.highlighted
        if place is None or rows.picked not in people:
            return
        after = range(place + 1, rows.option_count)
        ids = ((one, rows.options[one].id) for one in after)
        rows.highlighted = next((one for one, id in ids if id and id not in people), place)

    @work
    async def action_take_away(self) -> None:
        """Take back that the highlighted person is ticked off."""
        person = self.picked_person
        if person is not None:
            outcome = await self.perform(untick(person), self.actor)
            self.note_done(person, outcome)
            self.show_outcome(outcome)

    @work
    async def action_end_roll_call(self) -> None:
        """End the roll call; ask first while anybody is still to find."""
        from kiosk.screens.dialogs.confirm import ConfirmDialog

        to_find = counted(self._lines()).to_find
        if to_find:
            question = tn(
                "{n} person is still to find. End the roll call?",
                "{n} people are still to find. End the roll call?", to_find,
            )  # fmt: skip
            dialog = ConfirmDialog(
                self.context, question, yes=t("End the roll call"), no=t("Go on")
            )
            if not await self.app.push_screen_wait(dialog):
                return
        outcome = await self.perform(end_roll_call(), self.actor)
        self.show_outcome(outcome)

    @work
    async def action_print(self) -> None:
        """Write the roll as it stands now, and send it to the printer where one is set."""
        school, now = self.school, self.context.desk.now()
        folder, language = self.context.folder / PAGES, self.context.language.now
        try:
            self._paper = await asyncio.to_thread(write_roll, school, now, folder, language)
            self.show_text(t("Saved, ready to print: {file}. Open it on this machine and print it.",
                             file=str(self._paper)))  # fmt: skip
            printer = self.context.printer
            if printer:
                await asyncio.to_thread(send_to_printer, self._paper, printer)
                self.show_text(t("Sent to the printer {printer}.", printer=printer))
        except KioskError as error:
            self.show_error(error)
        self._show_if_mounted()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to do for."""
        if action in ("tick_off", "all_here", "take_away", "end_roll_call"):
            return self.is_under_way
        if action == "roll_call":  # it is open
            return False
        if action == "begin":
            return not self.is_under_way and bool(self.query("#people"))
        return super().check_action(action, parameters)
