"""The table of commands: the parser, `kiosk --help` and each command's help are made from it."""

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


# the marks of `MarkState`: importing the rules for them would slow every command down
CHOICES = {
    "MARK": ("present", "late", "left", "absent", "released"),
    "ORDER": ("dmy", "mdy"),
    "WHAT": ("certificates", "slips", "form", "codes", "checklists"),
}
"""The words that some arguments are one of."""

EXCLUSIVE = (("--csv", "--json"), ("--to", "--only-here"), ("--passphrase", "--no-passphrase"))
"""Options of which only one may be given."""

COMMON = {
    "--data DIR": t("the data folder; default: KIOSK_DATA, else this account's own"),
    "--at HH:MM": t("let the clock show this time of today"),
    "-h --help": t("show this help"),
}
"""The options of every command. `--data` and `--at` may also stand before its name."""

PERSON = {"PERSON": t("the person's id, as in the staff file")}
SESSION = {"SESSION": t("the session's id, as in the programme")}
SHEET = {"FILE": t("the CSV file, as your spreadsheet saves it")}
DAY = {"--day DATE": t("the INSET day; default: today")}
DRY_RUN = {"--dry-run": t("change nothing: only show what it would do")}
REPEATED = ("--renamed",)
"""Options that may be given several times."""

FILE_WINS = {
    "--file-wins": t("take the file's values, also where one was changed here since the last load")
}
RENAMED_PERSON = t("this person's name is new: it is the same person; once for each")
RENAMED_SESSION = t("this session's title is new: who has a place in it keeps it; once for each")
DAY_CHECK = {"--day DATE": t("refuse a session of another day")}
FORMATS = {"--csv": t("as CSV, for a spreadsheet"), "--json": t("as JSON, for a program")}

# fmt: off
KIOSK = Command(
    "", "open_screens:kiosk", "kiosk demo --at 10:55",
    {"kiosk": t("on your school; the first time it says what to do")},
    t("The INSET Kiosk: sign-in, workshops and attendance on a staff training day."),
    {"--version": t("show the version")},
    usage="kiosk [COMMAND …] [--data DIR] [--at HH:MM]",
)

