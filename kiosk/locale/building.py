"""Compiles the catalogues when setuptools builds the package: see `pyproject.toml`."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """The usual build, with a `.mo` beside each `.po`, which the package then holds."""

    def finalize_options(self) -> None:
        """Compile before anything asks which files the package has."""
        for source in Path(__file__).parent.glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
        super().finalize_options()
