"""A real terminal, driven as a person would: tmux types and reads the screen."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.factory import assemble
from kiosk.rules.model.actors import TUTOR
from tests.screens.ways import with_languages

PATIENCE = 120.0
"""Seconds after which what should be on the screen is not coming."""


class Terminal:
    """One tmux session with a server of its own."""

    def __init__(self, socket: Path, size: tuple[int, int]) -> None:
        settings = socket.with_suffix(".conf")
        settings.write_text(
            f"set -g status off\nset -g default-size {size[0]}x{size[1]}\n"
            "set -sg escape-time 0\nset -g default-terminal tmux-256color\n"
        )
        self._tmux = ["tmux", "-u", "-f", str(settings), "-S", str(socket)]

    def start(self, command: list[str]) -> None:
        """Run a command in it."""
        # the screen stays to be read when the program has ended
        words = f"unset COLUMNS LINES; {shlex.join(command)}" + "; echo ended with $?; sleep 1000"
        self._run("new-session", "-d", words)

    def start_shell(self, folder: Path) -> None:
        """Run a shell in a folder, as a person has it: a key that it sees can stop a program."""
        shell = "env PS1='$ ' bash --norc --noprofile -i"
        self._run("new-session", "-d", "-c", str(folder), f"unset COLUMNS LINES; exec {shell}")

    def process(self) -> int:
        """Return the number of the process that runs in it, a shell."""
        return int(self._run("list-panes", "-F", "#{pane_pid}"))

    def watcher(self) -> int:
        """Return the number of what was started, the only child of that shell."""
        return _only_child(self.process())

    def program(self) -> int:
        """Return the number of the kiosk itself: the watcher's only child."""
        return _only_child(self.watcher())

    def is_in_order(self) -> bool:
        """Return whether the terminal is as programs expect it: lines, echo, no mouse."""
        flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag}"
        terminal = os.open(self._run("list-panes", "-F", "#{pane_tty}").strip(), os.O_NOCTTY)
        try:
            modes = termios.tcgetattr(terminal)
        finally:
            os.close(terminal)
        local, wanted = modes[3], termios.ECHO | termios.ICANON | termios.ISIG
        is_plain = self._run("display-message", "-p", flags).split() == ["0", "1", "0"]
        return is_plain and local & wanted == wanted and bool(modes[0] & termios.ICRNL)

    def end(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def type(self, text: str) -> None:
        """Type letters."""
        self._run("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does: bracketed, if the program asked for that."""
        self._run("set-buffer", "--", text)
        self._run("paste-buffer", "-p", "-r")

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names: Enter, Escape, Down, F9 …"""
        self._run("send-keys", *keys)

    def screen(self) -> str:
        """Return what is on the screen."""
        return self._run("capture-pane", "-p")

    def all_lines(self) -> list[str]:
        """Return the lines on the screen, and those that have left it at the top."""
        lines = self._run("capture-pane", "-p", "-J", "-S", "-").split("\n")
        return [line.rstrip() for line in lines if line.strip()]

    def sees(self, *texts: str) -> str:
        """Wait until all of these are on the screen, and return it."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            missing = [text for text in texts if text not in screen]
            assert time.monotonic() < end, f"not seen: {missing}\n{screen}"
            time.sleep(0.05)

    def logs(self, folder: Path, line: str, times: int = 1) -> None:
        """Wait until the log in a data folder says something that often."""
        end, log = time.monotonic() + PATIENCE, folder / "kiosk.log"
        while not log.exists() or log.read_text().count(line) < times:
            assert time.monotonic() < end, f"not logged: {line}\n{self.screen()}"
            time.sleep(0.02)

    def sees_one_of(self, *texts: str) -> str:
        """Wait until one of these is on the screen, and return which."""
        end = time.monotonic() + PATIENCE
        while not (found := [text for text in texts if text in self.screen()]):
            assert time.monotonic() < end, f"none seen of {texts}\n{self.screen()}"
            time.sleep(0.05)
        return found[0]

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._tmux, *words], check=True, capture_output=True, text=True, encoding="utf-8"
        )
        return done.stdout


def _only_child(process: int) -> int:
    """Return the number of a process's only child, once there is one."""
    end = time.monotonic() + PATIENCE
    while not (found := Path(f"/proc/{process}/task/{process}/children").read_text().split()):
        assert time.monotonic() < end, "no program"
        time.sleep(0.01)
    (child,) = found
    return int(child)


@contextmanager
def terminal(folder: Path, size: tuple[int, int] = (120, 36)) -> Iterator[Terminal]:
    """Open a terminal that ends with the test."""
    opened = Terminal(folder / "tmux", size)
    try:
        yield opened
    finally:
        opened.end()


def kiosk(*words: str | Path) -> list[str]:
    """Return the command line of `kiosk` with these words."""
    return [sys.executable, "-m", "kiosk", *map(str, words)]


def run(*words: str | Path) -> str:
    """Carry out a command of the kiosk and return what it says."""
    environ = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        kiosk(*words), check=True, capture_output=True, text=True, encoding="utf-8", env=environ
    )
    return done.stdout


def lay_in_english(folder: Path, clock: str) -> None:
    """Create the sample, or put its clock forward; a test that reads one language has one."""
    run("demo", "--data", folder, "--load-only", "--at", clock)
    with assemble(folder) as opened:
        if opened.desk.school.settings.languages != "en":
            opened.desk.perform_now(with_languages("en"), TUTOR)
