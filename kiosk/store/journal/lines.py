"""One line of the journal: one transaction, with its checksum and its link to the line before.

    {"crc":"1f…","prev":"9a…","seq":12,"at":…,"device":…,"by":…,"decision":…,"ops":[…]}

`crc` is the CRC-32 of the rest of the line, in eight hexadecimal digits. `prev` is the `crc` of the
line before, across journals too: a line that is missing, doubled or out of place is noticed. The
first line of a journal is its header: it has no `ops`, and its `seq` is that of the line before it.
The text is ASCII without newlines, so a broken line ends at the next newline.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias
from zlib import crc32

StoredDocument: TypeAlias = "dict[str, Any]"
Operation: TypeAlias = "list[Any]"
"""`["put", table, number, document]`, `["del", table, number]`, `["clear", table]` or
`["drop", table]`; the number is TinyDB's, as text."""

START = "00000000"
"""The `prev` of the very first line."""

OPENING, MIDDLE, BODY = b'{"crc":"', b'",', 18
"""The bytes before and after the checksum, and the offset of the first byte that it covers."""

# built once: `json.dumps` builds an encoder at each call, which takes three times as long
encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""Returns JSON in ASCII, as stock TinyDB writes it. Refuses infinity and NaN, as JSON does."""
_decode = json.JSONDecoder().decode


class JournalLine(NamedTuple):
    """A line whose checksum is right."""

    chain: str
    """Its checksum, which the next line names as `prev`."""
    prev: str
    seq: int
    body: dict[str, Any]

    def follows(self, chain: str, seq: int) -> bool:
        """Return whether this is the transaction after the one of this checksum and number."""
        return self.prev == chain and self.seq == seq + 1


def checksum(data: bytes, before: int = 0) -> str:
    """Return the CRC-32 of bytes in hexadecimal; `before` is that of the bytes before them."""
    return f"{crc32(data, before):08x}"


def write_line(prev: str, seq: int, body: dict[str, Any]) -> bytes:
    """Return a line with its newline.

    Raises:
        TypeError, ValueError: something in it cannot be written as JSON.
    """
    rest = encode({"prev": prev, "seq": seq, **body})[1:].encode("ascii")
    return OPENING + checksum(rest).encode("ascii") + MIDDLE + rest + b"\n"


def read_line(data: bytes) -> JournalLine | None:
    """Return the line in these bytes, which end before the newline; None if it does not check."""
    chain = data[len(OPENING) : BODY - len(MIDDLE)]
    rest = data[BODY:]
    if data[:BODY] != OPENING + chain + MIDDLE or chain != checksum(rest).encode("ascii"):
        return None
    try:
        body = _decode("{" + rest.decode("ascii"))
        return JournalLine(chain.decode("ascii"), body["prev"], body["seq"], body)
    except (ValueError, KeyError, RecursionError):
        return None


def is_line(data: bytes, chain: str) -> bool:
    """Return whether these bytes, which end before the newline, are the line of this checksum."""
    start = OPENING + chain.encode("ascii") + MIDDLE
    return data[:BODY] == start and checksum(data[BODY:]) == chain


def any_line(pieces: Iterable[bytes]) -> bool:
    """Return whether any of these is a whole line that checks."""
    return any(read_line(piece) is not None for piece in pieces)
