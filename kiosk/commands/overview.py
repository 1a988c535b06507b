"""The commands at a glance, for `kiosk --help`."""

from __future__ import annotations

from kiosk.language import Language
from kiosk.system.log import FILE
from kiosk.text import Text, t

COLUMN = 28
"""Where the second column begins."""

COMMANDS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (
        t("Open the kiosk"),
        (
            ("kiosk", t("on your school; the first time it says what to do")),
            ("kiosk demo", t("on a sample school with an INSET day today")),
        ),
    ),
    (
        t("Load your school"),
        (
            ("load staff FILE", t("your staff, from a CSV file")),
            ("load programme PATH", t("days, workshops, tracks and resources")),
            ("load invitations FILE", t("who is asked to come on a day not worked")),
            ("load choices FILE", t("wishes made before the day, from a form's CSV file")),
        ),
    ),
    (
        t("Without a screen"),
        (
            ("sign-in PERSON", t("sign somebody in for the day")),
            ("choose PERSON SESSION", t("take a place, or join the queue")),
            ("draw DAY", t("draw the wishes of a day; --dry-run: only show it")),
            ("mark PERSON SESSION MARK", t("present, late, left, absent, accounted")),
        ),
    ),
    (
        t("Look and print"),
        (
            ("people", t("everyone, and who is on site")),
            ("sessions", t("places, bookings and queues")),
            ("attendance", t("who was in which session")),
            ("print certificates", t("a page for each person who attended")),
            ("print slips", t("what each person has to catch up with")),
            ("print form", t("the form on which to choose before the day")),
            ("print codes", t("a sheet with which a scanner alone does all")),
            ("history PERSON|SESSION", t("what was done, when, where and by whom")),
        ),
    ),
    (
        t("Keep it safe, and if something is damaged"),
        (
            ("backups", t("the copies, a second folder for them, a passphrase")),
            ("repair", t("save what is good, and list what is missing")),
            ("restore FILE", t("go back to a copy, of those in attendance.backups")),
        ),
    ),
)


def overview(language: Language) -> str:
    """Return the commands, grouped, and an example."""
    lines: list[str] = []
    for heading, commands in COMMANDS:
        lines += [language.say(heading) + ":"]
        lines += [f"  {name:<{COLUMN - 2}}{language.say(about)}" for name, about in commands]
        lines += [""]
    log = t(
        "Errors inside the kiosk are noted in {file}, in the data folder: never names.", file=FILE
    )
    lines += [
        language.say(log),
        language.say(t("Each command's own help: {example}", example="kiosk people --help")),
        language.say(t("Example: {example}", example="kiosk demo --at 10:55")),
    ]
    return "\n".join(lines)
