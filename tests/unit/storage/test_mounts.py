"""Network file systems are known by the kernel's list of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.storage import mounts
from alliance_tui.storage.mounts import network_file_system, network_warning

MOUNTINFO = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw - proc proc rw
30 22 0:40 / /home rw shared:2 master:3 - nfs4 server:/home rw,vers=4.2
31 30 0:41 / /home/ada/my\\040disk rw - ext4 /dev/vdb rw
32 22 0:42 / /mnt/a rw - fuse.sshfs ada@host:/ rw
33 22 0:43 / /mnt/b rw - cifs //server/b rw
34 22 0:44 / /mnt/c rw - fuse.gocryptfs /x rw
35 22 0:45 / /mnt/d rw - 9p d rw
36 35 0:46 / /mnt/d rw - tmpfs tmpfs rw
37 22 0:47 / /mnt/e\\134f rw - smb3 //server/e rw
a line of another kind
"""


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kernel's list of mounts."""
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTINFO)
    monkeypatch.setattr(mounts, "MOUNTS", path)
    return path


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/store", ""),
        ("/home", "nfs4"),
        ("/home/ada/.local/share/alliance", "nfs4"),
        ("/home/ada/my disk/store", ""),
        ("/homes/store", ""),
        ("/mnt/a/store", "fuse.sshfs"),
        ("/mnt/b", "cifs"),
        ("/mnt/c", ""),
        ("/mnt/d", ""),
        ("/mnt/e\\f/store", "smb3"),
    ],
)
@pytest.mark.usefixtures("listed")
def test_the_innermost_and_last_mount_counts(folder: str, kind: str) -> None:
    """A local disk below a network's is local; one laid over another hides it."""
    assert network_file_system(Path(folder)) == kind


@pytest.mark.usefixtures("listed")
def test_a_link_is_followed(tmp_path: Path) -> None:
    """To where the store is."""
    (tmp_path / "store").symlink_to("/home/ada")
    assert network_file_system(tmp_path / "store") == "nfs4"


def test_what_is_said_of_it(listed: Path) -> None:
    """What may go wrong and what to do; nothing of a local disk, nor where the kernel has no list."""
    assert network_warning(Path("/srv")) == ""
    assert "network file system (nfs4)" in network_warning(Path("/home/ada"))
    assert "Move the store to a local disk" in network_warning(Path("/home/ada"))
    listed.unlink()
    assert network_warning(Path("/home/ada")) == ""
