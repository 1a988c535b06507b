"""What is done about one person: leaving, merging, exporting what is held on them, erasing it."""

from __future__ import annotations

from datetime import datetime

from kiosk.commands.context import CommandContext, as_kept
from kiosk.errors import Refused
from kiosk.exchange.person_export import export_person
from kiosk.factory import Kiosk
from kiosk.rules.attendance.leaving import come_back, leave
from kiosk.rules.attendance.merging import merge_people
from kiosk.rules.choosing.free_places import fill_free_places
from kiosk.rules.model.decisions import Decision
from kiosk.rules.model.ids import PersonId
from kiosk.store.interface import Administration, ErasureReport
from kiosk.store.opening import open_administration
from kiosk.system.new_files import new_file, write_file
from kiosk.text import t, tn


def left(context: CommandContext) -> None:
    """Take a person off all lists from a date on, or put them back."""
    day = context.options.date
    with context.school() as kiosk:
        _perform(context, kiosk, (come_back if context.options.back else leave)(_id(context), day))


def erase(context: CommandContext) -> None:
    """Remove all that is held on a person from every file, after a question.

    Raises:
        Refused: nobody has or had that id, or the question was not answered.
    """
    person = _id(context)
    with context.school() as kiosk:
        who = kiosk.desk.school.people.get(person)
        if who is None and not kiosk.desk.history(person):
            raise Refused(t("Nobody here has the id {id}.", id=person))
        now = kiosk.desk.now()
    if not context.options.yes:
        question = t(
            "Everything held on {name} ({id}) will be removed from every file. "
            "This can't be undone.\n"
            "Type the id to continue: ",
            name=who.name if who else person,
            id=person,
        )
        if not context.console.confirm_by_word(question, person):
            raise Refused(t("Nothing was erased."))
    administration = open_administration(context.folder())
    for merged in who.merged_ids if who else ():
        administration.erase_person(merged, now)
    report = administration.erase_person(person, now)
    with context.school() as kiosk:
        context.perform(kiosk, fill_free_places())
    context.console.tell(
        t("Erased. Where a record has to name someone, it now says {called}.", called=report.called)
    )
    _warn_of_what_stays(context, report)
    _warn_of_copies(context, administration, now)


def _warn_of_copies(context: CommandContext, administration: Administration, now: datetime) -> None:
    """Bring the second folder up to date, and warn if it has copies that stay as they were."""
    trouble = administration.update_copies(None, now)
    if trouble is not None:
        context.console.warn(trouble)
    copies = administration.copies()
    here = {(copy.day, copy.kind) for copy in copies.here}
    if copies.there is None or any((one.day, one.kind) not in here for one in copies.there):
        context.console.warn(
            t(
                "Copies in {folder} still hold their data. Please delete those yourself.",
                folder=copies.second_folder,
            )
        )


def _warn_of_what_stays(context: CommandContext, report: ErasureReport) -> None:
    for path in report.not_rewritten:
        context.console.warn(t("{file} was not checked. Please check it yourself.", file=str(path)))
    for path in report.removed:
        context.console.warn(t("{file} could not be read, so it was removed.", file=str(path)))
    if report.spoilt:
        context.console.warn(
            tn(
                "{n} damaged line of older files was removed.",
                "{n} damaged lines of older files were removed.",
                report.spoilt,
            )
        )


def merge(context: CommandContext) -> None:
    """Make one person of two entries; with `--dry-run` only tell what would happen."""
    person, into = _id(context), PersonId(as_kept(context.options.into))
    with context.school() as kiosk:
        context.perform_or_preview(kiosk, merge_people(person, into))
        # a code is a secret in a file of its own, which no decision can change
        if not context.options.dry_run and kiosk.secrets.has_code(person):
            kiosk.secrets.reset_code(person)


def export(context: CommandContext) -> None:
    """Write all that is held on a person to a file that only this account can read.

    Raises:
        Refused: nobody has that id, or the file is there already or cannot be written.
    """
    person, path = _id(context), new_file(context.options.file)
    with context.school() as kiosk:
        school, now = kiosk.desk.school, kiosk.desk.now()
        who = school.person(person)
        has_code = kiosk.secrets.has_code(person)
        ids = (*who.merged_ids, person)
        entries = sorted(
            (entry for id in ids for entry in kiosk.desk.history(id)), key=lambda one: one.at
        )
        text = export_person(school, person, entries, now, has_code=has_code)
    write_file(path, text.encode())
    context.console.tell(
        t("Everything held on {name} is in {file}.", name=who.name, file=str(path))
    )
    context.console.warn(
        t("Anyone who has this file can read it. Give it only to the person it is about.")
    )


def _id(context: CommandContext) -> PersonId:
    return PersonId(as_kept(context.options.person))


def _perform(context: CommandContext, kiosk: Kiosk, decision: Decision) -> None:
    message = context.perform(kiosk, decision).message
    if message is not None:
        context.console.tell(message)
