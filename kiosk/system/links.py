"""Trying addresses on the web: in parallel, politely, and never on this school's own network.

No cookie, referrer or name is sent. Each host has one request at a time, with a pause between.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import string
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kiosk.rules.model.records import TriedLink
from kiosk.rules.model.terms import LinkOutcome

AT_ONCE = 6
"""How many hosts are asked at one time."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
PATIENCE = 15.0
"""Seconds that one request may take, from the connection to the last line of the answer's head."""
MAX_REDIRECTS = 8
MAX_ADDRESS = 500
"""The most characters that are kept of where an address leads."""

HEADERS = {
    "User-Agent": "INSET-Kiosk (checks the links of a school's staff training)",
    "Accept": "*/*",
    "Connection": "close",
}

SIGNS_OF_LOGIN = re.compile(
    r"(?<![a-z])(log[-_]?in|log[-_]?on|sign[-_]?in|sso|saml2?|oauth2?|auth|adfs|shibboleth|accounts)(?![a-z])"
    r"|login\.microsoftonline\.com",
    re.IGNORECASE,
)
"""What stands in the address of a page to log in at, and hardly in that of another."""

NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that end in an IPv4 address, which is where they lead."""
GLOBAL = IPv6Network("2000::/3")
"""The only other IPv6 addresses that are on the web."""


def is_public(address: str) -> bool:
    """Return whether an IP address is on the web, and not in a network behind a router."""
    one: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(one, IPv6Address):
        if one in NAT64:
            one = IPv4Address(int(one) & 0xFFFFFFFF)
        elif one not in GLOBAL:
            return False
        else:
            one = one.sixtofour or one
    return one.is_global and not one.is_multicast


def is_login(url: str) -> bool:
    """Return whether an address looks like that of a page to log in at."""
    parts = urlsplit(url)
    return SIGNS_OF_LOGIN.search(f"{parts.hostname or ''}{parts.path}") is not None


class _NotPublic(Exception):
    """A host has an address on this machine or on a private network."""


@dataclass
class LinkTrier:
    """Tries addresses, each host's one after the other."""

    is_allowed: Callable[[str], bool] = is_public
    """Whether an IP address may be asked; a test allows this machine's own."""
    patience: float = PATIENCE
    pause: float = PAUSE
    certificates: ssl.SSLContext | None = None
    """None: those that this machine trusts."""
    _turns: dict[str, _Turn] = field(default_factory=dict)

    def try_all(
        self, urls: Iterable[str], progress: Callable[[int, int], None]
    ) -> tuple[TriedLink, ...]:
        """Try each address once; `progress` is called with how many are done, of how many."""
        wanted = list(dict.fromkeys(urls))
        by_host: dict[str, list[str]] = defaultdict(list)
        for url in wanted:
            by_host[_host_in(url)].append(url)
        found: dict[str, TriedLink] = {}

        def try_each(of_host: list[str]) -> None:
            for url in of_host:
                if not is_stopped.is_set():
                    found[url] = self.try_one(url)

        is_stopped = threading.Event()
        progress(0, len(wanted))
        with ThreadPoolExecutor(AT_ONCE, "links") as pool:
            try:
                under_way = [pool.submit(try_each, urls) for urls in by_host.values()]
                while len(found) < len(wanted):
                    time.sleep(0.05)
                    progress(len(found), len(wanted))
                    for one in [one for one in under_way if one.done()]:
                        one.result()
            finally:
                is_stopped.set()
        return tuple(found[url] for url in wanted)

    def try_one(self, url: str) -> TriedLink:
        """Try an address, and where it leads."""
        at, asks_login = url, False
        try:
            for _ in range(MAX_REDIRECTS + 1):
                status, location = self._asked(at)
                if location is None:
                    return _judged(url, at, status, asks_login=asks_login)
                at = urljoin(at, location)
                asks_login = asks_login or (is_login(at) and not is_login(url))
            return TriedLink(url, LinkOutcome.OTHER, at[:MAX_ADDRESS], status)
        except Exception as error:  # whatever a site answers must not end the checking
            return TriedLink(url, _outcome_of(error))

    def _asked(self, url: str) -> tuple[int, str | None]:
        """Return the status of an address and where it is redirected to, if it is.

        Not every site knows HEAD: where it says no, GET is tried, of which only the head is read.
        """
        status, location = self._request("HEAD", url)
        if status >= 400 and status != 401:
            status, location = self._request("GET", url)
        return status, location if 300 <= status < 400 else None

    def _request(self, method: str, url: str) -> tuple[int, str | None]:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        if parts.scheme not in ("http", "https") or not host:
            raise ValueError
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        with self._turns.setdefault(host, _Turn()).taken(self.pause):
            addresses = self._addresses(host, port)
            ends = time.monotonic() + self.patience
            sock = connected(addresses, port, ends)
            if is_secure:
                context = self.certificates or ssl.create_default_context()
                sock = context.wrap_socket(
                    sock, server_hostname=host, do_handshake_on_connect=False
                )
            connection = http.client.HTTPConnection(host, parts.port, timeout=self.patience)
            connection.sock = sock  # so that it does not look the host up again
            # a site that sends a byte now and then would never reach the socket's own time-out
            watch = threading.Timer(_until(ends), _shut, [sock])
            watch.daemon = True
            watch.start()
            try:
                if isinstance(sock, ssl.SSLSocket):
                    sock.do_handshake()
                connection.request(method, _target(parts), headers=HEADERS)
                answer = connection.getresponse()
                return answer.status, _location(answer)
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() >= ends:
                    raise TimeoutError from error
                raise
            finally:
                watch.cancel()
                connection.close()
                sock.close()

    def _addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host, all of which are public."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(map(self.is_allowed, addresses)):
            raise _NotPublic
        return addresses


