"""Printing in four steps: decide and number, plan, write the file, note what is written.

A command or a screen carries out `decision_for` at the Desk, calls `plan` with the resulting
School, then `write`, and carries out `note_printed`. Writing needs neither the store nor the event
loop: do it in a worker. Wherever it ends, every number and code on paper is recorded, and what was
on paper before holds until the new pages are there.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec.structs import replace as alter

from kiosk.errors import CannotPrint
from kiosk.language import Language
from kiosk.rules.follow_up.before_printing import slip_doubts
from kiosk.rules.follow_up.catch_up import open_catch_ups
from kiosk.rules.follow_up.certificates import (
    certificates_of,
    issue_certificates,
    note_printed_certificates,
    unproved_sessions,
    withheld_sessions,
)
from kiosk.rules.follow_up.stubs import is_slip_new, issue_slips, note_printed_slips, slip_mark
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

Progress = Callable[[int, int], bool]
"""Called with (people done, people in all) after each person's pages. False: stop there."""

PAGES = "pages"
"""The folder for finished pages, in the data folder."""

LONGEST = 60
"""The most characters of an id in a file's name; a longer one is cut, and gets a checksum."""

MOST_LEFT_OUT = 3
"""For how many people pages may fail before the fault is taken to be everybody's."""


class Kind(StrEnum):
    """The pages that are printed for people; see `day_pages` for the others."""

    CERTIFICATES = "certificates"
    SLIPS = "slips"


@dataclass(frozen=True)
class Plan:
    """The pages to write, certificates or slips, in the order of printing."""

    school: School
    kind: Kind
    day: DayId
    whose: tuple[PersonId, ...]
    """The ids of the people they are for; blank: everyone."""
    language: Language
    """The language of the person who prints, by whose alphabet pages are sorted."""
    only_new: bool = False
    """Whether it leaves out what was written before and has not changed since."""
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

    def only(self, is_wanted: Callable[[PersonId], bool]) -> Plan:
        """Return the plan of the people for whom that is true."""
        return replace(
            self,
            certificates=tuple(one for one in self.certificates if is_wanted(one.person)),
            slips=tuple(one for one in self.slips if is_wanted(one.person)),
        )

    def new(self) -> Plan:
        """Return the plan without what was written before and has not changed since."""
        if not self.people:
            return self
        new = {one.person for one in self.certificates if one.printed < one.revision}
        new |= {one.person for one in self.slips if is_slip_new(self.school, one.catch_ups)}
        return replace(self.only(new.__contains__), only_new=True)

    @property
    def file_name(self) -> str:
        """The name of the file, with the ids of the people where it is not for everyone."""
        ids = file_safe("\0".join(sorted(self.whose)))  # no id has a zero character in it
        return f"{self.kind.value}-{self.day}{f'-{ids}' if ids else ''}.pdf"

    @property
    def paper(self) -> str:
        """The paper it is printed on, as `lp` calls it."""
        is_small = self.kind is Kind.SLIPS and self.school.settings.slips_on == "a5"
        return "A5" if is_small else "A4"

    def nothing(self) -> Text:
        """Return a sentence on why there is nothing to print."""
        if self.only_new:
            return t("Nothing to print: nothing is new, or changed since it was written.")
        if self.kind is Kind.CERTIFICATES and len(self.whose) == 1:
            for reason in unproved_sessions(self.school, self.whose[0], self.day):
                return t("Nothing to print. {reason}", reason=reason)
        if self.kind is Kind.CERTIFICATES:
            return t("Nothing to print: no attendance to certify.")
        return t("Nothing to print: no one has anything to catch up on.")


def decision_for(
    kind: Kind, day: DayId, person: PersonId | None = None, *, only_new: bool = False
) -> Decision:
    """Return the decision before printing: it numbers certificates, or gives stubs their codes.

    It refuses a day or a person that the school does not have. A certificate printed again keeps
    its number; a slip printed again has new stubs.
    """
    if kind is Kind.CERTIFICATES:
        return issue_certificates(day, person)
    return issue_slips(day, Private(secrets.token_hex()), person, only_new)


