"""How much a text as a whole sounds like each label, from the weights a pack gives to short strings and to classes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.checker.wording.page import Page
    from evidencelog.models.wording import Weights

ZERO = 79
"""The code of the letter that stands for no weight; each step up or down is one step of weight."""

LONGEST = 3
"""Characters of the longest string that has a weight."""


class Leaning(NamedTuple):
    """What the weights say about a text."""

    any: float
    """How likely it is that the text deserves any label, from 0 to 1."""
    labels: dict[tuple[str, str], float]
    """The same for each label and act."""
    weights: Weights

    def label(self, name: str) -> float:
        """The likeliest of the label's acts; 1 for a label that has no weights."""
        return max((value for (label, _act), value in self.labels.items() if label == name), default=1.0)

    def doubts(self, name: str) -> bool:
        """Whether the text as a whole speaks against a label that a frame has found."""
        lowest = next((low for (label, _act), low in self._by_output(self.weights.doubtful) if label == name), 0.0)
        return self.any < self.weights.harmless or self.label(name) < lowest

    def tells(self) -> list[tuple[str, str]]:
        """Labels and acts that the text as a whole speaks for, also without a frame."""
        return [
            output for output, high in self._by_output(self.weights.telling) if self.labels.get(output, 0.0) >= high
        ]

    def _by_output(self, figures: tuple[float, ...]) -> Iterator[tuple[tuple[str, str], float]]:
        return zip(self.weights.outputs[1:], figures[1:], strict=True)


class Scales:
    """Weighs texts. Linear in the length of the text."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._rows = {string: row.encode("latin-1") for string, row in weights.table.items()}
        self._first = {string: row[0] - ZERO for string, row in self._rows.items()}
        self._classes = {number: row.encode("latin-1") for number, row in weights.classes}
        self._first_of_classes = {number: row[0] - ZERO for number, row in self._classes.items()}

    def any(self, page: Page) -> float:
        """How likely it is that the text deserves any label."""
        strings, known = strings_of(page), self._first
        total = sum([known[string] for string in strings if string in known]) / math.sqrt(len(strings))
        if page.found:
            classes = [self._first_of_classes.get(number, 0) for number in page.found]
            total += sum(classes) / math.sqrt(len(classes))
        return self._share(0, total)

    def leaning(self, page: Page) -> Leaning:
        """The likelihood of every label."""
        strings, found = strings_of(page), page.found
        shares = [0.0] * len(self.weights.outputs)
        for rows, number in (
            ([self._rows[string] for string in strings if string in self._rows], len(strings)),
            ([self._classes[one] for one in found if one in self._classes], len(found)),
        ):
            for place, column in enumerate(zip(*rows, strict=True)):
                shares[place] += (sum(column) - ZERO * len(rows)) / math.sqrt(number)
        shares = [self._share(place, total) for place, total in enumerate(shares)]
        return Leaning(shares[0], dict(zip(self.weights.outputs[1:], shares[1:], strict=True)), self.weights)

    def _share(self, place: int, total: float) -> float:
        value = self.weights.biases[place] + self.weights.step * total
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))

    def strongest(self, output: tuple[str, str], page: Page) -> tuple[int, int] | None:
        """The clause that speaks most for a label, cut to the words that do; None when none does."""
        place = self.weights.outputs.index(output)
        best, span = 0, None
        clauses: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for start, end, row in self._occurrences(page.text):
            if row[place] > ZERO:
                clauses.setdefault(page.extent("clause", start, end), []).append((row[place] - ZERO, start, end))
        for parts in clauses.values():
            total = sum(weight for weight, _start, _end in parts)
            if total > best:
                best = total
                span = min(start for _weight, start, _end in parts), max(end for _weight, _start, end in parts)
        return span

    def _occurrences(self, text: str) -> Iterator[tuple[int, int, bytes]]:
        for at in range(len(text)):
            for size in range(1, LONGEST + 1):
                row = self._rows.get(text[at : at + size])
                if row is not None and at + size <= len(text):
                    yield at, at + size, row


def strings_of(page: Page) -> set[str]:
    """Every string of the text, once, and what is known of its setting."""
    text = page.text
    strings = {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}
    strings.update(setting(page.view, page.contacted))
    return strings


def setting(view: str, contacted: str) -> tuple[str, str, str]:
    """Stands in for strings: what is known of how a text came."""
    return f"<{view}", f"<{contacted}", f"<{view}{contacted}"
