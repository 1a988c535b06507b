"""Loading choices made on a form before the day: wishes for a draw, or places in order of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial

import msgspec

from kiosk.errors import BadInput, Problem, Refused
from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.choosing.bookings import (
    booking_of,
    confirmed_session,
    is_past_cut_off,
    wishes_of,
)
from kiosk.rules.choosing.bookings_draft import BookingsDraft
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.lottery import lottery_message, summary
from kiosk.rules.choosing.places import add_wish, allocate
from kiosk.rules.choosing.promotion import promote_everywhere
from kiosk.rules.loading.form_answers import RespondentFinder, sessions_meant
from kiosk.rules.loading.form_times import decide_dates
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.report import build_report
from kiosk.rules.loading.school_files import describe_counts, raise_problems
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import ChoicesFile, FileRecord, FormAnswer, WrittenWish
from kiosk.rules.model.ids import DayId, PersonId, SessionId, SlotId
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t, tn


class _SlotWishes(msgspec.Struct, frozen=True):
    """What one person wishes in one slot, the first wish first, and the row that says so."""

    row: FileRecord[FormAnswer]
    person: Person
    slot: Slot
    wishes: tuple[tuple[str, str, Session], ...]
    """Column, text of the cell, and the session it means."""

    @property
    def sessions(self) -> list[Session]:
        """The sessions, the first wish first."""
        return [session for _, _, session in self.wishes]


@decision
def load_choices(
    school: School, now: datetime, day: DayId, file: ChoicesFile, dates: str = ""
) -> Changes:
    """Load the answers of a form that are good: a professional tutor's decision at any time.

    The others are listed in the notes. Before a draw answers replace the person's wishes in the
    slots they name. Otherwise they are served in the order they came: a person gets the first wish
    with a free place and waits for those above it. People who have chosen in that slot already keep
    what they have.

    Args:
        dates: `dmy` or `mdy`, the order in which the form wrote dates; blank: found out.

    Raises:
        BadInput: no answer is good, with every problem; or the order of the answers is in doubt.
        Refused: there is no such day, or it is closed.
    """
    today = school.day(day)
    if today.closed_at is not None:
        raise Refused(t("The day is closed."))
    answers, notes, problems = _answers(school, now, today, file, dates)
    reader = _WishReader(school, today)
    outcomes: list[tuple[_SlotWishes, str]] = []
    # Every answer is tried on the School with all earlier answers, so that no place is given twice.
    draft = BookingsDraft(school, day)
    for row, who in answers:
        requests, wrong = reader.by_slot(row, who)
        for request in requests:
            # People who keep what they have are not checked: their answer changes nothing.
            if today.awaits_draw or not _current_sessions(draft.school, request):
                wrong += _impossible_wishes(draft.school, now, request)
        problems += wrong
        take = _replace_wishes if today.awaits_draw else _first_come
        if not wrong:
            outcomes += [(request, take(draft, now, request)) for request in requests]
    left_out = {problem.row for problem in problems}
    if left_out and not outcomes:
        raise_problems(sorted(problems, key=lambda problem: problem.row))
    notes += reader.notes()
    notes += _left_out_notes(problems)
    promote_everywhere(draft, now)
    report = build_report(school, draft.items)
    if today.awaits_draw:
        message = _message_before_draw(school, today, outcomes)
        return Changes(tuple(draft.items), message, tuple(notes), report=report)
    notes += [
        note
        for request, outcome in outcomes
        for note in _outcome_notes(draft.school, request, outcome)
    ]
    ranks = [_rank_of(draft.school, request) for request, outcome in outcomes if outcome == "new"]
    message = t("Choices: {summary}", summary=summary(ranks))
    more = partial(attention_notes, school, now, draft.items)
    return Changes(tuple(draft.items), message, tuple(notes), more, report)


def _answers(
    school: School, now: datetime, day: InsetDay, file: ChoicesFile, dates: str
) -> tuple[list[tuple[FileRecord[FormAnswer], Person]], list[Text], list[Problem]]:
    """Return each person's last answer, in order of time, with notes and what cannot be read."""
    problems = list(file.problems)
    rows, misread, notes, doubt = decide_dates(file.rows, school.local(now), dates)
    problems += misread
    unreadable = {problem.row for problem in problems}
    rows = [row for row in rows if row.row not in unreadable]
    answers, repeated = _latest_answers(school, day, rows, problems)
    if doubt is not None and (repeated or not day.awaits_draw):
        raise BadInput([doubt])
    return answers, [*notes, *repeated], problems


def _left_out_notes(problems: list[Problem]) -> Iterable[Text]:
    """Yield how many answers are left out, and why."""
    if problems:
        yield tn(
            "{n} answer is left out:",
            "{n} answers are left out:",
            len({problem.row for problem in problems}),
        )
        yield from describe_all(sorted(problems, key=lambda problem: problem.row))


def _latest_answers(
    school: School,
    day: InsetDay,
    rows: Iterable[FileRecord[FormAnswer]],
    problems: list[Problem],
) -> tuple[list[tuple[FileRecord[FormAnswer], Person]], list[Text]]:
    """Return each person's last answer, in order of time, and a note where there were several."""
    finder = RespondentFinder(school.people_on(day.date).values())
    latest: dict[PersonId, tuple[FileRecord[FormAnswer], Person]] = {}
    notes = []
    # Answers without a time come last, in the order of the file.
    for row in sorted(rows, key=lambda row: (row.record.at or datetime.max, row.row)):
        who = finder.person_of(row)
        if isinstance(who, Problem):
            problems.append(who)
            continue
        earlier = latest.pop(who.id, None)
        if earlier is not None:
            notes.append(
                t(
                    "{name} answered in rows {earlier} and {later}. Row {later} counts.",
                    name=who.name,
                    earlier=earlier[0].row,
                    later=row.row,
                )
            )
        latest[who.id] = (row, who)
    return list(latest.values()), notes


