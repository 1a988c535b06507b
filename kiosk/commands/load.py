"""`kiosk load staff|programme|invitations|choices`: a school's own files, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.commands.context import CommandContext
from kiosk.desk import Outcome
from kiosk.errors import BadInput, Problem
from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.form_choices import load_choices
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.problems import describe_all
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.file_contents import (
    ChoicesFile,
    InvitationFile,
    ProgrammeFile,
    StaffFile,
)
from kiosk.rules.model.names import clean
from kiosk.system.data_folder import DemoMark, expand_home
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import t

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


def _load(context: CommandContext, read_and_record: Callable[[CommandContext], Outcome]) -> None:
    try:
        outcome = read_and_record(context)
    except BadInput as bad:
        _list(context, bad.problems)
        raise
    if outcome.message is not None:
        context.console.tell(outcome.message)
    for note in (*outcome.notes, *storage_warnings(context.folder())):
        context.console.warn(note)


def _staff(context: CommandContext) -> Outcome:
    staff = read_staff(expand_home(context.options.file))
    _list(context, staff.doubts)
    _tell_ignored(context, staff)
    return _record(context, load_staff(staff))


def _programme(context: CommandContext) -> Outcome:
    programme = read_programme(expand_home(context.options.path))
    _tell_ignored(context, programme)
    return _record(context, load_programme(programme))


def _record(context: CommandContext, decision: Decision) -> Outcome:
    """Carry out a decision on the data folder, where there need not be a school yet."""
    with context.opened(context.folder()) as kiosk:
        return context.perform(kiosk, decision)


def _invitations(context: CommandContext) -> Outcome:
    invitations = read_invitations(expand_home(context.options.file))
    _tell_ignored(context, invitations)
    with context.opened(context.folder()) as kiosk:
        mark = DemoMark(kiosk.folder)
        if mark.exists():
            # the sample's days were moved to today, and the dates of its files move with them
            from kiosk.sample.school import shift_invitations

            invitations = shift_invitations(kiosk.desk.school, invitations, mark.day())
        return context.perform(kiosk, load_invitations(invitations))


def _choices(context: CommandContext) -> Outcome:
    with context.school() as kiosk:
        day = context.day(kiosk)
        choices = read_choices(expand_home(context.options.file))
        _tell_ignored(context, choices)
        return context.perform(kiosk, load_choices(day, choices))


def _tell_ignored(context: CommandContext, file: AnyFile) -> None:
    headings = ", ".join(clean(heading) for heading in file.ignored)
    if headings:
        context.console.warn(
            t(
                "{file}: columns that mean nothing here were left out: {names}.",
                file=clean(file.name),
                names=headings,
            )
        )


def _list(context: CommandContext, problems: Iterable[Problem]) -> None:
    for line in describe_all(problems):
        context.console.warn(line)
