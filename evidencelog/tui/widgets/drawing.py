"""Text measured in terminal cells: Chinese characters take two, combining marks none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len as cell_len
from rich.cells import set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from evidencelog.app.display import neutral, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.style import Style


class Part(NamedTuple):
    """A piece of a drawn line."""

    text: str
    """On one line; ``shown``, ``fit``, ``clip`` and ``wrap`` make text from the case harmless."""
    weight: str = ""
    """``quiet``, ``strong``, ``accent`` or empty for plain text; the theme decides how it looks."""


@lru_cache(maxsize=8192)
def shown(text: str) -> str:
    """Text from the case as it may be drawn: one line, nothing in it that a terminal would obey."""
    return one_line(text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` cells: cut at the end or filled with spaces (at its left for ``right``)."""
    if width <= 0:
        return ""
    text = shown(text)
    if right:
        text = " " * (width - cell_len(text)) + text
    return set_cell_size(_whole_words(text, width), width)


def clip(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells."""
    text = shown(text)
    return text if cell_len(text) <= width else set_cell_size(_whole_words(text, width), max(width, 0)).rstrip()


def _whole_words(text: str, width: int) -> str:
    """``text`` cut before the word or number that ``width`` cells would cut in two, where most of them stay in use."""
    if width < 1 or cell_len(text) <= width:
        return text
    kept = set_cell_size(text, width)
    after = text[len(kept)] if len(kept) < len(text) else " "
    gap = kept.rfind(" ")
    cut = kept[-1] + after
    least = 50 if cut.isdigit() else 60  # of a number a part is worse than nothing
    cuts = gap > 0 and cut.isalnum() and cut.isascii() and cell_len(kept[:gap]) * 100 >= width * least
    return kept[:gap] if cuts else text


def strip_of(parts: Iterable[Part], width: int, base: Style, weights: Mapping[str, Style]) -> Strip:
    """One line of exactly ``width`` cells in the base style; each part adds the style of its weight."""
    runs: list[tuple[list[str], Style]] = []
    used = 0

    def add(text: str, style: Style) -> None:
        """A gap joins the text before it: fewer bytes to the terminal. Each column begins a run of its own."""
        if runs and runs[-1][1] == style and text.isspace():
            runs[-1][0].append(text)
        elif text:
            runs.append(([text], style))

    for text, weight in parts:
        if not text.isprintable():
            text = shown(text)
        length = cell_len(text)
        if used + length > width:
            text = set_cell_size(text, width - used)
            length = width - used
        blank = not weight or text.isspace()  # a blank looks the same in every weight
        add(text, base if blank or weight not in weights else base + weights[weight])
        used += length
        if used >= width:
            break
    if used < width:
        add(" " * (width - used), base)
    return Strip([Segment("".join(texts), style) for texts, style in runs], width)


NOT_FIRST = frozenset("，。、；：！？）】》」』〉”’…,.;:!?)]}%·")
"""Punctuation that must not begin a line of Chinese text."""
NOT_LAST = frozenset("（【《「『〈“‘([{")
"""Punctuation that must not end one."""


class Paragraph(NamedTuple):
    """A piece of running text."""

    parts: tuple[Part, ...]
    indent: int = 0
    """Cells before the first line."""
    hang: int = 0
    """Cells before every further line, on top of the indent."""


def _breaks_before(text: str, at: int) -> bool:
    """Whether a line may end before ``text[at]``."""
    before, here = text[at - 1], text[at]
    if here in NOT_FIRST or before in NOT_LAST:
        return False
    return before == " " or cell_len(before) == 2 or cell_len(here) == 2


def wrap(paragraph: Paragraph, width: int) -> list[list[Part]]:
    """The lines of a paragraph in ``width`` cells, broken between words or Chinese characters."""
    indent, hang = paragraph.indent, paragraph.hang
    parts = [Part(neutral(part.text).replace("\t", " ").replace("\n", " "), part.weight) for part in paragraph.parts]
    text = "".join(part.text for part in parts)
    weights = [part.weight for part in parts for _char in part.text]
    lines: list[list[Part]] = []
    start, gap = 0, indent
    while True:
        room, at = max(width - gap, 4), start
        while at < len(text) and (cells := cell_len(text[at])) <= room:
            room -= cells
            at += 1
        end = at
        if at < len(text):
            while end > start + 1 and not _breaks_before(text, end):
                end -= 1
            if end == start + 1:  # one word longer than the line: cut it
                end = max(at, start + 1)
        line = [Part(" " * gap)] if gap else []
        while start < end:
            run = start + 1
            while run < end and weights[run] == weights[start]:
                run += 1
            line.append(Part(text[start:run], weights[start]))
            start = run
        lines.append(line)
        while start < len(text) and text[start] == " ":
            start += 1
        if start >= len(text):
            return lines
        gap = indent + hang
