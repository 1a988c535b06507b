"""Random keys, clicks, scans and sizes all over the kiosk, while another program writes.

    python -m tests.screens.monkey SECONDS [SEED]

It goes on for so many seconds, a fresh school every few hundred acts, each with the next seed, and
tells what it finds: an error in the log, a fault of `checks`, a screen that Esc does not leave, a
key that is not answered in two seconds. With the seed that it tells, the same acts come again; in
which order two programs get their turn may differ.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from time import monotonic

from tests.screens.idle import quick_pilot
from tests.screens.monkey.schools import Tally, go, lay
from tests.screens.monkey.writer import start_process


def main(arguments: list[str]) -> int:
    """Go on for so many seconds, and return 1 if anything was found."""
    seconds = float(arguments[0])
    seed = int(arguments[1]) if arguments[1:] else int(time.time()) % 1_000_000
    found, tally = 0, Tally()
    start_process()
    with tempfile.TemporaryDirectory() as temporary, quick_pilot():
        root = Path(temporary)
        lay(root / "laid")
        until = monotonic() + seconds
        while monotonic() < until:
            folder = root / str(seed)
            try:
                asyncio.run(go(seed, root / "laid", folder, until, tally))
            except Exception as error:
                found += 1
                _tell("".join(traceback.format_exception(error)))
                _tell(f"seed {seed}: FOUND the above; it begins here")
            _tell(f"seed {seed}: {tally.acts} acts, {tally.starts} starts, {found} found")
            shutil.rmtree(folder, ignore_errors=True)
            seed += 1
    _tell("screens: " + ", ".join(f"{name} {n}" for name, n in tally.seen.most_common()))
    return min(found, 1)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
