"""How many cells a text takes in a terminal, and cutting and wrapping by cells.

Wide and full-width characters (East Asian Width W and F) take two cells, ambiguous ones one, combining marks and
invisible format characters none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NOT_AT_HEAD = frozenset("，。、；：？！）》」』】〕〉”’…—～·％‰℃,.;:?!)]}%")
_NOT_AT_TAIL = frozenset("（《「『【〔〈“‘￥＄([{$")


@lru_cache(maxsize=16384)
def _of(character: str) -> int:
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return 0
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Zl", "Zp", "Cs"):
        return 0 if code != 0xAD else 1  # a soft hyphen is drawn
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:  # Hangul vowels and finals join the syllable before
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """The number of terminal cells of one line; control characters count as none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_of, text))


def clip(text: str, width: int, mark: str = "") -> str:
    """The longest beginning that fits into ``width`` cells; a text that is cut ends in ``mark`` (inside the width)."""
    if cells(text) <= width:
        return text
    room = width - cells(mark)
    if room < 0:
        return clip(mark, max(width, 0))
    taken = 0
    for index, character in enumerate(text):
        taken += _of(character)
        if taken > room:
            return text[:index] + mark
    return text


def fit(text: str, width: int, mark: str = "") -> str:
    """Exactly ``width`` cells: clipped, then filled with spaces at the right."""
    clipped = clip(text, width, mark)
    return clipped + " " * (width - cells(clipped))


def wrap(text: str, width: int) -> list[str]:
    """The text as lines of at most ``width`` cells (2 or more); at least one line.

    Newlines are kept. A line breaks at spaces and between wide characters, never before a closing or after an opening
    punctuation mark where that can be helped; a word wider than the line is cut.
    """
    if width < 2:
        raise ValueError(width)
    return [line for part in text.split("\n") for line in _wrapped(part, width)]


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    rest = text
    while cells(rest) > width:
        end = len(clip(rest, width)) or 1
        cut = next((at for at in range(end, 0, -1) if _breaks(rest, at)), end)
        lines.append(rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    if rest or not lines:
        lines.append(rest)
    return lines


def _breaks(text: str, at: int) -> bool:
    """Whether a line may end before position ``at``."""
    before, after = text[at - 1], text[at]
    if _of(after) == 0 or after in _NOT_AT_HEAD or before in _NOT_AT_TAIL:
        return False
    return before == " " or after == " " or _of(before) == 2 or _of(after) == 2
