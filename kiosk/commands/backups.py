"""`kiosk backups`: lists the copies, and sets a second folder for them and its passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sys import maxsize

from kiosk.commands.context import CommandContext
from kiosk.errors import DataFolderError, Refused
from kiosk.exchange.listings import aligned
from kiosk.store.interface import CopiesOverview, Copy, RetentionPeriods
from kiosk.store.opening import open_administration
from kiosk.system.data_folder import expand_home, holds_school
from kiosk.system.storage_checks import storage_warnings
from kiosk.text import Text, t


def backups(context: CommandContext) -> None:
    """Change what the options ask for, bring the second folder up to date, and list all copies."""
    folder, options = context.folder(), context.options
    keeping = _keeping(context, folder)
    administration = open_administration(folder)
    if options.passphrase:
        administration.set_passphrase(_new_passphrase(context))
    if options.no_passphrase:
        administration.set_passphrase(None)
    if options.to is not None or options.only_here:
        administration.set_second_folder(None if options.only_here else expand_home(options.to))
    copy_now = options.now and keeping is not None
    trouble = administration.update_copies(keeping, context.clock(), copy_now=copy_now)
    _list(context, administration.copies())
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
        context.console.warn(context.explain(error))
        return None


def _new_passphrase(context: CommandContext) -> str:
    passphrase = context.console.ask_secret(t("New passphrase: "))
    if context.console.is_asking and context.console.ask_secret(t("Once more: ")) != passphrase:
        raise Refused(t("The two didn't match. Nothing was changed."))
    return passphrase


def _list(context: CommandContext, copies: CopiesOverview) -> None:
    every = (*copies.here, *(copies.there or ()))
    if every:
        headings = (t("Day"), t("Taken"), t("KB"), t("Form"), t("File"))
        rows = [(copy.day, _taken(copy), *_details(copy)) for copy in every]
        # as wide as it comes out: a path that was cut could not be given to “kiosk restore”
        context.console.write(aligned(context.console.language, headings, rows, maxsize))
    for warning in copies_warnings(copies):
        context.console.warn(warning)


def copies_warnings(copies: CopiesOverview) -> Iterator[Text]:
    """Yield what is to be said about which copies there are, and where."""
    if not copies.here:
        yield t("There is no copy yet. The first change of the day makes one.")
    if not copies.second_folder:
        yield t(
            "All copies are on this disk. In case it fails, set a second folder: “kiosk backups "
            "--to”."
        )
        return
    if copies.there is None:
        return  # bringing the folder up to date has failed as well, and warns of it
    if not copies.encrypts:
        yield t(
            "{folder} is not encrypted: anyone who finds it can read it. See “kiosk backups "
            "--passphrase”.",
            folder=copies.second_folder,
        )
    elif any(not copy.is_encrypted for copy in copies.there):
        yield t("Older copies in {folder} are not encrypted.", folder=copies.second_folder)


def _taken(copy: Copy) -> Text | str:
    if not copy.kind:
        return t("first change")
    if copy.kind == "end":
        return t("end of day")
    return ":".join((copy.kind[:2], copy.kind[2:4], copy.kind[4:]))


def _details(copy: Copy) -> tuple[int, Text, str]:
    form = t("encrypted") if copy.is_encrypted else t("plain")
    return -(-copy.size // 1000), form, str(copy.path)
