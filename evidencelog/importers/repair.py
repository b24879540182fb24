"""Makes the XML of phone backups well-formed byte by byte: what Android's serialisers wrote and no parser takes.

They wrote a character outside the first plane as two references to its surrogates (``&#55357;&#56832;``), references to
characters XML forbids (``&#0;``), and raw control bytes. Pairs are joined, which loses nothing; single surrogates and
forbidden characters become U+FFFD; raw control bytes are dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REFERENCE = rb"&#(?:[0-9]{1,32}|[xX][0-9A-Fa-f]{1,32});"
_REFERENCES = re.compile(rb"(?:" + _REFERENCE + rb")+")
_ONE = re.compile(_REFERENCE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# Surrogates written as three bytes each (CESU-8), and the two characters at the end of the first plane.
_THREE_BYTES = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
)
_UNFINISHED_BYTES = re.compile(rb"(?:\xed[\xa0-\xaf][\x80-\xbf](?:\xed[\xb0-\xbf]?)?|\xed[\xa0-\xbf]?|\xef\xbf?)\Z")
_UNFINISHED_REFERENCE = re.compile(rb"&(?:#(?:[xX][0-9A-Fa-f]{0,32}|[0-9]{0,32}))?\Z")
_LAST = re.compile(_REFERENCE + rb"\Z")
_TAIL = 80  # a complete reference and an unfinished one, each of the longest form, have room
_REPLACEMENT = b"\xef\xbf\xbd"


class Repairs:
    """What was done to one file."""

    def __init__(self) -> None:
        self.replaced = 0
        """Characters that became U+FFFD."""
        self.dropped = 0
        """Raw control bytes left out."""


def repaired(chunks: Iterable[bytes], repairs: Repairs) -> Iterator[bytes]:
    """The same bytes made well-formed, however they are cut into chunks; counts into ``repairs``."""
    carried = b""
    for chunk in chunks:
        plain = chunk.translate(None, _CONTROLS)
        repairs.dropped += len(chunk) - len(plain)
        data = carried + plain
        keep = _unfinished(data)
        carried = data[keep:]
        if keep:
            yield _mended(data[:keep], repairs)
    if carried:
        yield _mended(carried, repairs)


def _unfinished(data: bytes) -> int:
    """Where the end of the data begins that the next chunk may continue."""
    tail = max(0, len(data) - _TAIL)
    window = data[tail:]
    if found := _UNFINISHED_BYTES.search(window):
        return tail + found.start()
    found = _UNFINISHED_REFERENCE.search(window)
    end = found.start() if found else len(window)
    last = _LAST.search(window, 0, end)
    if last and 0xD800 <= _code(last[0]) <= 0xDBFF:
        end = last.start()
    return tail + end


def _code(reference: bytes) -> int:
    return int(reference[3:-1], 16) if reference[2:3] in b"xX" else int(reference[2:-1])


def _mended(data: bytes, repairs: Repairs) -> bytes:
    if b"&#" in data:
        data = _REFERENCES.sub(lambda run: _joined(run[0], repairs), data)
    if b"\xed" in data or b"\xef\xbf" in data:
        data = _THREE_BYTES.sub(lambda match: _one_character(match[0], repairs), data)
    return data


def _joined(run: bytes, repairs: Repairs) -> bytes:
    out: list[bytes] = []
    high: int | None = None
    for match in _ONE.finditer(run):
        reference = match[0]
        code = _code(reference)
        if high is not None:
            if 0xDC00 <= code <= 0xDFFF:
                out[-1] = b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
                repairs.replaced -= 1
                high = None
                continue
            high = None
        if _allowed(code):
            out.append(reference.replace(b"X", b"x"))
            continue
        out.append(_REPLACEMENT)
        repairs.replaced += 1
        if 0xD800 <= code <= 0xDBFF:
            high = code
    return b"".join(out)


def _allowed(code: int) -> bool:
    """Whether XML 1.0 allows the character (production 2)."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _one_character(written: bytes, repairs: Repairs) -> bytes:
    if len(written) == 6:
        return written.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()
    repairs.replaced += 1
    return _REPLACEMENT
