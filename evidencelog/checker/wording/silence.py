"""Where frames are not heard: what the debtor says, news, genuine notices and whatever else a pack names."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencelog.checker.wording.page import Page
    from evidencelog.models.wording import Block, Wording


class Silences:
    """Spans of a text in which some labels, or all, are not heard."""

    def __init__(self) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._ready: dict[str, tuple[list[int], list[int]]] = {}

    def add(self, labels: tuple[str, ...], start: int, end: int) -> None:
        """Silences some labels (empty: all) in a half-open span."""
        for label in labels or ("",):
            self._spans.setdefault(label, []).append((start, end))

    def over(self, label: str, end: int) -> bool:
        """Whether a mark with that label that ends before ``end`` is not heard: what is said last lies in silence.

        Where it begins does not matter: what the debtor says may be answered.
        """
        return self._covers("", end - 1) or bool(label and self._covers(label, end - 1))

    def _covers(self, label: str, at: int) -> bool:
        spans = self._spans.get(label)
        if not spans:
            return False
        if label not in self._ready:
            spans.sort()
            furthest, ends = 0, []
            for _start, end in spans:
                furthest = max(furthest, end)
                ends.append(furthest)
            self._ready[label] = [start for start, _end in spans], ends
        starts, ends = self._ready[label]
        place = bisect_right(starts, at) - 1
        return place >= 0 and ends[place] > at


def silences(wording: Wording, page: Page) -> Silences:
    """The silences of a text: the turns of whoever does not collect, and every block of the pack that is found."""
    silent = Silences()
    collecting = dict(wording.turns)
    speakers = {start: collecting[number] for number in collecting for start, _end in page.found.get(number, ())}
    for place, start in enumerate(page.turns):
        if not speakers[start]:
            end = page.turns[place + 1] if place + 1 < len(page.turns) else len(page.text)
            silent.add((), start, end)
    for block in wording.blocks:
        if block.views and page.view and page.view not in block.views:
            continue
        for number in block.classes:
            if number not in page.found:
                continue
            if any(other in page.found for other in block.unless):
                break
            spans = page.found[number]
            for start, end in spans[:1] if block.scope == "text" else spans:
                silent.add(block.labels, *_reach(block, page, start, end))
    return silent


def _reach(block: Block, page: Page, start: int, end: int) -> tuple[int, int]:
    if block.scope == "before":
        return page.extent("sentence", start, end)[0], start
    if block.scope == "after":
        return start, page.extent("clause", start, end)[1]
    return page.extent(block.scope, start, end)
