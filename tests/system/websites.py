"""A web server on this machine that answers as bad links do."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Website(ThreadingHTTPServer):
    """Answers each path in its own way, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, dict[str, str], float]] = []
        """Method, path, headers and when."""
        self.leaving = threading.Event()

    def url(self, path: str) -> str:
        """Return the address of a path."""
        scheme = "https" if isinstance(self.socket, ssl.SSLSocket) else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a connection that was cut."""


class _Handler(BaseHTTPRequestHandler):
    server: Website

    def do_HEAD(self) -> None:
        asked = self.command, self.path, dict(self.headers), time.monotonic()
        self.server.asked.append(asked)
        path = self.path.partition("?")[0].strip("/")
        if path == "slow":
            self.server.leaving.wait(5)
        elif path == "drip":
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 200:
                self.wfile.write(bytes([letter]))
                if self.server.leaving.wait(0.05):
                    return
        elif path == "cut":
            return
        elif path in REDIRECTS:
            self._answer(302, REDIRECTS[path])
        elif path == "only-get" and self.command == "HEAD":
            self._answer(405)
        else:
            self._answer(int(path) if path.isdigit() else 200)

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(b"x" * 100_000)

    def _answer(self, status: int, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Set-Cookie", "who=you")
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing to the terminal."""


REDIRECTS = {
    "old": "/new/page",
    "members": "/account/sign-in?next=members",
    "lost": "/404",
    "round": "/round",
    "to-file": "file:///etc/passwd",
    "inward": "http://10.0.0.1/secret",
    # as bytes: UTF-8, and what is none
    "to-cafe": "/caf\u00e9".encode().decode("latin-1"),
    "to-old-cafe": "/caf\u00e9",
}


@contextmanager
def website(certificate: Path | None = None) -> Iterator[Website]:
    """Run a web server, with TLS if there is a certificate."""
    with Website() as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.leaving.set()
            server.shutdown()


def make_certificate(path: Path, address: str = "127.0.0.1") -> Path:
    """Write a certificate that nobody signed but itself, with its key, and return its path."""
    from ipaddress import ip_address

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
