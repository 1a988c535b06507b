"""The rows of a person's page: slots of the day, what waits, earlier days, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from kiosk.language import Language
from kiosk.rules.attendance.absences import absent_when
from kiosk.rules.attendance.board import BoardState
from kiosk.rules.attendance.marks import STATE_NAMES
from kiosk.rules.attendance.person_day import SlotEntry
from kiosk.rules.follow_up.person_page import EarlierDay, PersonPage, Waiting, WaitKind
from kiosk.rules.induction.steps import StepLine, Urgency
from kiosk.rules.model.changes import HistoryEntry
from kiosk.rules.model.decision_names import decision_name
from kiosk.rules.model.effects import name_of
from kiosk.rules.model.ids import PersonId, SessionId
from kiosk.rules.model.labels import evidence_name
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import MarkState
from kiosk.text import Sayable, ShortDate, Text, t, tn
from kiosk.widgets.columns import bar, cell, spread, stack, wrapped
from kiosk.widgets.day_rail import BARE, GLYPHS

STANDINGS: dict[BoardState, tuple[str, Text, Text]] = {
    BoardState.IN: ("$in", t("● IN SINCE {time}"), t("● IN")),
    BoardState.LEFT: ("$muted", t("◐ LEFT AT {time}"), t("◐ LEFT")),
    BoardState.ACCOUNTED: ("$amber", t("– REPORTED ABSENT"), t("– REPORTED ABSENT")),
    BoardState.EXPECTED: ("$blue", t("○ NOT YET IN: DUE {time}"), t("○ NOT YET IN")),
    BoardState.LATE: ("$late", t("▲ LATE: DUE {time}"), t("▲ LATE")),
    BoardState.NOT_REQUIRED: ("$muted", t("· NOT EXPECTED TODAY"), t("· NOT EXPECTED TODAY")),
}
"""Each state's colour, and what it is called with a time and without one."""

LABELS = 20
"""The columns of what a line of the entry is about."""
LONGEST_PILL = 30
"""The columns for where somebody is and since when."""
BAR = 8
"""The columns of the bar of induction steps."""


