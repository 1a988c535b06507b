"""QR codes as vectors: encoded fast, drawn as one path."""

from __future__ import annotations

import re
from functools import lru_cache

from qrcode import ERROR_CORRECT_M, QRCode
from qrcode.exceptions import DataOverflowError
from qrcode.util import BitBuffer, QRData

QUIET = 4
"""Modules of white that a reader needs on every side."""

MASK = 5
"""One mask for all codes. Trying all eight takes five times as long; this one read best."""

ECI, UTF_8 = 0b0111, 26
"""The mode that declares an encoding, and the number of UTF-8 (ISO/IEC 18004, 7.4.2)."""

DARK = re.compile(rb"\x01+")
"""A stretch of dark modules in a row."""


@lru_cache(2048)
def modules(text: str) -> tuple[str, int]:
    """Return a text's code as PDF path operators, one unit a module, and its modules a side.

    The path begins at (0, 0), without the quiet zone, and is to be filled. Raises `ValueError` if
    the text is too long for any code.
    """
    # cached, because one resource's address stands on many slips
    rows = squares(text)
    side = len(rows)
    # the dark stretches of each row as rectangles in one path: that is drawn 30 times as fast as a
    # rectangle for each module
    path = " ".join(
        f"{dark.start()} {side - 1 - y} {dark.end() - dark.start()} 1 re"
        for y, row in enumerate(rows)
        for dark in DARK.finditer(bytes(row))
    )
    return path, side


def squares(text: str, correction: int = ERROR_CORRECT_M) -> list[list[bool]]:
    """Return which modules of a text's code are dark, row by row, without the quiet zone.

    `correction` is one of the levels of `qrcode`; a lower one makes a code of fewer modules, which
    will do on a screen, where nothing is stained. Raises `ValueError` if the text is too long for
    any code.
    """
    code = QRCode(error_correction=correction, border=0, mask_pattern=MASK)
    # `optimize` would split the text into modes: smaller by little, and slower
    code.add_data(text if text.isascii() else _Utf8Data(text), optimize=0)
    try:
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise ValueError("too long for a QR code") from error
    rows: list[list[bool]] = code.get_matrix()
    return rows


def side_of(text: str) -> int:
    """Return how many modules a side the code of a text has; `ValueError` if it is too long."""
    return modules(text)[1]


class _Utf8Data(QRData):  # type: ignore[misc]
    """A text in bytes that are declared to be UTF-8.

    Without the declaration some readers take two-byte letters for Chinese or Japanese.
    """

    def write(self, buffer: BitBuffer) -> None:
        # `qrcode` has put the mode and the length already, and the declaration stands before them
        length_bits = len(buffer) - 4
        buffer.buffer.clear()
        buffer.length = 0
        for value, bits in ((ECI, 4), (UTF_8, 8), (self.mode, 4), (len(self), length_bits)):
            buffer.put(value, bits)
        # whole bytes stand before them, so that they need not be put bit by bit
        buffer.buffer.extend(self.data)
        buffer.length += 8 * len(self)
