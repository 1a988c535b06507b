"""Power cuts: `python -m tests.store.power [CUTS] [unflushed]`, as root.

Writers work in a file system on a loop device, and the file under that device is copied at a random
moment: what had reached the disk by then is in the copy, and what only stood in memory is not. The
copy is mounted, so that the file system recovers as it does after a power cut, and read.

The copy is of one moment: the file lies on XFS, which shares its blocks (`FICLONE`) while no write
to it is under way, and the loop device bypasses the memory of that file system (direct I/O).
A disk that keeps what it was sent in a memory of its own and loses that is not tried; nor is a
name that the file system's own order makes durable (see `test_flushes`).

With `unflushed` the writers skip every flush: then losses are what is asked for, and their lack is
the failure. Ends with 0 where all is well, 1 where not, 77 where no file system can be mounted.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.rules.model.school import School
from kiosk.store.opening import open_store
from tests.store.programs import stock
from tests.store.writers import UNFLUSHED, Writer, save

FICLONE = 0x40049409
MAKE = {
    "ext4": ["mkfs.ext4", "-q", "-b", "4096"],
    "xfs": ["mkfs.xfs", "-q", "-s", "size=4096"],
}
MOUNT = {"ext4": [], "xfs": ["-o", "nouuid"]}
"""Copies have the same name for themselves as what they were copied from."""
SIZE = 320 << 20
"""Bytes of a disk, most of them never written; XFS takes no smaller one."""
TOGETHER = 10
"""Cuts in one folder: what each costs grows with what is there."""
LONGEST = 0.2
"""Seconds between two cuts, at most."""
UNABLE = 77


class Unable(Exception):
    """No file system can be made or mounted here."""


def run(*words: str | Path) -> str:
    try:
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", None) or error
        raise Unable(f"{' '.join(map(str, words))}: {told}") from error


def make(image: Path, kind: str, size: int) -> None:
    """Make an empty file system in a file."""
    image.touch()
    os.truncate(image, size)
    run(*MAKE[kind], image)


@contextmanager
def mounted(image: Path, kind: str) -> Iterator[Path]:
    """Mount the file system that is in a file."""
    at = Path(tempfile.mkdtemp(prefix="power-"))
    try:
        device = run("losetup", "--find", "--show", "--direct-io=on", "--sector-size=4096", image)
        try:
            run("mount", "-t", kind, *MOUNT[kind], device, at)
            try:
                yield at
            finally:
                run("umount", "--lazy", at)  # the device goes with whoever still has a file open
        finally:
            run("losetup", "--detach", device)
    finally:
        at.rmdir()


def copied(image: Path, copy: Path) -> None:
    """Copy a file as it is at this moment."""
    with image.open("rb") as source, copy.open("wb") as target:
        fcntl.ioctl(target, FICLONE, source.fileno())


class Trial:
    """One folder on a disk whose power is cut again and again."""

    def __init__(self, image: Path, kind: str, disk: Path, number: int, how: list[str]) -> None:
        self._image, self._kind = image, kind
        self._folder = disk / str(number)
        self._name = str(number)
        self._writers = [
            Writer(self._folder, f"{number}-{writer}", *how) for writer in range(1 + number % 3)
        ]

    def cut(self) -> str:
        """Cut the power; return what is lost, or blank."""
        told = [len(writer.said) for writer in self._writers]
        copy = self._image.with_suffix(".cut")
        copied(self._image, copy)
        try:
            with mounted(copy, self._kind) as disk:
                return self._lost(disk / self._name, told)
        except (KioskError, AssertionError) as error:
            return str(error)
        finally:
            copy.unlink()

    def _lost(self, folder: Path, told: list[int]) -> str:
        if not any(told) and not folder.exists():
            return ""
        with closing(open_store(folder)) as store:
            school = School().apply(store.news().items)
            kept: set[str] = set(school.people)
            assert kept == set(school.programme.resources), "half a change"
            for writer, least in zip(self._writers, told, strict=True):
                there = 0
                while writer.name_of(there) in kept:
                    kept.remove(writer.name_of(there))
                    there += 1
                if there < least:
                    return f"{least - there} of {least} changes that were said to be saved"
            assert not kept, "a change is there, and one before it is not"
            save(store, "after")
        assert {"after"} <= {row["id"] for row in stock(folder)["people"].values()}
        return ""

    def end(self) -> None:
        for writer in self._writers:
            writer.kill()
        shutil.rmtree(self._folder)


def tried(kind: str, cuts: int, how: list[str]) -> list[str]:
    """Return what was lost in that many cuts, one entry for each cut with a loss."""
    chance, lost = random.Random(kind), list[str]()
    with tempfile.TemporaryDirectory() as name:
        make(Path(name) / "outer", "xfs", 4 * SIZE)
        with mounted(Path(name) / "outer", "xfs") as outer:
            image = outer / "disk"
            make(image, kind, SIZE)
            with mounted(image, kind) as disk:
                for first in range(0, cuts, TOGETHER):
                    trial = Trial(image, kind, disk, first // TOGETHER, how)
                    try:
                        for _ in range(min(TOGETHER, cuts - first)):
                            time.sleep(chance.uniform(0, LONGEST))
                            lost += filter(None, [trial.cut()])
                    finally:
                        trial.end()
    return lost


def main() -> int:
    """Cut, and say how many cuts lost something."""
    how = [word for word in sys.argv[1:] if word == UNFLUSHED]
    cuts = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 30)
    fails = False
    for kind in MAKE:
        began = time.monotonic()
        try:
            lost = tried(kind, cuts, how)
        except Unable as error:
            sys.stdout.write(f"No power can be cut here: {error}\n")
            return UNABLE
        sys.stdout.write(
            f"{kind}{' without a flush' if how else ''}: {cuts} cuts, {len(lost)} with a loss, "
            f"{time.monotonic() - began:.0f} s\n"
        )
        for one in sorted(set(lost))[:5]:
            sys.stdout.write(f"  {one}\n")
        fails |= bool(lost) != bool(how)
    return int(fails)


if __name__ == "__main__":
    sys.exit(main())
