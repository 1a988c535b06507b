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


def load(call: CommandContext) -> None:
    """Load a file or a folder; every problem is listed, and then nothing was loaded.

    Raises:
        BadInput: there are problems; they have been listed on standard error.
    """
    try:
        outcome = _loaded(call)
    except BadInput as bad:
        _list(call, bad.problems)
        raise
    if outcome.said is not None:
        call.voice.tell(outcome.said)
    for note in (*outcome.notes, *storage_warnings(call.folder())):
        call.voice.warn(note)


def _loaded(call: CommandContext) -> Outcome:
    match call.options.what:
        case "choices":
            return _choices(call, expanded(call.options.file))
        case "invitations":
            return _invitations(call, expanded(call.options.file))
        case "staff":
            decision = _staff(call, expanded(call.options.file))
        case _:
            decision = _programme(call, expanded(call.options.path))
    with call.opened(call.folder()) as kiosk:
        return kiosk.desk.perform_now(decision, "command", Evidence.COMMAND)


def _staff(call: CommandContext, path: Path) -> Decision:
    staff = read_staff(path)
    _list(call, staff.doubts)
    _tell_ignored(call, staff.ignored)
    return load_staff(staff)


def _programme(call: CommandContext, path: Path) -> Decision:
    programme = read_programme(path)
    _tell_ignored(call, programme.ignored)
    return load_programme(programme)


def _invitations(call: CommandContext, path: Path) -> Outcome:
    invitations = read_invitations(path)
    _tell_ignored(call, invitations.ignored)
    with call.opened(call.folder()) as kiosk:
        if DemoMark(kiosk.folder).exists():
            from kiosk.sample.school import shift_invitations

            invitations = shift_invitations(
                invitations, DemoMark(kiosk.folder).day(), kiosk.desk.school
            )
        decision = load_invitations(invitations)
        return kiosk.desk.perform_now(decision, "command", Evidence.COMMAND)


def _choices(call: CommandContext, path: Path) -> Outcome:
    with call.school() as kiosk:
        day = call.day(kiosk)
        choices = read_choices(path)
        _tell_ignored(call, choices.ignored)
        return kiosk.desk.perform_now(load_choices(choices, day), "command", Evidence.COMMAND)


def _tell_ignored(call: CommandContext, ignored: Iterable[str]) -> None:
    headings = ", ".join(clean(heading) for heading in ignored)
    if headings:
        call.voice.warn(t("Columns that mean nothing here were left out: {names}.", names=headings))


def _list(call: CommandContext, problems: Iterable[Problem]) -> None:
    for problem in problems:
        call.voice.warn(describe(problem))
