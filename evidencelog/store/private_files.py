"""Files that only their owner may read, and writes that survive a power cut: the one module with POSIX-only calls."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER_MODE, FILE_MODE, SEALED_MODE = 0o700, 0o600, 0o400


def make_folder(path: Path) -> None:
    """Makes a folder with its parents where missing; the folder itself is the owner's alone."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)
        _set_mode(path, FOLDER_MODE)


def make_file(path: Path) -> None:
    """Makes an empty file of the owner's where there is none, so that what is written into it later is private."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
    except FileExistsError:
        return
    _set_mode(path, FILE_MODE)


def seal(path: Path) -> None:
    """Makes a file readable by its owner and writable by nobody."""
    _set_mode(path, SEALED_MODE)


def remove(path: Path) -> None:
    """Deletes a file, sealed or not; nothing happens when it is gone already."""
    if os.name == "nt":
        try:
            path.chmod(stat.S_IWRITE)
        except FileNotFoundError:
            return
    path.unlink(missing_ok=True)


def too_open(path: Path) -> bool:
    """Whether others than the owner may read or change a file or folder; always False where modes do not say."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)


def close_to_others(path: Path) -> None:
    """Takes away from others what ``too_open`` found."""
    _set_mode(path, stat.S_IMODE(path.stat().st_mode) & 0o700)


def sync_folder(path: Path) -> None:
    """Makes names made or removed in a folder survive a power cut; a no-op where the system offers no such call."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def may_write(folder: Path) -> bool:
    """Whether this process may make files in a folder."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def free_bytes(path: Path) -> int:
    """How many bytes the owner may still write on the disk under ``path``."""
    import shutil  # loads the archive formats as well, which only doctor should wait for

    return shutil.disk_usage(path).free


def _set_mode(path: Path, mode: int) -> None:
    if os.name != "nt":
        path.chmod(mode)
