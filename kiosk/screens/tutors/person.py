"""A person's page: their day, what waits, induction, earlier days, their entry, and history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.desk import Outcome
from kiosk.errors import KioskError
from kiosk.printing import Kind
from kiosk.rules.attendance.absences import undo_report_absent
from kiosk.rules.attendance.arrivals import is_on_site, sign_in
from kiosk.rules.attendance.leaving_site import leave_site
from kiosk.rules.attendance.person_day import SlotEntry
from kiosk.rules.follow_up.person_page import (
    PersonPage,
    WaitKind,
    person_page,
    told_history,
)
from kiosk.rules.model.actors import TUTOR, Actor
from kiosk.rules.model.changes import HistoryEntry, Tone
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import post_of
from kiosk.rules.model.terms import Evidence
from kiosk.screens.staff.induction import InductionScreen
from kiosk.screens.tutors.keys import (
    ANOTHER_DAY,
    BACK,
    CHANGE,
    FIND,
    GIVE_PLACE,
    INDUCTION,
    LEFT_SITE,
    NEXT_LIST,
    PRINT,
    REMOVE_OR_CANCEL,
    REPORT_ABSENT,
    THEY_ARE_HERE,
    UNDO,
)
from kiosk.screens.tutors.page_printing import PrintingScreen
from kiosk.screens.tutors.person_days import PersonDaysScreen
from kiosk.screens.tutors.person_entry import PersonEntry
from kiosk.screens.tutors.person_places import PersonPlaces
from kiosk.screens.tutors.person_rows import PersonRows
from kiosk.screens.tutors.person_waiting import open_waiting
from kiosk.screens.tutors.replanning import ReplanningScreen
from kiosk.text import ShortDate, Text, n_, t
from kiosk.theme import stylesheet
from kiosk.widgets.columns import literal, stack
from kiosk.widgets.key_bar import KeyBar
from kiosk.widgets.stable_list import StableList
from kiosk.widgets.top_bar import TopBar

MOST_HISTORY = 12
"""How many decisions are listed, the latest first."""
ENTRY_LINES = 10
"""The most lines that the rows of the entry take, with their heading."""
WAITS = t("What waits")


class PageList(StableList):
    """Some sections of the page; Enter opens or changes a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]


