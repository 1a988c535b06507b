"""The translated messages of a language, compiled from its `.po` when the package is built.

In the source tree, where nobody builds, they are compiled on first use and kept beside the `.po`.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import os
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
"""The folder of catalogues, as `<code>/LC_MESSAGES/kiosk.po` and `.mo`. English needs none."""


@lru_cache
def catalogue(code: str, folder: Path = FOLDER) -> gettext.NullTranslations:
    """Return the messages of a language; English, the language of the source, has none."""
    source = folder / code / "LC_MESSAGES" / "kiosk.po"
    compiled = source.with_suffix(".mo")
    if _is_older(compiled, source):
        return gettext.GNUTranslations(io.BytesIO(_compile(source, compiled)))
    if not compiled.exists():
        return gettext.NullTranslations()
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _is_older(compiled: Path, source: Path) -> bool:
    """Return whether there is a source that was changed since it was compiled."""
    if not source.exists():  # an installed package has the compiled file alone
        return False
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path, compiled: Path) -> bytes:
    # loaded here: only a source tree needs them
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    file = io.BytesIO()
    with source.open("rb") as po:
        write_mo(file, read_po(po))
    # a tree that may not be written to serves as well: each start then compiles
    with contextlib.suppress(OSError):
        new = compiled.with_suffix(f".{os.getpid()}")
        new.write_bytes(file.getvalue())
        new.replace(compiled)
    return file.getvalue()
