"""The cards of a catch-up slip in words: what was missed, how to catch up, by when, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from kiosk.language import Language
from kiosk.rules.choosing.capacity import has_place
from kiosk.rules.follow_up.catch_up import missed_title
from kiosk.rules.follow_up.catch_up_resources import (
    is_one_of_several,
    resources_in_time,
    workshops_to_choose,
)
from kiosk.rules.follow_up.catch_up_states import needs_confirming
from kiosk.rules.follow_up.catch_up_time import TimeFor, WhoseTime, time_for
from kiosk.rules.follow_up.repeats import place_held, repeat_of
from kiosk.rules.follow_up.whom_to_ask import confirmers, leader_to_ask
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.labels import the_tutor
from kiosk.rules.model.records import Person, Resource, Session
from kiosk.rules.model.school import School
from kiosk.rules.model.terms import Mode, SlotKind
from kiosk.text import ShortDate, Text, t, tc, tn
from printables import fonts
from printables.lines import Line, flowed, joined, wrapped, wrapped_said
from printables.page import INK, MM, NAVY, Sheet, Style, Words
from printables.slip_layout import SMALL_STUB, Block, Lines, Way, beside_stub, is_readable, stacked
from printables.text import Part, Row, name_of, printable, side_by_side

LISTED = 220
"""The most letters of the titles that are listed where one of them is to be chosen."""
TYPED = 52.0
"""The width of the longest address that somebody types, in mm: about 40 letters."""

MUST = Style(fonts.SANS_SEMIBOLD, 9, "#FFFFFF", floor=7)
MAY = Style(fonts.SANS_SEMIBOLD, 9, NAVY, floor=7)
DUE = Style(fonts.SANS_SEMIBOLD, 9.5, INK, floor=7)
TITLE = Style(fonts.SANS_SEMIBOLD, 11.5, INK, size_in_two=10.5)
ROUTE = Style(fonts.SANS_SEMIBOLD, 9.5, INK, size_in_two=9)
OFFERED = Style(fonts.SANS_SEMIBOLD, 10, NAVY, size_in_two=9.5)
SMALL = Style(fonts.SANS, 8.5, INK)
NOTE = Style(fonts.SANS, 9, INK)

REQUIRED, OPTIONAL = t("REQUIRED"), t("OPTIONAL")


@dataclass(frozen=True, slots=True)
class Item:
    """One card: a missed session that is required, or all that a person may do as well."""

    must: Words
    due: Words
    blocks: tuple[Block, ...]
    catch_up: CatchUp | None = None
    """What its stub is for; None: it has a small stub for each that is offered."""

    @property
    def is_required(self) -> bool:
        """Whether its person must do it."""
        return self.catch_up is not None


# -- from records to cards --------------------------------------------------------------------


def items_of(
    sheet: Sheet, school: School, catch_ups: Iterable[CatchUp], width: float
) -> list[Item]:
    """Return a card for each required catch-up, by date, and one for all that is only offered.

    `width`: of the words of a card, in mm.
    """
    mine = list(catch_ups)
    required = sorted((one for one in mine if one.required), key=lambda one: one.due or date.max)
    offered = [one for one in mine if not one.required]
    items = [_required(sheet, school, one, mine, width) for one in required]
    return [*items, *([_offered(sheet, school, offered, width)] if offered else [])]


def _required(
    sheet: Sheet, school: School, catch_up: CatchUp, mine: list[CatchUp], width: float
) -> Item:
    head = (
        *wrapped(sheet, missed_title(school, catch_up), TITLE, width),
        *flowed(sheet, _facts(sheet, school, catch_up, mine), NOTE, width, 0.5),
    )
    routes = [*_routes(sheet, school, catch_up), Way(_foot(sheet, school, catch_up))]
    blocks = (Block(head, width=width), *stacked(routes, width))
    return Item(REQUIRED, _due(school, catch_up), blocks, catch_up)


def _offered(sheet: Sheet, school: School, catch_ups: list[CatchUp], width: float) -> Item:
    """Return the card of all that is only offered: each with its routes, and how it is noted."""
    blocks: list[Block] = []
    for one in catch_ups:
        # of several of which one is enough, the first one: nobody need do more than they like
        routes = _routes(sheet, school, one, is_short=True) or [Way(_foot(sheet, school, one))]
        title = _titled(sheet, missed_title(school, one))
        first = Way(_one_after_the_other(title, routes[0].lines), routes[0].code)
        blocks += beside_stub(stacked([first, *routes[1:]], width), one, SMALL_STUB)
    note = t(
        "None of this has to be handed in. For your record, scan a stub at the kiosk, or tick it "
        "in “My items” there."
    )
    foot = flowed(sheet, joined(sheet, [note]), NOTE, width, 1.2)
    return Item(OPTIONAL, t("Also open to you"), (*blocks, Block(foot, width=width)))


def _titled(sheet: Sheet, title: Words) -> Lines:
    return lambda width: wrapped(sheet, title, OFFERED, width, before=1.2)


def _one_after_the_other(*parts: Lines) -> Lines:
    return lambda width: tuple(line for part in parts for line in part(width))


def _due(school: School, catch_up: CatchUp) -> Words:
    due = catch_up.due
    if due is not None:
        return t("by {day}", day=ShortDate(due))
    workshop = school.programme.workshops.get(catch_up.subject)
    if catch_up.training and workshop is not None and workshop.before_pupils:
        return t("on your first day back")
    return tn(
        "within {n} day of being back", "within {n} days of being back",
        school.settings.catch_up_days,
    )  # fmt: skip


def _facts(sheet: Sheet, school: School, catch_up: CatchUp, mine: list[CatchUp]) -> Row:
    """Return one line: in whose time it is caught up with, and why it is owed."""
    return joined(sheet, [_time_words(time_for(school, catch_up, mine)), _why(school, catch_up)])


def _time_words(time: TimeFor) -> Text:
    match time.whose:
        case WhoseTime.OWN:
            return t("in your paid hours")
        case WhoseTime.EXTRA if time.agreed_by:
            return t("extra time, agreed with {name}", name=time.agreed_by)
        case WhoseTime.EXTRA:
            return t("extra time, as agreed")
    return t("paid? Ask the office before you start")


def _why(school: School, catch_up: CatchUp) -> Words:
    """Return why required training is owed; blank for anything else."""
    if not catch_up.training:
        return ""
    workshop = school.programme.workshops.get(catch_up.subject)
    if workshop is not None and workshop.before_pupils:
        return t("all staff need this, before you work with pupils")
    if workshop is not None and "all" in workshop.required_training:
        return t("all staff need this")
    return t("everyone in your job needs this")


# -- how to catch up --------------------------------------------------------------------------


def _routes(
    sheet: Sheet, school: School, catch_up: CatchUp, *, is_short: bool = False
) -> list[Way]:
    """Return the ways to catch up: the repeat first, then what can be done at any time.

    `is_short`: of several of which one is enough, the first alone.
    """
    resources = resources_in_time(school, catch_up)
    catch_up = replace(catch_up, resources=tuple(one.id for one in resources))
    repeat = repeat_of(school, catch_up)
    if is_short and is_one_of_several(school, catch_up):
        resources = resources[:1]
        catch_up = replace(catch_up, resources=tuple(one.id for one in resources))
    ways: list[Way] = []
    if repeat is not None:
        ways.append(Way(_repeat(sheet, school, catch_up, repeat)))
    note = _how_many(school, catch_up, resources, has_repeat=repeat is not None)
    if note:
        ways.append(Way(lambda width: wrapped(sheet, note, NOTE, width)))
    timed = [one for one in resources if one.mode is Mode.SYNCHRONOUS]
    in_order = [*(one for one in resources if one not in timed), *timed]
    ways += [_route(sheet, school, one) for one in in_order]
    if not ways and (choices := _choices(school, catch_up, is_short=is_short)):
        ways.append(Way(lambda width: _in_own(sheet, choices, NOTE, width)))
    return ways


def _repeat(sheet: Sheet, school: School, catch_up: CatchUp, session: Session) -> Lines:
    when = t("{day}, {start} to {end}", day=ShortDate(school.day(session.day).date),
             start=session.start, end=session.end)  # fmt: skip
    what: list[Words] = [when, school.word(session.room)]
    held, keeps = place_held(school, catch_up), list[Text]()
    if has_place(school, catch_up.person, session):
        what.append(t("you have a place"))
    elif held is not None and held[0] == session:
        keeps.append(t("A place is held for you until {day}: take it at the kiosk, My items.",
                       day=ShortDate(held[1])))  # fmt: skip
    elif school.slot(session).kind is SlotKind.CHOICE:
        what.append(t("take a place at the kiosk"))
    return lambda width: (
        *wrapped(sheet, t("Come to the repeat:"), ROUTE, width, 0.8),
        *flowed(sheet, joined(sheet, what), NOTE, width),
        *(line for one in keeps for line in wrapped(sheet, one, NOTE, width)),
    )


def _how_many(
    school: School, catch_up: CatchUp, resources: list[Resource], *, has_repeat: bool
) -> Words:
    """Return how many of a card's resources are to be done; blank where that is plain."""
    if is_one_of_several(school, catch_up):
        return t("Or do one of these:") if has_repeat else t("Do one of these:")
    if has_repeat and resources:
        return t("Or:") if len(resources) == 1 else t("Or all of these:")
    if len(resources) > 1 and not catch_up.pathway:
        return t("All of these:")
    return ""


