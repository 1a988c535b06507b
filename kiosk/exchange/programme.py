"""Reads a programme: a folder of files, or one file of it.

The files are `school.toml` (settings), `days.toml` (days and slots), `tracks.toml` (induction
tracks), `workshops.csv` (a row for each session), `resources.csv` (catch-up) and `rooms.csv` (what
each room holds). A file given under another name is recognised by its ending and content. Loading
checks whether ids exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from kiosk.errors import BadInput, Problem
from kiosk.exchange.decoding import is_folder, kind_of_file, name_of, read_bytes
from kiosk.exchange.programme_tables import (
    RESOURCES,
    ROOMS,
    WORKSHOPS,
    resources_in,
    rooms_in,
    workshops_in,
)
from kiosk.exchange.programme_toml import read_days, read_settings, read_tracks
from kiosk.exchange.programme_workbook import read_programme_workbook
from kiosk.exchange.tables import read_rows
from kiosk.exchange.toml_tables import TomlFile
from kiosk.exchange.workbooks import ENDINGS, is_workbook
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.text import t

FILES = ("school.toml", "days.toml", "tracks.toml", "workshops.csv", "resources.csv", "rooms.csv")
"""The files of a programme's folder; any may be left out."""

PARTS = ("settings", "days", "tracks", "sessions", "resources", "rooms")


def _misnamed(folder: Path) -> list[Problem]:
    """Return a problem for each file that is not read because its name is not quite right.

    That is a name in other capitals, or with another ending while the right one is not there. Of a
    folder without any part of a programme, each file of a kind that is not read is one too.
    """
    there = sorted(folder.iterdir())
    names = {one.name for one in there if one.is_file()}
    known = {name.casefold(): name for name in FILES}
    stems = {Path(name).stem: name for name in FILES if name not in names}
    found = []
    for one in there:
        kind = kind_of_file(one) if one.is_file() else None
        meant = known.get(one.name.casefold())
        if meant is None and one.stem.casefold() in stems and one.suffix and kind is not None:
            meant = stems[one.stem.casefold()]
        is_exact = one.name in FILES and one.is_file()
        if meant is not None and not is_exact:
            expected = t("a file of exactly one of these names: {files}", files=", ".join(FILES))
            found.append(Problem(one.name, 0, "", one.name, expected, kind))
        elif meant is None and kind is not None and not names & set(FILES):
            expected = t("one of these files: {files}", files=", ".join(FILES))
            found.append(Problem(one.name, 0, "", one.name, expected, kind))
    return found


def read_programme(path: Path) -> ProgrammeFile:
    """Return the programme in a folder or file, with the problems in it.

    Raises `BadInput` where there is nothing to load.
    """
    problems: list[Problem] = []
    parts = [path]
    if is_folder(path):
        parts = [path / name for name in FILES if (path / name).is_file()]
        # as “kiosk template school” writes it
        books = [path / f"programme{ending}" for ending in ENDINGS if not parts]
        parts += [book for book in books if book.is_file()][:1]
        problems += [] if parts and parts[0] in books else _misnamed(path)
        if not parts and not problems:
            expected = t("one of these files in the folder: {files}", files=", ".join(FILES))
            problems.append(Problem(name_of(path), 0, "", str(path), expected))
    programme = ProgrammeFile(name_of(path))
    for part in parts:
        before = len(problems)
        programme = _with(programme, part, problems)
        # loading must not report the ids of a file that could not be read as missing
        if len(problems) > before and not _is_workbook(part):
            programme = replace(programme, broken=programme.broken | {part.stem.casefold()})
    if not any(getattr(programme, part) for part in PARTS):
        below = t("a row of headings, and rows below it")
        problems = problems or [Problem(programme.name, 0, "", "", below)]
        raise BadInput(problems)
    return replace(programme, problems=tuple(problems))


def _with(programme: ProgrammeFile, path: Path, problems: list[Problem]) -> ProgrammeFile:
    """Return the programme with the content of one more file."""
    if _is_workbook(path):
        return read_programme_workbook(path, problems)
    if path.suffix.casefold() != ".toml":
        return _with_table(programme, path, problems)
    source = TomlFile(path, problems)
    name = path.stem.casefold()
    if not source.values:
        if not any(one.file == source.file for one in problems):
            problems.append(Problem(source.file, 0, "", "", t("something in the file")))
        return programme
    if name == "days" or "day" in source.values:
        days, flagship = read_days(source)
        return replace(programme, days=days, flagship=flagship)
    if name == "tracks" or "track" in source.values:
        return replace(programme, tracks=read_tracks(source))
    return replace(programme, settings=read_settings(source))


def _is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook, by its name or by what is in it."""
    if path.suffix.casefold() in (*ENDINGS, ".toml") or not path.is_file():
        return path.suffix.casefold() in ENDINGS
    return path.name not in FILES and is_workbook(read_bytes(path, []) or b"")


def _with_table(programme: ProgrammeFile, path: Path, problems: list[Problem]) -> ProgrammeFile:
    stem = path.stem.casefold()
    if "resource" in stem:
        resources, table = read_rows(path, RESOURCES, resources_in, problems)
        programme = replace(programme, resources=resources)
    elif "room" in stem:
        rooms, table = read_rows(path, ROOMS, rooms_in, problems)
        programme = replace(programme, rooms=rooms)
    else:
        read = partial(workshops_in, days=programme.days)
        (workshops, sessions), table = read_rows(path, WORKSHOPS, read, problems)
        programme = replace(programme, workshops=workshops, sessions=sessions)
    return replace(programme, ignored=_named(programme, path, table.ignored))


def _named(programme: ProgrammeFile, path: Path, ignored: Iterable[str]) -> tuple[str, ...]:
    """Return the headings that are ignored, each with its file: a programme has several."""
    return (*programme.ignored, *(f"{heading} ({name_of(path)})" for heading in ignored))


__all__ = ["FILES", "ProgrammeFile", "read_programme"]
