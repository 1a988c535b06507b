"""The commands that follow up what people missed."""

from __future__ import annotations

from kiosk.commands.command import FORMATS, Command
from kiosk.text import t

# fmt: off
FOLLOW_UP = (
    Command(
        "catch-ups", "catch_ups:catch_ups", "kiosk catch-ups --overdue",
        t("who still has what to catch up on"),
        t("List what people still have to catch up on, over all days: since when, by when,\n"
          "when their slip was printed, and what was handed in and is to be confirmed. What\n"
          "is only offered is not listed."),
        {"--day DATE": t("only of this INSET day"),
         "--department TEXT": t("only people of this department"),
         "--overdue": t("only what is overdue"),
         "--open": t("only what is open: as without --all"),
         "--all": t("also what is done or waived"), **FORMATS},
    ),
    Command(
        "done", "catch_ups:done", "kiosk done STUB-ABCDE23456",
        t("mark a catch-up as done, by its stub or by hand"),
        t("Note that a catch-up is done, as a professional tutor does: by the code on its\n"
          "stub, or by a person's id and the item, as “kiosk catch-ups” lists both. Required\n"
          "training is confirmed by it."),
        {"STUB": t("the stub's code, or the person's id"),
         "[ITEM]": t("with a person: the item, as “kiosk catch-ups” lists it")},
        usage="kiosk done (STUB|PERSON ITEM) [--data DIR]",
    ),
    Command(
        "check-links", "check_links:check_links", "kiosk check-links --csv",
        t("try the addresses of your catch-up resources"),
        t("Try the address of each resource, and note at each what came of it and when. It\n"
          "sends nothing about anyone: no name, no cookie. A few sites are asked at once,\n"
          "each with a pause between. Addresses in your own network are not tried. Exit\n"
          "status 1: an address does not work. “kiosk undo” takes the notes back."),
        {**FORMATS},
    ),
)
# fmt: on
