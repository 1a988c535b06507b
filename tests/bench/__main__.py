"""All measurements as one table: `python -m tests.bench [NAME …] [--short] [--of DIR]`.

Figures are beside a floor in the same run: stock Textual that does the same in a terminal of its
own, in turn with the kiosk, or what a change costs without it. NAME: one of them only. `--short`:
one round at 120 people. `--of DIR`: of the program in that folder, such as an older version, by the
benches of this one. A missed target is told, and is no failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.badges import badges
from tests.bench.decisions import decisions
from tests.bench.figures import Figure, table
from tests.bench.keys import keys
from tests.bench.live import live
from tests.bench.loading import loading
from tests.bench.rows import rows
from tests.bench.run import Run
from tests.bench.startup import startup
from tests.bench.switching import switching
from tests.bench.terminal import PYTHON

TABLES: dict[str, Callable[[Run], Iterator[Figure]]] = {
    "startup": startup,
    "keys": keys,
    "switching": switching,
    "live": live,
    "rows": rows,
    "decisions": decisions,
    "badges": badges,
    "loading": loading,
}
PROGRAMS = {
    "store": ("bench_store", "1000", "10000", "100000"),
    "desk": ("bench_desk",),
    "print": ("bench_print",),
}
"""Modules of this package that print figures of their own, with their arguments."""
CODE = ("kiosk", "printables", "seed")


def main() -> int:
    """Run what is asked for; return 1 where a bench broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*TABLES, *PROGRAMS)))
    parser.add_argument("--short", action="store_true", help="one round at 120 people")
    parser.add_argument("--of", type=Path, metavar="DIR", help="of the program in this folder")
    asked = parser.parse_args()
    names = asked.names or [*TABLES, *PROGRAMS]
    if unknown := set(names) - {*TABLES, *PROGRAMS}:
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    if asked.of is not None:
        return _of(asked.of, [*names, *(["--short"] if asked.short else [])])
    began, broken, figures = perf_counter(), list[str](), list[Figure]()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), asked.short)
        for name in names:
            if name in PROGRAMS:
                broken += [] if _print(name) else [name]
                continue
            try:
                for figure in TABLES[name](run):
                    figures.append(figure)
                    run.tell(table([figure], heads=False))
            except Exception:
                # what others have measured by now must not be lost
                traceback.print_exc()
                broken.append(name)
    if figures:
        sys.stdout.write(f"\n{table(figures)}\n")
    sys.stdout.write(f"\nin {(perf_counter() - began) / 60:.0f} minutes\n")
    if broken:
        sys.stdout.write(f"broken: {', '.join(broken)}\n")
    return int(bool(broken))


def _print(name: str) -> bool:
    """Let a module print its figures; return whether it did.

    Its status says whether a target is missed, and what it writes to standard error that it broke.
    """
    module, *words = PROGRAMS[name]
    sys.stdout.write(f"\n{name}\n")
    sys.stdout.flush()
    command = [PYTHON, "-m", f"tests.bench.{module}", *words]
    trouble = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True).stderr
    sys.stderr.write(trouble)
    return not trouble


def _of(other: Path, words: list[str]) -> int:
    """Measure the program in another folder: these benches beside its code, as links."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for code in CODE:
            (folder / code).symlink_to((other / code).resolve())
        (folder / "tests").symlink_to(Path(__file__).resolve().parents[1])
        environ = {**os.environ, "PYTHONPATH": name}
        command = [PYTHON, "-m", "tests.bench", *words]
        return subprocess.run(command, cwd=folder, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