def connected(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    """Return a connection to the first of these addresses that takes one.

    Each has an equal share of the time until `ends`: the next may answer where one never does.

    Raises:
        OSError: none did.
    """
    last: OSError = TimeoutError()
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        try:
            sock = socket.create_connection((address, port), _until(ends) / left)
        except OSError as error:
            last = error
        else:
            sock.settimeout(_until(ends))  # what no other address needs any more
            return sock
    raise last


def _until(ends: float) -> float:
    # 0 would mean not to wait at all
    return max(0.001, ends - time.monotonic())


class _Turn:
    """Lets one request at a time to a host, with a pause between two."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = float("-inf")

    @contextmanager
    def taken(self, pause: float) -> Iterator[None]:
        with self._lock:
            time.sleep(max(0.0, self._last + pause - time.monotonic()))
            try:
                yield
            finally:
                self._last = time.monotonic()


def _host_in(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _target(parts: SplitResult) -> str:
    """Return what is asked of the host: path and query, in the characters that may stand there."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _location(answer: http.client.HTTPResponse) -> str | None:
    """Return where an answer redirects to. Its bytes were read as Latin-1; most are UTF-8."""
    said = answer.getheader("Location")
    if said is None:
        return None
    data = said.encode("latin-1")
    try:
        return data.decode()
    except UnicodeDecodeError:  # asked for as it came
        return quote(data, safe=string.printable)


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _judged(url: str, at: str, status: int, *, asks_login: bool) -> TriedLink:
    to = at[:MAX_ADDRESS] if at != url else ""
    if status in (401, 403, 407) or (asks_login and status < 400):
        return TriedLink(url, LinkOutcome.LOGIN, to)
    if status in (404, 410):
        return TriedLink(url, LinkOutcome.GONE, to, status)
    if not 200 <= status < 300:
        return TriedLink(url, LinkOutcome.OTHER, to, status)
    return TriedLink(url, LinkOutcome.REDIRECTED if to else LinkOutcome.FINE, to)


def _outcome_of(error: Exception) -> LinkOutcome:
    if isinstance(error, _NotPublic):
        return LinkOutcome.NOT_PUBLIC
    if isinstance(error, ssl.SSLCertVerificationError):
        return LinkOutcome.CERTIFICATE
    if isinstance(error, socket.gaierror | UnicodeError):
        return LinkOutcome.NO_HOST
    return LinkOutcome.TIMED_OUT if isinstance(error, TimeoutError) else LinkOutcome.OTHER
