"""Which pictures can be printed: by what they are, not by what they are called; broken and monstrous ones cannot."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MOST_PIXELS = 100_000_000
"""A photograph of a good camera has half of that; more would fill the memory when it is unpacked."""
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def kind(path: Path) -> str | None:
    """``png``, ``jpg``, ``gif`` or ``webp`` by the first bytes; None for anything else."""
    with path.open("rb") as file:
        head = file.read(12)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def printable(path: Path) -> bool:
    """True when the typesetter can show the picture: a known kind, of a sane size, and whole enough to be unpacked."""
    found = kind(path)
    if found is None:
        return False
    try:
        width, height = _size(path, found)
    except (struct.error, ValueError, IndexError):
        return False
    return 0 < width * height <= _MOST_PIXELS and _decodes(path, found)


def _size(path: Path, found: str) -> tuple[int, int]:
    """Width and height in pixels as the file's head gives them."""
    data = path.read_bytes()
    if found == "png":
        width, height = struct.unpack(">II", data[16:24])
    elif found == "gif":
        width, height = struct.unpack("<HH", data[6:10])
    elif found == "jpg":
        height, width = _jpeg(data)
    else:
        width, height = _webp(data)
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """Height and width from the first start-of-frame segment (ITU T.81, B.2.2)."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return height, width
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        at += 2 + length
    raise ValueError(at)


def _webp(data: bytes) -> tuple[int, int]:
    """Width and height from the first chunk (RFC 9649)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError(chunk)


def _decodes(path: Path, found: str) -> bool:
    import typst

    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{path.name}", format: "{found}", width: 10pt)'
    try:
        typst.Compiler(source.encode(), root=str(path.parent), ignore_system_fonts=True).compile(format="pdf")
    except (typst.TypstError, RuntimeError):
        return False
    return True
