"""One line of the journal: one transaction, with its checksum and its link to the line before.

    {"crc":"1f…","prev":"9a…","seq":12,"at":…,"device":…,"by":…,"decision":…,"ops":[…]}

`crc` is the CRC-32 of the rest of the line, in eight hexadecimal digits; `prev` is that of the line
before it, across journals too, so that no line can be missing, doubled or out of place. The first
line of a journal is its header: it has no `ops`, and its `seq` is that of the line before it. The
text is ASCII, one line each, so that a broken end is found at the next newline.
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
"""What the first line of all follows."""

OPENING, MIDDLE, BODY = b'{"crc":"', b'",', 18
"""What stands before the sum and after it, and where what it covers begins."""

# built once: `json.dumps` with settings of one's own builds an encoder at each call
encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""Returns JSON in ASCII, as stock TinyDB writes it; refuses what JSON has no word for."""
_decode = json.JSONDecoder().decode


class JournalLine(NamedTuple):
    """A line that checks."""

    chain: str
    """Its sum, which the next line names."""
    prev: str
    seq: int
    body: dict[str, Any]

    def follows(self, chain: str, seq: int) -> bool:
        """Return whether it is the transaction after the one of this sum and number."""
        return self.prev == chain and self.seq == seq + 1


def checksum(data: bytes, before: int = 0) -> str:
    """Return the CRC-32 of bytes, as it is written."""
    return f"{crc32(data, before):08x}"


def write_line(prev: str, seq: int, body: dict[str, Any]) -> bytes:
    """Return a line with its newline.

    Raises:
        TypeError, ValueError: JSON has no word for something in it.
    """
    rest = encode({"prev": prev, "seq": seq, **body})[1:].encode("ascii")
    return OPENING + checksum(rest).encode("ascii") + MIDDLE + rest + b"\n"


def read_line(data: bytes) -> JournalLine | None:
    """Return the line in these bytes, without their newline; None if they do not check."""
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
    """Return whether these bytes, without their newline, are the line of this sum."""
    start = OPENING + chain.encode("ascii") + MIDDLE
    return data[:BODY] == start and checksum(data[BODY:]) == chain


def any_line(pieces: Iterable[bytes]) -> bool:
    """Return whether one of these is a line that checks."""
    return any(read_line(piece) is not None for piece in pieces)
