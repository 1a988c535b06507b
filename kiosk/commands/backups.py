"""`kiosk backups`: lists the copies, and sets a second folder for them and its passphrase."""

from __future__ import annotations

from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.errors import DataFolderError, Refused
from kiosk.store.copies import offsite_copies
from kiosk.store.copies.dated_copies import END, Copy, list_copies
from kiosk.store.interface import RetentionPeriods
from kiosk.store.journal.files import BACKUPS, FILE
from kiosk.store.journal.lock import WAIT
from kiosk.store.maintenance import MaintainedJournal
from kiosk.system.data_folder import expand_home, holds_school
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import Text, t


def backups(context: CommandContext) -> None:
    """Change what the options ask for, bring the second folder up to date, and list all copies."""
    folder, options = context.folder(), context.options
    keeping = _keeping(context, folder)
    if options.passphrase:
        offsite_copies.set_passphrase(folder, _new_passphrase(context))
    if options.no_passphrase:
        offsite_copies.set_passphrase(folder, None)
    if options.to is not None or options.only_here:
        offsite_copies.set_folder(folder, None if options.only_here else expand_home(options.to))
    journal = MaintainedJournal(folder / FILE)
    try:
        if options.now and keeping is not None:
            journal.copy_now(keeping)
        trouble = _sent(journal, keeping)
    finally:
        journal.close(keeping)
    _list(context, folder, offsite_copies.read_settings(folder))
    for warning in [*filter(None, [trouble]), *storage_warnings(folder)]:
        context.console.warn(warning)


def _keeping(context: CommandContext, folder: Path) -> RetentionPeriods | None:
    """Return how long the school keeps its copies; None where it is damaged.

    A damaged school is when the list of copies is needed most, so it is no error.
    """
    try:
        with context.school() as kiosk:
            return kiosk.desk.keeping
    except DataFolderError as error:
        if context.options.now or not holds_school(folder):
            raise
        context.console.warn(error.reason)
        return None


def _new_passphrase(context: CommandContext) -> str:
    passphrase = context.console.ask_secret(t("New passphrase: "))
    if context.console.is_asking and context.console.ask_secret(t("Once more: ")) != passphrase:
        raise Refused(t("That was not the same twice: nothing was changed."))
    return passphrase


def _sent(journal: MaintainedJournal, keeping: RetentionPeriods | None) -> Text | None:
    """Bring the second folder up to date, and return None; or say why that cannot be done."""
    try:
        journal.send(keeping, WAIT)
    except OSError as error:
        return offsite_copies.describe_waiting(
            offsite_copies.read_settings(journal.path.parent), error
        )
    return None


def _list(context: CommandContext, folder: Path, chosen: offsite_copies.OffsiteFolder) -> None:
    copies = list_copies(folder / BACKUPS)
    for copy in copies:
        _tell(context, copy)
    if not copies:
        context.console.warn(t("There is no copy yet: the first change of a day makes one."))
    if chosen.place is None:
        context.console.warn(
            t("There is no second folder: with the disk, all copies are lost. See --to.")
        )
        return
    try:
        offsite = list_copies(chosen.place)
    except OSError:
        return  # bringing the folder up to date has failed as well, and warns of it
    for copy in offsite:
        _tell(context, copy)
    if chosen.key is None:
        context.console.warn(
            t(
                "Whoever finds {folder} can read what is in it: it is not encrypted. See "
                "--passphrase.",
                folder=chosen.to,
            )
        )
    elif any(not copy.is_sealed for copy in offsite):
        context.console.warn(t("Older copies in {folder} are not encrypted.", folder=chosen.to))


def _tell(context: CommandContext, copy: Copy) -> None:
    say = context.console.language.say
    kind = t("end") if copy.kind == END else f"{copy.kind[:2]}:{copy.kind[2:]}" if copy.kind else ""
    size = say(t("{n} KB", n=-(-copy.size // 1000)))
    sealed = say(t("encrypted")) if copy.is_sealed else say(t("plain"))
    context.console.tell(f"{copy.day}  {say(kind):5}  {size:>9}  {sealed:9}  {copy.path}")
