"""`kiosk load staff|programme|invitations|choices`: a school's own files, all or nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.commands.context import CommandContext, as_kept
from kiosk.desk import Outcome
from kiosk.errors import BadInput, Problem, Refused
from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.programme import read_programme
from kiosk.exchange.role_words import role_of
from kiosk.exchange.staff import look_at_staff
from kiosk.exchange.staff_account import (
    as_last_time,
    headings_not_there,
    lines_of_nobody,
    private_columns,
    sheet_read,
    unused_columns,
)
from kiosk.exchange.staff_mapping import put_together
from kiosk.rules.loading.form_choices import load_choices
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.load_options import LoadOptions
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.report import GOES
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.actors import COMMAND, Actor
from kiosk.rules.model.changes import Changes, ReportSection
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import (
    ChoicesFile,
    InvitationFile,
    ProgrammeFile,
    StaffFile,
)
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.names import clean
from kiosk.rules.model.school import School
from kiosk.rules.model.staff_mapping import AS_IT_IS, STAFF, StaffMapping
from kiosk.rules.model.terms import Role
from kiosk.system.data_folder import DemoMark, expand_home, holds_school
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import Text, t, tn

if TYPE_CHECKING:
    from kiosk.factory import Kiosk

BRIEF = 20
"""Lines that are shown of a section that need not be read whole; a preview shows all."""

AnyFile = StaffFile | ProgrammeFile | InvitationFile | ChoicesFile


def staff(context: CommandContext) -> None:
    """Load a staff file. Raises `BadInput`, after listing the problems on standard error."""
    _load(context, _staff)


def programme(context: CommandContext) -> None:
    """Load a programme: a folder, or one file of it. Raises as `staff` does."""
    _load(context, _programme)


def invitations(context: CommandContext) -> None:
    """Load a file of invitations to days not worked. Raises as `staff` does."""
    _load(context, _invitations)


def choices(context: CommandContext) -> None:
    """Load wishes that were made on a form. Raises as `staff` does."""
    _load(context, _choices)


def _load(
    context: CommandContext, read_and_record: Callable[[CommandContext], Outcome | None]
) -> None:
    try:
        outcome = read_and_record(context)
    except BadInput as bad:
        _list(context, bad.problems)
        raise
    if outcome is None:
        context.console.tell(t("Nothing was loaded."))
        return
    if context.options.dry_run:
        context.console.tell(t("Nothing has been changed. This is what the load would do:"))
    if outcome.message is not None:
        context.console.tell(outcome.message)
    _tell_report(context, outcome.report)
    for note in (*outcome.all_notes(), *storage_warnings(context.folder())):
        context.console.warn(note)


def _staff(context: CommandContext) -> Outcome | None:
    if not holds_school(context.folder()):
        return _record(context, load_staff(_read(context, AS_IT_IS), _options(context)))
    with context.opened(context.folder()) as kiosk:
        last = kiosk.desk.school.mappings.get(STAFF, AS_IT_IS)
        return _perform(context, kiosk, load_staff(_read(context, last), _options(context)))


def _read(context: CommandContext, last: StaffMapping) -> StaffFile:
    """Return the staff of the file, and tell what is in it. `last`: what was said last time."""
    options = context.options
    said = StaffMapping(
        dict(options.map or ()),
        {title: Role(role) for title, role in options.role or ()},
        options.role_for_all and Role(options.role_for_all),
        options.day_hours,
    )
    staff = look_at_staff(expand_home(options.file), put_together(last, said))
    if staff.columns and (absent := headings_not_there(staff, said)):
        raise BadInput((*absent, *staff.problems))
    _tell(context, sheet_read(staff), as_last_time(staff, last), lines_of_nobody(staff))
    if not staff.has_rows:
        raise BadInput(staff.problems)
    _list(context, staff.doubts)
    _warn(context, unused_columns(staff.name, staff.ignored), private_columns(staff))
    _tell_titles(context, staff)
    return staff


def _programme(context: CommandContext) -> Outcome | None:
    programme = read_programme(expand_home(context.options.path))
    _tell_ignored(context, programme)
    return _record(context, load_programme(programme, _options(context)))


def _options(context: CommandContext) -> LoadOptions:
    """Return what the load was asked for beyond adding and updating."""
    options = context.options
    moved = getattr(options, "moved", None)
    days = () if moved is None else ((_day_id(moved[0]), _day_id(moved[1])),)
    return LoadOptions(
        replace=getattr(options, "replace", False),
        file_wins=options.file_wins,
        moved=days,
        renamed=tuple(map(as_kept, options.renamed or ())),
    )


def _day_id(day: date) -> DayId:
    return DayId(day.isoformat())


def _record(context: CommandContext, decision: Decision) -> Outcome | None:
    """Carry out a decision on the data folder, where there need not be a school yet."""
    if context.options.dry_run and not holds_school(context.folder()):
        empty = School()
        return _as_outcome(empty, decision(empty, empty.local(context.clock()), COMMAND))
    with context.opened(context.folder()) as kiosk:
        return _perform(context, kiosk, decision)


def _perform(context: CommandContext, kiosk: Kiosk, decision: Decision) -> Outcome | None:
    """Carry out a decision; with `--dry-run` only look at it. None: a person said no.

    What would be taken away is listed first, and a person at the terminal is asked.
    """
    options, school = context.options, kiosk.desk.school
    if options.dry_run:
        return _as_outcome(school, decision(school, kiosk.desk.now(), COMMAND))
    if not getattr(options, "replace", False):
        return context.perform(kiosk, decision)
    planned = decision(school, kiosk.desk.now(), COMMAND)
    goes = _what_goes(planned)
    _tell_report(context, goes)
    if goes and not context.console.confirm(t("Remove all of this?")):
        return None
    outcome = context.perform(kiosk, _AsListed(decision.rule, decision.arguments, goes))
    rest = tuple(section for section in outcome.report if section not in goes)
    return replace(outcome, report=rest)


class _AsListed(Decision, frozen=True):
    """A load that takes away what was listed, and nothing else."""

    goes: tuple[ReportSection, ...]

    def __call__(self, school: School, now: datetime, actor: Actor) -> Changes:
        changes = super().__call__(school, now, actor)
        if _what_goes(changes) != self.goes:
            raise Refused(t("What would be removed has changed since. Please try again."))
        return changes


def _what_goes(changes: Changes) -> tuple[ReportSection, ...]:
    return tuple(section for section in changes.report if section.heading == GOES)


def _as_outcome(school: School, changes: Changes) -> Outcome:
    return Outcome(school, changes.message, changes.all_notes(), report=changes.report)


def _tell_report(context: CommandContext, report: Iterable[ReportSection]) -> None:
    for section in report:
        lines = section.lines
        if section.is_brief and not context.options.dry_run and len(lines) > BRIEF:
            more = tn("… and {n} more", "… and {n} more", len(lines) - BRIEF)
            lines = (*lines[:BRIEF], more)
        context.console.tell(section.heading)
        for line in lines:
            context.console.tell(t("  {line}", line=line))


def _invitations(context: CommandContext) -> Outcome | None:
    invitations = read_invitations(expand_home(context.options.file))
    _tell_ignored(context, invitations)
    if context.options.dry_run and not holds_school(context.folder()):
        return _record(context, load_invitations(invitations))
    with context.opened(context.folder()) as kiosk:
        mark = DemoMark(kiosk.folder)
        if mark.exists():
            # the sample's days were moved to today, and the dates of its files move with them
            from kiosk.sample.school import shift_invitations

            invitations = shift_invitations(kiosk.desk.school, invitations, mark.day())
        return _perform(context, kiosk, load_invitations(invitations))


def _choices(context: CommandContext) -> Outcome | None:
    with context.school() as kiosk:
        day = context.day(kiosk)
        choices = read_choices(expand_home(context.options.file))
        _tell_ignored(context, choices)
        order = context.options.dates or ""
        return _perform(context, kiosk, load_choices(day, choices, order))


def _tell(context: CommandContext, *lines: Text | None) -> None:
    for line in filter(None, lines):
        context.console.tell(line)


def _warn(context: CommandContext, *lines: Text | None) -> None:
    for line in filter(None, lines):
        context.console.warn(line)


def _tell_titles(context: CommandContext, staff: StaffFile) -> None:
    """Tell what to type where job titles are not understood; in a preview, what each becomes."""
    if context.options.dry_run:
        for title, role, count in staff.titles:
            if role is not None and role_of(title) is None and title:
                shown = t("{title} ({n}): {role}", title=clean(title), n=count, role=role.value)
                context.console.tell(t("  {line}", line=shown))
    unknown = [clean(title) for title, role, _ in staff.titles if role is None and title]
    if unknown:
        answers = " ".join(f"--role {shlex.quote(f'{title}=teacher')}" for title in unknown)
        context.console.warn(
            t(
                "Job titles the kiosk doesn't know. Load again with the role of each, for example: "
                "{answers}. Or one role for all of them: --role-for-all support",
                answers=answers,
            )
        )


def _tell_ignored(context: CommandContext, file: AnyFile) -> None:
    _warn(context, unused_columns(file.name, file.ignored))


def _list(context: CommandContext, problems: Iterable[Problem]) -> None:
    for line in describe_all(problems):
        context.console.warn(line)
