"""How far a slow piece of work is: one line on stderr, only where a person watches."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from evidencelog.cli.output import is_terminal
from evidencelog.models.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.progress import Progress

_FIRST = 0.5
"""Seconds of work before anything is shown."""
_EVERY = 0.1
"""Seconds between two drawings."""


class Line:
    """Draws the state of the work over itself."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.next = time.monotonic() + _FIRST
        self.drawn = False

    def step(self, done: int, total: int | None) -> None:
        """Shows ``done`` of ``total``, at most ten times a second."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + _EVERY
        self.drawn = True
        state = f"{done:,}" if total is None else f"{done:,} / {total:,}"
        sys.stderr.write(f"\r\x1b[K{self.label}  {state}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away again."""
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def watching(label: str) -> Iterator[Progress]:
    """Progress for a piece of work, drawn on a terminal, silent elsewhere; cleared however the work ends."""
    if not is_terminal(sys.stderr):
        yield Silent()
        return
    line = Line(label)
    try:
        yield line
    finally:
        line.clear()
