"""Keeps the monkey to a folder of its own: it may choose files anywhere, and write them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path
from unittest import mock

from kiosk.system.durable_files import unreadable
from kiosk.system.file_places import Entry, Place, list_folder

PICKER = "kiosk.screens.files.file_picker"


@contextmanager
def fenced(folder: Path) -> Iterator[None]:
    """Let the file picker list nothing outside a folder, which is made with some files."""
    inner = folder / "Older lists"
    inner.mkdir(parents=True, exist_ok=True)
    (folder / "staff.csv").write_text("Name,Post\nAnn Ffug,Coach\nBea Ffug,TA\n", encoding="utf-8")
    (inner / "wrong.csv").write_text("id,forename\n1,Ann\n", encoding="utf-8")
    (folder / "rooms.csv").write_text("room,capacity\nShed,9\n", encoding="utf-8")

    def listed(path: Path, endings: Collection[str]) -> list[Entry]:
        if not path.is_relative_to(folder):
            raise unreadable(path, PermissionError(EACCES, "outside the fence"))
        return list_folder(path, endings)

    with (
        mock.patch(f"{PICKER}.list_folder", listed),
        mock.patch(f"{PICKER}.quick_places", return_value=[Place(folder)]),
    ):
        yield
