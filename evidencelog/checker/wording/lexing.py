"""Where the words of a pack stand in a normal text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidencelog.models.wording import Wording

Spans = list[tuple[int, int]]
"""Half-open spans in ascending order of their starts."""

_Entry = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], bool]
"""Classes of a word; those for which it must stand alone; those it masks; whether it ends in a Latin letter."""


class Lexicon:
    """All words and patterns of a pack, found in one pass each."""

    def __init__(self, wording: Wording) -> None:
        whole = frozenset(wording.whole)
        self._words: dict[str, _Entry] = {}
        for word in (*wording.words, *wording.masks):
            ids = wording.words.get(word, ())
            self._words[word] = (
                tuple(number for number in ids if number not in whole),
                tuple(number for number in ids if number in whole),
                wording.masks.get(word, ()),
                "a" <= word[-1] <= "z",
            )
        self._maskable = frozenset(number for ids in wording.masks.values() for number in ids)
        self._sizes = _sizes(self._words)
        self._sources = wording.patterns
        self._patterns: list[tuple[int, re.Pattern[str]]] | None = None
        self._signs: dict[str, int] = {}  # by one or two characters: bits of the patterns that may match around them
        self._always = 0  # bits of the patterns of which nothing is known
        for place, (_number, _pattern, needs) in enumerate(wording.patterns):
            for sign in _rarest(needs):
                self._signs[sign] = self._signs.get(sign, 0) | 1 << place
            if not needs:
                self._always |= 1 << place

    def occurrences(self, text: str) -> dict[int, Spans]:
        """By class: each place of its words, also overlapping ones; Latin letters are never cut out of a longer run."""
        found: dict[int, Spans] = {}
        masked: dict[int, int] = {}  # by class: end of the furthest word in which its own words do not count
        words, sizes_by_pair, maskable, signs = self._words, self._sizes, self._maskable, self._signs
        wanted = self._always
        length = len(text)
        covered = 0  # end of the furthest word that begins before this place
        for at, character in enumerate(text):
            pair = text[at : at + 2]
            if pair in signs:
                wanted |= signs[pair]
            if character in signs:
                wanted |= signs[character]
            sizes = sizes_by_pair.get(pair) or sizes_by_pair.get(character)
            if sizes is None or ("a" <= character <= "z" and at and "a" <= text[at - 1] <= "z"):
                continue
            longest = at
            for size in sizes:
                end = at + size
                entry = words.get(text[at:end])
                if entry is None or end > length or (entry[3] and end < length and "a" <= text[end] <= "z"):
                    continue
                free, whole, masks, _latin = entry
                for number in masks:
                    if end > masked.get(number, 0):
                        masked[number] = end
                for number in free:
                    if number not in maskable or end > masked.get(number, 0) or number in masks:
                        if number in found:
                            found[number].append((at, end))
                        else:
                            found[number] = [(at, end)]
                if whole and longest == at and end > covered:
                    for number in whole:
                        if number not in maskable or end > masked.get(number, 0) or number in masks:
                            found.setdefault(number, []).append((at, end))
                longest = max(longest, end)
            covered = max(covered, longest)
        if wanted:
            self._by_pattern(text, wanted, found)
        return found

    def _by_pattern(self, text: str, wanted: int, found: dict[int, Spans]) -> None:
        if self._patterns is None:
            self._patterns = [(number, re.compile(source)) for number, source, _needs in self._sources]
        while wanted:
            lowest = wanted & -wanted
            wanted ^= lowest
            number, pattern = self._patterns[lowest.bit_length() - 1]
            spans = [match.span() for match in pattern.finditer(text) if match.end() > match.start()]
            if spans:
                found[number] = spans


def _sizes(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of words, longest first: by their first two characters, and by the first for those of one."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    for pair, sizes in lengths.items():
        if len(pair) == 2 and pair[0] in lengths:
            sizes.add(1)
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}


def _rarest(needs: Iterable[str]) -> set[str]:
    """One or two characters of each string, so that together they are few and seldom met."""
    needs = tuple(needs)
    choices = [{need[:2] for need in needs}, {need[-2:] for need in needs}]
    return min(choices, key=lambda signs: sum(100 if len(sign) == 1 else 1 for sign in signs), default=set())


def merged(found: dict[int, Spans], numbers: Iterable[int]) -> Spans:
    """The places of any of some classes, in order."""
    lists = [found[number] for number in numbers if number in found]
    if len(lists) <= 1:
        return lists[0] if lists else []
    return sorted({span for spans in lists for span in spans})
