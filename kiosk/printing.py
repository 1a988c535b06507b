"""Printing in three steps: decide and number, plan, write the file.

A command or a screen carries out `decision_for` at the Desk, calls `plan` with the resulting
School, and then `write`. Writing needs neither the store nor the event loop: do it in a worker.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.attendance.arrivals import require_today, roll_call
from kiosk.rules.attendance.paper_rolls import roll_to_write
from kiosk.rules.follow_up.before_printing import slip_doubts
from kiosk.rules.follow_up.catch_up import open_catch_ups
from kiosk.rules.follow_up.certificates import (
    certificates_of,
    issue_certificates,
    unproved_sessions,
    withheld_sessions,
)
from kiosk.rules.follow_up.stubs import issue_slips
from kiosk.rules.model.decisions import Decision, Private
from kiosk.rules.model.ids import DayId, PersonId
from kiosk.rules.model.labels import role_and_department
from kiosk.rules.model.names import fold, sort_key_for
from kiosk.rules.model.personal_records import Certificate
from kiosk.rules.model.records import Person
from kiosk.rules.model.school import School
from kiosk.system.durable_files import cause, make_folder, replacing
from kiosk.text import Text, t

if TYPE_CHECKING:
    from printables.slips import Slip

Progress = Callable[[int, int], None]
"""Called with (people done, people in all) after each person's pages; may raise `Cancelled`."""

PAGES = "pages"
"""The folder for finished pages, in the data folder."""

LONGEST = 60
"""The most characters of an id in a file's name; a longer one is cut, and gets a checksum."""


class Cancelled(Exception):
    """Raised by a progress callback to stop the writing. No file is left then."""


class Kind(StrEnum):
    """The pages that are printed for people; see `write_for_all` for the others."""

    CERTIFICATES = "certificates"
    SLIPS = "slips"


