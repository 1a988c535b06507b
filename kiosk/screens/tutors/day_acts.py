"""What a tutor can change on the day: each act asks what it needs, and gives a decision."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from kiosk.exchange.forms import Values, expected_by_field
from kiosk.exchange.session_form import read_session, session_fields
from kiosk.rules.attendance.absences import is_away_in
from kiosk.rules.choosing.cancelling import cancel_session
from kiosk.rules.loading.session_descriptions import describe_session, description_problems
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import PersonId, SlotId
from kiosk.rules.model.labels import leader_names, post_of
from kiosk.rules.model.records import InsetDay, Session, Slot
from kiosk.rules.model.requirement import overlap
from kiosk.rules.model.rooms import room_named
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import DayKind, SlotKind
from kiosk.rules.replanning.added_sessions import add_session
from kiosk.rules.replanning.choosing_times import close_choosing, open_choosing
from kiosk.rules.replanning.counted_hours import count_hours
from kiosk.rules.replanning.cover import Cover, covers
from kiosk.rules.replanning.notices import LONGEST, post_notice
from kiosk.rules.replanning.session_changes import change_session
from kiosk.rules.replanning.slot_times import shift_slot
from kiosk.screens.dialogs.choice import ChoiceDialog, NumberedDialog
from kiosk.screens.dialogs.find_person import FindPersonDialog
from kiosk.screens.dialogs.form import FormDialog
from kiosk.screens.dialogs.line import LineDialog, NumberDialog, TimeDialog
from kiosk.screens.tutors.clock_words import read_clock
from kiosk.screens.tutors.tutors_screen import TutorsScreen
from kiosk.text import Sayable, Text, t

OTHER = "…"
"""The id of the answer that asks for something that is not listed."""
MOST_COVERS = 8
STEP, LATEST = 5, 30
"""Minutes between the starts that are offered, and from the slot's start to the last of them."""


class DayActs:
    """Asks for one change to a session, its slot or the day."""

    def __init__(self, screen: TutorsScreen, day: InsetDay) -> None:
        """Ask on a screen, about a day."""
        self._screen, self._day = screen, day

    async def ask(self, session: Session | None) -> Decision | None:
        """Return the change that the tutor wants, or None. `session`: the one that is picked."""
        acts: list[tuple[Text, Callable[[], Awaitable[Decision | None]]]] = []
        if session is not None:
            asked = SessionActs(self._screen, session)
            acts = asked.acts()
        if self._day.counts_for_everyone:
            acts.append((t("By each person's own hours again"), self._count_hours))
        elif self._day.kind is not DayKind.WHOLE:  # part-time staff are not called to whole days
            acts.append((t("The hours count for everyone"), self._count_hours))
        acts.append((t("A notice on Welcome and the board"), self._notice))
        names = {str(number): name for number, (name, _) in enumerate(acts)}
        title = self._day.title if session is None else about(self._screen.school, session)
        dialog = NumberedDialog(
            self._screen.context, t("What changes?"), names, title=title
        )  # fmt: skip
        picked = await self._screen.app.push_screen_wait(dialog)
        return None if picked is None else await acts[int(picked)][1]()

    async def _count_hours(self) -> Decision | None:
        return count_hours(self._day.id, not self._day.counts_for_everyone)

    async def _notice(self) -> Decision | None:
        context, day = self._screen.context, self._day
        words = await self._screen.app.push_screen_wait(
            LineDialog(
                context, t("One line for everybody. An empty line takes the notice down."),
                draft=f"notice {day.id}", title=t("A notice"), line=day.notice,
                max_length=LONGEST,
            )
        )  # fmt: skip
        if words is None or not words.strip():
            return None if words is None else post_notice(day.id, Private(""))
        until = await self._screen.app.push_screen_wait(
            TimeDialog(
                context, t("Until when? Empty: until the end of the day."),
                draft=f"notice until {day.id}", title=t("A notice"),
            )
        )  # fmt: skip
        return None if until is None else post_notice(day.id, Private(words), read_clock(until))


