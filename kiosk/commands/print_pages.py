"""`kiosk print certificates`, `kiosk print slips`, `kiosk print form`, `kiosk print codes`."""

from __future__ import annotations

from pathlib import Path

from kiosk import printing
from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.printing import Kind
from kiosk.rules.model.terms import Evidence
from kiosk.system.data_folder import expanded
from kiosk.text import t

FOR_ALL = {
    "form": t("The form is the same for everybody: leave out --person."),
    "codes": t("The codes are the same for everybody: leave out --person."),
}
"""What has no person, and what is said to whoever names one."""


def print_pages(command_context: CommandContext) -> None:
    """Number and record what is to be printed, write it into one PDF, and tell its path."""
    options = command_context.options
    if options.what in FOR_ALL:
        _print_for_all(command_context)
        return
    kind = Kind(options.what)
    person = None if options.person is None else as_kept(options.person)
    with command_context.school() as kiosk:
        day = command_context.day(kiosk)
        decided = kiosk.desk.perform_now(
            printing.decision_for(kind, day, person), "command", Evidence.COMMAND
        )
    plan = printing.plan(decided.school, kind, day, command_context.console.language, person)
    for warning in printing.warnings(plan):
        command_context.console.warn(warning)
    if not plan.people:
        command_context.console.tell(plan.nothing())
        return
    path = printing.write(plan, _folder(command_context), report=command_context.console.warn)
    command_context.console.tell(str(path))


def _print_for_all(command_context: CommandContext) -> None:
    what = command_context.options.what
    if command_context.options.person is not None:
        raise Refused(FOR_ALL[what])
    with command_context.school() as kiosk:
        school, day = kiosk.desk.school, command_context.day(kiosk)
    path = printing.write_for_all(
        what,
        school,
        day,
        _folder(command_context),
        command_context.console.language,
        command_context.console.warn,
    )
    command_context.console.tell(str(path))


def _folder(command_context: CommandContext) -> Path:
    out = command_context.options.out
    return expanded(out) if out else command_context.folder() / printing.PAGES
