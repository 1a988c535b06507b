"""What is on today, for the wall: the slots that are not over, with room and leader."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.kit import LONG_AGO
from kiosk.language import Language
from kiosk.rules.bookings import is_full
from kiosk.rules.records import InsetDay, Slot, SlotKind
from kiosk.rules.school import School
from kiosk.rules.wording import led_by
from kiosk.text import Both, Text, t, tn
from kiosk.widgets.columns import cell, spread, stack


class Today(Widget):
    """The programme from now on, two lines a slot."""

    school: reactive[School] = reactive(School, init=False)
    moment: reactive[datetime] = reactive(LONG_AGO, init=False)

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Say it in `language`."""
        super().__init__(id=id)
        self._language = language
        self.border_title = language.say(t("Today"))

    def render(self) -> Content:
        """Draw as many slots as there is room for."""
        day = self.school.today(self.moment)
        if day is None:
            return Content(self._language.say(t("No INSET day is planned for today.")))
        coming = [s for s in day.slots if self.moment < self.school.moment(day.id, s.end)]
        if not coming:
            return Content(self._language.say(t("Today's programme is over.")))
        lines = [line for slot in coming for line in self._lines(day, slot)]
        return stack(lines[: max(2, self.size.height - self.size.height % 2)])

    def _lines(self, day: InsetDay, slot: Slot) -> list[Content]:
        say, width = self._language.say, self.size.width
        running = self.moment >= self.school.moment(day.id, slot.start)
        title, below, aside = self._words(day, slot)
        name = Content.assemble(
            (f"{say(slot.start)}  ", "bold $amber" if running else "bold $blue"),
            (say(title), "bold"),
        )
        return [
            spread(name, Content(say(aside)).stylize("$muted") if aside else Content(), width),
            cell(Content.assemble("       ", (say(below), "$muted")), width),
        ]

    def _words(self, day: InsetDay, slot: Slot) -> tuple[Both, Text | str, Text | None]:
        sessions = self.school.sessions_on(day.id, slot.id)
        if slot.kind is SlotKind.CHOICE:
            full = sum(is_full(self.school, session) for session in sessions)
            aside = tn("{n} full", "{n} full", full) if full else None
            below = tn("{n} workshop: sign in to choose", "{n} workshops: sign in to choose",
                       len(sessions))  # fmt: skip
            return slot.title, below, aside
        if len(sessions) == 1:
            one = sessions[0]
            places = (one.room, led_by(self.school, one))
            return self.school.workshop(one).title, " · ".join(filter(None, places)), None
        if sessions:
            rooms = ", ".join(dict.fromkeys(one.room for one in sessions if one.room))
            return slot.title, rooms, tn("{n} group", "{n} groups", len(sessions))
        return slot.title, slot.place, None
