"""Reads TOML files, and finds the line of each table and value: `tomllib` does not give them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.errors import Problem
from kiosk.exchange.decoding import name_of, read_text
from kiosk.exchange.fields import FieldReader, one_of
from kiosk.rules.model.file_contents import Cell
from kiosk.text import t

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")

_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")


class TomlFile:
    """One TOML file, whose tables are read as `FieldReader`s."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        """Read a file. If it is not correct TOML, that is noted and `values` is empty."""
        self.file = name_of(path)
        self._problems = problems
        self._text = read_text(path, problems, toml=True)
        self.values: dict[str, Any] = self._parsed()

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except (ValueError, RecursionError) as error:  # the latter by a thousand nested brackets
            lines = self._text.splitlines()
            place = _PLACE.search(str(error))
            row = int(place[1]) if place and place[1] else len(lines)
            found = lines[row - 1].strip() if 0 < row <= len(lines) else ""
            expected = t("correct TOML: {reason}", reason=str(error))
            self._problems.append(Problem(self.file, row, "", found, expected))
            return {}

    def whole(self) -> FieldReader:
        """Return the values above the first table."""
        return self._entry(self.values, 0)

    def one(self, name: str) -> FieldReader | None:
        """Return the table `[name]`, or None."""
        values = self.values
        for part in name.split("."):
            inner = values.get(part)
            if inner is None:
                return None
            if not isinstance(inner, dict):
                self._problems.append(Problem(self.file, 0, part, str(inner), t("a table")))
                return None
            values = inner
        inner = {key: next(self._lines(f"[{name}.{key}]"), 0) for key in values}
        return self._entry(values, next(self._lines(f"[{name}]"), 0), inner)

    def many(self, name: str) -> list[FieldReader]:
        """Return the tables `[[name]]`, in their order."""
        return self._entries(name, self.values, self._lines(f"[[{name}]]"))

    def nested(self, outer: str, inner: str) -> list[tuple[FieldReader, list[FieldReader]]]:
        """Return the tables `[[outer]]`, each with its `[[outer.inner]]`."""
        lines = self._lines(f"[[{outer}.{inner}]]")
        return [(one, self._entries(inner, one.values, lines)) for one in self.many(outer)]

    def _entries(
        self, name: str, values: Mapping[str, object], lines: Iterator[int]
    ) -> list[FieldReader]:
        tables = values.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            expected = t("tables headed [[{name}]]", name=name)
            self._problems.append(Problem(self.file, 0, name, str(tables), expected))
            return []
        return [self._entry(one, next(lines, 0)) for one in tables]

    def _entry(
        self, values: Mapping[str, object], heading: int, inner: Mapping[str, int] | None = None
    ) -> FieldReader:
        """Return a table as a `FieldReader`; `heading` is the line of its heading."""
        cells = {key: Cell(line) for key, line in (inner or {}).items() if line}
        for number, line in enumerate(self._text.splitlines()[heading:], heading + 1):
            if line.lstrip().startswith("[") and line.rstrip().endswith("]"):
                break
            if match := _KEY.match(line):
                cells.setdefault(match[1], Cell(number))
        return FieldReader(self.file, heading, dict(values), self._problems, cells=cells)

    def _lines(self, heading: str) -> Iterator[int]:
        """Yield the numbers of the lines with a heading."""
        for number, line in enumerate(self._text.splitlines(), 1):
            if line.partition("#")[0].replace(" ", "").strip() == heading:
                yield number

    def only(self, *names: str) -> None:
        """Note each name at the top level of the file that is not one of these."""
        for name in self.values:
            if name not in names:
                self._problems.append(Problem(self.file, 0, name, name, one_of(names, name)))
