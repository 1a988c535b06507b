"""`kiosk print certificates`, `kiosk print slips`."""

from __future__ import annotations

from kiosk import printing
from kiosk.commands.call import Call, as_kept
from kiosk.folder import expanded
from kiosk.printing import Kind
from kiosk.rules.records import Proof


def print_pages(call: Call) -> None:
    """Number and record what is to be printed, write it into one PDF, and tell its path."""
    options = call.options
    kind = Kind(options.what)
    person = None if options.person is None else as_kept(options.person)
    with call.school() as kiosk:
        day = call.day(kiosk)
        decided = kiosk.desk.perform_now(
            printing.decision_for(kind, day, person), "command", Proof.COMMAND
        )
    plan = printing.plan(decided.school, kind, day, person)
    for warning in printing.warnings(plan):
        call.voice.warn(warning)
    if not plan.people:
        call.voice.tell(plan.nothing())
        return
    folder = expanded(options.out) if options.out else call.folder() / printing.PAGES
    path = printing.write(plan, folder, call.voice.language, report=call.voice.warn)
    call.voice.tell(str(path))
