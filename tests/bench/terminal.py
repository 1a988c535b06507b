"""A program in a terminal of its own, and when what it writes has arrived there.

What a program writes is read at once by a thread, with the moment, so that it never waits for its
reader. A key's time runs from when it is written until the bytes have arrived that show its effect.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter, sleep
from types import TracebackType

import psutil

READY = "Type your name to sign in|Who are you"
"""What Welcome says once it is there, in this version or an older one."""

COLUMNS, ROWS = 120, 36
LIMIT = 90.0
"""Seconds after which what should be seen is given up; it then counts as so many."""
ESCAPES = re.compile(r"\x1b(?:\[[0-9;:?<>=$]*[ -/]*[@-~]|[P_\]].*?(?:\x1b\\|\x07)|[()].|[@-~])")
ALTERNATE = b"\x1b[?1049h"
"""What an app sends before it paints."""

PYTHON = sys.executable
KIOSK = [PYTHON, "-c", "import sys; from kiosk.cli import main; sys.exit(main())"]
"""What the installed `kiosk` does; arguments follow."""


def kiosk_on(folder: Path, clock: str = "08:20") -> list[str]:
    """Return the command that opens the kiosk on a folder, at a time of today."""
    return [*KIOSK, "--data", str(folder), "--at", clock]


class Unseen(Exception):
    """What was waited for did not come; the message is what was seen instead."""


class Terminal:
    """One program; a context that ends it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._screen, inside = pty.openpty()
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(inside, termios.TIOCSWINSZ, size)
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name in ("COLUMNS", "LINES", "NO_COLOR"):
            environ.pop(name, None)
        self._chunks: list[tuple[float, bytes]] = []
        self._news = threading.Condition()
        self.since = perf_counter()
        """The moment from which what is seen counts."""
        self._process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environ,
            start_new_session=True,
        )  # fmt: skip
        os.close(inside)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for one in self._programs():  # whoever watches the kiosk would start it again
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        os.close(self._screen)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._screen, 1 << 16)
            except OSError:  # the program has ended
                return
            now = perf_counter()
            with self._news:
                self._chunks.append((now, data))
                self._news.notify_all()

    def press(self, keys: str) -> None:
        """Type keys; what was seen before counts no more."""
        with self._news:
            self._chunks.clear()
            self.since = perf_counter()
        os.write(self._screen, keys.encode())

    def seen(self, *wanted: str, limit: float = LIMIT) -> float:
        """Return the seconds until all of these patterns have arrived.

        Raises:
            Unseen: they did not, within the limit.
        """
        patterns = [re.compile(one) for one in wanted]
        with self._news:
            known = 0
            while True:
                while known < len(self._chunks):
                    known += 1
                    shown = self._shown(known)
                    if all(one.search(shown) for one in patterns):
                        return self._chunks[known - 1][0] - self.since
                left = self.since + limit - perf_counter()
                if left <= 0 or not self._news.wait(left):
                    raise Unseen(f"not seen: {wanted}\n{self._shown(known)[-1500:]}")

    def painted(self, *wanted: str) -> float:
        """Return the seconds from its start until the whole screen is painted with these."""
        # nine tenths of all cells, after the switch to the screen of its own
        return self.seen(rf"(?s).{{{COLUMNS * ROWS * 9 // 10}}}", *wanted)

    def _shown(self, count: int) -> str:
        data = b"".join(chunk for _, chunk in self._chunks[:count])
        _, switch, after = data.partition(ALTERNATE)
        return ESCAPES.sub("", (after if switch else data).decode("utf-8", "ignore"))

    def arrivals(self) -> list[tuple[float, str]]:
        """Return what has arrived since the last key, piece by piece, with the moments."""
        with self._news:
            found = list(self._chunks)
        return [(at, ESCAPES.sub("", data.decode("utf-8", "ignore"))) for at, data in found]

    def settle(self, limit: float = 60.0) -> bool:
        """Wait until the program has hardly anything to do; return whether that was so in time."""
        end = perf_counter() + limit
        while perf_counter() < end:
            before = self.processor_time()
            sleep(0.5)
            if self.processor_time() - before < 0.05:
                return True
        return False

    def processor_time(self) -> float:
        """Return the seconds of processor that all its threads have used, to the nanosecond."""
        total = 0
        for one in self._programs():
            for task in Path(f"/proc/{one.pid}/task").glob("*/schedstat"):
                with suppress(OSError):
                    total += int(task.read_text().split()[0])
        return total / 1e9

    def megabytes(self) -> float:
        """Return the resident memory of the program itself."""
        return float(max(one.memory_info().rss for one in self._programs())) / 2**20

    def _programs(self) -> list[psutil.Process]:
        try:
            first = psutil.Process(self._process.pid)
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
