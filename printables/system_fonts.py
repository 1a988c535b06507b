"""Fonts of the machine, for letters that none of ours draws.

Windows and macOS come with a font for most scripts; on Linux each is a package. Only outlines in
TrueType's own form can be embedded, so that Noto's packages for Chinese, Japanese and Korean, which
have PostScript's, are of no use here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

EAST_ASIAN = ("Cjk", "Hangul", "Hiragana", "Katakana", "Bopomofo")
INDIC = (
    "Bengali", "Devanagari", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Oriya", "Sinhala",
    "Tamil", "Telugu",
)  # fmt: skip

OWN_FONTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(EAST_ASIAN, ("DroidSansFallbackFull.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc",
                                 "msyh.ttc", "YuGothR.ttc", "malgun.ttf")),
    **dict.fromkeys(INDIC, ("Nirmala.ttf", "Nirmala.ttc")),
    **dict.fromkeys(("Khmer", "Lao", "Thai"), ("LeelawUI.ttf",)),
    **dict.fromkeys(("Armenian", "Georgian"), ("sylfaen.ttf",)),
    "Ethiopic": ("ebrima.ttf",),
    "Myanmar": ("mmrtext.ttf",),
}  # fmt: skip
"""The files that systems themselves have for a script, by the first word of its letters' names."""
EVERY_SCRIPT = ("Arial Unicode.ttf",)
"""What macOS has for most of them."""


def _folders() -> tuple[Path, ...]:
    home = Path(os.path.expanduser("~"))  # Path.home() raises where an account has none
    if sys.platform == "win32":
        system = Path(os.environ.get("WINDIR", r"C:\Windows"))
        own = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows"
        return system / "Fonts", own / "Fonts"
    if sys.platform == "darwin":
        places = (Path("/System/Library"), Path("/Library"), home / "Library")
        return tuple(place / "Fonts" for place in places)
    shared = (Path("/usr/share"), Path("/usr/local/share"), home / ".local" / "share")
    return (*(place / "fonts" for place in shared), home / ".fonts")


FOLDERS = _folders()
"""Where the machine keeps its fonts."""


def files_for(script: str) -> Iterator[Path]:
    """Yield the files in which letters of a script may be, the likeliest first.

    `script` is the first word of the letters' names, such as `Bengali` or `Cjk`.
    """
    known = _known_files()
    noto = "(SC|TC|HK|JP|KR)" if script in EAST_ASIAN else re.escape(script)
    # as packages name a weight, as the font's makers name a file with all weights, and as others do
    pattern = re.compile(rf"NotoSans{noto}(-Regular|-VF|-VariableFont.*|\[.*\])\.ttf", re.I)
    yield from (path for name, path in known.items() if pattern.fullmatch(name))
    for name in (*OWN_FONTS.get(script, ()), *EVERY_SCRIPT):
        if name.lower() in known:
            yield known[name.lower()]


@cache
def _known_files() -> dict[str, Path]:
    """Return the machine's fonts by their files' names in small letters."""
    return {
        name.lower(): Path(folder, name)
        for place in reversed(FOLDERS)
        for folder, _, names in os.walk(place)
        for name in sorted(names)
        if name.lower().endswith((".ttf", ".ttc"))
    }


def font_to_install(script: str) -> tuple[str, str]:
    """Return the name of a font with a script, and the package of Debian and Ubuntu it is in."""
    if script in EAST_ASIAN:
        return "Droid Sans Fallback", "fonts-droid-fallback"
    return f"Noto Sans {script}", "fonts-noto-core"
