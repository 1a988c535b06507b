"""Writing files that a person asked for: never over one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import Refused
from kiosk.system.data_folder import expand_home
from kiosk.system.durable_files import cause, replace_durably
from kiosk.text import t


def new_file(given: str) -> Path:
    """Return the path of a file that is to be written.

    Its folder is not made: a memory stick that is not there must not become a folder on this disk.

    Raises:
        Refused: there is a file of that name, or no such folder, or it may not be looked into.
    """
    path = expand_home(given)
    try:
        is_there, has_folder = path.exists(), path.parent.is_dir()
    except OSError as error:
        raise _unwritable(path, error) from error
    if is_there:
        raise Refused(t("{file} already exists. Move it, or choose another place.", file=str(path)))
    if not has_folder:
        raise Refused(
            t("There is no folder {folder}. Make it first, or give another.",
              folder=str(path.parent.absolute()))
        )  # fmt: skip
    return path


def write_file(path: Path, content: bytes) -> None:
    """Write a file that only this account can read. Raises `Refused` where that is not possible."""
    try:
        replace_durably(path, [content])
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Refused:
    return Refused(
        t("{file} cannot be written: {cause}. Give another folder.", file=str(path),
          cause=cause(error))
    )  # fmt: skip


def write_new_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files to a folder, which is made if need be, and return their paths.

    Raises:
        Refused: there is a file of one of the names, or the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            t("The folder {folder} cannot be made: {cause}. Give another.", folder=str(folder),
              cause=cause(error))
        ) from error  # fmt: skip
    paths = {new_file(str(folder / name)): content for name, content in files.items()}
    for path, content in paths.items():
        write_file(path, content)
    return [*paths]
