"""Turns the bytes of a file into text, in whatever encoding a program saved it."""

from __future__ import annotations

import codecs
import os
import select
import stat
from pathlib import Path

from kiosk.errors import Problem
from kiosk.exchange.file_kinds import is_toml, kind_of_bytes, kind_of_text
from kiosk.exchange.limits import MAX_BYTES, MAX_MEGABYTES
from kiosk.system.durable_files import read_cause
from kiosk.text import Text, t

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

PATIENCE = 30.0
"""Seconds to wait for the next part of what another program writes into a pipe."""

LOCKS = ("~$", ".~lock.")
"""How the names of the files begin that Excel and LibreOffice put beside one that is open."""

A_TABLE = t(
    "a workbook (.xlsx, .xls, .ods) or a CSV file: in the program it comes from, choose “Save as” "
    "or “Export”, then “CSV UTF-8”"
)
A_TOML = t("a TOML file, as in the folder “seed”")


def name_of(path: Path) -> str:
    """Return the name to show for a file or folder: never blank, as that of "." would be."""
    return path.name or path.absolute().name or str(path)


def is_folder(path: Path) -> bool:
    """Return whether there is a folder; not where the system refuses even to look for it."""
    try:
        return path.is_dir()
    except OSError:
        return False


def read_text(path: Path, problems: list[Problem], *, toml: bool = False) -> str:
    """Return a file's text; if it cannot be read, add why to `problems` and return "".

    It may be in UTF-8, in UTF-16 (Excel's "Unicode text"), or in Windows-1252. A file of
    another kind is a single problem: `toml` says which one is expected.
    """
    raw = read_bytes(path, problems)
    return "" if raw is None else decode(raw, path, problems, toml=toml)


def decode(raw: bytes, path: Path, problems: list[Problem], *, toml: bool = False) -> str:
    """Return the text of a file's bytes, or "" with the reason noted, as `read_text` does."""
    expected = A_TOML if toml else A_TABLE
    kind = kind_of_bytes(raw)
    if kind is not None:
        return _unread(path, problems, expected, kind=kind)
    text = _decoded(raw)
    if text is None or "\0" in text:
        return _unread(path, problems, t("text in UTF-8 (“CSV UTF-8”) or Windows-1252"))
    kind = kind_of_text(text)
    if kind is None and not toml and is_toml(text):
        kind = t("a TOML file, which is part of a programme")
    if kind is not None:
        return _unread(path, problems, expected, kind=kind)
    return text


def kind_of_file(path: Path) -> Text | None:
    """Return the kind of a file that the kiosk does not read, or None."""
    problems: list[Problem] = []
    read_text(path, problems, toml=True)
    return problems[0].kind if problems else None


def read_bytes(path: Path, problems: list[Problem]) -> bytes | None:
    """Return what is in a file or comes through a pipe, or None with the reason noted."""
    if path.name.startswith(LOCKS):
        expected = t("the file beside it, whose name is the same without these signs")
        kind = t("only a mark that a spreadsheet is open")
        _unread(path, problems, expected, kind=kind)
        return None
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            _unread(path, problems, t("a file"), kind=t("a folder"))
            return None
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            _unread(path, problems, t("a file, or a pipe"), kind=t("a device"))
            return None
        raw = _read_pipe(path) if stat.S_ISFIFO(mode) else _read_file(path)
    except (FileNotFoundError, ValueError):  # ValueError: a name with a null character
        _unread(path, problems, t("a file that exists"))
        return None
    except TimeoutError:
        expected = t("a pipe that a program writes to: nothing came for half a minute")
        _unread(path, problems, expected)
        return None
    except PermissionError:
        expected = t("a file that you may read. Is it open in another program? Close it there")
        _unread(path, problems, expected)
        return None
    except OSError as error:
        expected = t("a file that can be read: {cause}", cause=read_cause(error))
        _unread(path, problems, expected)
        return None
    if len(raw) > MAX_BYTES:
        expected = t("at most {most} MB", most=MAX_MEGABYTES)
        _unread(path, problems, expected, kind=t("a larger file"))
        return None
    return raw


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _read_pipe(path: Path) -> bytes:
    """Return what comes through a pipe. Raises `TimeoutError` if nothing comes."""
    # not blocking: a pipe that nobody writes into would hold the program for ever
    pipe = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        parts: list[bytes] = []
        while sum(map(len, parts)) <= MAX_BYTES:
            if not select.select([pipe], [], [], PATIENCE)[0]:
                raise TimeoutError
            part = os.read(pipe, 1 << 20)
            if not part:
                break
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(pipe)


def _decoded(raw: bytes) -> str | None:
    if raw.startswith(UTF_16):
        return _try(raw, "utf-16")
    half = len(raw) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # without its mark it is known by the zeros beside nearly all letters
        if raw[first::2].count(0) > 0.7 * half > 0:
            return _try(raw, encoding)
    # Windows-1252 comes last, because it accepts nearly every byte
    utf8 = _try(raw, "utf-8-sig")
    return _try(raw, "cp1252") if utf8 is None else utf8


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unread(
    path: Path, problems: list[Problem], expected: Text, found: str = "", kind: Text | None = None
) -> str:
    problems.append(Problem(name_of(path), 0, "", found or str(path), expected, kind))
    return ""


OF_1252 = {
    ord(char): byte
    for byte in range(0x80, 0xA0)
    if (char := bytes([byte]).decode("cp1252", "ignore"))
}
"""Byte by the character that Windows-1252 has for it. Five have none, and stay as they are."""


def undamaged(text: str) -> str | None:
    """Return what a text was before UTF-8 was read as Windows-1252 (“SiÃ¢n”), else None."""
    if text.isascii():
        return None
    try:
        raw = text.translate(OF_1252).encode("latin-1")
    except UnicodeEncodeError:
        return None
    return _try(raw, "utf-8")
