"""The table of commands: the parser, `kiosk --help` and each command's help are made from it."""

from __future__ import annotations

from kiosk.commands.command import (
    CHOICES,
    DAY,
    DAY_CHECK,
    FORMATS,
    PERSON,
    PREVIEW,
    SESSION,
    Command,
)
from kiosk.commands.follow_up_table import FOLLOW_UP
from kiosk.commands.loading_table import LOADING
from kiosk.commands.replanning_table import REPLANNING
from kiosk.text import Text, t

# fmt: off
KIOSK = Command(
    "", "open_screens:kiosk", "kiosk demo --at 10:55",
    {"kiosk": t("for your school; it helps you start the first time")},
    t("The INSET Kiosk: sign-in, workshops and attendance on a staff training day."),
    {"--version": t("show the version")},
    usage="kiosk [COMMAND …] [--data DIR] [--at HH:MM] [--language CODE]",
)

GROUPS: tuple[tuple[Text, tuple[Command, ...]], ...] = (
    (t("Open the kiosk"), (
        KIOSK,
        Command(
            "demo", "open_screens:demo", "kiosk demo --at 10:55",
            {"kiosk demo": t("with a sample school whose INSET day is today")},
            t("Open the kiosk with a sample school: an invented one whose INSET day is today.\n"
              "It has its own folder. Its clock starts at 08:20, and its PIN is on the screen."),
            {"--load-only": t("create the sample school and stop")},
        ),
        Command(
            "rehearse", "open_screens:rehearse", "kiosk rehearse --day 2026-09-01 --busy",
            {"kiosk rehearse": t("your school on its next INSET day; nothing is kept")},
            t("Open a copy of your school on an INSET day, to try everything out beforehand.\n"
              "Every screen says that it is a rehearsal. Nothing in it reaches your school, a\n"
              "printer or the second folder, and the copy is deleted at the end. Its clock\n"
              "starts at 08:20, and the PINs are your own."),
            {"--day DATE": t("the INSET day; default: the next one"),
             "--busy": t("people arrive and choose meanwhile")},
        ),
        Command(
            "talk", "talk:talk", "kiosk talk",
            {"kiosk talk": t("in plain lines, for a screen reader")},
            t("Sign in, hear your day and choose workshops in plain lines, one question after\n"
              "the other: for a screen reader, or a terminal that can show no more. It works\n"
              "beside an open kiosk. “bye”, or Ctrl and D, ends."),
        ),
    )),
    (t("Load your school"), LOADING),
    (t("When the day changes"), REPLANNING),
    (t("Catch-up"), FOLLOW_UP),
    (t("Without the screens"), (
        Command(
            "sign-in", "attend:sign_in", "kiosk sign-in SJO",
            t("sign someone in for the day"),
            t("Sign a person in for the day."),
            {**PERSON,
             "--day DATE": t("a past day, from a list on paper; default: today")},
        ),
        Command(
            "choose", "attend:choose", "kiosk choose SJO A3",
            t("take a place, or join the waiting list"),
            t("Take a place in a session for someone; if it's full, put them on its waiting\n"
              "list."),
            {**PERSON, **SESSION, **DAY_CHECK},
        ),
        Command(
            "draw", "lottery:draw_wishes", "kiosk draw 2026-09-01 --dry-run",
            t("draw a day's places by lot; --dry-run: just show it"),
            t("Draw a day's places by lot, and list what each person got and why. The kiosk\n"
              "does this by itself at the time set in days.toml, with the same result."),
            {"DAY": t("the INSET day"), **FORMATS,
             "--dry-run": t("show the result and change nothing, even before it's time")},
        ),
        Command(
            "absent", "attend:absent", "kiosk absent SJO",
            t("report someone absent; --undo: expect them again"),
            t("Report someone absent for a day or a part of it, as reception does. No reason is\n"
              "kept. Lists what is left undone: sessions without a leader, duties, induction."),
            {**PERSON, **DAY,
             "--from HH:MM": t("from when; default: the start of the day"),
             "--until HH:MM": t("until when; default: the end of the day"),
             "--undo --back": t("they are expected again")},
        ),
        Command(
            "mark", "attend:mark", "kiosk mark SJO A3 present",
            t("present, late, left, absent, released"),
            t("Mark someone in a session, as on the register. The last mark counts; the earlier\n"
              "ones are kept. Once the day is closed, say why with --correct. It then lists what\n"
              "no longer holds: certificates, catch-ups."),
            {**PERSON, **SESSION,
             "MARK": t("one of {marks}", marks=", ".join(CHOICES["MARK"])), **DAY_CHECK,
             "--correct REASON": t("why an earlier mark is corrected: one of {reasons}",
                                   reasons=", ".join(CHOICES["REASON"]))},
        ),
    )),
    (t("Leavers, double entries, and what is held on people"), (
        Command(
            "left", "people:left", "kiosk left BMO 2026-12-18",
            t("take someone off all lists; --back: put them back"),
            t("Take someone off all lists, counts and searches from a date. Their records\n"
              "stay. Their places on days to come go to the waiting lists."),
            {**PERSON,
             "[DATE]": t("the first day they are no longer here; default: today"),
             "--back": t("put them back on the lists from that date")},
        ),
        Command(
            "merge", "people:merge", "kiosk merge BMO2 BMO --dry-run",
            t("make two entries one person; --dry-run: just show it"),
            t("Make one person of two entries. The first entry's records move to the second,\n"
              "which keeps its own. From then on, the first id in a file means the second."),
            {"PERSON": t("the id of the entry that goes"),
             "INTO": t("the id of the one that stays"),
             **PREVIEW},
        ),
        Command(
            "export", "", "kiosk export person BMO bmo.json", {},
            t("Write your programme to a workbook, or what is held on someone to a file."),
            usage="kiosk export (person PERSON|programme) FILE [--data DIR]",
            parts=(
                Command(
                    "programme", "templates:export_programme",
                    "kiosk export programme programme.xlsx",
                    t("your programme, as a workbook to change and load"),
                    t("Write your settings, days, workshops, rooms, resources and induction to a\n"
                      "workbook. Change it in Excel or LibreOffice, then “kiosk load programme” "
                      "it\n"
                      "again. Loaded unchanged, it changes nothing."),
                    {"FILE": t("the new file to write")},
                ),
                Command(
                    "person", "people:export", "kiosk export person BMO bmo.json",
                    t("everything held on someone, as JSON"),
                    t("Write everything held on a person to a file: their own record, "
                      "what they chose\n"
                      "and attended, where others' records name them, and their history. "
                      "Only this\n"
                      "account can read the file. Feedback is not in it: it is anonymous."),
                    {**PERSON, "FILE": t("the new file to write")},
                ),
            ),
        ),
        Command(
            "erase", "people:erase", "kiosk erase BMO",
            t("remove everything held on someone; asks first"),
            t("Remove everything held on a person from every file and copy: their own records,\n"
              "and their name and id in other people's. It asks first and can't be undone. A\n"
              "certificate's number is never used again."),
            {**PERSON, "--yes": t("don't ask first (for scripts)")},
        ),
    )),
    (t("Look and print"), (
        Command(
            "people", "lists:people", "kiosk people --find sian",
            t("everyone, and who is on site"),
            t("List people, and who is on site."),
            {**DAY, **FORMATS, "--find TEXT": t("only people whose name matches"),
             "--left": t("people who have left")},
        ),
        Command(
            "sessions", "lists:sessions", "kiosk sessions --find hall",
            t("places, bookings and waiting lists"),
            t("List a day's sessions: places, bookings and waiting lists. In JSON and CSV the\n"
              "length of the waiting list is the column “queue”."),
            {**DAY, **FORMATS, "--find TEXT": t("only those whose room, title or leader matches")},
        ),
        Command(
            "attendance", "lists:attendance", "kiosk attendance --from-day 2026-09-01 --csv",
            t("who was in which session"),
            t("List who was in which session, by each person's last mark, and what they have\n"
              "caught up on or still have to. The figures for each session come at the end;\n"
              "people who weren't expected are counted separately. A list of several days\n"
              "never says who was absent, only what is still to do. It has names: give it to\n"
              "no one who doesn't need it."),
            {**DAY,
             "--from-day DATE": t("several days: from this one; default: the first"),
             "--to-day DATE": t("to this one; default: today"),
             "--everyone": t("people without a mark too, and who was not expected"),
             "--beyond-hours": t("instead: minutes attended beyond paid hours"),
             **FORMATS, "--xlsx FILE": t("as a workbook, in a new file")},
        ),
        Command(
            "figures", "lists:figures", "kiosk figures 2026-09-01 --csv",
            t("how many came and how many were required"),
            t("Give a day's figures, without names: by session, required training, role, what\n"
              "the day was for people, and national priority. Attendance counts only people\n"
              "who were required; training counts everyone who needs it. Groups of fewer than\n"
              "five people are not shown by themselves. For the head, governors and grants."),
            {"[DAY]": t("the INSET day; default: today"), **FORMATS},
        ),
        Command(
            "roll", "roll:roll", "kiosk roll --zone Upper",
            t("who is in now, and in which room: the roll call"),
            t("List who is in the building now, by room: where they should be, or were last\n"
              "seen. People who stay after their hours come first, then zone by zone, as in\n"
              "rooms.csv. Shows who is ticked off in a roll call under way, and the numbers\n"
              "for lunch."),
            {"--zone ZONE": t("only this part of the building"), **FORMATS},
        ),
        Command(
            "training", "lists:training", "kiosk training --csv",
            t("who has done a day's required training"),
            t("List everyone who needs a day's required training: done, still to come, missed,\n"
              "or not expected that day. People who don't work that day still need it, in\n"
              "their next paid hours."),
            {**DAY, **FORMATS},
        ),
        Command(
            "attention", "check:check", "kiosk attention 2026-09-01",
            t("what needs attention on the days to come"),
            t("List by name what needs attention: places outside people's hours, a room or\n"
              "leader in two places at once, leaders outside their hours, more people than\n"
              "places, sessions without a leader, catch-up or audience, slots no one is\n"
              "expected in, slots that overlap. Where the school works in two languages, also\n"
              "what has its text in one only. This is advice only: nothing is refused because\n"
              "of it."),
            {"[DAY]": t("the INSET day; default: all days to come"), **FORMATS},
            other_name="check",
        ),
        Command(
            "feedback", "feedback:feedback", "kiosk feedback --csv",
            t("what people said about a day's sessions"),
            t("List the feedback on a day's sessions, without names. It can be opened once the\n"
              "day is closed. Opening it stops any more replies, and deletes for good those on\n"
              "sessions with fewer than five."),
            {**DAY, **FORMATS, "--open": t("open it; asks first")},
            other_name="evaluations",
        ),
        Command(
            "print", "print_pages:print_pages", "kiosk print certificates --person SJO",
            {"print certificates": t("a page for each person who attended"),
             "print slips": t("what each person has to catch up on"),
             "print form": t("a form for choosing on paper before the day"),
             "print codes": t("a sheet of codes, to use the kiosk by scanner alone"),
             "print checklists": t("what to do a week before, on the day, and afterwards"),
             "print day": t("who was here, and who still has what to do"),
             "print sheet": t("a list from A to Z, to sign in on paper"),
             "print roll": t("who is in now, room by room, with boxes to tick")},
            t("Write a PDF: certificates for everyone who attended, slips for everyone with\n"
              "something to catch up on, the form for choosing before the day, the codes to\n"
              "hang beside the kiosk, so that it can be used by scanner alone, three lists to\n"
              "tick off: a week before the day, on it, and afterwards, the day on a page: who\n"
              "was here, who was not, who still has what to do; a list to sign on paper in\n"
              "place of the kiosk (F9, D and H type it in), or the roll call as it is now. A\n"
              "reprint keeps its certificates' numbers. Only this account can read the file."),
            {"WHAT": t("certificates, slips, form, codes, checklists, day, sheet or roll"),
             "--day DATE": t("the INSET day; default: today; before it, for form, codes, "
                             "checklists and sheet, the next one"),
             "--person PERSON": t("only for this person, by id"),
             "--new": t("of certificates and slips: what is new, or changed since the last time"),
             "--out DIR": t("where to write it; default: pages, in the data folder"),
             "--printer NAME": t("also print it, on this printer of the machine")},
        ),
    )),
    (t("Look back and undo"), (
        Command(
            "history", "looking_back:history", "kiosk history SJO",
            {"history": t("the latest changes, each with its number"),
             "history ID": t("what happened to a person, session or day")},
            t("List what was done, when and by whom. Without an id: the latest changes, newest\n"
              "first. With one: everything that affected a person, session, day or\n"
              "certificate, such as a place from the waiting list, a form or a draw, or a new\n"
              "room or time. “kiosk undo” takes the number of a change."),
            {"[ID]": t("a person's or session's id, a date, or a certificate's number"),
             **FORMATS},
        ),
        Command(
            "undo", "looking_back:undo", "kiosk undo 12",
            {"undo": t("undo the last load"),
             "undo N": t("undo the change with that number")},
            t("Undo the last load, or the change with this number in “kiosk history”, as a\n"
              "whole: everything goes back to how it was. It is refused, with the reason, if\n"
              "something has changed since or builds on it. This works until the last day it\n"
              "affects is closed; for what was done about catch-ups, until a day is closed\n"
              "again. An undo can be undone too."),
            {"[N]": t("its number in the history; default: the last load")},
        ),
    )),
    (t("Keep your data safe, and repair it"), (
        Command(
            "doctor", "doctor:doctor", "kiosk doctor",
            t("is this machine ready for the day?"),
            t("Check this machine before the day: window, colours, keys and scanner, disk,\n"
              "clock, the data folder and its copies, names that cannot be printed, printer.\n"
              "Each line says OK, “Look at this” or “Mend this”, and what to do. Run it in the\n"
              "terminal where the kiosk will run."),
            {"--json": t("as JSON, for a program")},
        ),
        Command(
            "backups", "backups:backups", "kiosk backups --to /media/stick --passphrase",
            t("list copies; set a second folder and a passphrase"),
            t("List the copies of the data: one a day, and one at the end of each day. They\n"
              "are in the data folder, and in a second folder if you set one, such as a USB\n"
              "stick."),
            {"--to DIR": t("copy to this folder too"),
             "--only-here": t("stop copying to a second folder; copies there stay"),
             "--passphrase": t("ask for a passphrase to encrypt the second folder's copies"),
             "--no-passphrase": t("stop encrypting"),
             "--now": t("make a copy now")},
        ),
        Command(
            "repair", "repair:repair", "kiosk repair",
            t("repair damaged data from all there is in the folder"),
            t("Repair damaged data from the journals, the archive and the copies, including\n"
              "those in the second folder. The damaged files are kept, with a report of what\n"
              "came from where and what is missing."),
        ),
        Command(
            "restore", "repair:restore", "kiosk restore attendance-2026-09-01.json",
            t("go back to a copy from attendance.backups"),
            t("Go back to a copy of the data; “kiosk backups” lists them. It asks for the\n"
              "passphrase of an encrypted copy. The data you have now is kept."),
            {"FILE": t("the copy"),
             "--with-later": t("with the changes made after it, as far as they are complete")},
        ),
    )),
)
# fmt: on
"""Every command, below the headings of `kiosk --help`."""
