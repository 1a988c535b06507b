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

import msgspec

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
_decode_any = json.JSONDecoder().decode
_encode_fast, _decode_fast = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode


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


def _written(value: Any) -> tuple[bytes, Any]:
    """Return a value as JSON, as `encode` writes it, and what is read from that.

    Raises:
        TypeError, ValueError: it cannot be written as JSON.
    """
    try:
        # msgspec is ten times as fast, but writes what JSON has not: dates as texts, NaN as null
        text = _encode_fast(value)
        if text.isascii() and b"\x7f" not in text and _is_same(value, read := _decode_fast(text)):
            return text, read
    except (TypeError, ValueError, RecursionError):
        pass
    text = encode(value).encode("ascii")
    return text, from_json(text)


def _is_same(value: Any, read: Any) -> bool:
    """Return whether JSON that is read is the value that was written, with lists for tuples."""
    if value == read:
        return True
    # only what differs is looked into: a large change has lists in which a few tuples stand
    if isinstance(read, list) and isinstance(value, list | tuple):
        pairs = zip(value, read, strict=False)
        return len(value) == len(read) and all(
            _is_same(one, other) for one, other in pairs if one != other
        )
    if isinstance(read, dict) and isinstance(value, dict):
        return value.keys() == read.keys() and all(
            _is_same(value[key], other) for key, other in read.items() if value[key] != other
        )
    return False


def to_json(value: Any) -> bytes:
    """Return a value as JSON, as `encode` writes it. Raises as that does."""
    return _written(value)[0]


def from_json(text: bytes) -> Any:
    """Return what JSON in ASCII holds. Raises `ValueError`, `RecursionError`."""
    try:
        return _decode_fast(text)
    except msgspec.DecodeError:
        return _decode_any(text.decode("ascii"))  # half a surrogate pair, a number beyond floats


class NewLine(NamedTuple):
    """A line that is to be written."""

    data: bytes
    """With its newline."""
    line: JournalLine
    """What is read from it."""


def new_line(prev: str, seq: int, body: dict[str, Any]) -> NewLine:
    """Return the line after the one of the checksum `prev`.

    Raises:
        TypeError, ValueError: something in it cannot be written as JSON.
    """
    text, read = _written({"prev": prev, "seq": seq, **body})
    rest = text[1:]
    chain = checksum(rest)
    data = b"%b%b%b%b\n" % (OPENING, chain.encode("ascii"), MIDDLE, rest)
    return NewLine(data, JournalLine(chain, prev, seq, read))


def write_line(prev: str, seq: int, body: dict[str, Any]) -> bytes:
    """Return the bytes of a `new_line`."""
    return new_line(prev, seq, body).data


def read_line(data: bytes) -> JournalLine | None:
    """Return the line in these bytes, which end before the newline; None if it does not check."""
    chain = data[len(OPENING) : BODY - len(MIDDLE)]
    rest = data[BODY:]
    if data[:BODY] != OPENING + chain + MIDDLE or chain != checksum(rest).encode("ascii"):
        return None
    try:
        body = from_json(b"{" + rest)
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