GROUPS: tuple[tuple[Text, tuple[Command, ...]], ...] = (
    (t("Open the kiosk"), (
        KIOSK,
        Command(
            "demo", "open_screens:demo", "kiosk demo --at 10:55",
            {"kiosk demo": t("on a sample school with an INSET day today")},
            t("Open the kiosk on a sample school: an invented one with an INSET day today. It\n"
              "lies in a folder of its own. Its clock starts at 08:20, and its PIN is shown."),
            {"--load-only": t("lay the school in its folder and end")},
        ),
        Command(
            "talk", "talk:talk", "kiosk talk",
            {"kiosk talk": t("in plain lines, for a screen reader")},
            t("Sign in, hear your day and choose workshops in plain lines, one question after\n"
              "the other: for a screen reader, or a terminal that can show no more. It works\n"
              "beside an open kiosk. “bye”, or Ctrl and D, ends."),
        ),
    )),
    (t("Load your school"), (
        Command(
            "load", "", "kiosk load staff staff.csv", {},
            t("Load your school's own files. What is wrong in them is listed all at once, and\n"
              "then nothing is loaded. Loading again adds and updates: nobody is entered twice,\n"
              "and what a file leaves out stays. --dry-run shows first what a load would do.\n"
              "A file may have 50 MB and 50,000 rows, an id 64 and a name 200 characters."),
            usage="kiosk load (staff|programme|invitations|choices) FILE [--data DIR]",
            parts=(
                Command(
                    "staff", "load:staff", "kiosk load staff FILE",
                    t("your staff, from a CSV file"),
                    t("Load your staff: a CSV file with the columns id, forename, surname and "
                      "role."),
                    {**SHEET, **DRY_RUN, **FILE_WINS, "--renamed PERSON": RENAMED_PERSON},
                ),
                Command(
                    "programme", "load:programme", "kiosk load programme PATH",
                    t("days, workshops, tracks and resources"),
                    t("Load your programme: a folder with school.toml, days.toml, tracks.toml,\n"
                      "workshops.csv and resources.csv, or one of these files."),
                    {"PATH": t("the folder or the file"), **DRY_RUN,
                     "--replace": t("take away what it leaves out of its days, listed first; "
                                    "what has a place or a mark stays"),
                     "--moved FROM=TO": t("a day that is on another date in it"),
                     **FILE_WINS, "--renamed SESSION": RENAMED_SESSION},
                ),
                Command(
                    "invitations", "load:invitations", "kiosk load invitations FILE",
                    t("who is asked to come on a day not worked"),
                    t("Invite part-time staff to a day on which they cannot be required: a CSV "
                      "file\nwith the columns day, person, from, to, terms and agreed by. The "
                      "terms are\npaid, time off in lieu or voluntary. They answer at the kiosk, "
                      "or not at all."),
                    {**SHEET, **DRY_RUN},
                ),
                Command(
                    "choices", "load:choices", "kiosk load choices FILE",
                    t("wishes made before the day, from a form's CSV file"),
                    t("Load what people wished on a form: a CSV file with a column for the name, "
                      "staff\ncode or id, and the columns “First choice”, “Second choice” and so "
                      "on, each with\na session's id, its title, or both. Before a draw these are "
                      "wishes; otherwise\nwhoever answered first is served first, and who has "
                      "chosen already keeps it.\nA grid is read as well: a column for each "
                      "session, with 1, 2, 3 below it. Good\nanswers are taken and the others "
                      "listed."),
                    {"FILE": t("the CSV file, as the form exports it"), **DAY,
                     "--dates ORDER": t("dmy or mdy: how the form writes dates; else found out"),
                     **DRY_RUN},
                ),
            ),
        ),
    )),
    (t("Without a screen"), (
        Command(
            "sign-in", "attend:sign_in", "kiosk sign-in SJO",
            t("sign somebody in for the day"),
            t("Sign a person in for the day."),
            {**PERSON,
             "--day DATE": t("a day that is past, from a list on paper; default: today")},
        ),
        Command(
            "choose", "attend:choose", "kiosk choose SJO A3",
            t("take a place, or join the queue"),
            t("Take a place in a session for a person; if it is full, a place in its queue."),
            {**PERSON, **SESSION, **DAY_CHECK},
        ),
        Command(
            "cancel", "cancel:cancel", "kiosk cancel A3 --dry-run",
            t("cancel a session; --dry-run: only show it"),
            t("Cancel a session. Nobody can book it any more; whoever had a place falls\n"
              "to the next wish, or is asked to choose at the next sign-in. It stays readable\n"
              "as cancelled, and nobody is absent from it. What becomes of everybody is listed\n"
              "by name."),
            {**SESSION, **DAY_CHECK, "--dry-run": t("change nothing; tell what would happen")},
        ),
        Command(
            "move-day", "cancel:move_day", "kiosk move-day 2027-01-20 2027-01-27 --dry-run",
            t("put a day on another date"),
            t("Put an INSET day on another date, until somebody has arrived. Its sessions keep\n"
              "their ids, and with them places and waiting lists. Whom it touches is told, and\n"
              "listed."),
            {"FROM": t("the date it has"), "TO": t("the date it gets"), **DRY_RUN},
        ),
        Command(
            "cancel-day", "cancel:cancel_day", "kiosk cancel-day 2027-01-20 --dry-run",
            t("cancel a day"),
            t("Cancel an INSET day. One in which nobody has a place or a wish is removed; else\n"
              "it stays readable as cancelled, and everybody whom it touches is told."),
            {"DAY": t("the INSET day"), **DRY_RUN},
        ),
        Command(
            "draw", "lottery:draw_wishes", "kiosk draw 2026-09-01 --dry-run",
            t("draw the wishes of a day; --dry-run: only show it"),
            t("Draw the wishes of a day, and tell what each person got and why. The open kiosk\n"
              "does it by itself at the moment that days.toml names; the result is the same."),
            {"DAY": t("the INSET day"), **FORMATS,
             "--dry-run": t("change nothing; works before the moment of the draw, too")},
        ),
        Command(
            "mark", "attend:mark", "kiosk mark SJO A3 present",
            t("present, late, left, absent, released"),
            t("Mark a person in a session, as the professional tutor does; the last mark counts."),
            {**PERSON, **SESSION,
             "MARK": t("one of {marks}", marks=", ".join(CHOICES["MARK"])), **DAY_CHECK},
        ),
    )),
    (t("People who leave, come twice or ask what is held"), (
        Command(
            "left", "people:left", "kiosk left BMO 2026-12-18",
            t("off all lists from a date on; --back: here again"),
            t("Take somebody off all lists, counts and searches from a date on. What is recorded\n"
              "of them stays, and places they had in days to come go to whoever waits."),
            {**PERSON,
             "[DATE]": t("the first day on which they are not here; default: today"),
             "--back": t("they are here again, from that date on")},
        ),
        Command(
            "merge", "people:merge", "kiosk merge BMO2 BMO --dry-run",
            t("two entries are one person; --dry-run: only show it"),
            t("Make one person of two entries. What is recorded of the first moves to the\n"
              "second, whose own records stay, and whoever named the first names the second. In\n"
              "a file the first id means the second from then on."),
            {"PERSON": t("the id of the entry that goes"),
             "INTO": t("the id of the one that stays"),
             "--dry-run": t("change nothing; tell what would happen")},
        ),
        Command(
            "export", "", "kiosk export person BMO bmo.json", {},
            t("Write what is held to a file, to be given to whom it is about."),
            usage="kiosk export person PERSON FILE [--data DIR]",
            parts=(
                Command(
                    "person", "people:export", "kiosk export person BMO bmo.json",
                    t("all that is held on somebody, as JSON"),
                    t("Write all that is held on a person to a file: their own record, what they "
                      "chose\nand attended, where others' records name them, and their history. "
                      "Only this\naccount can read the file. Replies about sessions are not in it: "
                      "nothing tells\nwhose they are."),
                    {**PERSON, "FILE": t("the file to write; it may not be there yet")},
                ),
            ),
        ),
        Command(
            "erase", "people:erase", "kiosk erase BMO",
            t("remove all that is held on somebody; asks first"),
            t("Remove all that is held on a person from every file and copy: what they did, and\n"
              "their name and id wherever others' records name them. It asks first, and cannot\n"
              "be undone. A certificate's number is not given again."),
            {**PERSON, "--yes": t("do not ask: for a script")},
        ),
    )),
    (t("Look and print"), (
        Command(
            "people", "lists:people", "kiosk people --find sian",
            t("everyone, and who is on site"),
            t("List people, and who is on site."),
            {**DAY, **FORMATS, "--find TEXT": t("only those whose name fits"),
             "--left": t("those who have left")},
        ),
        Command(
            "sessions", "lists:sessions", "kiosk sessions --json",
            t("places, bookings and queues"),
            t("List the sessions of a day: places, bookings and queues."),
            {**DAY, **FORMATS},
        ),
        Command(
            "attendance", "lists:attendance", "kiosk attendance --csv",
            t("who was in which session"),
            t("List who was in which session: of each person's marks the last. At the end stand\n"
              "the figures of each session; who was not expected there is counted apart."),
            {**DAY, **FORMATS},
        ),
        Command(
            "training", "lists:training", "kiosk training --csv",
            t("who has done the required training of a day"),
            t("List everyone whom the required training of a day names, and how far they are:\n"
              "done, still to come, missed, or not expected that day. Whoever does not work\n"
              "that day owes it all the same, in their next paid hours."),
            {**DAY, **FORMATS},
        ),
        Command(
            "check", "check:check", "kiosk check 2026-09-01",
            t("what does not fit on the coming days"),
            t("List by name what does not fit on a day: places outside their holders' hours, a\n"
              "room or a leader twice at once, leaders outside their hours, more booked than\n"
              "places, sessions without a leader, a catch-up or an audience, slots to which\n"
              "nobody is due, slots that overlap. It is advice: nothing is refused for it."),
            {"[DAY]": t("the INSET day; default: all coming days"), **FORMATS},
        ),
        Command(
            "print", "print_pages:print_pages", "kiosk print certificates --person SJO",
            {"print certificates": t("a page for each person who attended"),
             "print slips": t("what each person has to catch up with"),
             "print form": t("the form on which to choose before the day"),
             "print codes": t("a sheet with which a scanner alone does all"),
             "print checklists": t("what to do a week before, on the day, afterwards")},
            t("Write a PDF of certificates, for all who attended, of slips, for all who have\n"
              "something to catch up with, of the form on which to choose before the day, of\n"
              "the codes that hang beside the kiosk, with which a scanner alone does all of it,\n"
              "or of three lists to tick off: a week before the day, on it, and afterwards.\n"
              "A reprint keeps its certificates' numbers. Only this account can read the file."),
            {"WHAT": t("certificates, slips, form, codes or checklists"), **DAY,
             "--person PERSON": t("only for this person, by id"),
             "--out DIR": t("where to write it; default: pages, in the data folder")},
        ),
    )),
    (t("Look back, and undo"), (
        Command(
            "history", "looking_back:history", "kiosk history SJO",
            {"history": t("the latest decisions, each with its number"),
             "history ID": t("what was done to a person, session or day")},
            t("Tell what was done, when, by whom and through what. Without an id: the latest\n"
              "decisions, the newest first. With one: all that touched a person, a session, a\n"
              "day or a certificate, whoever did it: a place that came from the waiting list, a\n"
              "form or a draw, and another room or time. Numbers are those of “kiosk undo”."),
            {"[ID]": t("a person's or session's id, a date, or a certificate's number"),
             **FORMATS},
        ),
        Command(
            "undo", "looking_back:undo", "kiosk undo 12",
            {"undo": t("take the last load back"),
             "undo N": t("take the decision of that number back")},
            t("Take a decision back as a whole: the last load, or the one that “kiosk history”\n"
              "lists under a number. Everything it wrote is as it stood before. It is refused,\n"
              "and says why, if any of that was changed since, or something new refers to it.\n"
              "What stood before is kept until the last day that it touches is closed. An undo\n"
              "is a decision too, and can be undone."),
            {"[N]": t("its number in the history; default: the last load")},
        ),
    )),
    (t("Keep it safe, and if something is damaged"), (
        Command(
            "backups", "backups:backups", "kiosk backups --to /media/stick --passphrase",
            t("the copies, a second folder for them, a passphrase"),
            t("List the copies of the data: one a day, and one at a day's end. They lie in the\n"
              "data folder, and in a second folder where one is set, such as a USB stick."),
            {"--to DIR": t("copy to this folder too"),
             "--only-here": t("copy to no second folder; what is there stays"),
             "--passphrase": t("ask for a passphrase; what leaves for the second folder is "
                               "encrypted with it"),
             "--no-passphrase": t("encrypt no longer"),
             "--now": t("make a copy at once")},
        ),
        Command(
            "repair", "repair:repair", "kiosk repair",
            t("mend damaged data from everything the folder holds"),
            t("Put damaged data back together: from the journals, the archive and the copies,\n"
              "those in the second folder too. The damaged files are kept aside, with a report\n"
              "of what came from where and of what is missing."),
        ),
        Command(
            "restore", "repair:restore", "kiosk restore attendance-2026-09-01.json",
            t("go back to a copy, of those in attendance.backups"),
            t("Go back to a copy of the data; “kiosk backups” lists them. For one that is\n"
              "encrypted, its passphrase is asked. What is there now is kept."),
            {"FILE": t("the copy"),
             "--with-later": t("with the changes after the copy, as far as none is missing")},
        ),
    )),
)
# fmt: on
"""Every command, below the headings of `kiosk --help`."""
