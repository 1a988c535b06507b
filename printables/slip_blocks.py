"""The blocks of a catch-up slip, laid out and measured: what was missed, how to catch up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.language import Language
from kiosk.rules.follow_up.catch_up import missed_slot_title, missed_times, missed_title
from kiosk.rules.follow_up.catch_up_resources import (
    is_one_of_several,
    known_resources,
    workshops_to_choose,
)
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.records import Resource
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Mode
from kiosk.text import Both, Text, t
from printables import fonts, qr
from printables.lines import LEADING, Line, height_of, wrapped
from printables.page import GOLD_TEXT, GREY, INK, MM, Sheet, Style, Words
from printables.text import name_of, printable, wrap_address

WIDTH = 124.0
INSET = 6.0
"""From the card's left edge to its text, and from the code to the right edge, in mm."""

QR_SIDE, QR_MOST = 32.0, 35.0
LEAST_MODULE, MOST_MODULE = 0.4, 1.0
"""In mm: the smallest module that readers manage; the largest, as the quiet zone is four of it."""
MOST_MODULES = int(QR_MOST / LEAST_MODULE)

WHOLE_WIDTH = WIDTH - 2 * INSET
TEXT_WIDTH = WHOLE_WIDTH - QR_MOST - 2
"""The width of words beside a code, in mm."""
BESIDE_WIDTH = 34.0
"""The width of an address beneath its code, in mm. One of more than two lines of this goes below
the code and the words, over the whole width."""
ADDRESS_LINES = 2
MOST_ADDRESS = 14
"""The most lines of an address that is printed: nobody types a longer one."""

TAG = Style(fonts.SANS_SEMIBOLD, 8.5, GOLD_TEXT)
MISSED = Style(fonts.SANS_SEMIBOLD, 12.5, INK, size_in_two=11)
TITLE = Style(fonts.SANS_SEMIBOLD, 10, INK, size_in_two=9.5)
DETAIL = Style(fonts.SANS, 8.5, GREY)
TASK = Style(fonts.SANS, 9.5, INK)
ADDRESS = Style(fonts.SANS, 8, INK)

ADDRESS_STEP = ADDRESS.size * LEADING / MM
DESCENT = 0.8
"""From an address line's lower edge up to its baseline, in mm."""
BELOW_GAP = 1.4
"""Between the tick box and an address below it, in mm."""
DONE_ROOM = 8.5
"""The height of the line with the tick box, with the space above it, in mm."""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing to do: what was missed, what to do about it, and perhaps a code to scan."""

    catch_up: str
    heading: tuple[Line, ...]
    words: tuple[Line, ...]
    code: str = ""
    """The text of the QR code; blank: no code."""
    beneath: tuple[str, ...] = ()
    """The lines of the address beneath the code."""
    below: tuple[str, ...] = ()
    """The lines of an address too long for that, below the words and the code."""

    @property
    def side(self) -> float:
        """The side of the code in mm; 0 without a code."""
        if not self.code:
            return 0
        modules = qr.side_of(self.code)
        return max(min(QR_SIDE, modules * MOST_MODULE), modules * LEAST_MODULE)

    @property
    def quiet(self) -> float:
        """The width of the quiet zone around the code, in mm."""
        return qr.QUIET * self.side / qr.side_of(self.code) if self.code else 0

    def height(self, headed: bool) -> float:
        """Return its height in mm, with or without its heading."""
        lines = (*self.heading, *self.words) if headed else self.words
        words = height_of(lines) + DONE_ROOM
        below = len(self.below) * ADDRESS_STEP
        if below:
            return max(words + BELOW_GAP, self.side + self.quiet) + below
        beneath = len(self.beneath) * ADDRESS_STEP
        return max(words, self.side + (self.quiet + beneath if beneath else 0))


# -- from records to blocks -------------------------------------------------------------------


def blocks_of(sheet: Sheet, school: School, catch_up: CatchUp) -> list[Block]:
    """Return a block for each resource that the school has, else one that says whom to ask."""
    resources = known_resources(school, catch_up.resources)
    missed = (*_missed(school, catch_up), _how_many(school, catch_up))
    wide = Block(catch_up.id, _heading(sheet, missed, WHOLE_WIDTH), ())
    narrow = Block(catch_up.id, _heading(sheet, missed, TEXT_WIDTH), ())
    if not resources:
        task = _without_resources(sheet, school, catch_up)
        return [replace(wide, words=wrapped(sheet, task, TASK, WHOLE_WIDTH, before=1))]
    return [
        _block_with_code(sheet, school, narrow, resource)
        if resource.url.strip()
        else _block_with_hint(sheet, school, wide, resource)
        for resource in resources
    ]


def _missed(school: School, catch_up: CatchUp) -> tuple[Words, Words, Words]:
    """Return three lines on what was missed: whether it is required, when it was, its title."""
    tag, title = _tag(catch_up), missed_title(school, catch_up)
    slot, times = missed_slot_title(school, catch_up), missed_times(school, catch_up)
    if catch_up.pathway or not slot or times is None:
        return tag, "", title
    start, end = times
    if catch_up.subject:
        return tag, t("{slot}, {start} to {end}", slot=slot, start=start, end=end), title
    return tag, t("{start} to {end}", start=start, end=end), title


def _how_many(school: School, catch_up: CatchUp) -> Words:
    """Return how many of a card's resources are to be done; blank where there is one."""
    if is_one_of_several(school, catch_up):
        return t("One of these is enough:")
    if len(known_resources(school, catch_up.resources)) > 1 and not catch_up.pathway:
        return t("All of these:")
    return ""


