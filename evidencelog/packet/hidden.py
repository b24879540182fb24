"""What a picture's file holds besides the picture: where it was taken, and a small copy of how it once looked (Exif)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

PLACE, SMALL_COPY = "place", "small copy"
_EXIF = b"Exif\0\0"
_GPS = 0x8825
"""Tag of the directory that holds the place (Exif 2.3, 4.6.3)."""
_START_OF_SCAN, _APP1 = 0xDA, 0xE1
_LONGEST = 1 << 20
"""Exif data are at most 64 KiB in a JPEG; more than this in another file is not looked into."""


def hidden(path: Path) -> frozenset[str]:
    """``place`` and ``small copy``, as far as the file (JPEG, PNG, WebP) holds them; empty for what cannot be read."""
    found: set[str] = set()
    try:
        with path.open("rb") as file:
            for data in _exif(file):
                found |= _told(data)
    except (struct.error, ValueError, IndexError):
        return frozenset(found)
    return frozenset(found)


def _exif(file: BinaryIO) -> Iterator[bytes]:
    """The Exif data of a file, without what marks them."""
    head = file.read(12)
    if head.startswith(b"\xff\xd8"):
        file.seek(2)
        yield from _of_jpeg(file)
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        file.seek(8)
        yield from _chunks(file, ">I4s", b"eXIf", trailer=4, padded=False)
    elif head[:4] == b"RIFF" and head[8:] == b"WEBP":
        yield from _chunks(file, "<4sI", b"EXIF", trailer=0, padded=True)


def _of_jpeg(file: BinaryIO) -> Iterator[bytes]:
    while len(head := file.read(4)) == 4 and head[0] == 0xFF and head[1] != _START_OF_SCAN:
        length = struct.unpack(">H", head[2:])[0] - 2
        if length < 0:
            return
        data = file.read(length)
        if head[1] == _APP1 and data.startswith(_EXIF):
            yield data[len(_EXIF) :]


def _chunks(file: BinaryIO, layout: str, wanted: bytes, *, trailer: int, padded: bool) -> Iterator[bytes]:
    while len(head := file.read(8)) == 8:
        one, other = struct.unpack(layout, head)
        kind, length = (one, other) if isinstance(one, bytes) else (other, one)
        if kind == wanted and length <= _LONGEST:
            yield file.read(length).removeprefix(_EXIF)
        else:
            file.seek(length, 1)
        file.seek(trailer + (length % 2 if padded else 0), 1)


def _told(data: bytes) -> set[str]:
    """What the TIFF structure holds: a directory of the place with an entry, a second picture."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return set()
    found = set()
    entries, following = _directory(data, struct.unpack(f"{order}I", data[4:8])[0], order)
    if _GPS in entries and _directory(data, entries[_GPS], order)[0]:
        found.add(PLACE)
    if following and _directory(data, following, order)[0]:
        found.add(SMALL_COPY)
    return found


def _directory(data: bytes, at: int, order: str) -> tuple[dict[int, int], int]:
    """Tags with their values or offsets, and the offset of the next directory, 0 for none."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    entries = {}
    for number in range(count):
        tag, _kind, _values, value = struct.unpack_from(f"{order}HHII", data, at + 2 + 12 * number)
        entries[tag] = value
    end = at + 2 + 12 * count
    return entries, struct.unpack_from(f"{order}I", data, end)[0] if end + 4 <= len(data) else 0
