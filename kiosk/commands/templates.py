"""`kiosk template school`, `template privacy` and `export programme`: files to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.commands.context import CommandContext
from kiosk.exchange.privacy_papers import privacy_files
from kiosk.exchange.workbook_writing import empty_programme, programme_workbook, staff_workbook
from kiosk.language import Language
from kiosk.settings import Settings
from kiosk.system.data_folder import expand_home, holds_school
from kiosk.system.new_files import write_new_files
from kiosk.text import t

STAFF, PROGRAMME = "staff.xlsx", "programme.xlsx"


def school(context: CommandContext) -> None:
    """Write workbooks for the staff and the programme, empty or of the sample school.

    Raises:
        Refused: a file of one of the names is there already, or cannot be written.
    """
    language = context.console.language
    if context.options.sample:
        files = _sample(language)
    else:
        files = {STAFF: staff_workbook(language), PROGRAMME: empty_programme(language)}
    _write(context, expand_home(context.options.folder), files)
    context.console.tell(
        t("When they are filled in: kiosk load staff {staff}, then kiosk load programme {file}.",
          staff=STAFF, file=PROGRAMME)
    )  # fmt: skip


def privacy(context: CommandContext) -> None:
    """Write the papers on data protection to fill in, each in English and in Welsh.

    Raises:
        Refused: a file of one of the names is there already, or cannot be written.
    """
    if holds_school(context.folder()):
        with context.school() as kiosk:
            settings = kiosk.desk.school.settings
    else:
        settings = Settings()
    _write(context, expand_home(context.options.folder), privacy_files(settings))
    context.console.tell(
        t("Open them in Word or LibreOffice, and fill in what is marked. They say what the program "
          "does; they are no legal advice.")
    )  # fmt: skip


def export_programme(context: CommandContext) -> None:
    """Write the school's programme to a workbook.

    Raises:
        Refused: a file of that name is there already, or cannot be written.
    """
    path = expand_home(context.options.file)
    with context.school() as kiosk:
        content = programme_workbook(kiosk.desk.school, context.console.language)
    _write(context, path.parent, {path.name: content})


def _write(context: CommandContext, folder: Path, files: Mapping[str, bytes]) -> None:
    for path in write_new_files(folder, files):
        context.console.tell(t("Written: {file}", file=str(path)))


def _sample(language: Language) -> dict[str, bytes]:
    """Return the sample school's staff and programme, on the dates of its files."""
    import csv
    from datetime import UTC, datetime
    from importlib.resources import files

    from kiosk.rules.loading.school_files import load_both
    from kiosk.rules.model.actors import COMMAND
    from kiosk.rules.model.school import School
    from kiosk.sample.school import read_sample

    staff, programme, _ = read_sample()
    before = School()
    now = datetime.combine(programme.flagship_date or datetime.now(UTC).date(),
                           datetime.min.time(), tzinfo=UTC)  # fmt: skip
    loaded = before.apply(load_both(staff, programme)(before, now, COMMAND).items)
    rows = csv.DictReader((files("seed") / "staff.csv").read_text("utf-8-sig").splitlines())
    return {
        STAFF: staff_workbook(language, list(rows)),
        PROGRAMME: programme_workbook(loaded, language),
    }
