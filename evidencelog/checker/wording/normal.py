"""The normal text that words are looked for in, with the way back to the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidencelog.models.wording import Spelling

_Edit = tuple[int, int, str]
"""Half-open span of a text and what takes its place."""

_DROPPED = frozenset(("Mn", "Me", "Cf", "Cc", "Cs"))
_SYMBOLS = frozenset(("So", "Sk", "Co", "Cn"))
_IDEOGRAPH = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_LETTERS = re.compile("[a-z]")
_THROWN_IN = re.compile(f"({_IDEOGRAPH})[a-z0-9]{{1,2}}(?={_IDEOGRAPH})")


class Normal(NamedTuple):
    """A normal text; each of its characters knows its source."""

    text: str
    starts: Sequence[int]
    """For each character the first position of its source …"""
    ends: Sequence[int]
    """… and the position after it."""
    parted: frozenset[int]
    """Positions before which spaces or other separators stood that were dropped."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the source behind a half-open, non-empty span of the normal text."""
        return self.starts[start], self.ends[end - 1]


class _Characters(dict[int, int | str | None]):
    """Each character folded by itself, computed when first met: a table for ``str.translate``."""

    def __missing__(self, code: int) -> int | str | None:
        value = self[code] = _character(chr(code))
        return value


def _character(character: str) -> int | str | None:
    """What one character becomes: nothing (marks, invisible ones), a space (symbols), else its folded form."""
    if character in "\n\r\u2028\u2029\x85":
        return 10
    if character.isspace():
        return 32
    category = unicodedata.category(character)
    if category in _DROPPED:
        return None
    if category in _SYMBOLS and unicodedata.normalize("NFKC", character) == character:
        return 32
    kept = [one for one in folded(character) if unicodedata.category(one) not in _DROPPED]
    return ord(kept[0]) if len(kept) == 1 else "".join(kept) or None


_CHARACTERS = _Characters()


class Normaliser:
    """Makes normal texts with the spellings of a pack. Linear in the length of the text."""

    def __init__(self, spelling: Spelling) -> None:
        signs = re.escape(spelling.separators)
        self._separated = re.compile(
            f"(?<={_IDEOGRAPH})[ {signs}]+(?=[a-z]|{_IDEOGRAPH})|(?<=[a-z])[ {signs}]+(?={_IDEOGRAPH})"
        )
        self._rewrites = _Table(spelling.rewrites)
        self._disguised = _Table(spelling.disguised)
        self._joints = frozenset(spelling.joints)

    def plain(self, text: str) -> str:
        """The normal text alone."""
        text = text.translate(_CHARACTERS)
        for edits in self._steps():
            made = list(edits(text))
            if made:
                text = _applied(text, made)
        return text

    def normal(self, text: str) -> Normal:
        """The normal text with its positions."""
        starts: list[int] = []
        pieces: list[str] = []
        for at, character in enumerate(text):
            value = _CHARACTERS[ord(character)]
            if value is not None:
                piece = chr(value) if isinstance(value, int) else value
                pieces.append(piece)
                starts += [at] * len(piece)
        current = "".join(pieces)
        ends = [start + 1 for start in starts]
        parted: list[int] = []
        for step, edits in enumerate(self._steps()):
            made = list(edits(current))
            if made:
                starts, ends = _moved(starts, made, begin=True), _moved(ends, made, begin=False)
                parted = _shifted(parted, made)
                if step == 0:
                    parted = _shifted([edit[0] for edit in made], made)
                current = _applied(current, made)
        return Normal(current, starts, ends, frozenset(parted))

    def _steps(self) -> tuple[_Step, ...]:
        return (self._dropped, self._rewrites.edits, self._undisguised, self._joined)

    def _dropped(self, text: str) -> Iterator[_Edit]:
        for found in self._separated.finditer(text):
            yield found.start(), found.end(), ""

    def _undisguised(self, text: str) -> Iterable[_Edit]:
        return self._disguised.edits(text) if _LETTERS.search(text) else ()

    def _joined(self, text: str) -> Iterator[_Edit]:
        for found in _THROWN_IN.finditer(text):
            if found[1] + text[found.end()] in self._joints:
                yield found.start() + 1, found.end(), ""


class _Table:
    """Spellings and their readings, the longest first."""

    def __init__(self, readings: dict[str, str]) -> None:
        self._readings = readings
        lengths: dict[str, set[int]] = {}
        for spelling in readings:
            lengths.setdefault(spelling[0], set()).add(len(spelling))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._firsts = frozenset(lengths)

    def edits(self, text: str) -> Iterator[_Edit]:
        """Each place of a spelling, left to right, not overlapping; Latin letters are never cut out of a longer run."""
        if self._firsts.isdisjoint(text):
            return
        done = 0
        for at, character in enumerate(text):
            for length in self._lengths.get(character, ()) if at >= done else ():
                reading = self._readings.get(text[at : at + length])
                if reading is not None and at + length <= len(text) and not _cuts(text, at, at + length):
                    yield at, at + length, reading
                    done = at + length
                    break


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a run of Latin letters."""
    return _inside(text, start) or _inside(text, end)


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and "a" <= text[at - 1] <= "z" and "a" <= text[at] <= "z"


def _applied(text: str, edits: list[_Edit]) -> str:
    pieces = []
    at = 0
    for start, end, reading in edits:
        pieces += [text[at:start], reading]
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _moved(places: list[int], edits: list[_Edit], *, begin: bool) -> list[int]:
    """The sources of the characters after ``edits``: a replaced span is the source of each new character."""
    moved: list[int] = []
    at = 0
    for start, end, reading in edits:
        moved += places[at:start]
        moved += [places[start] if begin else places[end - 1]] * len(reading)
        at = end
    return moved + places[at:]


def _shifted(positions: list[int], edits: list[_Edit]) -> list[int]:
    """Positions of a text after ``edits`` of it; both in ascending order."""
    shifted = []
    shift = at = 0
    for position in positions:
        while at < len(edits) and edits[at][1] <= position:
            start, end, reading = edits[at]
            shift += len(reading) - (end - start)
            at += 1
        shifted.append(position + shift)
    return shifted


if TYPE_CHECKING:
    from collections.abc import Callable

    _Step = Callable[[str], Iterable[_Edit]]
