"""A person's day as a list of slots, two or three lines each, with a rail of glyphs at the left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import msgspec
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk.language import Language
from kiosk.rules.attendance.own_day import OwnDay
from kiosk.rules.model.ids import DayId, PersonId, SlotId
from kiosk.rules.model.records import Session, Slot
from kiosk.rules.model.requirement import ReasonedRequirement
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Evidence, MarkState, Requirement, SlotKind
from kiosk.screen_context import UNSET_TIME
from kiosk.text import n_, t
from kiosk.widgets.columns import has_large_text, stack, wrapped
from kiosk.widgets.stable_list import StableList

GLYPHS = {
    MarkState.PRESENT: ("●", "$in"),
    MarkState.LATE: ("▲", "$late"),
    MarkState.LEFT: ("◐", "$amber"),
    MarkState.ABSENT: ("×", "$late"),
    MarkState.RELEASED: ("–", "$muted"),
}
"""Each state's glyph and colour; a word goes with them, as colour alone is not accessible."""


RAIL_WIDTH = 8
"""The cells that the time and the rail take of each line."""
ROOMY = 3
"""The lines of a slot where there is room, or a finger is to hit it."""
CUT = 1000
"""A width to which nothing is wrapped."""
BARE = Content.assemble("      ", ("│", "$lines"), " ")
"""The rail alone, before a line without a time."""


class SlotLines(msgspec.Struct, frozen=True):
    """A slot of the day: its start and glyph before the title, its end before what stands below."""

    start: Content
    title: Content
    end: Content
    below: Content

    def rows(self, width: int) -> list[Content]:
        """Return its lines, wrapped to a width."""
        title = _wrapped(self.title, width - RAIL_WIDTH)
        below = _wrapped(self.below, width - RAIL_WIDTH)
        before = [self.start, *[BARE] * (len(title) - 1), self.end, *[BARE] * (len(below) - 1)]
        return [one + text for one, text in zip(before, [*title, *below], strict=True)]


def _wrapped(text: Content, width: int) -> list[Content]:
    return wrapped(text, width) if text.cell_length > width else [text]


class DayRail(StableList):
    """The slots of the day. My day shows the highlighted one in the panel beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", n_("Open"), key_display="Enter")
    ]

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False, repaint=False)

    @dataclass
    class Shown(Message):
        """Another slot is highlighted."""

        slot: SlotId

    @dataclass
    class Picked(Message):
        """A slot was picked by Enter or a click."""

        slot: SlotId

    def __init__(
        self, language: Language, person: PersonId, day: DayId, evidence: Evidence
    ) -> None:
        """Show one person's day. Without a proof nothing is shown of attendance that is past."""
        super().__init__(id="rail")
        self._language, self._person, self._day = language, person, day
        self.speak(self, border_title=t("Your day"))
        self._evidence = evidence

    def say_again(self) -> None:
        """Show the slots in the language of now."""
        super().say_again()
        self._show_slots()

    def on_resize(self) -> None:
        """Wrap titles, and space the slots out, where there is room for that now."""
        self._show_slots()

    def watch_school(self) -> None:
        """Show what changed."""
        self._show_slots()

    def watch_moment(self) -> None:
        """Show what time has changed: sessions open and close for signing in."""
        self._show_slots()

    @property
    def _own(self) -> OwnDay:
        """What the person reads of their day."""
        day, person = self.school.programme.days[self._day], self.school.people[self._person]
        return OwnDay(self.school, self.moment, person, day, self._evidence.is_proof)

    @property
    def slots(self) -> list[Slot]:
        """The slots of the day that concern the person."""
        return self._own.slots

    @property
    def picked_slot(self) -> SlotId:
        """The highlighted slot, or `NO_SLOT`."""
        return SlotId(self.picked or "")

    def go_to(self, slot: SlotId) -> None:
        """Highlight the slot with this id, if it concerns the person."""
        for row, candidate in enumerate(self.slots):
            if candidate.id == slot:
                self.highlighted = row

    def _show_slots(self) -> None:
        if not self.is_mounted or self._person not in self.school.people:
            return
        if self.moment == UNSET_TIME:  # the screen's data binding has not reached it yet
            return
        slots = self.slots
        rows = self._spaced([self._slot_lines(slot) for slot in slots])
        if rows == [option.prompt for option in self.options]:
            return  # a new size that changes nothing
        options = [Option(row, id=slot.id) for row, slot in zip(rows, slots, strict=True)]
        if self.highlighted is None:
            self.fill(options, first=self._own.next_row)
            return
        # filling highlights the same slot again, which would rebuild the panel of cards
        with self.prevent(OptionList.OptionHighlighted):
            self.fill(options)

    def _spaced(self, slots: list[SlotLines]) -> list[Content]:
        """Return a row for each slot: long texts cut, wrapped, or of three lines at the least."""
        is_low = self.screen.has_class("-low")
        least = ROOMY if self.screen.has_class("-touch") and not is_low else 0
        room = self.scrollable_content_region.height
        # before the first layout no width is known; it comes with the resize
        whole = [slot.rows(self.room if room else CUT) for slot in slots]
        if sum(max(ROOMY, len(lines)) for lines in whole) <= room:
            least = ROOMY
        elif sum(map(len, whole)) > room >= 2 * len(slots) and not (least or has_large_text(self)):
            whole = [slot.rows(CUT) for slot in slots]  # so all of the day is seen; the style cuts
        return [stack([*lines, *[BARE] * (least - len(lines))]) for lines in whole]

    def _slot_lines(self, slot: Slot) -> SlotLines:
        own = self._own
        standing, session = own.standing(slot), own.session(slot)
        band = session or slot  # a session may have times of its own
        glyph, colour = _glyph(own, slot, session, standing)
        title, below = own.words(slot)
        dim = standing.requirement is Requirement.NOT_REQUIRED and not slot.kind.is_pause
        undecided = slot.kind is SlotKind.CHOICE and session is None and not dim
        undecided = undecided and not own.is_over(slot)
        style = "$muted" if dim else "bold $amber" if undecided else "bold"
        say = self._language.say
        return SlotLines(
            Content.assemble(
                (say(band.start), "$muted" if dim else "bold"), " ", (glyph, colour), " "
            ),
            Content(say(title)).stylize(style),
            Content.assemble((say(band.end), "$muted"), " ", ("│", "$lines"), " "),
            Content(say(below)).stylize("$muted"),
        )

    @on(OptionList.OptionHighlighted)
    def _highlight(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Shown(SlotId(event.option_id)))

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Picked(SlotId(event.option_id)))


def _glyph(
    own: OwnDay, slot: Slot, session: Session | None, standing: ReasonedRequirement
) -> tuple[str, str]:
    state = own.state_to_show(session) if session else None
    if state is not None:
        return GLYPHS[state]
    if slot.kind.is_pause or standing.requirement is Requirement.NOT_REQUIRED:
        return "·", "$muted"
    if own.is_over(session or slot):
        return "–", "$muted"
    if slot.kind is SlotKind.CHOICE:
        return ("◆", "$amber") if session is None else ("◇", "$in")
    return "○", "$blue"