class PersonRows:
    """Draws the rows of one page, in the language of now."""

    def __init__(self, language: Language, school: School, page: PersonPage, width: int) -> None:
        """Draw rows of `width` cells."""
        self._say, self._school, self._page = language.say, school, page
        self._width = width

    # -- the heading of the page ----------------------------------------------------------------

    def title(self) -> Text:
        """Return the title of the day that is shown."""
        day = self._page.day
        if day is None:
            return t("No INSET day")
        if self._page.is_today:
            return t("Today · {title}", title=day.title)
        return t("{day} · {title}", day=ShortDate(day.date), title=day.title)

    def name(self, hint: Sayable = "") -> Content:
        """Return the name, and at the right where the person is today, or else `hint`."""
        right = self._pill() or Content(self._say(hint)).stylize("$muted")
        return spread(Content(self._page.person.name).stylize("bold"), right, self._width)

    def _pill(self) -> Content:
        standing = self._page.standing
        if standing is None:
            return Content()
        colour, timed, bare = STANDINGS[standing.presence]
        at = self._local(standing.at)
        said = bare if self._is_tight or at is None else replace(timed, params={"time": at})
        return Content(f" {self._say(said)} ").stylize(f"bold $background on {colour}")

    @property
    def _is_tight(self) -> bool:
        """Whether the name leaves no room for more than a word."""
        return cell_len(self._page.person.name) + LONGEST_PILL > self._width

    def about(self, post: Sayable) -> Content:
        """Return role, department and hours, and how it is known where the person is."""
        right, hours = self._evidence(), self._hours()
        # a long department is cut, and not the hours
        room = self._width - right.cell_length - hours.cell_length - 1
        return spread(
            Content(self._say(post)).stylize("$muted").truncate(max(1, room), ellipsis=True)
            + hours,
            right,
            self._width,
        )

    def _hours(self) -> Content:
        hours = self._page.hours
        if hours is None:
            return Content()
        said = t("not a working day") if hours.known else t("hours not known")
        if hours.window is not None:
            said = t("{start} to {end}", start=hours.window.start, end=hours.window.end)
        return Content(f" · {self._say(said)}").stylize("$muted")

    def _evidence(self) -> Content:
        standing = self._page.standing
        if standing is None:
            return Content()
        if standing.is_in_doubt:
            return Content(self._say(t("▲ “not me” was said"))).stylize("$late")
        is_away = standing.presence is BoardState.ACCOUNTED
        at = self._local(standing.at) if self._is_tight and not is_away else None
        parts: list[Sayable] = [at] if at is not None else []
        parts += [
            absent_when(absence)
            for day, absence in self._page.absences
            if is_away and self._page.day is not None and day.id == self._page.day.id
        ]  # fmt: skip
        if standing.evidence is not None:
            parts.append(self._known_by(standing.evidence))
        return Content(" · ".join(map(self._say, parts))).stylize("$muted")

    def _local(self, at: datetime | time | None) -> datetime | time | None:
        return self._school.local(at) if isinstance(at, datetime) else at

    def _known_by(self, evidence: str) -> Sayable:
        return evidence_name(evidence, self._school.settings)

    # -- sections -------------------------------------------------------------------------------

    def heading(self, title: Sayable) -> Option:
        """Return the heading of a section, which cannot be picked."""
        said = Content(self._say(title)).stylize("bold $blue")
        return Option(stack([Content(), said]), disabled=True)

    def slots(self, *, roomy: bool = False) -> Iterator[Option]:
        """Yield the slots of the day. `roomy`: with a blank line after each."""
        for entry in self._page.slots:
            lines = [self._first_line(entry)]
            if not entry.is_pause or roomy:
                lines.append(self._second_line(entry))
            if roomy:
                lines.append(BARE)
            can_open = entry.session or entry.may_choose
            yield Option(stack(lines), id=entry.id, disabled=not can_open)
        if not self._page.slots:
            nothing = t("Nothing is planned for them.")
            yield Option(Content(self._say(nothing)).stylize("$muted"), disabled=True)

    def _first_line(self, entry: SlotEntry) -> Content:
        glyph, colour, word = self._state(entry)
        style = "$muted" if entry.is_quiet or entry.is_pause else "bold"
        title = Content(self._say(entry.title)).stylize(style)
        if entry.is_pause and entry.where:
            title = Content.assemble(title, (f"  {self._say(entry.where)}", "$muted"))
        start = Content(self._say(entry.start)).stylize(style)
        left = Content.assemble(start, " ", (glyph, colour), " ", title)
        return spread(left, Content(word).stylize(colour), self._width)

    def _second_line(self, entry: SlotEntry) -> Content:
        parts = [entry.where, *entry.notes] if not entry.is_pause else []
        about = " · ".join(filter(None, map(self._say, parts)))
        proof = self._say(self._known_by(entry.mark.evidence)) if entry.mark else ""
        left = Content.assemble(
            (self._say(entry.end), "$muted"), " ", ("│", "$lines"), " ", (about, "$muted")
        )
        return spread(left, Content(proof).stylize("$muted"), self._width)

    def _state(self, entry: SlotEntry) -> tuple[str, str, str]:
        """Return the glyph, colour and words for how somebody is marked in a slot."""
        if entry.state is not None and entry.mark is not None:
            at = self._school.local(entry.mark.at)
            words = t("{state} {time}", state=STATE_NAMES[entry.state], time=at)
            return *GLYPHS[entry.state], self._say(words)
        if entry.is_pause:
            return "·", "$muted", ""
        if entry.is_away:
            return "–", "$amber", self._say(t("reported absent"))
        if entry.is_unmarked:
            return "×", "$late", self._say(t("not signed in"))
        if entry.may_choose and not entry.session:
            return "◆", "$amber", self._say(t("to choose"))
        if entry.is_quiet:
            return "·", "$muted", ""
        return ("◇", "$in", "") if entry.is_choice else ("○", "$blue", "")

    def waiting(self) -> Iterator[Option]:
        """Yield how much of each kind waits, or that nothing does."""
        for one in self._page.waiting:
            line = self._waiting(one)
            opens = one.kind is not WaitKind.MESSAGES
            yield Option(line, id=f"wait {one.kind.name}", disabled=not opens)
        if not self._page.waiting:
            nothing = Content(self._say(t("● Nothing waits"))).stylize("$in")
            yield Option(nothing, disabled=True)

    def _waiting(self, one: Waiting) -> Content:
        left = Content.assemble(("◆ ", "$amber"), self._say(one.text))
        if one.due is None:
            return cell(left, self._width)
        day = ShortDate(one.due)
        by = t("▲ due {day}", day=day) if one.is_overdue else t("by {day}", day=day)
        style = "$late" if one.is_overdue else "$muted"
        return spread(left, Content(self._say(by)).stylize(style), self._width)

    def induction(self) -> Iterator[Option]:
        """Yield the section of the induction, if the person is on a track."""
        track = self._page.induction
        if track is None:
            return
        yield self.heading(t("Induction · {track}", track=track.track))
        done = t("{done} of {all} steps", done=track.done, all=track.steps)
        late = self._say(tn("▲ {n} overdue", "▲ {n} overdue", track.overdue))
        steps = Content.assemble(
            bar(track.done, track.steps, BAR, "$in"), "  ", self._say(done),
            (f"  {late}" if track.overdue else "", "$late"),
        )  # fmt: skip
        mentor = t("mentor: {name}", name=track.mentor) if track.mentor else ""
        lines = [spread(steps, Content(self._say(mentor)).stylize("$muted"), self._width)]
        lines += [self._step(line) for line in track.coming]
        yield Option(stack(lines), id="induction")

    def _step(self, line: StepLine) -> Content:
        glyph, colour = ("▲", "$late") if line.due is Urgency.OVERDUE else ("○", "$muted")
        title = Content.assemble((glyph, colour), f" {self._say(line.step.title)}")
        due: Sayable = ShortDate(line.due_on) if line.due_on is not None else ""
        return spread(title, Content(self._say(due)).stylize(colour), self._width)

    def earlier(self) -> Iterator[Option]:
        """Yield the section of the days before, each with what came of it."""
        if self._page.earlier:
            yield self.heading(t("Earlier days"))
        for one in self._page.earlier:
            title = Content(self._say(one.day.title)).stylize("bold")
            shown = self._page.day
            is_this_year = shown is not None and one.day.date.year == shown.date.year
            day = ShortDate(one.day.date) if is_this_year else one.day.date
            when = Content(self._say(day)).stylize("$muted")
            glyph, colour, came = self._came_to(one)
            below, *more = wrapped(self._say(came), self._width - 2, "$muted")
            for title_of_it, on in one.caught_up:
                done = t("by catch-up, {day}: {title}", title=title_of_it, day=ShortDate(on))
                more += wrapped(self._say(done), self._width - 2, "$muted")
            if one.certificate:
                number = t("certificate {number}", number=one.certificate)
                more.append(cell(self._say(number), self._width - 2, "$muted"))
            lines = [
                spread(title, when, self._width),
                Content.assemble((f"{glyph} ", colour), below),
                *(line.pad_left(2) for line in more),
            ]
            yield Option(stack(lines), id=f"day {one.day.id}")

    def _came_to(self, one: EarlierDay) -> tuple[str, str, Text]:
        there = tn("{n} session attended", "{n} sessions attended", one.attended)
        if one.missed:
            titles = ", ".join(map(self._say, one.missed))
            if not one.attended:
                return "○", "$muted", t("missed: {titles}", titles=titles)
            return "◐", "$amber", t("{there}, missed: {titles}", there=there, titles=titles)
        if one.attended or one.was_required:
            return "●", "$in", there
        return "·", "$muted", t("not required")

    def entry(self, *, has_code: bool) -> Iterator[Option]:
        """Yield the section of what can be changed in the person's entry."""
        yield self.heading(t("Their entry"))
        for id, label, value in _entry(self._page, has_code=has_code):
            line = Content.assemble(
                cell(self._say(label), LABELS, "$muted"),
                cell(self._say(value), self._width - LABELS),
            )
            yield Option(line, id=id)

    def history(self, entries: Sequence[HistoryEntry] | None) -> Iterator[Option]:
        """Yield the section of what was done, the latest first; None: it is still being read."""
        yield self.heading(t("History"))
        if entries is None:
            reading = Content(self._say(t("Reading …"))).stylize("$muted")
            yield Option(reading, disabled=True)
            return
        whens = [self._say(self._when(one)) for one in entries]
        widest = max(map(cell_len, whens), default=0) + 2
        for one, when in zip(entries, whens, strict=True):
            line = Content.assemble(cell(when, widest, "$muted"), self._say(self.what(one)))
            right = Content(self._say(self._by(one))).stylize("$muted")
            yield Option(spread(line, right, self._width), id=f"history {one.number}")

    def _when(self, one: HistoryEntry) -> Sayable:
        at, page_day = self._school.local(one.at), self._page.day
        is_of_day = page_day is not None and at.date() == page_day.date
        return at if is_of_day else ShortDate(at.date())

    def what(self, one: HistoryEntry) -> Text | str:
        """Return what was decided, and in which session."""
        session = self._school.programme.sessions.get(
            SessionId(str(one.arguments.get("session", "")))
        )
        name: Text | str = decision_name(one.decision)
        state = one.arguments.get("state")
        if state in [*MarkState]:
            name = STATE_NAMES[MarkState(str(state))]
        if session is None:
            return name
        title = self._school.workshop(session).title
        return t("{what} · {title}", what=name, title=title)

    def decision(self, one: HistoryEntry) -> Text:
        """Return all about one decision, with its number for `kiosk undo`."""
        at = self._school.local(one.at)
        return t(
            "{day} {time}: {what}. By: {who} ({known}). Number {n} of the history.",
            day=ShortDate(at.date()), time=at, what=self.what(one),
            who=name_of(self._school, one.by),
            known=evidence_name(one.evidence, self._school.settings), n=one.number,
        )  # fmt: skip

    def _by(self, one: HistoryEntry) -> Sayable:
        """Return who asked for it: a person's own act needs only how they were known."""
        known, by = self._known_by(one.evidence), self._school.people.get(PersonId(one.by))
        if by is None or by.id == self._page.person.id:
            return known
        return by.name


def _entry(page: PersonPage, *, has_code: bool) -> Iterator[tuple[str, Text, Sayable]]:
    """Yield each row's id, its label and its value."""
    person = page.person
    yield "name", t("Name shown"), (
        t("{name} · set here", name=person.name) if person.own_name else person.name
    )  # fmt: skip
    # four characters tell badges apart; a whole code could be copied off the screen
    yield "badge", t("Badge"), f"…{person.badge[-4:]}" if person.badge else t("none")
    if person.badge:
        yield "revoke", t("Cancel badge"), t("if lost or returned")
    yield "code", t("PIN"), t("set (Enter to reset)") if has_code else t("not set")
    for day, absence in page.absences:
        when = t("{day}: {when}", day=day.date, when=absent_when(absence))
        yield f"absent {day.id}", t("Reported absent"), when
    yield "entry", t("Everything else"), t("names, role, hours … (M)")
    yield "left", t("At the school"), _at_school(person)
    yield "merge", t("Listed twice"), t("Enter: join with their other entry")


def _at_school(person: Person) -> Text:
    if person.left is None:
        return t("yes (Enter: they are leaving)")
    return t("until {day} (Enter: they are back)", day=person.left)
