"""`kiosk load staff|programme|invitations|choices`: a school's own files, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.desk import Outcome
from kiosk.errors import BadInput, Problem
from kiosk.exchange.form_choices import read_choices
from kiosk.exchange.invitations import read_invitations
from kiosk.exchange.programme import read_programme
from kiosk.exchange.staff import read_staff
from kiosk.rules.loading.form_choices import load_choices
from kiosk.rules.loading.invitation_file import load_invitations
from kiosk.rules.loading.problems import describe
from kiosk.rules.loading.school_files import load_programme, load_staff
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.names import clean
from kiosk.rules.model.terms import Evidence
from kiosk.system.data_folder import DemoMark, expanded
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import t


def load(command_context: CommandContext) -> None:
    """Load a file or a folder; every problem is listed, and then nothing was loaded.

    Raises:
        BadInput: there are problems; they have been listed on standard error.
    """
    try:
        outcome = _loaded(command_context)
    except BadInput as bad:
        _list(command_context, bad.problems)
        raise
    if outcome.said is not None:
        command_context.console.tell(outcome.said)
    for note in (*outcome.notes, *storage_warnings(command_context.folder())):
        command_context.console.warn(note)


def _loaded(command_context: CommandContext) -> Outcome:
    match command_context.options.what:
        case "choices":
            return _choices(command_context, expanded(command_context.options.file))
        case "invitations":
            return _invitations(command_context, expanded(command_context.options.file))
        case "staff":
            decision = _staff(command_context, expanded(command_context.options.file))
        case _:
            decision = _programme(command_context, expanded(command_context.options.path))
    with command_context.opened(command_context.folder()) as kiosk:
        return kiosk.desk.perform_now(decision, "command", Evidence.COMMAND)


def _staff(command_context: CommandContext, path: Path) -> Decision:
    staff = read_staff(path)
    _list(command_context, staff.doubts)
    _tell_ignored(command_context, staff.ignored)
    return load_staff(staff)


def _programme(command_context: CommandContext, path: Path) -> Decision:
    programme = read_programme(path)
    _tell_ignored(command_context, programme.ignored)
    return load_programme(programme)


def _invitations(command_context: CommandContext, path: Path) -> Outcome:
    invitations = read_invitations(path)
    _tell_ignored(command_context, invitations.ignored)
    with command_context.opened(command_context.folder()) as kiosk:
        if DemoMark(kiosk.folder).exists():
            from kiosk.sample.school import shift_invitations

            invitations = shift_invitations(
                invitations, DemoMark(kiosk.folder).day(), kiosk.desk.school
            )
        decision = load_invitations(invitations)
        return kiosk.desk.perform_now(decision, "command", Evidence.COMMAND)


def _choices(command_context: CommandContext, path: Path) -> Outcome:
    with command_context.school() as kiosk:
        day = command_context.day(kiosk)
        choices = read_choices(path)
        _tell_ignored(command_context, choices.ignored)
        return kiosk.desk.perform_now(load_choices(choices, day), "command", Evidence.COMMAND)


def _tell_ignored(command_context: CommandContext, ignored: Iterable[str]) -> None:
    headings = ", ".join(clean(heading) for heading in ignored)
    if headings:
        command_context.console.warn(
            t("Columns that mean nothing here were left out: {names}.", names=headings)
        )


def _list(command_context: CommandContext, problems: Iterable[Problem]) -> None:
    for problem in problems:
        command_context.console.warn(describe(problem))
