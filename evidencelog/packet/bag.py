"""The packet as a BagIt 1.0 folder (RFC 8493), and the same as a zip whose bytes depend on nothing but its files."""

from __future__ import annotations

import zipfile
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PAYLOAD = "data"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: files of a packet have no times of their own."""
_BLOCK = 1 << 20


def finish_bag(folder: Path, info: Sequence[tuple[str, str]]) -> str:
    """Writes the tag files around ``data/``; gives the SHA-256 of the tag manifest, which covers every byte.

    ``info`` are labels and values for ``bag-info.txt``, on one line each. Tag files already there are listed too. The
    optional Payload-Oxum is left out: bagit.py stops at a wrong one without naming the file that is missing or extra.
    """
    payload = sorted(_files(folder / PAYLOAD, f"{PAYLOAD}/"))
    _write(folder / "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    _write(folder / "bag-info.txt", "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info))
    _write(folder / MANIFEST, _manifest(folder, payload))
    tags = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name != TAG_MANIFEST)
    _write(folder / TAG_MANIFEST, _manifest(folder, tags))
    return sha256((folder / TAG_MANIFEST).read_bytes()).hexdigest()


def write_zip(folder: Path, target: Path, top: str, step: Callable[[], None]) -> None:
    """All files under one folder ``top``, in the order of their names, stored, with fixed times and rights.

    ``step`` is called after each piece and may raise to stop.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in sorted(_files(folder, "")):
            entry = zipfile.ZipInfo(f"{top}/{name}", _FIXED_TIME)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, archive.open(entry, "w") as member:
                while block := source.read(_BLOCK):
                    member.write(block)
                    step()


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _files(folder: Path, prefix: str) -> list[str]:
    names = []
    for path in folder.iterdir():
        names += _files(path, f"{prefix}{path.name}/") if path.is_dir() else [f"{prefix}{path.name}"]
    return names


def _manifest(folder: Path, names: Sequence[str]) -> str:
    return "".join(f"{digest_of(folder / name)}  {name}\n" for name in names)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
