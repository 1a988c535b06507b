"""Makes the command line's parser and help from the table.

It loads argparse and texts only, so that `kiosk --help` stays fast.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from kiosk import __version__
from kiosk.commands.command import CHOICES, COMMON, EXCLUSIVE, OLD_WORDS, REPEATED, Command
from kiosk.commands.table import GROUPS, KIOSK
from kiosk.errors import KioskError
from kiosk.language import Language
from kiosk.system.log import FILE
from kiosk.text import Text, n_, t

if TYPE_CHECKING:
    from kiosk.rules.model.records import Window

COLUMN = 28
"""Where the second column of the overview begins."""


class WrongUsage(KioskError):
    """The command line is not one of those that there are."""

    is_fault = False


LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a terminal says its language; the first that does so counts."""


def language_code(arguments: list[str], environ: Mapping[str, str]) -> str:
    """Return the language to speak, `en` or `cy`: that of `--language`, else the terminal's.

    It is needed before the arguments are read, as their help is in it.
    """
    option = "--language"
    given = ""
    for place, word in enumerate(arguments):
        if word == option:
            given = "".join(arguments[place + 1 : place + 2])
        elif word.startswith(f"{option}="):
            given = word.removeprefix(f"{option}=")
    wanted = given or next(filter(None, map(environ.get, LOCALES)), "")
    return "cy" if re.match(r"cy\b|cy_", wanted) else "en"


def read_arguments(arguments: list[str], language: Language) -> argparse.Namespace:
    """Return the options, the name of the `command` (blank: `kiosk` alone), and what it `runs`.

    Raises:
        WrongUsage: they are not what the commands take.
        SystemExit: help or the version was shown.
    """
    parser = _Parser(KIOSK, "kiosk", overview(language), language)
    commands = (command for _, group in GROUPS for command in group if command is not KIOSK)
    parser.add_commands(commands, "COMMAND", required=False)
    with _argparse_in(language):
        return parser.parse_args(arguments)


ARGPARSE = (
    n_("argument %(argument_name)s: %(message)s"),
    n_("expected one argument"),
    n_("ignored explicit argument %r"),
    n_("invalid choice: %(value)r (choose from %(choices)s)"),
    n_("not allowed with argument %s"),
    n_("the following arguments are required: %s"),
    n_("unrecognized arguments: %s"),
)
"""What argparse itself says, which it looks up by the name `_`."""


@contextmanager
def _argparse_in(language: Language) -> Iterator[None]:
    """Let argparse say its own words in a language, which there is no other way to give it."""
    names = vars(argparse)
    before = names["_"]
    names["_"] = lambda words: language.say(Text(words)) if words in ARGPARSE else before(words)
    try:
        yield
    finally:
        names["_"] = before


def overview(language: Language) -> str:
    """Return the commands, grouped, and an example."""
    lines: list[str] = []
    for heading, commands in GROUPS:
        rows = [row for command in commands for row in _summaries(command)]
        lines += [language.say(heading) + ":"]
        lines += [f"  {name:<{COLUMN - 3}} {language.say(about)}" for name, about in rows]
        lines += [""]
    log = t("Errors are logged in {file}, in the data folder, without names.", file=FILE)
    lines += [
        language.say(log),
        language.say(t("Help with one command: {example}", example="kiosk people --help")),
        language.say(t("Example: {example}", example=KIOSK.example)),
    ]
    return "\n".join(lines)


def _summaries(command: Command, before: str = "") -> Iterator[tuple[str, Text]]:
    """Yield a command's lines in the overview, and those of its parts."""
    name = f"{before}{command.name}"
    if isinstance(command.summary, Text):
        words = (one for one in command.arguments if not one.startswith("-"))
        yield " ".join((name, *words)), command.summary
    else:
        yield from command.summary.items()
    for part in command.parts:
        yield from _summaries(part, f"{name} ")


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Lays help out as argparse does, with the word "Usage" in a language."""

    def __init__(self, language: Language, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=79)
        self._language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        words = self._language.say(t("Usage: ")) if prefix is None else prefix
        super().add_usage(usage, actions, groups, words)


class _Parser(argparse.ArgumentParser):
    """The parser of one command; it says in one line what is wrong, and where the help is."""

    def __init__(
        self, command: Command, prog: str, epilog: str, language: Language, **settings: Any
    ) -> None:
        super().__init__(
            prog,
            command.usage or None,
            language.say(command.about),
            epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=partial(_HelpFormatter, language),
            **settings,  # what argparse gives the parsers of commands, as of Python 3.14 colours
        )
        self._say = language.say
        self._language = language
        self._groups: dict[tuple[str, ...], Any] = {}
        self.set_defaults(command=command.name, runs=command.runs)
        if any(not spec.startswith("-") for spec in command.arguments):
            self._groups["words",] = self.add_argument_group(self._say(t("You give")))
        self._groups["options",] = self.add_argument_group(self._say(t("Options")))
        for spec, about in command.arguments.items():
            self._add(spec, about, None)
        for spec, about in COMMON.items():
            # a command's own default would undo what was given before its name
            self._add(spec, about, argparse.SUPPRESS if command.name else None)

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(
            t("{message}. For help: {command} --help", message=message, command=self.prog)
        )

    def add_commands(self, commands: Iterable[Command], metavar: str, *, required: bool) -> None:
        """Add the commands that may follow, each with its parser."""
        # without `prog` argparse would make the commands' own from this parser's `usage`
        below = self.add_subparsers(
            prog=self.prog, metavar=metavar, required=required, help=argparse.SUPPRESS
        )
        for command in commands:
            ending = self._say(t("Example: {example}", example=command.example))
            if command.other_name:
                other = t("Also works: kiosk {name}", name=command.other_name)
                ending = f"{ending}\n{self._say(other)}"
            parser: _Parser = below.add_parser(
                command.name,
                aliases=[command.other_name] if command.other_name else [],
                command=command,
                epilog=ending,
                language=self._language,
            )
            if command.parts:
                names = "|".join(part.name for part in command.parts)
                parser.add_commands(command.parts, names, required=True)

    def _add(self, spec: str, about: Text, default: str | None) -> None:
        """Add an argument as `Command.arguments` writes it."""
        names = [part for part in spec.split() if part.startswith("-")]
        value = "" if spec.split()[-1] in names else spec.split()[-1].strip("[]")
        settings: dict[str, Any] = {"help": self._say(about)}
        if "--help" in names:
            settings["action"] = "help"
        elif "--version" in names:
            settings |= {"action": "version", "version": f"kiosk {__version__}"}
        elif not value:
            settings["action"] = "store_true"
        else:
            settings |= {"metavar": value, "choices": CHOICES.get(value)}
            if value in CHOICES:
                settings["type"] = lambda given: OLD_WORDS.get(given, given)
            if names and names[0] in REPEATED:
                settings["action"] = "append"
            if value in READERS:
                settings["type"] = partial(_read, *READERS[value], self._language)
        if spec.startswith("["):
            settings["nargs"] = "?"
        if not names:
            self._groups["words",].add_argument(value.lower(), **settings)
            return
        if value:
            settings["default"] = default
        self._group_of(names[0]).add_argument(*names, **settings)

    def _group_of(self, name: str) -> Any:
        key = next((several for several in EXCLUSIVE if name in several), ("options",))
        if key not in self._groups:
            self._groups[key] = self._groups["options",].add_mutually_exclusive_group()
        return self._groups[key]


# -- values -----------------------------------------------------------------------------------


def parse_clock(given: str) -> time | None:
    """Read a time, HH:MM."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", given)
    return time(int(match[1]), int(match[2])) if match else None


