"""On what kind of disk a file lies: a database must lie on one of this machine's own."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

MOUNTS = "/proc/mounts"
NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "coda", "ceph", "lustre",
        "beegfs", "gfs2", "ocfs2", "pvfs2", "davfs", "acfs", "vboxsf", "vmhgfs", "virtiofs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.davfs2",
        "fuse.smbnetfs", "fuse.gcsfuse", "fuse.vmhgfs-fuse", "fuse.curlftpfs", "fuse.ossfs",
    }
)  # fmt: skip
"""Where two hosts may write one file, or locks reach no further than one of them."""


def file_system(path: "str | PathLike[str]", mounts: str | None = None) -> tuple[str, str]:
    """The type of the file system that a file lies on, and where it is mounted.

    Both are empty where nobody can tell. `mounts` is what the kernel says of them.
    """
    if mounts is None:
        try:
            with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
                mounts = file.read()
        except OSError:
            return "", ""
    place = os.path.dirname(os.path.realpath(path))
    best, kind = "", ""
    for line in mounts.splitlines():
        _, said, type_, *_ = line.split(" ")
        point = _unescaped(said) if "\\" in said else said
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, type_
    return kind, best


def refusal(path: str, mounts: str | None = None) -> str:
    """Why a database may not lie there; empty where it may."""
    kind, point = file_system(path, mounts)
    if kind not in NETWORK:
        return ""
    return (
        f"{path} lies on a network file system ({kind} at {point}), where other machines may write "
        "it, too; keep the home on a local disk."
    )


def _unescaped(point: str) -> str:
    """The kernel writes blanks in a path as octal numbers."""
    for octal, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(octal, sign)
    return point
