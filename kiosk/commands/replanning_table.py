"""The commands by which a tutor changes what is planned."""

from __future__ import annotations

from kiosk.commands.command import DAY, DAY_CHECK, PREVIEW, SESSION, Command
from kiosk.text import t

# fmt: off
REPLANNING = (
    Command(
        "change", "replan:change", "kiosk change A3 --places 24 --dry-run",
        t("another room, time or leader for a session"),
        t("Change a session: its room, its time within its slot, who leads it, or how many\n"
          "places it has. Nobody loses a place. Everybody concerned is told at the kiosk.\n"
          "Lists first what no longer fits."),
        {**SESSION, **DAY_CHECK, "--room ROOM": t("where it is"),
         "--start HH:MM": t("when it begins"),
         "--end HH:MM": t("when it ends"),
         "--leader PERSON": t("who leads it, by id; once for each"),
         "--places N": t("how many places it has"),
         "--keep-back N": t("how many of them no one can take; 0 gives all out"), **PREVIEW},
    ),
    Command(
        "cancel", "cancel:cancel", "kiosk cancel A3 --dry-run",
        t("cancel a session; --dry-run: just show it"),
        t("Cancel a session. It can no longer be booked. People with a place get their\n"
          "next choice, or are asked to choose at their next sign-in. It still shows as\n"
          "cancelled, and no one counts as absent from it. Lists by name what happens to\n"
          "everyone."),
        {**SESSION, **DAY_CHECK, **PREVIEW},
    ),
    Command(
        "add-session", "replan:add_session", "kiosk add-session W3 --slot S2 --dry-run",
        t("give a workshop once more"),
        t("Add a session of a workshop to a slot where people choose. Room, leader and\n"
          "places are those of its other session where these are free."),
        {"WORKSHOP": t("the workshop's id, as in the programme"),
         "--slot SLOT": t("the slot's id, as in the programme"), **DAY,
         "--room ROOM": t("where it is"),
         "--leader PERSON": t("who leads it, by id; once for each"),
         "--places N": t("how many places it has"), **PREVIEW},
    ),
    Command(
        "shift", "replan:shift", "kiosk shift 2026-09-01 S2 20 --dry-run",
        t("let a slot begin later, and all that follow"),
        t("Let a slot begin later, and all that follow it. Lunch keeps its time: the last\n"
          "slot before it gets shorter. Marks already made stay."),
        {"DAY": t("the INSET day"), "SLOT": t("the slot's id, as in the programme"),
         "MINUTES": t("by how many minutes"),
         "--alone": t("this slot only"), "--move-lunch": t("lunch and the afternoon as well"),
         "--keep-end": t("the day ends when it was to end"), **PREVIEW},
    ),
    Command(
        "choosing", "replan:choosing", "kiosk choosing 2026-09-01 S2 11:05",
        t("open or close a slot's choices"),
        t("Open or close the choices of one slot, whatever the day's own times are, or set\n"
          "until when people can choose."),
        {"DAY": t("the INSET day"), "SLOT": t("the slot's id, as in the programme"),
         "WHEN": t("one of {words}, or a time such as 11:05", words="open, close"), **PREVIEW},
    ),
    Command(
        "notice", "replan:notice", "kiosk notice TEXT --until 12:30",
        t("a line on Welcome and the board"),
        t("Put a line of yours on Welcome and the board, in place of the one before. Without\n"
          "a text it is taken down."),
        {"[TEXT]": t("the line; without it the notice is taken down"),
         "--until HH:MM": t("when it goes; default: the end of the day"), **DAY, **PREVIEW},
    ),
    Command(
        "move-day", "cancel:move_day", "kiosk move-day 2027-01-20 2027-01-27 --dry-run",
        t("move a day to another date"),
        t("Move an INSET day to another date, as long as no one has arrived. Its sessions\n"
          "keep their ids, places and waiting lists. Everyone affected gets a message and\n"
          "is listed."),
        {"FROM": t("the date it has now"), "TO": t("its new date"), **PREVIEW},
    ),
    Command(
        "cancel-day", "cancel:cancel_day", "kiosk cancel-day 2027-01-20 --dry-run",
        t("cancel a day"),
        t("Cancel an INSET day. If no one has made a choice, it is removed. Otherwise it\n"
          "still shows as cancelled, and everyone affected gets a message."),
        {"DAY": t("the INSET day"), **PREVIEW},
    ),
)
