from __future__ import annotations

import subprocess
import sys


def test_the_package_costs_nothing_until_something_is_printed() -> None:
    code = "import sys, printables; print([n for n in ('reportlab', 'qrcode') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
