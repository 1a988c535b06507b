"""The commands that load a school, and write the files to fill in for it."""

from __future__ import annotations

from kiosk.commands.command import (
    DAY,
    DRY_RUN,
    FILE_WINS,
    RENAMED_PERSON,
    RENAMED_SESSION,
    SHEET,
    Command,
)
from kiosk.text import t

# fmt: off
LOADING = (
    Command(
        "template", "", "kiosk template school FOLDER", {},
        t("Write files for you to fill in. Nothing that is there is written over."),
        usage="kiosk template (school|privacy) FOLDER [--sample] [--language CODE]",
        parts=(
            Command(
                "school", "templates:school", "kiosk template school FOLDER",
                t("workbooks to fill in: staff and programme"),
                t("Write staff.xlsx and programme.xlsx to a folder, with headings, notes,\n"
                  "drop-downs and a grey example in each sheet. Type over the examples: one\n"
                  "that you leave as it is isn't loaded."),
                {"FOLDER": t("where to write them; it is made if it isn't there"),
                 "--sample": t("filled in, with the sample school")},
            ),
            Command(
                "privacy", "templates:privacy", "kiosk template privacy FOLDER",
                t("papers on data protection to fill in"),
                t("Write a privacy notice, a data protection impact assessment and a page for\n"
                  "staff and their representatives, in English and in Welsh. They say what "
                  "the\nprogram does and keeps, and mark what you fill in."),
                {"FOLDER": t("where to write them; it is made if it isn't there")},
            ),
        ),
    ),
    Command(
        "load", "", "kiosk load staff staff.csv", {},
        t("Load your school's own files. If anything is wrong in them, all of it is listed\n"
          "and nothing is loaded. Loading again adds and updates: no one is added twice,\n"
          "and what a file leaves out stays. --dry-run shows what a load would do. Limits:\n"
          "50 MB (a workbook 200 MB when unpacked), 50,000 rows, ids of 64 characters, names\n"
          "of 200."),
        usage="kiosk load (staff|programme|invitations|choices) FILE [--data DIR]",
        parts=(
            Command(
                "staff", "load:staff", "kiosk load staff FILE",
                t("your staff, from a workbook or CSV file"),
                t("Load your staff, from a workbook (.xlsx, .xls, .ods) or a CSV file: the\n"
                  "columns forename, surname and role, and id if there is one. Of a workbook,\n"
                  "the sheet that fits is read. Macros and links in it are ignored.\n"
                  "What you say with --map, --role, --role-for-all and --day-hours is "
                  "remembered\nfor the next file."),
                {**SHEET, **DRY_RUN,
                 "--map HEADING=COLUMN": t("what a column is, “none” for nothing; once for each"),
                 "--role TITLE=ROLE": t("the role of a job title; once for each"),
                 "--role-for-all ROLE": t("the role of every title that isn't understood"),
                 "--day-hours HH:MM-HH:MM": t("a whole day's hours, where the file only names "
                                              "days, such as Wed-Fri"),
                 **FILE_WINS, "--renamed PERSON": RENAMED_PERSON},
            ),
            Command(
                "programme", "load:programme", "kiosk load programme PATH",
                t("your days, workshops, tracks and resources"),
                t("Load your programme: a workbook (.xlsx or .ods), as “kiosk template "
                  "school”\nwrites it; or a folder with school.toml, days.toml, tracks.toml,\n"
                  "workshops.csv and resources.csv, or one of these files. In a workbook, a\n"
                  "sheet “Timetable” may have a column for each slot, with cells such as\n"
                  "“Coaching, Room 12, Siân Jones, 12 max”."),
                {"PATH": t("the workbook, the folder or the file"), **DRY_RUN,
                 "--replace": t("remove what it leaves out of its days (listed first); "
                                "anything with a place or a mark stays"),
                 "--moved FROM=TO": t("a day whose date is different in the file"),
                 **FILE_WINS, "--renamed SESSION": RENAMED_SESSION},
            ),
            Command(
                "invitations", "load:invitations", "kiosk load invitations FILE",
                t("who is invited on a day they don't work"),
                t("Invite part-time staff to a day they don't work: a CSV file with "
                  "the columns\n"
                  "day, person, from, to, terms and agreed by. The terms are paid, "
                  "time off in\n"
                  "lieu or voluntary. They reply at the kiosk. No reply counts as no."),
                {**SHEET, **DRY_RUN},
            ),
            Command(
                "choices", "load:choices", "kiosk load choices FILE",
                t("choices made before the day, from a form's CSV file"),
                t("Load choices from a form: a CSV file with a column for the name, "
                  "staff code or\n"
                  "id, and the columns “First choice”, “Second choice” and so on, each with a\n"
                  "session's id, its title, or both. A grid works too: a column for "
                  "each session,\n"
                  "with 1, 2, 3 below it. Before a draw, choices are ranked; "
                  "otherwise it's first\n"
                  "come, first served, and people who have already chosen keep their "
                  "place. Good\n"
                  "answers are taken; the others are listed."),
                {"FILE": t("the CSV file, as the form exports it"), **DAY,
                 "--dates ORDER": t("dmy or mdy: the form's dates; default: found out"),
                 **DRY_RUN},
            ),
        ),
    ),
)
# fmt: on
