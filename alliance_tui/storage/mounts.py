"""Find out whether a folder is on a network file system, where locks and saves can't be trusted."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs|gfs2?|glusterfs|lustre|ncpfs|nfs4?|ocfs2|prl_fs|smb3|smbfs|vboxsf|"
    r"fuse\.(ceph|cifs|davfs2|gcsfuse|glusterfs|goofys|juicefs|nfs|rclone|s3fs|smbnetfs|sshfs)"
)
"""The types of network file systems, as the kernel names them."""
MOUNTS = Path("/proc/self/mountinfo")
"""See proc(5)."""


def file_system(folder: Path) -> str:
    """Return the type of the file system that holds `folder`, or will once it is made; "" if that is not known."""
    try:
        mountinfo = MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    kinds = {}
    for line in mountinfo.splitlines():  # a later one lies over an earlier one
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if after and len(fields) > 4:
            place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])  # blanks and the like
            kinds[Path(place)] = after.split(" ")[0]
    there = Path(os.path.realpath(folder))
    return next((kinds[place] for place in (there, *there.parents) if place in kinds), "")


def network_file_system(folder: Path) -> str:
    """Return the type of the network file system that holds `folder`, or will once it is made; "" for any other."""
    kind = file_system(folder)
    return kind if _NETWORK.fullmatch(kind) else ""


def network_warning(store: Path) -> str:
    """Return a warning if a store is on a network file system, else ""."""
    kind = network_file_system(store)
    if not kind:
        return ""
    return (
        f"The store {store} is on a network file system ({kind}). Locks and saves can't be trusted there: two programs "
        "may undo each other's changes, and a save may not outlast a power cut. Move the store to a local disk."
    )