def parse_day(given: str) -> date | None:
    """Read a date, ISO or the day first."""
    # most commands are given no date, and what this loads would slow them down
    from kiosk.exchange.cells import parse_date

    return parse_date(given.strip())


def parse_number(given: str) -> int | None:
    """Read a number, in the digits of English."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else None


def parse_move(given: str) -> tuple[date, date] | None:
    """Read two dates, FROM=TO."""
    old, _, new = given.partition("=")
    before, after = parse_day(old), parse_day(new)
    return None if before is None or after is None else (before, after)


def parse_role(given: str) -> tuple[str, str] | None:
    """Read TITLE=ROLE; the title may have = in it."""
    title, _, role = given.rpartition("=")
    known = {one.casefold(): one for one in CHOICES["ROLE"]}
    found = known.get(role.strip().casefold())
    return (title, found) if title.strip() and found else None


def parse_mapped(given: str) -> tuple[str, str] | None:
    """Read HEADING=COLUMN; the column "none" is none: the heading is left out."""
    # most commands map nothing, and what this loads would slow them down
    from kiosk.exchange.staff import ALIASES

    heading, _, column = given.rpartition("=")
    column = column.strip().casefold().replace(" ", "_")
    if not heading.strip() or column not in (*ALIASES, "none"):
        return None
    return heading, "" if column == "none" else column


def parse_hours(given: str) -> Window | None:
    """Read hours, 08:30-15:30."""
    from kiosk.exchange.cells import parse_window

    return parse_window(given)


Value: TypeAlias = "time | date | int | tuple[date, date] | tuple[str, str] | Window"
Parse = Callable[[str], "Value | None"]
A_DAY: tuple[Parse, Text] = (parse_day, t("write a date as 2026-09-01 or 01/09/2026"))
A_CLOCK: tuple[Parse, Text] = (parse_clock, t("write a time as 08:20"))
A_NUMBER: tuple[Parse, Text] = (parse_number, t("write a number as 12"))
A_MOVE: tuple[Parse, Text] = (parse_move, t("write two dates as 2026-09-01=2026-09-08"))
A_ROLE: tuple[Parse, Text] = (
    parse_role,
    t("write a job title and its role as “{example}”, the role one of: {roles}",
      example="Lead Practitioner=teacher", roles=", ".join(CHOICES["ROLE"])),
)  # fmt: skip
A_COLUMN: tuple[Parse, Text] = (
    parse_mapped,
    t("write a heading and its column as “{example}”. Columns: {columns} …",
      example="Post held=role",
      columns="none, id, name, forename, surname, role, staff_code, department, fte, days, mon"),
)  # fmt: skip
THE_HOURS: tuple[Parse, Text] = (parse_hours, t("write hours as 08:30-15:30"))
READERS = {
    "N": A_NUMBER, "MINUTES": A_NUMBER,
    "DAY": A_DAY, "DATE": A_DAY, "FROM": A_DAY, "TO": A_DAY, "HH:MM": A_CLOCK,
    "FROM=TO": A_MOVE, "TITLE=ROLE": A_ROLE, "HEADING=COLUMN": A_COLUMN, "HH:MM-HH:MM": THE_HOURS,
}  # fmt: skip
"""How a value is read that is not kept as typed, by its name in the table; and what to expect."""


def _read(parse: Parse, expected: Text, language: Language, given: str) -> Value:
    value = parse(given)
    if value is None:
        raise argparse.ArgumentTypeError(language.say(expected))
    return value
