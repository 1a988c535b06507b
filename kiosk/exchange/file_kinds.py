"""Recognises by its content what kind of file somebody gave, whatever its name says."""

from __future__ import annotations

import io
import json
import re
import zipfile

from kiosk.text import Text, t

SAMPLE = 65_536
"""Bytes of a file that are looked at."""

SIGNATURES: tuple[tuple[bytes, Text], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", t("an older Excel or Word file")),
    (b"%PDF", t("a PDF file")),
    (b"{\\rtf", t("a rich text document (RTF)")),
    (b"\x89PNG", t("a picture")),
    (b"\xff\xd8\xff", t("a picture")),
    (b"GIF8", t("a picture")),
    (b"\x1f\x8b", t("a compressed file (gzip)")),
    (b"7z\xbc\xaf\x27\x1c", t("a compressed file (7-Zip)")),
    (b"Rar!", t("a compressed file (RAR)")),
    (b"SQLite format 3", t("a database (SQLite)")),
    (b"PAR1", t("a Parquet file")),
)
"""First bytes, and the kind of file that has them."""

ARCHIVED: tuple[tuple[str, Text], ...] = (
    ("xl/", t("an Excel workbook")),
    ("word/", t("a Word document")),
    ("ppt/", t("a PowerPoint file")),
    ("index/", t("an Apple Numbers or Pages file")),
)
"""Beginnings of the names in a zip file, and the kind of file that has them."""

OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.spreadsheet": t("an OpenDocument spreadsheet (ODS)"),
    "application/vnd.oasis.opendocument.text": t("an OpenDocument text (ODT)"),
}

BEGINNINGS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"BEGIN:VCALENDAR", re.I), t("a calendar (iCalendar)")),
    (re.compile(r"BEGIN:VCARD", re.I), t("an address book (vCard)")),
    (
        re.compile(r"<\?xml[^>]*>.{0,2000}?schemas-microsoft-com:office:spreadsheet", re.I | re.S),
        t("an Excel workbook (XML)"),
    ),
    (re.compile(r"(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|table)\b", re.I),
     t("a web page (HTML)")),
    (re.compile(r"<\?xml\b|<!--|<[a-z][\w:.-]*(?:\s[^<>]*)?>.*?(?:</|/>)", re.I | re.S),
     t("an XML file")),
    (re.compile(r'\{"url": ?"https://docs\.google'), t("a link to a Google document")),
    (re.compile(r'\{\s*(?:"[^"\n]*"\s*:|\}|\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z)'), t("a JSON file")),
    (re.compile(r"%YAML|---\s*\n"), t("a YAML file")),
)  # fmt: skip
"""What a text begins with, and the kind of file that does."""

TOML = re.compile(
    r"(?:\s*(?:#[^\n]*)?\n)*[ \t]*"
    r"(?:\[\[?[\w.-]+\]\]?[ \t]*\r?\n|(?!sep\b)[\w-]+[ \t]*=[ \t]*(?:[\"'\[{\d]|true|false))"
)
"""How a TOML file begins: comments, and then a table's heading or a value."""


def kind_of_bytes(raw: bytes) -> Text | None:
    """Return the kind of a file that is no plain text, by its first bytes; None: it may be text."""
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_archive(raw)
    return next((kind for begins, kind in SIGNATURES if raw.startswith(begins)), None)


def _kind_of_archive(raw: bytes) -> Text:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [name.casefold() for name in archive.namelist()]
            told = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:  # a damaged archive raises nearly anything
        names, told = [], b""
    known = OPEN_DOCUMENTS.get(told.decode("ascii", "replace").strip())
    if known is not None:
        return known
    for begins, kind in ARCHIVED:
        if any(name.startswith(begins) for name in names):
            return kind
    return (
        t("a zip file or a workbook (they look the same inside)") if not names else t("a zip file")
    )


def kind_of_text(text: str) -> Text | None:
    """Return the kind of a text that is neither a table nor TOML; None: it may be either."""
    begins = text[:SAMPLE].lstrip("\ufeff \t\r\n")
    for pattern, kind in BEGINNINGS:
        if pattern.match(begins):
            return kind
    if begins.startswith("[") and _is_json(text):
        return t("a JSON file")
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        return False


def is_toml(text: str) -> bool:
    """Return whether a text begins as a TOML file does, and as no table would."""
    return TOML.match(text[:SAMPLE].lstrip("\ufeff")) is not None
