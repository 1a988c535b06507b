"""A sample school, in files as a professional tutor could have made them in a spreadsheet."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

STAFF = "staff.csv"
"""The staff file; all others are the programme's."""


def folder() -> Path:
    """Return the folder that the sample's files lie in."""
    return Path(str(files(__name__)))
