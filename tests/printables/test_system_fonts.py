"""A font of the machine draws what none of ours does: here in a process with fonts of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pymupdf_fonts
import pytest

LETTER = "\u212d"
"""A black-letter C: none of our fonts has it."""
PRINTED = f"""
import sys
from pathlib import Path
from printables import system_fonts
system_fonts.FOLDERS = (Path(sys.argv[1]),)
from printables import fonts
from printables.text import printable
print(printable("A{LETTER}B") == "A{LETTER}B", *(Path(run.font).name for run in
      fonts.runs("A{LETTER}B", fonts.SANS)), fonts.to_install("{LETTER}শ王"))
"""


def printed(folder: Path) -> str:
    asked = [sys.executable, "-X", "utf8", "-c", PRINTED, str(folder)]
    done = subprocess.run(asked, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["Regular", "VF", "VariableFont_wdth,wght"])
def test_a_letter_of_another_script_is_drawn_with_a_font_of_the_machine(
    tmp_path: Path, name: str
) -> None:
    # its outlines cannot be embedded
    (tmp_path / "NotoSansBlack-letter[wght].ttf").write_bytes(pymupdf_fonts.myfont("math"))
    found = tmp_path / "truetype" / f"NotoSansBlack-letter-{name}.ttf"
    found.parent.mkdir()
    found.write_bytes(pymupdf_fonts.myfont("notos"))
    assert printed(tmp_path).startswith(f"True SourceSans {found.name} SourceSans ")


def test_without_one_it_is_a_line_and_what_to_install_is_known(tmp_path: Path) -> None:
    whole, *runs = printed(tmp_path).split(" ", 2)
    assert (whole, runs[0]) == ("False", "SourceSans")
    assert runs[1] == (
        "('Noto Sans Black-letter, Noto Sans Bengali, Droid Sans Fallback', "
        "'fonts-noto-core fonts-droid-fallback')"
    )


def damaged(table: bytes, start: int, filler: bytes) -> bytes:
    """Return a font in which a part of one table is overwritten."""
    data = bytearray(pymupdf_fonts.myfont("notos"))
    entry = data.index(table, 12)
    offset = int.from_bytes(data[entry + 8 : entry + 12]) + start
    data[offset : offset + len(filler)] = filler
    return bytes(data)


@pytest.mark.parametrize(
    "font",
    [damaged(b"glyf", 0, b"\xff" * 400_000), damaged(b"head", 18, b"\0\0"), b"", b"\0\1\0\0"],
    ids=["outlines", "size", "empty", "cut"],
)
def test_a_damaged_font_of_the_machine_is_as_none(tmp_path: Path, font: bytes) -> None:
    (tmp_path / "NotoSansBlack-letter-Regular.ttf").write_bytes(font)
    assert printed(tmp_path).startswith("False SourceSans ")
