"""How long the pages take: `python -m tests.bench.bench_print`, milliseconds a page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from time import perf_counter

from printables import qr
from printables.certificates import certificate_text, write_certificates
from printables.slips import Slip, write_slips
from tests.printables.sample import DAY, ENGLISH, catch_up, certificate, person, school

PEOPLE = 120


def main() -> None:
    """Print a school's certificates and slips, and say what a page costs and how large it is."""
    staff = [person(str(n), "Siân", f"Llŵyd-Fitzgerald {n}") for n in range(PEOPLE)]
    at = school(*staff)
    certificates = [certificate(one.id) for one in staff]
    slips = [Slip(one.id, DAY, (catch_up(one.id, "am", "w2", ["r1", "r2"]),)) for one in staff]
    _measure("certificates", lambda out: write_certificates(out, at, certificates, [ENGLISH]))
    _measure("slips", lambda out: write_slips(out, at, slips, [ENGLISH]))
    modules = qr.side_of(certificate_text(at, certificates[0], ENGLISH))
    sys.stdout.write(f"a certificate's code has {modules} modules a side\n")


def _measure(what: str, write: Callable[[BytesIO], None]) -> None:
    times = []
    for _ in range(3):
        qr.modules.cache_clear()
        out = BytesIO()
        start = perf_counter()
        write(out)
        times.append((perf_counter() - start) * 1000 / PEOPLE)
    size = len(out.getvalue()) / PEOPLE / 1024
    sys.stdout.write(f"{what}: {min(times):.1f} ms and {size:.1f} KiB a page, {PEOPLE} pages\n")


if __name__ == "__main__":
    main()
