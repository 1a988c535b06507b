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


def print_pages(call: CommandContext) -> None:
    """Number and record what is to be printed, write it into one PDF, and tell its path."""
    options = call.options
    if options.what in FOR_ALL:
        _print_for_all(call)
        return
    kind = Kind(options.what)
    person = None if options.person is None else as_kept(options.person)
    with call.school() as kiosk:
        day = call.day(kiosk)
        decided = kiosk.desk.perform_now(
            printing.decision_for(kind, day, person), "command", Evidence.COMMAND
        )
    plan = printing.plan(decided.school, kind, day, call.voice.language, person)
    for warning in printing.warnings(plan):
        call.voice.warn(warning)
    if not plan.people:
        call.voice.tell(plan.nothing())
        return
    path = printing.write(plan, _folder(call), report=call.voice.warn)
    call.voice.tell(str(path))


def _print_for_all(call: CommandContext) -> None:
    what = call.options.what
    if call.options.person is not None:
        raise Refused(FOR_ALL[what])
    with call.school() as kiosk:
        school, day = kiosk.desk.school, call.day(kiosk)
    path = printing.write_for_all(
        what, school, day, _folder(call), call.voice.language, call.voice.warn
    )
    call.voice.tell(str(path))


def _folder(call: CommandContext) -> Path:
    out = call.options.out
    return expanded(out) if out else call.folder() / printing.PAGES
