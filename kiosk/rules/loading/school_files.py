"""Loading a school's staff file and programme: all or nothing, with a message of the changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from msgspec.structs import replace

from kiosk.errors import BadInput, Problem
from kiosk.rules.attendance.badges import with_badge
from kiosk.rules.attendance.leaving import places_given_up
from kiosk.rules.attention.day_check import attention_notes
from kiosk.rules.choosing.day_changes import day_moved
from kiosk.rules.choosing.promotion import promotions_after
from kiosk.rules.loading.changed_meanings import name_problems, session_problems
from kiosk.rules.loading.cross_checks import CrossChecks
from kiosk.rules.loading.leavers import (
    gone_by,
    known_leavers,
    left_message,
    split_leavers,
    with_leavers,
)
from kiosk.rules.loading.load_options import PLAIN, LoadOptions
from kiosk.rules.loading.look_alikes import person_id_notes, programme_id_notes
from kiosk.rules.loading.person_matching import match_people
from kiosk.rules.loading.programme_draft import ProgrammeDraft, draft_programme
from kiosk.rules.loading.reconciling import Reconciler
from kiosk.rules.loading.report import (
    GOES,
    KEPT,
    STAYS,
    STAYS_USED,
    build_report,
    joined,
    kept_lines,
    leftover_lines,
    sections,
)
from kiosk.rules.loading.twilights import twilight_notes
from kiosk.rules.loading.written_names import with_known_names
from kiosk.rules.model.actors import Actor
from kiosk.rules.model.changes import Changes, Put, Remove
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.far_dates import NOT_FAR, is_far_ahead
from kiosk.rules.model.file_contents import (
    FileRecord,
    ProgrammeFile,
    StaffFile,
    merge_known,
    with_more_duties,
)
from kiosk.rules.model.ids import PersonId
from kiosk.rules.model.programme import Programme
from kiosk.rules.model.records import WEEKDAYS, Person, Window
from kiosk.rules.model.school import School, put
from kiosk.rules.model.staff_mapping import AS_IT_IS, StaffMapping
from kiosk.text import Text, t, tn

KEPT_IF_BLANK = frozenset({"preferred_forename", "display_name", "badge", "left"})
"""Fields that may have been set at the desk: a blank cell does not clear them."""

TABLES = ("resources", "tracks", "rooms", "days", "workshops", "sessions")
"""The parts of a programme, each after the parts it refers to."""

NAME_FIELDS = frozenset({"preferred_forename", "display_name"})


@decision
def load_staff(
    school: School, now: datetime, file: StaffFile, options: LoadOptions = PLAIN
) -> Changes:
    """Add the new people of a staff file and update the others.

    Nobody is removed: guests and people who added themselves stay. People marked as left are not
    added, or leave. A column that the file does not have changes nothing. A value that was
    changed at the kiosk since the last load stays, unless `options.file_wins`.

    Raises:
        BadInput: with every problem of the file.
    """
    problems = list(file.problems)
    today = school.local(now).date()
    rows = match_people(file.rows, school.people, today, problems)
    rows, past = split_leavers(school, today, rows)
    leavers = known_leavers(school, today, file.leavers, {row.record.id for row in rows})
    load = Reconciler(school, options)
    people = {row.record.id: _merged(load, school.people.get(row.record.id), row) for row in rows}
    problems += reference_problems(school, rows, {**school.people, **people})
    problems += _far_dates(rows, today)
    problems += name_problems(school, rows, people, options)
    raise_problems(sorted(problems, key=lambda problem: problem.row))
    people, notes = with_leavers(school, {**people, **leavers})
    changed = [person for person in people.values() if school.people.get(person.id) != person]
    new = sum(1 for person in changed if person.id not in school.people)
    left_out = [one for one in school.people_on(today).values() if one.id not in people]
    message = t(
        "Staff: {counts}{kept}{changed_here}{alike}{left}.",
        counts=describe_counts(new, len(changed) - new, len(people) - len(changed)),
        kept=_kept_message(len(left_out)),
        changed_here=_changed_here_message(len(load.kept)),
        alike=_same_name_message(school, people),
        left=left_message(
            len(past) + len(file.leavers) - len(leavers), gone_by(school, changed), file.pupils
        ),
    )
    items: list[Put | Remove] = [put(person) for person in changed]
    items += places_given_up(school, now, changed, items)
    items += promotions_after(school, now, items)
    items += load.memory
    items += mapping_said(school, file.mapping)
    stays = (t("{name} ({id})", name=one.name, id=one.id) for one in left_out)
    report = joined(
        build_report(school, items),
        sections((KEPT, kept_lines(school.apply(items), load.kept), False), (STAYS, stays, True)),
    )
    notes += person_id_notes({**school.people, **people}, people)
    more = partial(attention_notes, school, now, items)
    return Changes(tuple(items), message, tuple(notes), more, report)


def mapping_said(school: School, mapping: StaffMapping) -> list[Put | Remove]:
    """Return the change that keeps what was said about the file, for the next one."""
    known = school.mappings.get(mapping.id, AS_IT_IS)
    return [] if mapping == known else [put(mapping)]


def _kept_message(people: int) -> Text | str:
    if not people:
        return ""
    return tn("; {n} person not in the file stays", "; {n} people not in the file stay", people)


def _same_name_message(school: School, people: Mapping[PersonId, Person]) -> Text | str:
    """Return how many new people share a name with somebody not in the file, or nothing."""
    # Somebody who added themselves before the file came would be one. Nobody is merged by guess.
    known_names = {(p.forename, p.surname) for p in school.people.values() if p.id not in people}
    new = (p for p in people.values() if p.id not in school.people)
    count = sum((p.forename, p.surname) in known_names for p in new)
    if not count:
        return ""
    return tn(
        "; {n} new person has the same name as one of them: check if it is the same person",
        "; {n} new people have the same names as some of them: check if they are the same people",
        count,
    )


def _merged(load: Reconciler, known: Person | None, row: FileRecord[Person]) -> Person:
    if known is not None and known.own_name:
        row = replace(row, given=row.given - NAME_FIELDS)
    if known is not None:
        row = with_more_duties(known, row)
    blank = {name for name in KEPT_IF_BLANK & row.given if not getattr(row.record, name)}
    # Found by staff code or exact name, the person keeps their id.
    claimed = row.record
    if known is not None:
        claimed = replace(merge_known(known, row, KEPT_IF_BLANK), id=known.id)
        claimed = replace(claimed, hours=_all_hours(known, row))
    person: Person = load.reconciled(known, claimed, row.given - blank, blank)
    if known is None:
        return person
    badged = with_badge(known, person.badge)
    return replace(
        person,
        badge=badged.badge,
        old_badges=badged.old_badges,
        to_confirm=False,  # Somebody who added themselves is on the school's list now.
    )


def _all_hours(known: Person, row: FileRecord[Person]) -> dict[str, Window] | None:
    """Return the hours of a row with the known ones of weekdays for which it has no column."""
    if "hours" not in row.given:
        return known.hours
    named = row.given & frozenset(WEEKDAYS)
    left = {day: hours for day, hours in (known.hours or {}).items() if named and day not in named}
    return {**left, **(row.record.hours or {})} if left else row.record.hours


def reference_problems(
    school: School, rows: Collection[FileRecord[Person]], people: Mapping[PersonId, Person]
) -> list[Problem]:
    """Return the problems with references from rows to other records and with shared badges."""
    problems = []
    holders: dict[str, PersonId] = {}
    in_rows = {row.record.id for row in rows}
    # the one who has it comes before a row that would have it too
    for person in sorted(people.values(), key=lambda one: one.id in in_rows):
        if person.badge:
            holders.setdefault(person.badge, person.id)
    for row in rows:
        person = row.record
        if person.mentor and person.mentor not in people:
            problems.append(row.problem("mentor", person.mentor, t("the id of a person")))
        # A staff file may be loaded before any programme, when no track is known yet.
        if person.track and school.programme.tracks and person.track not in school.programme.tracks:
            known = ", ".join(school.programme.tracks)
            expected = t("the id of an induction track: {tracks}", tracks=known)
            problems.append(row.problem("track", person.track, expected))
        holder = holders.get(person.badge, person.id)
        if holder != person.id:
            expected = t("a badge of its own: {name} has it", name=people[holder].name)
            problems.append(row.problem("badge", person.badge, expected))
    return problems


def _far_dates(rows: Iterable[FileRecord[Person]], today: date) -> Iterator[Problem]:
    """Yield the problems with dates; not with those of leaving: far off, they mean no end."""
    for row in rows:
        started = row.record.started
        if started is not None and is_far_ahead(started, today):
            yield row.problem("started", f"{started}", NOT_FAR)
        for day in row.record.agreed:
            if is_far_ahead(date.fromisoformat(day), today):
                yield row.problem("agreed", day, NOT_FAR)


def raise_problems(problems: Iterable[Problem]) -> None:
    """Raise `BadInput` if there are problems. Of several with one cell, the first is reported."""
    cells: dict[tuple[str, str, int, str, str], Problem] = {}
    for one in problems:
        cells.setdefault((one.file, one.sheet, one.row, one.column, one.found), one)
    if cells:
        raise BadInput(tuple(cells.values()))


def describe_counts(new: int, changed: int, same: int) -> Text:
    """Return how many records a load added, updated and left unchanged."""
    return t(
        "{added}, {updated}, {unchanged}",
        added=tn("{n} added", "{n} added", new),
        updated=tn("{n} updated", "{n} updated", changed),
        unchanged=tn("{n} unchanged", "{n} unchanged", same),
    )


@decision
def load_programme(
    school: School, now: datetime, file: ProgrammeFile, options: LoadOptions = PLAIN
) -> Changes:
    """Add what is new in a programme's files and update the rest.

    What a file leaves out stays. With `options.replace`, sessions, slots and steps go that the file
    leaves out of a day or track that it holds, and workshops that lose their last session; unless
    somebody has a place, a mark or a sign-off in them, or the day is closed. Added places go to the
    waiting lists; with fewer places nobody loses theirs. Notes say what no longer fits on the
    coming days.

    Raises:
        BadInput: with every problem of the files.
        Refused: a day of `options.moved` cannot be moved (see `move_day`).
    """
    moves: list[Changes] = []
    for day, to in options.moved:
        moves.append(day_moved(school, now, day, to))
        school = school.apply(moves[-1].items)
    file = with_known_names(school, file)
    planned = draft_programme(school, now, file, options)
    draft, goes = planned.programme, planned.goes
    checks = CrossChecks(school, now, file, draft, planned.zone)
    meanings = session_problems(school, file, draft, options)
    raise_problems((*file.problems, *checks.problems(), *meanings))
    changed, added, same = _compare(school, file, planned)
    items: list[Put | Remove] = [put(one) for one in changed]
    items += [Remove("sessions", session.id) for session in goes.sessions]
    lost_workshops = [name for name in school.programme.workshops if name not in draft.workshops]
    items += [Remove("workshops", name) for name in lost_workshops]
    items += planned.memory
    items += promotions_after(school, now, items)
    notes = list(programme_id_notes(draft, _loaded_ids(file)))
    notes += _phantom_days(school, draft)
    today = school.local(now).date()
    loaded = (draft.days[row.record.id] for row in file.days)
    after = school.apply(items)
    notes += twilight_notes(after, (day for day in loaded if day.date >= today))
    removed = len(goes.sessions)
    message = t(
        "Programme: {counts}{removed}{kept}{changed_here}.",
        counts=describe_counts(added, len(changed) - added, same),
        removed=tn("; {n} session removed", "; {n} sessions removed", removed) if removed else "",
        kept=_kept_sessions_message(len(planned.stays.sessions)),
        changed_here=_changed_here_message(len(planned.kept)),
    )
    left_out = sections(
        (KEPT, kept_lines(after, planned.kept), False),
        (GOES, leftover_lines(school, goes), False),
        (
            STAYS_USED if options.replace else STAYS,
            leftover_lines(school, planned.stays),
            not options.replace,
        ),
    )
    said = [move.message for move in moves if move.message is not None]
    return Changes(
        (*(item for move in moves for item in move.items), *items),
        message,
        (*said, *(note for move in moves for note in move.notes), *notes),
        partial(attention_notes, school, now, items),
        joined(build_report(school, items), left_out),
    )


@decision
def load_both(
    school: School, now: datetime, actor: Actor, staff: StaffFile, programme: ProgrammeFile
) -> Changes:
    """Load a staff file and a programme together: all of both, or nothing.

    Raises:
        BadInput: with the problems of both files. Cross-checks of the programme are left out if the
            staff file has problems.
    """
    try:
        people = load_staff(staff)(school, now, actor)
    # The programme's references to people are checked only against a sound list of people.
    except BadInput as bad:
        raise_problems((*bad.problems, *programme.problems))
        raise
    planned = load_programme(programme)(school.apply(people.items), now, actor)
    message = t("{staff} {programme}", staff=people.message or "", programme=planned.message or "")
    report = joined(people.report, planned.report)
    notes = (*people.notes, *planned.notes)

    def more() -> tuple[Text, ...]:
        return *people.find_more_notes(), *planned.find_more_notes()

    return Changes((*people.items, *planned.items), message, notes, more, report)


def _compare(
    school: School, file: ProgrammeFile, planned: ProgrammeDraft
) -> tuple[list[Any], int, int]:
    """Return the new or changed records, the number of new ones, and the number unchanged."""
    changed: list[Any] = []
    added = same = 0
    if file.settings is not None:
        settings = planned.settings
        changed += [settings] if settings != school.settings else []
        same += settings == school.settings
    for table in TABLES:
        known, drafted = getattr(school.programme, table), getattr(planned.programme, table)
        for name in (row.record.id for row in getattr(file, table)):
            added += name not in known
            same += known.get(name) == drafted[name]
            changed += [drafted[name]] if known.get(name) != drafted[name] else []
    return changed, added, same


def _changed_here_message(values: int) -> Text | str:
    if not values:
        return ""
    return tn(
        "; {n} value changed here since the last load stays",
        "; {n} values changed here since the last load stay",
        values,
    )


def _loaded_ids(file: ProgrammeFile) -> set[str]:
    return {row.record.id for table in TABLES for row in getattr(file, table)}


def _kept_sessions_message(sessions: int) -> Text | str:
    if not sessions:
        return ""
    return tn(
        "; {n} session not in the file stays", "; {n} sessions not in the file stay", sessions
    )


def _phantom_days(school: School, draft: Programme) -> Iterator[Text]:
    """Yield a warning for each day that comes twice, on its old date and on the new one."""
    for moved in draft.days.values():
        if moved.moved_from in draft.days and moved.moved_from not in school.programme.days:
            yield t(
                "{day} was moved to {to}, and the file adds it again. Correct the "
                "file, then run “kiosk cancel-day {day}”.",
                day=moved.moved_from, to=moved.id,
            )  # fmt: skip
    for day in school.programme.days:
        sessions = school.all_sessions_on(day)
        now_on = {draft.sessions[one.id].day for one in sessions if one.id in draft.sessions}
        if len(now_on) == 1 and day not in now_on:
            [to] = now_on
            yield t(
                "Every session of {day} is now on {to}. If the day itself moved, "
                "run “kiosk cancel-day {day}”, or next time load with --moved "
                "{day}={to}.",
                day=day, to=to,
            )  # fmt: skip
