"""Files for the demo case: tones, drawings and a letter, the same bytes on every machine and every version of zlib."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RATE = 8000
"""Samples a second of a recording."""
WIDTH, HEIGHT = 360, 640
"""Pixels of a picture: a telephone's screen, or a sheet."""

_GROUND, _WHITE, _INK, _ACCENT = range(4)
_CHAT = ((0xED, 0xED, 0xED), (0xFF, 0xFF, 0xFF), (0x8A, 0x8A, 0x8A), (0x95, 0xEC, 0x69))
_PAPER = ((0xC8, 0xC4, 0xBC), (0xFB, 0xFA, 0xF6), (0x55, 0x55, 0x55), (0xC0, 0x3A, 0x32))


def content(spec: Mapping[str, Any]) -> bytes:
    """The bytes of one file of the table: ``tones``, a ``chat``, a ``paper`` (with a ``stamp``) or a ``text``."""
    if "tones" in spec:
        return recording(spec["tones"])
    if "chat" in spec:
        return chat(spec["chat"])
    if "paper" in spec:
        return paper(spec["paper"], stamp=spec.get("stamp", False))
    return str(spec["text"]).strip("\n").encode() + b"\n"


def recording(tones: Sequence[Sequence[int]]) -> bytes:
    """A WAV file (mono, 8 bit) of tones one after the other: (hertz, milliseconds), 0 hertz for silence."""
    samples = bytearray()
    for hertz, milliseconds in tones:
        length = RATE * milliseconds // 1000
        period = _triangle(RATE // hertz) if hertz else b"\x80"
        samples += (period * (length // len(period) + 1))[:length]
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(samples))
    return target.getvalue()


def _triangle(length: int) -> bytes:
    """One period of a triangle wave; whole numbers only, so no machine rounds differently."""
    half = length // 2
    rising = [64 + 128 * step // max(half, 1) for step in range(half)]
    return bytes(rising + rising[::-1])


def chat(bubbles: Sequence[Sequence[Any]]) -> bytes:
    """A PNG like the picture of a chat: each bubble is its side and the lengths of its lines (share of the width)."""
    canvas = _Canvas(_CHAT)
    canvas.box(0, 0, WIDTH, 56, _WHITE)
    canvas.box(120, 24, 240, 34, _INK)
    top = 80
    for side, *lines in bubbles:
        height = 20 + 22 * len(lines)
        wide = int(max(lines) * 270) + 24
        left = 60 if side == "left" else WIDTH - 60 - wide
        canvas.box(14 if side == "left" else WIDTH - 50, top, 50 if side == "left" else WIDTH - 14, top + 36, _INK)
        canvas.box(left, top, left + wide, top + height, _WHITE if side == "left" else _ACCENT)
        for row, share in enumerate(lines):
            canvas.box(left + 12, top + 14 + 22 * row, left + 12 + int(share * 270), top + 24 + 22 * row, _INK)
        top += height + 22
    return canvas.png()


def paper(lines: Sequence[float], *, stamp: bool) -> bytes:
    """A PNG like the picture of a sheet: the first line is the heading; a stamp is a ring in the lower corner."""
    canvas = _Canvas(_PAPER)
    canvas.box(24, 40, WIDTH - 24, HEIGHT - 60, _WHITE)
    heading, *rest = lines
    canvas.box(WIDTH // 2 - int(heading * 130), 84, WIDTH // 2 + int(heading * 130), 104, _INK)
    for row, share in enumerate(rest):
        canvas.box(48, 150 + 34 * row, 48 + int(share * 264), 160 + 34 * row, _INK)
    if stamp:
        canvas.ring(252, 470, 46, 38, _ACCENT)
    return canvas.png()


class _Canvas:
    """A picture of four colours."""

    def __init__(self, palette: Sequence[tuple[int, int, int]]) -> None:
        self._palette = palette
        self._rows = [bytearray(WIDTH) for _ in range(HEIGHT)]

    def box(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        """Fills a rectangle; right and bottom are excluded."""
        for row in self._rows[top:bottom]:
            row[left:right] = bytes([colour]) * (right - left)

    def ring(self, x: int, y: int, outer: int, inner: int, colour: int) -> None:
        """Draws a ring around a point."""
        for dy in range(-outer, outer + 1):
            for dx in range(-outer, outer + 1):
                if inner * inner <= dx * dx + dy * dy <= outer * outer:
                    self._rows[y + dy][x + dx] = colour

    def png(self) -> bytes:
        """The picture as PNG, two bits a pixel, stored without compression: zlib's own output differs by version."""
        packed: dict[bytes, bytes] = {}
        raw = bytearray()
        for row in map(bytes, self._rows):
            if row not in packed:
                packed[row] = bytes(
                    row[i] << 6 | row[i + 1] << 4 | row[i + 2] << 2 | row[i + 3] for i in range(0, WIDTH, 4)
                )
            raw += b"\x00" + packed[row]
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 2, 3, 0, 0, 0)
        palette = bytes(part for colour in self._palette for part in colour)
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _stored(bytes(raw))), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _stored(raw: bytes) -> bytes:
    """A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4)."""
    blocks = [raw[start : start + 0xFFFF] for start in range(0, len(raw), 0xFFFF)]
    stream = bytearray(b"\x78\x01")
    for number, block in enumerate(blocks):
        stream += struct.pack("<BHH", number == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
    return bytes(stream) + struct.pack(">I", zlib.adler32(raw))