def _without_resources(sheet: Sheet, school: School, catch_up: CatchUp) -> Words:
    """Return what to do where there is no resource: choose a workshop, else whom to ask."""
    workshops = workshops_to_choose(school, catch_up)
    if not workshops or catch_up.subject:
        return t("Ask {name}.", name=_whom_to_ask(sheet, school, catch_up))

    def choices(language: Language) -> str:
        titles = [language.say(school.programme.workshops[one].title) for one in workshops]
        where = t("Choose one at the kiosk: My day, then “My items”")
        return language.say(t("{where}: {titles}.", where=where, titles="; ".join(titles)))

    return choices


def _heading(sheet: Sheet, missed: tuple[Words, ...], width: float) -> tuple[Line, ...]:
    tag, band, title, note = missed
    return (
        *wrapped(sheet, tag, TAG, width),
        *wrapped(sheet, band, DETAIL, width),
        *wrapped(sheet, title, MISSED, width, before=0.6),
        *wrapped(sheet, note, TASK, width, before=1),
    )


def _tag(catch_up: CatchUp) -> Words:
    due = catch_up.due
    if not catch_up.required:
        return t("only if you'd like to")
    if due is None:
        return t("required")
    return lambda language: language.say(t("required, by {day}", day=language.short_date(due)))


def _whom_to_ask(sheet: Sheet, school: School, catch_up: CatchUp) -> str | Text:
    """Return who can help: a leader of what was missed, else the professional tutor."""
    # each step down is needed: leaders leave the school, and a visiting speaker is not on the list
    for session in school.sessions_on(catch_up.day, catch_up.slot):
        if session.workshop == catch_up.subject:
            for leader in session.leaders:
                if leader in school.people:
                    return name_of(school.people[leader], sheet.language)
            if printable(session.speaker):
                return session.speaker
    return school.settings.tutor or the_tutor(school.settings)


def _block_with_hint(sheet: Sheet, school: School, plain: Block, resource: Resource) -> Block:
    """Return the block of a resource that has no address but a hint where to look."""
    hint = wrapped(sheet, resource.hint, TASK, WHOLE_WIDTH, before=1)
    return replace(plain, words=(*_words(sheet, school, resource, WHOLE_WIDTH), *hint))


def _block_with_code(sheet: Sheet, school: School, plain: Block, resource: Resource) -> Block:
    """Return the block of a resource with an address, given as a code and in letters."""
    url = resource.url.strip()
    words = _words(sheet, school, resource, TEXT_WIDTH)
    beneath, below = (
        wrap_address(printable(url), ADDRESS.face, ADDRESS.size, width * MM)
        for width in (BESIDE_WIDTH, WHOLE_WIDTH)
    )
    if not _is_readable_code(url) or len(below) > MOST_ADDRESS:
        sheet.report_cut(url)
        office = t("The address is too long to print. Ask the office for the link.")
        return replace(plain, words=(*words, *wrapped(sheet, office, TASK, TEXT_WIDTH, before=1)))
    if len(beneath) <= ADDRESS_LINES:
        return replace(plain, words=words, code=url, beneath=beneath)
    return replace(plain, words=words, code=url, below=below)


def _words(sheet: Sheet, school: School, resource: Resource, width: float) -> tuple[Line, ...]:
    return (
        *wrapped(sheet, resource.title, TITLE, width, before=1.6),
        *wrapped(sheet, lambda language: _details(school, resource, language), DETAIL, width),
    )


def _is_readable_code(url: str) -> bool:
    try:
        return qr.side_of(url) <= MOST_MODULES
    except ValueError:
        return False


def _details(school: School, resource: Resource, language: Language) -> str:
    """Return one line: how long it takes, when it can be done, its language, its provider."""
    parts: list[Text | Both | str] = []
    if resource.minutes:
        parts.append(language.long_time(resource.minutes))
    live = resource.mode is Mode.SYNCHRONOUS
    parts.append(t("live, at a set time") if live else t("at any time"))
    if resource.language in ("en", "cy") and resource.language != language.code:
        parts.append(t("in Welsh") if resource.language == "cy" else t("in English"))
    if printable(resource.provider):
        parts.append(school.word(resource.provider))
    return " · ".join(language.say(part) for part in parts)
