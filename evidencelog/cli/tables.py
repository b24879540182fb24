"""Rows of text in straight columns, measured in terminal cells."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from evidencelog.app.display import cells, clip, one_line
from evidencelog.cli.output import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "


def line_width() -> int | None:
    """Cells a line may take: the terminal's, None where the output goes to a file or another program."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def aligned(rows: Sequence[Sequence[str]], *, widest: int = 24, indent: str = "") -> Iterator[str]:
    """The rows as lines: each column as wide as its widest text (at most ``widest`` cells), the last one as it comes.

    On a terminal a line ends where the terminal does; elsewhere nothing is cut but what is wider than its column.
    """
    clean = [[one_line(text) for text in row] for row in rows]
    if not clean:
        return
    last = max(map(len, clean)) - 1
    widths = [
        min(widest, max((cells(row[place]) for row in clean if place < len(row)), default=0)) for place in range(last)
    ]
    limit = line_width()
    for row in clean:
        line = indent
        for place, text in enumerate(row):
            if place == last:
                line += text
            elif widths[place]:
                text = clip(text, widths[place])
                line += text + " " * (widths[place] - cells(text)) + GAP
        line = line.rstrip()
        yield clip(line, limit) if limit else line
