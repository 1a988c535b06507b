"""Reads the command line. Nothing but argparse and texts is loaded for it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from kiosk import __version__
from kiosk.commands.help_frame import Parser
from kiosk.commands.overview import overview
from kiosk.language import Language
from kiosk.text import Text, t

STATES = ("present", "late", "left", "absent", "accounted")
"""The marks of `MarkState`: importing the rules would slow every command down."""

CHOICES = {"MARK": STATES, "WHAT": ("certificates", "slips", "form", "codes")}
"""The words that some arguments are one of."""


def read_arguments(arguments: list[str], language: Language) -> argparse.Namespace:
    """Return the options; `command` is blank where none was given.

    Raises `SystemExit`: 0 after help was shown, 2 after a sentence on what is wrong.
    """
    return CommandLine(language).parser().parse_args(arguments)


class CommandLine:
    """Makes the parser, in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._say = language.say

    def parser(self) -> Parser:
        """Return the parser of the whole command line."""
        parser = Parser(
            language=self._language,
            prog="kiosk",
            usage="kiosk [COMMAND …] [--data DIR] [--at HH:MM]",
            description=self._say(
                t("The INSET Kiosk: sign-in, workshops and attendance on a staff training day.")
            ),
            epilog=overview(self._language),
        )
        options = self._options(parser)
        version = f"kiosk {__version__}"
        self._option(options, t("show the version"), "--version", action="version", version=version)
        self._common(options, None)
        commands = parser.add_subparsers(
            prog="kiosk", dest="command", metavar="COMMAND", help=argparse.SUPPRESS
        )
        parser.set_defaults(command="")
        self._opening(commands)
        self._acting(commands)
        self._listing(commands)
        self._printing(commands)
        self._keeping(commands)
        return parser

    # -- the commands -----------------------------------------------------------------------

    def _opening(self, commands: Any) -> None:
        demo = self._command(
            commands,
            "demo",
            t(
                "Open the kiosk on a sample school: an invented one with an INSET day today. It\n"
                "lies in a folder of its own. Its clock starts at 08:20, and its PIN is shown."
            ),
            "kiosk demo --at 10:55",
        )
        options = self._options(demo)
        end = t("lay the school in its folder and end")
        self._option(options, end, "--load-only", action="store_true")
        self._common(options)
        load = self._command(
            commands,
            "load",
            t(
                "Load your school's own files. What is wrong in them is listed all at once, and\n"
                "then nothing is loaded. Loading again updates; nobody is entered twice."
            ),
            "kiosk load staff staff.csv",
            usage="kiosk load (staff|programme|invitations|choices) FILE [--data DIR]",
        )
        self._common(self._options(load))
        parts = load.add_subparsers(
            prog="kiosk load",
            dest="what",
            required=True,
            metavar="staff|programme|invitations|choices",
            help=argparse.SUPPRESS,
        )
        self._loaded(
            parts,
            "staff",
            t("Load your staff: a CSV file with the columns id, forename, surname and role."),
            ("FILE", t("the CSV file, as your spreadsheet saves it")),
        )
        self._loaded(
            parts,
            "programme",
            t(
                "Load your programme: a folder with school.toml, days.toml, tracks.toml,\n"
                "workshops.csv and resources.csv, or one of these files."
            ),
            ("PATH", t("the folder or the file")),
        )
        self._loaded(
            parts,
            "invitations",
            t(
                "Invite part-time staff to a day on which they cannot be required: a CSV file\n"
                "with the columns day, person, from, to, terms and agreed by. The terms are\n"
                "paid, time off in lieu or voluntary. They answer at the kiosk, or not at all."
            ),
            ("FILE", t("the CSV file, as your spreadsheet saves it")),
        )
        choices = self._loaded(
            parts,
            "choices",
            t(
                "Load what people wished on a form: a CSV file with a column for the name, staff\n"
                "code or id, and the columns “First choice”, “Second choice” and so on, each with\n"
                "a session's id, its title, or both. Before a draw these are wishes; otherwise\n"
                "whoever answered first is served first, and who has chosen already keeps it."
            ),
            ("FILE", t("the CSV file, as the form exports it")),
        )
        self._dated(choices, t("the INSET day; default: today"))

    def _loaded(self, parts: Any, name: str, about: Text, path: tuple[str, Text]) -> Any:
        """Add what one kind of file is loaded by, and return its options."""
        parser = self._command(parts, name, about, f"kiosk load {name} {path[0]}")
        self._words(parser, path)
        options = self._options(parser)
        self._common(options)
        return options

    def _acting(self, commands: Any) -> None:
        person = ("PERSON", t("the person's id, as in the staff file"))
        session = ("SESSION", t("the session's id, as in the programme"))
        sign_in = self._command(
            commands, "sign-in", t("Sign a person in for the day."), "kiosk sign-in SJO"
        )
        self._words(sign_in, person)
        self._common(
            self._day(sign_in, t("a day that is past, from a list on paper; default: today"))
        )
        choose = self._command(
            commands,
            "choose",
            t("Take a place in a session for a person; if it is full, a place in its queue."),
            "kiosk choose SJO A3",
        )
        self._words(choose, person, session)
        self._common(self._day(choose, t("refuse a session of another day")))
        drawing = self._command(
            commands,
            "draw",
            t(
                "Draw the wishes of a day, and tell what each person got and why. The open kiosk\n"
                "does it by itself at the moment that days.toml names; the result is the same."
            ),
            "kiosk draw 2026-09-01 --dry-run",
        )
        self._words(drawing, ("DAY", t("the INSET day")))
        options = self._listed(drawing, dated=False)
        dry = t("change nothing; works before the moment of the draw, too")
        self._option(options, dry, "--dry-run", action="store_true")
        mark = self._command(
            commands,
            "mark",
            t("Mark a person in a session, as the professional tutor does; the last mark counts."),
            "kiosk mark SJO A3 present",
        )
        marks = t("one of {marks}", marks=", ".join(STATES))
        self._words(mark, person, session, ("MARK", marks))
        self._common(self._day(mark, t("refuse a session of another day")))

    def _listing(self, commands: Any) -> None:
        people = self._command(
            commands, "people", t("List people, and who is on site."), "kiosk people --find sian"
        )
        find = t("only those whose name fits")
        self._option(self._listed(people), find, "--find", metavar="TEXT", default=None)
        sessions = t("List the sessions of a day: places, bookings and queues.")
        self._listed(self._command(commands, "sessions", sessions, "kiosk sessions --json"))
        attendance = t("List who was in which session: of each person's marks the last.")
        self._listed(self._command(commands, "attendance", attendance, "kiosk attendance --csv"))

    def _printing(self, commands: Any) -> None:
        printing = self._command(
            commands,
            "print",
            t(
                "Write a PDF of certificates, for all who attended, of slips, for all who have\n"
                "something to catch up with, of the form on which to choose before the day, or of\n"
                "the codes that hang beside the kiosk, with which a scanner alone does all of it.\n"
                "A reprint keeps its certificates' numbers."
            ),
            "kiosk print certificates --person SJO",
        )
        self._words(printing, ("WHAT", t("certificates, slips, form or codes")))
        options = self._day(printing, t("the INSET day; default: today"))
        self._option(
            options, t("only for this person, by id"), "--person", metavar="PERSON", default=None
        )
        out = t("where to write it; default: pages, in the data folder")
        self._option(options, out, "--out", metavar="DIR", default=None)
        self._common(options)

    def _keeping(self, commands: Any) -> None:
        history = self._command(
            commands,
            "history",
            t("Tell what was done about a person or a session: when, where, by whom, what."),
            "kiosk history SJO --csv",
        )
        self._words(history, ("ID", t("the id of the person or the session")))
        self._listed(history, dated=False)
        repair = self._command(
            commands,
            "repair",
            t(
                "Save what is good of a damaged data folder into a new file. The damaged files\n"
                "are kept aside, and what is missing is listed."
            ),
            "kiosk repair",
        )
        self._common(self._options(repair))
        self._backups(commands)
        restore = self._command(
            commands,
            "restore",
            t(
                "Go back to a copy of the data; “kiosk backups” lists them. For one that is\n"
                "encrypted, its passphrase is asked. What is there now is kept."
            ),
            "kiosk restore attendance-2026-09-01.json",
        )
        self._words(restore, ("FILE", t("the copy")))
        self._common(self._options(restore))

    def _backups(self, commands: Any) -> None:
        backups = self._command(
            commands,
            "backups",
            t(
                "List the copies of the data: one a day, and one at a day's end. They lie in the\n"
                "data folder, and in a second folder where one is set, such as a USB stick."
            ),
            "kiosk backups --to /media/stick --passphrase",
        )
        options = self._options(backups)
        second = options.add_mutually_exclusive_group()
        self._option(second, t("copy to this folder too"), "--to", metavar="DIR", default=None)
        here = t("copy to no second folder; what is there stays")
        self._option(second, here, "--only-here", action="store_true")
        sealing = options.add_mutually_exclusive_group()
        asked = t("ask for a passphrase; what leaves for the second folder is encrypted with it")
        self._option(sealing, asked, "--passphrase", action="store_true")
        plain = t("encrypt no longer")
        self._option(sealing, plain, "--no-passphrase", action="store_true")
        self._option(options, t("make a copy at once"), "--now", action="store_true")
        self._common(options)

    # -- their parts ------------------------------------------------------------------------

    def _command(
        self, commands: Any, name: str, about: Text, example: str, usage: str | None = None
    ) -> Parser:
        parser: Parser = commands.add_parser(
            name,
            language=self._language,
            usage=usage,
            description=self._say(about),
            epilog=self._say(t("Example: {example}", example=example)),
        )
        return parser

    def _words(self, parser: Parser, *words: tuple[str, Text]) -> None:
        """Add what must be given, by the names under which it is shown."""
        group = parser.add_argument_group(self._say(t("To give")))
        for name, about in words:
            choices = CHOICES.get(name)
            kind = self._reader(parse_day, DATES) if name == "DAY" else str
            group.add_argument(
                name.lower(), metavar=name, choices=choices, type=kind, help=self._say(about)
            )

    def _options(self, parser: Parser) -> Any:
        return parser.add_argument_group(self._say(t("Options")))

    def _listed(self, parser: Parser, *, dated: bool = True) -> Any:
        about = t("the INSET day; default: today")
        options = self._day(parser, about) if dated else self._options(parser)
        formats = options.add_mutually_exclusive_group()
        self._option(formats, t("as CSV, for a spreadsheet"), "--csv", action="store_true")
        self._option(formats, t("as JSON, for a program"), "--json", action="store_true")
        self._common(options)
        return options

    def _day(self, parser: Parser, about: Text) -> Any:
        options = self._options(parser)
        self._dated(options, about)
        return options

    def _dated(self, options: Any, about: Text) -> None:
        self._option(
            options, about, "--day", metavar="DATE", type=self._reader(parse_day, DATES),
            default=None,
        )  # fmt: skip

    def _common(self, options: Any, default: str | None = argparse.SUPPRESS) -> None:
        """Add what every command takes, before its name or after it."""
        self._option(
            options,
            t("the data folder; default: KIOSK_DATA, else this account's own"),
            "--data",
            metavar="DIR",
            default=default,
        )
        self._option(
            options,
            t("let the clock show this time of today"),
            "--at",
            metavar="HH:MM",
            type=self._reader(parse_clock, CLOCKS),
            default=default,
        )
        self._option(options, t("show this help"), "-h", "--help", action="help")

    def _option(self, group: Any, about: Text, *names: str, **settings: Any) -> None:
        group.add_argument(*names, help=self._say(about), **settings)

    def _reader(
        self, parse: Callable[[str], time | date | None], expected: Text
    ) -> Callable[[str], time | date]:
        def read(given: str) -> time | date:
            found = parse(given)
            if found is None:
                raise argparse.ArgumentTypeError(self._say(expected))
            return found

        return read


CLOCKS = t("a time is written as 08:20")
DATES = t("a date is written as 2026-09-01 or 01/09/2026")


def parse_clock(given: str) -> time | None:
    """Read a time, HH:MM."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", given)
    return time(int(match[1]), int(match[2])) if match else None


def parse_day(given: str) -> date | None:
    """Read a date, ISO or the day first."""
    from kiosk.exchange.cells import parse_date

    return parse_date(given.strip())