class PersonScreen(PrintingScreen, PersonDaysScreen, ReplanningScreen):
    """One person's page: in two columns where there is room, else in one list that scrolls."""

    CSS_PATH = stylesheet("tutors")
    GUIDE = t(
        "Enter on a session opens its register, on an earlier day shows that day, on a row of "
        "their entry changes it, M their name, role, hours and more. H: they are here; E: they "
        "left the site; A reports them absent. G gives a place, X takes away what is highlighted, "
        "Ctrl+Z takes back the last change. P saves their pages to print. Somebody who leaves is "
        "on no list from that date, and can come back; somebody listed twice becomes one person."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        THEY_ARE_HERE, LEFT_SITE, REPORT_ABSENT, GIVE_PLACE, REMOVE_OR_CANCEL, INDUCTION, PRINT,
        CHANGE, ANOTHER_DAY, FIND, NEXT_LIST, UNDO, BACK,
    ]  # fmt: skip

    _page: PersonPage | None = None
    _history: list[HistoryEntry] | None = None

    def compose(self) -> ComposeResult:
        """Put the heading above two lists, of which a narrow window shows one."""
        yield TopBar(self.context.language, t("Person"))
        yield Static(id="person-head")
        with Horizontal(id="page"):
            yield PageList(id="page-day")
            yield PageList(id="page-rest")
        yield from self.printing_parts()
        yield KeyBar(self.context.language)

    # -- what is shown --------------------------------------------------------------------------

    def show_school(self) -> None:
        """Show the person as they are now; read the history again if anything is new."""
        if self._person not in self.school.people:  # another program removed them
            self.call_later(self.action_back)
            return
        page = person_page(self.school, self.moment, self._person, self._day)
        if page != self._page:
            self._page = page
            self._read_history()
        self._show(page)

    def _show(self, page: PersonPage) -> None:
        top, head = self.query_one(TopBar), self.query_one("#person-head")
        top.show(t("Person"), page.day.date if page.day is not None else "")
        top.show_aside(self.say(self.moment))
        above = self._drawn(page, max(8, head.content_size.width))
        hint: Text | str = ""
        if self._is_other_day and self._home is not None:
            hint = t("Esc: back to today")
            if self._home != self._days[0]:
                hint = t("Esc: back to {day}", day=ShortDate(self._home.date))
        lines = [above.name(hint), above.about(post_of(self.school, page.person))]
        self.update_static("#person-head", stack(lines))
        first, second = self._lists
        first.border_title = literal(self.say(above.title()))
        second.border_title = literal(self.say(WAITS))
        self._fill(page, first, second)
        self.refresh_bindings()

    def _fill(self, page: PersonPage, first: PageList, second: PageList) -> None:
        in_two, has_code = self.has_class("-broad"), self._entry.has_code()
        left = self._drawn(page, first.room - 1)  # a column free before the scrollbar
        right = self._drawn(page, second.room - 1) if in_two else left
        is_roomy = 3 * len(page.slots) + ENTRY_LINES <= first.scrollable_content_region.height
        day = [*left.slots(roomy=is_roomy)]
        rest = [
            *([] if in_two else [left.heading(WAITS)]),
            *right.waiting(), *right.induction(), *right.earlier(),
        ]  # fmt: skip
        entry, past = left.entry(has_code=has_code), right.history(self._history)
        second.fill([*rest, *past] if in_two else (), first=None)
        shown = [*day, *entry] if in_two else [*day, *rest, *entry, *past]
        first.fill(shown, first=_first_row(shown, page))

    @property
    def _lists(self) -> tuple[PageList, PageList]:
        return self.query_one("#page-day", PageList), self.query_one("#page-rest", PageList)

    def _drawn(self, page: PersonPage, width: int) -> PersonRows:
        return PersonRows(self.context.language, self.school, page, width)

    @work(exclusive=True, group="history")
    async def _read_history(self) -> None:
        """Read what was decided about the person; in a thread, as the history is long."""
        try:
            who = self.school.person(self._person)
            self._history = await asyncio.to_thread(self._latest, (*who.merged_ids, who.id))
        except KioskError as error:
            self.show_error(error)
            return
        self._show_if_mounted()

    def _latest(self, ids: Iterable[str]) -> list[HistoryEntry]:
        entries = (entry for id in ids for entry in self.context.desk.history(id))
        return told_history(entries, MOST_HISTORY)

    # -- where one goes from here ---------------------------------------------------------------

    @property
    def _entry(self) -> PersonEntry:
        return PersonEntry(self, self._person)

    @property
    def _row(self) -> str:
        """The id of the highlighted row of the list that has the focus; blank: none."""
        return next((one.picked or "" for one in self.query(PageList) if one.has_focus), "")

    @property
    def _picked_slot(self) -> SlotEntry | None:
        slots = self._page.slots if self._page is not None else ()
        return next((one for one in slots if one.id == self._row), None)

    @on(OptionList.OptionHighlighted)
    def _offer_keys(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()  # what X takes away is the highlighted row

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, what = (event.option_id or "").partition(" ")
        match kind:
            case "slot":
                self._open_slot()
            case "wait" if WaitKind[what] is WaitKind.CHOICES:
                if not self._slots_to_choose:  # an earlier day is shown
                    self.show_day(self._days[0].id)
                self.action_give_place()
            case "wait" if WaitKind[what] is not WaitKind.STEPS:
                open_waiting(self, self._person, WaitKind[what])
            case "wait" | "induction":
                self.action_induction()
            case "day":
                self.show_day(DayId(what))
            case "absent":
                self.action_absent()
            case "history":
                self._tell_decision(int(what))
            case _:
                self._change_entry(kind)

    def _open_slot(self) -> None:
        slot = self._picked_slot
        if slot is None:
            return
        if not slot.session:
            self.action_give_place()
            return
        from kiosk.screens.tutors.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.context, slot.session))

    def show_day(self, day: DayId) -> None:
        """Show another of the person's days in place of this one."""
        self.note([])
        super().show_day(day)
        first, _ = self._lists
        first.focus()
        first.action_first()

    def action_induction(self) -> None:
        """Open the person's induction steps, to confirm them."""
        self.app.push_screen(InductionScreen(self.context, self._person, Evidence.TUTOR))

    @work
    async def action_print(self) -> None:
        """Write the person's certificate and catch-up slip of the day that is shown."""
        if self._day is not None:
            await self.ask_and_print({self._day.id: [self._person]}, tuple(Kind))

    @work
    async def action_find(self) -> None:
        """Find another person, and show their page in place of this one."""
        from kiosk.screens.dialogs.find_person import FindPersonDialog

        dialog = FindPersonDialog(self.context, t("Find a person"))
        person = await self.app.push_screen_wait(dialog)
        if person is not None and person in self.school.people:
            self.show_person(person)

    def show_person(self, person: PersonId) -> None:
        """Show another person's page in place of this one."""
        self._person, self._chosen_day = person, self._opened_with
        self._page = self._history = None
        self.note([])
        self.done = None
        for rows in self._lists:
            rows.clear_options()
        self.show_school()

    def _tell_decision(self, number: int) -> None:
        """Tell all about one decision of the history, with its number for `kiosk undo`."""
        one = next((one for one in self._history or () if one.number == number), None)
        if one is None or self._page is None:
            return
        self.show_text(self._drawn(self._page, 1).decision(one), Tone.PLAIN)

    # -- what the keys do -----------------------------------------------------------------------

    async def perform(self, decision: Decision, actor: Actor) -> Outcome | None:
        """Carry a decision out, and keep its number for the undo key."""
        outcome = await super().perform(decision, actor)
        if outcome is not None and outcome.number is not None:
            self.done = outcome.number
        return outcome

    @work
    async def action_here(self) -> None:
        """Sign the person in."""
        self.show_outcome(await self.perform(sign_in(self._person), TUTOR))

    @work
    async def action_left_early(self) -> None:
        """Note that the person has left the site, and so the session they were in."""
        self.show_outcome(await self.perform(leave_site(self._person), TUTOR))

    @work
    async def action_absent(self) -> None:
        """Report the person absent for a day or a part of it, or expect them again."""
        from kiosk.screens.tutors.absent_person import AbsentPerson

        await AbsentPerson(self, self._person).report()

    @property
    def _slots_to_choose(self) -> list[SlotEntry]:
        """The slots in which a place can be given: the highlighted one, else all of the day."""
        picked, slots = self._picked_slot, self._page.slots if self._page is not None else ()
        if picked is not None and picked.may_choose:
            return [picked]
        return [one for one in slots if one.may_choose]

    @work
    async def action_give_place(self) -> None:
        """Give the person a place, for a reason, whatever the rules say against it."""
        day, slots = self._day, self._slots_to_choose
        if day is not None and slots:
            await PersonPlaces(self, self._person).give(day.id, slots)

    @work
    async def action_take_away(self) -> None:
        """Take away what is highlighted: a place, a badge, a reported absence."""
        slot, (kind, _, day) = self._picked_slot, self._row.partition(" ")
        if slot is not None and slot.booked:
            await PersonPlaces(self, self._person).take_away(slot.booked)
        elif kind == "absent":
            decision = undo_report_absent(self._person, DayId(day))
            self.show_outcome(await self.perform(decision, TUTOR))
        elif kind == "badge":
            await self._entry.change("revoke")

    def action_change(self) -> None:
        """Change their entry in a form."""
        self._change_entry("entry")

    @work
    async def _change_entry(self, row: str) -> None:
        await self._entry.change(row)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now: none goes to the next list where there is one list."""
        found = super().active_bindings
        if not self.has_class("-broad"):
            found.pop("tab", None)
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done about the person as they are now."""
        page = self._page
        if page is None or self._person not in self.school.people:
            return action in ("back", "help")
        today = self.school.today(self.moment)
        is_in = today is not None and is_on_site(self.school, self._person, today.id)
        match action:
            case "here":
                return page.is_today and not is_in
            case "left_early":
                return page.is_today and is_in
            case "give_place":
                return bool(self._slots_to_choose)
            case "take_away":
                slot = self._picked_slot
                is_badge = self._row == "badge" and bool(page.person.badge)
                return bool(slot and slot.booked) or is_badge or self._row.startswith("absent")
            case "induction":
                return page.induction is not None
            case "print":
                is_to_come = page.day is None or page.day.date > self.moment.date()
                return not is_to_come and not self.busy
            case "another_day":
                return len(self._days) > 1
            case _:
                return super().check_action(action, parameters)


def _first_row(rows: list[Option], page: PersonPage) -> int | None:
    """Return the row of the slot that runs or comes next; one that Enter does something on."""
    current = next((place for place, one in enumerate(page.slots) if one.is_now), 0)
    places = [place for place, one in enumerate(rows) if not one.disabled]
    return next((place for place in places if place >= current), None)
