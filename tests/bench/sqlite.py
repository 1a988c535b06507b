"""The same documents in SQLite, as the measurements compare with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class Sqlite:
    """Tables of documents by number, in WAL with synchronous=FULL: a change is on the disk."""

    def __init__(self, folder: Path, **tables: Iterable[dict[str, Any]]) -> None:
        """Make these tables with these documents, and tables `history` and `undo` without any."""
        self._db = sqlite3.connect(folder / "sqlite.db", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("BEGIN")
        for table, documents in {"history": (), "undo": (), **tables}.items():
            self._db.execute(f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, document TEXT)")
            texts = ((json.dumps(document),) for document in documents)
            self._db.executemany(f"INSERT INTO {table} (document) VALUES (?)", texts)
        self._db.execute("COMMIT")

    def change(self, table: str, number: int, documents: Iterable[tuple[str, Any]]) -> None:
        """Look a document up, decide by it, and insert documents into their tables."""
        self._db.execute("BEGIN IMMEDIATE")
        found = self._db.execute(f"SELECT document FROM {table} WHERE number=?", (number,))
        if json.loads(found.fetchone()[0])["id"]:
            for name, document in documents:
                text = json.dumps(document)
                self._db.execute(f"INSERT INTO {name} (document) VALUES (?)", (text,))
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()
