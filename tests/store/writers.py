"""A program that writes without end until it is killed, with checkpoints going on meanwhile."""

from __future__ import annotations

import sys
import threading
from itertools import count
from pathlib import Path

from kiosk.rules.records import Resource
from kiosk.rules.school import put
from kiosk.store import Store, keeping, open_store
from kiosk.text import Both
from tests.builders import person
from tests.store.programs import ENTRY


def save(store: Store, name: str) -> None:
    """Write two records of one name in one change."""
    with store.exclusively():
        store.news()
        items = [put(person(name)), put(Resource(name, Both(name)))]
        store.append(items, ENTRY)


def _checkpoints(store: Store) -> None:
    while True:
        store.tend()


def main(folder: Path, name: str) -> None:
    """Write, and print each name once its two records are said to be saved."""
    keeping.LARGE, keeping.IDLE, keeping.AGAIN = 2_000, 0.0, 0.0
    store = open_store(folder)
    threading.Thread(target=_checkpoints, args=(store,), daemon=True).start()
    for number in count():
        save(store, f"{name}-{number}")
        sys.stdout.write(f"{name}-{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
