"""The name under which the history records this program."""

from __future__ import annotations

import os
import socket


def this_device() -> str:
    """Return the machine's name and this process's number, as `name:number`."""
    return f"{socket.gethostname()}:{os.getpid()}"
