"""Turns the bytes of a file into text, in whatever encoding a program saved it."""

from __future__ import annotations

import codecs
from pathlib import Path

from kiosk.errors import Problem
from kiosk.text import Text, t

WORKBOOK = b"PK\x03\x04"
"""The first bytes of an .xlsx file, which people also save under the name of a .csv."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: Path, problems: list[Problem]) -> str:
    """Return a file's text; if it cannot be read, add why to `problems` and return "".

    It may be in UTF-8, in UTF-16 with a byte order mark (Excel's "Unicode text"), or in
    Windows-1252.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return _unread(path, problems, t("a file that exists"))
    except OSError as error:
        return _unread(path, problems, t("a file that can be read"), error.strerror or "")
    if raw.startswith(WORKBOOK):
        advice = t("a CSV file: in the spreadsheet choose “Save as”, “CSV UTF-8”")
        return _unread(path, problems, advice, "Excel")
    text = _decoded(raw)
    if text is None or "\0" in text:
        return _unread(path, problems, t("text in UTF-8 (“CSV UTF-8”) or Windows-1252"))
    return text


def _decoded(raw: bytes) -> str | None:
    if raw.startswith(UTF_16):
        return _try(raw, "utf-16")
    # Windows-1252 comes last, because it accepts nearly every byte
    utf8 = _try(raw, "utf-8-sig")
    return _try(raw, "cp1252") if utf8 is None else utf8


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unread(path: Path, problems: list[Problem], expected: Text, found: str = "") -> str:
    problems.append(Problem(path.name, 0, "", found or str(path), expected))
    return ""


def undamaged(text: str) -> str | None:
    """Return what a text was before UTF-8 was read as Windows-1252 (“SiÃ¢n”), else None."""
    if text.isascii():
        return None
    raw = bytearray()
    for char in text:
        try:
            # five bytes have no character in Windows-1252, and programs pass them on as they are
            raw += char.encode("latin-1" if ord(char) < 256 else "cp1252")
        except UnicodeEncodeError:
            return None
    return _try(bytes(raw), "utf-8")
