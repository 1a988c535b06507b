"""Programs that wait for a folder: each gets it in its turn, and who is gone waits no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import pytest

from kiosk.errors import Busy, NotSaved
from kiosk.store.journal.fair_lock import opened, try_lock
from kiosk.store.journal.journal import Journal
from kiosk.store.journal.lock import FolderLock

ROOT = Path(__file__).parents[3]
OTHER = """
import sys; from pathlib import Path; from kiosk.store.journal.lock import FolderLock
with FolderLock(Path(sys.argv[1]), 60.0).held():
    print("holds", flush=True)
    sys.stdin.readline()
"""


def soon(is_so: Callable[[], bool]) -> None:
    """Return once something is so."""
    for _ in range(6_000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("not within a minute")


def is_locked(path: Path) -> bool:
    handle = opened(path)
    try:
        return not try_lock(handle)
    finally:
        os.close(handle)


def is_waited_for(folder: Path) -> bool:
    """Return whether anybody is the next to hold a folder, and not for a moment only."""
    turn = folder / "attendance.programs" / "turn"
    was_locked = is_locked(turn)
    time.sleep(0.01)
    return was_locked and is_locked(turn)


def is_free(folder: Path) -> bool:
    return not (is_locked(folder / "attendance.lock") or is_waited_for(folder))


@contextmanager
def other_program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a program that holds the folder as soon as it can, until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(folder)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as program:  # fmt: skip
        yield program
        program.kill()


def hears_that_it_holds(program: subprocess.Popen[str]) -> None:
    assert program.stdout is not None
    assert program.stdout.readline() == "holds\n"


def hold_once(lock: FolderLock) -> None:
    with lock.held():
        pass


def write(journal: Journal, name: str) -> None:
    with journal.transaction() as state:
        number = state.tables.free_number("t")
        journal.append([["put", "t", str(number), {"by": name}]], {})


def test_who_gives_the_folder_up_and_wants_it_again_comes_after_who_waits(tmp_path: Path) -> None:
    ours, theirs = (Journal(tmp_path / "attendance.json") for _ in range(2))
    write(ours, "ours")
    for _ in range(20):
        with ours.transaction():
            waiting = threading.Thread(target=write, args=(theirs, "theirs"))
            waiting.start()
            soon(lambda: is_waited_for(tmp_path))
        write(ours, "ours")
        waiting.join()
    order = [row["by"] for row in ours.tables.rows["t"].values()]
    assert order == ["ours", *["theirs", "ours"] * 20]


def test_a_program_that_is_killed_while_it_waits_leaves_nothing(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path, 60.0)
    with lock.held(), other_program(tmp_path) as waiting:
        soon(lambda: is_waited_for(tmp_path))
        waiting.kill()
        waiting.wait()
        assert not is_waited_for(tmp_path)
    assert is_free(tmp_path)


def test_after_a_program_that_is_killed_while_it_holds_the_folder_the_next_gets_it(
    tmp_path: Path,
) -> None:
    with other_program(tmp_path) as first:
        hears_that_it_holds(first)
        with other_program(tmp_path) as next_one:
            soon(lambda: is_waited_for(tmp_path))
            first.kill()
            hears_that_it_holds(next_one)
    assert is_free(tmp_path)


def test_who_gave_up_waiting_does_not_keep_the_folder_when_it_is_free(tmp_path: Path) -> None:
    holder, impatient = FolderLock(tmp_path, 60.0), FolderLock(tmp_path, 0.02)
    with holder.held():
        with pytest.raises(Busy):
            impatient.acquire()
        threads = threading.active_count()
        for _ in range(5):
            with pytest.raises(Busy):
                impatient.acquire()
        assert threading.active_count() == threads, "one goes on waiting, however often it is asked"
    soon(lambda: is_free(tmp_path))
    with impatient.held():
        assert not is_free(tmp_path)
    assert is_free(tmp_path)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals for threads here")
def test_who_is_interrupted_while_waiting_does_not_keep_the_folder(tmp_path: Path) -> None:
    # a run in the background may ignore Ctrl+C
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    holder, interrupted = FolderLock(tmp_path, 60.0), FolderLock(tmp_path, 60.0)

    def interrupt() -> None:
        soon(lambda: is_waited_for(tmp_path))
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    with holder.held():
        interrupting = threading.Thread(target=interrupt)
        interrupting.start()
        with pytest.raises(KeyboardInterrupt):
            interrupted.acquire()
        interrupting.join()
    signal.signal(signal.SIGINT, before)
    soon(lambda: is_free(tmp_path))


def test_where_no_more_threads_can_be_had_nothing_is_saved_and_later_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, waits = FolderLock(tmp_path, 60.0), FolderLock(tmp_path, 60.0)
    with holder.held(), monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", mock.Mock(side_effect=RuntimeError))
        with pytest.raises(NotSaved):
            waits.acquire()
    with waits.held():
        assert not is_free(tmp_path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies here")
def test_a_copy_of_a_program_that_waits_keeps_nothing_of_what_that_gets(tmp_path: Path) -> None:
    holder, waits = FolderLock(tmp_path, 60.0), FolderLock(tmp_path, 60.0)
    ends = get_context("fork").Event()
    with holder.held():
        waiting = threading.Thread(target=hold_once, args=(waits,))
        waiting.start()
        soon(lambda: is_waited_for(tmp_path))
        copy = get_context("fork").Process(target=lambda: os._exit(not ends.wait(60)))
        copy.start()
    waiting.join()
    assert is_free(tmp_path)
    ends.set()
    copy.join()
    assert copy.exitcode == 0
