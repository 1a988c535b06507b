"""Resources' addresses: which are tried, what came of it, and what printing says about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.rules.follow_up.catch_up_resources import resources_in_time
from kiosk.rules.model.attendance_records import CatchUp
from kiosk.rules.model.changes import Changes
from kiosk.rules.model.decisions import decision
from kiosk.rules.model.ids import ResourceId
from kiosk.rules.model.records import Resource, TriedLink
from kiosk.rules.model.school import School, put
from kiosk.rules.model.terms import LinkOutcome
from kiosk.text import Text, t, tn

LONG_UNCHECKED = timedelta(days=120)
"""After how long an address is to be tried again. Source: practice, once a term."""

OUTCOME_NAMES = {
    LinkOutcome.FINE: t("fine"),
    LinkOutcome.REDIRECTED: t("leads elsewhere"),
    LinkOutcome.LOGIN: t("needs a login"),
    LinkOutcome.GONE: t("gone"),
    LinkOutcome.TIMED_OUT: t("no answer in time"),
    LinkOutcome.CERTIFICATE: t("wrong certificate"),
    LinkOutcome.NO_HOST: t("no such site"),
    LinkOutcome.NOT_PUBLIC: t("not a public address"),
    LinkOutcome.OTHER: t("does not work"),
}

_UNREACHED = (LinkOutcome.NO_HOST, LinkOutcome.TIMED_OUT, LinkOutcome.OTHER)


def outcome_name(tried: TriedLink) -> Text:
    """Return an outcome in words, with the number that the site answered with, if that helps."""
    name = OUTCOME_NAMES[tried.outcome]
    if tried.status is None:
        return name
    return t("{outcome} ({number})", outcome=name, number=str(tried.status))


def resources_with_address(school: School) -> list[Resource]:
    """Return the resources that have an address, by their ids."""
    resources = school.programme.resources.values()
    return sorted((one for one in resources if one.url), key=lambda one: one.id)


@decision
def note_checked_links(school: School, now: datetime, found: tuple[TriedLink, ...]) -> Changes:
    """Note what came of trying addresses, at each resource that still has the one that was tried.

    Raises:
        Refused: not one of several answered, so that it is this machine that has no network.
    """
    if len(found) > 1 and all(one.outcome in _UNREACHED and one.status is None for one in found):
        raise Refused(
            t("No address could be reached, so nothing is noted. Is this machine on the internet?")
        )
    by_url, today = {one.url: one for one in found}, school.local(now).date()
    checked = [
        replace(one, checked=today, tried=by_url[one.url])
        for one in resources_with_address(school)
        if one.url in by_url
    ]
    message = tn("Noted for {n} resource.", "Noted for {n} resources.", len(checked))
    return Changes(tuple(map(put, checked)), message)


def dead_count(found: Iterable[TriedLink]) -> int:
    """Return how many addresses led nowhere."""
    return sum(one.outcome.is_dead for one in found)


def link_doubts(school: School, slips: Sequence[Sequence[CatchUp]]) -> list[Text]:
    """Return a sentence for each dead address on slips, and one on those long not tried."""
    printed: dict[ResourceId, Resource] = {
        resource.id: resource
        for mine in slips
        for catch_up in mine
        for resource in resources_in_time(school, catch_up)
        if resource.url
    }
    today = max((one.printed_on for mine in slips for one in mine if one.printed_on), default=None)
    if today is None:
        return []
    said = [
        t(
            "{title}: its address did not work on {day} ({outcome}).",
            title=one.title, day=one.checked or today, outcome=outcome_name(one.tried),
        )
        for _, one in sorted(printed.items())
        if one.is_dead and one.tried is not None
    ]  # fmt: skip
    stale = sum(
        one.last_checked is None or today - one.last_checked > LONG_UNCHECKED
        for one in printed.values()
    )
    if stale:
        said.append(
            tn(
                "{n} address has not been tried for {days} days or more: kiosk check-links",
                "{n} addresses have not been tried for {days} days or more: kiosk check-links",
                stale, days=LONG_UNCHECKED.days,
            )
        )  # fmt: skip
    return said
