"""What this program is called in the history, and in the ids of what it records."""

from __future__ import annotations

import os
import socket

_TOKEN = os.urandom(4).hex()


def device_id() -> str:
    """Return eight characters that no other program has, on this machine or another.

    A copy of this program (a fork) has the same: it shares its data folder, in which ids of events
    are counted on.
    """
    return _TOKEN


def this_device() -> str:
    """Return what the history calls this program: the machine's name, and `device_id`."""
    return f"{socket.gethostname()}:{device_id()}"