def sheets_needed(wanted: Plan) -> dict[PersonId, float]:
    """Return how many sheets of the file each person's pages take, laid out as they will be.

    Half of one, where two slips stand on a sheet. It takes a few milliseconds a slip.
    """
    if wanted.kind is Kind.CERTIFICATES:
        return dict.fromkeys(wanted.people, 1.0)
    from printables.slips import count_pages, slips_on_a_sheet

    counts = count_pages(wanted.school, wanted.slips, wanted.languages)
    share = 1 / slips_on_a_sheet(wanted.school)
    return {one.person: share * pages for one, pages in zip(wanted.slips, counts, strict=True)}


def note_printed(written: Plan) -> Decision:
    """Return the decision once pages are written: from then on the slips' stubs alone count."""
    if written.kind is Kind.CERTIFICATES:
        revisions = {one.id: one.revision for one in written.certificates}
        return note_printed_certificates(written.day, revisions)
    marks = {
        one.stub: slip_mark(written.school, slip.person, slip.day)
        for slip in written.slips
        for one in slip.catch_ups
    }
    return note_printed_slips(written.day, marks)


def plan(
    school: School,
    now: datetime,
    kind: Kind,
    day: DayId,
    language: Language,
    *whose: PersonId,
) -> Plan:
    """Return the pages to print, from a School after the decision; there may be none.

    `whose`: the ids of the people; without any, everyone's. Each is in its person's language or in
    both, as the school's settings say.

    They come by department and, in each, by name: as they are handed out.
    """
    people = [school.person(one) for one in whose] or school.people.values()
    by_post = _by_department(school, language)
    if kind is Kind.CERTIFICATES:
        issued = {one.person: one for one in certificates_of(school, day)}
        in_order = [issued[one.id] for one in sorted(people, key=by_post) if one.id in issued]
        return Plan(school, kind, day, whose, language, certificates=tuple(in_order))
    slips = _slips(school, school.local(now).date(), day, sorted(people, key=by_post))
    return Plan(school, kind, day, whose, language, slips=tuple(slips))


def _by_department(school: School, language: Language) -> Callable[[Person], Any]:
    """Return the key that sorts people by department, then name; those without one come last."""
    by_name = sort_key_for(language.code)

    def key(person: Person) -> Any:
        department = fold(language.say(school.word(person.department or person.host)))
        return not department, department, by_name(person)

    return key


def _slips(school: School, today: date, day: DayId, people: Iterable[Person]) -> Iterator[Slip]:
    # as everywhere here: ReportLab and the fonts are loaded when something is printed, not before
    from printables.slips import Slip

    for who in people:
        # what a slip offers, such as a repeat, is still to come when it is printed
        dated = [
            alter(one, printed_on=today)
            for one in open_catch_ups(school, who.id, day)
            # what came up since the decision has no code yet: it is new at the next printing
            if one.stub
        ]
        if dated:
            yield Slip(who.id, day, tuple(dated))


def warnings(wanted: Plan) -> list[Text]:
    """Return a sentence for each session attended that a certificate does not state.

    Of slips: for work that does not fit in paid hours, and for what has no route. And for each
    person whose name no installed font draws in full.
    """
    lacking = slip_doubts(wanted.school, [slip.catch_ups for slip in wanted.slips])
    if wanted.kind is Kind.CERTIFICATES:
        by_name = sort_key_for(wanted.language.code)
        for who in sorted(wanted.school.people.values(), key=by_name):
            if not wanted.whose or who.id in wanted.whose:
                lacking += withheld_sessions(wanted.school, who.id, wanted.day)
    return lacking + unprinted_names(wanted.school, wanted.people)


