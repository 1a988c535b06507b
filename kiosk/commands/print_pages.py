"""`kiosk print`: certificates, slips, and what is the same for everybody on a day."""

from __future__ import annotations

from pathlib import Path

from kiosk import day_pages, printing
from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.printing import Kind
from kiosk.rules.attendance.arrivals import require_today
from kiosk.rules.model.ids import PersonId
from kiosk.system.data_folder import expand_home
from kiosk.text import t

FOR_ALL = {
    "form": t("The form is the same for everyone. Leave out --person."),
    "codes": t("The codes are the same for everyone. Leave out --person."),
    "checklists": t("The lists are the same for everyone. Leave out --person."),
    "sheet": t("The sheet is of everyone. Leave out --person."),
    "day": t("The day's page is of everyone. Leave out --person."),
    "roll": t("The roll call is of everyone. Leave out --person."),
}
"""Pages that are the same for everybody, and the answer where `--person` is given for one."""
AHEAD = ("form", "codes", "checklists", "sheet")
"""Pages that are printed before the day."""


def print_pages(context: CommandContext) -> None:
    """Record what is to be printed, write it into one PDF, show its path, and print it if asked."""
    options = context.options
    if options.what in FOR_ALL:
        _print_for_all(context)
        return
    kind = Kind(options.what)
    person = None if options.person is None else PersonId(as_kept(options.person))
    language, warn = context.console.language, context.console.warn
    with context.school() as kiosk:
        day, now = context.day(kiosk), kiosk.desk.now()
        number = printing.decision_for(kind, day, person, only_new=options.new)
        school = context.perform(kiosk, number).school
        whose = () if person is None else (person,)
        plan = printing.plan(school, now, kind, day, language, *whose)
        if options.new:
            plan = plan.new()
        for warning in printing.warnings(plan):
            warn(warning)
        if not plan.people:
            context.console.tell(plan.nothing())
            return
        folder = _folder(context)
        path, written = printing.write(plan, folder, report=warn, explain=context.explain)
        context.perform(kiosk, printing.note_printed(written))
    _hand_over(context, path, plan.paper)


def _print_for_all(context: CommandContext) -> None:
    what = context.options.what
    if context.options.person is not None:
        raise Refused(FOR_ALL[what])
    if context.options.new:
        raise Refused(t("Only certificates and slips can be new. Leave out --new."))
    if what == "roll" and context.options.day is not None:
        raise Refused(t("The roll call is of now. Leave out --day."))
    language, warn = context.console.language, context.console.warn
    with context.school() as kiosk:
        school, now = kiosk.desk.school, kiosk.desk.now()
        day = (
            require_today(school, now).id
            if what == "roll"
            else context.day(kiosk, is_ahead=what in AHEAD)
        )
    if what == "roll":
        path = day_pages.write_roll(school, now, _folder(context), language, warn)
    elif what == "day":
        path = day_pages.write_day(school, now, day, _folder(context), language, warn)
    else:
        path = day_pages.write_for_all(what, school, day, _folder(context), language, warn)
    _hand_over(context, path)


def _hand_over(context: CommandContext, path: Path, paper: str = "A4") -> None:
    """Tell where the file is, and send it to the printer of `--printer`."""
    context.console.tell(str(path))
    if printer := context.options.printer:
        from kiosk.system.printer import send_to_printer

        send_to_printer(path, printer, paper)
        context.console.tell(t("Sent to the printer {printer}.", printer=printer))


def _folder(context: CommandContext) -> Path:
    out = context.options.out
    return expand_home(out) if out else context.folder() / printing.PAGES
