"""What a command of the command line is, and the arguments that several of them take."""

from __future__ import annotations

import msgspec

from kiosk.text import Text, t


class Command(msgspec.Struct, frozen=True):
    """One command: how it is called and explained, and what carries it out."""

    name: str
    """Blank: `kiosk` alone."""
    runs: str
    """The function that takes a `CommandContext`, as `module:function` within this package."""
    example: str
    summary: Text | dict[str, Text]
    """Its line in `kiosk --help`; or the lines, by what stands on the left."""
    about: Text
    """The description in its own help."""
    arguments: dict[str, Text] = {}
    """What follows it: `PERSON` must be given; `[DATE]`, `--csv` or `--find TEXT` may be."""
    usage: str = ""
    """Blank: what argparse makes of the arguments."""
    parts: tuple[Command, ...] = ()
    """Commands that follow this one's name, such as `staff` after `load`."""
    other_name: str = ""
    """An older word for it, which works as well; blank: none."""


# those of `MarkState` and `Correction`: importing the rules would slow every command down
CHOICES = {
    "MARK": ("present", "late", "left", "absent", "released"),
    "REASON": ("wrong-person", "by-mistake", "register-late", "done-elsewhere"),
    "ORDER": ("dmy", "mdy"),
    "ROLE": ("teacher", "TA", "leader", "support", "supply", "visitor"),
    "WHAT": ("certificates", "slips", "form", "codes", "checklists", "roll", "sheet", "day"),
    "CODE": ("en", "cy"),
}
"""The words that some arguments are one of."""

OLD_WORDS = {"accounted": "released"}
"""Words that such arguments took before, which still work."""

EXCLUSIVE = (
    ("--csv", "--json", "--xlsx"),
    ("--to", "--only-here"),
    ("--passphrase", "--no-passphrase"),
)
"""Options of which only one may be given."""

COMMON = {
    "--data DIR": t("the data folder; default: KIOSK_DATA, else this account's own"),
    "--at HH:MM": t("set the clock to this time today"),
    "--language CODE": t("en: English, cy: Welsh; default: as your terminal is set (LANG)"),
    "-h --help": t("show this help"),
}
"""The options of every command. They may also stand before its name."""

PERSON = {"PERSON": t("the person's id, as in the staff file")}
SESSION = {"SESSION": t("the session's id, as in the programme")}
SHEET = {"FILE": t("the workbook (.xlsx, .xls, .ods) or CSV file")}
DAY = {"--day DATE": t("the INSET day; default: today")}
DRY_RUN = {"--dry-run": t("show what it would do, and change nothing")}
PREVIEW = {**DRY_RUN, "--json": t("as JSON, for a program")}
REPEATED = ("--renamed", "--leader", "--map", "--role")
"""Options that may be given several times."""

FILE_WINS = {
    "--file-wins": t("take the file's values, even where one was changed here since the last load")
}
RENAMED_PERSON = t("same person, new name; once for each")
RENAMED_SESSION = t("same session, new title: people keep their places; once for each")
DAY_CHECK = {"--day DATE": t("refuse a session on another day")}
FORMATS = {"--csv": t("as CSV, for a spreadsheet"), "--json": t("as JSON, for a program")}