def _choices(school: School, catch_up: CatchUp, *, is_short: bool) -> Words:
    """Return the workshops of which one is to be chosen; blank where there is no such choice."""
    workshops = workshops_to_choose(school, catch_up)
    if not workshops or catch_up.subject:
        return ""
    short = t("Choose one at the kiosk: My day, then “My items”.")
    if is_short:
        return short

    def choices(language: Language) -> str:
        titles = [language.say(school.programme.workshops[one].title) for one in workshops]
        if sum(map(len, titles)) > LISTED:
            return language.say(short)
        where = t("Choose one at the kiosk: My day, then “My items”")
        return language.say(t("{where}: {titles}.", where=where, titles="; ".join(titles)))

    return choices


def _route(sheet: Sheet, school: School, resource: Resource) -> Way:
    """Return one resource: its title, its details, and where it is."""
    url = resource.url.strip()
    code = url if url and is_readable(url) else ""
    details = " · ".join(filter(None, _details(school, resource, sheet.language)))
    office = t("The address is too long to print. Ask the office for the link.")
    if url and not code:
        sheet.report_cut(url)

    def lines(width: float) -> tuple[Line, ...]:
        where = office if url and not code else _where(resource, url, width)
        return (
            *_in_own(sheet, resource.title, ROUTE, width, before=0.8),
            *_in_own(sheet, details, SMALL, width),
            *_in_own(sheet, where, SMALL, width),
        )

    return Way(lines, code)


