"""Warns of a folder in a place that endangers data: open to others, on a network, or synced."""

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
"""Kinds of file systems that lie on another machine, where locks are not to be relied on."""

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
"""Services that sync folders, by the usual names of such a folder, in lower case."""

MARKERS = (
    ("Syncthing", re.compile(r"\.stfolder")),
    ("Dropbox", re.compile(r"\.dropbox(\.cache)?")),
    ("Nextcloud", re.compile(r"\._?sync_\w+\.db|\.nextcloudsync\.log")),
    ("ownCloud", re.compile(r"\.owncloudsync\.log(\.\d+)?")),
    ("Google Drive", re.compile(r"\.tmp\.drive(down|up)load")),
    ("OneDrive", re.compile(r"\.849C9593-D756-4E56-8D6E-42412F2A707B")),
)
"""Services that sync folders, by the files that they leave in the top one."""


class Mount(NamedTuple):
    """A mounted file system."""

    at: str
    kind: str
    options: str = ""


def storage_warnings(folder: Path) -> list[Text]:
    """Return a sentence for each danger of the place where the data lies. Takes milliseconds."""
    where = folder.resolve()
    warnings: list[Text] = []
    if where.is_dir() and not is_private(where):
        warnings.append(
            t(
                "Other accounts on this machine can read {folder}. Make it private "
                "with “chmod 700”.",
                folder=str(folder),
            )
        )
    kind = network_kind(where, mounts())
    if kind:
        warnings.append(
            t(
                "{folder} is on a network drive ({kind}), where changes may arrive "
                "too late. Keep the data on this machine's own disk.",
                folder=str(folder),
                kind=kind,
            )
        )
    service = sync_service(where)
    if service:
        warnings.append(
            t(
                "{folder} is synced by {service}, which may replace a new file "
                "with an old one and copies the data elsewhere. Keep it outside.",
                folder=str(folder),
                service=service,
            )
        )
    return warnings


def network_kind(path: PurePath, table: Iterable[Mount]) -> str:
    """Return the kind of network drive that a path lies on; blank: it lies on none."""
    if isinstance(path, PureWindowsPath) and path.drive.startswith("\\\\"):
        return "UNC"
    nearest = Mount("", "")
    for mount in table:
        at = type(path)(mount.at)
        # >=: of several mounted at one place, the last hides the others
        if path.is_relative_to(at) and len(at.parts) >= len(type(path)(nearest.at).parts):
            nearest = mount
    is_remote = "remote" in nearest.options.split(",")
    return nearest.kind if is_remote or NETWORK.fullmatch(nearest.kind.casefold()) else ""


def mounts() -> list[Mount]:
    """Return the file systems of this machine; an empty list where the system does not say."""
    import psutil

    try:
        parts = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(part.mountpoint, part.fstype, part.opts) for part in parts]


def sync_service(path: Path) -> str:
    """Return the service that syncs the folder in which a path lies; blank: none is known."""
    for part in path.parts:
        for service, called in SYNCED:
            if called.fullmatch(part.casefold()):
                return service
    for above in (path, *path.parents):
        try:
            names = os.listdir(above)
        except OSError:
            continue  # a folder that this account may not list
        for service, left in MARKERS:
            if any(map(left.fullmatch, names)):
                return service
    return ""