class SessionActs:
    """The changes to one session and its slot."""

    def __init__(self, screen: TutorsScreen, session: Session) -> None:
        """Ask on a screen, about a session."""
        self._screen, self._session = screen, session

    @property
    def _school(self) -> School:
        return self._screen.school

    @property
    def _slot(self) -> Slot:
        return self._school.slot(self._session)

    def acts(self) -> list[tuple[Text, Callable[[], Awaitable[Decision | None]]]]:
        """Return what can be changed, by its name."""
        whole = [(t("The whole slot: later"), self._later)]
        if self._slot.kind is SlotKind.CHOICE:
            whole.append((t("The whole slot: open or close choices"), self._choosing))
        if self._session.places is not None:
            whole.append((t("Keep places back, or give them out"), self._kept_back))
        return [
            (t("Another room"), self._room),
            (t("Another time"), self._time),
            (t("Another leader"), self.another_leader),
            (t("More or fewer places"), self._places),
            (t("Give it once more"), self._again),
            (t("Cancel it"), self._cancel),
            *whole,
            (t("Title, aim, audience or slot"), self._describe),
        ]

    async def _pick(self, question: Text, answers: Mapping[str, Sayable]) -> str | None:
        context, title = self._screen.context, about(self._school, self._session)
        return await self._screen.app.push_screen_wait(
            ChoiceDialog(context, question, answers, title=title)
        )

    async def _line(self, kind: type[LineDialog], question: Text, what: str) -> str | None:
        title = about(self._school, self._session)
        return await self._screen.app.push_screen_wait(
            kind(self._screen.context, question, draft=f"{what} {self._session.id}", title=title)
        )

    async def _room(self) -> Decision | None:
        picked = await self._pick(t("Which room?"), self._rooms() | {OTHER: t("Another room …")})
        if picked == OTHER:
            picked = await self._line(LineDialog, t("Which room?"), "room")
        return change_session(self._session.id, room=picked.strip()) if picked else None

    def _rooms(self) -> dict[str, Sayable]:
        """Return the programme's rooms, those that are free at that time first."""
        school, programme = self._school, self._school.programme
        rooms = {
            one.room for one in programme.sessions.values() if one.room
        } | programme.rooms.keys()
        beside = [
            one for one in school.sessions_on(self._session.day)
            if one.id != self._session.id and overlap(one, self._session)
        ]  # fmt: skip
        taken = {one.room: one for one in beside}
        free: dict[str, Sayable] = {
            room: self._free(room) for room in sorted(rooms - taken.keys() - {self._session.room})
        }
        return free | {
            room: t("{room} · {title} until {time}", room=school.word(room),
                    title=school.workshop(taken[room]).title, time=taken[room].end)
            for room in sorted(taken)
        }  # fmt: skip

    def _free(self, name: str) -> Text:
        room, said = room_named(self._school.programme.rooms, name), self._school.word(name)
        if room is None or room.capacity is None:
            return t("{room} · free", room=said)
        return t("{room} · free, holds {n}", room=said, n=room.capacity)

    async def _time(self) -> Decision | None:
        slot, session = self._slot, self._session
        question = t("When does it begin? The slot is {start} to {end}.", start=slot.start,
                     end=slot.end)  # fmt: skip
        starts = {f"{one:%H:%M}": one for one in _starts(slot) if one != session.start}
        picked = await self._pick(question, {**starts, OTHER: t("Another time …")})
        if picked == OTHER:
            picked = await self._line(TimeDialog, question, "start")
        start = read_clock(picked or "")
        return None if start is None else change_session(session.id, start=start)

    async def another_leader(self) -> Decision | None:
        """Ask who leads it now."""
        school, now = self._school, self._screen.context.desk.now()
        found = (await to_thread(covers, school, now, self._session))[:MOST_COVERS]
        # of several leaders those stay who are not away
        away = [one for one in self._session.leaders if is_away_in(school, one, self._session)]
        stay = [one for one in self._session.leaders if away and one not in away]
        answers: dict[str, Sayable] = {one.person.id: _named(school, one) for one in found}
        names = (
            leader_names(school, replace(self._session, leaders=tuple(away)))
            if stay
            else (leader_names(school, self._session))
        )
        picked = await self._pick(
            t("Who leads it in place of {names}?", names=names or "-"),
            answers | {OTHER: t("Somebody else …")},
        )
        if picked == OTHER:
            dialog = FindPersonDialog(self._screen.context, t("Who leads it?"))
            picked = await self._screen.app.push_screen_wait(dialog)
        if picked is None:
            return None
        return change_session(self._session.id, leaders=(*stay, PersonId(picked)))

    async def _places(self) -> Decision | None:
        places = self._session.places
        question = t("How many places? There are {n} now.", n=places) if places else (
            t("How many places? There is no limit now.")
        )  # fmt: skip
        typed = await self._line(NumberDialog, question, "places")
        return change_session(self._session.id, places=int(typed)) if typed else None

    async def _describe(self) -> Decision | None:
        session, desk = self._session, self._screen.context.desk
        fields = session_fields(self._school, session)

        def check(values: Values) -> dict[str, Text]:
            file, problems = read_session(session, fields, values)
            others = description_problems(desk.school, desk.now(), session.id, file)
            return expected_by_field([*problems, *others])

        title = about(self._school, session)
        dialog = FormDialog(
            self._screen.context, title, fields, check, draft=f"session {session.id}"
        )
        values = await self._screen.app.push_screen_wait(dialog)
        if values is None:
            return None
        return describe_session(session.id, read_session(session, fields, values)[0])

    async def _kept_back(self) -> Decision | None:
        question = t("How many of the {n} places are kept back? 0 gives all out.",
                     n=self._session.places or 0)  # fmt: skip
        typed = await self._line(NumberDialog, question, "kept back")
        return change_session(self._session.id, kept_back=int(typed)) if typed else None

    async def _again(self) -> Decision | None:
        day, now = self._school.day(self._session.day), self._screen.context.desk.now()
        slots: dict[str, Sayable] = {
            slot.id: t("{start} to {end} · {title}", start=slot.start, end=slot.end,
                       title=slot.title)
            for slot in day.slots
            if slot.kind is SlotKind.CHOICE and now < self._school.moment(day.id, slot.end)
        }  # fmt: skip
        picked = await self._pick(t("In which slot?"), slots) if slots else None
        return add_session(day.id, SlotId(picked), self._session.workshop) if picked else None

    async def _cancel(self) -> Decision | None:
        return cancel_session(self._session.id)

    async def _later(self) -> Decision | None:
        slot, day = self._slot, self._session.day
        question = t("By how many minutes does {title} begin later?", title=slot.title)
        typed = await self._line(NumberDialog, question, "later")
        if not typed:
            return None
        ways = {
            "": t("With all that follow. Lunch stays"),
            "move_lunch": t("With all that follow, lunch too"),
            "keep_end": t("With all that follow, lunch too; the day ends when it was to end"),
            "alone": t("This slot only"),
        }
        how = await self._pick(t("What else moves?"), ways)
        if how is None:
            return None
        return shift_slot(day, slot.id, int(typed), alone=how == "alone",
                          move_lunch=how in ("move_lunch", "keep_end"),
                          keep_end=how == "keep_end")  # fmt: skip

    async def _choosing(self) -> Decision | None:
        slot, day = self._slot, self._session.day
        ways = {
            "close": t("Close them now"),
            "open": t("Open them until the slot ends"),
            OTHER: t("Open them until …"),
        }
        how = await self._pick(t("Choices for {title}", title=slot.title), ways)
        if how == OTHER:
            typed = await self._line(TimeDialog, t("Until when can people choose?"), "choices")
            until = read_clock(typed or "")
            return None if until is None else open_choosing(day, slot.id, until)
        if how is None:
            return None
        return close_choosing(day, slot.id) if how == "close" else open_choosing(day, slot.id)


def about(school: School, session: Session) -> Text:
    """Return the title, start and room of a session, as the title of a question."""
    title = school.workshop(session).title
    if not session.room:
        return t("{title}, {start}", title=title, start=session.start)
    room = school.word(session.room)
    return t("{title}, {start}, {room}", title=title, start=session.start, room=room)


def _named(school: School, cover: Cover) -> Text:
    known = t("{name} · {post}", name=cover.person.name, post=post_of(school, cover.person))
    for note in cover.notes():
        known = t("{said} · {note}", said=known, note=note)
    return known


def _starts(slot: Slot) -> list[time]:
    begin = datetime.combine(datetime.min, slot.start)
    starts = (begin + timedelta(minutes=by) for by in range(0, LATEST + 1, STEP))
    return [one.time() for one in starts if one.time() < slot.end]