class _WishReader:
    """Finds the sessions that the wishes of one form mean."""

    def __init__(self, school: School, day: InsetDay) -> None:
        self._day = day
        # A form offers the same few options to everybody, so each is looked up once.
        self._find = cache(lambda column, text: sessions_meant(school, day, column, text))
        self._unknown: dict[str, None] = {}

    def by_slot(
        self, row: FileRecord[FormAnswer], who: Person
    ) -> tuple[list[_SlotWishes], list[Problem]]:
        """Return a row's wishes by slot, in the order of the day, and what is wrong with them."""
        problems: list[Problem] = []
        named: dict[SessionId, tuple[str, str, Session]] = {}
        ranked: dict[tuple[SlotId, int], WrittenWish] = {}
        for wish in row.record.wishes:
            meant = self._find(wish.column, wish.text)
            if isinstance(meant, Text):
                if wish.rank:
                    # Other questions are answered with numbers, too.
                    self._unknown[wish.column] = None
                else:
                    problems.append(row.problem(wish.column, wish.text, meant))
                continue
            for session in meant:
                named.setdefault(session.id, (wish.column, wish.text, session))
            first = ranked.setdefault((meant[0].slot, wish.rank), wish) if wish.rank else wish
            if first is not wish:
                expected = t("each number once: “{other}” has it too", other=first.text)
                problems.append(row.problem(wish.column, str(wish.rank), expected))
        requests = [
            _SlotWishes(row, who, slot, wishes)
            for slot in self._day.slots
            if (wishes := tuple(one for one in named.values() if one[2].slot == slot.id))
        ]
        return requests, problems

    def notes(self) -> Iterable[Text]:
        """Yield a note for each column of numbers that is about no session of the day."""
        for column in self._unknown:
            yield t(
                "“{column}” isn't a session on that day, so its numbers are left out.",
                column=column,
            )


def _impossible_wishes(school: School, now: datetime, request: _SlotWishes) -> Iterable[Problem]:
    """Yield a problem for each wish that the person may not have."""
    for column, text, session in request.wishes:
        if _holds(school, request.person, session):
            continue
        reason = ineligibility(school, now, request.person, session)
        if reason is not None:
            yield request.row.problem(
                column, text, t("a choice that is possible (“{why}”)", why=reason)
            )


def _holds(school: School, person: Person, session: Session) -> bool:
    booking = booking_of(school, person.id, session)
    return booking is not None and booking.confirmed


def _current_sessions(school: School, request: _SlotWishes) -> list[SessionId]:
    """Return the ids of what the person waits for and holds in the slot, the first wish first."""
    day, slot, person = request.wishes[0][2].day, request.slot.id, request.person.id
    held = confirmed_session(school, person, day, slot)
    wished = [wish.session for wish in wishes_of(school, person, day, slot)]
    return [*wished, held.id] if held is not None else wished


def _replace_wishes(draft: BookingsDraft, now: datetime, request: _SlotWishes) -> str:
    """Replace the wishes; return "same", "changed" or "new". A place held before stays."""
    day, person = request.wishes[0][2].day, request.person
    held = confirmed_session(draft.school, person.id, day, request.slot.id)
    wanted = request.sessions
    if held in wanted:
        wanted = wanted[: wanted.index(held)]  # Nobody waits for less than what they hold.
    old = wishes_of(draft.school, person.id, day, request.slot.id)
    if [wish.session for wish in old] == [session.id for session in wanted]:
        return "same"
    for wish in old:
        draft.remove(wish)
    for rank, session in enumerate(wanted, 1):
        add_wish(draft, now, person.id, session, rank)
    return "changed" if old else "new"


def _first_come(draft: BookingsDraft, now: datetime, request: _SlotWishes) -> str:
    """Give the first free place, and wishes above it; return "same", "kept" or "new"."""
    current = _current_sessions(draft.school, request)
    wanted_ids = [session.id for session in request.sessions]
    if current:
        return "same" if current == wanted_ids[: len(current)] else "kept"
    for session in request.sessions:
        who = request.person
        if is_past_cut_off(draft.school, now, session) and draft.is_full(session, who.id):
            continue
        if allocate(draft, now, who, session, who.id):
            break
    return "new"


def _rank_of(school: School, request: _SlotWishes) -> int:
    """Return the number of the wish that became a place, or 0."""
    held = [_holds(school, request.person, session) for session in request.sessions]
    return 1 + held.index(True) if True in held else 0


def _outcome_notes(school: School, request: _SlotWishes, outcome: str) -> Iterable[Text]:
    """Yield what a tutor should know about one person's outcome."""
    if outcome == "kept":
        yield t(
            "{name} has already chosen in {slot} and keeps it.",
            name=request.person.name,
            slot=request.slot.title,
        )
    elif outcome == "new" and not _rank_of(school, request):
        yield t(
            "{name} has no place in {slot} yet.", name=request.person.name, slot=request.slot.title
        )


def _message_before_draw(
    school: School, day: InsetDay, outcomes: list[tuple[_SlotWishes, str]]
) -> Text:
    """Return how many people's wishes are new, changed or the same, and when they are drawn."""
    by_person: dict[PersonId, set[str]] = {}
    for request, outcome in outcomes:
        by_person.setdefault(request.person.id, set()).add(outcome)
    kinds = [
        "same" if found == {"same"} else "new" if found == {"new"} else "changed"
        for found in by_person.values()
    ]
    return t(
        "Choices: {counts}. {when}",
        counts=describe_counts(*(kinds.count(kind) for kind in ("new", "changed", "same"))),
        when=lottery_message(school, day) or "",
    )
