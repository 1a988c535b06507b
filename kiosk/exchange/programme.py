"""Reads a programme: a folder of files, or one file of it.

The files are `school.toml` (settings), `days.toml` (days and slots), `tracks.toml` (induction
tracks), `workshops.csv` (a row for each session) and `resources.csv` (catch-up). A file given under
another name is recognised by its ending and content. Loading checks whether ids exist.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from kiosk.errors import BadInput, Problem
from kiosk.exchange.programme_csv import read_resources, read_workshops
from kiosk.exchange.programme_toml import read_days, read_settings, read_tracks
from kiosk.exchange.toml_tables import TomlFile
from kiosk.rules.model.file_contents import ProgrammeFile
from kiosk.text import t

FILES = ("school.toml", "days.toml", "tracks.toml", "workshops.csv", "resources.csv")
"""The files of a programme's folder; any may be left out."""

PARTS = ("settings", "days", "tracks", "sessions", "resources")


def _misnamed(folder: Path) -> list[Problem]:
    """Return a problem for each file that is not read because its name is not quite right."""
    known = {name.casefold() for name in FILES}
    found = [one for one in sorted(folder.iterdir()) if one.name.casefold() in known]
    return [
        Problem(one.name, 0, "", one.name, t("a file of exactly one of these names: {files}",
                                             files=", ".join(FILES)))
        for one in found
        if one.name not in FILES or not one.is_file()
    ]  # fmt: skip


def read_programme(path: Path) -> ProgrammeFile:
    """Return the programme in a folder or file, with the problems in it.

    Raises `BadInput` where there is nothing to load.
    """
    problems: list[Problem] = []
    parts = [path]
    if path.is_dir():
        parts = [path / name for name in FILES if (path / name).is_file()]
        problems += _misnamed(path)
        if not parts:
            expected = t("one of these files in the folder: {files}", files=", ".join(FILES))
            problems.append(Problem(path.name, 0, "", str(path), expected))
    programme = ProgrammeFile(path.name)
    for part in parts:
        before = len(problems)
        programme = _with(programme, part, problems)
        # loading must not report the ids of a file that could not be read as missing
        if len(problems) > before:
            programme = replace(programme, broken=programme.broken | {part.stem.casefold()})
    if not any(getattr(programme, part) for part in PARTS):
        raise BadInput(problems)
    return replace(programme, problems=tuple(problems))


def _with(programme: ProgrammeFile, path: Path, problems: list[Problem]) -> ProgrammeFile:
    """Return the programme with the content of one more file."""
    if path.suffix.casefold() != ".toml":
        return _with_table(programme, path, problems)
    source = TomlFile(path, problems)
    name = path.stem.casefold()
    if not source.values:
        if not any(one.file == path.name for one in problems):
            problems.append(Problem(path.name, 0, "", "", t("something in the file")))
        return programme
    if name == "days" or "day" in source.values:
        days, flagship = read_days(source)
        return replace(programme, days=days, flagship=flagship)
    if name == "tracks" or "track" in source.values:
        return replace(programme, tracks=read_tracks(source))
    return replace(programme, settings=read_settings(source))


def _with_table(programme: ProgrammeFile, path: Path, problems: list[Problem]) -> ProgrammeFile:
    if "resource" in path.stem.casefold():
        resources, ignored = read_resources(path, problems)
        return replace(programme, resources=resources, ignored=(*programme.ignored, *ignored))
    (workshops, sessions), ignored = read_workshops(path, problems)
    both = replace(programme, workshops=workshops, sessions=sessions)
    return replace(both, ignored=(*programme.ignored, *ignored))


__all__ = ["FILES", "ProgrammeFile", "read_programme"]
