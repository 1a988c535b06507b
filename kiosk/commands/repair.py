"""`kiosk repair`, `kiosk restore`: a damaged folder, and going back to a copy."""

from __future__ import annotations

from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.store import repair as folders
from kiosk.text import t, tn


def repair(command_context: CommandContext) -> None:
    """Save what is good of a damaged folder, and list what is missing."""
    report = folders.repair(command_context.folder(), command_context.clock())
    if report.aside is None:
        whole = tn(
            "Nothing is damaged: {n} change is there.",
            "Nothing is damaged: all {n} changes are there.",
            report.saved,
        )
        command_context.console.tell(whole)
        return
    command_context.console.tell(
        t(
            "What is good was saved, up to change {n}. The damaged files are in {folder}.",
            n=report.saved,
            folder=str(report.aside),
        )
    )
    if report.altered:
        command_context.console.tell(t("The file does not check: it was taken as it stands."))
    if report.spoilt:
        command_context.console.tell(
            tn("{n} line does not check.", "{n} lines do not check.", report.spoilt)
        )
    for first, last in report.missing:
        if first == last:
            command_context.console.tell(t("Missing: change {first}.", first=first))
        else:
            command_context.console.tell(
                t("Missing: changes {first} to {last}.", first=first, last=last)
            )


def restore(command_context: CommandContext) -> None:
    """Go back to a copy, encrypted or not; what was there is kept."""
    copy = Path(command_context.options.file)
    kept = folders.restore(
        command_context.folder(),
        copy,
        command_context.clock(),
        passphrase=lambda: command_context.console.ask_secret(t("Passphrase of the copy: ")),
    )
    command_context.console.tell(t("The copy is in place."))
    if kept is not None:
        command_context.console.tell(t("What was there is kept: {file}", file=str(kept)))
