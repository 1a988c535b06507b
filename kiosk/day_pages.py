"""Writing the pages of a day that are the same for everybody: form, codes, lists, roll call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.printing import replacing_page, unprinted_names
from kiosk.rules.attendance.arrivals import require_today, roll_call
from kiosk.rules.attendance.paper_rolls import roll_to_write
from kiosk.rules.model.ids import DayId
from kiosk.rules.model.school import School
from kiosk.text import Text, t


def write_for_all(
    what: str,
    school: School,
    day: DayId,
    folder: Path,
    language: Language,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write a page that is the same for everybody on a day, and return its path.

    `report` is called with a sentence for each text that had to be shortened on the page.

    `what` is `form`, on which people give their wishes on paper, `codes`, the sheet that hangs
    beside the kiosk, `checklists`, what to do before, on and after the day, or `sheet`, the list to
    sign on paper.

    Raises:
        CannotPrint: there is nothing to choose on the form, or the file cannot be written.
        Refused: there is no such day.
    """
    from printables.checklists import write_checklists
    from printables.codes import write_codes
    from printables.forms import write_form
    from printables.sheet import write_sheet

    writers = {
        "form": write_form,
        "codes": write_codes,
        "checklists": write_checklists,
        "sheet": write_sheet,
    }
    path = folder / f"{what}-{school.day(day).id}.pdf"
    with replacing_page(path) as out:
        writers[what](out, school, day, language, report)
    return path


def write_day(
    school: School,
    now: datetime,
    day: DayId,
    folder: Path,
    language: Language,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write who was here on a day and who still has what to do, and return its path.

    Raises:
        CannotPrint: the file cannot be written.
        Refused: there is no such day.
    """
    from printables.day_list import write_day_list

    path = folder / f"day-{school.day(day).id}.pdf"
    with replacing_page(path) as out:
        write_day_list(out, school, now, day, language, report)
    return path


def write_roll(
    school: School,
    now: datetime,
    folder: Path,
    language: Language,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write the roll of today as it stands now, and return its path; see `write_for_all`.

    Raises:
        CannotPrint: nobody is on site, or the file cannot be written.
        Refused: there is no INSET day today.
    """
    return _write_roll(school, now, folder, f"{school.local(now):%H%M}", language, report)


def write_due_roll(school: School, now: datetime, folder: Path) -> Path | None:
    """Write the roll that is due by itself, and return its path. None: none is, or it is written.

    Of several kiosks on a data folder one writes it. Raises `CannotPrint`.
    """
    occasion, day = roll_to_write(school, now), school.today(now)
    if occasion is None or day is None or roll_path(folder, day.id, occasion).exists():
        return None
    if not roll_call(school, day.id):
        return None
    language = Language(school.settings.language_codes[0])
    try:
        path = _write_roll(school, now, folder, occasion, language, only_new=True)
    except FileExistsError:
        return None
    # names of who was where: of no use to anybody once the day is over
    for old in folder.glob("roll-*.pdf"):
        if not old.name.startswith(f"roll-{day.id}-"):
            with suppress(OSError):
                old.unlink()
    return path


def roll_path(folder: Path, day: DayId, of: str) -> Path:
    """Return the path of a day's roll: of an `Occasion`, or of a time such as `1305`."""
    return folder / f"roll-{day}-{of}.pdf"


def latest_roll(folder: Path, day: DayId) -> Path | None:
    """Return the roll of a day that was written last, or None."""
    try:
        written = [(path.stat().st_mtime, path) for path in folder.glob(f"roll-{day}-*.pdf")]
    except OSError:  # removed meanwhile, or the folder cannot be read
        return None
    return max(written)[1] if written else None


def _write_roll(
    school: School,
    now: datetime,
    folder: Path,
    of: str,
    language: Language,
    report: Callable[[Text], None] | None = None,
    *,
    only_new: bool = False,
) -> Path:
    from printables.roll import write_roll as write_pages

    day = require_today(school, now)
    people = roll_call(school, day.id)
    if not people:
        raise CannotPrint(t("Nothing to print: nobody is in yet."))
    if report is not None:
        for lacking in unprinted_names(school, [one.id for one in people]):
            report(lacking)
    path = roll_path(folder, day.id, of)
    with replacing_page(path, only_new=only_new) as out:
        write_pages(out, school, day, now, language, report)
    return path