def _in_own(
    sheet: Sheet, what: Words, style: Style, width: float, before: float = 0
) -> tuple[Line, ...]:
    """Return a text as lines in the person's own language alone.

    What a resource is called and where it is would otherwise fill the page twice.
    """
    return wrapped_said(sheet, sheet.said(what)[:1], style, width, before)


def _where(resource: Resource, url: str, width: float) -> Words:
    """Return the address as it is typed; a hint instead where there is none, or it is too long."""
    typed = printable(url.removeprefix("https://").rstrip("/"))
    is_short = fonts.width(typed, SMALL.face, SMALL.size) <= min(TYPED, width) * MM
    if typed and is_short:
        return typed
    if resource.hint:
        return resource.hint
    site = typed.removeprefix("http://").partition("/")[0].removeprefix("www.")
    if site in ("hwb.gov.wales", "hwb.llyw.cymru"):
        site = "Hwb"
    return t("Or search {site} for this title.", site=site)


def _details(school: School, resource: Resource, language: Language) -> Iterator[str]:
    """Yield how long it takes, when it can be done, its language, its provider."""
    say = language.say
    if resource.minutes:
        yield language.long_time(resource.minutes)
    if resource.mode is not Mode.SYNCHRONOUS:
        yield say(t("at any time"))
    elif resource.on is not None:
        yield say(t("live, {day}", day=ShortDate(resource.on)))
    else:
        yield say(t("live, at a set time"))
    if resource.with_colleague:
        yield say(t("with a colleague"))
    if resource.login:
        yield say(t("login needed"))
    if resource.until is not None:
        yield say(t("until {day}", day=ShortDate(resource.until)))
    if resource.language in ("en", "cy") and resource.language != language.code:
        yield say(t("in Welsh") if resource.language == "cy" else t("in English"))
    yield say(school.word(resource.provider))


def _foot(sheet: Sheet, school: School, catch_up: CatchUp) -> Lines:
    """Return whom to ask, and who confirms it where somebody does."""
    tutor = side_by_side(sheet.said(school.settings.tutor or the_tutor(school.settings)))
    asked = _name(sheet, leader_to_ask(school, catch_up))
    rows = [labelled(sheet, t("Ask"), (Part(asked),) if asked else tutor)]
    if needs_confirming(school, catch_up):
        named = [_name(sheet, one) for one in confirmers(school, catch_up) if catch_up.training][:1]
        either = side_by_side(sheet.said(tc("between two names", "or")))
        who = (*[Part(f"{one} ") for one in named], *(either if named else ()),
               *([Part(" ")] if named else ()), *tutor)  # fmt: skip
        # who is asked and who confirms are often the same: said once then
        label = t("Ask (they confirm it)") if asked in named else t("Confirmed by")
        rows = [*(() if asked in named else rows), labelled(sheet, label, who)]
    between = (Part(" · "),)
    row = tuple(part for place, one in enumerate(rows) for part in (*between[:place], *one))
    return lambda width: flowed(sheet, row, NOTE, width, 0.8)


def labelled(sheet: Sheet, label: Text, value: Row) -> Row:
    """Return a label in the languages of the page, and after it what it is the label of, once."""
    return (*side_by_side(sheet.said(label)), Part(": "), *value)


def _name(sheet: Sheet, asked: Person | str | None) -> str:
    return name_of(asked, sheet.language) if isinstance(asked, Person) else asked or ""
