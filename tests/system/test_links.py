"""Addresses are tried politely, and never on this school's own network."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.rules.model.terms import LinkOutcome
from kiosk.system.links import HEADERS, LinkTrier, connected, is_login, is_public
from tests.system.websites import Website, make_certificate, website


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with website() as server:
        yield server


def is_here(address: str) -> bool:
    return address == "127.0.0.1"


def tries() -> LinkTrier:
    return LinkTrier(is_allowed=is_here, patience=0.4, pause=0.0)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/", LinkOutcome.FINE, None),
        ("/only-get", LinkOutcome.FINE, None),
        ("/caf\u00e9 page?q=\u0175", LinkOutcome.FINE, None),
        ("/old", LinkOutcome.REDIRECTED, None),
        ("/401", LinkOutcome.LOGIN, None),
        ("/403", LinkOutcome.LOGIN, None),
        ("/members", LinkOutcome.LOGIN, None),
        ("/404", LinkOutcome.GONE, 404),
        ("/410", LinkOutcome.GONE, 410),
        ("/lost", LinkOutcome.GONE, 404),
        ("/503", LinkOutcome.OTHER, 503),
        ("/cut", LinkOutcome.OTHER, None),
        ("/round", LinkOutcome.OTHER, 302),
        ("/to-file", LinkOutcome.OTHER, None),
        ("/slow", LinkOutcome.TIMED_OUT, None),
        ("/drip", LinkOutcome.TIMED_OUT, None),
    ],
)
def test_each_outcome_is_told_apart(
    site: Website, path: str, outcome: LinkOutcome, status: int | None
) -> None:
    tried = tries().try_one(site.url(path))
    assert (tried.outcome, tried.status) == (outcome, status)


def test_where_it_leads_is_kept(site: Website) -> None:
    assert tries().try_one(site.url("/old")).to == site.url("/new/page")


@pytest.mark.parametrize(("path", "to"), [("/to-cafe", "/caf%C3%A9"), ("/to-old-cafe", "/caf%E9")])
def test_a_redirect_in_letters_beyond_ascii_is_asked_as_it_was_meant(
    site: Website, path: str, to: str
) -> None:
    assert tries().try_one(site.url(path)).outcome is LinkOutcome.REDIRECTED
    assert site.asked[-1][1] == to


def test_all_addresses_of_a_host_share_one_time() -> None:
    with socket.socket() as deaf:
        deaf.bind(("0.0.0.0", 0))
        deaf.listen(0)
        place = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:  # once its line is full, nobody is let in any more
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", place))
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            connected([f"127.0.0.{number}" for number in range(1, 7)], place, began + 0.3)
        assert 0.25 < time.monotonic() - began < 0.6
        for one in waiting:
            one.close()


def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "site.pem")
    with website(certificate) as secure:
        url = secure.url("/")
        assert tries().try_one(url).outcome is LinkOutcome.CERTIFICATE
        trusting = ssl.create_default_context(cafile=certificate)
        trier = LinkTrier(is_allowed=is_here, pause=0.0, certificates=trusting)
        assert trier.try_one(url).outcome is LinkOutcome.FINE


def test_a_name_that_no_one_has_is_told() -> None:
    assert tries().try_one("http://no-such-host.invalid/").outcome is LinkOutcome.NO_HOST
    assert tries().try_one(f"http://{'long' * 20}.example/").outcome is LinkOutcome.NO_HOST


def test_a_port_where_nothing_listens_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert tries().try_one(f"http://127.0.0.1:{port}/").outcome is LinkOutcome.OTHER


@pytest.mark.parametrize("url", ["http://[half/", "ftp://127.0.0.1/", "http:///x", "https://a:b/"])
def test_what_is_no_web_address_is_an_error_and_no_crash(url: str) -> None:
    assert tries().try_one(url).outcome is LinkOutcome.OTHER


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "2130706433"])
def test_a_private_address_is_not_asked(site: Website, host: str) -> None:
    before = len(site.asked)
    tried = LinkTrier(pause=0.0).try_one(f"http://{host}:{site.server_port}/")
    assert tried.outcome is LinkOutcome.NOT_PUBLIC
    assert len(site.asked) == before


def test_a_redirect_to_a_private_address_is_not_followed(site: Website) -> None:
    assert tries().try_one(site.url("/inward")).outcome is LinkOutcome.NOT_PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "64:ff9b:1::a00:1", "fec0::1", "::127.0.0.1", "::ffff:0:7f00:1", "::5efe:a00:1",
        "2001:0:102:304::1",
    ],
)  # fmt: skip
def test_addresses_within_a_network_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_web_are_known(address: str) -> None:
    assert is_public(address)


def test_a_login_page_is_known_by_its_address() -> None:
    for url in (
        "https://login.microsoftonline.com/x/authorize", "https://accounts.google.com/v3/identifier",
        "https://hwb.gov.wales/log-in", "https://a.wales/users/sign_in", "https://a.wales/saml2/x",
    ):  # fmt: skip
        assert is_login(url)
    for url in ("https://gov.wales/blogindex", "https://gov.wales/authors/jones"):
        assert not is_login(url)


def test_nothing_is_sent_about_anybody(site: Website) -> None:
    trier, before = tries(), len(site.asked)
    trier.try_all([site.url("/old?again"), site.url("/only-get?again")], lambda _done, _all: None)
    sent = site.asked[before:]
    assert [method for method, *_ in sent] == ["HEAD", "HEAD", "HEAD", "GET"]
    for _, _, headers, _ in sent:
        assert headers.keys() == {"Host", "Accept-Encoding", *HEADERS}


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(site: Website) -> None:
    trier = LinkTrier(is_allowed=is_here, pause=0.1)
    before, told = len(site.asked), list[tuple[int, int]]()
    urls = [site.url(f"/page-{number}") for number in range(4)]
    found = trier.try_all([*urls, urls[0]], lambda done, total: told.append((done, total)))
    times = [when for *_, when in site.asked[before:]]
    assert [one.url for one in found] == urls
    assert all(later - earlier >= 0.09 for earlier, later in pairwise(times))
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)


def test_no_address_at_all_is_no_trouble() -> None:
    assert tries().try_all([], lambda _done, _all: None) == ()
