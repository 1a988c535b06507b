"""`kiosk repair` saves what is good of a damaged folder; `kiosk restore` goes back to a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.store.interface import RepairReport
from kiosk.store.opening import open_administration
from kiosk.text import Text, t, tn


def repair(context: CommandContext) -> None:
    """Save what is good of a damaged folder, and say what came from where and what is lost."""
    folder = context.folder()
    administration = open_administration(folder)
    report = administration.repair(context.clock())
    if report.aside is None:
        whole = tn(
            "Nothing is damaged. The {n} change is there.",
            "Nothing is damaged. All {n} changes are there.",
            report.saved,
        )
        context.console.tell(whole)
        return
    lines = [context.console.language.say(line) for line in _described(report, folder)]
    for line in lines:
        context.console.tell(line)
    kept = administration.keep_report(report.aside, lines)
    context.console.tell(t("This report is saved as {file}", file=str(kept)))


def _described(report: RepairReport, folder: Path) -> Iterator[Text]:
    """Yield what a repair did, in sentences."""
    if report.missing:
        yield t("The data was damaged. Everything that could be saved is back in place.")
    else:
        yield t("The data was damaged. Everything is back in place.")
    yield t("It goes up to change {n}, and was put together from:", n=report.saved)
    for source in report.sources:
        file = source.path
        name = str(file.relative_to(folder) if file.is_relative_to(folder) else file)
        if report.altered and file == folder / "attendance.json":
            yield t("  {file}: damaged, but this much could be read", file=name)
        else:
            yield t("  {file}: {changes}", file=name, changes=_changes(source.first, source.last))
    if report.spoilt:
        yield tn(
            "{n} line could not be read and was left out.",
            "{n} lines could not be read and were left out.",
            report.spoilt,
        )
    for first, last in report.missing:
        yield t("Missing: {changes}.", changes=_changes(first, last))
    if report.missing:
        yield t(
            "Check today's registers and enter again what is missing. Got a "
            "newer copy on a stick or another disk? “kiosk restore FILE "
            "--with-later” goes back to it."
        )
    yield t("The damaged files are kept in {folder}.", folder=str(report.aside))


def _changes(first: int, last: int) -> Text:
    if first == last:
        return t("change {first}", first=first)
    return t("changes {first} to {last}", first=first, last=last)


def restore(context: CommandContext) -> None:
    """Go back to a copy, encrypted or not; the data that it replaces is kept beside it."""
    copy = Path(context.options.file)
    done = open_administration(context.folder()).restore(
        copy,
        context.clock(),
        passphrase=lambda: context.console.ask_secret(t("Passphrase of the copy: ")),
        with_later=context.options.with_later,
    )
    context.console.tell(t("The copy is in place."))
    if context.options.with_later:
        context.console.tell(
            tn(
                "{n} later change was included.",
                "{n} later changes were included.",
                done.later,
            )
        )
    if done.kept is not None:
        context.console.tell(t("The data from before is kept in {file}", file=str(done.kept)))
