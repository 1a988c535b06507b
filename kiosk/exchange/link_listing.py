"""The listing of resources' addresses, and what came of trying each; what does not work first."""

from __future__ import annotations

from kiosk.exchange.listings import Listing
from kiosk.language import Language
from kiosk.rules.follow_up.links import outcome_name, resources_with_address
from kiosk.rules.model.records import TriedLink
from kiosk.rules.model.school import School
from kiosk.text import Text, t

COLUMNS = ("resource", "title", "url", "outcome", "status", "leads_to", "checked")


def link_listing(school: School, language: Language) -> Listing:
    """Return the resources whose address was tried by the kiosk."""
    tried = [(one, one.tried) for one in resources_with_address(school) if one.tried is not None]
    tried.sort(key=lambda pair: not pair[0].is_dead)
    headings = (t("Resource"), t("Title"), t("Outcome"))
    return Listing(
        COLUMNS,
        [
            (
                one.id,
                language.say(one.title),
                one.url,
                link.outcome.value,
                link.status,
                link.to,
                one.checked.isoformat() if one.checked else "",
            )
            for one, link in tried
        ],
        headings,
        [(one.id, one.title, outcome_name(link)) for one, link in tried],
        t("No resource has an address."),
        soft=frozenset({1}),
        notes=tuple(_where(link) for _, link in tried),
    )


def _where(link: TriedLink) -> tuple[Text, ...]:
    address = t("{address}", address=link.url)
    return (address, t("leads to {address}", address=link.to)) if link.to else (address,)
