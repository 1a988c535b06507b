"""Where a folder lies, as far as that endangers it: other accounts, a network, a synced folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePath, PureWindowsPath
from typing import NamedTuple

from kiosk.system.data_folder import is_private
from kiosk.text import Text, t

NETWORK = re.compile(
    r"(fuse\.)?(nfs\d?|cifs|smb\w*|sshfs|afpfs|davfs\d?|webdav|rclone|gvfsd-fuse|afs|ceph"
    r"|glusterfs|lustre|beegfs|ncpfs|vboxsf|prl_fs|vmhgfs(-fuse)?)"
)
"""Kinds of file systems that lie on another machine: there a lock may hold nobody back."""

SYNCED = (
    ("OneDrive", re.compile(r"onedrive(\W.*)?")),
    ("Dropbox", re.compile(r"dropbox(\W.*)?")),
    ("Google Drive", re.compile(r"(google ?drive|googledrive)(\W.*)?|my drive")),
    ("iCloud", re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents")),
    ("Nextcloud", re.compile(r"nextcloud(\W.*)?")),
    ("ownCloud", re.compile(r"owncloud(\W.*)?")),
    ("Syncthing", re.compile(r"syncthing")),
    ("CloudStorage", re.compile(r"cloudstorage")),
)
"""Services, by what a folder that they sync is called, in small letters."""

MARKERS = (
    ("Syncthing", re.compile(r"\.stfolder")),
    ("Dropbox", re.compile(r"\.dropbox(\.cache)?")),
    ("Nextcloud", re.compile(r"\._?sync_\w+\.db|\.nextcloudsync\.log")),
    ("ownCloud", re.compile(r"\.owncloudsync\.log(\.\d+)?")),
    ("Google Drive", re.compile(r"\.tmp\.drive(down|up)load")),
    ("OneDrive", re.compile(r"\.849C9593-D756-4E56-8D6E-42412F2A707B")),
)
"""Services, by what they leave in the top folder that they sync."""


class Mount(NamedTuple):
    """One file system that can be reached."""

    at: str
    kind: str
    options: str = ""


def storage_warnings(folder: Path) -> list[Text]:
    """Return what is to be said of where the data lies, a sentence each. Takes milliseconds."""
    where = folder.resolve()
    found: list[Text] = []
    if where.is_dir() and not is_private(where):
        found.append(
            t(
                "Other accounts of this machine can look into {folder}: make it private, with "
                "“chmod 700”.",
                folder=str(folder),
            )
        )
    kind = network(where, mounts())
    if kind:
        found.append(
            t(
                "{folder} lies on a network drive ({kind}), where programs do not see each other's "
                "changes in time: keep the data on a disk of this machine.",
                folder=str(folder),
                kind=kind,
            )
        )
    service = synced(where)
    if service:
        found.append(
            t(
                "{folder} is synced by {service}, which may put an old file in the place of a new "
                "one, and takes the data elsewhere: keep it outside.",
                folder=str(folder),
                service=service,
            )
        )
    return found


def network(path: PurePath, table: Iterable[Mount]) -> str:
    """Return of what kind the network drive is that a path lies on; blank: on none."""
    if isinstance(path, PureWindowsPath) and path.drive.startswith("\\\\"):
        return "UNC"
    # of several file systems at one place, the last one mounted is seen
    found = Mount("", "")
    for one in table:
        at = type(path)(one.at)
        if path.is_relative_to(at) and len(at.parts) >= len(type(path)(found.at).parts):
            found = one
    is_remote = "remote" in found.options.split(",")
    return found.kind if is_remote or NETWORK.fullmatch(found.kind.casefold()) else ""


def mounts() -> list[Mount]:
    """Return the file systems of this machine; none where they cannot be told."""
    import psutil

    try:
        parts = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(one.mountpoint, one.fstype, one.opts) for one in parts]


def synced(path: Path) -> str:
    """Return which service syncs the folder that a path lies in; blank: none that is known."""
    for part in path.parts:
        for service, called in SYNCED:
            if called.fullmatch(part.casefold()):
                return service
    for above in (path, *path.parents):
        try:
            names = os.listdir(above)
        except OSError:
            continue  # of a folder that may not be listed nothing can be said
        for service, left in MARKERS:
            if any(map(left.fullmatch, names)):
                return service
    return ""
