"""Choices made before the day, on a form: wishes for a draw, or places in the order they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

import msgspec

from kiosk.errors import Problem, Refused
from kiosk.rules.choosing.bookings import (
    booking_of,
    confirmed_session,
    is_full,
    is_past_cut_off,
    wishes_of,
)
from kiosk.rules.choosing.eligibility import ineligibility
from kiosk.rules.choosing.lottery import lottery_message, summary
from kiosk.rules.choosing.places import allocate, promote_waiting
from kiosk.rules.loading.form_answers import RespondentFinder, sessions_meant
from kiosk.rules.loading.school_files import describe_counts, raise_problems
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.file_contents import ChoicesFile, FileRecord, FormAnswer, WrittenWish
from kiosk.rules.model.records import InsetDay, Person, Session, Slot
from kiosk.rules.model.school import School
from kiosk.text import Text, t


class _SlotWishes(msgspec.Struct, frozen=True):
    """What one person wishes in one slot, the dearest first, and where the file says so."""

    row: FileRecord[FormAnswer]
    person: Person
    slot: Slot
    wishes: tuple[tuple[str, str, Session], ...]
    """The column, what stands in it, and the session that it means."""

    @property
    def sessions(self) -> list[Session]:
        """The sessions, the dearest first."""
        return [session for _, _, session in self.wishes]


@decision
def load_choices(school: School, now: datetime, day: str, file: ChoicesFile) -> Changes:
    """Take in the answers of a form, all or nothing: the professional tutor's act at any time.

    Before a draw they replace the person's wishes in the slots they name. Otherwise the answers are
    served in the order they came: the first wish with a free place is given, dearer ones are waited
    for, and whoever has chosen in that slot already is left alone. Raises `BadInput` with every
    problem.

    Raises:
        Refused: there is no such day, or it is closed.
    """
    today = school.day(day)
    if today.closed_at is not None:
        raise Refused(t("The day is closed."))
    problems = list(file.problems)
    rows, notes = _latest_answers(school, file, problems)
    # many write the same
    meant = cache(lambda wish: sessions_meant(school, today, wish))
    asked = [one for row, who in rows for one in _by_slot(today, row, who, meant, problems)]
    items: list[Put | Remove] = []
    outcomes: list[tuple[_SlotWishes, str]] = []
    after = school
    for one in asked:
        if today.awaits_draw or not _current_sessions(after, one):
            problems += _impossible_wishes(after, now, one)
        outcome, changes = (_replace_wishes if today.awaits_draw else _first_come)(after, now, one)
        outcomes.append((one, outcome))
        items += changes
        after = after.apply(changes)
    raise_problems(sorted(problems, key=lambda problem: problem.row))
    items += promote_waiting(after, now, day)
    if today.awaits_draw:
        return Changes(tuple(items), _message_before_draw(school, today, outcomes), tuple(notes))
    notes += [note for one, outcome in outcomes for note in _outcome_notes(after, one, outcome)]
    ranks = [_rank_of(after, one) for one, outcome in outcomes if outcome == "new"]
    said = t("Choices: {summary}", summary=summary(ranks))
    return Changes(tuple(items), said, tuple(notes))


def _latest_answers(
    school: School, file: ChoicesFile, problems: list[Problem]
) -> tuple[list[tuple[FileRecord[FormAnswer], Person]], list[Text]]:
    """Return the row that counts of each person, in the order they came, and what to say of it."""
    everyone = RespondentFinder(school.people.values())
    found: dict[str, tuple[FileRecord[FormAnswer], Person]] = {}
    notes = []
    for row in sorted(file.rows, key=lambda row: (row.record.at or datetime.max, row.row)):
        who = everyone.who(row)
        if isinstance(who, Problem):
            problems.append(who)
            continue
        earlier = found.pop(who.id, None)
        if earlier is not None:
            notes.append(
                t(
                    "{name} answered in the rows {earlier} and {later}: row {later} counts.",
                    name=who.name,
                    earlier=earlier[0].row,
                    later=row.row,
                )
            )
        found[who.id] = (row, who)
    return list(found.values()), notes


def _by_slot(
    day: InsetDay,
    row: FileRecord[FormAnswer],
    who: Person,
    meaning: Callable[[WrittenWish], list[Session] | Text],
    problems: list[Problem],
) -> list[_SlotWishes]:
    """Return what a row asks for, a slot after the other, as the day has them."""
    named: dict[str, tuple[str, str, Session]] = {}
    for wish in row.record.wishes:
        meant = meaning(wish)
        if isinstance(meant, Text):
            problems.append(row.problem(wish.column, wish.text, meant))
            continue
        for session in meant:
            named.setdefault(session.id, (wish.column, wish.text, session))
    return [
        _SlotWishes(row, who, slot, wishes)
        for slot in day.slots
        if (wishes := tuple(one for one in named.values() if one[2].slot == slot.id))
    ]


def _impossible_wishes(school: School, now: datetime, asked: _SlotWishes) -> Iterable[Problem]:
    for column, text, session in asked.wishes:
        if _holds(school, asked.person, session):
            continue
        reason = ineligibility(school, now, asked.person, session)
        if reason is not None:
            yield asked.row.problem(
                column, text, t("a wish that is possible (“{why}”)", why=reason)
            )


def _holds(school: School, person: Person, session: Session) -> bool:
    booking = booking_of(school, person.id, session)
    return booking is not None and booking.confirmed


def _current_sessions(school: School, asked: _SlotWishes) -> list[str]:
    """Return the sessions that the person has wished for or holds in the slot, dearest first."""
    day, slot, person = asked.wishes[0][2].day, asked.slot.id, asked.person.id
    held = confirmed_session(school, person, day, slot)
    wished = [wish.session for wish in wishes_of(school, person, day, slot)]
    return [*wished, held.id] if held is not None else wished


def _replace_wishes(
    school: School, now: datetime, asked: _SlotWishes
) -> tuple[str, list[Put | Remove]]:
    """Return the wishes in place of those that the person had; a place held before stays."""
    day, person = asked.wishes[0][2].day, asked.person
    held = confirmed_session(school, person.id, day, asked.slot.id)
    wanted = asked.sessions
    if held in wanted:
        wanted = wanted[: wanted.index(held)]  # what is less dear than one's place is no wish
    old = wishes_of(school, person.id, day, asked.slot.id)
    if [wish.session for wish in old] == [session.id for session in wanted]:
        return "same", []
    items: list[Put | Remove] = [Remove("bookings", wish.id) for wish in old]
    for session in wanted:
        items += allocate(school.apply(items), now, person, session).items
    return "changed" if old else "new", items


def _first_come(
    school: School, now: datetime, asked: _SlotWishes
) -> tuple[str, list[Put | Remove]]:
    """Return the first place that is free, and wishes for the dearer ones."""
    had, ids = _current_sessions(school, asked), [session.id for session in asked.sessions]
    if had:
        return ("same" if had == ids[: len(had)] else "kept"), []
    items: list[Put | Remove] = []
    for session in asked.sessions:
        before = school.apply(items)
        full = is_full(before, session)
        if full and is_past_cut_off(before, now, session):
            continue
        items += allocate(before, now, asked.person, session).items
        if not full:
            break
    return "new", items


def _rank_of(school: School, asked: _SlotWishes) -> int:
    """Return which wish became a place; 0: none."""
    held = [_holds(school, asked.person, session) for session in asked.sessions]
    return 1 + held.index(True) if True in held else 0


def _outcome_notes(school: School, asked: _SlotWishes, outcome: str) -> Iterable[Text]:
    if outcome == "kept":
        yield t(
            "{name} has chosen in {slot} already, and is left alone.",
            name=asked.person.name,
            slot=asked.slot.title,
        )
    elif outcome == "new" and not _rank_of(school, asked):
        yield t("{name} has no place in {slot} yet.", name=asked.person.name, slot=asked.slot.title)


def _message_before_draw(
    school: School, day: InsetDay, outcomes: list[tuple[_SlotWishes, str]]
) -> Text:
    """Return whose wishes were taken in, counted by people, and when they are drawn."""
    by_person: dict[str, set[str]] = {}
    for asked, outcome in outcomes:
        by_person.setdefault(asked.person.id, set()).add(outcome)
    kinds = [
        "same" if found == {"same"} else "new" if found == {"new"} else "changed"
        for found in by_person.values()
    ]
    return t(
        "Wishes: {counts}. {when}",
        counts=describe_counts(*(kinds.count(kind) for kind in ("new", "changed", "same"))),
        when=lottery_message(school, day) or "",
    )
