"""A folder that is open to others, on a network or synced is warned of, and no other."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from kiosk.system import storage_checks
from kiosk.system.storage_checks import Mount, network_kind, storage_warnings, sync_service

LINUX = [
    Mount("/", "ext4", "rw,relatime"),
    Mount("/proc", "proc"),
    Mount("/home", "nfs4", "rw,vers=4.2"),
    Mount("/home/nia/local", "xfs"),
    Mount("/mnt/share", "cifs"),
    Mount("/mnt/ssh", "fuse.sshfs"),
    Mount("/mnt/stick", "vfat"),
    Mount("/mnt/both", "nfs"),
    Mount("/mnt/both", "ext4"),
    Mount("/run/user/1000/gvfs", "fuse.gvfsd-fuse"),
]
MAC = [Mount("/", "apfs"), Mount("/Volumes/Staff", "smbfs"), Mount("/Volumes/USB", "msdos")]
WINDOWS = [
    Mount("C:\\", "NTFS", "rw,fixed"),
    Mount("H:\\", "NTFS", "rw,remote"),
    Mount("E:\\", "FAT32", "rw,removable"),
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/kiosk", ""),
        ("/home/nia/kiosk", "nfs4"),
        ("/home/nia/local/kiosk", ""),
        ("/homework", ""),
        ("/mnt/share", "cifs"),
        ("/mnt/ssh/a/b", "fuse.sshfs"),
        ("/mnt/stick/kiosk", ""),
        ("/mnt/both/kiosk", ""),
        ("/run/user/1000/gvfs/smb-share:server=x/kiosk", "fuse.gvfsd-fuse"),
    ],
)
def test_the_file_system_that_is_nearest_says_whether_it_is_a_network_drive(
    path: str, kind: str
) -> None:
    assert network_kind(PurePosixPath(path), LINUX) == kind


@pytest.mark.parametrize(
    ("path", "kind"), [("/Users/nia", ""), ("/Volumes/Staff/kiosk", "smbfs"), ("/Volumes/USB", "")]
)
def test_a_share_on_a_mac_is_a_network_drive(path: str, kind: str) -> None:
    assert network_kind(PurePosixPath(path), MAC) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\Users\\nia", ""), ("h:\\kiosk", "NTFS"), ("E:\\kiosk", ""),
        ("\\\\server\\staff\\kiosk", "UNC"),
    ],
)  # fmt: skip
def test_a_drive_of_a_server_on_windows_is_a_network_drive(path: str, kind: str) -> None:
    assert network_kind(PureWindowsPath(path), WINDOWS) == kind


def test_where_no_file_system_is_known_nothing_is_said() -> None:
    assert network_kind(PurePosixPath("/home"), []) == ""


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        ("OneDrive/kiosk", "OneDrive"),
        ("OneDrive - Ysgol Eirlys/kiosk", "OneDrive"),
        ("Dropbox (Personal)/a/b", "Dropbox"),
        ("Google Drive/kiosk", "Google Drive"),
        ("Library/CloudStorage/OneDrive-School/kiosk", "CloudStorage"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud/kiosk", "Nextcloud"),
        ("kiosk", ""),
        ("onedriver/kiosk", ""),
        ("Dropboxes", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, parts: str, service: str) -> None:
    assert sync_service(tmp_path / parts) == service


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".sync_1f2e3d4c5b6a.db", "Nextcloud"),
        ("._sync_1f2e3d4c5b6a.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        ("notes.txt", ""),
    ],
)
def test_a_synced_folder_is_known_by_what_the_service_leaves_in_it(
    tmp_path: Path, marker: str, service: str
) -> None:
    (tmp_path / "top" / "data" / "kiosk").mkdir(parents=True)
    (tmp_path / "top" / marker).touch()
    assert sync_service(tmp_path / "top" / "data" / "kiosk") == service
    assert sync_service(tmp_path) == ""


def test_the_file_systems_of_this_machine_are_known() -> None:
    assert "" not in {one.at for one in storage_checks.mounts()}
    assert storage_checks.mounts()


def test_a_private_folder_on_a_local_disk_is_no_matter_and_another_is_told_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(storage_checks, "mounts", lambda: [Mount("/", "ext4")])
    assert len(storage_warnings(folder)) == 1
    folder.chmod(0o750)
    monkeypatch.setattr(storage_checks, "mounts", lambda: [Mount("/", "nfs")])
    told = storage_warnings(folder)
    assert ["Other accounts" in one.msgid for one in told] == [True, False, False]
    assert all(one.params["folder"] == str(folder) for one in told)
    assert storage_warnings(tmp_path / "nowhere")[0].params.get("kind") == "nfs"
