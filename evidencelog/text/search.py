"""Folding for search: what looks or means the same is found, and hits can be shown in the text as it was written."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple


class Folded(NamedTuple):
    """A folded text that knows where each of its characters came from."""

    text: str
    starts: tuple[int, ...]
    """For each character of ``text`` the first position of its source."""
    ends: tuple[int, ...]
    """… and the position after its source."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the source behind a half-open, non-empty span of the folded text."""
        return self.starts[start], self.ends[end - 1]

    def find(self, words: str) -> list[tuple[int, int]]:
        """Every place of ``words`` (folded here), left to right, not overlapping, as spans of the source."""
        wanted = folded(words)
        hits: list[tuple[int, int]] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            hits.append(self.source(at, at + len(wanted)))
            at = self.text.find(wanted, at + len(wanted))
        return hits


@cache
def _simplified() -> dict[int, int]:
    from evidencelog.text.traditional import SIMPLIFIED, TRADITIONAL

    return str.maketrans(TRADITIONAL, SIMPLIFIED)


def folded(text: str) -> str:
    """NFKC, case folded, traditional characters as simplified ones as far as the table goes."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified())


def fold(text: str) -> Folded:
    """``folded`` with the way back to the source; a base character and its marks are one source."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        part = folded(text[start:end])
        parts.append(part)
        starts += [start] * len(part)
        ends += [end] * len(part)
    return Folded("".join(parts), tuple(starts), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Half-open spans of characters that normalise together."""
    if not text:
        return []
    heads = [at for at, character in enumerate(text) if at == 0 or not _joins(character)]
    return list(zip(heads, [*heads[1:], len(text)], strict=True))


def _joins(character: str) -> bool:
    """Whether normalisation may join a character to the one before: combining marks and Hangul vowels and finals."""
    if character < "\u0300":
        return False
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.combining(first) != 0 or "\u1160" <= first <= "\u11ff" or unicodedata.category(first) == "Mc"
