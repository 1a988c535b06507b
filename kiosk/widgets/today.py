"""Today's programme on Welcome: the slots that are not over, with room and leaders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.language import Language
from kiosk.rules.choosing.announcements import (
    count_full_and_free,
    move_notices,
    moved_sessions,
    starting_soon,
)
from kiosk.rules.choosing.cancelled_sessions import cancelled_sessions
from kiosk.rules.choosing.capacity import places_left
from kiosk.rules.choosing.coming_day import coming_day, days_to_come, shown_day
from kiosk.rules.choosing.places import choosing_closed_reason
from kiosk.rules.model.ids import SessionId
from kiosk.rules.model.labels import room_and_leaders
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import SlotKind
from kiosk.screen_context import UNSET_TIME
from kiosk.text import Both, Text, t, tn
from kiosk.widgets.columns import cell, has_large_text, spread, stack, wrapped
from kiosk.widgets.day_ahead import day_ahead
from kiosk.widgets.speaker import Speaker

NO_DAY = t("No INSET day is planned for today.")
OWN_ITEMS = t("Type your name for what is yours: catch-ups, messages, induction.")
BEFORE_YOU_GO = t("Before you go: type your name to give feedback, and to leave.")

INDENT = " " * 7
"""The width of a time and the gap after it."""


class Today(Widget, Speaker):
    """What starts soon, cancelled sessions and moved ones, and the rest that there is room for."""

    school: reactive[School] = reactive(School, init=False, repaint=False)
    moment: reactive[datetime] = reactive(UNSET_TIME, init=False)

    def __init__(self, language: Language, id: str | None = None) -> None:
        """Show the day in `language`."""
        super().__init__(id=id)
        self._language = language
        self.border_title = language.say(t("Today"))

    def say_again(self) -> None:
        """Name the day in the language of now."""
        self._name_day()

    def watch_moment(self) -> None:
        """Name the day that is shown."""
        self._name_day()

    def watch_school(self, before: School, after: School) -> None:
        """Draw the day again if the programme or its places changed; a sign-in changes neither."""
        parts = zip(self._parts(before), self._parts(after), strict=True)
        if any(one is not other for one, other in parts):
            self._name_day()
            self.refresh()

    def _parts(self, school: School) -> tuple[object, ...]:
        """Return all of a School that is shown here; each part is another one once it changes."""
        day = shown_day(school, self.moment)
        bookings = school.day_record(day.id).bookings if day is not None else None
        return school.settings, school.people, school.programme, bookings

    def _name_day(self) -> None:
        if self.moment == UNSET_TIME:
            return  # a date would be made for nothing, and the first paint wait for it
        coming = coming_day(self.school, self.moment)
        self.border_title = self._language.say(t("Today") if coming is None else coming.date)

    def render(self) -> Content:
        """Draw as much as there is room for, the most urgent lines first."""
        day, say = shown_day(self.school, self.moment), self._language.say
        if day is None:
            return Content(say(OWN_ITEMS)).stylize("$muted")
        if day.cancelled_at is not None:
            return Content(say(t("This day is cancelled."))).stylize("bold $amber")
        coming = [s for s in day.slots if self.moment < self.school.moment(day.id, s.end)]
        if not coming:
            ahead = day_ahead(self._language, self.school, self.moment)
            return stack([Content(say(BEFORE_YOU_GO)), *([Content()] if ahead else []), *ahead])
        moved = {
            one.id: self._notices(one) for one in moved_sessions(self.school, self.moment, day)
        }
        # first what changed: it stands there even if there is no room for all
        soon = sorted(starting_soon(self.school, self.moment, day), key=lambda s: s.id not in moved)
        begins = [[*self._beginning(one), *moved.pop(SessionId(one.id), ())] for one in soon]
        shown = {one.slot if isinstance(one, Session) else one.id for one in soon}
        rest = [slot for slot in coming if slot.id not in shown]
        if begins:
            head = Content(say(t("In the next 15 minutes"))).stylize("bold $amber")
            begins[0].insert(0, head)
            # a slot that has started does not belong under "Later"
            rest = [slot for slot in rest if self.moment < self.school.moment(day.id, slot.start)]
        more = [self._lines(day, slot) for slot in rest]
        if begins and more:
            more[0].insert(0, Content(say(t("Later"))).stylize("bold $muted"))
        if not begins:
            begins, more = more[:1], more[1:]  # the slot that runs now, or is next
        return stack(self._fitting(begins, [*self._cancelled(day), *self._moved(moved)], more))

    def _fitting(
        self, begins: list[list[Content]], news: list[list[Content]], rest: list[list[Content]]
    ) -> list[Content]:
        """Return the lines that there is room for.

        What begins now comes first, in at least half of the room; then what changed. A slot of the
        rest has all of its lines or none.
        """
        room = max(2, self.size.height)
        kept = min(sum(map(len, news)), room // 2)
        lines = self._as_many_as_fit(begins, room - kept)
        lines += self._as_many_as_fit(news, room - len(lines))
        # apart where all of the day has room
        blank = [Content()] if len(lines) + sum(map(len, rest)) + len(rest) <= room else []
        for place, slot in enumerate(rest):
            if len(lines) + len(slot) > room:
                return [*lines, self._and_more(len(rest) - place)][:room]
            lines += [*(blank if lines else ()), *slot]
        return lines

    def _as_many_as_fit(self, groups: list[list[Content]], room: int) -> list[Content]:
        """Return the groups of lines that have room, and how many more there are."""
        if sum(map(len, groups)) <= room:
            return [line for group in groups for line in group]
        lines = groups[0][: max(room - 1, 1)]
        place = 1
        while place < len(groups) and len(lines) + len(groups[place]) < room:
            lines += groups[place]
            place += 1
        left = len(groups) - place
        # the last lines of a sole group are cut instead
        if not left:
            return groups[0][:room]
        return [*lines, self._and_more(left)][:room]

    def _and_more(self, n: int) -> Content:
        return Content(self._language.say(tn("and {n} more", "and {n} more", n))).stylize("$muted")

    def _cancelled(self, day: InsetDay) -> list[list[Content]]:
        """Return a line for each cancelled session: people still come for it."""
        say, lines = self._language.say, []
        for session in cancelled_sessions(self.school, self.moment, day):
            title = say(self.school.workshop(session).title)
            name = Content.assemble((f"{say(session.start)}  ", "bold $amber"), (title, "bold"))
            news = Content(f"▲ {say(t('CANCELLED'))}").stylize("bold $amber")
            lines.append([spread(name, news, self.size.width)])
        return lines

    def _moved(self, moved: Mapping[SessionId, list[Content]]) -> list[list[Content]]:
        """Return lines for each moved session: the new start and title, then what changed."""
        groups = []
        for one, notices in moved.items():
            session = self.school.session(one)
            title = self._language.say(self.school.workshop(session).title)
            start = (f"{self._language.say(session.start)}  ", "bold $amber")
            name = Content.assemble(start, (title, "bold"))
            groups.append([cell(name, self.size.width), *notices])
        return groups

    def _notices(self, session: Session) -> list[Content]:
        """Return a line for each change of a session's times and room."""
        said = (self._language.say(moved) for moved in move_notices(self.school, session))
        # indented less, so that a small window shows the old time too
        news = (Content.assemble("  ", (f"▲ {one}", "bold $amber")) for one in said)
        return [cell(one, self.size.width) for one in news]

    def _beginning(self, begins: Session | Slot) -> list[Content]:
        """Return a line, or several of large text: when, what, where, and whether there is room."""
        say = self._language.say
        left, places = None, ("", "")
        if isinstance(begins, Session):
            title, room = say(self.school.workshop(begins).title), begins.room
            left = places_left(self.school, begins)
        else:
            title, room = say(begins.title), begins.place
        if left is not None:
            places = (f" · {say(tn('{n} free', '{n} free', left))}", "$in")
            if not left:
                places = (f" · {say(t('full'))}", "$late")
        aside = Content.assemble((say(self.school.word(room)), "bold"), places)
        name = Content.assemble((f"{say(begins.start)}  ", "bold $amber"), title)
        width = self.size.width
        if has_large_text(self) and name.cell_length + aside.cell_length >= width:
            return [cell(name, width), *self._below(aside)]
        return [spread(name, aside.truncate(width * 3 // 5, ellipsis=True), width)]

    def _below(self, about: str | Content, style: str = "") -> list[Content]:
        """Return what stands below a title, in one line; large text wraps instead."""
        room = self.size.width - len(INDENT)
        lines = wrapped(about, room, style)
        if not has_large_text(self):
            lines = [cell(about, room, style)]
        return [Content.assemble(INDENT, line) for line in lines]

    def _lines(self, day: InsetDay, slot: Slot) -> list[Content]:
        say, width = self._language.say, self.size.width
        running = self.moment >= self.school.moment(day.id, slot.start)
        title, below, aside = self._words(day, slot)
        name = Content.assemble(
            (f"{say(self._start(day, slot))}  ", "bold $amber" if running else "bold $blue"),
            (say(title), "bold"),
        )
        return [
            spread(name, Content(say(aside)).stylize("$muted") if aside else Content(), width),
            *self._below(say(below), "$muted"),
        ]

    def _start(self, day: InsetDay, slot: Slot) -> time:
        """Return when a slot begins for everybody: its only session may have times of its own."""
        sessions = self.school.sessions_on(day.id, slot.id)
        is_one = slot.kind is not SlotKind.CHOICE and len(sessions) == 1
        return sessions[0].start if is_one else slot.start

    def _words(self, day: InsetDay, slot: Slot) -> tuple[Both, Text | Both | str, Text | None]:
        sessions = self.school.sessions_on(day.id, slot.id)
        if not sessions and self.school.cancelled_on(day.id, slot.id):
            return slot.title, t("cancelled"), None
        if slot.kind is SlotKind.CHOICE:
            return (
                slot.title,
                self._how_to_choose(day, slot, len(sessions)),
                self._places(day, slot),
            )
        if len(sessions) == 1:
            session = sessions[0]
            return self.school.workshop(session).title, room_and_leaders(self.school, session), None
        if sessions:
            # without duplicates, in the order of the programme
            named = dict.fromkeys(self.school.word(one.room) for one in sessions if one.room)
            rooms = ", ".join(map(self._language.say, named))
            return slot.title, rooms, tn("{n} group", "{n} groups", len(sessions))
        return slot.title, self.school.word(slot.place), None

    def _how_to_choose(self, day: InsetDay, slot: Slot, n: int) -> Text:
        if day.date == self.school.local(self.moment).date():
            return tn("{n} workshop: sign in to choose", "{n} workshops: sign in to choose", n)
        closed = choosing_closed_reason(self.school, self.moment, day, slot)
        if closed is not None:
            return closed
        return tn(
            "{n} workshop: choose with badge or PIN", "{n} workshops: choose with badge or PIN", n
        )

    def _places(self, day: InsetDay, slot: Slot) -> Text | None:
        full, free = count_full_and_free(self.school, day, slot)
        if not full:
            return None
        if not free:
            return t("all full")
        return t("{full} full, {free} with places", full=full, free=free)


class Next(Today):
    """What begins next and where; beside a day to come, the days after that one."""

    def _name_day(self) -> None:
        coming = coming_day(self.school, self.moment) if self.moment != UNSET_TIME else None
        self.border_title = self._language.say(t("Next") if coming is None else t("After that"))

    def render(self) -> Content:
        """Draw titles and places as lines, with nothing cut before the panel ends."""
        day, say, width = shown_day(self.school, self.moment), self._language.say, self.size.width
        if day is None or day.cancelled_at is not None:
            return Content()
        if day.date > self.school.local(self.moment).date():
            return stack([*self._days_after(day)])
        later = [slot for slot in day.slots if self.moment < self.school.moment(day.id, slot.start)]
        if not later:
            return Content(say(t("Nothing more begins today."))).stylize("$muted")
        start = min(slot.start for slot in later)
        return stack([
            line for slot in later if slot.start == start for line in self._named(day, slot, width)
        ])  # fmt: skip

    def _days_after(self, day: InsetDay) -> Iterator[Content]:
        language, width = self._language, self.size.width
        for one in days_to_come(self.school, self.moment):
            if one.date > day.date and one.cancelled_at is None:
                yield Content(language.short_date(one.date)).stylize("bold $blue")
                yield from wrapped(language.say(one.title), width)

    def _named(self, day: InsetDay, slot: Slot, width: int) -> list[Content]:
        title, below, _ = self._words(day, slot)
        say = self._language.say
        start = (f"{say(self._start(day, slot))}  ", "bold $blue")
        name = wrapped(Content.assemble(start, (say(title), "bold")), width)
        return [*name, *wrapped(say(below), width, "$muted")]
