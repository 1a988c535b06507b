"""What the history calls the program that made a change."""

from __future__ import annotations

import os
import socket


def this_device() -> str:
    """Return what the history calls this program: the machine's name and the program's number."""
    return f"{socket.gethostname()}:{os.getpid()}"