def unprinted_names(school: School, people: Iterable[PersonId]) -> list[Text]:
    """Return a sentence for each of these people whose name no installed font draws in full."""
    from printables.fonts import script_of, to_install
    from printables.text import uncovered_names

    lacking = []
    for person, letters in uncovered_names(school, people).items():
        font, package = to_install(letters)
        lacking.append(
            t(
                "{id} ({post}): the name prints as a line to fill in, as there is no font with "
                "{script} letters. Install {font} (Debian, Ubuntu: {package}), or put the name in "
                "Latin letters in the column display_name.",
                id=person, post=role_and_department(school, school.people[person]),
                script=script_of(letters), font=font, package=package,
            )
        )  # fmt: skip
    return lacking


def write(
    wanted: Plan,
    folder: Path,
    progress: Progress | None = None,
    report: Callable[[Text], None] | None = None,
    explain: Callable[[Exception], Text] | None = None,
) -> tuple[Path, Plan]:
    """Write the pages into a folder; return the file's path, and the plan of what is in it.

    That is less than was wanted where the progress callback stops it, or where a person's pages
    fail and `explain` says why. A whole file replaces the older ones; a part gets a name of its
    own, as the older ones may still have to be printed. `report` is called with a sentence for each
    text that had to be shortened, and for each person left out.

    Raises:
        CannotPrint: there is nothing to print, or the file cannot be written.
    """
    if not wanted.people:
        raise CannotPrint(wanted.nothing())
    pages, written, notes = _drawn(wanted, progress, explain)
    for note in notes:
        if report is not None:
            report(note)
    path = folder / wanted.file_name
    if wanted.only_new or len(written.people) < len(wanted.people):
        return _saved_beside(path, pages), written
    with replacing_page(path) as out:
        out.write(pages)
    for part in folder.glob(f"{path.stem}.*.pdf"):
        with suppress(OSError):
            part.unlink()
    return path, written


def _saved_beside(path: Path, pages: bytes) -> Path:
    """Save a file under that name, or where it is taken under the first free one with a number."""
    for number in count(1):
        free = path if number == 1 else path.with_name(f"{path.stem}.{number}.pdf")
        with suppress(FileExistsError):
            if not free.exists():
                with replacing_page(free, only_new=True) as out:
                    out.write(pages)
                return free
    raise AssertionError("some number is free")


def _drawn(
    wanted: Plan, progress: Progress | None, explain: Callable[[Exception], Text] | None
) -> tuple[bytes, Plan, list[Text]]:
    """Return a PDF, the plan of what is in it, and what is to be said about it.

    Where a person's pages fail, the others are drawn again without them: half a page is then in
    no file.
    """
    left_out: list[Text] = []
    while True:
        out, notes, drawn, goes_on = BytesIO(), [*left_out], 0, True

        def advance(done: int, total: int) -> bool:
            nonlocal drawn, goes_on
            drawn, goes_on = done, progress is None or progress(done, total)
            return goes_on

        try:
            _draw(out, wanted, advance, notes.append)
        except Exception as error:
            # after the last page it is the fault of no person
            is_nobodys = not goes_on or drawn == len(wanted.people) or len(wanted.people) == 1
            if explain is None or is_nobodys or len(left_out) == MOST_LEFT_OUT:
                raise
            failing = wanted.people[drawn]
            left_out.append(_left_out(wanted.school, failing, explain(error)))
            wanted = wanted.only(failing.__ne__)
        else:
            in_it = {*wanted.people[:drawn]}
            return out.getvalue(), wanted.only(in_it.__contains__), notes


def _left_out(school: School, person: PersonId, reason: Text) -> Text:
    post = role_and_department(school, school.people[person])
    return t(
        "{id} ({post}): left out, as it went wrong. {reason}", id=person, post=post, reason=reason
    )


def _draw(out: BinaryIO, wanted: Plan, progress: Progress, report: Callable[[Text], None]) -> None:
    if wanted.kind is Kind.CERTIFICATES:
        from printables.certificates import write_certificates

        write_certificates(
            out, wanted.school, wanted.certificates, wanted.languages, progress, report
        )
    else:
        from printables.slips import write_slips

        write_slips(out, wanted.school, wanted.slips, wanted.languages, progress, report)


@contextmanager
def replacing_page(path: Path, *, only_new: bool = False) -> Iterator[BinaryIO]:
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
