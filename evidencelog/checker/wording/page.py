"""A normal text with what stands where in it, and the borders of its clauses and sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from evidencelog.checker.wording.lexing import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.checker.wording.lexing import Spans

_BORDERS = {
    "clause": re.compile(r"[。!?;\n]|(?<![0-9]),|,(?![0-9])|\.(?=[ \n])"),
    "sentence": re.compile(r"[。!?;\n]|\.(?=[ \n])"),
}


class Page:
    """One text while it is read. Every question is answered in logarithmic time, borders are looked for once."""

    def __init__(self, text: str, found: dict[int, Spans], turns: Sequence[int], setting: tuple[str, str, str]) -> None:
        self.text = text
        self.found = found
        self.turns = turns
        """Where a speaker's turn begins, ascending: a border of every scope but the whole text."""
        self.view, self.channel, self.contacted = setting
        """Each may be empty: not known."""
        self._borders: dict[str, list[int]] = {}
        self._merged: dict[tuple[int, ...], Spans] = {}

    def spans(self, numbers: Sequence[int]) -> Spans:
        """Where any of these classes stands."""
        if len(numbers) == 1:
            return self.found.get(numbers[0], [])
        numbers = tuple(numbers)
        known = self._merged.get(numbers)
        if known is None:
            known = self._merged[numbers] = merged(self.found, numbers)
        return known

    def borders(self, scope: str) -> list[int]:
        """Positions of the characters that end a clause or sentence (a turn ends before its position)."""
        known = self._borders.get(scope)
        if known is None:
            known = [match.start() for match in _BORDERS[scope].finditer(self.text)]
            if self.turns:
                known = sorted({*known, *(turn - 1 for turn in self.turns if turn)})
            self._borders[scope] = known
        return known

    def together(self, scope: str, start: int, end: int) -> bool:
        """Whether a span lies in one clause or sentence."""
        if scope == "text":
            return True
        borders = self.borders(scope)
        return bisect_left(borders, start) == bisect_left(borders, end)

    def extent(self, scope: str, start: int, end: int) -> tuple[int, int]:
        """The clause or sentence around a span; from the first to the last one where the span crosses a border."""
        if scope == "text":
            return 0, len(self.text)
        if scope == "turn":
            first, last = bisect_right(self.turns, start), bisect_right(self.turns, max(start, end - 1))
            return (self.turns[first - 1] if first else 0), (
                self.turns[last] if last < len(self.turns) else len(self.text)
            )
        borders = self.borders(scope)
        first, last = bisect_left(borders, start), bisect_left(borders, end)
        return (borders[first - 1] + 1 if first else 0), (borders[last] if last < len(borders) else len(self.text))

    def begins_within(self, numbers: Sequence[int], low: int, high: int) -> bool:
        """Whether one of the classes begins at a position from ``low`` to before ``high``."""
        for number in numbers:
            spans = self.found.get(number)
            if spans:
                at = bisect_left(spans, (low, 0))
                if at < len(spans) and spans[at][0] < high:
                    return True
        return False

    def ends_within(self, numbers: Sequence[int], low: int, high: int, floor: int) -> bool:
        """Whether one of the classes ends at a position from ``low`` to ``high`` and begins at ``floor`` or later."""
        for number in numbers:
            spans = self.found.get(number)
            if not spans:
                continue
            at = bisect_left(spans, (high, 0))
            while at > 0:
                at -= 1
                start, end = spans[at]
                if start < floor or start < low - _LONGEST:
                    break
                if low <= end <= high:
                    return True
        return False


_LONGEST = 24
"""Longest word that is looked for before a place."""
