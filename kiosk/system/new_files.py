"""Writing files that a person asked for: never over one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import Refused
from kiosk.system.durable_files import cause, replace_durably
from kiosk.text import t


def write_new_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files to a folder, which is made if need be, and return their paths.

    Raises:
        Refused: one of the names is there already, or it cannot be written.
    """
    paths = [folder / name for name in files]
    for path in paths:
        if path.exists():
            raise Refused(t("{file} already exists. Give another name.", file=str(path)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, files.values(), strict=True):
            replace_durably(path, [content])
    except OSError as error:
        where = str(error.filename or folder)
        raise Refused(
            t("{file} cannot be written: {cause}.", file=where, cause=cause(error))
        ) from error
    return paths
