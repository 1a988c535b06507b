"""A program of its own that reads the cells of a workbook: its bytes in, its cells out as JSON.

The code that reads workbooks is not Python's. A damaged file may let it write to the terminal, run
for ever, take all the memory or end the program, and here it ends only this one. Started by
`workbooks.py`, and so without anything of the kiosk.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta

MEMORY = 2_000_000_000
"""Bytes, where the system has such a limit."""
PROCESSOR = 8
"""Seconds of its time, where the system has such a limit: 20,000 rows take one or two."""
HAS_PASSWORD = 3
"""The status with which it ends where the workbook has a password."""


def main() -> int:
    """Read standard input, at most the first sheets as named by the argument."""
    _set_limits()
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        names = book.sheet_names[: int(sys.argv[1])]
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names
        ]
    except CalamineError as error:
        return HAS_PASSWORD if "password" in str(error).casefold() else 1
    written = [(name, [list(map(_text, row)) for row in rows]) for name, rows in sheets]
    sys.stdout.buffer.write(json.dumps(written, ensure_ascii=False).encode())
    return 0


def _set_limits() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))


def _text(value: object) -> str:
    """Return a cell's value as a person would write it into a CSV file."""
    if type(value) is str:
        return value
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            # a sum such as 0.1 + 0.2 is shown by no spreadsheet with all its digits
            return str(int(value)) if value.is_integer() else f"{value:.12g}"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
