"""QR codes as vectors: encoded fast, drawn as one path."""

from __future__ import annotations

from functools import lru_cache

from qrcode import QRCode
from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.util import BIT_LIMIT_TABLE, MODE_8BIT_BYTE, PAD0, PAD1, BitBuffer, create_bytes

QUIET = 4
"""Modules of white that a reader needs on every side."""

MASK = 5
"""One mask for all: choosing takes five times as long; this one read best of those tried."""

ECI, UTF_8 = 0b0111, 26
MOST_VERSION = 40


@lru_cache(2048)
def modules(text: str) -> tuple[str, int]:
    """Return a text's code as PDF path operators, one unit a module, and its modules a side.

    The path lies in the square from (0, 0), without the quiet zone, and is to be filled. Each
    distinct text is encoded once. Raises `ValueError` if the text is too long for any code.
    """
    rows = squares(text)
    side = len(rows)
    path = " ".join(stroke for y, row in enumerate(rows) for stroke in _strokes(row, side - 1 - y))
    return path, side


def squares(text: str, correction: int = ERROR_CORRECT_M) -> list[list[bool]]:
    """Return which modules of a text's code are dark, row by row, without the quiet zone.

    What is shown on a screen gets no stains: less `correction` makes a code of fewer modules.
    Raises `ValueError` if the text is too long for any code.
    """
    code = QRCode(error_correction=correction, border=0, mask_pattern=MASK)
    try:
        if text.isascii():
            code.add_data(text, optimize=0)
        else:
            code.version, code.data_cache = _unicode_codewords(text.encode(), correction)
        code.make(fit=text.isascii())
    except (DataOverflowError, ValueError) as error:
        raise ValueError("too long for a QR code") from error
    return [[bool(dark) for dark in row] for row in code.modules]


def side_of(text: str) -> int:
    """Return how many modules a side the code of a text has; `ValueError` if it is too long."""
    return modules(text)[1]


def _strokes(row: list[bool], y: int) -> list[str]:
    """Return the dark stretches of one row as rectangles."""
    found = []
    start: int | None = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append(f"{start} {y} {x - start} 1 re")
            start = None
    return found


def _unicode_codewords(data: bytes, correction: int) -> tuple[int, list[int]]:
    """Return the least version and the codewords of bytes that are declared to be UTF-8.

    Without the declaration some readers take two-byte letters for Chinese or Japanese.
    """
    limits = BIT_LIMIT_TABLE[correction]
    for version in range(1, MOST_VERSION + 1):
        bits = BitBuffer()
        bits.put(ECI, 4)
        bits.put(UTF_8, 8)
        bits.put(MODE_8BIT_BYTE, 4)
        bits.put(len(data), 8 if version < 10 else 16)
        if len(bits) + 8 * len(data) <= limits[version]:
            for byte in data:
                bits.put(byte, 8)
            return version, _padded(bits, version, correction)
    raise DataOverflowError


def _padded(bits: BitBuffer, version: int, correction: int) -> list[int]:
    blocks = rs_blocks(version, correction)
    limit = sum(block.data_count * 8 for block in blocks)
    bits.put(0, min(4, limit - len(bits)))
    bits.put(0, -len(bits) % 8)
    for place in range((limit - len(bits)) // 8):
        bits.put(PAD1 if place % 2 else PAD0, 8)
    words: list[int] = create_bytes(bits, blocks)
    return words
