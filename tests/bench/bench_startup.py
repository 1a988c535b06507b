"""How long the kiosk takes to start, as ratios: `python -m tests.bench.bench_startup [RUNS]`.

`kiosk demo` on a laid sample, from the start of the process to the first paint of Welcome in
a pseudo-terminal, against a bare Textual app; and `kiosk --version` against `python -c pass`. The
runs are interleaved, so that a busy machine slows both, and medians are compared.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from compileall import compile_dir
from pathlib import Path

import kiosk
from kiosk.sample.school import open_demo
from kiosk.system.data_folder import true_time

COLUMNS, ROWS = 80, 24
TIMEOUT = 30.0
"""Seconds after which a start has failed."""

ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=$]*[ -/]*[@-~]|[P_\]].*?(?:\x1b\\|\x07)|[()].|[@-~])")
ALTERNATE = b"\x1b[?1049h"
"""What an app sends before it paints."""

PYTHON = sys.executable
PASS = [PYTHON, "-c", "pass"]
KIOSK = [PYTHON, "-c", "import sys; from kiosk.cli import main; sys.exit(main())"]
"""What the installed `kiosk` does; arguments follow."""
VERSION = [*KIOSK, "--version"]
BARE = [PYTHON, "-c", "from textual.app import App; App().run()"]

MOST = {"demo": 1.6, "version": 3.0}
"""The ratios that are allowed."""


def main() -> int:
    """Measure, print the ratios, and return 1 if one is above what is allowed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    compile_dir(Path(kiosk.__file__).parent, quiet=1)  # as pip does when it installs
    with tempfile.TemporaryDirectory() as folder:
        open_demo(Path(folder), true_time).close()
        demo = [*KIOSK, "demo", "--data", folder]
        found = {
            "demo": _compared(lambda: _paint(demo, b"Who are you?"), lambda: _paint(BARE), runs),
            "version": _compared(lambda: _ended(VERSION), lambda: _ended(PASS), 2 * runs),
        }
    _print("kiosk demo, first paint of Welcome / a bare Textual app", *found["demo"], MOST["demo"])
    _print("kiosk --version / python -c pass", *found["version"], MOST["version"])
    return int(any(ours / floor > MOST[name] for name, (ours, floor) in found.items()))


def _print(what: str, ours: float, floor: float, most: float) -> None:
    times = f"{1000 * ours:.0f} ms / {1000 * floor:.0f} ms"
    sys.stdout.write(f"{what}: {ours / floor:.2f} (at most {most}; {times})\n")


def _compared(
    ours: Callable[[], float], floor: Callable[[], float], runs: int
) -> tuple[float, float]:
    """Return the median seconds of both, measured in turn after one run of each to warm up."""
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def _ended(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _paint(command: list[str], words: bytes = b"") -> float:
    """Return the seconds until the whole screen is painted and shows the words."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environ,
        start_new_session=True,
    )
    os.close(terminal)
    try:
        return _painted_at(screen, words) - begun
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # what watches the kiosk, and the kiosk
        process.wait()
        os.close(screen)


def _painted_at(screen: int, words: bytes) -> float:
    seen = b""
    deadline = time.perf_counter() + TIMEOUT
    while time.perf_counter() < deadline:
        if not select.select([screen], [], [], 0.1)[0]:
            continue
        try:
            seen += os.read(screen, 65536)
        except OSError:  # the program has ended
            break
        now = time.perf_counter()
        shown = ESCAPES.sub(b"", seen.partition(ALTERNATE)[2]).decode("utf-8", "ignore")
        if len(shown) >= COLUMNS * ROWS * 0.9 and words.decode() in shown:
            return now
    raise SystemExit(f"nothing was painted:\n{seen.decode('utf-8', 'replace')[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
