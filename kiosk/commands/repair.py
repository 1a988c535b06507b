"""`kiosk repair` saves what is good of a damaged folder; `kiosk restore` goes back to a copy."""

from __future__ import annotations

from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.store.opening import open_administration
from kiosk.text import t, tn


def repair(context: CommandContext) -> None:
    """Save what is good of a damaged folder, and list the changes that are lost."""
    report = open_administration(context.folder()).repair(context.clock())
    if report.aside is None:
        whole = tn(
            "Nothing is damaged: {n} change is there.",
            "Nothing is damaged: all {n} changes are there.",
            report.saved,
        )
        context.console.tell(whole)
        return
    context.console.tell(
        t(
            "What is good was saved, up to change {n}. The damaged files are in {folder}.",
            n=report.saved,
            folder=str(report.aside),
        )
    )
    if report.altered:
        context.console.tell(t("The file does not check: it was taken as it stands."))
    if report.spoilt:
        context.console.tell(
            tn("{n} line does not check.", "{n} lines do not check.", report.spoilt)
        )
    for first, last in report.missing:
        if first == last:
            context.console.tell(t("Missing: change {first}.", first=first))
        else:
            context.console.tell(t("Missing: changes {first} to {last}.", first=first, last=last))


def restore(context: CommandContext) -> None:
    """Go back to a copy, encrypted or not; the data that it replaces is kept beside it."""
    copy = Path(context.options.file)
    kept = open_administration(context.folder()).restore(
        copy,
        context.clock(),
        passphrase=lambda: context.console.ask_secret(t("Passphrase of the copy: ")),
    )
    context.console.tell(t("The copy is in place."))
    if kept is not None:
        context.console.tell(t("What was there is kept: {file}", file=str(kept)))