@dataclass(frozen=True)
class Plan:
    """The pages to write, certificates or slips, in the order of printing."""

    school: School
    kind: Kind
    day: DayId
    person: PersonId | None
    """The id of the one person they are for; None: everyone."""
    language: Language
    """The language of the person who prints, by whose alphabet pages are sorted."""
    certificates: tuple[Certificate, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The school's languages, the first one first."""
        return tuple(
            self.language if code == self.language.code else Language(code)
            for code in self.school.settings.language_codes
        )

    @property
    def people(self) -> tuple[PersonId, ...]:
        """The ids of the people, in the order of printing."""
        certified = (certificate.person for certificate in self.certificates)
        return (*certified, *(slip.person for slip in self.slips))

    @property
    def file_name(self) -> str:
        """The name of the file, with the person's id where it is for one."""
        whose = "" if self.person is None else f"-{file_safe(self.person)}"
        return f"{self.kind.value}-{self.day}{whose}.pdf"

    @property
    def paper(self) -> str:
        """The paper it is printed on, as `lp` calls it."""
        is_small = self.kind is Kind.SLIPS and self.school.settings.slips_on == "a5"
        return "A5" if is_small else "A4"

    def nothing(self) -> Text:
        """Return a sentence on why there is nothing to print."""
        if self.kind is Kind.CERTIFICATES and self.person is not None:
            for reason in unproved_sessions(self.school, self.person, self.day):
                return t("Nothing to print. {reason}", reason=reason)
        if self.kind is Kind.CERTIFICATES:
            return t("Nothing to print: no attendance to certify.")
        return t("Nothing to print: no one has anything to catch up on.")


def decision_for(kind: Kind, day: DayId, person: PersonId | None = None) -> Decision:
    """Return the decision before printing: it numbers certificates, or gives stubs their codes.

    It refuses a day or a person that the school does not have. A certificate printed again keeps
    its number; a slip printed again has new stubs, and those before count no more.
    """
    if kind is Kind.CERTIFICATES:
        return issue_certificates(day, person)
    return issue_slips(day, Private(secrets.token_hex()), person)


def plan(
    school: School, kind: Kind, day: DayId, language: Language, person: PersonId | None = None
) -> Plan:
    """Return the pages to print, from the School after the decision; there may be none.

    Each is in its person's language or in both, as the school's settings say.

    They come by department and, in each, by name: as they are handed out.
    """
    by_post = _by_department(school, language)
    if kind is Kind.CERTIFICATES:
        certificates = sorted(
            certificates_of(school, day, person), key=lambda one: by_post(school.person(one.person))
        )
        return Plan(school, kind, day, person, language, certificates=tuple(certificates))
    people = school.people.values() if person is None else [school.person(person)]
    in_order = sorted(people, key=by_post)
    return Plan(school, kind, day, person, language, slips=tuple(_slips(school, day, in_order)))


def _by_department(school: School, language: Language) -> Callable[[Person], Any]:
    """Return the key that sorts people by department, then name; those without one come last."""
    by_name = sort_key_for(language.code)

    def key(person: Person) -> Any:
        department = fold(language.say(school.word(person.department or person.host)))
        return not department, department, by_name(person)

    return key


def _slips(school: School, day: DayId, people: Iterable[Person]) -> Iterator[Slip]:
    # as everywhere here: ReportLab and the fonts are loaded when something is printed, not before
    from printables.slips import Slip

    for who in people:
        catch_ups = open_catch_ups(school, who.id, day)
        if catch_ups:
            yield Slip(who.id, day, catch_ups)


def warnings(wanted: Plan) -> list[Text]:
    """Return a sentence for each session attended that a certificate does not state.

    Of slips: for work that does not fit in paid hours, and for what has no route. And for each
    person whose name no installed font draws in full.
    """
    lacking = slip_doubts(wanted.school, [slip.catch_ups for slip in wanted.slips])
    if wanted.kind is Kind.CERTIFICATES:
        by_name = sort_key_for(wanted.language.code)
        for who in sorted(wanted.school.people.values(), key=by_name):
            if wanted.person in (None, who.id):
                lacking += withheld_sessions(wanted.school, who.id, wanted.day)
    return lacking + unprinted_names(wanted.school, wanted.people)


def unprinted_names(school: School, people: Iterable[PersonId]) -> list[Text]:
    """Return a sentence for each of these people whose name no installed font draws in full."""
    from printables.fonts import script_of
    from printables.text import uncovered_names

    return [
        t(
            "{id} ({post}): the name prints as a line to fill in, as this program has no {script} "
            "letters. A name in Latin letters in the column display_name is printed whole.",
            id=person,
            post=role_and_department(school, school.people[person]),
            script=script_of(letters),
        )
        for person, letters in uncovered_names(school, people).items()
    ]


def write(
    wanted: Plan,
    folder: Path,
    progress: Progress | None = None,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write the pages into a folder and return the file's path.

    An older file of that name is replaced once all pages are made. `report` is called with a
    sentence for each text that had to be shortened on the page.

    Raises:
        CannotPrint: there is nothing to print, or the file cannot be written.
        Cancelled: the progress callback raised it.
    """
    path, languages = folder / wanted.file_name, wanted.languages
    # the older file stays whole until the new one is
    with _replacing(path) as out:
        if wanted.kind is Kind.CERTIFICATES:
            from printables.certificates import write_certificates

            certificates = wanted.certificates
            write_certificates(out, wanted.school, certificates, languages, progress, report)
        else:
            from printables.slips import write_slips

            write_slips(out, wanted.school, wanted.slips, languages, progress, report)
    return path


def write_for_all(
    what: str,
    school: School,
    day: DayId,
    folder: Path,
    language: Language,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write a page that is the same for everybody on a day, and return its path; see `write`.

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
    with _replacing(path) as out:
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
    """Write who was here on a day and who still has what to do, and return its path; see `write`.

    Raises:
        CannotPrint: the file cannot be written.
        Refused: there is no such day.
    """
    from printables.day_list import write_day_list

    path = folder / f"day-{school.day(day).id}.pdf"
    with _replacing(path) as out:
        write_day_list(out, school, now, day, language, report)
    return path


def write_roll(
    school: School,
    now: datetime,
    folder: Path,
    language: Language,
    report: Callable[[Text], None] | None = None,
) -> Path:
    """Write the roll of today as it stands now, and return its path; see `write`.

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
    with _replacing(path, only_new=only_new) as out:
        write_pages(out, school, day, now, language, report)
    return path


@contextmanager
def _replacing(path: Path, *, only_new: bool = False) -> Iterator[BinaryIO]:
    """Yield a file that takes the path's place at the end. Raises `CannotPrint`.

    With `only_new` it raises `FileExistsError` where there is one by then.
    """
    try:
        make_folder(path.parent)
        with replacing(path, only_new=only_new) as file:
            yield file
    except OSError as error:
        # not a file that stands where the folder should be
        if only_new and isinstance(error, FileExistsError) and path.exists():
            raise
        raise CannotPrint(
            t("{file} cannot be written: {cause}.", file=str(path), cause=cause(error))
        ) from error


def file_safe(name: str) -> str:
    """Return an id as a part of a file's name on any system. No two ids become the same.

    A checksum distinguishes those that would, also where file names ignore case.
    """
    plain = re.sub(r"[^0-9A-Za-z_-]", "_", name)[:LONGEST]
    is_whole = plain == name and name in (name.upper(), name.lower())
    return plain if is_whole else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
