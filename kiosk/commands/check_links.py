"""`kiosk check-links`: which of the resources' addresses still work."""

from __future__ import annotations

from kiosk.commands.context import CommandContext
from kiosk.commands.lists import show
from kiosk.errors import Refused
from kiosk.exchange.link_listing import link_listing
from kiosk.rules.follow_up.links import dead_count, note_checked_links, resources_with_address
from kiosk.system.links import LinkTrier
from kiosk.text import t, tn


def check_links(context: CommandContext, trier: LinkTrier | None = None) -> None:
    """Try each resource's address, note what came of it, and list it.

    Raises:
        Refused: an address does not work, or this machine has no network.
    """
    console = context.console

    def progress(done: int, total: int) -> None:
        console.show_progress(t("Trying addresses: {done} of {total}", done=done, total=total))

    with context.school() as kiosk:
        school = kiosk.desk.school
    # the folder is let go meanwhile: an address may take long
    try:
        found = (trier or LinkTrier()).try_all(
            (one.url for one in resources_with_address(school)), progress
        )
    finally:
        console.show_progress(None)
    with context.school() as kiosk:
        school = context.perform(kiosk, note_checked_links(found)).school
    show(context, link_listing(school, console.language))
    if dead := dead_count(found):
        raise Refused(tn("{n} address does not work.", "{n} addresses do not work.", dead))
